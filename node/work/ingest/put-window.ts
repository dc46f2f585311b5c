// Chunks on their way into the store: gathered into batches, so that many share one sync, with a bound on what is in
// memory. A chunk is deduplicated against those on their way as well.
import type { ChunkRef, SealedChunk } from '../../../protocol/chunk.ts'
import type { Cid, Pid } from '../../../protocol/ids.ts'

export interface IngestStore {
  putChunks(chunks: readonly { readonly cid: Cid; readonly bytes: Uint8Array }[]): Promise<void>
  sizesOf(cids: readonly Cid[]): Promise<(number | undefined)[]>
  loadChunk(cid: Cid): Promise<Uint8Array>
  putPids(pairs: readonly (readonly [Pid, Cid])[]): Promise<void>
  loadCidsOf(pids: readonly Pid[]): Promise<(Cid | undefined)[]>
}

const BATCH_BYTES = 4 * 1024 * 1024
const BATCH_CHUNKS = 1024
const WINDOW_BYTES = 16 * 1024 * 1024

export class PutWindow {
  readonly #store: IngestStore
  readonly #done: (bytes: Uint8Array) => void
  #batch: SealedChunk[] = []
  #batchBytes = 0
  #flyingBytes = 0
  readonly #flying = new Set<Promise<void>>()
  readonly #underway = new Map<Pid, ChunkRef>()
  #failure: { error: unknown } | undefined
  #storedBytes = 0

  /** `done` hears of bytes that are durable. */
  constructor(store: IngestStore, done: (bytes: Uint8Array) => void) {
    this.#store = store
    this.#done = done
  }

  /** Stored bytes of all chunks given to add. */
  get storedBytes(): number {
    return this.#storedBytes
  }

  /** The chunk of this plaintext, if it was added and is not durable yet. */
  underway(pid: Pid): ChunkRef | undefined {
    return this.#underway.get(pid)
  }

  /** Takes a chunk the store lacks; resolves when there is room for the next. Throws what a put threw. */
  async add(chunk: SealedChunk): Promise<void> {
    this.#check()
    if (this.#underway.has(chunk.pid)) {
      this.#done(chunk.bytes)
      return
    }
    this.#underway.set(chunk.pid, { cid: chunk.cid, stored: chunk.stored, below: chunk.below })
    this.#storedBytes += chunk.stored
    this.#batch.push(chunk)
    this.#batchBytes += chunk.stored
    if (this.#batchBytes >= BATCH_BYTES || this.#batch.length >= BATCH_CHUNKS) this.#send()
    while (this.#flyingBytes + this.#batchBytes > WINDOW_BYTES && this.#flying.size > 0) {
      await Promise.race(this.#flying)
      this.#check()
    }
  }

  /** Resolves when everything added before is durable. Throws what a put threw. */
  async flush(): Promise<void> {
    this.#send()
    await Promise.all(this.#flying)
    this.#check()
  }

  #check(): void {
    if (this.#failure) throw this.#failure.error
  }

  #send(): void {
    if (this.#batch.length === 0 || this.#failure) return
    const batch = this.#batch
    const bytes = this.#batchBytes
    this.#batch = []
    this.#batchBytes = 0
    this.#flyingBytes += bytes
    const put = this.#put(batch)
      .catch((error: unknown) => {
        this.#failure ??= { error }
      })
      .finally(() => {
        this.#flyingBytes -= bytes
        this.#flying.delete(put)
      })
    this.#flying.add(put)
  }

  async #put(batch: readonly SealedChunk[]): Promise<void> {
    await this.#store.putChunks(batch)
    // Only now: a pid must never lead to a chunk that a crash has taken.
    await this.#store.putPids(batch.map(chunk => [chunk.pid, chunk.cid] as const))
    for (const chunk of batch) {
      this.#underway.delete(chunk.pid)
      this.#done(chunk.bytes)
    }
  }
}
