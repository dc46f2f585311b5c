// Beats as they were heard last: who is at work on what. An old one means nothing (§ Beat).
import { type BeatRecord, isNewerBeat } from '../../../protocol/beat.ts'
import type { ProjectId, SiteId } from '../../../protocol/ids.ts'
import { TIMES_MS } from '../../../protocol/limits.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'
import type { Clock } from '../../ports.ts'

/** Who receives what, by their beats. */
interface Receiving {
  readonly sites: ReadonlyMap<ProjectId, readonly SiteId[]>
  /** Monotonic ms until which none of these beats is too old. */
  readonly until: number
}

const BEATS_PASSED_ON = 3
const BEAT_STANDS_MS = 10 * TIMES_MS.beat

export class HeardBeats {
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #beats = new Map<SiteId, { record: BeatRecord; signed: pb.Signed; at: number }>()
  #receiving: Receiving | undefined
  /** Another number whenever what `sick` says of a site has changed. */
  sickVersion = 0

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock
  }

  /** Takes a verified beat; false when it is not newer than the one known. */
  take(record: BeatRecord, signed: pb.Signed): boolean {
    const known = this.#beats.get(record.author)?.record
    if (known && !isNewerBeat(known, record)) return false
    if (record.progress.length > 0 || (known?.progress.length ?? 0) > 0) this.#receiving = undefined
    if ((known?.sick ?? '') !== (record.sick ?? '')) this.sickVersion++
    this.#beats.set(record.author, { record, signed, at: this.#clock.monotonic() })
    return true
  }

  /** The newest beat of a site, if one came lately enough to mean anything. */
  beat(site: SiteId): BeatRecord | undefined {
    const beat = this.#beats.get(site)
    if (beat === undefined || this.#clock.monotonic() - beat.at > BEAT_STANDS_MS) return undefined
    return beat.record
  }

  /** The disk that failed there, by the last word of the site, however old: silence heals nothing. Undefined: never heard. */
  sick(site: SiteId): string | undefined {
    const beat = this.#beats.get(site)
    return beat && (beat.record.sick ?? '')
  }

  /** Sites that say that they are reading folders into snapshots, and which. */
  readers(): { readonly project: ProjectId; readonly reader: SiteId }[] {
    return [...this.#beats.keys()].flatMap(reader =>
      (this.beat(reader)?.reading ?? []).map(project => ({ project, reader })),
    )
  }

  /** The sites that say that they are receiving a project. */
  receiving(project: ProjectId): readonly SiteId[] {
    const now = this.#clock.monotonic()
    if (this.#receiving === undefined || now > this.#receiving.until) this.#receiving = this.#findReceiving(now)
    return this.#receiving.sites.get(project) ?? []
  }

  #findReceiving(now: number): Receiving {
    const sites = new Map<ProjectId, SiteId[]>()
    let until = Number.POSITIVE_INFINITY
    for (const [site, { record, at }] of this.#beats) {
      if (record.progress.length === 0 || now - at > BEAT_STANDS_MS) continue
      until = Math.min(until, at + BEAT_STANDS_MS)
      for (const { project } of record.progress) sites.set(project, [...(sites.get(project) ?? []), site])
    }
    return { sites, until }
  }

  /** Beats to pass on: an older one would make a site that has died look alive to whoever hears it first from us. */
  passedOn(): pb.Signed[] {
    const since = this.#clock.monotonic() - BEATS_PASSED_ON * TIMES_MS.beat
    return [...this.#beats.values()].filter(beat => beat.at >= since).map(beat => beat.signed)
  }
}
