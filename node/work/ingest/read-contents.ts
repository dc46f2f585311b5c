// Reads the files that must be read and stores their contents: small ones in groups, large ones piece by piece, a few
// side by side.
import type { SealedChunk } from '../../../protocol/chunk.ts'
import { chunkerFor } from '../../../protocol/chunker.ts'
import { isError } from '../../../protocol/errors.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type { Ring } from '../../../protocol/ring.ts'
import { buildFile } from '../../../protocol/tree-file.ts'
import type { Clock } from '../../ports.ts'
import { HEADER_LENGTH, headerAgrees } from './audio-header.ts'
import { inodeOf } from './build-tree.ts'
import type { Leaf, LeafWriter } from './leaf-writer.ts'
import { showPath } from './path.ts'
import { type ReadFile, readLarge, readSmall } from './read-file.ts'
import type { IngestReport } from './report.ts'
import type { ScannedFile } from './scan.ts'
import { isGone, reasonOf, type Source, type SourceXattr } from './source.ts'
import { isPastGrain } from './stat-cache.ts'

export interface ContentReader {
  readonly source: Source
  readonly ring: Ring
  readonly writer: LeafWriter
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

const SMALL_BYTES = 1024 * 1024
const GROUP_BYTES = 4 * 1024 * 1024
const GROUP_FILES = 64
const SIDE_BY_SIDE = 3

/** Gives every file its content, the names of one inode the same. Returns those that could not be read. */
export async function readContents(
  reader: ContentReader,
  files: readonly ScannedFile[],
  signal: AbortSignal,
): Promise<Unread[]> {
  const { first, others } = byInode(files)
  const unread: Unread[] = []
  const tasks = tasksOf(first)
  const work = async (): Promise<void> => {
    for (let task = tasks.next(); !task.done; task = tasks.next()) {
      const group = task.value
      if (group.length === 1 && group[0]!.stat.size > SMALL_BYTES) await readOne(reader, group[0]!, unread, signal)
      else await readGroup(reader, group, unread, signal)
    }
  }
  const settled = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, work))
  for (const result of settled) if (result.status === 'rejected') throw result.reason
  for (const [file, twin] of others) {
    if (!twin.content) continue // read as itself in the next pass, or told as unread below
    file.content = twin.content
    file.stat = twin.stat
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

async function readGroup(
  reader: ContentReader,
  group: readonly ScannedFile[],
  unread: Unread[],
  signal: AbortSignal,
): Promise<void> {
  const grown: ScannedFile[] = []
  const reads = await Promise.all(
    group.map(async file => {
      try {
        const found = await readSmall(reader.source, file.path, SMALL_BYTES, reader.clock, signal)
        reader.report.read(found.body.byteLength)
        return { file, found }
      } catch (error) {
        if (isError(error, 'CHUNK_TOO_LARGE')) grown.push(file)
        else noteUnread(file, error, unread)
        return undefined
      }
    }),
  )
  const read = reads.filter(one => one !== undefined)
  const leaves = await reader.writer.write(read.map(({ found }) => found.body).filter(body => body.byteLength > 0))
  let next = 0
  for (const { file, found } of read) {
    const agrees = headerAgrees(found.body.subarray(0, HEADER_LENGTH), found.body.byteLength)
    await accept(reader, file, found, found.body.byteLength > 0 ? [leaves[next++]!] : [], agrees)
  }
  for (const file of grown) await readOne(reader, file, unread, signal)
}

async function readOne(reader: ContentReader, file: ScannedFile, unread: Unread[], signal: AbortSignal): Promise<void> {
  const { source, ring, writer, report, clock } = reader
  const how = { chunker: chunkerFor, gear: ring.gear, writer, onBytes: (bytes: number) => report.read(bytes) }
  let found: Awaited<ReturnType<typeof readLarge>>
  try {
    found = await readLarge(source, file.path, how, clock, signal)
  } catch (error) {
    noteUnread(file, error, unread)
    return
  }
  await accept(reader, file, found, found.body.leaves, found.body.headerAgrees)
}

async function accept(
  reader: ContentReader,
  file: ScannedFile,
  found: ReadFile<unknown>,
  leaves: readonly Leaf[],
  agrees: boolean,
): Promise<void> {
  const chunks: SealedChunk[] = []
  const child = buildFile(reader.ring, leaves, chunk => chunks.push(chunk))
  await reader.storeTree(chunks)
  file.stat = found.stat
  const xattrs = boundedXattrs(reader.report, file.path, found.xattrs)
  file.content = { child, headerAgrees: agrees, media: undefined, xattrs, memorable: isPastGrain(found.stat, found.readAt) }
  reader.report.files++
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
