// Writes a snapshot's tree into a folder: every byte verified, nothing outside the folder, nothing overwritten unless told,
// and run again it goes on where it stopped (§ Restore).
import { HoldfastError } from '../../../protocol/errors.ts'
import { compileInclude } from '../../../protocol/patterns.ts'
import type { Ring } from '../../../protocol/ring.ts'
import type { FileEntry } from '../../../protocol/tree-entry.ts'
import type { ChunkSource, TreeRef } from '../../../protocol/tree-load.ts'
import { errnoOf } from '../ingest/source.ts'
import { inlineSealer, type Sealer } from '../sealer.ts'
import { comparePlan, type Overwrite } from './compare.ts'
import { finishDirectories } from './directories.ts'
import { Budget, type LeafFetcher } from './fetch-leaves.ts'
import { Finisher } from './finish-files.ts'
import { inlineWriters } from './inline-writers.ts'
import { Ladder } from './ladder.ts'
import { linkName, makeSymlinks, splitHardLinks } from './links.ts'
import { ANY_NAME, type Mapped, mapNames, type NameRules, nameKeyOf, needsRules, probeNames } from './names.ts'
import type { Writers } from './orders.ts'
import {
  eachPlanned,
  isEmptyPlan,
  type Plan,
  type PlannedFile,
  planRestore,
  type Refused,
  showPlanned,
} from './plan.ts'
import { openSyncAll } from './sync-disk.ts'
import { openTarget, type Target } from './target-disk.ts'
import { fileHasContent } from './write-file.ts'
import { FilesWriter, type RestoreProgress } from './write-files.ts'

export interface RestoreOptions {
  readonly ring: Ring
  readonly root: TreeRef
  /** Chunks from wherever they are; need not be verified. */
  readonly source: ChunkSource
  /** Where a chunk stands in a file here; what has rotted there is asked of the source. */
  readonly locate?: LeafFetcher['locate']
  /** Opens and seals what is compared; in place when absent. */
  readonly sealer?: Sealer
  /** Starts what writes, used when there is enough to write; in place when absent. */
  readonly openWriters?: (ring: Ring) => Writers
  /** The folder to write into; made where it does not exist. */
  readonly target: string
  /** Patterns (see protocol/patterns.ts); none = everything. */
  readonly include?: readonly string[]
  readonly overwrite: Overwrite
  /** Compare the content of files that are there already, not only their size and time. */
  readonly verify?: boolean
  /** Symlinks that lead out of the target. */
  readonly outwardLinks?: 'refuse' | 'allow'
  /** What the target does with names; found out when absent. */
  readonly names?: NameRules
  readonly onProgress: (progress: RestoreProgress) => void
}
export interface Restored {
  readonly files: number
  readonly directories: number
  readonly links: number
  readonly bytes: number
  /** Files that were there already, counted in `files` and `bytes` too. */
  readonly kept: number
  /** Symlinks left out because they lead out of the target, and entries that no restore may make. */
  readonly refused: readonly Refused[]
  /** Files and folders that are missing, damaged everywhere or not what they say; everything else was restored. */
  readonly failed: readonly Refused[]
  /** What stands under another name, since the target can't hold its own. */
  readonly mapped: readonly Mapped[]
  readonly warnings: readonly string[]
}

const BUDGET_BYTES = 32 * 1024 * 1024
// Less is written before a thread has started.
const THREADS_FROM_BYTES = 4 * 1024 * 1024
const THREADS_FROM_FILES = 100

/**
 * Restores a tree. Throws TARGET_EXISTS (before anything is written), TARGET_UNWRITABLE, DISK_FULL, NAME_HOSTILE,
 * PATH_UNKNOWN, USAGE for a pattern, what the source throws except for single lost chunks, and `signal.reason`.
 */
export async function restoreTree(options: RestoreOptions, signal: AbortSignal): Promise<Restored> {
  const { ring, source, root } = options
  const include = options.include?.length ? compileInclude(options.include) : undefined
  const plan = await planRestore({ ring, source, root, include }, signal)
  if (isEmptyPlan(plan) && plan.why) throw plan.why
  if (isEmptyPlan(plan) && options.include?.length) {
    throw new HoldfastError('PATH_UNKNOWN', `nothing in the snapshot matches ${options.include.join(' ')}`, {
      hint: "a pattern without / is a name anywhere, one with / a path from the top: '*.rpp', 'Audio Files/Vox*.wav'",
    })
  }
  try {
    const target = await openTarget(options.target)
    try {
      return await write(options, plan, target, signal)
    } finally {
      await target.root.release()
    }
  } catch (error) {
    throw targetError(options.target, error)
  }
}

async function write(options: RestoreOptions, plan: Plan, target: Target, signal: AbortSignal): Promise<Restored> {
  const sealer = options.sealer ?? inlineSealer(() => target.breathe())
  const isWorthThreads = plan.bytes >= THREADS_FROM_BYTES || plan.files >= THREADS_FROM_FILES
  const openWriters = isWorthThreads ? options.openWriters : undefined
  await using writers = openWriters?.(options.ring) ?? inlineWriters(options.ring, () => target.breathe())
  const fetcher: LeafFetcher = { ...options, budget: new Budget(BUDGET_BYTES), sealer, writers }
  const check = (directory: Parameters<typeof fileHasContent>[1], entry: FileEntry) =>
    fileHasContent(fetcher, directory, entry)
  const names = options.names ?? ((await needsRules(plan, target.breathe)) ? await probeNames(target.root) : ANY_NAME)
  const mapped = await mapNames(plan, names, target.breathe)
  await comparePlan(plan, target, options.overwrite, options.verify ? check : undefined, signal)

  const { files, further } = splitHardLinks(plan)
  const syncAll = await openSyncAll(target)
  const finisher = new Finisher({ syncAll, writers })
  try {
    const writer = new FilesWriter(plan, target.root, fetcher, finisher, options.onProgress)
    const outward = { outward: options.outwardLinks ?? 'refuse', keyOf: nameKeyOf(names) }
    await writer.writePlan(plan, new Set(files), signal)
    await finisher.flush()
    await writer.write(await linkNames(further, target, writer, signal), signal)
    await finisher.flush()
    const links = await makeSymlinks(plan, target, outward, finisher, signal)
    await finisher.flush()
    const directories = await finishDirectories(plan, target.root, syncAll, signal)
    return {
      files: writer.files,
      directories: [...eachPlanned(plan.root)].length - 1,
      links: links.made,
      bytes: writer.bytes,
      kept: writer.kept,
      refused: [...plan.refused, ...links.refused],
      failed: [...plan.lost, ...[...writer.lost].map(([file, why]) => ({ path: showPlanned(file), why }))],
      mapped,
      warnings: warningsOf(
        writer.refusedXattrs + directories.refusedXattrs,
        finisher.inexactTimes + directories.inexactTimes,
      ),
    }
  } finally {
    await finisher.abandon()
  }
}

// Returns the names that need a copy of their own: the file system has no hard links.
async function linkNames(
  names: readonly [file: PlannedFile, of: PlannedFile][],
  target: Target,
  writer: FilesWriter,
  signal: AbortSignal,
): Promise<PlannedFile[]> {
  const unlinked: PlannedFile[] = []
  await using from = new Ladder(target.root)
  await using to = new Ladder(target.root)
  for (const [file, of] of names) {
    signal.throwIfAborted()
    const why = writer.lost.get(of)
    if (why !== undefined) writer.noteLost(file, why)
    else if (file.action === 'keep' || (await linkName(from, to, file, of))) writer.noteThere(file)
    else unlinked.push(file)
  }
  return unlinked
}

function warningsOf(refusedXattrs: number, inexactTimes: number): string[] {
  const warnings: string[] = []
  if (refusedXattrs > 0) warnings.push(`the target refused ${refusedXattrs} extended attributes`)
  if (inexactTimes > 0) warnings.push(`${inexactTimes} modification times are right to 0.24 µs only`)
  return warnings
}

function targetError(folder: string, cause: unknown): unknown {
  const code = errnoOf(cause)
  if (code === undefined) return cause
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new HoldfastError('DISK_FULL', `the disk of ${folder} is full`, {
      cause,
      hint: 'make room and run the same command again: it goes on where it stopped',
    })
  }
  return new HoldfastError('TARGET_UNWRITABLE', `${folder} can't be written: ${(cause as Error).message}`, {
    cause,
    hint: 'name a folder you may write to',
  })
}
