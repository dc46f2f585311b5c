// The folder a capture reads: the project's own, or the one that the config's `before` command names, such as a mounted
// file-system snapshot (§ Hooks). `after` runs whatever became of the capture.
import { isAbsolute } from 'node:path'
import type { Hook } from '../../protocol/config.ts'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import type { NodeContext } from '../context.ts'
import { runHook } from '../hooks.ts'
import type { Project } from '../work/mesh/projects.ts'

export type CaptureResult = 'taken' | 'unchanged' | 'failed'

export interface HookedFolder {
  readonly path: string
  /** A command has named it: it may lie on another file system each time. */
  readonly isNamed: boolean
}

/** Runs `read` between the two commands. `afterFailed` hears what is wrong with `after`: the snapshot stands all the same. */
export async function withHooks<T>(
  context: NodeContext,
  project: Project,
  folder: string,
  read: (folder: HookedFolder) => Promise<{ result: CaptureResult; value: T }>,
  afterFailed: (error: HoldfastError) => void,
  signal: AbortSignal,
): Promise<T> {
  const hook = hookOf(context, project)
  if (hook === undefined) return (await read({ path: folder, isNamed: false })).value
  let result: CaptureResult = 'failed'
  try {
    const named = hook.before && (await before(context, project, hook, hook.before, folder, signal))
    const done = await read({ path: named || folder, isNamed: Boolean(named) })
    result = done.result
    return done.value
  } finally {
    if (hook.after !== undefined) await after(context, project, hook, hook.after, folder, result, afterFailed)
  }
}

export function hookOf({ config }: NodeContext, project: Project): Hook | undefined {
  const { hooks } = config.capture
  return [project.name, project.id].flatMap(key =>
    key !== undefined && Object.hasOwn(hooks, key) ? hooks[key] : [],
  )[0]
}

/** The folder it prints, or undefined. Throws HOOK_FAILED. */
async function before(
  context: NodeContext,
  project: Project,
  hook: Hook,
  command: string,
  folder: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const environment = { HOLDFAST_PROJECT: project.name ?? project.id, HOLDFAST_FOLDER: folder, HOLDFAST_RESULT: '' }
  const output = await runHook({ command, environment, timeout: hook.timeout }, context.ports.clock, signal)
  context.ports.log.info({ project: project.id, command, ...output }, 'the command before the capture is done')
  const printed = output.stdout.trim()
  if (printed === '') return undefined
  if (isAbsolute(printed) && !printed.includes('\n')) return printed
  throw new HoldfastError(
    'HOOK_FAILED',
    `\`${command}\` printed what is not the path of one folder: ${printed.slice(0, 200)}`,
    {
      hint: 'let it print the folder to read as an absolute path and nothing else, or nothing at all',
    },
  )
}

async function after(
  context: NodeContext,
  project: Project,
  hook: Hook,
  command: string,
  folder: string,
  result: CaptureResult,
  failed: (error: HoldfastError) => void,
): Promise<void> {
  const { clock, log } = context.ports
  const environment = { HOLDFAST_PROJECT: project.name ?? project.id, HOLDFAST_FOLDER: folder, HOLDFAST_RESULT: result }
  try {
    // Its own time-out alone: what `before` set up is taken down even when the daemon stops.
    const output = await runHook({ command, environment, timeout: hook.timeout }, clock, new AbortController().signal)
    log.info({ project: project.id, command, ...output }, 'the command after the capture is done')
  } catch (error) {
    if (!isError(error)) throw error
    log.error({ project: project.id, command, err: error }, 'the command after the capture failed')
    failed(error)
  }
}
