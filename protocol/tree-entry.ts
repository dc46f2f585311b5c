// Directory entries: what is kept of a file, a directory, a symlink (§ Tree). Decoding refuses whatever a restore must
// never meet: hostile names, impossible sizes, children out of order.
import { type Category, categoryFromMessage, categoryToMessage } from './category.ts'
import type { ChildRef } from './chunk.ts'
import { HoldfastError } from './errors.ts'
import { LIMITS } from './limits.ts'
import { type Media, mediaFromMessage, mediaToMessage } from './media.ts'
import { holdfast as pb } from './messages.js'

interface EntryBase {
  /** One path component, raw bytes. */
  readonly name: Uint8Array
  /** Permission bits, 0..0o7777. */
  readonly mode: number
  /** Modification time: whole seconds since 1970, may be negative, and 0..999,999,999 ns more. */
  readonly mtimeSeconds: number
  readonly mtimeNanoseconds: number
  readonly xattrs: readonly Xattr[]
}
export interface Xattr {
  readonly name: Uint8Array
  readonly value: Uint8Array
}
export interface FileEntry extends EntryBase {
  readonly type: 'file'
  /** Plain bytes. */
  readonly size: number
  /** The file's only leaf, or the top node of its tree (then `below` > 0); undefined exactly for an empty file. */
  readonly child: ChildRef | undefined
  /** 16 bytes shared by the names of one inode, if it had several. */
  readonly linkGroup: Uint8Array | undefined
  /** The file was still growing when it was read. */
  readonly live: boolean
  /** Undefined where the writer did not say. */
  readonly category?: Category | undefined
  readonly media?: Media | undefined
}
export interface FolderEntry extends EntryBase {
  readonly type: 'directory'
  readonly child: ChildRef
}
export interface SymlinkEntry extends EntryBase {
  readonly type: 'symlink'
  readonly target: Uint8Array
}
export type DirectoryEntry = FileEntry | FolderEntry | SymlinkEntry

/** The child of an entry, if it has one. */
export function childOf(entry: DirectoryEntry): ChildRef | undefined {
  return entry.type === 'symlink' ? undefined : entry.child
}

/** Throws MESSAGE_INVALID for a name no restore may create: empty, `.`, `..`, with `/` or NUL, over 255 bytes. */
export function checkName(name: Uint8Array): void {
  const length = name.byteLength
  const dots = length <= 2 && name.every(byte => byte === 0x2e) // also true of the empty name
  if (dots || length > LIMITS.name || name.includes(0x2f) || name.includes(0))
    throw invalid(`a name that can't be restored: ${JSON.stringify(Buffer.from(name.subarray(0, 64)).toString())}`)
}

/** Throws MESSAGE_INVALID for an entry the format can't hold. */
export function checkEntry(entry: DirectoryEntry): void {
  checkName(entry.name)
  if (!(isCount(entry.mode) && entry.mode <= 0o7777)) throw invalid(`a mode of ${entry.mode}`)
  if (
    !Number.isSafeInteger(entry.mtimeSeconds) ||
    !isCount(entry.mtimeNanoseconds) ||
    entry.mtimeNanoseconds > 999_999_999
  )
    throw invalid(`a time of ${entry.mtimeSeconds} s and ${entry.mtimeNanoseconds} ns`)
  checkXattrs(entry.xattrs)
  if (entry.type === 'file') checkFile(entry)
  if (entry.type === 'symlink') {
    const { byteLength } = entry.target
    if (byteLength === 0 || byteLength > LIMITS.symlinkTarget || entry.target.includes(0))
      throw invalid('a symlink target')
  }
}

/** As protobuf. `child`: the 1-based index of its child in the chunk, 0 for none. */
export function entryToMessage(entry: DirectoryEntry, child: number): pb.Entry.$Properties {
  const base = {
    name: entry.name,
    mode: entry.mode,
    mtimeS: entry.mtimeSeconds,
    mtimeNs: entry.mtimeNanoseconds,
    xattrs: entry.xattrs.toSorted((a, b) => Buffer.compare(a.name, b.name)),
    child,
  }
  if (entry.type === 'directory') return { ...base, type: pb.EntryType.DIRECTORY }
  if (entry.type === 'symlink') return { ...base, type: pb.EntryType.SYMLINK, target: entry.target }
  const link = entry.linkGroup ? { linkGroup: entry.linkGroup } : {}
  const media = entry.media ? { media: mediaToMessage(entry.media) } : {}
  const category = categoryToMessage(entry.category)
  return { ...base, type: pb.EntryType.FILE, size: entry.size, live: entry.live, category, ...link, ...media }
}

/** From protobuf, checked. `children`: all of the chunk's. Throws MESSAGE_INVALID. */
export function entryFromMessage(message: pb.Entry, children: readonly ChildRef[]): DirectoryEntry {
  const child = message.child === 0 ? undefined : children[message.child - 1]
  if (message.child !== 0 && !child) throw invalid('a child the chunk does not have')
  const entry = typedEntry(message, child)
  checkEntry(entry)
  return entry
}

function typedEntry(message: pb.Entry, child: ChildRef | undefined): DirectoryEntry {
  const base = {
    name: message.name,
    mode: message.mode,
    mtimeSeconds: message.mtimeS,
    mtimeNanoseconds: message.mtimeNs,
    xattrs: message.xattrs.map(({ name, value }) => ({ name: name ?? EMPTY, value: value ?? EMPTY })),
  }
  if (message.type === pb.EntryType.FILE) {
    const { size, live } = message
    const linkGroup = message.linkGroup.byteLength === 0 ? undefined : message.linkGroup
    const category = categoryFromMessage(message.category)
    const media = message.media ? mediaFromMessage(message.media as pb.Media) : undefined
    return { ...base, type: 'file', size, child, linkGroup, live, category, media }
  }
  if (message.type === pb.EntryType.DIRECTORY && child) return { ...base, type: 'directory', child }
  if (message.type === pb.EntryType.SYMLINK && !child) return { ...base, type: 'symlink', target: message.target }
  throw invalid(`type ${message.type} with ${child ? 'a' : 'no'} child`)
}

const EMPTY = new Uint8Array(0)
// With LIMITS.xattrs this keeps any single entry far below the limit of a tree chunk.
const MAX_XATTRS = 256

function checkFile({ size, child, linkGroup }: FileEntry): void {
  if (!isCount(size) || (size === 0) !== (child === undefined)) throw invalid(`a file of ${size} bytes`)
  if (child?.below === 0 && size > LIMITS.chunkPlain) throw invalid(`one leaf for ${size} bytes`)
  if (linkGroup && linkGroup.byteLength !== 16) throw invalid('a link group')
}

function checkXattrs(xattrs: readonly Xattr[]): void {
  let total = 0
  const names = new Set<string>()
  for (const { name, value } of xattrs) {
    total += name.byteLength + value.byteLength
    if (name.byteLength === 0 || name.includes(0)) throw invalid('the name of an xattr')
    names.add(Buffer.from(name).toString('latin1'))
  }
  if (total > LIMITS.xattrs || xattrs.length > MAX_XATTRS || names.size !== xattrs.length)
    throw invalid(`${xattrs.length} xattrs of ${total} bytes, or one twice`)
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a directory entry has ${what}`)
}
