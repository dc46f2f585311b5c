// The order of reading: session documents, then a second look at what changed meanwhile, then everything else; and once
// more where files went away or were renamed under the reader (§ Capture).
import type { Categories } from '../../../protocol/categories.ts'
import type { SealedChunk } from '../../../protocol/chunk.ts'
import { HoldfastError } from '../../../protocol/errors.ts'
import type { Ring } from '../../../protocol/ring.ts'
import type { Clock } from '../../ports.ts'
import type { Sealer } from '../sealer.ts'
import { LeafWriter } from './leaf-writer.ts'
import type { Liveness } from './liveness.ts'
import { showPath } from './path.ts'
import type { IngestStore, PutWindow } from './put-window.ts'
import { boundedXattrs, type ContentReader, readContents, type Unread } from './read-contents.ts'
import type { Memory } from './recall.ts'
import type { IngestReport } from './report.ts'
import {
  eachDirectory,
  eachDirectoryInTurns,
  rescanChanged,
  type Scan,
  type ScannedDirectory,
  type ScannedFile,
} from './scan.ts'
import { reasonOf, type Source } from './source.ts'

/** One ingest under way. */
export interface Capture extends Scan {
  readonly ring: Ring
  readonly store: IngestStore
  readonly source: Source
  readonly root: ScannedDirectory
  readonly clock: Clock
  readonly report: IngestReport
  readonly categories: Categories
  readonly liveness: Liveness
  readonly rehash: boolean
  readonly pace: (bytes: number, signal: AbortSignal) => Promise<void>
  readonly window: PutWindow
  readonly sealer: Sealer
  readonly memory: Memory
  /** Wall time before the scan, ms. */
  readonly scannedAt: number
}

const MAX_PASSES = 4
const CHECKPOINT_BYTES = 256 * 1024 * 1024

/** Gives every file its content or reports why it has none. Throws FOLDER_MISSING, FOLDER_UNREADABLE. */
export async function readEverything(capture: Capture, signal: AbortSignal): Promise<void> {
  const { root, report } = capture
  const givenUp = new Set<ScannedFile>()
  let unread: Unread[] = []
  for (let pass = 1; pass <= MAX_PASSES; pass++) {
    const isLast = pass === MAX_PASSES
    const { pending, documents } = await toRead(capture, givenUp)
    const now = documents.length > 0 && !isLast ? documents : pending
    unread = await readPass(capture, now, signal)
    for (const { file, why, gone } of unread) {
      if (gone && !isLast) continue
      givenUp.add(file)
      report.skip(file.path, why)
    }
    if (now !== documents && !unread.some(({ gone }) => gone)) break
    // What a document names was there when it was saved, but maybe not yet when we listed it.
    if (!isLast) await rescanChanged(capture, root, signal)
  }
  const failures = unread.filter(({ why }) => why !== 'kept changing while it was read')
  if (failures.length > 0 && failures.length === givenUp.size && !hasContent(root)) {
    throw new HoldfastError(
      'FOLDER_UNREADABLE',
      `no file in ${capture.source.folder} can be read: ${failures[0]!.why}`,
      {
        hint: 'let the user that runs the daemon read the folder and the files in it',
      },
    )
  }
}

async function readPass(capture: Capture, files: readonly ScannedFile[], signal: AbortSignal): Promise<Unread[]> {
  const { root, report, window, memory, ring, store, sealer } = capture
  const directories = new Map<ScannedFile, ScannedDirectory>()
  report.filesTotal = 0
  for (const directory of eachDirectory(root)) {
    report.filesTotal += directory.files.length
    for (const file of directory.files) if (!file.content) directories.set(file, directory)
  }
  report.files = report.filesTotal - directories.size
  report.bytesTotal = report.bytes + [...directories.keys()].reduce((total, file) => total + file.stat.size, 0)
  let saveAt = report.bytes + CHECKPOINT_BYTES
  const reader: ContentReader = {
    ...capture,
    writer: new LeafWriter(ring, store, window, sealer),
    storeTree: chunks => addMissing(store, window, chunks),
    async onRead(file) {
      memory.noteChanged(directories.get(file)!)
      if (report.bytes < saveAt) return
      saveAt = report.bytes + CHECKPOINT_BYTES
      await window.flush()
      await memory.save(capture.scannedAt)
    },
  }
  return readContents(reader, files, signal)
}

/** Reads the extended attributes of every directory whose record does not have them. */
export async function readDirectoryXattrs(capture: Capture, signal: AbortSignal): Promise<void> {
  const { source, root, report, memory } = capture
  for (const directory of eachDirectory(root)) {
    signal.throwIfAborted()
    if (directory.xattrs) continue
    memory.noteChanged(directory)
    directory.xattrs = []
    if (!source.hasXattrs || directory === root) continue
    try {
      await using handle = await source.open(directory.path)
      directory.xattrs = boundedXattrs(report, directory.path, await handle.xattrs())
    } catch (error) {
      report.warn(`${showPath(directory.path)}: its extended attributes were left out: ${reasonOf(error)}`)
    }
  }
}

/** Stores the chunks that the store lacks. */
export async function addMissing(store: IngestStore, window: PutWindow, chunks: readonly SealedChunk[]): Promise<void> {
  if (chunks.length === 0) return
  const sizes = await store.sizesOf(chunks.map(chunk => chunk.cid))
  for (const [i, chunk] of chunks.entries()) if (sizes[i] === undefined) await window.add(chunk)
}

/** The files without content but for those given up, and which of them are session documents. */
async function toRead({ root, source, categories }: Capture, givenUp: ReadonlySet<ScannedFile>) {
  const pending: ScannedFile[] = []
  const documents: ScannedFile[] = []
  for await (const { files } of eachDirectoryInTurns(root, source)) {
    for (const file of files) {
      if (file.content || givenUp.has(file)) continue
      pending.push(file)
      if (categories.of(file.path, undefined) === 'session') documents.push(file)
    }
  }
  return { pending, documents }
}

function hasContent(root: ScannedDirectory): boolean {
  for (const directory of eachDirectory(root)) if (directory.files.some(file => file.content)) return true
  return false
}
