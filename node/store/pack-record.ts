// One record of a pack file (§ Store, Pack files): a header whose checksum covers the length and the place, then bytes
// that are covered by the hash that names them. Integers are little-endian.
//   0 magic "HFR1" · 4 kind u8 · 5 zero ×3 · 8 length u32 · 12 hash 32 · 44 checksum 16 · 60 bytes
import { HoldfastError } from '../../protocol/errors.ts'
import { hash, hashHex } from '../../protocol/hash.ts'
import { LIMITS } from '../../protocol/limits.ts'

export const RECORD_HEAD = 60
export const RECORD_MAGIC = Buffer.from('HFR1', 'latin1')
const HASH_AT = 12
const CHECKED = 44
const WHY_BYTES = 1024
const WITHDRAWAL_HEAD = 53

export const KIND = { chunk: 1, node: 2, withdrawal: 3, removal: 4 } as const

/** Kind and hash as lower-case hex of 33 bytes: what the index and all maps in memory go by. */
export type RecordKey = string

/** Where a record stands: `offset` is that of its header, `length` that of its bytes. */
export interface Place {
  readonly pack: number
  readonly offset: number
  readonly length: number
}

export interface PackRecord extends Place {
  readonly kind: number
  readonly key: RecordKey
}

/** Takes the record at `place` out of service, for good: a later record of the same key is not meant. */
export interface Withdrawal {
  readonly key: RecordKey
  readonly place: Place
  /** Wall time, ms since 1970 UTC. */
  readonly since: number
  readonly why: string
}

export function keyOf(kind: number, hashHex: string): RecordKey {
  return kind.toString(16).padStart(2, '0') + hashHex
}
export const kindOf = (key: RecordKey): number => Number.parseInt(key.slice(0, 2), 16)
export const hashOf = (key: RecordKey): string => key.slice(2)

/** True for what has a name of its own and stands in the index. */
export const isData = (kind: number): boolean => kind === KIND.chunk || kind === KIND.node

/** The header of a record of `length` bytes that will stand at `offset` of pack `pack`. */
export function encodeRecordHead(key: RecordKey, length: number, pack: number, offset: number): Buffer {
  const head = Buffer.alloc(RECORD_HEAD)
  writeRecordHead(head, key, length, pack, offset)
  return head
}

/** The same into the first RECORD_HEAD bytes of `head`. */
export function writeRecordHead(head: Buffer, key: RecordKey, length: number, pack: number, offset: number): void {
  RECORD_MAGIC.copy(head, 0)
  head.writeUInt32LE(kindOf(key), 4)
  head.writeUInt32LE(length, 8)
  head.write(hashOf(key), HASH_AT, 'hex')
  // The place stands for a moment where the checksum will: what is hashed then lies in one piece.
  head.writeUInt32LE(pack, CHECKED)
  head.writeUInt32LE(offset, CHECKED + 4)
  head.write(hashHex(head.subarray(0, CHECKED + 8)).slice(0, 32), CHECKED, 'hex')
}

/** Reads a header found at `offset` of pack `pack`. Throws MESSAGE_INVALID, also when it was written for another place. */
export function parseRecordHead(bytes: Uint8Array, pack: number, offset: number): PackRecord {
  if (bytes.byteLength < RECORD_HEAD) throw invalid('a record header is cut short')
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, RECORD_HEAD)
  if (head.compare(RECORD_MAGIC, 0, 4, 0, 4) !== 0) throw invalid('no record starts here')
  if (head.compare(checksum(head, pack, offset), 0, 16, CHECKED, RECORD_HEAD) !== 0) {
    throw invalid('a record header fails its checksum')
  }
  const length = head.readUInt32LE(8)
  const kind = head[4]!
  if (kind === 0 || head.readUIntLE(5, 3) !== 0 || length > LIMITS.chunk) throw invalid('a record header is impossible')
  return { pack, offset, length, kind, key: keyOf(kind, head.toString('hex', HASH_AT, CHECKED)) }
}

/** True when `bytes` are what the record's hash names. */
export function matches(key: RecordKey, bytes: Uint8Array): boolean {
  return hashHex(bytes) === hashOf(key)
}

//   0 kind u8 · 1 hash 32 · 33 pack u32 · 37 offset u32 · 41 length u32 · 45 since u64 · 53 why (UTF-8, ≤ 1,024)
export function encodeWithdrawal(withdrawal: Withdrawal): Buffer {
  const { key, place, since, why } = withdrawal
  const head = Buffer.alloc(WITHDRAWAL_HEAD)
  head.write(key, 0, 'hex')
  head.writeUInt32LE(place.pack, 33)
  head.writeUInt32LE(place.offset, 37)
  head.writeUInt32LE(place.length, 41)
  head.writeBigUInt64LE(BigInt(Math.max(0, Math.floor(since))), 45)
  return Buffer.concat([head, Buffer.from(why).subarray(0, WHY_BYTES)])
}

/** Throws MESSAGE_INVALID. */
export function parseWithdrawal(bytes: Uint8Array): Withdrawal {
  if (bytes.byteLength < WITHDRAWAL_HEAD || bytes.byteLength > WITHDRAWAL_HEAD + WHY_BYTES) {
    throw invalid(`a withdrawal of ${bytes.byteLength} bytes`)
  }
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const since = Number(body.readBigUInt64LE(45))
  if (!isData(body[0]!) || !Number.isSafeInteger(since)) throw invalid('a withdrawal is impossible')
  const place = { pack: body.readUInt32LE(33), offset: body.readUInt32LE(37), length: body.readUInt32LE(41) }
  return { key: body.toString('hex', 0, 33), place, since, why: body.toString('utf8', WITHDRAWAL_HEAD) }
}

//   pack u32, ascending, one or more
export function encodeRemoval(packs: readonly number[]): Buffer {
  const body = Buffer.alloc(packs.length * 4)
  for (const [i, pack] of [...packs].sort((a, b) => a - b).entries()) body.writeUInt32LE(pack, i * 4)
  return body
}

/** The packs a removal names. Throws MESSAGE_INVALID. */
export function parseRemoval(bytes: Uint8Array): number[] {
  if (bytes.byteLength === 0 || bytes.byteLength % 4 !== 0) throw invalid(`a removal of ${bytes.byteLength} bytes`)
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const packs = Array.from({ length: body.length / 4 }, (_, i) => body.readUInt32LE(i * 4))
  if (packs.some((pack, i) => pack <= (packs[i - 1] ?? 0))) throw invalid('a removal names packs out of order')
  return packs
}

// The place is under the checksum: a block that the disk puts elsewhere, or a record's image inside a chunk, is no record.
function checksum(head: Buffer, pack: number, offset: number): Buffer {
  const at = Buffer.alloc(8)
  at.writeUInt32LE(pack, 0)
  at.writeUInt32LE(offset, 4)
  return Buffer.from(hash(head.subarray(0, CHECKED), at)).subarray(0, 16)
}

function invalid(sentence: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', sentence)
}
