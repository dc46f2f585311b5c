// The bytes of the journal (§ Journal). One frame is what one sync made durable; a torn one drops as a whole.
// Integers are little-endian.
// File head:  0 magic "HFJRNL01" · 8 mark: end u64 · 16 chain 32 · 48 checksum 16
// Frame:      0 magic "HFJF" · 4 length u32 · 8 chain before 32 · 40 chain 32 = hash(before ‖ body) · 72 checksum 8 · 80 body
// Body:       (length u32 · entry) ×n
import { HoldfastError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { LIMITS } from '../../protocol/limits.ts'

export const JOURNAL_HEAD = 64
export const FRAME_HEAD = 80
export const FRAME_MAGIC = Buffer.from('HFJF', 'latin1')
export const FRAME_BODY = 16 * 1024 * 1024
const CHECK = 72
const HEAD_MAGIC = Buffer.from('HFJRNL01', 'latin1')

/** How far the journal has been acknowledged: where the next frame goes, and the chain it continues. */
export interface JournalEnd {
  readonly offset: number
  readonly chain: Uint8Array
}
export interface Frame {
  readonly before: Uint8Array
  readonly chain: Uint8Array
  readonly length: number
}

export const JOURNAL_START: JournalEnd = { offset: JOURNAL_HEAD, chain: hash(HEAD_MAGIC) }

/** The first bytes of the file, with its mark: frames up to there have been acknowledged, whatever the disk says. */
export function encodeJournalHead({ offset, chain }: JournalEnd): Buffer {
  const head = Buffer.alloc(JOURNAL_HEAD)
  HEAD_MAGIC.copy(head, 0)
  head.writeBigUInt64LE(BigInt(offset), 8)
  head.set(chain, 16)
  head.set(hash(head.subarray(0, 48)).subarray(0, 16), 48)
  return head
}

/** Reads the mark. Throws MESSAGE_INVALID. */
export function parseJournalHead(bytes: Uint8Array): JournalEnd {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (head.length !== JOURNAL_HEAD || head.compare(HEAD_MAGIC, 0, 8, 0, 8) !== 0)
    throw invalid('no journal starts here')
  if (head.compare(hash(head.subarray(0, 48)), 0, 16, 48, 64) !== 0) throw invalid('the mark fails its checksum')
  const offset = Number(head.readBigUInt64LE(8))
  if (!Number.isSafeInteger(offset) || offset < JOURNAL_HEAD) throw invalid('the mark is impossible')
  return { offset, chain: Uint8Array.from(head.subarray(16, 48)) }
}

/** Throws MESSAGE_INVALID when an entry, or all together, are more than one frame can carry. */
export function checkEntries(entries: readonly Uint8Array[]): void {
  let bytes = 0
  for (const entry of entries) {
    if (entry.byteLength > LIMITS.journalEntry) throw invalid(`a journal entry of ${entry.byteLength} bytes`)
    bytes += 4 + entry.byteLength
  }
  if (bytes > FRAME_BODY) throw invalid(`journal entries of ${bytes} bytes together`)
}

/** One frame that continues the journal at `end`, and the new end. */
export function encodeFrame(end: JournalEnd, entries: readonly Uint8Array[]): { bytes: Buffer; end: JournalEnd } {
  const parts: Uint8Array[] = []
  for (const entry of entries) {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(entry.byteLength)
    parts.push(length, entry)
  }
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(FRAME_HEAD)
  FRAME_MAGIC.copy(head, 0)
  head.writeUInt32LE(body.length, 4)
  const chain = hash(end.chain, body)
  head.set(end.chain, 8)
  head.set(chain, 40)
  head.set(frameCheck(head, end.offset), CHECK)
  return { bytes: Buffer.concat([head, body]), end: { offset: end.offset + FRAME_HEAD + body.length, chain } }
}

/** Reads the head of a frame that stands at `offset`. Throws MESSAGE_INVALID. */
export function parseFrameHead(bytes: Uint8Array, offset: number): Frame {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (head.length !== FRAME_HEAD || head.compare(FRAME_MAGIC, 0, 4, 0, 4) !== 0) throw invalid('no frame starts here')
  if (head.compare(frameCheck(head, offset), 0, 8, CHECK, FRAME_HEAD) !== 0) throw invalid('a frame fails its checksum')
  const length = head.readUInt32LE(4)
  if (length > FRAME_BODY) throw invalid('a frame is impossible')
  return { length, before: Uint8Array.from(head.subarray(8, 40)), chain: Uint8Array.from(head.subarray(40, CHECK)) }
}

/** The entries of a frame's body, as views. Throws MESSAGE_INVALID. */
export function parseFrameBody(bytes: Uint8Array): Uint8Array[] {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: Uint8Array[] = []
  for (let at = 0; at < body.length; ) {
    if (at + 4 > body.length) throw invalid('a journal entry is cut short')
    const length = body.readUInt32LE(at)
    at += 4
    if (length > LIMITS.journalEntry || at + length > body.length) throw invalid('a journal entry is impossible')
    entries.push(bytes.subarray(at, at + length))
    at += length
  }
  return entries
}

/** True when `body` is the one the frame was made for. */
export function holds(frame: Frame, body: Uint8Array): boolean {
  return Buffer.compare(hash(frame.before, body), frame.chain) === 0
}

function frameCheck(head: Buffer, offset: number): Uint8Array {
  const at = Buffer.alloc(8)
  at.writeBigUInt64LE(BigInt(offset))
  return hash(head.subarray(0, CHECK), at).subarray(0, 8)
}

function invalid(sentence: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', sentence)
}
