// What this site let go of and has not freed yet (§ Trash): marked in the journal first, then out of its holding, its bytes
// where they were, scrubbed and served. It may be taken back for as long; freed once its time is over and whoever had it
// marked says yes a second time.
import type { ProjectId, RecordId, SnapshotId } from '../../../protocol/ids.ts'
import type { SnapshotRecord } from '../../../protocol/snapshot.ts'
import type { Custody } from '../custody/custody.ts'
import type { Promises } from '../mesh/promises.ts'
import { type TrashMark, type TrashReason, trashMessage } from './kept-promises.ts'
import type { Locks } from './locks.ts'

export type { TrashMark, TrashReason } from './kept-promises.ts'

interface Options {
  readonly promises: Pick<Promises, 'trash' | 'record'>
  readonly custody: Pick<Custody, 'holds' | 'release' | 'hold' | 'missing' | 'guard'>
  readonly locks: Pick<Locks, 'isLocked' | 'accept'>
  readonly clock: { now(): number }
  readonly snapshot: (project: ProjectId, id: SnapshotId) => SnapshotRecord | undefined
  /** Other times than TRASH_MS. */
  readonly times?: Partial<Record<TrashReason, number>>
}

export interface Letting {
  readonly project: ProjectId
  readonly snapshot: SnapshotId
  readonly reason: TrashReason
  readonly certificate?: RecordId | undefined
}

const DAY_MS = 24 * 3_600_000
/** Custody ms from the mark until the bytes may go. */
export const TRASH_MS: Readonly<Record<TrashReason, number>> = {
  surplus: DAY_MS,
  forgotten: DAY_MS,
  deleted: 7 * DAY_MS,
}

export class Trash {
  readonly #options: Options
  /** The second look, before bytes go; nothing is freed for a reason that nobody answers for. */
  readonly mayFree: Record<TrashReason, (mark: TrashMark) => Promise<boolean>> = {
    surplus: async () => false,
    forgotten: async () => false,
    deleted: async () => false,
  }
  /** Something was marked, taken back or freed. */
  changed: (project: ProjectId) => void = () => undefined

  constructor(options: Options) {
    this.#options = options
  }

  of(snapshot: SnapshotId): TrashMark | undefined {
    return this.#options.promises.trash.get(snapshot)
  }

  marks(): TrashMark[] {
    return [...this.#options.promises.trash.values()]
  }

  /** Lets go of what is held here. Resolves when the marks are durable and the head that withdraws the rest is. */
  async mark(letting: readonly Letting[]): Promise<void> {
    const now = this.#options.clock.now()
    const marks = letting
      .filter(({ snapshot }) => this.of(snapshot) === undefined)
      .map(one => ({
        ...one,
        at: now,
        freeAt: now + (this.#options.times?.[one.reason] ?? TRASH_MS[one.reason]),
        certificate: one.certificate,
      }))
    await this.#options.promises.record(...marks.map(mark => ({ trash: trashMessage(mark) })))
    await this.release()
  }

  /** Withdraws what is marked and still stated to be held: also what a run that ended between the two left. */
  async release(): Promise<void> {
    const { custody } = this.#options
    const held = this.marks().filter(({ project, snapshot }) => custody.holds(project, snapshot))
    for (const [project, marks] of Map.groupBy(held, mark => mark.project)) {
      await custody.release(
        project,
        marks.map(({ snapshot }) => snapshot),
      )
      this.changed(project)
    }
  }

  /**
   * Holds it again. False when it is not in the trash, or not whole any more: then it is fetched as any other. It is locked
   * anew before the mark goes, so that what ends in between is still kept.
   */
  async takeBack(snapshot: SnapshotId, signal: AbortSignal): Promise<boolean> {
    const { promises, custody, locks } = this.#options
    const mark = this.of(snapshot)
    if (mark === undefined) return false
    const record = this.#options.snapshot(mark.project, snapshot)
    using _guard = custody.guard()
    const isWhole = record !== undefined && (await custody.missing(record.root, signal)).length === 0
    await locks.accept(mark.project, [snapshot])
    await promises.record({ trash: { ...trashMessage(mark), takenBack: true } })
    if (isWhole) await custody.hold(record)
    this.changed(mark.project)
    return isWhole
  }

  /** What may be freed now: its time is over, no lock is on it, and whoever let it go still says so. */
  async due(): Promise<TrashMark[]> {
    const now = this.#options.clock.now()
    const due: TrashMark[] = []
    for (const mark of this.marks()) {
      if (mark.freeAt > now || this.#isHeldByLock(mark)) continue
      if (await this.mayFree[mark.reason](mark)) due.push(mark)
    }
    return due
  }

  /** Their bytes are no longer kept for them. Resolves when that is durable; the bytes may go afterwards alone. */
  async freed(snapshots: readonly SnapshotId[]): Promise<void> {
    const marks = snapshots.flatMap(snapshot => this.of(snapshot) ?? [])
    await this.#options.promises.record(...marks.map(mark => ({ trash: { ...trashMessage(mark), freed: true } })))
    for (const project of new Set(marks.map(mark => mark.project))) this.changed(project)
  }

  // A surplus copy's lock was handed over to the holders that stay (§ Drop protocol).
  #isHeldByLock({ reason, snapshot }: TrashMark): boolean {
    return reason !== 'surplus' && this.#options.locks.isLocked(snapshot)
  }
}
