// How many bytes may go in a day because somebody forgot or deleted them: few enough that a mistake, or a thief of keys, is
// noticed long before most is gone (§ Retention and locks). Surplus, and what was never anybody's, is not counted.
import { LIMITS } from '../../../protocol/limits.ts'

export const DAY_MS = 24 * 3_600_000
const SHARE = 0.02
const KEY = 'collect-spent'

interface State {
  readonly state: ReadonlyMap<string, Uint8Array>
  setState(key: string, value: Uint8Array | undefined): Promise<void>
}

/** Custody ms and bytes. */
type Spent = readonly [at: number, bytes: number]

export class Budget {
  readonly #promises: State
  readonly #clock: { now(): number }

  constructor(promises: State, clock: { now(): number }) {
    this.#promises = promises
    this.#clock = clock
  }

  /** Bytes that may still go within the custody day that ends now, of a store with so many bytes of chunks. */
  left(chunkBytes: number): number {
    return Math.max(0, this.most(chunkBytes) - this.spent())
  }

  /** In a whole custody day: a small store still frees one chunk. */
  most(chunkBytes: number): number {
    return Math.max(SHARE * chunkBytes, LIMITS.chunk)
  }

  /** Bytes let go of within the last custody day. */
  spent(): number {
    return this.#recent().reduce((sum, [, bytes]) => sum + bytes, 0)
  }

  /** Durable on resolve: before anything goes. */
  async spend(bytes: number): Promise<void> {
    const recent: Spent[] = [...this.#recent(), [this.#clock.now(), bytes]]
    await this.#promises.setState(KEY, Buffer.from(JSON.stringify(recent)))
  }

  #recent(): Spent[] {
    const stored = this.#promises.state.get(KEY)
    const all = stored === undefined ? [] : (JSON.parse(Buffer.from(stored).toString()) as Spent[])
    return all.filter(([at]) => at > this.#clock.now() - DAY_MS)
  }
}
