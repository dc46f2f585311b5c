// Runs the programs the bench compares with, as their users do; a failure shows what they said.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { noteDaemon } from './meter.ts'

export interface Daemon extends AsyncDisposable {
  readonly pid: number
}

const stop = new AbortController()

/** Aborted when the bench is told to stop: what it waits for then fails, and what it has started is cleared away. */
export const interrupted: AbortSignal = stop.signal

export function heedInterrupts(): void {
  const interrupt = (): void => stop.abort(new Error('interrupted'))
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
}

/** Runs a program to its end; gives what it printed. */
export async function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], signal: interrupted })
  let printed = ''
  let said = ''
  child.stdout.setEncoding('utf8').on('data', text => (printed += text))
  child.stderr.setEncoding('utf8').on('data', text => (said += text))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} exited with ${code}: ${said.trim().slice(-2000)}`)
  return printed
}

export function isInstalled(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0
}

/** A program that runs until its scope ends. */
export function runDaemon(command: string, args: readonly string[], env?: NodeJS.ProcessEnv): Daemon {
  const child: ChildProcess = spawn(command, args, { stdio: 'ignore', ...(env === undefined ? {} : { env }) })
  if (child.pid !== undefined) noteDaemon(child.pid)
  const ended = new Promise<void>(done => {
    child.once('exit', () => done())
    child.once('error', () => done())
  })
  return {
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(late)
    },
  }
}

/** Asks until it holds. */
export async function until(what: string, holds: () => Promise<boolean>, withinMs = 60_000): Promise<void> {
  for (const give = performance.now() + withinMs; performance.now() < give; ) {
    interrupted.throwIfAborted()
    if (await holds()) return
    await new Promise(next => setTimeout(next, 50))
  }
  throw new Error(`${what}: not within ${withinMs / 1000} s`)
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}
