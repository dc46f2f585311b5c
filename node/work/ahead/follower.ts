// Fetches the chunks of a project that another site is still reading into a snapshot, where this site will hold it: by the
// time the snapshot is there, most of it is here. Whatever does not come this way, the pull of the snapshot fetches
// (§ Protocols, Ahead of the snapshot).
import type { AheadChunk } from '../../../protocol/ahead.ts'
import { isError } from '../../../protocol/errors.ts'
import { bytesOf, type Cid, type ProjectId, type SiteId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type { Ports } from '../../ports.ts'
import type { Worker } from '../../worker.ts'
import { Arrivals } from '../arrivals.ts'
import { Flow } from '../flow.ts'
import type { Peers } from '../peers.ts'
import { AheadList } from './ahead-list.ts'

export interface AheadCustody {
  has(cids: readonly Cid[]): Promise<boolean[]>
  store(chunks: readonly { cid: Cid; bytes: Uint8Array }[]): Promise<void>
}
interface Options {
  readonly peers: Pick<Peers, 'connected' | 'ahead' | 'chunks'>
  readonly custody: AheadCustody
  /** Who reads what, by the newest beats; only what this site will hold. */
  readonly wanted: () => readonly { readonly project: ProjectId; readonly reader: SiteId }[]
  readonly received: (bytes: number, reader: SiteId) => void
  /** Bytes that a site's snapshots may still bring here; left out = no bound. */
  readonly room?: (reader: SiteId) => number
}
interface Following {
  readonly ended: Promise<void>
  /** Aborted when a snapshot is to be pulled instead. */
  readonly release: AbortController
}

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
    this.#ports.log.info({ project, site: reader }, 'a project is fetched while it is being read')
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
    const { peers, custody, received } = this.#options
    // What has come counts before it is stored: else much more would be asked for meanwhile.
    let unstored = 0
    const room = (): number => (this.#options.room?.(reader) ?? Number.POSITIVE_INFINITY) - unstored
    const list = new AheadList(custody)
    const flow = new Flow(() => this.#ports.clock.monotonic())
    const arrivals = new Arrivals(
      batch => custody.store(batch),
      batch => {
        const bytes = batch.reduce((sum, one) => sum + one.bytes.byteLength, 0)
        unstored -= bytes
        received(bytes, reader)
      },
    )
    const requests = new Set<Promise<void>>()
    const failed = new AbortController()
    const asking = AbortSignal.any([signal, released, failed.signal])
    const fetching = AbortSignal.any([signal, failed.signal])
    // What does not come is left to the pull.
    const fetch = async (chunks: readonly AheadChunk[]): Promise<void> => {
      const window = chunks.reduce((sum, { stored }) => sum + stored, 0)
      const under = flow.ask(window)
      try {
        await peers.chunks(
          reader,
          { project, cids: chunks.map(({ cid }) => cid), window },
          async (cid, bytes) => {
            if (bytes === undefined) return
            under.arrived(bytes.byteLength)
            unstored += bytes.byteLength
            await arrivals.add({ cid, bytes })
          },
          fetching,
        )
      } catch (error) {
        failed.abort(error)
      } finally {
        under.ended()
      }
    }
    const listMore = async (): Promise<void> => {
      try {
        const request = { project: bytesOf(project), run: list.run, from: list.count }
        await list.add(await peers.ahead(reader, request, asking), reader)
      } catch (error) {
        if (!released.aborted) failed.abort(error)
      }
    }
    let listing: Promise<void> | undefined
    try {
      while (!released.aborted && !list.isOver && room() > 0) {
        fetching.throwIfAborted()
        if (list.hasRoom)
          listing ??= listMore().finally(() => {
            listing = undefined
          })
        for (let bytes = 1; bytes > 0; ) {
          bytes = flow.nextRequest(Math.min(LIMITS.chunkWindow, room()))
          const chunks = bytes > 0 ? list.take(bytes) : []
          if (chunks.length === 0) break
          const request = fetch(chunks).finally(() => requests.delete(request))
          requests.add(request)
        }
        await Promise.race([...requests, ...(listing ? [listing] : [])])
      }
    } finally {
      await Promise.all([...requests, listing])
      await arrivals.settled()
    }
    failed.signal.throwIfAborted()
  }
}
