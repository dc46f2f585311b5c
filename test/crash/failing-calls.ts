// System calls of a running process that fail: strace attaches to it and has the chosen one answer with an error, once or from
// then on. That reaches what no port does, the index and the runtime's own files among it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Chance } from './choices.ts'

const CALLS = [
  'write,writev,pwrite64,pwritev',
  'fdatasync,fsync',
  '?rename,renameat,renameat2',
  '?unlink,unlinkat',
  'openat',
  'ftruncate',
  '?mkdir,mkdirat',
] as const
const ERRORS = ['EIO', 'ENOSPC'] as const
const MOST_CALLS = 16

/** Resolves once the process is watched. `how`: what fails, for a report. */
export async function failCalls(pid: number, chance: Chance): Promise<{ how: string; end(): Promise<void> }> {
  const calls = CALLS[Math.floor(chance() * CALLS.length)]!
  const error = ERRORS[Math.floor(chance() * ERRORS.length)]!
  const first = 1 + Math.floor(chance() ** 2 * MOST_CALLS)
  const when = chance() < 0.5 ? `${first}` : `${first}+`
  const words = ['-f', '-p', String(pid), '-o', '/dev/null', '-e', `trace=${calls}`]
  const tracer = spawn('strace', [...words, '-e', `inject=${calls}:error=${error}:when=${when}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
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
    how: `${calls} with ${error} at ${when}`,
    async end() {
      tracer.kill('SIGTERM')
      await ended
    },
  }
}
