// When each site was last heard, by this observer's own clocks, and the silences that ended (§ Placement: liveness is
// each observer's own view). Kept in monotonic time, so that a clock that is set never ends or stretches a grace.
import type { Absence } from '../../../protocol/copies.ts'
import type { SiteId } from '../../../protocol/ids.ts'
import type { Clock } from '../../ports.ts'

interface Seen {
  at: number
  /** The connection broke and nothing was heard since. */
  lost: boolean
  /** Known from an earlier run alone: how long ago it was rests on a wall clock that may have been set meanwhile. */
  recalled: boolean
  absences: Absence[]
}

const MIN_ABSENCE_MS = 8_000
const ABSENCES_KEPT = 16
// Two beats may go missing.
const UP_MS = 8_000

export class Liveness {
  readonly #clock: Clock
  readonly #startedAt: number
  readonly #seen = new Map<SiteId, Seen>()
  #version = 0
  returned: (site: SiteId) => void = () => undefined

  constructor(clock: Clock) {
    this.#clock = clock
    this.#startedAt = clock.monotonic()
  }

  /** A sign of life now. */
  heard(site: SiteId): void {
    const now = this.#clock.monotonic()
    const seen = this.#seen.get(site)
    if (seen === undefined || !isUp(seen, now)) this.#version++
    if (seen === undefined) {
      this.#seen.set(site, { at: now, lost: false, recalled: false, absences: [] })
      return
    }
    // While this site was down itself it can't say who was away.
    const from = Math.max(seen.at, this.#startedAt)
    seen.at = now
    seen.lost = false
    seen.recalled = false
    if (now - from < MIN_ABSENCE_MS) return
    // Keep the longest silences: they are the ones a grace may be shorter than.
    seen.absences = [...seen.absences, { from, to: now }]
      .sort((a, b) => b.to - b.from - (a.to - a.from))
      .slice(0, ABSENCES_KEPT)
    this.returned(site)
  }

  /** What an earlier run of this site knew: last heard at this wall time. */
  restore(site: SiteId, wallMs: number): void {
    if (this.#seen.has(site)) return
    const ago = Math.max(0, this.#clock.wall() - wallMs)
    this.#version++
    this.#seen.set(site, { at: this.#clock.monotonic() - ago, lost: true, recalled: true, absences: [] })
  }

  /** Ms since the last sign of life; undefined = never heard, which counts as unknown. */
  silence(site: SiteId): number | undefined {
    const seen = this.#seen.get(site)
    return seen === undefined ? undefined : Math.max(0, this.#clock.monotonic() - seen.at)
  }

  /** The connection to a site broke: it is down until it is heard again. */
  lost(site: SiteId): void {
    const seen = this.#seen.get(site)
    if (seen === undefined || seen.lost) return
    seen.lost = true
    this.#version++
  }

  isUp(site: SiteId): boolean {
    const seen = this.#seen.get(site)
    return seen !== undefined && isUp(seen, this.#clock.monotonic())
  }

  /**
   * Another number whenever a site has come or gone. Silence makes no event: what was told of the sites with this number
   * holds until `silentFrom` alone.
   */
  get version(): number {
    return this.#version
  }

  /** Sites that are up. */
  up(): SiteId[] {
    const now = this.#clock.monotonic()
    return [...this.#seen].flatMap(([site, seen]) => (isUp(seen, now) ? [site] : []))
  }

  /** Monotonic ms before which no site that is up now can fall silent. */
  silentFrom(): number {
    const now = this.#clock.monotonic()
    let from = Number.POSITIVE_INFINITY
    for (const seen of this.#seen.values()) if (isUp(seen, now)) from = Math.min(from, seen.at + UP_MS)
    return from
  }

  /** True when the site was not heard since this run began. */
  isRecalled(site: SiteId): boolean {
    return this.#seen.get(site)?.recalled ?? false
  }

  /** Wall time of the last sign of life. */
  lastSeen(site: SiteId): number | undefined {
    const seen = this.#seen.get(site)
    return seen && this.wallOf(seen.at)
  }

  /** Silences that ended, in wall time. */
  absences(site: SiteId): Absence[] {
    return (this.#seen.get(site)?.absences ?? []).map(({ from, to }) => ({
      from: this.wallOf(from),
      to: this.wallOf(to),
    }))
  }

  /** Today's wall time of a monotonic moment. */
  wallOf(monotonic: number): number {
    return this.#clock.wall() - (this.#clock.monotonic() - monotonic)
  }

  sites(): SiteId[] {
    return [...this.#seen.keys()]
  }
}

function isUp({ lost, at }: Seen, now: number): boolean {
  return !lost && now - at < UP_MS
}
