// FLAC's metadata blocks (RFC 9639): the stream's form, its tags, and blocks of a WAV or AIFF file that was compressed
// with them (`flac --keep-foreign-metadata`), which say of a take what they said there.
import { boundedMedia, type Media, type TagName, type Tags, tagsOf } from '../media.ts'
import { type NamedBlock, tagsOfBlocks } from './metadata.ts'
import { id3Length } from './tagged-kind.ts'
import { decodeText } from './text.ts'
import { dateOf } from './when.ts'

const STREAMINFO = 0
const APPLICATION = 2
const VORBIS_COMMENT = 4
const STREAMINFO_BYTES = 34
const MAX_BLOCKS = 256
const MAX_COMMENTS = 1024

const NAMES: Readonly<Record<string, TagName>> = {
  ALBUM: 'album',
  ARTIST: 'artist',
  COMMENT: 'comment',
  COPYRIGHT: 'copyright',
  DATE: 'date',
  DESCRIPTION: 'description',
  GENRE: 'genre',
  ISRC: 'isrc',
  NOTE: 'note',
  ORIGINATOR: 'originator',
  PROJECT: 'project',
  SCENE: 'scene',
  TAKE: 'take',
  TITLE: 'title',
  TRACKNUMBER: 'track',
}

/** Undefined where the file is no FLAC. `head`: its first bytes; tags that lie behind them are not found. */
export function parseFlac(head: Uint8Array): Media | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const start = id3Length(head)
  if (bytes.toString('latin1', start, start + 4) !== 'fLaC') return undefined
  const blocks = [...metadataBlocks(bytes, start + 4)]
  const stream = blocks.find(({ type, content }) => type === STREAMINFO && content.byteLength >= STREAMINFO_BYTES)
  if (!stream) return undefined
  const comments = blocks.filter(({ type }) => type === VORBIS_COMMENT).map(({ content }) => commentsIn(content))
  const foreign = blocks.filter(({ type }) => type === APPLICATION).flatMap(({ content }) => foreignBlock(content))
  const word = stream.content.readUInt32BE(10) // rate: 20 bits, channels - 1: 3, bits - 1: 5, frames: 36
  const frames = (stream.content[13]! & 0x0f) * 2 ** 32 + stream.content.readUInt32BE(14)
  return boundedMedia({
    container: 'flac',
    codec: 'flac',
    channels: ((word >>> 9) & 7) + 1,
    rate: word >>> 12,
    bits: ((word >>> 4) & 31) + 1,
    durationMs: (frames / (word >>> 12)) * 1000,
    tags: tagsOf(...comments, tagsOfBlocks(foreign)),
  })
}

/** Also the last one when it is not there whole. */
function* metadataBlocks(bytes: Buffer, from: number): Generator<{ type: number; content: Buffer }> {
  let at = from
  for (let count = 0; count < MAX_BLOCKS && at + 4 <= bytes.byteLength; count++) {
    const length = bytes.readUIntBE(at + 1, 3)
    yield { type: bytes[at]! & 0x7f, content: bytes.subarray(at + 4, at + 4 + length) }
    if (bytes[at]! >= 0x80) return // the last one says so
    at += 4 + length
  }
}

function commentsIn(content: Buffer): Tags {
  const said: Tags[] = []
  let at = 0
  const next = (): Buffer | undefined => {
    if (at + 4 > content.byteLength) return undefined
    const from = at + 4
    at = from + content.readUInt32LE(at)
    return at <= content.byteLength ? content.subarray(from, at) : undefined
  }
  next() // the encoder's name
  at += 4 // their number
  for (let comment = next(); comment && said.length < MAX_COMMENTS; comment = next()) {
    const text = decodeText(comment)
    const name = NAMES[text.slice(0, Math.max(0, text.indexOf('='))).toUpperCase()]
    const value = text.slice(text.indexOf('=') + 1).trim()
    if (name) said.push({ [name]: name === 'date' ? dateOf(value) : value })
  }
  return tagsOf(...said)
}

// One block of the other format, behind four letters that say which.
function foreignBlock(content: Buffer): NamedBlock[] {
  const kind = content.toString('latin1', 0, 4)
  return (kind === 'riff' || kind === 'aiff') && content.byteLength >= 12
    ? [{ id: content.toString('latin1', 4, 8), bytes: content.subarray(12) }]
    : []
}
