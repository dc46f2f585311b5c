// What has come and isn't durable yet. One batch is stored while the next comes in, so that receiving never waits for the
// disk until it is a whole backlog ahead of it; a batch is as large as what came meanwhile, so small chunks share their
// fsync (§ Replication).
import type { Cid } from '../../protocol/ids.ts'

export interface Arrival {
  readonly cid: Cid
  readonly bytes: Uint8Array
}

const MiB = 1024 * 1024
/** Of what waits to be stored: who brings more waits. */
const BACKLOG = 16 * MiB
const BATCH = 8 * MiB

export class Arrivals {
  readonly #store: (batch: readonly Arrival[]) => Promise<void>
  readonly #stored: (batch: readonly Arrival[]) => void
  #waiting: Arrival[] = []
  #waitingBytes = 0
  #storingBytes = 0
  #storing: Promise<void> | undefined
  #failure: { readonly error: unknown } | undefined
  #room = Promise.withResolvers<void>()

  /** `stored` hears of each batch once it is durable. */
  constructor(store: (batch: readonly Arrival[]) => Promise<void>, stored: (batch: readonly Arrival[]) => void) {
    this.#store = store
    this.#stored = stored
  }

  /** Whether storing has failed: nothing more is taken. */
  get failed(): boolean {
    return this.#failure !== undefined
  }

  /** Takes a chunk; resolves when the next may come. Rejects when storing has failed. */
  async add(arrival: Arrival): Promise<void> {
    this.#throwFailure()
    this.#waiting.push(arrival)
    this.#waitingBytes += arrival.bytes.byteLength
    this.#storing ??= this.#storeAll()
    while (this.#waitingBytes + this.#storingBytes > BACKLOG) {
      await this.#room.promise
      this.#throwFailure()
    }
  }

  /** Resolves when all is durable. Rejects when storing has failed. */
  async settled(): Promise<void> {
    await this.#storing
    this.#throwFailure()
  }

  // Never rejects: a failure is thrown to whoever adds or waits.
  async #storeAll(): Promise<void> {
    while (this.#waiting.length > 0 && this.#failure === undefined) {
      const batch = this.#take()
      try {
        await this.#store(batch)
        this.#stored(batch)
      } catch (error) {
        this.#failure = { error }
      }
      this.#storingBytes = 0
      this.#room.resolve()
      this.#room = Promise.withResolvers()
    }
    this.#storing = undefined
  }

  #take(): Arrival[] {
    let count = 0
    for (; count < this.#waiting.length && this.#storingBytes < BATCH; count++)
      this.#storingBytes += this.#waiting[count]!.bytes.byteLength
    this.#waitingBytes -= this.#storingBytes
    const batch = this.#waiting.slice(0, count)
    this.#waiting = this.#waiting.slice(count)
    return batch
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }
}
