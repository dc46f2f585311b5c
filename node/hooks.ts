// Runs the commands that the config file puts around captures, such as taking and dropping a file-system snapshot (§ Hooks).
// Nothing that comes over the local API ever reaches a shell.
import { type ChildProcess, spawn } from 'node:child_process'
import { HoldfastError } from '../protocol/errors.ts'
import { formatDuration } from '../protocol/units.ts'
import type { Clock } from './ports.ts'

const OUTPUT_MAX = 64 * 1024
const LAST_WORDS = 200
const KILL_AFTER_MS = 5_000
const FLUSH_MS = 1_000

export interface HookRun {
  readonly command: string
  /** Beside the daemon's own environment. */
  readonly environment: Readonly<Record<string, string>>
  /** Seconds. */
  readonly timeout: number
}

export interface HookOutput {
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs it by `sh -c` in a process group of its own, which is ended when the time is over or `signal` aborts. Throws
 * HOOK_FAILED for any exit but 0, `signal.reason`. Output beyond 64 KiB is dropped.
 */
export async function runHook(
  { command, environment, timeout }: HookRun,
  clock: Clock,
  signal: AbortSignal,
): Promise<HookOutput> {
  signal.throwIfAborted()
  const child = spawn('sh', ['-c', command], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const output = { stdout: collect(child.stdout), stderr: collect(child.stderr) }
  const ended = new AbortController()
  const closed = new Promise<void>(done => child.once('close', done))
  const exited = new Promise<string>((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code, killedBy) => done(killedBy ? `was ended by ${killedBy}` : `exited with ${code}`))
  }).finally(() => ended.abort(new Error('the command has ended')))
  const late = wait(clock, timeout * 1000, AbortSignal.any([signal, ended.signal]))
  const how = await Promise.race([exited, late]).catch(cause => {
    throw failed(command, `can't be started: ${(cause as Error).message}`, '', cause)
  })
  if (how === undefined) {
    await end(child, exited, clock)
    signal.throwIfAborted()
    throw failed(command, `took longer than ${formatDuration(timeout)}`, output.stderr())
  }
  // What the command left running in the background may hold its output open.
  await Promise.race([closed, wait(clock, FLUSH_MS, new AbortController().signal)])
  child.stdout.destroy()
  child.stderr.destroy()
  if (how !== 'exited with 0') throw failed(command, how, output.stderr())
  return { stdout: output.stdout(), stderr: output.stderr() }
}

function failed(command: string, how: string, stderr: string, cause?: unknown): HoldfastError {
  const last = stderr.trim().split('\n').at(-1)?.slice(-LAST_WORDS) ?? ''
  return new HoldfastError('HOOK_FAILED', `\`${command}\` ${how}${last === '' ? '' : `: ${last}`}`, {
    cause,
    hint: 'run the command by hand; it stands in config.toml under capture.hooks',
  })
}

/** Undefined when the time is over or the signal aborts. */
async function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<undefined> {
  try {
    await clock.wait(ms, signal)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

async function end(child: ChildProcess, exited: Promise<unknown>, clock: Clock): Promise<void> {
  kill(child, 'SIGTERM')
  const gone = await Promise.race([exited, wait(clock, KILL_AFTER_MS, new AbortController().signal)])
  if (gone === undefined) kill(child, 'SIGKILL')
  await exited
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = ''
  stream?.setEncoding('utf8').on('data', (part: string) => {
    if (text.length < OUTPUT_MAX) text += part.slice(0, OUTPUT_MAX - text.length)
  })
  return () => text
}
