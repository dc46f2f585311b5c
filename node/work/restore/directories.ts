// Directories: made first with full rights for us, given their attributes, times and modes last, deepest first.
import { writeXattrs } from '../ingest/xattrs-disk.ts'
import { mtimeOf } from './compare.ts'
import { Ladder } from './ladder.ts'
import { eachPlanned, type Plan, type PlannedDirectory } from './plan.ts'
import type { SyncAll } from './sync-disk.ts'
import type { OpenDirectory } from './target-disk.ts'
import { nearTime, setExactTimes, type Timed } from './times-disk.ts'

// As for files, but what set-gid means for a directory gives nobody rights.
const DIRECTORY_MODE = 0o3777
const AT_ONCE = 500
const SYNC_ALL_FROM = 16

/**
 * Finishes every directory of the plan and syncs it, the target too. Returns how many times stay inexact and how many
 * attributes were refused.
 */
export async function finishDirectories(
  plan: Plan,
  root: OpenDirectory,
  syncAll: SyncAll,
  signal: AbortSignal,
): Promise<{ inexactTimes: number; refusedXattrs: number }> {
  const deepestFirst = [...eachPlanned(plan.root)].reverse()
  let inexactTimes = 0
  let refusedXattrs = 0
  await using ladder = new Ladder(root)
  for (let at = 0; at < deepestFirst.length; at += AT_ONCE) {
    signal.throwIfAborted()
    const timed: Timed[] = []
    const batch = deepestFirst.slice(at, at + AT_ONCE)
    try {
      for (const { entry, parent } of batch) {
        if (!entry || !parent) continue
        const above = (await ladder.to(parent)).hold()
        const mtime = mtimeOf(entry)
        timed.push({ directory: above, name: entry.name, mtime })
        const self = await above.open(entry.name)
        try {
          refusedXattrs += (await writeXattrs(self.handle.fd, self.path, entry.xattrs)).length
          await self.handle.utimes(nearTime(mtime), nearTime(mtime))
        } finally {
          await self.release()
        }
      }
      inexactTimes += await setExactTimes(timed)
    } finally {
      for (const { directory } of timed) await directory.release()
    }
  }
  await giveModes(deepestFirst, root, syncAll)
  return { inexactTimes, refusedXattrs }
}

// A directory that has its mode may be closed to us: whether all can be synced at once is tried before.
async function giveModes(
  deepestFirst: readonly PlannedDirectory[],
  root: OpenDirectory,
  syncAll: SyncAll,
): Promise<void> {
  const isAtOnce = deepestFirst.length >= SYNC_ALL_FROM && (await syncAll())
  await using ladder = new Ladder(root)
  for (const planned of deepestFirst) {
    const self = await ladder.to(planned)
    if (planned.entry) await self.handle.chmod(planned.entry.mode & DIRECTORY_MODE)
    if (!isAtOnce) await self.handle.sync()
  }
  if (isAtOnce && !(await syncAll()))
    throw Object.assign(new Error('the file system can no longer be synced'), { code: 'EIO' })
}
