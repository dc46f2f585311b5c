// Takes a folder into the store: scan, read what changed, seal, store, build the tree (§ Capture). The folder is only ever
// read; what can't be captured is named in the result, and a folder that looks lost gives an error and no tree.
import type { ChildRef, SealedChunk } from '../../../protocol/chunk.ts'
import { HoldfastError } from '../../../protocol/errors.ts'
import type { ProjectId } from '../../../protocol/ids.ts'
import type { Ring } from '../../../protocol/ring.ts'
import type { Clock } from '../../ports.ts'
import { buildTree } from './build-tree.ts'
import { findClashes } from './names.ts'
import { addMissing, readDirectoryXattrs, readEverything } from './passes.ts'
import { type IngestStore, PutWindow } from './put-window.ts'
import { Memory } from './recall.ts'
import { type IngestProgress, IngestReport, type Skipped } from './report.ts'
import { checkRoot, eachDirectory, type ScannedDirectory, type ScannedFile, scanFolder } from './scan.ts'
import type { Source } from './source.ts'
import type { IngestCache } from './stat-cache.ts'

export interface IngestOptions {
  readonly folder: string
  readonly project: ProjectId
  readonly ring: Ring
  readonly store: IngestStore
  /** What the last ingest of any project left behind; may be empty. */
  readonly cache: IngestCache
  /** What the project's last snapshot here had, if there was one. */
  readonly previous: { readonly files: number; readonly device?: string | undefined } | undefined
  /** Takes a folder that is empty or on another file system than before. */
  readonly acceptEmpty: boolean
  readonly onProgress: (progress: IngestProgress) => void
}
export interface IngestPorts {
  readonly clock: Clock
  /** Throws FOLDER_MISSING, FOLDER_UNREADABLE. */
  openSource(folder: string): Promise<Source>
}
export interface Ingested {
  /** The root directory; everything below it is durable in the store. */
  readonly root: ChildRef
  readonly files: number
  /** The folder itself not counted. */
  readonly directories: number
  readonly links: number
  readonly plainBytes: number
  /** Stored bytes the store did not have. */
  readonly newBytes: number
  /** Plain bytes that had to be read. */
  readonly readBytes: number
  /** Files still being written: above 0, the snapshot is live. */
  readonly liveFiles: number
  /** Names that are not in the tree; `skipped` lists at most 10,000 of them. */
  readonly skippedCount: number
  readonly skipped: readonly Skipped[]
  readonly warnings: readonly string[]
  /** The file system it lies on, for the next ingest's `previous`. */
  readonly device: string
}

// Whoever records writes more often than this; an older file whose header disagrees was left so by a crash.
const LIVE_AGE_MS = 24 * 3_600_000

/**
 * Ingests a folder. Throws FOLDER_MISSING, FOLDER_UNREADABLE, FOLDER_EMPTY, FOLDER_MOVED, what the store throws
 * (DISK_FULL …), `signal.reason`. After an error everything stored so far stays, and the next ingest goes on from there.
 */
export async function ingestFolder(options: IngestOptions, ports: IngestPorts, signal: AbortSignal): Promise<Ingested> {
  const { clock } = ports
  const source = await ports.openSource(options.folder)
  checkDevice(source, options)
  const report = new IngestReport(clock, options.onProgress)
  const scannedAt = clock.wall()
  const root = await scanFolder(source, report, signal)
  checkNotEmpty(root, options)

  const window = new PutWindow(options.store)
  const memory = new Memory({ ...options, ring: options.ring.id }, source)
  await memory.recall(root, signal)
  const capture = { ...options, source, root, clock, report, window, memory, scannedAt }
  await readEverything(capture, signal)
  await readDirectoryXattrs(capture, signal)

  const isLive = ({ stat, content }: ScannedFile) =>
    content?.headerAgrees === false && scannedAt - Number(stat.ctime / 1_000_000n) < LIVE_AGE_MS
  const store = (chunks: readonly SealedChunk[]) => addMissing(options.store, window, chunks)
  const { ring, project } = options
  const breathe = () => source.breathe()
  const tree = await buildTree(root, { ring, project, isLive, store, breathe }, signal)
  await window.flush()
  await checkRoot(source, root) // a disk that was pulled out looks like a folder of unreadable files
  await memory.save(scannedAt)
  await memory.forgetGone()
  report.tell(true)
  return {
    root: tree,
    ...count(root, isLive),
    newBytes: window.storedBytes,
    readBytes: report.bytes,
    skippedCount: report.skippedCount,
    skipped: report.skipped,
    warnings: [...report.warnings, ...clashesIn(root)],
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

function count(root: ScannedDirectory, isLive: (file: ScannedFile) => boolean) {
  const counts = { files: 0, directories: -1, links: 0, plainBytes: 0, liveFiles: 0 }
  for (const directory of eachDirectory(root)) {
    counts.directories++
    counts.links += directory.links.length
    for (const file of directory.files) {
      if (!file.content) continue
      counts.files++
      counts.plainBytes += file.stat.size
      if (isLive(file)) counts.liveFiles++
    }
  }
  return counts
}

function clashesIn(root: ScannedDirectory): string[] {
  const clashes: string[] = []
  for (const { path, files, links, directories } of eachDirectory(root)) {
    clashes.push(
      ...findClashes(
        path,
        [...files, ...links, ...directories].map(entry => entry.name),
      ),
    )
  }
  return clashes
}
