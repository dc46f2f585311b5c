// What changes of a project take away, they take away late (§ Notice): a shorter retention, a closed project and another
// authority count only after this site has known of them for a month of custody time. So whoever gets hold of an operator's
// machine can't have history expire before anybody looks; setting it back within that time loses nothing.
import type { ProjectId, SiteId } from '../../../protocol/ids.ts'
import type { Retention } from '../../../protocol/policy.ts'
import { authorityOf, type Phase } from '../../../protocol/project-entry.ts'
import { NOTICE_MS, retentionIn, widest } from '../../../protocol/retention.ts'
import type { Project } from '../mesh/projects.ts'
import type { Promises } from '../mesh/promises.ts'

interface Options {
  readonly promises: Pick<Promises, 'state' | 'setState'>
  readonly clock: { now(): number }
}

/** All times custody ms. */
interface Noted {
  readonly authority: SiteId
  /** Since when the authority is; null: ever since this site knows the project. */
  readonly since: number | null
  readonly phase: Phase
  readonly retention: Retention
  /** What was so before, and until when. */
  readonly earlier: readonly { readonly phase: Phase; readonly retention: Retention; readonly until: number }[]
}

export interface Authority {
  readonly site: SiteId
  /** Custody ms from which what it says counts here; undefined: it counts. */
  readonly countsFrom: number | undefined
}

export class Notices {
  readonly #promises: Options['promises']
  readonly #clock: Options['clock']
  readonly #noted = new Map<ProjectId, Noted>()

  constructor({ promises, clock }: Options) {
    this.#promises = promises
    this.#clock = clock
  }

  authority({ id, entry }: Project): Authority {
    const site = authorityOf(entry)
    const noted = this.#of(id)
    // One that nobody came to note yet is as new as can be, but for the first that is ever known of a project.
    const since = noted === undefined ? null : noted.authority === site ? noted.since : this.#clock.now()
    const countsFrom = since === null ? undefined : since + NOTICE_MS
    return { site, countsFrom: countsFrom !== undefined && countsFrom > this.#clock.now() ? countsFrom : undefined }
  }

  /** What counts now: the widest of what the project asks for and what it asked for within the last month. */
  retention({ id, entry }: Project): Retention {
    const noted = this.#of(id)
    const now = retentionIn(entry.phase, entry.policy.retention)
    if (noted === undefined) return now
    return widest(now, [
      ...(isSame(noted, entry) ? [] : [retentionIn(noted.phase, noted.retention)]),
      ...this.#recent(noted).map(earlier => retentionIn(earlier.phase, earlier.retention)),
    ])
  }

  /** Custody ms from which nothing earlier counts any more; undefined: nothing does now. */
  until({ id }: Project): number | undefined {
    const noted = this.#of(id)
    const recent = noted === undefined ? [] : this.#recent(noted)
    return recent.length === 0 ? undefined : Math.max(...recent.map(({ until }) => until)) + NOTICE_MS
  }

  /** Remembers what a project asks for now, where that has changed. Resolves when it is durable. */
  async note({ id, entry }: Project): Promise<void> {
    const { phase, policy } = entry
    const authority = authorityOf(entry)
    const known = this.#of(id)
    if (known !== undefined && known.authority === authority && isSame(known, entry)) return
    const now = this.#clock.now()
    const noted: Noted = {
      authority,
      since: known === undefined ? null : known.authority === authority ? known.since : now,
      phase,
      retention: policy.retention,
      earlier:
        known === undefined
          ? []
          : [
              ...this.#recent(known),
              ...(isSame(known, entry) ? [] : [{ phase: known.phase, retention: known.retention, until: now }]),
            ],
    }
    await this.#promises.setState(`notice/${id}`, Buffer.from(JSON.stringify(noted)))
    this.#noted.set(id, noted)
  }

  #recent({ earlier }: Noted): Noted['earlier'] {
    return earlier.filter(({ until }) => this.#clock.now() < until + NOTICE_MS)
  }

  #of(id: ProjectId): Noted | undefined {
    const known = this.#noted.get(id)
    if (known !== undefined) return known
    const bytes = this.#promises.state.get(`notice/${id}`)
    if (bytes === undefined) return undefined
    const noted = JSON.parse(Buffer.from(bytes).toString()) as Noted
    this.#noted.set(id, noted)
    return noted
  }
}

function isSame(noted: Pick<Noted, 'phase' | 'retention'>, { phase, policy }: Project['entry']): boolean {
  const { all, daily, weekly, monthly } = policy.retention
  const { retention } = noted
  return (
    noted.phase === phase &&
    retention.all === all &&
    retention.daily === daily &&
    retention.weekly === weekly &&
    retention.monthly === monthly
  )
}
