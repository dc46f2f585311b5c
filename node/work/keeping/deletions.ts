// The delete certificates that this site accepted and what called them back (§ Deletion). One says nothing until its waiting
// time is over here, on the custody clock, with as many of today's owners behind it as the constitution asks for; from then
// on what it names is no longer kept by the mesh. When its bytes go is delete-worker.ts's.
import { parseConstitution } from '../../../protocol/constitution.ts'
import {
  isSignedByOwners,
  parseDelete,
  parseUndelete,
  type SignedDelete,
  type Undelete,
} from '../../../protocol/delete-certificate.ts'
import type { MeshId, ProjectId, RecordId, SiteId, SnapshotId } from '../../../protocol/ids.ts'
import type { Membership } from '../../../protocol/membership.ts'
import { type RoleHolder, standing } from '../../../protocol/role.ts'
import type { Kept, KeptRecords, Verdict } from '../mesh/kept-records.ts'
import type { Members } from '../mesh/members.ts'
import type { View } from '../mesh/view.ts'

interface Options {
  readonly mesh: MeshId
  readonly me: SiteId
  readonly kept: KeptRecords
  readonly members: Pick<Members, 'current' | 'get' | 'has' | 'sites'>
  readonly view: Pick<View, 'holding'>
  readonly clock: { now(): number }
  /** What is kept of a project may be something else now. */
  readonly changed: (project: ProjectId) => void
}

/** `suspended`: today's owners are not behind it, or the constitution has forked; it does not run out until they are. */
export type DeletionState = 'waiting' | 'suspended' | 'over' | 'undeleted'

export interface Deletion {
  readonly id: RecordId
  readonly project: ProjectId
  readonly snapshots: readonly SnapshotId[]
  readonly why: string
  readonly state: DeletionState
  /** Custody ms at which the waiting time is over. */
  readonly waitsUntil: number
  /** Those of them that were called back. */
  readonly undeleted: ReadonlySet<SnapshotId>
}

const NONE: ReadonlySet<SnapshotId> = new Set()

export class Deletions {
  readonly #options: Options
  /** By snapshot: the certificates that name it. */
  readonly #naming = new Map<SnapshotId, Set<RecordId>>()
  readonly #undeletes = new Map<RecordId, Undelete[]>()
  #ever: { readonly of: Membership; readonly constitutions: Membership['constitution'][] } | undefined

  constructor(options: Options) {
    this.#options = options
    const { mesh, kept } = options
    kept.define<SignedDelete>({
      type: 'delete',
      parse: signed => parseDelete(mesh, signed),
      keyOf: (_, record) => ({ kind: 'delete', record }),
      judge: signed => this.#judge(signed),
      taken: record => this.#taken(record),
    })
    kept.define<Undelete>({
      type: 'undelete',
      parse: signed => parseUndelete(mesh, signed),
      keyOf: (_, record) => ({ kind: 'undelete', record }),
      judge: (undelete, by) => this.#judgeUndelete(undelete, by),
      taken: ({ value }) => this.#takenBack(value),
    })
  }

  all(): Deletion[] {
    return this.#options.kept.all<SignedDelete>('delete').map(kept => this.#read(kept))
  }

  get(id: RecordId): Deletion | undefined {
    const kept = this.#options.kept.get<SignedDelete>(id)
    return kept && 'certificate' in kept.value ? this.#read(kept) : undefined
  }

  /** What is to delete a snapshot and was not called back for it: of several the furthest. */
  of(snapshot: SnapshotId): Deletion | undefined {
    const named = [...(this.#naming.get(snapshot) ?? [])].flatMap(id => this.get(id) ?? [])
    const standing = named.filter(({ undeleted }) => !undeleted.has(snapshot))
    return standing.find(({ state }) => state === 'over') ?? standing[0]
  }

  /** True once the waiting time of a certificate that names it is over here, and nobody called it back. */
  isOver(snapshot: SnapshotId): boolean {
    for (const id of this.#naming.get(snapshot) ?? []) {
      const kept = this.#options.kept.get<SignedDelete>(id)
      if (kept?.settled && !this.undeletedOf(id).has(snapshot)) return true
    }
    return false
  }

  /** Who may sign a call-back: an owner, or a member that is an operator of the project. */
  mayUndelete(author: SiteId, project: ProjectId): boolean {
    const { members } = this.#options
    const member = members.get(author)
    return members.current.isOwner(author) || (member !== undefined && !member.revoked && operates(project)(member))
  }

  /** Whether as many of today's owners have signed as must. */
  stands(signed: SignedDelete): boolean {
    const { current } = this.#options.members
    return !current.frozen && isSignedByOwners(signed, current.constitution)
  }

  /** Makes final what has waited long enough. Resolves when that is durable; true when there was something. */
  async settle(): Promise<boolean> {
    const { kept, clock } = this.#options
    let settled = false
    for (const record of kept.all<SignedDelete>('delete')) {
      if (record.settled || clock.now() < waitsUntil(record)) continue
      // What former owners had deleted and nobody holds any more is gone: only its name is left to be let go of.
      if (!this.stands(record.value) && !this.#isGone(record.value)) continue
      await kept.settle(record.id)
      settled = true
    }
    return settled
  }

  undeletedOf(id: RecordId): ReadonlySet<SnapshotId> {
    const undeletes = this.#undeletes.get(id)
    if (undeletes === undefined) return NONE
    const { certificate } = this.#options.kept.get<SignedDelete>(id)!.value
    const undeleted = new Set<SnapshotId>()
    for (const { snapshots } of undeletes)
      for (const snapshot of snapshots.length === 0 ? certificate.snapshots : snapshots) undeleted.add(snapshot)
    return undeleted
  }

  #read(kept: Kept<SignedDelete>): Deletion {
    const { project, snapshots, why } = kept.value.certificate
    const undeleted = this.undeletedOf(kept.id)
    const isBack = snapshots.every(snapshot => undeleted.has(snapshot))
    const waits = this.stands(kept.value) ? 'waiting' : 'suspended'
    const state = isBack ? 'undeleted' : kept.settled ? 'over' : waits
    return { id: kept.id, project, snapshots, why, state, waitsUntil: waitsUntil(kept), undeleted }
  }

  #judge(signed: SignedDelete): Verdict {
    if (this.stands(signed)) return 'counts'
    return this.#isGone(signed) ? 'counts' : 'waits'
  }

  /** Enough of the owners of some earlier time have signed, and nobody holds any of it. */
  #isGone(signed: SignedDelete): boolean {
    const { current } = this.#options.members
    const sites = [this.#options.me, ...this.#options.members.sites()]
    if (current.frozen || !this.#constitutions().some(one => isSignedByOwners(signed, one))) return false
    const { project, snapshots } = signed.certificate
    return sites.every(site => {
      const held = new Set(this.#options.view.holding(site, project)?.snapshots)
      return !snapshots.some(snapshot => held.has(snapshot))
    })
  }

  #constitutions(): Membership['constitution'][] {
    const { current } = this.#options.members
    if (this.#ever?.of !== current) {
      const statements = [...current.statements.values()].filter(({ type }) => type === 'constitution')
      const constitutions = statements.map(one => parseConstitution(current.mesh, one).constitution)
      this.#ever = { of: current, constitutions }
    }
    return this.#ever.constitutions
  }

  #judgeUndelete({ certificate, author }: Undelete, by: SiteId): Verdict {
    const named = this.#options.kept.get<SignedDelete>(certificate)?.value
    if (named === undefined) return 'waits'
    const { project } = named.certificate
    if (this.mayUndelete(author, project)) return 'counts'
    const { members } = this.#options
    const isOnce = standing(members.get(author), operates(project)) === 'once'
    return isOnce && by !== author && members.has(by) ? 'counts' : 'waits'
  }

  #taken({ id, value }: Kept<SignedDelete>): void {
    const { project, snapshots } = value.certificate
    for (const snapshot of snapshots) {
      const naming = this.#naming.get(snapshot) ?? new Set()
      this.#naming.set(snapshot, naming.add(id))
    }
    this.#options.changed(project)
  }

  #takenBack(undelete: Undelete): void {
    const known = this.#undeletes.get(undelete.certificate) ?? []
    this.#undeletes.set(undelete.certificate, [...known, undelete])
    const certificate = this.#options.kept.get<SignedDelete>(undelete.certificate)?.value.certificate
    if (certificate !== undefined) this.#options.changed(certificate.project)
  }
}

function waitsUntil({ acceptedAt, value }: Kept<SignedDelete>): number {
  return acceptedAt + value.certificate.waitSeconds * 1000
}

function operates(project: ProjectId): (holder: RoleHolder) => boolean {
  return ({ role, projects }) => role === 'operator' && (projects.size === 0 || projects.has(project))
}
