// The store in memory, for tests and the simulation: the same contract, no files, no timers. A medium outlives the store
// opened on it, as a disk outlives its process.
import { expectedError, HoldfastError } from '../../protocol/errors.ts'
import type { Cid, NodeHash, Pid } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { formatBytes } from '../../protocol/units.ts'
import type { Ports } from '../ports.ts'
import { Live, type Marking } from './live.ts'
import { memoryCache } from './memory-cache.ts'
import { memoryJournal } from './memory-journal.ts'
import { hashOf, KIND, keyOf, kindOf, matches, type RecordKey } from './pack-record.ts'
import { checkRange } from './range.ts'
import { nameOf } from './scrub.ts'
import type * as api from './store.ts'

export interface MemoryStoreOptions {
  /** Stored bytes the chunks may take. */
  readonly capacity?: number | undefined
  /** Default: a new one. */
  readonly medium?: MemoryMedium
}

// How many chunks one call loads.
const LOADED = 64

interface MemoryRecord {
  readonly key: RecordKey
  /** Its place in the list. */
  readonly at: number
  bytes: Uint8Array
  inService: boolean
}

/** What stays when the store on it is gone. One open store at a time. */
export class MemoryMedium {
  readonly records: MemoryRecord[] = []
  readonly retired: { key: RecordKey; why: string; since: number }[] = []
  readonly pids = new Map<Pid, Cid>()
  readonly caches = new Map<string, Map<string, Uint8Array>>()
  journal: Uint8Array[] = []
  held = false

  /** Flips one bit of a stored chunk or node. */
  rot(name: Cid | NodeHash, at = 0): void {
    const record = this.records.findLast(({ key, inService }) => inService && hashOf(key) === name)
    if (!record) throw new TypeError(`nothing in service is named ${name}`)
    record.bytes = Uint8Array.from(record.bytes)
    record.bytes[at]! ^= 1
  }
}

/** Throws STORE_LOCKED when the medium is in use. */
export async function openMemoryStore(options: MemoryStoreOptions, ports: Ports): Promise<MemoryStore> {
  const medium = options.medium ?? new MemoryMedium()
  if (medium.held) throw new HoldfastError('STORE_LOCKED', `process ${process.pid} holds this store in memory`)
  medium.held = true
  return new MemoryStore(medium, options.capacity, ports)
}

export class MemoryStore implements api.Store {
  readonly #medium: MemoryMedium
  readonly journal: api.Journal
  readonly #live: Live
  readonly #capacity: number | undefined
  readonly #ports: Ports
  readonly #index = new Map<RecordKey, MemoryRecord>()
  #bytes = 0
  #full: { readonly why: string; readonly bytes: number } | undefined
  #closed = false

  constructor(medium: MemoryMedium, capacity: number | undefined, ports: Ports) {
    this.#medium = medium
    this.#capacity = capacity
    this.#ports = ports
    this.#live = new Live(() => ports.random.below(2 ** 32))
    this.journal = memoryJournal(() => this.#open)
    for (const record of medium.records) {
      if (record.inService) this.#index.set(record.key, record)
      this.#bytes += record.bytes.byteLength
    }
  }

  async putChunks(chunks: readonly api.ChunkBytes[]): Promise<void> {
    this.#put(chunks.map(({ cid, bytes }) => ({ key: keyOf(KIND.chunk, cid), bytes })))
  }

  async putNodes(nodes: readonly api.NodeBytes[]): Promise<void> {
    this.#put(nodes.map(({ hash, bytes }) => ({ key: keyOf(KIND.node, hash), bytes })))
  }

  async hasChunks(cids: readonly Cid[]): Promise<boolean[]> {
    return cids.map(cid => this.#has(keyOf(KIND.chunk, cid)))
  }

  async hasNodes(hashes: readonly NodeHash[]): Promise<boolean[]> {
    return hashes.map(hash => this.#has(keyOf(KIND.node, hash)))
  }

  async sizesOf(cids: readonly Cid[]): Promise<(number | undefined)[]> {
    return cids.map(cid => this.#find(keyOf(KIND.chunk, cid))?.bytes.byteLength)
  }

  async locateChunks(cids: readonly Cid[]): Promise<(api.ChunkPlace | undefined)[]> {
    return cids.map(() => undefined)
  }

  loadChunks(cids: readonly Cid[]): Promise<(Uint8Array | HoldfastError)[]> {
    return Promise.all(cids.slice(0, LOADED).map(cid => this.loadChunk(cid).catch(expectedError)))
  }

  async checkChunks(
    cids: readonly Cid[],
    look: (cid: Cid, bytes: Uint8Array) => void = () => undefined,
  ): Promise<(HoldfastError | undefined)[]> {
    const check = (cid: Cid) =>
      this.loadChunk(cid).then(bytes => {
        look(cid, bytes)
        return undefined
      }, expectedError)
    return Promise.all(cids.map(check))
  }

  async loadChunk(cid: Cid): Promise<Uint8Array> {
    return checked(this.#chunk(cid))
  }

  async loadRange(cid: Cid, offset: number, length: number): Promise<Uint8Array> {
    const { bytes } = this.#chunk(cid)
    checkRange(offset, length, bytes.byteLength)
    return bytes.slice(offset, offset + length)
  }

  async loadNode(hash: NodeHash): Promise<Uint8Array> {
    const record = this.#find(keyOf(KIND.node, hash))
    if (!record) throw new HoldfastError('NODE_GONE', `map node ${hash} is not in this store`)
    return checked(record)
  }

  async quarantine(cid: Cid, why: string): Promise<void> {
    this.#withdraw(keyOf(KIND.chunk, cid), why)
  }

  async quarantineNode(hash: NodeHash, why: string): Promise<void> {
    this.#withdraw(keyOf(KIND.node, hash), why)
  }

  async quarantined(): Promise<api.Quarantined[]> {
    return this.#open.retired.map(({ key, why, since }) => {
      return { ...nameOf(key), why, since, healed: this.#has(key) }
    })
  }

  async *scrub(from: api.ScrubCursor | undefined, signal: AbortSignal): AsyncGenerator<api.Scrubbed> {
    const end = this.#open.records.length
    for (let i = from?.offset ?? 0; i < end; i++) {
      signal.throwIfAborted()
      const { key, bytes, inService } = this.#open.records[i]!
      if (!inService) continue
      const ok = matches(key, bytes)
      const why = ok ? undefined : 'its bytes do not match its hash'
      yield { ...nameOf(key), bytes: bytes.byteLength, ok, why, at: { pack: 1, offset: i + 1 } }
    }
    signal.throwIfAborted()
  }

  async putPids(pairs: readonly (readonly [Pid, Cid])[]): Promise<void> {
    for (const [pid, cid] of pairs) this.#open.pids.set(pid, cid)
  }

  async loadCidsOf(pids: readonly Pid[]): Promise<(Cid | undefined)[]> {
    return pids.map(pid => {
      const cid = this.#open.pids.get(pid)
      return cid && this.#has(keyOf(KIND.chunk, cid)) ? cid : undefined
    })
  }

  guard(): Disposable {
    return this.#live.guard()
  }

  position(): api.ScrubCursor {
    return { pack: 1, offset: this.#open.records.length }
  }

  async collect(options: api.CollectOptions, signal: AbortSignal): Promise<api.Collected> {
    using marking = this.#live.begin()
    const end = Math.min(options.before?.offset ?? Number.POSITIVE_INFINITY, this.position().offset)
    await options.pace?.(0)
    await options.mark(this.#keep(marking, end))
    signal.throwIfAborted()
    const bytesBefore = this.#bytes
    const freed = { chunks: 0, nodes: 0, chunkBytes: 0 }
    for (const record of this.#open.records.slice(0, end)) {
      const { key, bytes, inService } = record
      if (inService && marking.has(key)) continue
      if (inService) {
        this.#index.delete(key)
        if (kindOf(key) === KIND.chunk) {
          freed.chunks++
          freed.chunkBytes += bytes.byteLength
        } else freed.nodes++
      }
      // It stays in the list, empty, so that a scrub under way goes on at the right place.
      this.#bytes -= bytes.byteLength
      record.inService = false
      record.bytes = new Uint8Array(0)
    }
    const { pids, retired } = this.#open
    for (const [pid, cid] of pids) if (!this.#index.has(keyOf(KIND.chunk, cid))) pids.delete(pid)
    retired.splice(0, retired.length, ...retired.filter(({ key }) => marking.has(key)))
    await this.review()
    const reclaimedBytes = bytesBefore - this.#bytes
    return { ...freed, reclaimedBytes, packsRemoved: 0, deadBytes: 0, memoryBytes: marking.bytes }
  }

  #keep(marking: Marking, end: number): api.Keep {
    const load = async (cid: Cid): Promise<Uint8Array | HoldfastError> => {
      const record = this.#peek(keyOf(KIND.chunk, cid))
      if (!record) return new HoldfastError('CHUNK_MISSING', `chunk ${cid} is not in this store`)
      return matches(record.key, record.bytes) ? record.bytes.slice() : corrupt(record.key)
    }
    return {
      chunk: cid => marking.add(keyOf(KIND.chunk, cid)),
      node: hash => marking.add(keyOf(KIND.node, hash)),
      hasChunk: cid => marking.has(keyOf(KIND.chunk, cid)),
      loadChunks: cids => Promise.all(cids.slice(0, LOADED).map(load)),
      look: async cids => {
        const records = cids.map(cid => this.#peek(keyOf(KIND.chunk, cid)))
        return records.map(record => record && { bytes: record.bytes.byteLength, mayGo: record.at < end })
      },
    }
  }

  cache(name: string): api.Cache {
    if (!/^[a-z0-9-]+$/.test(name)) throw new TypeError(`not a cache name: ${name}`)
    const map = this.#open.caches.get(name) ?? new Map<string, Uint8Array>()
    this.#open.caches.set(name, map)
    return memoryCache(() => this.#open && map)
  }

  stats(): api.StoreStats {
    const keys = [...this.#index.values()]
    const chunks = keys.filter(({ key }) => kindOf(key) === KIND.chunk)
    const unhealed = new Set(this.#medium.retired.flatMap(({ key }) => (this.#index.has(key) ? [] : [key])))
    return {
      chunks: chunks.length,
      nodes: keys.length - chunks.length,
      chunkBytes: chunks.reduce((sum, { bytes }) => sum + bytes.byteLength, 0),
      bytes: this.#bytes,
      packs: 1,
      quarantined: unhealed.size,
      capacity: this.#capacity,
    }
  }

  health(): api.StoreHealth {
    return this.#full ? { state: 'full', why: this.#full.why } : { state: 'ok' }
  }

  async review(): Promise<void> {
    if (this.#full && this.#bytes + this.#full.bytes <= this.#capacity!) this.#full = undefined
  }

  async room(): Promise<number> {
    return this.#capacity === undefined ? Number.MAX_SAFE_INTEGER : this.#capacity - this.#bytes
  }

  async acceptDisk(): Promise<void> {
    // Memory doesn't fail.
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#closed) this.#medium.held = false
    this.#closed = true
  }

  /** The medium. Throws STOPPED after closing. */
  get #open(): MemoryMedium {
    if (this.#closed) throw new HoldfastError('STOPPED', 'the store is closed')
    return this.#medium
  }

  #peek(key: RecordKey): MemoryRecord | undefined {
    return this.#open && this.#index.get(key)
  }

  #find(key: RecordKey): MemoryRecord | undefined {
    const record = this.#peek(key)
    if (record) this.#live.touch(key)
    return record
  }

  #has(key: RecordKey): boolean {
    return this.#find(key) !== undefined
  }

  #chunk(cid: Cid): MemoryRecord {
    const record = this.#find(keyOf(KIND.chunk, cid))
    if (!record) throw new HoldfastError('CHUNK_MISSING', `chunk ${cid} is not in this store`)
    return record
  }

  #put(records: readonly { key: RecordKey; bytes: Uint8Array }[]): void {
    for (const { key, bytes } of records) {
      if (bytes.byteLength > LIMITS.chunk) {
        throw new HoldfastError('CHUNK_TOO_LARGE', `${hashOf(key)} has ${bytes.byteLength} bytes`)
      }
    }
    let refusal: HoldfastError | undefined
    for (const { key, bytes } of records) {
      if (this.#has(key)) continue
      const bounded = kindOf(key) === KIND.chunk && this.#capacity !== undefined
      if (bounded && this.#bytes + bytes.byteLength > this.#capacity!) {
        const why = `the store has used the ${formatBytes(this.#capacity!)} it was given`
        this.#full = { why, bytes: Math.max(bytes.byteLength, this.#full?.bytes ?? 0) }
        refusal = new HoldfastError('DISK_FULL', why)
        continue
      }
      // A copy: the caller's bytes may be a view into a whole network buffer.
      const record = { key, at: this.#open.records.length, bytes: Uint8Array.from(bytes), inService: true }
      this.#open.records.push(record)
      this.#index.set(key, record)
      this.#bytes += bytes.byteLength
      this.#live.touch(key)
    }
    if (refusal) throw refusal
  }

  #withdraw(key: RecordKey, why: string): void {
    const record = this.#find(key)
    if (!record) return
    record.inService = false
    this.#index.delete(key)
    this.#open.retired.push({ key, why, since: this.#ports.clock.wall() })
  }
}

function checked({ key, bytes }: MemoryRecord): Uint8Array {
  if (!matches(key, bytes)) throw corrupt(key)
  return Uint8Array.from(bytes)
}

function corrupt(key: RecordKey): HoldfastError {
  return new HoldfastError('CHUNK_CORRUPT', `${hashOf(key)} fails its hash`)
}
