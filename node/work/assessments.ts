// Assessments that still stand (§ Copies): one is worked out again only once something it rests on has changed, or time
// alone may have turned it. A site with a thousand projects can so look at all of them at every beat.
import { assessCopies, type CopiesInput, type CopiesReport } from '../../protocol/copies.ts'
import { assessedUntil } from '../../protocol/copies-until.ts'
import type { ProjectId, SiteId } from '../../protocol/ids.ts'
import type { Membership } from '../../protocol/membership.ts'
import type { Clock } from '../ports.ts'
import type { Gossip } from './mesh/gossip.ts'
import type { Liveness } from './mesh/liveness.ts'
import type { Members } from './mesh/members.ts'
import type { Project, Projects } from './mesh/projects.ts'
import type { View } from './mesh/view.ts'

interface Options {
  readonly members: Members
  readonly view: View
  readonly projects: Projects
  readonly liveness: Liveness
  readonly gossip: Gossip
  /** Sites placement passes over. */
  readonly stalled: (project: ProjectId) => ReadonlySet<SiteId>
  readonly input: (project: Project) => CopiesInput
  /** How many snapshots are known that are none. */
  readonly lies?: () => number
  /** The disk that failed under this site's own store. */
  readonly sick?: () => string | undefined
}

/** What all projects rest on: the sites and how this one sees them. */
interface Ground {
  readonly number: number
  readonly membership: Membership
  readonly liveness: number
  readonly selves: number
  readonly up: number
  readonly sick: string
  /** Monotonic ms from which a site may have fallen silent. */
  readonly until: number
  /** Wall ms minus monotonic ms. */
  readonly offset: number
}

interface Assessment {
  readonly number: number
  readonly report: CopiesReport
  readonly ground: number
  readonly entry: Project['entry']
  readonly told: number
  readonly snapshots: number
  readonly lies: number
  readonly receiving: string
  readonly stalled: string
  /** Wall ms from which time alone may have turned it. */
  readonly until: number
}

/** A wall clock that was set by more moves what is dated by it. */
const OFFSET_MS = 1_000

export class Assessments {
  readonly #options: Options
  readonly #clock: Clock
  readonly #known = new Map<ProjectId, Assessment>()
  #ground: Ground | undefined
  #number = 0

  constructor(options: Options, clock: Clock) {
    this.#options = options
    this.#clock = clock
  }

  report(project: Project): CopiesReport {
    return this.#assessment(project).report
  }

  /** Another number whenever a project's assessment, or that of whoever makes others prove, may say something else. */
  revision(project: Project): number {
    return this.#assessment(project).number
  }

  #assessment(project: Project): Assessment {
    const now = this.#restsOn(project)
    const known = this.#known.get(project.id)
    if (known !== undefined && this.#stands(known, now)) return known
    const input = this.#options.input(project)
    const assessment = { ...now, number: ++this.#number, report: assessCopies(input), until: assessedUntil(input) }
    this.#known.set(project.id, assessment)
    return assessment
  }

  #restsOn(project: Project): Omit<Assessment, 'number' | 'report' | 'until'> {
    const { view, projects, gossip, stalled } = this.#options
    return {
      ground: this.#currentGround().number,
      entry: project.entry,
      told: view.versionOf(project.id),
      snapshots: projects.revisionOf(project.id),
      lies: this.#options.lies?.() ?? 0,
      receiving: gossip.heard.receiving(project.id).join(),
      stalled: [...stalled(project.id)].join(),
    }
  }

  #stands(known: Assessment, now: Omit<Assessment, 'number' | 'report' | 'until'>): boolean {
    return (
      known.ground === now.ground &&
      known.entry === now.entry &&
      known.told === now.told &&
      known.snapshots === now.snapshots &&
      known.lies === now.lies &&
      known.receiving === now.receiving &&
      known.stalled === now.stalled &&
      this.#clock.wall() < known.until
    )
  }

  #currentGround(): Ground {
    const { members, view, liveness, gossip } = this.#options
    const sick = `${gossip.heard.sickVersion} ${this.#options.sick?.() ?? ''}`
    const monotonic = this.#clock.monotonic()
    const offset = this.#clock.wall() - monotonic
    const known = this.#ground
    const isSame =
      known !== undefined &&
      known.membership === members.current &&
      known.liveness === liveness.version &&
      known.selves === view.selfVersion &&
      known.sick === sick &&
      Math.abs(known.offset - offset) < OFFSET_MS
    if (isSame && monotonic < known.until) return known
    const up = liveness.up().length
    // Where beats came meanwhile and everybody is still up, only the moment moves.
    const isStillUp = isSame && known.up === up
    this.#ground = {
      number: isStillUp ? known.number : (known?.number ?? 0) + 1,
      membership: members.current,
      liveness: liveness.version,
      selves: view.selfVersion,
      up,
      sick,
      until: liveness.silentFrom(),
      offset: isStillUp ? known.offset : offset,
    }
    return this.#ground
  }
}
