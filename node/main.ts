// The daemon's process: arguments, log, signals, exit codes. Whoever started it hears over IPC when it is ready, or why
// it can't be.
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { HoldfastError, isError } from '../protocol/errors.ts'
import type { StartMessage } from '../protocol/local-api-daemon.ts'
import { loadConfig } from './config.ts'
import type { Joined } from './context.ts'
import { countBuffersAsHeap, cutBuffersFromSmallSlabs } from './heap.ts'
import { setIdleIo } from './io-class.ts'
import { startNode } from './node.ts'
import type { Ports } from './ports.ts'
import { realClock, realRandom } from './ports-real.ts'
import { loadHold, register } from './registry.ts'
import { softwareName } from './software.ts'
import { unlockWith } from './unlock.ts'

const DRAIN_MS = 20_000

const { values } = parseArgs({
  options: { home: { type: 'string' }, socket: { type: 'string' }, 'salvage-journal': { type: 'boolean' } },
})
const home = resolve(values.home ?? '.')
const socket = values.socket ? resolve(values.socket) : join(home, 'control.sock')
const stopping = new AbortController()

process.exitCode = await run()
// What libp2p or a socket keeps open must not keep a daemon alive that has let go of its store.
process.exit()

async function run(): Promise<number> {
  countBuffersAsHeap()
  cutBuffersFromSmallSlabs()
  let log = pino({ level: 'info' })
  try {
    await mkdir(home, { recursive: true, mode: 0o700 })
    const config = await loadConfig(home)
    log = pino({ level: config.log.level })
    const ports: Ports = { clock: realClock, random: realRandom, log }
    if (config.capture.io === 'idle') await setIdleIo(log)
    process.on('SIGTERM', () => stop(log, 'SIGTERM'))
    process.on('SIGINT', () => stop(log, 'SIGINT'))
    process.on('SIGHUP', () => log.info('SIGHUP: the config is read at the next start'))
    await waitForHold(ports)
    const announcements = process.env.HOLDFAST_ANNOUNCE !== 'off'
    await using scope = new AsyncDisposableStack()
    const entry = { pid: process.pid, socket, home, startedAt: realClock.wall() }
    const onJoined = async ({ site }: Joined): Promise<void> => {
      scope.use(await register({ ...entry, site: site.me, siteName: site.members.nameOf(site.me), mesh: site.mesh }))
    }
    const node = scope.use(
      await startNode(
        {
          home,
          socket,
          config,
          software: softwareName(),
          announcements,
          unlock: unlockWith(config),
          salvageJournal: values['salvage-journal'] === true,
          onJoined,
        },
        ports,
      ),
    )
    const { context } = node
    if (context.joined() === undefined)
      scope.use(await register({ ...entry, site: context.signingKey.id, siteName: null, mesh: null }))
    tell({ type: 'ready', pid: process.pid, socket, site: context.signingKey.id })
    log.info({ site: context.signingKey.id, socket }, 'ready')
    await Promise.race([node.stopAsked, aborted(stopping.signal)])
    log.info('stopping')
    const late = setTimeout(() => {
      log.error('not drained in time')
      process.exit(1)
    }, DRAIN_MS)
    await scope.disposeAsync()
    clearTimeout(late)
    log.info('stopped')
    return 0
  } catch (error) {
    if (stopping.signal.aborted && error === stopping.signal.reason) return 0
    log.error({ err: error }, "the daemon can't start")
    const known = isError(error)
      ? error
      : new HoldfastError('INTERNAL', error instanceof Error ? error.message : String(error), { cause: error })
    tell({ type: 'failed', code: known.code, message: known.message, hint: known.hint ?? null })
    return known.exit
  }
}

// A drill keeps this site down whatever its supervisor does.
async function waitForHold(ports: Ports): Promise<void> {
  while (true) {
    const hold = await loadHold(home, ports.clock.wall())
    if (hold === undefined) return
    ports.log.warn({ drill: hold.drill, until: new Date(hold.until).toISOString() }, 'held down by a drill')
    await ports.clock.wait(Math.min(1_000, Math.max(1, hold.until - ports.clock.wall())), stopping.signal)
  }
}

function stop(log: pino.Logger, signal: string): void {
  if (stopping.signal.aborted) process.exit(130)
  log.info({ signal }, 'asked to stop')
  stopping.abort(new HoldfastError('STOPPED', 'the daemon stops'))
}

function tell(message: StartMessage): void {
  process.send?.(message)
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(done => signal.addEventListener('abort', () => done(), { once: true }))
}
