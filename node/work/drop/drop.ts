// Lets go of copies beyond what a project's policy asks for (§ Drop): looks which projects have had one too many for long, and
// that this site's is the one, and sets the dropper on them; brings a copy back as soon as the project needs it again.
import { meetsPolicy } from '../../../protocol/copies.ts'
import type { ProjectId, SiteId, SnapshotId } from '../../../protocol/ids.ts'
import { MOST_LEASED } from '../../../protocol/lease-message.ts'
import { mayHold } from '../../../protocol/role.ts'
import { surplusSites } from '../../../protocol/surplus.ts'
import type { Ports } from '../../ports.ts'
import type { Worker } from '../../worker.ts'
import type { Assessor } from '../assess.ts'
import type { Custody } from '../custody/custody.ts'
import type { Members } from '../mesh/members.ts'
import type { Project, Projects } from '../mesh/projects.ts'
import type { Dropper } from './dropper.ts'
import type { Standing } from './standing.ts'

/** Custody ms. */
export interface SurplusTimes {
  /** How long a copy too many stands before a drop begins. */
  readonly settleMs: number
  /** How long the bytes stay after it. */
  readonly trashMs: number
}
const DAY_MS = 24 * 3_600_000
export const SURPLUS_TIMES: SurplusTimes = { settleMs: DAY_MS, trashMs: DAY_MS }

interface Options {
  readonly me: SiteId
  readonly members: Pick<Members, 'get'>
  readonly projects: Pick<Projects, 'all' | 'get' | 'snapshots' | 'retained'>
  readonly assessor: Pick<Assessor, 'report' | 'input'>
  readonly custody: Pick<Custody, 'holding'>
  readonly standing: Standing
  readonly dropper: Dropper
  readonly isFetching: (project: ProjectId) => boolean
  readonly connected: () => readonly SiteId[]
  readonly times: SurplusTimes
}

const IDLE_MS = 3_000
/** A drop that was not carried out is not tried again at once. */
const RETRY_MS = 10 * 60_000
/** With a thousand projects others get their turn in between. */
const BREATHE_MS = 10

/** Those that stay and can be asked: their copies count now, and they are to stay for good. */
export function stayersOf({
  me,
  assessor,
  projects,
  connected,
}: Pick<Options, 'me' | 'assessor' | 'projects' | 'connected'>) {
  return (id: ProjectId): readonly SiteId[] => {
    const project = projects.get(id)
    if (project === undefined) return []
    const leaving = new Set(assessor.input(project).sites.flatMap(site => (site.retiring ? [site.id] : [])))
    const reached = new Set(connected())
    return assessor.report(project).counted.filter(site => site !== me && reached.has(site) && !leaving.has(site))
  }
}

/** Whether copies on these sites alone are what the project's policy asks for. */
export function enoughFor({ assessor, projects }: Pick<Options, 'assessor' | 'projects'>) {
  return (id: ProjectId, sites: readonly SiteId[]): boolean => {
    const project = projects.get(id)
    if (project === undefined) return false
    const { policy, sites: all } = assessor.input(project)
    return meetsPolicy(
      policy,
      all.filter(site => sites.includes(site.id) && !site.retiring),
    )
  }
}

export class Drops {
  readonly #options: Options
  readonly #ports: Ports
  /** Custody ms since when this site's copy has been one too many. */
  readonly #since = new Map<ProjectId, number>()
  /** Monotonic ms before which a project is left alone. */
  readonly #notBefore = new Map<ProjectId, number>()

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
  }

  worker(): Worker {
    return {
      name: 'drop',
      idleMs: IDLE_MS,
      status: () => ({
        surplus: this.#since.size,
        underWay: this.#options.dropper.underWay(),
        ended: Object.fromEntries(this.#options.dropper.endings),
      }),
      step: async signal => {
        const { clock } = this.#ports
        let since = clock.monotonic()
        for (const project of this.#options.projects.all()) {
          await this.#consider(project)
          if (clock.monotonic() - since < BREATHE_MS) continue
          await clock.wait(0, signal)
          since = clock.monotonic()
        }
        return 'idle'
      },
    }
  }

  async #consider(project: Project): Promise<void> {
    const { dropper, standing, times } = this.#options
    const { id } = project
    const { removal, trashed } = standing.of(id)
    const phase = dropper.phase(id)
    if (removal !== undefined && trashed === undefined && (phase === undefined || phase === 'cleared'))
      await dropper.happen(id, { type: 'gone' })
    else if (phase !== undefined) await dropper.happen(id, { type: 'clock' })
    if (trashed !== undefined) {
      if (this.#isShort(project)) await dropper.happen(id, { type: 'wanted' })
      return
    }
    const now = standing.now()
    const snapshots = this.#tooMany(project)
    if (snapshots === 'unsettled') return
    if (snapshots === 'needed') {
      this.#since.delete(id)
      return
    }
    const since = this.#since.get(id) ?? now.custody
    this.#since.set(id, since)
    if (now.custody - since < times.settleMs || dropper.phase(id) !== undefined) return
    if (now.monotonic < (this.#notBefore.get(id) ?? 0)) return
    this.#notBefore.set(id, now.monotonic + Math.min(RETRY_MS, Math.max(IDLE_MS, times.settleMs)))
    await dropper.happen(id, { type: 'want', snapshots, stay: stayersOf(this.#options)(id) })
  }

  /** What is below its policy without this site's copy, which is still here, gets it back. */
  #isShort(project: Project): boolean {
    const { state } = this.#options.assessor.report(project)
    return state === 'healing' || state === 'below'
  }

  // What a drop would be over: everything held of the project, which must be everything that is kept of it. 'unsettled' says
  // nothing either way; 'needed' begins the wait anew.
  #tooMany(project: Project): readonly SnapshotId[] | 'unsettled' | 'needed' {
    const { me, members, projects, custody, assessor, isFetching } = this.#options
    const member = members.get(me)
    const holding = custody.holding(project.id)
    if (holding === undefined || member === undefined || member.revoked || member.retiring) return 'needed'
    const report = assessor.report(project)
    const kept = projects.retained(project.id)
    const authors = new Set(kept.map(({ author }) => author))
    const isSpare = report.state === 'ok' && report.counted.includes(me) && report.counted.length > report.copies.need
    if (!isSpare || authors.has(me) || !mayHold(member, project.id)) return 'needed'
    if (holding.voided || isFetching(project.id) || kept.length > MOST_LEASED) return 'unsettled'
    const held = new Set(holding.snapshots)
    if (held.size !== kept.length || !kept.every(({ id }) => held.has(id))) return 'unsettled'
    const surplus = surplusSites(assessor.input(project), report, authors)
    if (surplus.length === 0) return 'unsettled'
    return surplus.includes(me) ? kept.map(({ id }) => id).sort() : 'needed'
  }
}
