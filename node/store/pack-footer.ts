// How a pack begins and how a sealed one ends (§ Store, Pack files): an index of all its records and a trailer of fixed
// size, both checksummed, so that opening need not read what lies between. Integers are little-endian.
import { HoldfastError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { hashOf, isData, keyOf, kindOf, type PackRecord, RECORD_HEAD } from './pack-record.ts'

//   0 magic "HFPACK01" · 8 pack id u32 · 12 zero ×4 · 16 checksum 16
export const PACK_HEAD = 32
//   one record: 0 kind u8 · 1 hash 32 · 33 offset u32 · 37 length u32
export const INDEX_ENTRY = 41
//   0 magic "HFPKEND1" · 8 pack id u32 · 12 index offset u32 · 16 records u32 · 20 data records u32 · 24 digest 16
//   40 hash of the index 16 · 56 checksum 16
export const TRAILER = 72

const HEAD_MAGIC = Buffer.from('HFPACK01', 'latin1')
const TRAILER_MAGIC = Buffer.from('HFPKEND1', 'latin1')

/** Count and digest of a set of data records, whatever their order: packs and index are compared by it. */
export interface PackSum {
  count: number
  readonly words: Uint32Array
}
export interface Trailer {
  readonly pack: number
  readonly indexOffset: number
  readonly records: number
  readonly sum: PackSum
  readonly indexHash: Uint8Array
}

export const emptySum = (): PackSum => ({ count: 0, words: new Uint32Array(4) })

/** Adds one data record to a sum. `key` is the record's kind and hash, 33 raw bytes. */
export function addToSum(sum: PackSum, key: Uint8Array, offset: number, length: number): void {
  const view = new DataView(key.buffer, key.byteOffset, 33)
  sum.count++
  // Typed array elements wrap at 2^32.
  sum.words[0]! += Math.imul(view.getUint32(1, true), offset + 1)
  sum.words[1]! += Math.imul(view.getUint32(5, true), length + 1)
  sum.words[2]! += view.getUint32(9, true) + view.getUint8(0)
  sum.words[3]! += view.getUint32(13, true)
}

/** Takes one away that was added. */
export function takeFromSum(sum: PackSum, key: Uint8Array, offset: number, length: number): void {
  const one = emptySum()
  addToSum(one, key, offset, length)
  sum.count -= one.count
  one.words.forEach((word, at) => {
    sum.words[at]! -= word
  })
}

export function sumOf(records: readonly PackRecord[]): PackSum {
  const sum = emptySum()
  for (const { kind, key, offset, length } of records) {
    if (isData(kind)) addToSum(sum, Buffer.from(key, 'hex'), offset, length)
  }
  return sum
}

export function sameSum(a: PackSum, b: PackSum): boolean {
  return a.count === b.count && a.words.every((word, index) => word === b.words[index])
}

export function encodePackHead(pack: number): Buffer {
  const head = Buffer.alloc(PACK_HEAD)
  HEAD_MAGIC.copy(head, 0)
  head.writeUInt32LE(pack, 8)
  check16(head.subarray(0, 16)).copy(head, 16)
  return head
}

/** Throws MESSAGE_INVALID unless `bytes` open pack `pack`. */
export function checkPackHead(bytes: Uint8Array, pack: number): void {
  if (Buffer.compare(encodePackHead(pack), bytes) !== 0) throw invalid(`pack ${pack} does not begin as a pack`)
}

/** Index and trailer of a pack whose records end at `indexOffset`. */
export function encodeFooter(pack: number, records: readonly PackRecord[], indexOffset: number): Buffer[] {
  const index = Buffer.alloc(records.length * INDEX_ENTRY)
  records.forEach((record, i) => {
    const at = i * INDEX_ENTRY
    index[at] = kindOf(record.key)
    index.write(hashOf(record.key), at + 1, 'hex')
    index.writeUInt32LE(record.offset, at + 33)
    index.writeUInt32LE(record.length, at + 37)
  })
  const sum = sumOf(records)
  const trailer = Buffer.alloc(TRAILER)
  TRAILER_MAGIC.copy(trailer, 0)
  trailer.writeUInt32LE(pack, 8)
  trailer.writeUInt32LE(indexOffset, 12)
  trailer.writeUInt32LE(records.length, 16)
  trailer.writeUInt32LE(sum.count, 20)
  sum.words.forEach((word, i) => {
    trailer.writeUInt32LE(word, 24 + 4 * i)
  })
  check16(index).copy(trailer, 40)
  check16(trailer.subarray(0, 56)).copy(trailer, 56)
  return [index, trailer]
}

/** Reads the last TRAILER bytes of a pack of `size` bytes. Throws MESSAGE_INVALID when it isn't sealed or is damaged. */
export function parseTrailer(bytes: Uint8Array, pack: number, size: number): Trailer {
  const trailer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (trailer.length !== TRAILER || trailer.compare(TRAILER_MAGIC, 0, 8, 0, 8) !== 0) throw invalid('no trailer')
  if (check16(trailer.subarray(0, 56)).compare(trailer, 56) !== 0) throw invalid('a trailer fails its checksum')
  const indexOffset = trailer.readUInt32LE(12)
  const records = trailer.readUInt32LE(16)
  const count = trailer.readUInt32LE(20)
  if (trailer.readUInt32LE(8) !== pack || indexOffset < PACK_HEAD || count > records || size > LIMITS.pack) {
    throw invalid('a trailer is impossible')
  }
  if (indexOffset + records * INDEX_ENTRY + TRAILER !== size) throw invalid('a trailer does not fit its pack')
  const words = Uint32Array.from({ length: 4 }, (_, i) => trailer.readUInt32LE(24 + 4 * i))
  return { pack, indexOffset, records, sum: { count, words }, indexHash: trailer.subarray(40, 56) }
}

/** True when these are the index that a trailer tells of. */
export function isIndexOf(bytes: Uint8Array, trailer: Trailer): boolean {
  return bytes.byteLength === trailer.records * INDEX_ENTRY && check16(bytes).compare(trailer.indexHash) === 0
}

/** Reads the index a trailer tells of. Throws MESSAGE_INVALID. */
export function parsePackIndex(bytes: Uint8Array, trailer: Trailer): PackRecord[] {
  const index = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!isIndexOf(index, trailer)) {
    throw invalid(`the index of pack ${trailer.pack} fails its checksum`)
  }
  const records: PackRecord[] = []
  let end = PACK_HEAD
  for (let at = 0; at < index.length; at += INDEX_ENTRY) {
    const kind = index[at]!
    const offset = index.readUInt32LE(at + 33)
    const length = index.readUInt32LE(at + 37)
    if (kind === 0 || offset < end || length > LIMITS.chunk) throw invalid('an index entry is impossible')
    end = offset + RECORD_HEAD + length
    records.push({ pack: trailer.pack, offset, length, kind, key: keyOf(kind, index.toString('hex', at + 1, at + 33)) })
  }
  if (end > trailer.indexOffset || !sameSum(sumOf(records), trailer.sum))
    throw invalid('an index contradicts its trailer')
  return records
}

function check16(bytes: Uint8Array): Buffer {
  return Buffer.from(hash(bytes)).subarray(0, 16)
}

function invalid(sentence: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', sentence)
}
