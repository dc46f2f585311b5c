// Who goes on bringing what a revoked site says, though it says itself that it knows of the revocation: it works for the
// other (§ Membership, Leaving). An honest site that hasn't heard of it yet passes on in good faith, and one that has
// just heard may have something under way.
import type { SiteId } from '../../../protocol/ids.ts'
import type { Offence } from '../../../protocol/offence.ts'
import type { Clock } from '../../ports.ts'
import type { HeardBeats } from './heard-beats.ts'
import type { Members } from './members.ts'

interface Options {
  readonly members: Pick<Members, 'get' | 'hash'>
  readonly heard: Pick<HeardBeats, 'beat'>
  readonly suspect?: (site: SiteId, offence: Offence, what: string) => void
}

/** Nothing that was on its way when its bearer heard of the revocation takes so long. */
const UNDER_WAY_MS = 60_000

export class FormerRelays {
  readonly #options: Options
  readonly #clock: Pick<Clock, 'monotonic'>
  /** By bearer: when it first brought something of a former member while it knew. */
  readonly #since = new Map<SiteId, number>()

  constructor(options: Options, clock: Pick<Clock, 'monotonic'>) {
    this.#options = options
    this.#clock = clock
  }

  /** `from` brought what `author` signed, who is no member. */
  brought(author: SiteId, from: SiteId, topic: 'head' | 'beat'): void {
    if (author === from || this.#options.members.get(author)?.revoked !== true) return
    if (!this.#isAbreast(from)) {
      this.#since.delete(from)
      return
    }
    const now = this.#clock.monotonic()
    const since = this.#since.get(from)
    if (since === undefined) this.#since.set(from, now)
    else if (now - since >= UNDER_WAY_MS)
      this.#options.suspect?.(from, 'message', `brings a ${topic} of ${author}, and knows that it is revoked`)
  }

  /** Its own word: the membership it names is the one that is known here. */
  #isAbreast(site: SiteId): boolean {
    const named = this.#options.heard.beat(site)?.membership
    return named !== undefined && Buffer.compare(named, this.#options.members.hash) === 0
  }
}
