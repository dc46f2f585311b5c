// Where a restore reads from: the local store first, then the sites that hold the project, several at once; what is asked
// for in one moment is gathered into one (§ Restore). What comes from peers is verified and goes to the caller, not into
// the store. What nobody gives is looked for again a few times: a pull may bring it here meanwhile, and a site that is
// busy, or has not yet read what this one says it holds, refuses today's chunk and serves it a second later.
import { HoldfastError, isError } from '../../protocol/errors.ts'
import type { Cid, ProjectId, SiteId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import type { ChunkSource } from '../../protocol/tree-load.ts'
import type { Clock } from '../ports.ts'
import { gather } from './gather.ts'
import type { Peers } from './peers.ts'

interface Waiting {
  readonly cid: Cid
  readonly tried: Set<SiteId>
  /** A site that holds the project has answered that it lacks this chunk: it is lost rather than out of reach. */
  isLacked: boolean
  /** Nobody gave it, once at least. */
  isLate: boolean
  resolve(bytes: Uint8Array): void
  reject(reason: unknown): void
}

interface Options {
  readonly project: ProjectId
  /** As many of the first as it likes, at least one; why not in the place of one that can't be had. */
  readonly store: { loadChunks(cids: readonly Cid[]): Promise<(Uint8Array | HoldfastError)[]> }
  readonly peers: Pick<Peers, 'chunks' | 'connected'>
  /** Sites that may have it, best first. */
  readonly sources: () => SiteId[]
  readonly fetched: (bytes: number, from: SiteId) => void
  /** A chunk here is rotten; the restore goes on with a peer's. */
  readonly damaged: (cid: Cid, why: string) => Promise<void>
  readonly clock: Pick<Clock, 'wait'>
}

/** Of one request: a window of the largest chunks, or many small ones. */
const REQUEST_CHUNKS = 64
/** Requests under way to one site: the next is on its way while one is answered. What is asked meanwhile is gathered. */
const REQUESTS_PER_SOURCE = 4
const WINDOW_BYTES = LIMITS.chunkWindow / 2
const LOADS = { calls: 4, keys: 256 }
/** Between one look for what nobody gave and the next; from the beginning again when one of them finds something. */
const AGAIN_MS = [250, 500, 1_000, 2_000, 4_000]

/**
 * A source over the store and the peers. Rejects with CHUNK_MISSING when the sites that could be asked lack the chunk,
 * with NO_SOURCE when none could be asked, some seconds after the first that nobody gives.
 */
export function chunkSource(options: Options, signal: AbortSignal): ChunkSource {
  const loadHere = gather((cids: readonly Cid[]) => options.store.loadChunks(cids), LOADS)
  let waiting: Waiting[] = []
  const busy = new Map<SiteId, number>()
  let isDispatching = false
  const late: Waiting[] = []
  let looks = 0

  async function load(cid: Cid): Promise<Uint8Array> {
    const found = await loadHere(cid)
    if (found instanceof Uint8Array) return found
    if (isError(found, 'CHUNK_CORRUPT')) await options.damaged(cid, found.message)
    else if (!isError(found, 'CHUNK_MISSING')) throw found
    return new Promise((resolve, reject) => {
      waiting.push({ cid, tried: new Set(), isLacked: false, isLate: false, resolve, reject })
      plan()
    })
  }

  function plan(): void {
    if (isDispatching) return
    isDispatching = true
    queueMicrotask(dispatch)
  }

  function dispatch(): void {
    isDispatching = false
    const connected = new Set(options.peers.connected())
    const sources = options.sources().filter(site => connected.has(site))
    const batches = new Map<SiteId, Waiting[]>()
    const left: Waiting[] = []
    for (const one of waiting) {
      const untried = sources.filter(site => !one.tried.has(site))
      if (untried.length === 0) {
        putOff(one)
        continue
      }
      const source = leastBusy(untried, batches)
      if (source === undefined) left.push(one)
      else batches.set(source, [...(batches.get(source) ?? []), one])
    }
    waiting = left
    for (const [source, batch] of batches) void request(source, batch)
    if (batches.size > 0 && waiting.length > 0) plan()
  }

  /** All that is put off while a look is awaited is looked for with it; after the last, it is nowhere. */
  function putOff(one: Waiting): void {
    one.isLate = true
    if (looks >= AGAIN_MS.length) one.reject(nowhere(one))
    else if (late.push(one) === 1) void lookAgain()
  }

  async function lookAgain(): Promise<void> {
    try {
      await options.clock.wait(AGAIN_MS[looks]!, signal)
    } catch (error) {
      for (const one of late.splice(0)) one.reject(error)
      return
    }
    looks++
    await Promise.all(late.splice(0).map(lookHere))
    plan()
  }

  async function lookHere(one: Waiting): Promise<void> {
    try {
      const found = await loadHere(one.cid)
      if (found instanceof Uint8Array) return give(one, found)
    } catch (error) {
      return one.reject(error)
    }
    one.tried.clear()
    waiting.push(one)
  }

  function give(one: Waiting, bytes: Uint8Array): void {
    if (one.isLate) looks = 0
    one.resolve(bytes)
  }

  /** Of these sites one that can take one more chunk, preferably one with nothing to do; undefined when all have enough. */
  function leastBusy(sites: readonly SiteId[], batches: ReadonlyMap<SiteId, readonly Waiting[]>): SiteId | undefined {
    let best: SiteId | undefined
    let least = Number.POSITIVE_INFINITY
    for (const site of sites) {
      const underway = busy.get(site) ?? 0
      const given = batches.get(site)?.length ?? 0
      if (underway >= REQUESTS_PER_SOURCE || given >= REQUEST_CHUNKS) continue
      const load = underway * REQUEST_CHUNKS + given
      if (load >= least) continue
      least = load
      best = site
    }
    return best
  }

  async function request(source: SiteId, batch: readonly Waiting[]): Promise<void> {
    const open = new Map<Cid, Waiting[]>()
    for (const one of batch) open.set(one.cid, [...(open.get(one.cid) ?? []), one])
    let failure: unknown
    let came = 0
    busy.set(source, (busy.get(source) ?? 0) + 1)
    try {
      await options.peers.chunks(
        source,
        { project: options.project, cids: [...open.keys()], window: WINDOW_BYTES },
        async (cid, bytes) => {
          if (bytes === undefined) {
            for (const one of open.get(cid) ?? []) {
              one.tried.add(source)
              one.isLacked = true
            }
            return
          }
          came++
          options.fetched(bytes.byteLength, source)
          for (const one of open.get(cid) ?? []) give(one, bytes)
          open.delete(cid)
        },
        signal,
      )
    } catch (error) {
      failure = error
    }
    busy.set(source, busy.get(source)! - 1)
    const left = [...open.values()].flat()
    if (signal.aborted || (failure !== undefined && !isError(failure))) {
      for (const one of left) one.reject(signal.aborted ? signal.reason : failure)
    } else {
      // A full window ends an answer early: what came nowhere near its turn is asked of the same site again.
      if (failure !== undefined || came === 0) for (const one of left) one.tried.add(source)
      waiting.push(...left)
    }
    if (waiting.length > 0) plan()
  }

  return load
}

function nowhere({ cid, isLacked }: Waiting): HoldfastError {
  return new HoldfastError(
    isLacked ? 'CHUNK_MISSING' : 'NO_SOURCE',
    `no reachable site has chunk ${cid.slice(0, 12)}`,
    {
      hint: 'holdfast sites shows who is reachable; run the restore again to go on',
    },
  )
}
