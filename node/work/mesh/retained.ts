// Which snapshots of a project the mesh still keeps (§ Retention): all that are known but those that somebody let go of,
// forgotten by the project's authority or deleted by the owners. What nobody let go of counts, is healed and is proved.
import type { ProjectId, SnapshotId } from '../../../protocol/ids.ts'
import type { SnapshotRecord } from '../../../protocol/snapshot.ts'

export type LetGo = 'forgotten' | 'deleted'

export class Retained<Snapshot extends SnapshotRecord> {
  readonly #all: (project: ProjectId) => readonly Snapshot[]
  readonly #kept = new Map<ProjectId, { readonly of: readonly Snapshot[]; readonly snapshots: readonly Snapshot[] }>()
  readonly #revisions = new Map<ProjectId, number>()
  /** Each says whether a snapshot was let go of; the first that says so decides. */
  readonly judges: ((snapshot: SnapshotRecord) => LetGo | undefined)[] = []

  constructor(all: (project: ProjectId) => readonly Snapshot[]) {
    this.#all = all
  }

  /** Oldest first. */
  of(project: ProjectId): readonly Snapshot[] {
    const all = this.#all(project)
    const known = this.#kept.get(project)
    if (known?.of === all) return known.snapshots
    const left = all.filter(snapshot => this.letGo(snapshot) === undefined)
    const snapshots = left.length === all.length ? all : left
    this.#kept.set(project, { of: all, snapshots })
    return snapshots
  }

  letGo(snapshot: SnapshotRecord): LetGo | undefined {
    for (const judge of this.judges) {
      const letGo = judge(snapshot)
      if (letGo !== undefined) return letGo
    }
    return undefined
  }

  isRetained(snapshot: SnapshotRecord & { readonly id: SnapshotId }): boolean {
    return this.letGo(snapshot) === undefined
  }

  /** A judge may say something else of the project now. */
  changed(project: ProjectId): void {
    this.#kept.delete(project)
    this.#revisions.set(project, this.revision(project) + 1)
  }

  /** Another number whenever `changed` was called. */
  revision(project: ProjectId): number {
    return this.#revisions.get(project) ?? 0
  }
}
