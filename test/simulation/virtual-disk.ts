// A machine's disk: the in-memory store on a medium that outlives the process, with the time a write takes. A process
// killed while it writes leaves the write done or not done, and unacknowledged. Keeps the truth about every chunk.

import type { Ports } from '../../node/ports.ts'
import { MemoryMedium, type MemoryStore, openMemoryStore } from '../../node/store/memory-store.ts'
import type { SiteStore } from '../../node/work/site-options.ts'
import { decode } from '../../protocol/codec.ts'
import { compareHeads } from '../../protocol/head.ts'
import { type Cid, idOf, type SiteId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import type { SeededRandom } from './seeded-random.ts'
import type { Timeline } from './timeline.ts'
import { hang, type Life } from './virtual-process.ts'

const WRITE_MS = 6

export class VirtualDisk {
  medium = new MemoryMedium()
  /** It was put back to an earlier image: its catalog may fork, and what came since is lost. */
  wasSetBack = false
  readonly #timeline: Timeline
  readonly #random: SeededRandom
  readonly #violated: (what: string) => void
  readonly #heads = new Map<SiteId, { readonly incarnation: number; readonly seq: number }>()
  /** In service and right. */
  readonly good = new Set<Cid>()
  /** In service and wrong, since when. */
  readonly rotten = new Map<Cid, number>()
  /** Rotted once, taken out of service, not back yet; since when. */
  readonly lost = new Map<Cid, number>()
  /** Every chunk that ever rotted here. */
  readonly everRotten = new Set<Cid>()

  constructor(timeline: Timeline, random: SeededRandom, violated: (what: string) => void) {
    this.#timeline = timeline
    this.#random = random
    this.#violated = violated
  }

  rot(cid: Cid): void {
    this.medium.rot(cid, 0)
    this.good.delete(cid)
    this.rotten.set(cid, this.#timeline.now)
    this.everRotten.add(cid)
  }

  /** An image of the disk as it is; calling it puts the disk back. The machine is down then. */
  image(): () => void {
    const copy = copyOf(this.medium)
    const [good, rotten] = [new Set(this.good), new Map(this.rotten)]
    return () => {
      const gone = [...this.good].filter(cid => !good.has(cid))
      this.medium = copyOf(copy)
      for (const cid of gone) {
        this.good.delete(cid)
        this.lost.set(cid, this.#timeline.now)
        this.everRotten.add(cid)
      }
      this.rotten.clear()
      for (const cid of good) this.#has(cid)
      for (const [cid, since] of rotten) this.rotten.set(cid, since)
      this.#heads.clear()
      this.wasSetBack = true
    }
  }

  /** Opens the store for one process; the one before it has ended. */
  async open(life: Life, ports: Ports): Promise<SiteStore & AsyncDisposable> {
    this.medium.held = false
    const store = await openMemoryStore({ medium: this.medium }, ports)
    const write = <T>(apply: () => Promise<T>): Promise<T> => this.#write(life, apply)
    const read = <T>(load: () => Promise<T>): Promise<T> => (life.ended ? hang() : load())
    return {
      putChunks: chunks =>
        write(async () => {
          await store.putChunks(chunks)
          for (const { cid } of chunks) this.#has(cid)
        }),
      putNodes: nodes => write(() => store.putNodes(nodes)),
      quarantine: (cid, why) =>
        write(async () => {
          await store.quarantine(cid, why)
          this.#quarantined(cid)
        }),
      quarantineNode: (hash, why) => write(() => store.quarantineNode(hash, why)),
      hasChunks: cids => read(() => store.hasChunks(cids)),
      loadChunk: cid => read(() => store.loadChunk(cid)),
      loadChunks: cids => read(() => store.loadChunks(cids)),
      checkChunks: (cids, look) => read(() => store.checkChunks(cids, look)),
      loadNode: hash => read(() => store.loadNode(hash)),
      scrub: (from, signal) => store.scrub(from, signal),
      stats: () => store.stats(),
      health: () => store.health(),
      guard: () => store.guard(),
      position: () => store.position(),
      collect: (options, signal) =>
        write(async () => {
          const collected = await store.collect(options, signal)
          await this.#freed(store)
          return collected
        }),
      journal: this.#journal(store, life),
      cache: name => {
        const cache = store.cache(name)
        return {
          get: key => read(() => cache.get(key)),
          batch: edits => read(() => cache.batch(edits)),
          entries: prefix => cache.entries(prefix),
        }
      },
      [Symbol.asyncDispose]: async () => {
        if (!life.ended) await store[Symbol.asyncDispose]()
      },
    }
  }

  #journal(store: MemoryStore, life: Life): SiteStore['journal'] {
    const { journal } = store
    return {
      append: entries =>
        this.#write(life, async () => {
          await journal.append(entries)
          for (const entry of entries) this.#checkPromise(entry)
        }),
      replay: () => journal.replay(),
      compact: entries => this.#write(life, () => journal.compact(entries)),
      get bytes() {
        return journal.bytes
      },
    }
  }

  async #write<T>(life: Life, apply: () => Promise<T>): Promise<T> {
    await this.#seek()
    if (life.ended) return hang()
    const result = await apply()
    await this.#seek()
    return life.ended ? hang() : result
  }

  #seek(): Promise<void> {
    return this.#timeline.pause(this.#random.between(0.1, WRITE_MS))
  }

  /** What a collection took out of service is neither here nor missed. */
  async #freed(store: MemoryStore): Promise<void> {
    const cids = [...this.good, ...this.rotten.keys()]
    const here = await store.hasChunks(cids)
    for (const [i, cid] of cids.entries()) {
      if (here[i]) continue
      this.good.delete(cid)
      this.rotten.delete(cid)
    }
  }

  #has(cid: Cid): void {
    if (this.rotten.has(cid)) return
    this.good.add(cid)
    this.lost.delete(cid)
  }

  #quarantined(cid: Cid): void {
    if (!this.everRotten.has(cid)) this.#violated(`a good chunk was taken out of service: ${cid}`)
    this.good.delete(cid)
    this.rotten.delete(cid)
    this.lost.set(cid, this.#timeline.now)
  }

  // I6: what is promised about an author's catalog never goes back.
  #checkPromise(bytes: Uint8Array): void {
    const entry = decode(pb.JournalEntry, bytes, LIMITS.journalEntry)
    const { body } = entry.headAccepted ?? entry.ownHead ?? {}
    if (!body) return
    const { author, incarnation, seq } = decode(pb.Head, body, body.byteLength)
    const site = idOf('SiteId', author)
    const last = this.#heads.get(site)
    if (last !== undefined && (seq < last.seq || compareHeads({ incarnation, seq }, last) < 0))
      this.#violated(`I6: accepted head ${incarnation}/${seq} after ${last.incarnation}/${last.seq}`)
    this.#heads.set(site, { incarnation, seq })
  }
}

function copyOf(medium: MemoryMedium): MemoryMedium {
  const copy = new MemoryMedium()
  copy.records.push(...medium.records.map(record => ({ ...record })))
  copy.retired.push(...medium.retired.map(record => ({ ...record })))
  for (const [pid, cid] of medium.pids) copy.pids.set(pid, cid)
  for (const [name, cache] of medium.caches) copy.caches.set(name, new Map(cache))
  copy.journal = [...medium.journal]
  return copy
}
