// The Store made of packs, index and journal: what is asked for is looked up in the index, what is new goes to the
// writer, and nothing is handed out that does not match its hash (§ Store).
import { expectedError, HoldfastError } from '../../protocol/errors.ts'
import type { Cid, NodeHash, Pid } from '../../protocol/ids.ts'
import { collectPacks, isBefore } from './collect.ts'
import { type Disk, diskError } from './disk.ts'
import { samePlace } from './fold.ts'
import { InService } from './in-service.ts'
import { openLevelCache } from './level-cache.ts'
import type { LevelIndex } from './level-index.ts'
import { Live, type Marking } from './live.ts'
import { hashOf, KIND, keyOf, kindOf, matches, type Place, RECORD_HEAD, type RecordKey } from './pack-record.ts'
import type { PackWriter } from './pack-writer.ts'
import type { Packs } from './packs.ts'
import { Pids } from './pids.ts'
import { Puts } from './puts.ts'
import { checkRange } from './range.ts'
import { leading, readTogether, Scratch } from './read-runs.ts'
import { nameOf, scrubPacks } from './scrub.ts'
import type * as api from './store.ts'
import type { StoreRoom } from './store-room.ts'
import { withdraw } from './withdraw.ts'

export interface PackStoreParts {
  readonly packs: Packs
  readonly index: LevelIndex
  readonly writer: PackWriter
  readonly room: StoreRoom
  readonly journal: api.Journal
  readonly disk: Disk
  readonly folder: string
  readonly wall: () => number
  /** For where keys go in tables that strangers could else crowd. */
  readonly secret: () => number
  readonly capacity: number | undefined
  /** Releases all of them. */
  readonly scope: AsyncDisposableStack
}

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
  readonly #live: Live
  readonly #inService: InService
  readonly #puts: Puts

  constructor(parts: PackStoreParts) {
    const { index, writer } = parts
    this.#parts = parts
    this.#pids = new Pids(index)
    this.#live = new Live(parts.secret)
    this.#inService = new InService(index, this.#live)
    this.#puts = new Puts({ writer, inService: this.#inService, live: this.#live })
  }

  get journal(): api.Journal {
    return this.#parts.journal
  }

  async putChunks(chunks: readonly api.ChunkBytes[]): Promise<void> {
    await this.#puts.put(chunks.map(({ cid, bytes }) => ({ key: chunkKey(cid), bytes })))
  }

  async putNodes(nodes: readonly api.NodeBytes[]): Promise<void> {
    await this.#puts.put(nodes.map(({ hash, bytes }) => ({ key: nodeKey(hash), bytes })))
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

  loadChunks(cids: readonly Cid[]): Promise<(Uint8Array | HoldfastError)[]> {
    return this.#loadChunks(cids, keys => this.#find(keys))
  }

  async #loadChunks(cids: readonly Cid[], find: InService['find']): Promise<(Uint8Array | HoldfastError)[]> {
    const places = leading(await find(cids.slice(0, LOADED_CHUNKS).map(chunkKey)), LOADED_BYTES)
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
    if (!place) throw gone(hash)
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

  putPids(pairs: readonly (readonly [Pid, Cid])[]): Promise<void> {
    return this.#pids.put(pairs)
  }

  async loadCidsOf(pids: readonly Pid[]): Promise<(Cid | undefined)[]> {
    const known = await this.#pids.load(pids)
    const here = new Set<Cid>()
    const asked = known.flatMap(cid => cid ?? [])
    const places = await this.#find(asked.map(chunkKey))
    for (const [i, cid] of asked.entries()) if (places[i]) here.add(cid)
    return known.map(cid => (cid && here.has(cid) ? cid : undefined))
  }

  guard(): Disposable {
    return this.#live.guard()
  }

  position(): api.ScrubCursor {
    return this.#parts.writer.position()
  }

  async collect(options: api.CollectOptions, signal: AbortSignal): Promise<api.Collected> {
    const { packs, index, writer, room, disk, folder } = this.#parts
    const collection = { packs, index, writer, room, disk, folder, inService: this.#inService, live: this.#live }
    const collected = await collectPacks(collection, options, this.#keep.bind(this), signal).catch((error: unknown) => {
      throw diskError(error, 'freeing what nothing needs')
    })
    if (collected.chunks > 0) await this.#pids.forgetGone(keys => this.#inService.peek(keys), options.pace, signal)
    await room.review()
    return collected
  }

  #keep(marking: Marking, before: api.ScrubCursor): api.Keep {
    const peek = (keys: readonly RecordKey[]) => this.#inService.peek(keys)
    return {
      chunk: cid => marking.add(chunkKey(cid)),
      node: hash => marking.add(nodeKey(hash)),
      hasChunk: cid => marking.has(chunkKey(cid)),
      loadChunks: cids => this.#loadChunks(cids, peek),
      look: async cids => {
        const places = await peek(cids.map(chunkKey))
        return places.map(place => place && { bytes: place.length, mayGo: isBefore(place, before) })
      },
    }
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
    return this.#parts.room.review()
  }

  room(): Promise<number> {
    return this.#parts.room.left()
  }

  acceptDisk(): Promise<void> {
    return this.#parts.writer.acceptDisk()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.scope.disposeAsync()
  }

  #find(keys: readonly RecordKey[]): Promise<(Place | undefined)[]> {
    return this.#inService.find(keys)
  }

  async #withdraw(key: RecordKey, why: string): Promise<void> {
    const { writer, wall } = this.#parts
    await this.#puts.settled(key)
    const [place] = await this.#find([key])
    if (!place) return
    this.#inService.condemn(key, place)
    await withdraw(writer, key, place, why, wall())
    this.#inService.absolve(key, place)
  }

  async #load(key: RecordKey, place: Place): Promise<Uint8Array> {
    const bytes = await this.#read(key, place, 0, place.length)
    if (matches(key, bytes)) return bytes
    const moved = await this.#movedFrom(key, place)
    if (moved) return this.#load(key, moved)
    throw new HoldfastError('CHUNK_CORRUPT', `${hashOf(key)} fails its hash in pack ${place.pack} at ${place.offset}`)
  }

  /**
   * Where a record is by now: what a collection leaves has been copied before the pack goes. Undefined when it should be
   * where it was. Throws CHUNK_MISSING, NODE_GONE when it is no longer here.
   */
  async #movedFrom(key: RecordKey, place: Place): Promise<Place | undefined> {
    const [now] = await this.#find([key])
    if (samePlace(now, place) || (now === undefined && this.#parts.packs.has(place.pack))) return undefined
    if (now === undefined) throw kindOf(key) === KIND.chunk ? missing(hashOf(key)) : gone(hashOf(key))
    return now
  }

  async #read(key: RecordKey, place: Place, offset: number, length: number): Promise<Uint8Array> {
    let cause: unknown
    try {
      const bytes = await this.#parts.packs.read(place, offset, length)
      if (bytes.byteLength === length) return bytes
    } catch (error) {
      cause = error
    }
    const moved = await this.#movedFrom(key, place)
    if (moved) return this.#read(key, moved, offset, length)
    const where = `pack ${place.pack} at ${place.offset}`
    throw new HoldfastError('CHUNK_CORRUPT', `${hashOf(key)} can't be read from ${where}`, { cause })
  }
}

const chunkKey = (cid: Cid): RecordKey => keyOf(KIND.chunk, cid)
const nodeKey = (hash: NodeHash): RecordKey => keyOf(KIND.node, hash)

function missing(cid: string): HoldfastError {
  return new HoldfastError('CHUNK_MISSING', `chunk ${cid} is not in this store`)
}

function gone(hash: string): HoldfastError {
  return new HoldfastError('NODE_GONE', `map node ${hash} is not in this store`)
}

function recordsOf(cids: readonly Cid[], places: readonly (Place | undefined)[]): Asked[] {
  return places.flatMap((place, index) => (place ? { index, key: chunkKey(cids[index]!), place } : []))
}
