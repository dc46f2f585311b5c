// Three real daemons on this machine, asked over their local API in this process, so that no command's start is in the
// figures.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Client, connectTo } from '../../cli/client.ts'
import { TIMES_MS } from '../../protocol/limits.ts'
import type { SnapshotView } from '../../protocol/local-api-projects.ts'
import { LocalMesh, type SiteSpec } from '../local-mesh.ts'
import { DELAYS_FILE, type LoopDelay } from './loop-delay.ts'
import { noteDaemon } from './meter.ts'
import { until } from './program.ts'

export type Phase = 'ingested' | 'complete' | 'proved'

export interface BenchMesh extends AsyncDisposable {
  /** Of the first site, where projects are captured. */
  readonly store: string
  /** Of all daemons that run. */
  daemons(): Promise<number[]>
  ports(): readonly number[]
  /** Makes a folder a project; nothing is captured yet. */
  add(project: string, folder: string): Promise<void>
  /** Takes a snapshot and waits for its three proved copies; tells when each phase ends. */
  update(project: string, told?: (phase: Phase) => void): Promise<SnapshotView>
  /** The newest snapshot, written by `site`. */
  restore(site: string, project: string, to: string): Promise<void>
  /** Re-hashes all that `site` holds of a project. */
  verify(site: string, project: string): Promise<void>
  /** Lets one more site join, which gets no copies as long as the others have theirs. */
  join(spec: SiteSpec): Promise<void>
  /** As far as the site knows, what it would restore. */
  knows(site: string, project: string): Promise<boolean>
  stop(sites: readonly string[]): Promise<void>
  /** Starts what was stopped; resolves when all are connected. */
  start(sites: readonly string[]): Promise<void>
  /** How late each running daemon's event loop was since this was last asked; of nobody when they are not watched. */
  delays(): Promise<ReadonlyMap<string, LoopDelay>>
}

export const SITES = [
  { name: 'berlin-a', location: 'berlin-studio', medium: 'ssd', manager: 'Kreuzberg Sound' },
  { name: 'potsdam', location: 'potsdam', medium: 'hdd', manager: 'A. Weiss' },
  { name: 'frankfurt', location: 'frankfurt', medium: 'hdd', manager: 'Hosting GmbH' },
] as const
const FIRST = SITES[0].name
const POLL_MS = 40
/** How many looks for proof there are for each at who is complete: only a remark's figure. */
const LOOKS = 5
const LOG_LINES = 5
const PATIENCE_MS = 120_000
const SLOWEST_BYTES_S = 2_000_000

/** How daemons are looked at while they work; both cost something themselves. */
export interface Watching {
  /** Where each daemon leaves a CPU profile of each of its threads when it ends, in a folder of its site. */
  readonly profile: string | undefined
  /** Whether `delays` is to have anything to tell. */
  readonly delays: boolean
}

const UNWATCHED: Watching = { profile: undefined, delays: false }

export async function startBenchMesh(
  signal: AbortSignal,
  { profile, delays }: Watching = UNWATCHED,
): Promise<BenchMesh> {
  const mesh = await LocalMesh.create()
  const isWatched = profile !== undefined || delays
  const delaysFile = (site: string): string => join(mesh.home(site), 'delays.jsonl')
  const envOf = (site: string): Record<string, string> => {
    const flags = [
      ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${join(profile, site)}`]),
      ...(delays ? [`--import=${join(import.meta.dirname, 'loop-delay.ts')}`] : []),
    ]
    return isWatched ? { NODE_OPTIONS: flags.join(' '), [DELAYS_FILE]: delaysFile(site) } : {}
  }
  const clients = new Map<string, Client>()
  const clientOf = (site: string): Client => {
    const client = clients.get(site) ?? connectTo(join(mesh.home(site), 'control.sock'), 'bench', signal)
    clients.set(site, client)
    return client
  }
  // The log is gone with the mesh: whatever fails had better bring it along.
  const withLog = async <T>(sites: readonly string[], work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      const logs = await Promise.all(
        sites.map(site => readFile(join(mesh.home(site), 'daemon.log'), 'utf8').catch(() => 'no log')),
      )
      const ends = sites.map((site, at) => `${site}: ${logs[at]!.trim().split('\n').slice(-LOG_LINES).join('\n')}`)
      throw new Error(`a daemon failed\n${ends.join('\n')}`, { cause: error })
    }
  }
  const running = async (): Promise<string[]> => {
    const pids = await Promise.all(mesh.sites().map(site => mesh.pid(site)))
    return mesh.sites().filter((_, at) => pids[at] !== undefined)
  }
  const stop = async (sites: readonly string[]): Promise<void> => {
    await Promise.all(sites.map(site => mesh.kill(site, 'SIGTERM')))
  }
  const start = async (sites: readonly string[]): Promise<void> => {
    await Promise.all(
      sites.map(async site => {
        await withLog([site], mesh.start(site, envOf(site)))
        noteDaemon((await mesh.pid(site))!)
      }),
    )
    await allConnected(await running(), clientOf)
  }
  const join_ = async (spec: SiteSpec): Promise<void> => {
    await mesh.add(spec)
    // Sites it has never heard of would not count for it, and it would begin to fetch copies of its own.
    if (!isWatched) return allConnected(await running(), clientOf)
    await stop([spec.name]) // the command that joined has started it as it comes
    await start([spec.name])
  }
  const end = async (): Promise<void> => {
    if (profile !== undefined) await stop(await running()) // a profile is written by a daemon that ends by itself
    await mesh[Symbol.asyncDispose]()
  }
  try {
    const [first, ...others] = SITES
    await withLog([first.name], mesh.init('bench', first))
    await Promise.all(others.map(spec => withLog([spec.name], mesh.add(spec))))
    if (isWatched) {
      await stop(mesh.sites())
      await start(mesh.sites())
    }
    return {
      store: mesh.store(FIRST),
      daemons: async () =>
        (await Promise.all(mesh.sites().map(site => mesh.pid(site)))).filter(pid => pid !== undefined),
      ports: () => mesh.sites().map(site => mesh.port(site)),
      add: async (name, folder) => {
        await clientOf(FIRST).call('addProject', { name, folder, policy: ['standard'] })
        // A site states a new head once in so long; the snapshot's must not wait for that of the project.
        await new Promise(next => setTimeout(next, 1.2 * TIMES_MS.headMinInterval))
      },
      update: (project, told) => update(clientOf(FIRST), project, signal, told),
      restore: async (site, project, to) => {
        const { value } = await clientOf(site).call('restore', { project, to, include: [], overwrite: 'never' })
        if (value.failed > 0) throw new Error(`${value.failed} files of ${project} could not be restored`)
      },
      verify: async (site, project) => {
        const { value } = await clientOf(site).call('verify', { project })
        if (value.bad + value.missing > 0) throw new Error(`${site} found ${value.bad + value.missing} bad chunks`)
        if (value.bytes === 0) throw new Error(`${site} has nothing to verify`)
      },
      join: join_,
      knows: async (site, project) => {
        const { projects } = (await clientOf(site).call('projects', {})).value
        const found = projects.find(one => one.name === project)
        return found !== undefined && found.snapshots > 0
      },
      stop,
      start,
      delays: async () => {
        const told = new Map<string, LoopDelay>()
        if (!delays) return told
        for (const site of await running()) {
          const before = await linesOf(delaysFile(site))
          process.kill((await mesh.pid(site))!, 'SIGUSR2')
          await until(`${site} tells its delays`, async () => (await linesOf(delaysFile(site))).length > before.length)
          told.set(site, JSON.parse((await linesOf(delaysFile(site))).at(-1)!) as LoopDelay)
        }
        return told
      },
      [Symbol.asyncDispose]: end,
    }
  } catch (error) {
    await end()
    throw error
  }
}

async function update(
  client: Client,
  project: string,
  signal: AbortSignal,
  told: (phase: Phase) => void = () => undefined,
): Promise<SnapshotView> {
  const { snapshot } = (await client.call('takeSnapshot', { project, acceptEmpty: false, waitSeconds: null })).value
  told('ingested')
  const withinMs = PATIENCE_MS + ((snapshot.plainBytes ?? 0) / SLOWEST_BYTES_S) * 1000
  let isComplete = false
  const give = performance.now() + withinMs
  for (let look = 0; performance.now() < give; look++) {
    signal.throwIfAborted()
    const { snapshots } = (await client.call('snapshots', { project })).value
    const found = snapshots.find(one => one.id === snapshot.id)
    const isProved = found !== undefined && (found.copies.have ?? 0) >= found.copies.need
    if (!isComplete && (isProved || (look % LOOKS === 0 && (await areWhole(client, project))))) {
      isComplete = true
      told('complete')
    }
    if (isProved) {
      told('proved')
      return snapshot
    }
    await new Promise(next => setTimeout(next, POLL_MS))
  }
  throw new Error(`${project} did not get its three proved copies within ${(withinMs / 1000).toFixed(0)} s`)
}

/** Whether all three sites say they have the project's newest snapshot, proved or not. */
async function areWhole(client: Client, project: string): Promise<boolean> {
  const { sites } = (await client.call('whereis', { project })).value
  const whole = sites.filter(({ state, haveBytes, needBytes }) =>
    needBytes !== null ? haveBytes === needBytes : ['copy', 'in-grace', 'claimed', 'proof-stale'].includes(state),
  )
  return whole.length >= SITES.length
}

async function allConnected(sites: readonly string[], clientOf: (site: string) => Client): Promise<void> {
  for (const site of sites)
    await until(`${site} is connected`, async () => {
      const { value } = await clientOf(site).call('sites', {})
      return value.sites.filter(one => one.state === 'here' || one.rttMs !== null).length >= sites.length
    })
}

async function linesOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '') // not begun yet
  return text.split('\n').filter(Boolean)
}

/** The lengths of all files below a folder. */
export async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const sizes = await Promise.all(
    entries
      .filter(entry => entry.isFile())
      .map(async entry => {
        const found = await stat(join(entry.parentPath, entry.name)).catch(() => undefined) // compacted away meanwhile
        return found?.size ?? 0
      }),
  )
  return sizes.reduce((total, size) => total + size, 0)
}
