// Starting the daemon: in the background for init and join, in the foreground for up. It says over Node's IPC channel
// when it is ready or why it can't be.
import { type ChildProcess, spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import { HoldfastError, isErrorCode } from '../protocol/errors.ts'
import { startMessage } from '../protocol/local-api-daemon.ts'
import { DAEMON_OPTIONS, daemonEnvironment } from './daemon-memory.ts'
import type { Invocation } from './invocation.ts'

const READY_WITHIN_MS = 60_000

/** Starts the daemon of this home detached, its output in daemon.log; resolves when its socket answers. */
export async function startInBackground(invocation: Invocation): Promise<void> {
  const { home, cli } = invocation
  await using log = await open(home.log, 'a', 0o600)
  const child = spawn(process.execPath, daemonArguments(invocation), {
    cwd: home.path,
    detached: true,
    env: daemonEnvironment(cli.env) as NodeJS.ProcessEnv,
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  })
  const within = AbortSignal.any([cli.signal, AbortSignal.timeout(READY_WITHIN_MS)])
  try {
    await waitUntilReady(child, within, `see ${home.log}`)
  } catch (error) {
    child.kill('SIGTERM')
    throw error
  } finally {
    if (child.connected) child.disconnect()
    child.unref()
  }
}

/** Runs the daemon of this home until it ends, passing signals on. Resolves to its exit code. */
export async function runInForeground(invocation: Invocation, words: readonly string[] = []): Promise<number> {
  const child = spawn(process.execPath, [...daemonArguments(invocation), ...words], {
    env: daemonEnvironment(invocation.cli.env) as NodeJS.ProcessEnv,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  const forward = forwardSignals(child, invocation.cli.stdin.isTTY === true)
  // 'close' comes after the last message, 'exit' may come before it.
  const failure = Promise.withResolvers<HoldfastError | undefined>()
  child.once('message', message => failure.resolve(failureIn(message)))
  try {
    const exit = await new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 137)))
    })
    failure.resolve(undefined)
    const why = await failure.promise
    if (why) throw why
    return exit
  } finally {
    forward[Symbol.dispose]()
  }
}

function daemonArguments({ cli, home }: Invocation): string[] {
  return [...DAEMON_OPTIONS, cli.daemonMain, '--home', home.path, ...(home.ownSocket ? [] : ['--socket', home.socket])]
}

async function waitUntilReady(child: ChildProcess, signal: AbortSignal, where: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const failed = (why: string) =>
      reject(new HoldfastError('NO_DAEMON', `the daemon did not start: ${why}`, { hint: where }))
    child.once('error', error => failed(error.message))
    child.once('close', (code, killed) => failed(killed === null ? `it ended with ${code}` : `killed by ${killed}`))
    child.once('message', message => {
      const why = failureIn(message)
      if (why) reject(why)
      else resolve()
    })
    signal.addEventListener(
      'abort',
      () => {
        if (signal.reason instanceof DOMException) failed(`it was not ready within ${READY_WITHIN_MS / 1000} s`)
        else reject(signal.reason)
      },
      { once: true },
    )
  })
}

/** What kept a starting daemon from being ready; undefined when it is. */
function failureIn(message: unknown): HoldfastError | undefined {
  const parsed = startMessage.safeParse(message)
  if (!parsed.success) return new HoldfastError('NO_DAEMON', 'the daemon did not start: it sent an unknown message')
  if (parsed.data.type === 'ready') return undefined
  const { code, message: sentence, hint } = parsed.data
  return new HoldfastError(isErrorCode(code) ? code : 'INTERNAL', sentence, hint === null ? {} : { hint })
}

function forwardSignals(child: ChildProcess, hasTerminal: boolean): Disposable {
  // At a terminal Ctrl-C reaches the daemon by itself; a second one would make it drop its work.
  const signals = (['SIGTERM', 'SIGHUP', 'SIGINT'] as const).filter(name => name !== 'SIGINT' || !hasTerminal)
  const pass = (signal: NodeJS.Signals) => {
    child.kill(signal)
  }
  for (const signal of signals) process.on(signal, pass)
  return {
    [Symbol.dispose]() {
      for (const signal of signals) process.off(signal, pass)
    },
  }
}
