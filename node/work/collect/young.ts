// What was written within the last custody day stays, whatever refers to it: what an ingest that broke off has stored, so that
// the next one finds it, and what is fetched ahead of a snapshot that is still to come (§ Store, Collection).
import type { NodeCache } from '../mesh/map-cache.ts'
import { DAY_MS } from './budget.ts'

export interface Place {
  readonly pack: number
  readonly offset: number
}

type Noted = readonly [at: number, pack: number, offset: number]

const KEY = 'young'
const EVERY_MS = 3_600_000

export class Young {
  readonly #cache: NodeCache
  readonly #clock: { now(): number }
  readonly #position: () => Place
  #noted: Noted[] | undefined

  constructor(cache: NodeCache, clock: { now(): number }, position: () => Place) {
    this.#cache = cache
    this.#clock = clock
    this.#position = position
  }

  /** Notes from time to time how far the store has been written. */
  async note(): Promise<void> {
    const noted = await this.#load()
    const now = this.#clock.now()
    const last = noted.at(-1)
    if (last !== undefined && now - last[0] < EVERY_MS) return
    const { pack, offset } = this.#position()
    // One that is old enough is all that is needed of those.
    const old = noted.findLastIndex(([at]) => now - at >= DAY_MS)
    this.#noted = [...noted.slice(Math.max(0, old)), [now, pack, offset]]
    await this.#cache.batch([{ key: KEY, value: Buffer.from(JSON.stringify(this.#noted)) }])
  }

  /** Where everything that is a day old ends. */
  async oldEnd(): Promise<Place> {
    const noted = await this.#load()
    const [, pack, offset] = noted.findLast(([at]) => this.#clock.now() - at >= DAY_MS) ?? [0, 0, 0]
    return { pack, offset }
  }

  // Lost with the cache: then all is young for a day.
  async #load(): Promise<Noted[]> {
    if (this.#noted === undefined) {
      const stored = await this.#cache.get(KEY)
      this.#noted = stored === undefined ? [] : (JSON.parse(Buffer.from(stored).toString()) as Noted[])
    }
    return this.#noted
  }
}
