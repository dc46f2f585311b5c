// Lays what this site sees of a project before the pure assessment (protocol/copies): who holds, who proved, who is
// silent, by this observer's clocks.
import type { CopiesInput, CopiesReport } from '../../protocol/copies.ts'
import { EARLIER } from '../../protocol/copies-until.ts'
import type { ProjectId, SiteId, SnapshotId } from '../../protocol/ids.ts'
import type { MemberRecord } from '../../protocol/membership.ts'
import { place } from '../../protocol/placement.ts'
import { mayHold } from '../../protocol/role.ts'
import type { Ports } from '../ports.ts'
import { Assessments } from './assessments.ts'
import type { Gossip } from './mesh/gossip.ts'
import type { Liveness } from './mesh/liveness.ts'
import type { Members } from './mesh/members.ts'
import type { Project, Projects, Snapshot } from './mesh/projects.ts'
import type { View } from './mesh/view.ts'

interface Options {
  readonly me: SiteId
  readonly members: Members
  readonly view: View
  readonly projects: Projects
  readonly liveness: Liveness
  readonly gossip: Gossip
  /** The disk that failed under this site's own store. */
  readonly sick?: () => string | undefined
}

export class Assessor {
  readonly #options: Options
  readonly #ports: Ports
  readonly #startedAt: number
  /** Sites that were to hold a project and do not get there; kept by the healer. */
  readonly stalled = new Map<ProjectId, ReadonlySet<SiteId>>()
  /** Snapshots whose trees this site found to be none: nobody can hold them, so nothing is short of their copies. */
  readonly lies = new Set<SnapshotId>()
  readonly #assessments: Assessments
  /** Since when this observer knows of them, by the monotonic clock. What an earlier run knew counts from the start. */
  readonly #revoked = new Map<SiteId, number>()

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
    this.#startedAt = ports.clock.monotonic()
    this.noteRevoked()
    const stalled = (project: ProjectId) => this.stalled.get(project) ?? NONE
    const lies = (): number => this.lies.size
    const input = (project: Project): CopiesInput => this.input(project)
    this.#assessments = new Assessments({ ...options, stalled, input, lies }, ports.clock)
  }

  /** Membership has changed: what the sites revoked by it proved is to be proved again. */
  noteRevoked(): void {
    for (const { site, revoked } of this.#options.members.current.members.values())
      if (revoked && !this.#revoked.has(site)) this.#revoked.set(site, this.#ports.clock.monotonic())
  }

  report(project: Project): CopiesReport {
    return this.#assessments.report(project)
  }

  /** Another number whenever `report` or `proverInput` may say something else of the project. */
  revision(project: Project): number {
    return this.#assessments.revision(project)
  }

  /**
   * The same for whoever makes others prove: no two sites see one away for quite the same time, and those that hold nothing
   * depend on the holders for a new proof, so a shorter silence is enough to ask for it. What a retiring site has proved is
   * proved by another as well, so that nothing hangs on it when it goes; itself it proves what nobody else does.
   */
  proverInput(project: Project): CopiesInput {
    const input = this.input(project)
    const isLeaving = (site: CopiesInput['sites'][number]) => site.retiring && site.id !== this.#options.me
    const retiring = new Set(input.sites.filter(isLeaving).map(({ id }) => id))
    const proofs = input.proofs.filter(proof => !retiring.has(proof.prover))
    return { ...input, proofs, policy: { ...input.policy, grace: input.policy.grace * EARLIER.grace } }
  }

  /** Who is to hold a project that nobody but `holder` has yet. */
  placementFrom(project: Project, holder: SiteId): readonly SiteId[] {
    const { policy } = project.entry
    const sites = this.#sites(project).map(site => ({ ...site, available: site.up }))
    return place({ policy, project: project.id, sites, holders: [{ id: holder, valid: true }], bytes: 0 }).chosen
  }

  /** One project as this site knows it now. */
  input(project: Project): CopiesInput {
    const { view, liveness } = this.#options
    const now = this.#ports.clock.wall()
    return {
      now,
      observingSince: liveness.wallOf(this.#startedAt),
      gone: this.stalled.get(project.id) ?? NONE,
      revoked: new Map([...this.#revoked].map(([site, since]) => [site, liveness.wallOf(since)])),
      project: project.id,
      policy: project.entry.policy,
      sites: this.#sites(project),
      snapshots: this.#snapshots(project.id).map(snapshot => ({
        id: snapshot.id,
        state: snapshot.state,
        time: snapshot.time,
        firstSeen: liveness.wallOf(snapshot.firstSeen),
        storedBytes: snapshot.root.storedBytes,
      })),
      holdings: view
        .holders(project.id)
        .map(({ site, holding }) => ({ ...holding, site, snapshots: new Set(holding.snapshots) })),
      proofs: this.#proofs(project.id),
      progress: this.#progress(project.id),
    }
  }

  #snapshots(project: ProjectId): readonly Snapshot[] {
    const { projects } = this.#options
    const all = projects.retained(project)
    return this.lies.size === 0 ? all : all.filter(({ id }) => !this.lies.has(id))
  }

  #sites(project: Project): CopiesInput['sites'] {
    const { members, view, liveness, me } = this.#options
    return members.sites().map(id => {
      const member = members.get(id)!
      const self = view.self(id)
      return {
        id,
        name: member.displayName,
        labels: member.labels,
        trusted: member.rings.has(project.entry.ring),
        barred: barredFrom(member, project.id),
        retiring: member.retiring,
        up: id === me || liveness.isUp(id),
        lastSeen: id === me ? this.#ports.clock.wall() : liveness.lastSeen(id),
        recalled: id !== me && liveness.isRecalled(id),
        absences: id === me ? [] : liveness.absences(id),
        capacityLeft: self === undefined ? 0 : Math.max(0, self.capacity - self.used),
        full: self?.full ?? false,
        sick: this.sickDisk(id),
      }
    })
  }

  /** The disk that failed under a site's store, for people; undefined: none that is known. */
  sickDisk(site: SiteId): string | undefined {
    const { me, gossip, view, sick } = this.#options
    return (site === me ? sick?.() : (gossip.heard.sick(site) ?? view.self(site)?.sick)) || undefined
  }

  #proofs(project: ProjectId): CopiesInput['proofs'] {
    const { members, view, liveness } = this.#options
    const known = view.proofs(project).filter(({ holder }) => members.has(holder))
    return known.map(proof => ({
      holder: proof.holder,
      prover: proof.challenger,
      snapshots: new Set(proof.snapshots),
      result: proof.result,
      generation: proof.generation,
      challengeHash: Buffer.from(proof.challengeHash).toString('hex'),
      time: proof.time,
      firstSeen: liveness.wallOf(proof.firstSeen),
    }))
  }

  #progress(project: ProjectId): CopiesInput['progress'] {
    const { gossip, members } = this.#options
    return gossip.heard.receiving(project).flatMap(site => {
      const progress = members.has(site) && gossip.heard.beat(site)?.progress.find(entry => entry.project === project)
      return progress ? [{ site, haveBytes: progress.haveBytes, needBytes: progress.needBytes }] : []
    })
  }
}

/** Why a member's role or its list of projects keeps it from holding one; undefined when it may. */
function barredFrom(member: MemberRecord, project: ProjectId): string | undefined {
  if (mayHold(member, project)) return undefined
  return member.role === 'reader' ? 'is a reader, which holds nothing' : 'is kept to other projects'
}

const NONE: ReadonlySet<SiteId> = new Set()
