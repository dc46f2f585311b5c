// The Store made of packs, index and journal: what is asked for is looked up in the index, what is new goes to the
// writer, and nothing is handed out that does not match its hash (§ Store).
import { expectedError, HoldfastError } from '../../protocol/errors.ts'
import { bytesOf, type Cid, idOf, type NodeHash, type Pid } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { openValue, sealValue } from './checked-value.ts'
import { samePlace } from './fold.ts'
import { openLevelCache } from './level-cache.ts'
import { levelRead, levelWrite } from './level-error.ts'
import type { LevelIndex } from './level-index.ts'
import { hashOf, KIND, keyOf, kindOf, matches, type Place, RECORD_HEAD, type RecordKey } from './pack-record.ts'
import type { PackWriter } from './pack-writer.ts'
import type { Packs } from './packs.ts'
import { checkRange } from './range.ts'
import { leading, readTogether, Scratch } from './read-runs.ts'
import { nameOf, scrubPacks } from './scrub.ts'
import type * as api from './store.ts'
import { withdraw } from './withdraw.ts'

export interface PackStoreParts {
  readonly packs: Packs
  readonly index: LevelIndex
  readonly writer: PackWriter
  readonly journal: api.Journal
  readonly wall: () => number
  readonly capacity: number | undefined
  /** Releases all of them. */
  readonly scope: AsyncDisposableStack
}

type Named = { readonly key: RecordKey; readonly bytes: Uint8Array }
type Asked = { readonly index: number; readonly key: RecordKey; readonly place: Place }

// What one call of loadChunks brings, about.
const LOADED_BYTES = 4 * 1024 * 1024
const LOADED_CHUNKS = 1024

export class PackStore implements api.Store {
  readonly #parts: PackStoreParts
  readonly #pids
  readonly #caches = new Map<string, api.Cache>()
  /** Chunks that are only checked are read into memory that is used again. */
  readonly #scratch = new Scratch()
  /** Records on their way to the disk: whoever puts the same one waits for it instead. */
  readonly #pending = new Map<RecordKey, Promise<void>>()
  /** Records being withdrawn, or whose withdrawal the disk refused: out of service in this process. */
  readonly #condemned = new Map<RecordKey, Place>()

  constructor(parts: PackStoreParts) {
    this.#parts = parts
    this.#pids = parts.index.db.sublevel<Buffer, Buffer>('pids', { keyEncoding: 'buffer', valueEncoding: 'buffer' })
  }

  get journal(): api.Journal {
    return this.#parts.journal
  }

  async putChunks(chunks: readonly api.ChunkBytes[]): Promise<void> {
    await this.#put(chunks.map(({ cid, bytes }) => ({ key: chunkKey(cid), bytes })))
  }

  async putNodes(nodes: readonly api.NodeBytes[]): Promise<void> {
    await this.#put(nodes.map(({ hash, bytes }) => ({ key: nodeKey(hash), bytes })))
  }

  async hasChunks(cids: readonly Cid[]): Promise<boolean[]> {
    return (await this.#find(cids.map(chunkKey))).map(place => place !== undefined)
  }

  async hasNodes(hashes: readonly NodeHash[]): Promise<boolean[]> {
    return (await this.#find(hashes.map(nodeKey))).map(place => place !== undefined)
  }

  async sizesOf(cids: readonly Cid[]): Promise<(number | undefined)[]> {
    return (await this.#find(cids.map(chunkKey))).map(place => place?.length)
  }

  async locateChunks(cids: readonly Cid[]): Promise<(api.ChunkPlace | undefined)[]> {
    const { handles } = this.#parts.packs
    return (await this.#find(cids.map(chunkKey))).map(
      place => place && { path: handles.pathOf(place.pack), offset: place.offset + RECORD_HEAD, length: place.length },
    )
  }

  async loadChunk(cid: Cid): Promise<Uint8Array> {
    const [place] = await this.#find([chunkKey(cid)])
    if (!place) throw missing(cid)
    return this.#load(chunkKey(cid), place)
  }

  async loadChunks(cids: readonly Cid[]): Promise<(Uint8Array | HoldfastError)[]> {
    const places = leading(await this.#find(cids.slice(0, LOADED_CHUNKS).map(chunkKey)), LOADED_BYTES)
    const results: (Uint8Array | HoldfastError | undefined)[] = places.map(() => undefined)
    const records = recordsOf(cids, places)
    const take = ({ index }: Asked, found: Uint8Array): void => {
      results[index] = found
    }
    for (const { index, key, place } of await readTogether(this.#parts.packs, records, take)) {
      results[index] = await this.#load(key, place).catch(expectedError)
    }
    return results.map((result, i) => result ?? missing(cids[i]!))
  }

  async checkChunks(
    cids: readonly Cid[],
    look: (cid: Cid, bytes: Uint8Array) => void = () => undefined,
  ): Promise<(HoldfastError | undefined)[]> {
    const places = await this.#find(cids.map(chunkKey))
    const results = places.map((place, i) => (place ? undefined : missing(cids[i]!)))
    const take = ({ index }: Asked, bytes: Uint8Array): void => look(cids[index]!, bytes)
    for (const asked of await readTogether(this.#parts.packs, recordsOf(cids, places), take, this.#scratch)) {
      try {
        take(asked, await this.#load(asked.key, asked.place))
      } catch (error) {
        results[asked.index] = expectedError(error)
      }
    }
    return results
  }

  async loadRange(cid: Cid, offset: number, length: number): Promise<Uint8Array> {
    const [place] = await this.#find([chunkKey(cid)])
    if (!place) throw missing(cid)
    checkRange(offset, length, place.length)
    return this.#read(chunkKey(cid), place, offset, length)
  }

  async loadNode(hash: NodeHash): Promise<Uint8Array> {
    const [place] = await this.#find([nodeKey(hash)])
    if (!place) throw new HoldfastError('NODE_GONE', `map node ${hash} is not in this store`)
    return this.#load(nodeKey(hash), place)
  }

  quarantine(cid: Cid, why: string): Promise<void> {
    return this.#withdraw(chunkKey(cid), why)
  }

  quarantineNode(hash: NodeHash, why: string): Promise<void> {
    return this.#withdraw(nodeKey(hash), why)
  }

  async quarantined(): Promise<api.Quarantined[]> {
    const { index } = this.#parts
    const retired = (await index.retired()).filter(({ state }) => state !== 'superseded')
    const places = await this.#find(retired.map(({ key }) => key))
    return retired.map(({ key, why, since }, i) => ({ ...nameOf(key), why, since, healed: places[i] !== undefined }))
  }

  scrub(from: api.ScrubCursor | undefined, signal: AbortSignal): AsyncGenerator<api.Scrubbed> {
    return scrubPacks(this.#parts.packs, this.#parts.index, from, signal)
  }

  async putPids(pairs: readonly (readonly [Pid, Cid])[]): Promise<void> {
    const operations = pairs.map(([pid, cid]) => {
      const key = Buffer.from(pid, 'hex')
      return { type: 'put' as const, key, value: sealValue(key, bytesOf(cid)) }
    })
    await levelWrite(this.#pids.batch(operations))
  }

  async loadCidsOf(pids: readonly Pid[]): Promise<(Cid | undefined)[]> {
    const keys = pids.map(pid => Buffer.from(pid, 'hex'))
    const values = (await levelRead(this.#pids.getMany(keys))).map((value, i) => openValue(keys[i]!, value))
    const known = values.flatMap(value => (value ? [idOf('Cid', value)] : []))
    const held = new Set(known)
    const places = await this.#find(known.map(chunkKey))
    known.forEach((cid, i) => {
      if (!places[i]) held.delete(cid)
    })
    return values.map(value => {
      const cid = value && idOf('Cid', value)
      return cid && held.has(cid) ? cid : undefined
    })
  }

  cache(name: string): api.Cache {
    const cache = this.#caches.get(name) ?? openLevelCache(this.#parts.index.db, name)
    this.#caches.set(name, cache)
    return cache
  }

  stats(): api.StoreStats {
    const { index, packs, capacity } = this.#parts
    return { ...index.totals, bytes: packs.bytes, packs: packs.count, quarantined: index.unhealed.size, capacity }
  }

  health(): api.StoreHealth {
    return this.#parts.writer.health()
  }

  review(): Promise<void> {
    return this.#parts.writer.review()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.scope.disposeAsync()
  }

  async #find(keys: readonly RecordKey[]): Promise<(Place | undefined)[]> {
    const places = await this.#parts.index.find(keys)
    if (this.#condemned.size === 0) return places
    return places.map((place, i) => this.#inService(keys[i]!, place))
  }

  #inService(key: RecordKey, place: Place | undefined): Place | undefined {
    return samePlace(place, this.#condemned.get(key)) ? undefined : place
  }

  async #put(records: readonly Named[]): Promise<void> {
    const waiting = new Set<Promise<void>>()
    const fresh: (Named & { readonly done: PromiseWithResolvers<void> })[] = []
    for (const { key, bytes } of records) {
      if (bytes.byteLength > LIMITS.chunk) {
        throw new HoldfastError('CHUNK_TOO_LARGE', `${hashOf(key)} has ${bytes.byteLength} bytes`)
      }
    }
    for (const { key, bytes } of records) {
      let pending = this.#pending.get(key)
      if (!pending) {
        const done = Promise.withResolvers<void>()
        pending = done.promise
        this.#pending.set(key, pending)
        fresh.push({ key, bytes, done })
      }
      waiting.add(pending)
    }
    void this.#write(fresh)
    const results = await Promise.allSettled(waiting)
    for (const result of results) if (result.status === 'rejected') throw result.reason
  }

  /** Settles every `done`; never rejects itself. */
  async #write(fresh: readonly (Named & { readonly done: PromiseWithResolvers<void> })[]): Promise<void> {
    try {
      // Until `done` nobody else writes this key, but for a withdrawal of what the index has of it.
      const places = await this.#parts.index.find(fresh.map(({ key }) => key))
      await Promise.all(
        fresh.map(async ({ key, bytes, done }, i) => {
          try {
            const bounded = kindOf(key) === KIND.chunk
            const place = this.#inService(key, places[i])
            const isNew = places[i] === undefined
            if (!place) await this.#parts.writer.append({ key, bytes, bounded, isNew })
            done.resolve()
          } catch (error) {
            done.reject(error)
          } finally {
            this.#pending.delete(key)
          }
        }),
      )
    } catch (error) {
      for (const { key, done } of fresh) {
        this.#pending.delete(key)
        done.reject(error)
      }
    }
  }

  async #withdraw(key: RecordKey, why: string): Promise<void> {
    const { writer, wall } = this.#parts
    await this.#pending.get(key)?.catch(() => undefined) // its own caller hears of that
    const [place] = await this.#find([key])
    if (!place) return
    this.#condemned.set(key, place)
    await withdraw(writer, key, place, why, wall())
    if (samePlace(this.#condemned.get(key), place)) this.#condemned.delete(key)
  }

  async #load(key: RecordKey, place: Place): Promise<Uint8Array> {
    const bytes = await this.#read(key, place, 0, place.length)
    if (matches(key, bytes)) return bytes
    throw new HoldfastError('CHUNK_CORRUPT', `${hashOf(key)} fails its hash in pack ${place.pack} at ${place.offset}`)
  }

  async #read(key: RecordKey, place: Place, offset: number, length: number): Promise<Uint8Array> {
    let cause: unknown
    try {
      const bytes = await this.#parts.packs.read(place, offset, length)
      if (bytes.byteLength === length) return bytes
    } catch (error) {
      cause = error
    }
    const where = `pack ${place.pack} at ${place.offset}`
    throw new HoldfastError('CHUNK_CORRUPT', `${hashOf(key)} can't be read from ${where}`, { cause })
  }
}

const chunkKey = (cid: Cid): RecordKey => keyOf(KIND.chunk, cid)
const nodeKey = (hash: NodeHash): RecordKey => keyOf(KIND.node, hash)

function missing(cid: Cid): HoldfastError {
  return new HoldfastError('CHUNK_MISSING', `chunk ${cid} is not in this store`)
}

function recordsOf(cids: readonly Cid[], places: readonly (Place | undefined)[]): Asked[] {
  return places.flatMap((place, index) => (place ? { index, key: chunkKey(cids[index]!), place } : []))
}
