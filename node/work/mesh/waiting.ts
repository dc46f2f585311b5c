// What others list and this site does not take over, since its author may not sign it (§ Roles): kept aside, for the
// statement that allows it may come later. Who signed what it never might is named, once it is sure that nothing is missing
// here: an honest site must not be accused because news of its role travel slower than its work.
import type { CatalogEntry } from '../../../protocol/catalog.ts'
import type { SiteId } from '../../../protocol/ids.ts'
import type { RoleHolder } from '../../../protocol/role.ts'
import type { Ports } from '../../ports.ts'

export interface WaitingEntry {
  readonly entry: CatalogEntry
  /** Whose catalog lists it. */
  readonly by: SiteId
}

type May = (holder: RoleHolder) => boolean

interface Offender {
  readonly since: number
  times: number
  what: string
  may: May
}

interface Options {
  /** True when the site's newest head names the very membership that is known here. */
  readonly isAbreast: (site: SiteId) => boolean
  /** True when any statement that is kept once allowed it, counted today or not. */
  readonly everAllowed: (site: SiteId, may: May) => boolean
  readonly report: (site: SiteId, what: string) => void
}

/** Of one lister: nobody's list can push out what another lists. */
const KEPT_PER_SITE = 1_000
/** A site that was connected has all statements long before; one that names another membership is not spared for ever. */
const SURELY_TOLD_MS = 10 * 60_000

export class Waiting {
  readonly #options: Options
  readonly #clock: Ports['clock']
  readonly #entries = new Map<SiteId, Map<string, CatalogEntry>>()
  readonly #offenders = new Map<SiteId, Offender>()

  constructor(options: Options, clock: Ports['clock']) {
    this.#options = options
    this.#clock = clock
  }

  /** False when there is no more room for what `by` lists: it is read again at the next start. */
  keep(id: string, entry: CatalogEntry, by: SiteId): boolean {
    const ofSite = this.#entries.get(by) ?? new Map<string, CatalogEntry>()
    this.#entries.set(by, ofSite)
    if (ofSite.size >= KEPT_PER_SITE && !ofSite.has(id)) return false
    ofSite.set(id, entry)
    return true
  }

  /** Everything that waits, to be judged again. */
  take(): WaitingEntry[] {
    const all = [...this.#entries].flatMap(([by, entries]) => [...entries.values()].map(entry => ({ entry, by })))
    this.#entries.clear()
    this.#offenders.clear()
    return all
  }

  /** `author` signed what only `may` allows, and never might, as far as is known here. */
  blame(author: SiteId, what: string, may: May): void {
    const known = this.#offenders.get(author)
    if (known) {
      known.times += 1
      known.what = what
      known.may = may
    } else this.#offenders.set(author, { since: this.#clock.monotonic(), times: 1, what, may })
  }

  /** Names those of whom it is sure. */
  settle(): void {
    for (const [author, { since, times, what, may }] of this.#offenders) {
      if (!this.#options.isAbreast(author) && this.#clock.monotonic() - since < SURELY_TOLD_MS) continue
      this.#offenders.delete(author)
      if (this.#options.everAllowed(author, may)) continue
      this.#options.report(author, times > 1 ? `${what} (${times} times)` : what)
    }
  }
}
