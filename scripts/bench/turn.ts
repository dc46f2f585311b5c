// One tool's turn in one run: its project, its scratch space and the tool itself, which the jobs hand on to each other.
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Contestant } from './contestant.ts'
import type { Turn } from './job.ts'
import { run } from './program.ts'
import { openTool } from './tools.ts'

export type TurnOptions = Omit<Turn, 'fresh' | 'kept'> & {
  /** The generated project; each tool works on a copy of it. */
  readonly project: string
}

export function openTurn(options: TurnOptions): Turn & AsyncDisposable {
  const { tool, work, project } = options
  let open: Contestant | undefined
  let isKept = false
  let isTold = options.run > 1
  const close = async (): Promise<void> => {
    await open?.[Symbol.asyncDispose]()
    open = undefined
    await rm(work, { recursive: true, force: true, maxRetries: 3 })
  }
  // Copying also brings the source into the page cache, for every tool alike.
  const fresh = async (): Promise<Contestant> => {
    await close()
    await mkdir(work, { recursive: true })
    const source = join(work, 'project')
    await run('cp', ['-a', project, source])
    open = await openTool(tool, source, work, options)
    isKept = false
    const contestant = open
    if (!isTold) options.remark(`${tool}: ${contestant.how}`)
    isTold = true
    return {
      ...contestant,
      update: async () => {
        await contestant.update()
        isKept = true
      },
    }
  }
  return {
    ...options,
    fresh,
    kept: async () => {
      if (open === undefined || !isKept) await (await fresh()).update()
      return open!
    },
    [Symbol.asyncDispose]: close,
  }
}
