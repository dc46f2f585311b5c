// Walks a folder: names, stats and kinds, no content. What can't be captured is skipped with its reason, never dropped in
// silence (§ Capture).
import type { Category } from '../../../protocol/category.ts'
import type { ChildRef } from '../../../protocol/chunk.ts'
import type { Media } from '../../../protocol/media.ts'
import { type Looked, lookAt } from './bulk.ts'
import { joinPath, showPath } from './path.ts'
import { errnoOf, folderError, reasonOf, type Source, type SourceStat, type SourceXattr } from './source.ts'
import type { CachedFile } from './stat-record.ts'

export interface ScannedFile {
  readonly name: Uint8Array
  readonly path: Uint8Array
  /** As of the scan, or of the read once there was one. */
  stat: SourceStat
  /** Once it was read or recalled. */
  content?: FileContent
  /** By today's rules, once it has content. */
  category?: Category
  /** What an earlier ingest left of the file of this name, until what is found takes its place. */
  known?: CachedFile | undefined
}
export interface FileContent {
  /** Undefined for an empty file. */
  readonly child: ChildRef | undefined
  readonly headerAgrees: boolean
  readonly media: Media | undefined
  readonly xattrs: readonly SourceXattr[]
  readonly reading: Reading
  /** Whether a later write is certain to show in the stat. */
  readonly memorable: boolean
}
/**
 * `whole`: as of one moment. `pieced`: went on from what an earlier ingest had read, so those bytes are as they were
 * then. `growing`: the start of the file, as it was when the read began; more has come since.
 */
export type Reading = 'whole' | 'pieced' | 'growing'

export interface ScannedLink {
  readonly name: Uint8Array
  readonly stat: SourceStat
  readonly target: Uint8Array
}
export interface ScannedDirectory {
  readonly name: Uint8Array
  readonly path: Uint8Array
  readonly parent: ScannedDirectory | undefined
  stat: SourceStat
  files: ScannedFile[]
  links: ScannedLink[]
  directories: ScannedDirectory[]
  /** Files that lie directly in it and are left out, since programs make them anew. */
  rebuildable: Amount
  /** Once they were read or recalled. */
  xattrs?: readonly SourceXattr[] | undefined
}

export interface Amount {
  readonly files: number
  readonly bytes: number
}

export interface ScanReport {
  /** Something that will not be in the snapshot. */
  skip(path: Uint8Array, why: string): void
  /** Something the operator should know; it is in the snapshot. */
  warn(what: string): void
}

export interface Scan {
  readonly source: Source
  readonly report: ScanReport
  readonly isRebuildable: (path: Uint8Array) => boolean
}

const LOOKS_AT_ONCE = 4
// Taking in this many names takes about a ms.
const TURN_NAMES = 512

/** Walks the whole folder. Throws FOLDER_MISSING, FOLDER_UNREADABLE. */
export async function scanFolder(scan: Scan, signal: AbortSignal): Promise<ScannedDirectory> {
  const path = new Uint8Array(0)
  const stat = await ofFolder(scan.source, () => scan.source.stat(path))
  const root = { name: path, path, parent: undefined, stat, ...emptyDirectory() }
  await fill(scan, root, signal)
  return root
}

/**
 * Reads again every directory that changed since it was read: names that came are added, names that went are removed,
 * the rest keeps what is known of it. Throws as scanFolder, also when another folder took the root's place.
 */
export async function rescanChanged(scan: Scan, root: ScannedDirectory, signal: AbortSignal): Promise<void> {
  const { source } = scan
  await checkRoot(source, root)
  for (const directory of [...eachDirectory(root)]) {
    signal.throwIfAborted()
    const stat = await source.stat(directory.path).catch((error: unknown) => {
      reasonOf(error)
      return undefined // its parent changed, and lists what is left
    })
    if (stat?.kind !== 'directory' || isUnchanged(stat, directory.stat)) continue
    const known = { files: directory.files, directories: directory.directories }
    Object.assign(directory, { stat, ...emptyDirectory(), xattrs: undefined })
    await fill(scan, directory, signal, known)
  }
}

/** Throws FOLDER_MISSING when the folder went, or another took its place, since it was scanned. */
export async function checkRoot(source: Source, root: ScannedDirectory): Promise<void> {
  const now = await ofFolder(source, () => source.stat(root.path))
  if (now.ino === root.stat.ino && now.dev === root.stat.dev) return
  throw folderError(source.folder, Object.assign(new Error('another folder took its place'), { code: 'ENOENT' }))
}

/** The directory and all below it, parents first. */
export function* eachDirectory(root: ScannedDirectory): Generator<ScannedDirectory> {
  const open = [root]
  for (let next = open.pop(); next; next = open.pop()) {
    yield next
    for (let i = next.directories.length - 1; i >= 0; i--) open.push(next.directories[i]!)
  }
}

// What is done with each file when all are looked through takes a few µs.
const TURN_FILES = 1000

/** The same; after some files everything else that wants the event loop gets its turn. */
export async function* eachDirectoryInTurns(
  root: ScannedDirectory,
  source: Pick<Source, 'breathe'>,
): AsyncGenerator<ScannedDirectory> {
  let files = 0
  for (const directory of eachDirectory(root)) {
    yield directory
    files += directory.files.length
    if (files < TURN_FILES) continue
    files = 0
    await source.breathe()
  }
}

/** True when nothing was written to the file or directory between the two looks. */
export function isUnchanged(a: SourceStat, b: SourceStat): boolean {
  return a.size === b.size && a.mtime === b.mtime && a.ctime === b.ctime && a.ino === b.ino
}

/** True when it is the same file with more in it. Whether what was there before is still there, only a read can tell. */
export function hasGrown(before: SourceStat, after: SourceStat): boolean {
  return after.size > before.size && after.ino === before.ino
}

type Known = Pick<ScannedDirectory, 'files' | 'directories'>

function emptyDirectory(): Known & Pick<ScannedDirectory, 'links' | 'rebuildable'> {
  return { files: [], links: [], directories: [], rebuildable: { files: 0, bytes: 0 } }
}

async function fill(scan: Scan, top: ScannedDirectory, signal: AbortSignal, known?: Known): Promise<void> {
  const { source, report } = scan
  const open = [top]
  const looks = new Map<ScannedDirectory, Promise<Looked[]>>()
  const look = (directory: ScannedDirectory): Promise<Looked[]> => {
    const under = looks.get(directory) ?? lookAt(source, directory.path)
    under.catch(() => undefined) // awaited in its turn
    looks.set(directory, under)
    return under
  }
  for (let directory = open.at(-1); directory; directory = open.at(-1)) {
    signal.throwIfAborted()
    // While one directory is worked on, the next ones are looked at.
    for (const soon of open.slice(-LOOKS_AT_ONCE)) void look(soon)
    open.pop()
    const found = await foundIn(source, directory, look(directory), report)
    looks.delete(directory)
    if (!found) continue
    for (let at = 0; at < found.length; at += TURN_NAMES) {
      signal.throwIfAborted()
      if (at > 0) await source.breathe()
      for (const one of found.slice(at, at + TURN_NAMES)) add(scan, directory, one)
    }
    if (directory === top && known) keepKnown(directory, known)
    for (let i = directory.directories.length - 1; i >= 0; i--) {
      const child = directory.directories[i]!
      if (!known?.directories.includes(child)) open.push(child)
    }
  }
}

// Undefined when it can't be listed; it is then taken out of its parent, for it must not look as if it were empty.
async function foundIn(
  source: Source,
  directory: ScannedDirectory,
  look: Promise<Looked[]>,
  report: ScanReport,
): Promise<Looked[] | undefined> {
  try {
    return await look
  } catch (error) {
    if (!directory.parent) throw folderError(source.folder, error)
    report.skip(directory.path, reasonOf(error))
    directory.parent.directories = directory.parent.directories.filter(other => other !== directory)
    return undefined
  }
}

function add(scan: Scan, directory: ScannedDirectory, { name, stat, failure, target }: Looked): void {
  const { report } = scan
  const path = joinPath(directory.path, name)
  if (!stat) {
    const why = reasonOf(failure)
    if (errnoOf(failure) !== 'ENOENT') report.skip(path, why) // deleted since it was listed: nothing to capture
  } else if (stat.kind === 'file' && scan.isRebuildable(path)) {
    const { files, bytes } = directory.rebuildable
    directory.rebuildable = { files: files + 1, bytes: bytes + stat.size }
  } else if (stat.kind === 'file') directory.files.push({ name, path, stat })
  else if (target) directory.links.push({ name, stat, target })
  else if (stat.kind !== 'directory') report.skip(path, `is a ${stat.kind}, which has no content to keep`)
  else if (isAncestor(directory, stat)) report.skip(path, 'is the same directory as one above it')
  else {
    if (stat.dev !== directory.stat.dev)
      report.warn(`${showPath(path)} is another file system, captured with the folder`)
    directory.directories.push({ name, path, parent: directory, stat, ...emptyDirectory() })
  }
}

// A bind mount can put a folder inside itself.
function isAncestor(directory: ScannedDirectory, stat: SourceStat): boolean {
  for (let above: ScannedDirectory | undefined = directory; above; above = above.parent) {
    if (above.stat.ino === stat.ino && above.stat.dev === stat.dev) return true
  }
  return false
}

function keepKnown(directory: ScannedDirectory, known: Known): void {
  const key = (entry: { name: Uint8Array; stat: SourceStat }) =>
    `${entry.stat.ino} ${Buffer.from(entry.name).toString('hex')}`
  const files = new Map(known.files.map(file => [key(file), file]))
  const directories = new Map(known.directories.map(child => [key(child), child]))
  directory.files = directory.files.map(file => files.get(key(file)) ?? file)
  directory.directories = directory.directories.map(child => directories.get(key(child)) ?? child)
}

async function ofFolder<T>(source: Source, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw folderError(source.folder, error)
  }
}
