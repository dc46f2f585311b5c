// Runs the programs the bench compares with, as their users do; a failure shows what they said.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

/** Runs a program to its end; gives what it printed. */
export async function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
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
export function runDaemon(command: string, args: readonly string[], env?: NodeJS.ProcessEnv): AsyncDisposable {
  const child: ChildProcess = spawn(command, args, { stdio: 'ignore', ...(env === undefined ? {} : { env }) })
  const ended = new Promise<void>(done => {
    child.once('exit', () => done())
    child.once('error', () => done())
  })
  return {
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
