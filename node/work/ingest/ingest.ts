// Takes a folder into the store: scan, read what changed, seal, store, build the tree (§ Capture). The folder is only ever
// read; what can't be captured is named in the result, and a folder that looks lost gives an error and no tree.
import { categoriesOf } from '../../../protocol/categories.ts'
import type { CategoryRule } from '../../../protocol/category.ts'
import type { ChildRef, SealedChunk } from '../../../protocol/chunk.ts'
import { HoldfastError } from '../../../protocol/errors.ts'
import type { ProjectId } from '../../../protocol/ids.ts'
import type { Ring } from '../../../protocol/ring.ts'
import type { Clock } from '../../ports.ts'
import { inlineSealer, type Sealer } from '../sealer.ts'
import { buildTree } from './build-tree.ts'
import { livenessAt } from './liveness.ts'
import { findClashes } from './names.ts'
import { addMissing, readDirectoryXattrs, readEverything } from './passes.ts'
import { type IngestStore, PutWindow } from './put-window.ts'
import { Memory } from './recall.ts'
import { type IngestProgress, IngestReport, type Skipped } from './report.ts'
import { checkRoot, eachDirectory, eachDirectoryInTurns, type ScannedDirectory, scanFolder } from './scan.ts'
import { findSilentChanges } from './silent-changes.ts'
import type { Source } from './source.ts'
import type { IngestCache } from './stat-cache.ts'
import { categorize, type Totals, totalsOf } from './totals.ts'

export interface IngestOptions {
  readonly folder: string
  readonly project: ProjectId
  readonly ring: Ring
  readonly store: IngestStore
  /** Seals leaves; in place when absent. */
  readonly sealer?: Sealer
  /** What the last ingest of any project left behind; may be empty. */
  readonly cache: IngestCache
  /** What the project's last snapshot here had, if there was one. */
  readonly previous: { readonly files: number; readonly device?: string | undefined } | undefined
  /** Takes a folder that is empty or on another file system than before. */
  readonly acceptEmpty: boolean
  /** A file that changed less than this before the scan is live; 0 for a snapshot that somebody asked for. */
  readonly quietMs: number
  /** Reads every file again, and tells those that changed in silence. */
  readonly rehash: boolean
  /** The project's own, laid before the built-in ones. */
  readonly rules: readonly CategoryRule[]
  /** Awaited before each piece of a large read and each group of small ones; resolves when so much may be read. */
  readonly pace: (bytes: number, signal: AbortSignal) => Promise<void>
  readonly onProgress: (progress: IngestProgress) => void
}
export interface IngestPorts {
  readonly clock: Clock
  /** Throws FOLDER_MISSING, FOLDER_UNREADABLE. */
  openSource(folder: string): Promise<Source>
}
export interface Ingested extends Totals {
  /** The root directory; everything below it is durable in the store. */
  readonly root: ChildRef
  /** Stored bytes the store did not have. */
  readonly newBytes: number
  /** Plain bytes that had to be read. */
  readonly readBytes: number
  /** Names that are not in the tree; `skipped` lists at most 10,000 of them. */
  readonly skippedCount: number
  readonly skipped: readonly Skipped[]
  readonly warnings: readonly string[]
  /** Paths of files whose content changed while size and modification time stayed: reason for alarm. */
  readonly changedSilently: readonly string[]
  /** The file system it lies on, for the next ingest's `previous`. */
  readonly device: string
}

/**
 * Ingests a folder. Throws FOLDER_MISSING, FOLDER_UNREADABLE, FOLDER_EMPTY, FOLDER_MOVED, what the store throws
 * (DISK_FULL …), `signal.reason`. After an error everything stored so far stays, and the next ingest goes on from there.
 */
export async function ingestFolder(options: IngestOptions, ports: IngestPorts, signal: AbortSignal): Promise<Ingested> {
  const { clock } = ports
  const source = await ports.openSource(options.folder)
  checkDevice(source, options)
  const report = new IngestReport(clock, options.onProgress)
  const categories = categoriesOf(options.rules)
  const scannedAt = clock.wall()
  const scan = { source, report, isRebuildable: categories.isRebuildable }
  const root = await scanFolder(scan, signal)
  checkNotEmpty(root, options)

  const liveness = livenessAt(scannedAt, options.quietMs)
  const sealer = options.sealer ?? inlineSealer(() => source.breathe())
  const window = new PutWindow(options.store, bytes => sealer.done(bytes))
  const memory = new Memory({ ...options, ring: options.ring.id, liveness }, source)
  await memory.recall(root, options.rehash, signal)
  const capture = { ...options, ...scan, sealer, root, clock, window, memory, scannedAt, categories, liveness }
  await readEverything(capture, signal)
  await readDirectoryXattrs(capture, signal)

  await categorize(root, categories, source)
  const store = (chunks: readonly SealedChunk[]) => addMissing(options.store, window, chunks)
  const tree = await buildTree(root, { ...capture, store, breathe: () => source.breathe() }, signal)
  await window.flush()
  await checkRoot(source, root) // a disk that was pulled out looks like a folder of unreadable files
  const changedSilently = await findSilentChanges(options.ring, options.store, report.suspects, signal)
  // Not before: an ingest that is cut off must find them again.
  memory.replaceKnown(root)
  await memory.save(scannedAt)
  await memory.forgetGone()
  report.tell(true)
  return {
    root: tree,
    ...(await totalsOf(root, liveness, source)),
    newBytes: window.storedBytes,
    readBytes: report.bytes,
    skippedCount: report.skippedCount,
    skipped: report.skipped,
    warnings: [...report.warnings, ...(await clashesIn(root, source))],
    changedSilently,
    device: source.device,
  }
}

function checkDevice(source: Source, { previous, acceptEmpty }: IngestOptions): void {
  const before = previous?.device
  if (before === undefined || before === source.device || acceptEmpty) return
  throw new HoldfastError(
    'FOLDER_MOVED',
    `${source.folder} is on another file system (${source.device}) than at its last snapshot (${before})`,
    { hint: 'mount the right disk; if the project has moved here, use --accept-empty once' },
  )
}

function checkNotEmpty(root: ScannedDirectory, { folder, previous, acceptEmpty }: IngestOptions): void {
  if (acceptEmpty || !previous || previous.files === 0) return
  for (const directory of eachDirectory(root)) if (directory.files.length > 0) return
  throw new HoldfastError('FOLDER_EMPTY', `${folder} has no files, but had ${previous.files} at its last snapshot`, {
    hint: 'mount the disk or bring the files back; if it is meant to be empty, use --accept-empty once',
  })
}

async function clashesIn(root: ScannedDirectory, source: Source): Promise<string[]> {
  const clashes: string[] = []
  for await (const { path, files, links, directories } of eachDirectoryInTurns(root, source)) {
    clashes.push(
      ...findClashes(
        path,
        [...files, ...links, ...directories].map(entry => entry.name),
      ),
    )
  }
  return clashes
}
