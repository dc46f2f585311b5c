// The custody set: the roots below which nothing may be freed here (§ Custody set). It follows from this site's own journal
// and what it is doing, never from another's catalog, so that no author frees anything by what it says or leaves out.
import { HoldfastError } from '../../../protocol/errors.ts'
import type { ProjectId, SiteId, SnapshotId } from '../../../protocol/ids.ts'
import type { SnapshotRecord } from '../../../protocol/snapshot.ts'
import type { RootRef } from '../../../protocol/tree-load.ts'
import type { Custody } from '../custody/custody.ts'
import type { Promises } from '../mesh/promises.ts'
import type { Transfer, Wanted } from '../pull.ts'
import type { Locks } from './locks.ts'
import type { Trash } from './trash.ts'

export interface KeptRoot {
  readonly root: RootRef
  readonly project: ProjectId
  readonly snapshot: SnapshotId
  readonly why: 'held' | 'trashed' | 'locked' | 'wanted' | 'fetched' | 'own' | 'forked' | 'used'
}

interface Options {
  readonly me: SiteId
  readonly promises: Pick<Promises, 'forks'>
  readonly custody: Pick<Custody, 'projects' | 'holding'>
  readonly locks: Pick<Locks, 'all' | 'isLocked'>
  readonly trash: Pick<Trash, 'marks' | 'of'>
  readonly wanted: () => readonly Wanted[]
  readonly transfers: () => readonly Transfer[]
  readonly projects: {
    all(): readonly { readonly id: ProjectId }[]
    snapshot(project: ProjectId, id: SnapshotId): SnapshotRecord | undefined
    retained(project: ProjectId): readonly SnapshotRecord[]
  }
}

export class CustodySet {
  readonly #options: Options
  readonly #used = new Map<symbol, Omit<KeptRoot, 'why'>>()

  constructor(options: Options) {
    this.#options = options
  }

  /** Keeps what is below a root while something reads it, such as a restore, held or not. */
  use(root: Omit<KeptRoot, 'why'>): Disposable {
    const key = Symbol('used')
    this.#used.set(key, root)
    return { [Symbol.dispose]: () => void this.#used.delete(key) }
  }

  /** Each root once. Throws SNAPSHOT_UNKNOWN while it can't be told what is kept: nothing may be freed then. */
  roots(): KeptRoot[] {
    const roots = new Map<SnapshotId, KeptRoot>()
    const add = (why: KeptRoot['why'], project: ProjectId, snapshot: SnapshotId, root: RootRef): void => {
      if (!roots.has(snapshot)) roots.set(snapshot, { root, project, snapshot, why })
    }
    const promised = (why: KeptRoot['why'], project: ProjectId, id: SnapshotId): void => {
      const record = this.#options.projects.snapshot(project, id)
      if (record === undefined)
        throw new HoldfastError(
          'SNAPSHOT_UNKNOWN',
          `the record of snapshot ${id.slice(0, 12)}, which is ${why}, is lost`,
        )
      add(why, project, id, record.root)
    }
    const { me, promises, custody, locks, trash, projects, wanted, transfers } = this.#options
    for (const project of custody.projects())
      for (const id of custody.holding(project)?.snapshots ?? []) promised('held', project, id)
    for (const { project, snapshot, root } of this.#used.values()) add('used', project, snapshot, root)
    for (const { project, snapshot } of transfers()) promised('fetched', project, snapshot)
    for (const { snapshot } of wanted()) add('wanted', snapshot.project, snapshot.id, snapshot.root)
    // Accepted, and its holding not stated yet, or no longer since some of it is being mended. A lock on what lies in the
    // trash is the trash's to heed: of a surplus copy it was handed over.
    for (const [id, { project }] of locks.all())
      if (locks.isLocked(id) && trash.of(id) === undefined) promised('locked', project, id)
    for (const { id: project } of projects.all()) {
      for (const { id, author, root } of projects.retained(project)) {
        if (trash.of(id) !== undefined) continue
        if (author === me) add('own', project, id, root)
        else if (promises.forks.has(author)) add('forked', project, id, root)
      }
    }
    // Last: what is kept for another reason as well is not let go of with its mark.
    for (const { project, snapshot } of trash.marks()) promised('trashed', project, snapshot)
    return [...roots.values()]
  }
}
