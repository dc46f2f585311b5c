// Three real daemons on this machine, asked over their local API in this process, so that no command's start is in the
// figures. What a project costs: bytes in the first site's store, bytes on the wire to two more copies, seconds.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Client, connectTo } from '../../cli/client.ts'
import { TIMES_MS } from '../../protocol/limits.ts'
import { LocalMesh } from '../local-mesh.ts'
import { loopbackBytes } from './wire.ts'

export interface Kept {
  /** Of the files the snapshot took; those it left out are not in it. */
  readonly plainBytes: number
  readonly storedBytes: number
  /** To both further copies together, whatever it was for; undefined where it can't be counted. */
  readonly wireBytes: number | undefined
  readonly ingestSeconds: number
  /** From the start of the snapshot to the third proved copy. */
  readonly copiesSeconds: number
}

export interface BenchMesh extends AsyncDisposable {
  /** Takes a snapshot of `folder` as the project `name` and waits for its three copies. */
  keep(name: string, folder: string): Promise<Kept>
  /** The newest snapshot, written by a site that received it; gives the seconds. */
  restore(name: string, to: string): Promise<number>
}

export const FURTHER_COPIES = 2

const SITES = [
  { name: 'berlin-a', location: 'berlin-studio', medium: 'ssd', manager: 'Kreuzberg Sound' },
  { name: 'potsdam', location: 'potsdam', medium: 'hdd', manager: 'A. Weiss' },
  { name: 'frankfurt', location: 'frankfurt', medium: 'hdd', manager: 'Hosting GmbH' },
] as const
const POLL_MS = 50
const PATIENCE_MS = 60_000
const SLOWEST_BYTES_S = 2_000_000

export async function startBenchMesh(signal: AbortSignal): Promise<BenchMesh> {
  const mesh = await LocalMesh.create()
  try {
    const [first, ...others] = SITES
    await mesh.init('bench', first)
    await Promise.all(others.map(spec => mesh.add(spec)))
    const clientOf = (site: string): Client => connectTo(join(mesh.home(site), 'control.sock'), 'bench', signal)
    const berlin = clientOf(first.name)
    const potsdam = clientOf(SITES[1].name)
    return {
      keep: (name, folder) => keep(berlin, mesh.store(first.name), name, folder, signal),
      restore: async (name, to) => {
        const start = performance.now()
        const { value } = await potsdam.call('restore', { project: name, to, include: [], overwrite: 'never' })
        if (value.failed > 0) throw new Error(`${value.failed} files of ${name} could not be restored`)
        return (performance.now() - start) / 1000
      },
      [Symbol.asyncDispose]: () => mesh[Symbol.asyncDispose](),
    }
  } catch (error) {
    await mesh[Symbol.asyncDispose]()
    throw error
  }
}

async function keep(client: Client, store: string, name: string, folder: string, signal: AbortSignal): Promise<Kept> {
  const { projects } = (await client.call('projects', {})).value
  if (!projects.some(project => project.name === name)) {
    await client.call('addProject', { name, folder, policy: ['standard'] })
    // A site states a new head once in so long; the snapshot's must not wait for that of the project.
    await new Promise(next => setTimeout(next, 1.2 * TIMES_MS.headMinInterval))
  }
  const storedBefore = await bytesBelow(store)
  const wireBefore = await loopbackBytes()
  const start = performance.now()
  const { snapshot } = (await client.call('takeSnapshot', { project: name, acceptEmpty: false, waitSeconds: null }))
    .value
  const ingestSeconds = (performance.now() - start) / 1000
  const plainBytes = snapshot.plainBytes ?? 0
  await untilProved(client, name, snapshot.id, PATIENCE_MS + (plainBytes / SLOWEST_BYTES_S) * 1000, signal)
  const copiesSeconds = (performance.now() - start) / 1000
  const wireAfter = await loopbackBytes()
  return {
    plainBytes,
    storedBytes: (await bytesBelow(store)) - storedBefore,
    wireBytes: wireBefore === undefined || wireAfter === undefined ? undefined : wireAfter - wireBefore,
    ingestSeconds,
    copiesSeconds,
  }
}

async function untilProved(
  client: Client,
  project: string,
  id: string,
  withinMs: number,
  signal: AbortSignal,
): Promise<void> {
  for (const give = performance.now() + withinMs; performance.now() < give; ) {
    signal.throwIfAborted()
    const { snapshots } = (await client.call('snapshots', { project })).value
    const copies = snapshots.find(one => one.id === id)?.copies
    if (copies && (copies.have ?? 0) >= copies.need) return
    await new Promise(next => setTimeout(next, POLL_MS))
  }
  throw new Error(`${project} did not get its three proved copies within ${(withinMs / 1000).toFixed(0)} s`)
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
