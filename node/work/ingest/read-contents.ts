// Reads the files that must be read and stores their contents: small ones in groups, large ones piece by piece, a few
// side by side.
import { headerAgrees } from '../../../protocol/audio/form.ts'
import type { Categories } from '../../../protocol/categories.ts'
import { sendClassOf } from '../../../protocol/category.ts'
import type { SealedChunk } from '../../../protocol/chunk.ts'
import { openChunker, type Piece } from '../../../protocol/chunker.ts'
import { isError } from '../../../protocol/errors.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type { Ring } from '../../../protocol/ring.ts'
import { buildFile } from '../../../protocol/tree-file.ts'
import type { Clock } from '../../ports.ts'
import { inodeOf } from './build-tree.ts'
import { LeafStreams } from './leaf-stream.ts'
import type { LeafWriter } from './leaf-writer.ts'
import type { Liveness } from './liveness.ts'
import { showPath } from './path.ts'
import type { IngestStore } from './put-window.ts'
import { ReadBuffers } from './read-buffers.ts'
import { type FileBody, type LargeReading, type ReadFile, readLarge } from './read-file.ts'
import { readMedia } from './read-media.ts'
import { readSmallFiles } from './read-small.ts'
import type { IngestReport } from './report.ts'
import { knownStretch, type Stretch } from './resume.ts'
import type { ScannedFile } from './scan.ts'
import { suspectOf } from './silent-changes.ts'
import { isGone, reasonOf, type Source, type SourceStat, type SourceXattr } from './source.ts'
import { isPastGrain } from './stat-cache.ts'

export interface ContentReader {
  readonly source: Source
  readonly ring: Ring
  readonly store: IngestStore
  readonly writer: LeafWriter
  readonly categories: Categories
  readonly liveness: Liveness
  /** Takes nothing from an earlier read. */
  readonly rehash: boolean
  /** Awaited before each piece of a large read and each group of small files. */
  readonly pace: (bytes: number, signal: AbortSignal) => Promise<void>
  /** Stores tree chunks the store lacks. */
  readonly storeTree: (chunks: readonly SealedChunk[]) => Promise<void>
  readonly report: IngestReport
  readonly clock: Clock
  /** Called after each file that got its content. */
  readonly onRead: (file: ScannedFile) => Promise<void>
}

export interface Unread {
  readonly file: ScannedFile
  readonly why: string
  /** It is no longer where it was listed; a new look at its directory will tell. */
  readonly gone: boolean
}

/** What all files that are read side by side share. */
type Shared = Pick<LargeReading, 'streams' | 'buffers'>

const SMALL_BYTES = 1024 * 1024
const GROUP_BYTES = 4 * 1024 * 1024
// What is done with this many files at a time takes a few ms.
const GROUP_FILES = 128
const SIDE_BY_SIDE = 3
// Looking up the class of each of these takes a few ms.
const TURN_FILES = 1000

/** Gives every file its content, the names of one inode the same. Returns those that could not be read. */
export async function readContents(
  reader: ContentReader,
  files: readonly ScannedFile[],
  signal: AbortSignal,
): Promise<Unread[]> {
  const { first, others } = byInode(files)
  const unread: Unread[] = []
  const shared: Shared = { streams: new LeafStreams(reader.writer), buffers: new ReadBuffers() }
  for (const some of await inOrder(reader, first)) {
    const tasks = tasksOf(some)
    const work = async (): Promise<void> => {
      for (let task = tasks.next(); !task.done; task = tasks.next()) {
        await readTask(reader, shared, task.value, unread, signal)
      }
    }
    const settled = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, work))
    for (const result of settled) if (result.status === 'rejected') throw result.reason
  }
  for (const [file, twin] of others) {
    if (!twin.content) continue // read as itself in the next pass, or told as unread below
    file.content = twin.content
    file.stat = twin.stat
    file.known = undefined
    await reader.onRead(file)
  }
  const failed = new Map(unread.map(({ file, ...rest }) => [file, rest]))
  for (const [file, twin] of others) {
    const failure = failed.get(twin)
    if (failure) unread.push({ file, ...failure })
  }
  return unread
}

function byInode(files: readonly ScannedFile[]) {
  const first: ScannedFile[] = []
  const others: [file: ScannedFile, twin: ScannedFile][] = []
  const inodes = new Map<string, ScannedFile>()
  for (const file of files) {
    const inode = inodeOf(file.stat)
    const twin = inode && inodes.get(inode)
    if (twin) others.push([file, twin])
    else {
      first.push(file)
      if (inode) inodes.set(inode, file)
    }
  }
  return { first, others }
}

// Those that are sent first are read first (§ Categories); else as they were scanned.
async function inOrder({ categories, source }: ContentReader, files: readonly ScannedFile[]): Promise<ScannedFile[][]> {
  const classes = Array.from({ length: 8 }, (): ScannedFile[] => [])
  for (const [i, file] of files.entries()) {
    classes[sendClassOf(categories.of(file.path, undefined))]!.push(file)
    if (i % TURN_FILES === TURN_FILES - 1) await source.breathe()
  }
  return classes
}

function* tasksOf(files: readonly ScannedFile[]): Generator<ScannedFile[]> {
  let group: ScannedFile[] = []
  let bytes = 0
  for (const file of files) {
    const { size } = file.stat
    if (size > SMALL_BYTES) {
      yield [file]
      continue
    }
    if (group.length === GROUP_FILES || bytes + size > GROUP_BYTES) {
      yield group
      group = []
      bytes = 0
    }
    group.push(file)
    bytes += size
  }
  if (group.length > 0) yield group
}

async function readTask(
  reader: ContentReader,
  shared: Shared,
  group: readonly ScannedFile[],
  unread: Unread[],
  signal: AbortSignal,
): Promise<void> {
  const isLarge = group.length === 1 && group[0]!.stat.size > SMALL_BYTES
  const large = isLarge ? group : await readGroup(reader, shared, group, unread, signal)
  for (const file of large) await readOne(reader, shared, file, unread, signal)
}

// Returns those that have grown large since they were scanned.
async function readGroup(
  reader: ContentReader,
  { buffers }: Shared,
  group: readonly ScannedFile[],
  unread: Unread[],
  signal: AbortSignal,
): Promise<ScannedFile[]> {
  await reader.pace(
    group.reduce((bytes, file) => bytes + file.stat.size, 0),
    signal,
  )
  const grown: ScannedFile[] = []
  const read: { file: ScannedFile; found: ReadFile<Uint8Array>; pieces: Piece[] }[] = []
  const memory = buffers.take(group.reduce((bytes, file) => bytes + file.stat.size, 0))
  for (const [i, result] of (await readSmallFiles(reader, group, memory, SMALL_BYTES, signal)).entries()) {
    const file = group[i]!
    if (result.found) {
      const { found } = result
      reader.report.read(found.body.byteLength)
      const cutter = openChunker(found.body.byteLength, reader.ring.gear, file.path)
      read.push({ file, found, pieces: [...cutter.push(found.body), ...cutter.end()] })
    } else if (isError(result.error, 'CHUNK_TOO_LARGE')) grown.push(file)
    else noteUnread(file, result.error, unread)
  }
  const leaves = await reader.writer.write(read.flatMap(({ pieces }) => pieces))
  let next = 0
  for (const { file, found, pieces } of read) {
    const head = found.body
    const known = { head, tail: undefined, headerAgrees: headerAgrees(head, head.byteLength), isPieced: false }
    await accept(reader, file, { ...found, body: { ...known, leaves: leaves.slice(next, next + pieces.length) } })
    next += pieces.length
  }
  buffers.give(memory)
  return grown
}

async function readOne(
  reader: ContentReader,
  shared: Shared,
  file: ScannedFile,
  unread: Unread[],
  signal: AbortSignal,
): Promise<void> {
  const { ring, store, report, liveness } = reader
  const recall = async (stat: SourceStat, head: Uint8Array): Promise<Stretch | undefined> => {
    const isLive = liveness.looksLive(stat, headerAgrees(head, stat.size))
    if (!isLive || !file.known || reader.rehash) return undefined
    const stretch = await knownStretch(ring, store, file.known, stat, head, signal)
    if (stretch) report.bytesTotal -= stretch.to - stretch.from
    return stretch
  }
  const reading = { ...reader, ...shared, gear: ring.gear, onBytes: (bytes: number) => report.read(bytes), recall }
  let found: ReadFile<FileBody>
  try {
    found = await readLarge(reading, file.path, signal)
  } catch (error) {
    noteUnread(file, error, unread)
    return
  }
  await accept(reader, file, found)
  shared.buffers.give(found.body.head)
}

async function accept(reader: ContentReader, file: ScannedFile, found: ReadFile<FileBody>): Promise<void> {
  const { ring, report, categories } = reader
  const { stat, body, isGrowing } = found
  const media = await readMedia(file.name, body.head, body.tail, stat.size)
  const chunks: SealedChunk[] = []
  const sendClass = sendClassOf(categories.of(file.path, media))
  const child = buildFile(ring, body.leaves, chunk => chunks.push(chunk), sendClass)
  await reader.storeTree(chunks)
  file.stat = stat
  file.content = {
    child,
    headerAgrees: body.headerAgrees,
    media,
    xattrs: boundedXattrs(report, file.path, found.xattrs),
    reading: isGrowing ? 'growing' : body.isPieced ? 'pieced' : 'whole',
    memorable: isPastGrain(stat, found.readAt),
  }
  const suspect = suspectOf(file)
  if (suspect) report.suspects.push(suspect)
  else file.known = undefined
  report.files++
  await reader.onRead(file)
}

/** The attributes, or none with a warning when they are more than an entry can hold. */
export function boundedXattrs(
  report: IngestReport,
  path: Uint8Array,
  xattrs: readonly SourceXattr[],
): readonly SourceXattr[] {
  const bytes = xattrs.reduce((total, { name, value }) => total + name.byteLength + value.byteLength, 0)
  if (bytes <= LIMITS.xattrs) return xattrs
  report.warn(`${showPath(path)} has ${bytes} bytes of extended attributes, which were left out`)
  return []
}

function noteUnread(file: ScannedFile, error: unknown, unread: Unread[]): void {
  if (isError(error, 'FILE_CHANGED')) unread.push({ file, why: 'kept changing while it was read', gone: false })
  else unread.push({ file, why: reasonOf(error), gone: isGone(error) })
}
