// Decides what this site should hold: each site finds out by itself, from the same placement, whether it is wanted, says
// so as an intent in its beat, and leaves room where another has said so first (§ Placement, § Heal).
import type { CopiesReport } from '../../protocol/copies.ts'
import type { ProjectId, SiteId } from '../../protocol/ids.ts'
import { TIMES_MS } from '../../protocol/limits.ts'
import { mayHold } from '../../protocol/role.ts'
import type { Ports } from '../ports.ts'
import type { Worker } from '../worker.ts'
import type { Assessor } from './assess.ts'
import type { Custody } from './custody/custody.ts'
import type { Trash } from './keeping/trash.ts'
import type { Gossip } from './mesh/gossip.ts'
import type { Members } from './mesh/members.ts'
import type { Project, Projects } from './mesh/projects.ts'
import type { View } from './mesh/view.ts'
import type { Wanted } from './pull.ts'
import type { Quotas } from './quota.ts'

/** With a thousand projects others get their turn in between. */
const BREATHE_MS = 10

interface Options {
  readonly me: SiteId
  readonly projects: Projects
  readonly assessor: Assessor
  readonly custody: Custody
  readonly gossip: Gossip
  readonly members: Members
  readonly view: View
  readonly quotas: Pick<Quotas, 'withholds' | 'settle'>
  readonly trash: Pick<Trash, 'of'>
  /** The disk that failed under this site's store. */
  readonly sick?: () => string | undefined
}

interface Need {
  readonly since: number
  readonly rank: number
  readonly yielding: boolean
  readonly report: CopiesReport
}

export class Healer {
  readonly #options: Options
  readonly #ports: Ports
  readonly #needs = new Map<ProjectId, Need>()
  /** Since when a site was to hold a project and neither counted nor moved. */
  readonly #watched = new Map<ProjectId, Map<SiteId, number>>()
  found: () => void = () => undefined

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
  }

  worker(): Worker {
    return {
      name: 'heal',
      idleMs: TIMES_MS.beat,
      status: () => ({
        wanted: [...this.#needs].map(([project, need]) => ({ project, rank: need.rank, yielding: need.yielding })),
      }),
      step: async signal => {
        let since = this.#ports.clock.monotonic()
        for (const project of this.#options.projects.all()) {
          this.#consider(project)
          if (this.#ports.clock.monotonic() - since < BREATHE_MS) continue
          await this.#ports.clock.wait(0, signal)
          since = this.#ports.clock.monotonic()
        }
        if (this.wanted().length > 0) this.found()
        await this.#options.quotas.settle()
        return 'idle'
      },
    }
  }

  /** Projects this site fetches or keeps up with, for its beats. */
  intents(): { project: ProjectId; since: number; rank: number }[] {
    return [...this.#needs].flatMap(([project, { since, rank, yielding }]) =>
      yielding ? [] : [{ project, since: Math.round(since), rank }],
    )
  }

  #consider(project: Project): void {
    const { custody, assessor, me, projects, members } = this.#options
    const report = assessor.report(project)
    this.#watchStalled(project, report)
    const member = members.get(me)
    // What a failing disk takes is no copy, and more writes do it no good.
    const isUnfit = member === undefined || member.revoked || this.#options.sick?.() !== undefined
    if (isUnfit || !mayHold(member, project.id)) {
      this.#needs.delete(project.id)
      return
    }
    const holding = custody.holding(project.id)
    // A site that holds some of a project keeps up with it: nothing is freed, and a copy that stops growing is no copy.
    const keepsUp = holding !== undefined || projects.retained(project.id).some(snapshot => snapshot.author === me)
    const rank = report.placement.added.indexOf(me)
    if (!keepsUp && rank < 0 && !report.placement.chosen.includes(me)) {
      this.#needs.delete(project.id)
      return
    }
    const since = this.#needs.get(project.id)?.since ?? this.#ports.clock.monotonic()
    const waited = this.#ports.clock.monotonic() - since
    const yielding = !keepsUp && waited < TIMES_MS.yieldToLowerRank && this.#isCoveredByOthers(project.id, report, rank)
    this.#needs.set(project.id, { since, rank: Math.max(0, rank), yielding, report })
  }

  // A site that is to hold the project and shows no way of getting there for long is passed over, so that another can.
  #watchStalled(project: Project, report: CopiesReport): void {
    const { gossip, me, assessor } = this.#options
    const now = this.#ports.clock.monotonic()
    const watched = this.#watched.get(project.id) ?? new Map<SiteId, number>()
    const counted = new Set(report.sites.flatMap(copy => (copy.counted ? [copy.site] : [])))
    for (const site of [...watched.keys()]) if (counted.has(site)) watched.delete(site)
    for (const site of report.placement.chosen) {
      const isAtWork = gossip.heard.beat(site)?.progress.some(entry => entry.project === project.id) ?? false
      if (site === me || counted.has(site) || isAtWork) watched.delete(site)
      else if (!watched.has(site)) watched.set(site, now)
    }
    this.#watched.set(project.id, watched)
    const stalled = [...watched].flatMap(([site, since]) => (now - since > TIMES_MS.yieldToLowerRank ? [site] : []))
    assessor.stalled.set(project.id, new Set(stalled))
  }

  /** True when others have already said that they fetch as many copies as are wanted. */
  #isCoveredByOthers(project: ProjectId, report: CopiesReport, rank: number): boolean {
    const { members, gossip, me, view } = this.#options
    const added = report.placement.added
    const before = new Set(added.slice(0, Math.max(0, rank)))
    const fetching = members.sites().filter(site => {
      if (site === me || view.holding(site, project) !== undefined || before.has(site)) return false
      return gossip.heard.beat(site)?.intents.some(intent => intent.project === project) ?? false
    })
    const outsiders = fetching.filter(site => !added.includes(site))
    return outsiders.length > 0 && before.size + outsiders.length >= added.length
  }

  /** Whether this site will hold what `reader` is reading now. */
  willHold(project: ProjectId, reader: SiteId): boolean {
    const { projects, assessor, me } = this.#options
    const known = projects.get(project)
    if (known === undefined || reader === me) return false
    // Of a project without any snapshot the reader will be the first holder.
    if (projects.retained(project).length === 0) return assessor.placementFrom(known, reader).includes(me)
    const need = this.#needs.get(project)
    return need !== undefined && !need.yielding
  }

  /** What is to be fetched here now. */
  wanted(): Wanted[] {
    const { projects, custody, view, members, quotas, trash, me } = this.#options
    const wanted: Wanted[] = []
    for (const [id, need] of this.#needs) {
      if (need.yielding) continue
      for (const snapshot of projects.retained(id)) {
        if (custody.holds(id, snapshot.id) || trash.of(snapshot.id) !== undefined) continue
        if (quotas.withholds(snapshot.author, snapshot.id)) continue
        const holders = view
          .holders(id)
          .filter(({ site, holding }) => site !== me && members.has(site) && holding.snapshots.includes(snapshot.id))
        // The author may have it whole though its statement did not reach us yet; others may have parts.
        const rest = members.sites().filter(site => site !== me && !holders.some(holder => holder.site === site))
        const others = rest.filter(site => site === snapshot.author || view.holding(site, id) !== undefined)
        wanted.push({
          snapshot,
          sources: [...holders.map(holder => holder.site), ...others],
          copies: need.report.copies.have,
        })
      }
    }
    return wanted
  }
}
