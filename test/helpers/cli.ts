// Runs command lines in this process, against a local API server on a temporary Unix socket.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Cli } from '../../cli/context.ts'
import { main } from '../../cli/main.ts'
import type { Operations } from '../../node/api/operations.ts'
import { startApi } from '../../node/api/server.ts'
import { fakeOperations } from './fake-operations.ts'
import { testPorts } from './ports.ts'

export interface Ran {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}
export interface RunOptions {
  readonly now?: number
  readonly signal?: AbortSignal
  readonly stdin?: string
  readonly daemonMain?: string
  readonly env?: Record<string, string>
  readonly isTTY?: boolean
}

/** A temporary folder that goes away with its scope. */
export async function temporaryFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'hf-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** Runs `holdfast …argv` with `home` as its home. */
export async function runCli(home: string, argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  let stdout = ''
  let stderr = ''
  const isTTY = options.isTTY ?? false
  const cli: Cli = {
    stdout: { isTTY, columns: 100, write: text => (stdout += text) },
    stderr: { isTTY, columns: 100, write: text => (stderr += text) },
    stdin: Readable.from(options.stdin === undefined ? [] : [options.stdin]) as unknown as NodeJS.ReadStream,
    env: { HOLDFAST_HOME: home, PATH, NODE_COMPILE_CACHE, XDG_RUNTIME_DIR: home, ...options.env },
    cwd: home,
    daemonMain: options.daemonMain ?? '/nowhere/main.ts',
    now: () => options.now ?? Date.now(),
    signal: options.signal ?? new AbortController().signal,
  }
  const exit = await main(argv, cli)
  return { exit, stdout, stderr }
}

export interface FakeDaemon extends AsyncDisposable {
  readonly home: string
  run(argv: readonly string[], options?: RunOptions): Promise<Ran>
}

/** A home whose socket answers with the given operations. */
export async function fakeDaemon(answers: Partial<Operations>): Promise<FakeDaemon> {
  await using scope = new AsyncDisposableStack()
  const folder = scope.use(await temporaryFolder())
  scope.use(await startApi(join(folder.path, 'control.sock'), fakeOperations(answers), testPorts))
  const owned = scope.move()
  return {
    home: folder.path,
    run: (argv, options) => runCli(folder.path, argv, options),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
