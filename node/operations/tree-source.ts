// Where operations read the trees of snapshots from: the store here, and the sites that hold the project for what is not.
import { HoldfastError } from '../../protocol/errors.ts'
import type { Cid, SiteId } from '../../protocol/ids.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import type { Ring } from '../../protocol/ring.ts'
import type { ChunkSource } from '../../protocol/tree-load.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import type { ChunkPlace } from '../store/store.ts'
import { chunkSource } from '../work/chunk-source.ts'
import { gather } from '../work/gather.ts'
import type { Project, Snapshot } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'

/** A daemon that has just started finds its peers within this time. */
const CONNECT_MS = 10_000
const LOOK_EVERY_MS = 100
const LOCATE = { calls: 2, keys: 256 }
/** Long reading lets others run this often. */
const SLICE_MS = 8

export interface TreeSource {
  readonly source: ChunkSource
  /** Where a chunk stands in a file here, if it does. */
  readonly locate: (cid: Cid) => Promise<ChunkPlace | undefined>
  /** Bytes that came from each site. */
  readonly fetched: ReadonlyMap<SiteId, number>
}

/** Ready to read `snapshots`: where one is not whole here, a site that has it is looked for a little. */
export async function openTreeSource(
  context: NodeContext,
  project: Project,
  snapshots: readonly Snapshot[],
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<TreeSource> {
  const { site } = joinedOf(context)
  const holders = (): SiteId[] =>
    site.view.holders(project.id).flatMap(holder => (holder.site === site.me ? [] : [holder.site]))
  const isWhole = snapshots.every(({ id }) => site.custody.holds(project.id, id))
  if (!isWhole) await untilReachable(context, holders, progress, signal)
  const fetched = new Map<SiteId, number>()
  const source = chunkSource(
    {
      project: project.id,
      store: context.store,
      peers: {
        connected: () => site.peers.connected(),
        // What is held whole and not to be had here is lost: that is said before it is asked of others.
        chunks: (...call) =>
          isWhole ? site.custody.fetchVoided(project.id, () => site.peers.chunks(...call)) : site.peers.chunks(...call),
      },
      sources: holders,
      damaged: (cid, why) => site.mender.report(cid, why),
      fetched: (bytes, peer) => fetched.set(peer, (fetched.get(peer) ?? 0) + bytes),
      clock: context.ports.clock,
    },
    signal,
  )
  const locate = gather((cids: readonly Cid[]) => context.store.locateChunks(cids), LOCATE)
  return { source, locate, fetched }
}

/** The keys to read a snapshot. Throws KEY_MISSING. */
export function ringOf(site: Site, snapshot: Snapshot): Ring {
  const ring = site.rings.get(snapshot.ring)
  if (ring?.has(snapshot.epoch)) return ring
  if (ring !== undefined) {
    throw new HoldfastError('KEY_MISSING', 'this site holds no keys of the epoch the snapshot is sealed in', {
      hint: 'they may be on their way, or were never granted to it: holdfast key list',
    })
  }
  throw new HoldfastError('KEY_MISSING', 'this site holds no keys to read the snapshot', {
    hint: 'ask a trusted site: holdfast sites shows them',
  })
}

/** To be awaited again and again by what reads for long. */
export function paceOf(context: NodeContext, signal: AbortSignal): () => Promise<void> {
  const { clock } = context.ports
  let since = clock.monotonic()
  return async () => {
    signal.throwIfAborted()
    if (clock.monotonic() - since < SLICE_MS) return
    await clock.wait(0, signal)
    since = clock.monotonic()
  }
}

/** Waits a little for a connection to any holder; without one the reader says what it lacks. */
async function untilReachable(
  context: NodeContext,
  holders: () => SiteId[],
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = context.ports
  const { peers } = joinedOf(context).site
  const until = clock.monotonic() + CONNECT_MS
  let note: string | null = 'waiting for a site that holds it'
  while (!holders().some(holder => peers.connected().includes(holder)) && clock.monotonic() < until) {
    progress({ stage: 'connect', bytes: 0, totalBytes: null, files: 0, totalFiles: null, note })
    note = null
    await clock.wait(LOOK_EVERY_MS, signal)
  }
}
