// The parts of a compressed file that say what it is, as one short buffer: tags stand at its ends, sound between them.
import { id3Length, type TaggedKind } from './tagged-kind.ts'

const SOUND = 16 * 1024 // more than the frames that tell a stream's rate
const TAGS_BEHIND = 16 * 1024
const MAX_BOXES = 64

/** `head`: the first bytes of a file of `size`; `tail`: its last ones. */
export function excerptOf(kind: TaggedKind, head: Uint8Array, tail: Uint8Array, size: number): Uint8Array {
  if (kind.mime === 'audio/mpeg') return excerptOfMpeg(head, tail, size)
  if (kind.container === 'mp4') return excerptOfMp4(head, tail, size)
  if (kind.container === 'wavpack') return excerptOfWavPack(head)
  return head
}

function excerptOfMpeg(head: Uint8Array, tail: Uint8Array, size: number): Uint8Array {
  const tags = id3Length(head)
  const wanted = tags + SOUND
  if (head.byteLength === size && size <= wanted + TAGS_BEHIND) return head
  const start = Buffer.from(head.subarray(0, wanted))
  // A picture may make the tags longer than what is there; those in front of it can be read all the same.
  if (tags > start.byteLength) writeId3Size(start, start.byteLength - 10)
  return Buffer.concat([start, tail.subarray(-TAGS_BEHIND)])
}

function writeId3Size(tags: Buffer, size: number): void {
  for (let digit = 0; digit < 4; digit++) tags[9 - digit] = Math.floor(size / 128 ** digit) % 128
  tags[5]! &= ~0x10 // no footer any more
}

// The index, with format and tags, stands before the sound or behind it; without the sound it can be read to its end.
function excerptOfMp4(head: Uint8Array, tail: Uint8Array, size: number): Uint8Array {
  const tailAt = size - tail.byteLength
  const from = (at: number): Buffer =>
    at < head.byteLength || at < tailAt ? bufferOf(head.subarray(at)) : bufferOf(tail.subarray(at - tailAt))
  let firstEnd = 0
  let at = 0
  for (let box = 0; box < MAX_BOXES; box++) {
    const here = from(at)
    if (here.byteLength < 16) break
    const short = here.readUInt32BE(0)
    const length = short === 1 ? Number(here.readBigUInt64BE(8)) : short
    if (length < 8) break
    if (here.toString('latin1', 4, 8) === 'moov')
      return Buffer.concat([head.subarray(0, firstEnd), here.subarray(0, length)])
    at += length
    firstEnd ||= at
  }
  return head
}

const WAVPACK_BLOCK = 32
const WAVPACK_LARGE = 0x80

// Ends before the first part that says to be longer than what is there: the reader sets aside as much as a part says,
// up to 32 MiB, before it looks. It looks into the blocks of index 0 alone, those of the first samples.
function excerptOfWavPack(head: Uint8Array): Uint8Array {
  const bytes = bufferOf(head)
  for (let block = 0; block + WAVPACK_BLOCK <= bytes.byteLength; ) {
    if (bytes.toString('latin1', block, block + 4) !== 'wvpk') break
    const end = block + 8 + bytes.readUInt32LE(block + 4)
    const isFirst = bytes.readUInt32LE(block + 16) === 0
    block += WAVPACK_BLOCK
    while (isFirst && end - block > 1) {
      const isLarge = ((bytes[block] ?? 0) & WAVPACK_LARGE) !== 0
      const start = block + (isLarge ? 4 : 2)
      if (start > bytes.byteLength) return bytes
      const next = start + 2 * (isLarge ? bytes.readUIntLE(block + 1, 3) : bytes[block + 1]!)
      if (next > bytes.byteLength) return bytes.subarray(0, block)
      block = next
    }
    if (isFirst ? block !== end : end < block) break // the reader stops here as well
    block = end
  }
  return bytes
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
