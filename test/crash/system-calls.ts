// Ends a process at one of its system calls, as a power switch would: strace attaches to it, counts the calls of each of its
// threads, and has it killed at the chosen one. Where nobody may trace, it ends at some moment instead.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { isAlive } from '../../scripts/local-mesh.ts'
import { refusal } from '../helpers/local-site.ts'
import type { Chance } from './choices.ts'

// What changes a file or a name, or makes it durable. A question mark: where the machine has such a call.
// Each with how many calls of one thread to wait for at the most: about what a small piece of work makes.
const CALLS = [
  ['pwrite64,pwritev,write,writev', 20],
  ['fdatasync,fsync', 4],
  ['openat,ftruncate,?mkdir,mkdirat,?rename,renameat,renameat2,?unlink,unlinkat', 8],
  ['fdatasync,fsync,pwrite64,pwritev,ftruncate,?rename,?unlink', 8],
] as const
const MOST_MS = 1500

export interface Armed {
  /** How it is to end, for the report of a failure. */
  readonly how: string
  /** Ends it now if it has not come to the call; resolves to whether it had, once nothing watches it any more. */
  end(): Promise<boolean>
}

/** Why no process can be ended at a system call here, or false. */
export function straceRefusal(): string | false {
  return refusal('strace', 'strace', '-f', '-o', '/dev/null', 'true')
}

/** Resolves once the process is watched; it ends when it comes to the call. */
export async function arm(pid: number, chance: Chance, trace: boolean): Promise<Armed> {
  if (!trace) return armTimer(pid, chance)
  const { words, how } = choose(chance)
  const tracer = spawn('strace', ['-p', String(pid), ...words], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(tracer, 'exit')
  const attached = new Promise<void>(done => {
    let said = ''
    tracer.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (/attached/.test(said)) done()
    })
  })
  await Promise.race([attached, ended])
  return {
    how,
    async end() {
      const atCall = !isAlive(pid)
      kill(pid)
      await ended
      return atCall
    },
  }
}

/** Words before the command of a process that is to end while it starts. */
export function armedStart(chance: Chance): string[] {
  return ['strace', ...choose(chance).words]
}

function choose(chance: Chance): { words: string[]; how: string } {
  const [calls, most] = CALLS[Math.floor(chance() * CALLS.length)]!
  const when = 1 + Math.floor(chance() ** 2 * most)
  const inject = `inject=${calls}:signal=SIGKILL:when=${when}`
  return { words: ['-f', '-o', '/dev/null', '-e', `trace=${calls}`, '-e', inject], how: `at call ${when} of ${calls}` }
}

function armTimer(pid: number, chance: Chance): Armed {
  const ms = chance() * MOST_MS
  const stop = new AbortController()
  const ended = wait(ms, undefined, { signal: stop.signal }).then(
    () => kill(pid),
    () => undefined,
  )
  return {
    how: `after ${Math.round(ms)} ms`,
    async end() {
      stop.abort()
      await ended
      kill(pid)
      return false
    },
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
