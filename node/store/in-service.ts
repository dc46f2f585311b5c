// Where the records in service stand, as everybody but the writer is told: without those that are just being taken out of
// service, and with a note of each that was found, so that a collection leaves it (§ Store, Collection).
import { samePlace } from './fold.ts'
import type { LevelIndex } from './level-index.ts'
import type { Live } from './live.ts'
import type { Place, RecordKey } from './pack-record.ts'

export class InService {
  readonly #index: LevelIndex
  readonly #live: Live
  /** Records being withdrawn or freed, or whose withdrawal the disk refused: out of service in this process. */
  readonly #condemned = new Map<RecordKey, Place>()
  /** Another number whenever something condemned has left the index. */
  #left = 0

  constructor(index: LevelIndex, live: Live) {
    this.#index = index
    this.#live = live
  }

  async find(keys: readonly RecordKey[]): Promise<(Place | undefined)[]> {
    return (await this.look(keys)).map(({ place }) => place)
  }

  /** The same, and whether the index has anything of a key that is out of service in this process. */
  async look(keys: readonly RecordKey[]): Promise<{ place: Place | undefined; isIndexed: boolean }[]> {
    const found = await this.#look(keys)
    // In the turn in which it is told: what a collection decides on later sees it.
    found.forEach(({ place }, i) => {
      if (place) this.#live.touch(keys[i]!)
    })
    return found
  }

  /** Where they stand, for who does not build upon it. */
  async peek(keys: readonly RecordKey[]): Promise<(Place | undefined)[]> {
    return (await this.#look(keys)).map(({ place }) => place)
  }

  async #look(keys: readonly RecordKey[]): Promise<{ place: Place | undefined; isIndexed: boolean }[]> {
    while (true) {
      const left = this.#left
      const places = await this.#index.find(keys)
      // What was looked up before something left may still tell of it.
      if (left !== this.#left && places.some(Boolean)) continue
      return places.map((place, i) => {
        const isOut = samePlace(place, this.#condemned.get(keys[i]!))
        return { place: isOut ? undefined : place, isIndexed: place !== undefined }
      })
    }
  }

  /** From now on it is out of service, whatever the index still says. */
  condemn(key: RecordKey, place: Place): void {
    this.#condemned.set(key, place)
  }

  /** The index says so itself by now. */
  absolve(key: RecordKey, place: Place): void {
    if (!samePlace(this.#condemned.get(key), place)) return
    this.#condemned.delete(key)
    this.#left++
  }

  isCondemned(key: RecordKey): boolean {
    return this.#condemned.has(key)
  }
}
