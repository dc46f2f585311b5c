// What a command may touch of the world, passed in so that tests can run commands without a process.
import { fileURLToPath } from 'node:url'
import { HoldfastError } from '../protocol/errors.ts'

export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

export interface Cli {
  readonly stdout: Output
  readonly stderr: Output
  readonly stdin: NodeJS.ReadStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** The daemon's entry file. */
  readonly daemonMain: string
  /** Wall time, ms since 1970. */
  now(): number
  /** Aborts when the user interrupts. */
  readonly signal: AbortSignal
}

/** Thrown into everything that waits when the user presses Ctrl-C: exit 130. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** The world of this process. The first SIGINT or SIGTERM aborts, the second ends at once. */
export function processCli(): Cli {
  const interrupt = new AbortController()
  const onSignal = () => {
    if (interrupt.signal.aborted) process.exit(130)
    interrupt.abort(new Interrupted('interrupted'))
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  // A reader that stops early (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1)
  })
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    daemonMain: daemonMain(),
    now: () => Date.now(),
    signal: interrupt.signal,
  }
}

function daemonMain(): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return fileURLToPath(new URL(`../node/main.${extension}`, import.meta.url))
}

/** A mistake in how the command was called: exit 2. */
export function usageError(message: string, hint?: string): HoldfastError {
  return new HoldfastError('USAGE', message, hint === undefined ? {} : { hint })
}
