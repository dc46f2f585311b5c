// What the authority of each project let expire (§ Forget). A record counts here when it is signed by the authority in
// force, once this site has known that authority for long enough. Whatever such a record names, what is pinned or newest is
// not forgotten: no single site ends a project.

import { type Forget, MAX_FORGOTTEN, parseForget, signForget } from '../../../protocol/forget.ts'
import type { MeshId, ProjectId, RecordId, SiteId, SnapshotId } from '../../../protocol/ids.ts'
import type { SigningKey } from '../../../protocol/keys.ts'
import type { MemberRecord } from '../../../protocol/membership.ts'
import { newestOf } from '../../../protocol/retention.ts'
import { mayDirect, type RoleHolder, standing } from '../../../protocol/role.ts'
import type { SnapshotRecord } from '../../../protocol/snapshot.ts'
import type { Ports } from '../../ports.ts'
import type { KeptRecords, Verdict } from '../mesh/kept-records.ts'
import type { Project, Projects, Snapshot } from '../mesh/projects.ts'
import type { Notices } from './notices.ts'
import type { Pins } from './pins.ts'

interface Options {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly kept: KeptRecords
  readonly projects: Pick<Projects, 'get' | 'snapshots' | 'kept'>
  readonly memberOf: (site: SiteId) => MemberRecord | undefined
  readonly notices: Pick<Notices, 'authority'>
  readonly pins: Pick<Pins, 'isPinned'>
}

interface Covering {
  readonly record: RecordId
  readonly author: SiteId
}

export class Forgets {
  readonly #options: Options
  readonly #ports: Ports
  readonly #covered = new Map<ProjectId, Map<SnapshotId, Covering>>()
  readonly #newest = new Map<ProjectId, { readonly of: readonly Snapshot[]; readonly ids: ReadonlySet<SnapshotId> }>()

  /** Before the records are restored. */
  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
    options.kept.define<Forget>({
      type: 'forget',
      parse: bytes => parseForget(options.mesh, bytes),
      keyOf: ({ project }, record) => ({ kind: 'forget', project, record }),
      judge: (forget, by) => this.#judge(forget, by),
      taken: ({ id, value }) => this.#take(id, value),
    })
    options.projects.kept.judges.push(snapshot => (this.of(snapshot) === undefined ? undefined : 'forgotten'))
  }

  /** The record by which a snapshot is forgotten; undefined: it is not. */
  of({ id, project }: Pick<SnapshotRecord, 'id' | 'project'>): RecordId | undefined {
    const covering = this.#covered.get(project)?.get(id)
    if (covering === undefined || this.#options.pins.isPinned(id) || this.#newestOf(project).has(id)) return undefined
    return covering.record
  }

  /** What records of others than `author` let go alone. */
  coveredByOthers(project: ProjectId, author: SiteId): SnapshotId[] {
    return [...(this.#covered.get(project) ?? [])].flatMap(([id, by]) => (by.author === author ? [] : [id]))
  }

  /** Signs that these need not be kept; whether that is so is the caller's to have checked. Durable when it resolves. */
  async sign(project: Project, snapshots: readonly SnapshotId[], why: string): Promise<void> {
    const { mesh, key, kept } = this.#options
    for (let from = 0; from < snapshots.length; from += MAX_FORGOTTEN) {
      const some = snapshots.slice(from, from + MAX_FORGOTTEN)
      const time = this.#ports.clock.wall()
      await kept.add('forget', signForget(mesh, { project: project.id, snapshots: some, time, why }, key))
    }
  }

  /** Why this site's word that a project's snapshots may go would not count; undefined: it does. */
  refusal(project: Project): 'not-authority' | 'notice' | 'role' | undefined {
    const { site, countsFrom } = this.#options.notices.authority(project)
    if (site !== this.#options.key.id) return 'not-authority'
    if (!this.#mayDirectNow(project, site)) return 'role'
    return countsFrom === undefined ? undefined : 'notice'
  }

  #judge({ project: id, author }: Forget, by: SiteId): Verdict {
    // What this site lists it has accepted once.
    if (by === this.#options.key.id) return 'counts'
    const project = this.#options.projects.get(id)
    if (project === undefined) return 'waits'
    const { site, countsFrom } = this.#options.notices.authority(project)
    return site === author && countsFrom === undefined && this.#mayDirectNow(project, author) ? 'counts' : 'waits'
  }

  #mayDirectNow({ id, entry }: Project, author: SiteId): boolean {
    const may = (holder: RoleHolder) => mayDirect(holder, id, author === entry.founder)
    return standing(this.#options.memberOf(author), may) === 'now'
  }

  #take(record: RecordId, { project, snapshots, author }: Forget): void {
    const covered = this.#covered.get(project) ?? new Map<SnapshotId, Covering>()
    this.#covered.set(project, covered)
    for (const id of snapshots) covered.set(id, { record, author })
    this.#options.projects.kept.changed(project)
  }

  #newestOf(project: ProjectId): ReadonlySet<SnapshotId> {
    const of = this.#options.projects.snapshots(project)
    const known = this.#newest.get(project)
    if (known?.of === of) return known.ids
    const ids = newestOf(of)
    this.#newest.set(project, { of, ids })
    return ids
  }
}
