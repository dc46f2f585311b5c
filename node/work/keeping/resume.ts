// Locks what is held without a lock, since a version that knew none accepted it (§ Locks).
import type { Custody } from '../custody/custody.ts'
import type { Locks } from './locks.ts'
import type { Trash } from './trash.ts'

interface Options {
  readonly custody: Pick<Custody, 'projects' | 'holding'>
  readonly locks: Pick<Locks, 'of' | 'accept'>
  readonly trash: Pick<Trash, 'of'>
}

/** From now on, by the custody clock. Durable when it resolves. */
export async function resumeKeeping({ custody, locks, trash }: Options): Promise<void> {
  for (const project of custody.projects()) {
    const held = custody.holding(project)?.snapshots ?? []
    const without = held.filter(id => locks.of(id) === undefined && trash.of(id) === undefined)
    if (without.length > 0) await locks.accept(project, without)
  }
}
