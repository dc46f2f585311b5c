// Fetches the chunks of a project that another site is still reading into a snapshot, where this site will hold it: by the
// time the snapshot is there, most of it is here. Whatever does not come this way, the pull of the snapshot fetches
// (§ Protocols, Ahead of the snapshot).
import { type AheadChunk, unpackAhead } from '../../../protocol/ahead.ts'
import { HoldfastError, isError } from '../../../protocol/errors.ts'
import { bytesOf, type Cid, type ProjectId, type SiteId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type { Ports } from '../../ports.ts'
import type { Worker } from '../../worker.ts'
import type { Peers } from '../peers.ts'

export interface AheadCustody {
  has(cids: readonly Cid[]): Promise<boolean[]>
  store(chunks: readonly { cid: Cid; bytes: Uint8Array }[]): Promise<void>
}
interface Options {
  readonly peers: Pick<Peers, 'connected' | 'ahead' | 'chunks'>
  readonly custody: AheadCustody
  /** Who reads what, by the newest beats; only what this site will hold. */
  readonly wanted: () => readonly { readonly project: ProjectId; readonly reader: SiteId }[]
  readonly received: (bytes: number) => void
}
interface Following {
  readonly ended: Promise<void>
  /** Aborted when a snapshot is to be pulled instead. */
  readonly release: AbortController
}

const REQUESTS = 2
const REQUEST_BYTES = 8 * 1024 * 1024
const STORE_BYTES = 4 * 1024 * 1024
// Of what is known and not asked for yet; then the reader is not asked for more.
const QUEUE_BYTES = 64 * 1024 * 1024
const QUEUE_CHUNKS = 16 * LIMITS.chunkCids
const NO_RUN = new Uint8Array(0)

export class Follower {
  readonly #options: Options
  readonly #ports: Ports
  readonly #following = new Map<ProjectId, Following>()

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
  }

  worker(): Worker {
    return {
      name: 'ahead',
      idleMs: 30_000,
      status: () => ({ projects: [...this.#following.keys()] }),
      step: async signal => {
        await Promise.all(this.#options.wanted().map(({ project, reader }) => this.#follow(project, reader, signal)))
        return 'idle'
      },
    }
  }

  /** The snapshot is there: whoever pulls it goes on. Resolves when nothing is under way for it any more. */
  async release(project: ProjectId): Promise<void> {
    const following = this.#following.get(project)
    if (following === undefined) return
    following.release.abort()
    await following.ended
  }

  async #follow(project: ProjectId, reader: SiteId, signal: AbortSignal): Promise<void> {
    if (this.#following.has(project)) return
    const ended = Promise.withResolvers<void>()
    const following = { ended: ended.promise, release: new AbortController() }
    this.#following.set(project, following)
    try {
      await this.#fetch(project, reader, following.release.signal, signal)
    } catch (error) {
      if (following.release.signal.aborted && !signal.aborted) return
      if (signal.aborted || !isError(error)) throw error
      this.#ports.log.debug(
        { project, site: reader, err: error },
        'a project could not be fetched ahead of its snapshot',
      )
    } finally {
      this.#following.delete(project)
      ended.resolve()
    }
  }

  async #fetch(project: ProjectId, reader: SiteId, released: AbortSignal, signal: AbortSignal): Promise<void> {
    const lanes = new Set<Promise<void>>()
    let failure: { readonly error: unknown } | undefined
    const queue: AheadChunk[] = []
    let queued = 0
    let run: Uint8Array = NO_RUN
    let from = 0
    let isDone = false
    const asking = AbortSignal.any([signal, released])
    const send = (): void => {
      const cids: Cid[] = []
      let bytes = 0
      while (queue.length > 0 && cids.length < LIMITS.chunkCids && bytes < REQUEST_BYTES) {
        const { cid, stored } = queue.shift()!
        cids.push(cid)
        bytes += stored
      }
      queued -= bytes
      const lane = this.#request(project, reader, cids, signal)
        .catch(error => {
          failure ??= { error }
        })
        .finally(() => lanes.delete(lane))
      lanes.add(lane)
    }
    try {
      while (!released.aborted && !failure && !(isDone && queue.length === 0)) {
        if (!isDone && queued < QUEUE_BYTES && queue.length < QUEUE_CHUNKS) {
          const answer = await this.#options.peers.ahead(reader, { project: bytesOf(project), run, from }, asking)
          isDone = answer.done
          if (Buffer.compare(answer.run, run) !== 0) from = 0
          run = answer.run
          const chunks = unpacked(reader, answer.chunks)
          from += chunks.length
          const here = await this.#options.custody.has(chunks.map(({ cid }) => cid))
          for (const [i, chunk] of chunks.entries()) {
            if (here[i]) continue
            queue.push(chunk)
            queued += chunk.stored
          }
          const isFew = queued < REQUEST_BYTES && chunks.length === LIMITS.chunkCids
          if (isFew) continue
        }
        while (lanes.size < REQUESTS && queue.length > 0) send()
        if (lanes.size === REQUESTS) await Promise.race(lanes)
      }
    } finally {
      await Promise.all(lanes)
    }
    if (failure) throw failure.error
  }

  // What does not come is left to the pull.
  async #request(project: ProjectId, reader: SiteId, cids: readonly Cid[], signal: AbortSignal): Promise<void> {
    let arrived: { cid: Cid; bytes: Uint8Array }[] = []
    let size = 0
    const store = async (): Promise<void> => {
      const chunks = arrived
      this.#options.received(size)
      arrived = []
      size = 0
      if (chunks.length > 0) await this.#options.custody.store(chunks)
    }
    await this.#options.peers.chunks(
      reader,
      { project, cids, window: LIMITS.chunkWindow },
      async (cid, bytes) => {
        if (bytes === undefined) return
        arrived.push({ cid, bytes })
        size += bytes.byteLength
        if (size >= STORE_BYTES) await store()
      },
      signal,
    )
    await store()
  }
}

function unpacked(reader: SiteId, packed: Uint8Array): AheadChunk[] {
  try {
    return unpackAhead(packed)
  } catch (cause) {
    throw new HoldfastError('PEER_MISBEHAVED', `${reader} listed chunks that can't be`, { cause })
  }
}
