// When it is worth looking for something to free: a look reads every tree chunk that is kept (§ Store, Collection).
import type { SnapshotId } from '../../../protocol/ids.ts'
import type { Clock } from '../../ports.ts'
import type { NodeCache } from '../mesh/map-cache.ts'
import { DAY_MS } from './budget.ts'

interface Options {
  readonly store: { stats(): { readonly nodes: number }; health(): { readonly state: string } }
  readonly cache: NodeCache
  readonly custodySet: { roots(): readonly { readonly snapshot: SnapshotId }[] }
  readonly custodyClock: { now(): number }
}

interface Last {
  /** Custody ms when it ended. */
  readonly at: number
  /** Own map nodes that were left. */
  readonly nodes: number
}

const KEY = 'last'
/** From one to the next, and so many times as long as the last one took. */
const REST_MS = 3_600_000
const REST_TIMES = 20
/** A full store is looked through that often, whatever is known. */
const FULL_MS = 4 * 3_600_000
const START_MS = 30_000
const OFTEN_MS = 7 * DAY_MS
/** The own catalog leaves nodes behind with every head. */
const NODES_GROWN = 2
const NODES_MORE = 1000

export class Occasion {
  readonly #options: Options
  readonly #clock: Pick<Clock, 'monotonic'>
  #kept: ReadonlySet<SnapshotId> = new Set()
  #restUntil: number
  #isAgain = false

  constructor(options: Options, clock: Pick<Clock, 'monotonic'>) {
    this.#options = options
    this.#clock = clock
    // What is to be fetched here is heard of in the first moments of a run.
    this.#restUntil = clock.monotonic() + START_MS
  }

  async isNow(hasDue: boolean): Promise<boolean> {
    if (this.#clock.monotonic() < this.#restUntil) return false
    const { store, cache, custodySet, custodyClock } = this.#options
    const stored = await cache.get(KEY)
    const last = stored === undefined ? undefined : (JSON.parse(Buffer.from(stored).toString()) as Last)
    if (hasDue || this.#isAgain) return true
    const now = custodyClock.now()
    if (last === undefined) {
      // A new site, or one whose cache is gone: the first look is a week from now.
      await this.#note({ at: now, nodes: store.stats().nodes })
      return false
    }
    if (now - last.at >= (store.health().state === 'full' ? FULL_MS : OFTEN_MS)) return true
    if (store.stats().nodes > NODES_GROWN * last.nodes + NODES_MORE) return true
    const roots = new Set(custodySet.roots().map(({ snapshot }) => snapshot))
    return [...this.#kept].some(snapshot => !roots.has(snapshot))
  }

  /** A collection begins; the result is called when it has ended, with the roots it kept, or none where it was cut off. */
  begin(): (kept: ReadonlySet<SnapshotId> | undefined) => Promise<void> {
    const began = this.#clock.monotonic()
    return async kept => {
      const took = this.#clock.monotonic() - began
      this.#restUntil = this.#clock.monotonic() + Math.max(REST_MS, REST_TIMES * took)
      this.#isAgain = kept === undefined
      if (kept === undefined) return
      this.#kept = kept
      await this.#note({ at: this.#options.custodyClock.now(), nodes: this.#options.store.stats().nodes })
    }
  }

  async #note(last: Last): Promise<void> {
    await this.#options.cache.batch([{ key: KEY, value: Buffer.from(JSON.stringify(last)) }])
  }
}
