// The bytes of one directory in the stat cache: little-endian fields, counted lists. Local to a site, and rebuilt when
// the version differs.
import type { ChildRef } from '../../../protocol/chunk.ts'
import { decode, encode } from '../../../protocol/codec.ts'
import { HoldfastError } from '../../../protocol/errors.ts'
import { bytesOf, idOf } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { type Media, mediaFromMessage, mediaToMessage } from '../../../protocol/media.ts'
import { holdfast as pb } from '../../../protocol/messages.js'
import type { SourceXattr } from './source.ts'

/**
 * What a record's stat says of its content. `settled`, `live`: it stands for it; `live` ones were still being written.
 * `pieced`: it does while the file is live; once it has settled it is read as a whole. `growing`: it doesn't, but the
 * next read may go on from there.
 */
export type CachedState = (typeof CACHED_STATES)[number]
export const CACHED_STATES = ['settled', 'live', 'pieced', 'growing'] as const

export interface CachedFile {
  readonly state: CachedState
  readonly name: Uint8Array
  /** Of what was captured, as all of these. */
  readonly size: number
  readonly mtime: bigint
  readonly ctime: bigint
  readonly ino: bigint
  readonly headerAgrees: boolean
  /** Undefined for an empty file. */
  readonly child: ChildRef | undefined
  readonly media: Media | undefined
  readonly xattrs: readonly SourceXattr[]
}
export interface DirectoryRecord {
  readonly ctime: bigint
  readonly ino: bigint
  readonly xattrs: readonly SourceXattr[]
  readonly directories: readonly Uint8Array[]
  readonly files: readonly CachedFile[]
}

const VERSION = 3
const AGREES = 1
const HAS_CHILD = 2
const HAS_MEDIA = 4

export function encodeRecord(record: DirectoryRecord): Uint8Array {
  const out = new Writer()
  out.u8(VERSION)
  out.i64(record.ctime)
  out.u64(record.ino)
  writeXattrs(out, record.xattrs)
  out.u32(record.directories.length)
  for (const name of record.directories) out.bytes(name)
  out.u32(record.files.length)
  for (const file of record.files) writeFile(out, file)
  return out.finish()
}

/** Throws MESSAGE_INVALID. */
export function decodeRecord(bytes: Uint8Array): DirectoryRecord {
  const from = new Reader(bytes)
  if (from.u8() !== VERSION) throw invalid()
  const record = {
    ctime: from.i64(),
    ino: from.u64(),
    xattrs: readXattrs(from),
    directories: from.list(() => from.bytes()),
    files: from.list(() => readFile(from)),
  }
  from.end()
  return record
}

function writeFile(out: Writer, file: CachedFile): void {
  out.bytes(file.name)
  out.u64(BigInt(file.size))
  out.i64(file.mtime)
  out.i64(file.ctime)
  out.u64(file.ino)
  out.u8(CACHED_STATES.indexOf(file.state))
  out.u8((file.headerAgrees ? AGREES : 0) | (file.child ? HAS_CHILD : 0) | (file.media ? HAS_MEDIA : 0))
  if (file.child) {
    out.raw(bytesOf(file.child.cid))
    out.u32(file.child.stored)
    out.u64(BigInt(file.child.below))
    out.u8(file.child.sendClass)
  }
  if (file.media) out.bytes(encode(pb.Media, mediaToMessage(file.media)))
  writeXattrs(out, file.xattrs)
}

function readFile(from: Reader): CachedFile {
  const name = from.bytes()
  const size = Number(from.u64())
  const times = { mtime: from.i64(), ctime: from.i64(), ino: from.u64() }
  const state = CACHED_STATES[from.u8()]
  if (!state) throw invalid()
  const flags = from.u8()
  const child = (flags & HAS_CHILD) === 0 ? undefined : readChild(from)
  const media =
    (flags & HAS_MEDIA) === 0 ? undefined : mediaFromMessage(decode(pb.Media, from.bytes(), LIMITS.controlFrame))
  return { state, name, size, ...times, headerAgrees: (flags & AGREES) !== 0, child, media, xattrs: readXattrs(from) }
}

function readChild(from: Reader): ChildRef {
  const child = { cid: idOf('Cid', from.raw(32)), stored: from.u32(), below: Number(from.u64()), sendClass: from.u8() }
  if (child.sendClass > 7) throw invalid()
  return child
}

function writeXattrs(out: Writer, xattrs: readonly SourceXattr[]): void {
  out.u32(xattrs.length)
  for (const { name, value } of xattrs) {
    out.bytes(name)
    out.bytes(value)
  }
}

function readXattrs(from: Reader): SourceXattr[] {
  return from.list(() => ({ name: from.bytes(), value: from.bytes() }))
}

class Writer {
  #buffer = Buffer.allocUnsafe(4096)
  #length = 0

  #room(length: number): number {
    const at = this.#length
    this.#length += length
    if (this.#length > this.#buffer.byteLength) {
      const larger = Buffer.allocUnsafe(Math.max(this.#length, this.#buffer.byteLength * 2))
      this.#buffer.copy(larger, 0, 0, at)
      this.#buffer = larger
    }
    return at
  }
  u8(value: number): void {
    const at = this.#room(1)
    this.#buffer[at] = value
  }
  u32(value: number): void {
    const at = this.#room(4)
    this.#buffer.writeUInt32LE(value, at)
  }
  u64(value: bigint): void {
    const at = this.#room(8)
    this.#buffer.writeBigUInt64LE(value, at)
  }
  i64(value: bigint): void {
    const at = this.#room(8)
    this.#buffer.writeBigInt64LE(value, at)
  }
  raw(bytes: Uint8Array): void {
    const at = this.#room(bytes.byteLength)
    this.#buffer.set(bytes, at)
  }
  bytes(bytes: Uint8Array): void {
    this.u32(bytes.byteLength)
    this.raw(bytes)
  }
  finish(): Uint8Array {
    return this.#buffer.subarray(0, this.#length)
  }
}

class Reader {
  readonly #buffer: Buffer
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  #take(length: number): number {
    const at = this.#at
    if (length > this.#buffer.byteLength - at) throw invalid()
    this.#at += length
    return at
  }
  u8(): number {
    return this.#buffer.readUInt8(this.#take(1))
  }
  u32(): number {
    return this.#buffer.readUInt32LE(this.#take(4))
  }
  u64(): bigint {
    return this.#buffer.readBigUInt64LE(this.#take(8))
  }
  i64(): bigint {
    return this.#buffer.readBigInt64LE(this.#take(8))
  }
  raw(length: number): Uint8Array {
    const at = this.#take(length)
    return this.#buffer.subarray(at, at + length)
  }
  bytes(): Uint8Array {
    return this.raw(this.u32())
  }
  list<T>(one: () => T): T[] {
    const items: T[] = []
    for (let left = this.u32(); left > 0; left--) items.push(one())
    return items
  }
  end(): void {
    if (this.#at !== this.#buffer.byteLength) throw invalid()
  }
}

function invalid(): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', 'a record of the stat cache is damaged or of another version')
}
