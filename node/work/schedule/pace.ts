// Giving way while takes grow (§ Schedule): whoever records needs the disk more than we do. Large reads of all captures
// together slow down to a small rate, and scrub rests; both go on by themselves when the takes are done.
import type { Clock } from '../../ports.ts'

/** Awaited before each piece of a large read. */
export type Pacer = (bytes: number, signal: AbortSignal) => Promise<void>

/** Bytes per ms (MB/s × 1000) of all large reads together while a take grows. */
export const YIELDING_RATE = 20_000
/** A scrub that waits longer than this does one more slice all the same: takes that never end must not end scrub. */
const HOLD_MAX_MS = 10 * 60_000
const LOOK_EVERY_MS = 1_000

export class Pace {
  readonly #clock: Clock
  readonly #growing = new Map<string, number>()
  readonly #lane: Lane
  #since: number | undefined

  constructor(clock: Clock) {
    this.#clock = clock
    this.#lane = new Lane(clock)
  }

  /** Takes of `who` grow, for `ms` from now as far as is known; 0: no longer. */
  grows(who: string, ms: number): void {
    const wasYielding = this.isYielding()
    if (ms > 0) this.#growing.set(who, this.#clock.monotonic() + ms)
    else this.#growing.delete(who)
    if (!wasYielding && ms > 0) this.#since = this.#clock.wall()
  }

  isYielding(): boolean {
    const now = this.#clock.monotonic()
    for (const [who, until] of this.#growing) if (until <= now) this.#growing.delete(who)
    return this.#growing.size > 0
  }

  /** Wall ms since when large reads give way; undefined when they don't. */
  get yieldingSince(): number | undefined {
    return this.isYielding() ? this.#since : undefined
  }

  /** For an ordinary capture: unbounded but while takes grow. */
  readonly read: Pacer = async (bytes, signal) => {
    if (this.isYielding()) await this.#lane.take(bytes, YIELDING_RATE, signal)
    else signal.throwIfAborted()
  }

  /** For a capture that has time: at most `rate` bytes per ms, and as slow as the others while takes grow. */
  slow(rate: number): Pacer {
    const lane = new Lane(this.#clock)
    return async (bytes, signal) => {
      await lane.take(bytes, rate, signal)
      await this.read(bytes, signal)
    }
  }

  /** Resolves when no take grows, at the latest after ten minutes. For work that can wait. */
  async giveWay(signal: AbortSignal): Promise<void> {
    const until = this.#clock.monotonic() + HOLD_MAX_MS
    while (this.isYielding() && this.#clock.monotonic() < until) await this.#clock.wait(LOOK_EVERY_MS, signal)
  }
}

/** Readers one behind the other, each as long on the lane as its bytes take at the rate. */
class Lane {
  readonly #clock: Clock
  #freeAt = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async take(bytes: number, rate: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const now = this.#clock.monotonic()
    const at = Math.max(now, this.#freeAt)
    this.#freeAt = at + bytes / rate
    if (at > now) await this.#clock.wait(at - now, signal)
  }
}
