// What the target already holds, compared with the plan before anything is written (§ Restore).
import { HoldfastError } from '../../../protocol/errors.ts'
import type { DirectoryEntry, FileEntry } from '../../../protocol/tree-entry.ts'
import { Ladder } from './ladder.ts'
import {
  type Action,
  eachPlanned,
  type Plan,
  type PlannedDirectory,
  type PlannedFile,
  type PlannedLink,
  showPlanned,
} from './plan.ts'
import type { OpenDirectory, Target, TargetStat } from './target-disk.ts'

export type Overwrite = 'never' | 'if-changed' | 'always'
/** Whether the file of that name has the content of the entry. */
export type HasContent = (directory: OpenDirectory, entry: FileEntry) => Promise<boolean>

const NAMED = 10
type Conflict = PlannedFile | PlannedLink | PlannedDirectory

/**
 * Decides for every planned thing whether it is created, kept or replaced. Throws TARGET_EXISTS when something would be
 * lost that may not be: under 'never' anything that differs, always a directory where a file belongs.
 */
export async function comparePlan(
  plan: Plan,
  target: Target,
  overwrite: Overwrite,
  hasContent: HasContent | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (target.wasEmpty) return
  const conflicts: Conflict[] = []
  const decide = (planned: Conflict, action: Action | 'conflict'): Action => {
    if (action === 'conflict' || (action === 'replace' && overwrite === 'never')) conflicts.push(planned)
    return action === 'conflict' ? 'replace' : action
  }
  await using ladder = new Ladder(target.root)
  for (const planned of eachPlanned(plan.root)) {
    if (planned.action !== 'keep') continue // it is not there, nor is anything below it
    signal.throwIfAborted()
    const open = await ladder.to(planned)
    for (const file of planned.files) file.action = decide(file, await lookAtFile(open, file, overwrite, hasContent))
    for (const link of planned.links) {
      const found = await open.look(link.entry.name)
      const isSame = found?.isSymbolicLink() && (await open.readLink(link.entry.name)).equals(link.entry.target)
      link.action = decide(link, isSame ? 'keep' : actionFor(found))
    }
    for (const child of planned.directories) {
      const found = await open.look(child.entry!.name)
      child.action = decide(child, !found ? 'create' : found.isDirectory() ? 'keep' : 'replace')
    }
  }
  if (conflicts.length > 0) throw conflictError(conflicts, target, overwrite)
}

async function lookAtFile(
  open: OpenDirectory,
  file: PlannedFile,
  overwrite: Overwrite,
  hasContent: HasContent | undefined,
): Promise<Action | 'conflict'> {
  const { entry } = file
  const found = await open.look(entry.name)
  if (!found?.isFile()) return actionFor(found)
  if (overwrite === 'always') return 'replace'
  const isSame = Number(found.size) === entry.size && isSameTime(found.mtimeNs, mtimeOf(entry))
  file.isTimed = found.mtimeNs === mtimeOf(entry)
  return isSame && (!hasContent || (await hasContent(open, entry))) ? 'keep' : 'replace'
}

function actionFor(found: TargetStat | undefined): Action | 'conflict' {
  if (!found) return 'create'
  return found.isDirectory() ? 'conflict' : 'replace'
}

/** ns since 1970. */
export function mtimeOf(entry: DirectoryEntry): bigint {
  return BigInt(entry.mtimeSeconds) * 1_000_000_000n + BigInt(entry.mtimeNanoseconds)
}

// Where nothing better is at hand, times are set through a double, which is good to 0.24 µs.
function isSameTime(a: bigint, b: bigint): boolean {
  const difference = a - b
  return difference < 1000n && difference > -1000n
}

function conflictError(conflicts: readonly Conflict[], target: Target, overwrite: Overwrite): HoldfastError {
  const named = conflicts
    .slice(0, NAMED)
    .map(planned => showPlanned(planned))
    .join(', ')
  const more = conflicts.length > NAMED ? ` and ${conflicts.length - NAMED} more` : ''
  const what = overwrite === 'never' ? 'differ from the snapshot' : 'are directories where the snapshot has files'
  return new HoldfastError('TARGET_EXISTS', `in ${target.folder} ${conflicts.length} ${what}: ${named}${more}`, {
    hint: 'restore into another folder, or say --overwrite if-changed',
  })
}
