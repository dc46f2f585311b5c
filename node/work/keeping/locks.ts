// What each snapshot that was accepted here is kept for at the least, whoever says otherwise (§ Locks): a promise in the
// journal before the holding is announced, counted on the custody clock, never shortened.
import { bytesOf, type ProjectId, type SnapshotId } from '../../../protocol/ids.ts'
import type { Promises } from '../mesh/promises.ts'
import type { Lock } from './kept-promises.ts'

const DAY_MS = 24 * 3_600_000
/** Every snapshot that is accepted. */
export const SHORTEST_LOCK_MS = 7 * DAY_MS
/** One that stands for its week, its month or longer. */
export const LONG_LOCK_MS = 90 * DAY_MS

interface Options {
  readonly promises: Pick<Promises, 'locks' | 'record'>
  readonly clock: { now(): number }
}

export class Locks {
  readonly #promises: Options['promises']
  readonly #clock: Options['clock']

  constructor({ promises, clock }: Options) {
    this.#promises = promises
    this.#clock = clock
  }

  of(snapshot: SnapshotId): Lock | undefined {
    return this.#promises.locks.get(snapshot)
  }

  /** All of them, ended ones of snapshots that are here still included. */
  all(): ReadonlyMap<SnapshotId, Lock> {
    return this.#promises.locks
  }

  isLocked(snapshot: SnapshotId): boolean {
    return this.left(snapshot) > 0
  }

  /** Custody ms until the lock ends; 0 where there is none, or none any more. */
  left(snapshot: SnapshotId): number {
    return Math.max(0, (this.of(snapshot)?.until ?? 0) - this.#clock.now())
  }

  /** Locks what is accepted here, from now on. Resolves when the promise is durable. */
  async accept(project: ProjectId, snapshots: readonly SnapshotId[]): Promise<void> {
    const until = this.#clock.now() + SHORTEST_LOCK_MS
    await this.#write(snapshots.map(snapshot => ({ project, snapshot, until })))
  }

  /** Lengthens locks, where they end earlier; custody ms. Of what is not accepted here nothing is promised. */
  async extend(snapshots: readonly SnapshotId[], until: number): Promise<void> {
    await this.#write(
      snapshots.flatMap(snapshot => {
        const known = this.of(snapshot)
        return known === undefined ? [] : [{ project: known.project, snapshot, until }]
      }),
    )
  }

  async #write(locks: readonly { project: ProjectId; snapshot: SnapshotId; until: number }[]): Promise<void> {
    const longer = locks.filter(({ snapshot, until }) => until > (this.of(snapshot)?.until ?? -1))
    await this.#promises.record(
      ...longer.map(({ project, snapshot, until }) => {
        const acceptedAt = this.of(snapshot)?.acceptedAt ?? this.#clock.now()
        return { lock: { project: bytesOf(project), snapshot: bytesOf(snapshot), acceptedAt, until } }
      }),
    )
  }
}
