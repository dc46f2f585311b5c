// Carries out delete certificates here (§ Deletion): once one's waiting time is over, what it names goes from the holding
// to the trash as each lock ends; what is called back is held again. It frees nothing: the collector asks `mayFree`.
import type { ProjectId, SnapshotId } from '../../../protocol/ids.ts'
import type { Ports } from '../../ports.ts'
import type { Worker } from '../../worker.ts'
import type { Act } from '../audit/audit.ts'
import type { Custody } from '../custody/custody.ts'
import type { Deletions } from './deletions.ts'
import type { Locks } from './locks.ts'
import type { Trash, TrashMark } from './trash.ts'

interface Options {
  readonly deletions: Pick<Deletions, 'all' | 'get' | 'settle'>
  readonly trash: Pick<Trash, 'of' | 'marks' | 'mark' | 'release' | 'takeBack' | 'mayFree'>
  readonly locks: Pick<Locks, 'isLocked'>
  readonly custody: Pick<Custody, 'holds'>
  readonly audit: { record(act: Act): Promise<void> }
  /** Owners quarrel about who owns the mesh: nothing goes meanwhile. */
  readonly isFrozen: () => boolean
}

const IDLE_MS = 60_000

/** Registers itself as what may free what was deleted. */
export function deleteWorker(options: Options, ports: Ports): Worker {
  const { deletions, trash, locks, custody, audit, isFrozen } = options
  trash.mayFree.deleted = async mark => !isFrozen() && isDeleted(mark)
  let marked = 0

  return {
    name: 'delete',
    idleMs: IDLE_MS,
    status: () => ({ certificates: deletions.all().length, marked }),
    step: async signal => {
      await trash.release()
      await takeBack(signal)
      if (isFrozen()) return 'idle'
      await deletions.settle()
      await throwAway()
      return 'idle'
    },
  }

  function isDeleted({ certificate, snapshot }: TrashMark): boolean {
    const deletion = certificate === undefined ? undefined : deletions.get(certificate)
    return deletion !== undefined && deletion.state === 'over' && !deletion.undeleted.has(snapshot)
  }

  // What was called back, or deleted by another certificate than the one it lies here for.
  async function takeBack(signal: AbortSignal): Promise<void> {
    for (const mark of trash.marks()) {
      if (mark.reason !== 'deleted' || isDeleted(mark)) continue
      const isWhole = await trash.takeBack(mark.snapshot, signal)
      const text = isWhole ? 'undeleted: held again' : 'undeleted, but not whole here any more: to be fetched'
      ports.log.info({ project: mark.project, snapshot: mark.snapshot, isWhole }, text)
      await audit.record({ act: 'undelete-done', project: mark.project, snapshot: mark.snapshot, text })
    }
  }

  async function throwAway(): Promise<void> {
    for (const { id, project, snapshots, state, undeleted } of deletions.all()) {
      if (state !== 'over') continue
      const due = snapshots.filter(
        snapshot =>
          !undeleted.has(snapshot) &&
          custody.holds(project, snapshot) &&
          trash.of(snapshot) === undefined &&
          !locks.isLocked(snapshot),
      )
      if (due.length === 0) continue
      await trash.mark(due.map(snapshot => ({ project, snapshot, reason: 'deleted', certificate: id })))
      marked += due.length
      await note(project, due)
    }
  }

  async function note(project: ProjectId, snapshots: readonly SnapshotId[]): Promise<void> {
    const what = `${snapshots.length} deleted ${snapshots.length === 1 ? 'snapshot' : 'snapshots'}`
    ports.log.warn({ project, snapshots: snapshots.length }, 'deleted snapshots are in quarantine now')
    await audit.record({ act: 'delete-quarantine', project, text: `${what} left the holding, to be freed in a week` })
  }
}
