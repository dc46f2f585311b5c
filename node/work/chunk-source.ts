// Where a restore reads from: the local store first, then the sites that hold the project, the requests of one moment
// gathered into one (§ Restore). What comes from peers is verified and goes to the caller, not into the store.
import { HoldfastError, isError } from '../../protocol/errors.ts'
import type { Cid, ProjectId, SiteId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import type { ChunkSource } from '../../protocol/tree-load.ts'
import type { Peers } from './peers.ts'

interface Waiting {
  readonly cid: Cid
  readonly tried: Set<SiteId>
  /** A site that holds the project has answered that it lacks this chunk: it is lost rather than out of reach. */
  isLacked: boolean
  resolve(bytes: Uint8Array): void
  reject(reason: unknown): void
}

interface Options {
  readonly project: ProjectId
  readonly store: { loadChunk(cid: Cid): Promise<Uint8Array> }
  readonly peers: Pick<Peers, 'chunks' | 'connected'>
  /** Sites that may have it, best first. */
  readonly sources: () => SiteId[]
  readonly fetched: (bytes: number, from: SiteId) => void
  /** A chunk here is rotten; the restore goes on with a peer's. */
  readonly damaged: (cid: Cid, why: string) => Promise<void>
}

const REQUEST_CHUNKS = 64

/**
 * A source over the store and the peers. Rejects with CHUNK_MISSING when the sites that could be asked lack the chunk,
 * with NO_SOURCE when none could be asked.
 */
export function chunkSource(options: Options, signal: AbortSignal): ChunkSource {
  let waiting: Waiting[] = []
  const busy = new Map<SiteId, number>()

  async function load(cid: Cid): Promise<Uint8Array> {
    try {
      return await options.store.loadChunk(cid)
    } catch (error) {
      if (isError(error, 'CHUNK_CORRUPT')) await options.damaged(cid, error.message)
      else if (!isError(error, 'CHUNK_MISSING')) throw error
    }
    return new Promise((resolve, reject) => {
      waiting.push({ cid, tried: new Set(), isLacked: false, resolve, reject })
      if (waiting.length === 1) queueMicrotask(dispatch)
    })
  }

  function dispatch(): void {
    const all = waiting
    waiting = []
    const connected = new Set(options.peers.connected())
    const sources = options.sources().filter(site => connected.has(site))
    const batches = new Map<SiteId, Waiting[]>()
    for (const one of all) {
      const source = sources
        .filter(site => !one.tried.has(site))
        .sort((a, b) => (busy.get(a) ?? 0) - (busy.get(b) ?? 0))[0]
      if (source === undefined) {
        const code = one.isLacked ? 'CHUNK_MISSING' : 'NO_SOURCE'
        one.reject(
          new HoldfastError(code, `no reachable site has chunk ${one.cid.slice(0, 12)}`, {
            hint: 'holdfast sites shows who is reachable; run the restore again to go on',
          }),
        )
        continue
      }
      busy.set(source, (busy.get(source) ?? 0) + 1)
      const batch = batches.get(source) ?? []
      batch.push(one)
      batches.set(source, batch)
    }
    for (const [source, batch] of batches) {
      for (let at = 0; at < batch.length; at += REQUEST_CHUNKS)
        void request(source, batch.slice(at, at + REQUEST_CHUNKS))
    }
  }

  async function request(source: SiteId, batch: readonly Waiting[]): Promise<void> {
    const open = new Map<Cid, Waiting[]>()
    for (const one of batch) open.set(one.cid, [...(open.get(one.cid) ?? []), one])
    let failure: unknown
    let came = 0
    try {
      await options.peers.chunks(
        source,
        { project: options.project, cids: [...open.keys()], window: LIMITS.chunkWindow },
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
          for (const one of open.get(cid) ?? []) one.resolve(bytes)
          open.delete(cid)
        },
        signal,
      )
    } catch (error) {
      failure = error
    }
    busy.set(source, Math.max(0, (busy.get(source) ?? 0) - batch.length))
    const left = [...open.values()].flat()
    if (signal.aborted || (failure !== undefined && !isError(failure))) {
      for (const one of left) one.reject(signal.aborted ? signal.reason : failure)
      return
    }
    // A full window ends an answer early: what came nowhere near its turn is asked of the same site again.
    if (failure !== undefined || came === 0) for (const one of left) one.tried.add(source)
    if (left.length === 0) return
    waiting.push(...left)
    queueMicrotask(dispatch)
  }

  return load
}
