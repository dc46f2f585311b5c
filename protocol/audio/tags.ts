// Tags in the blocks of containers: RIFF's LIST INFO, AIFF's text chunks, CAF's info.
import { type TagName, type Tags, tagsOf } from '../media.ts'
import { decodeText, textOf } from './text.ts'
import { dateOf } from './when.ts'

const INFO: Readonly<Record<string, TagName>> = {
  INAM: 'title',
  IART: 'artist',
  ICMT: 'comment',
  ICRD: 'date',
  IGNR: 'genre',
  IPRD: 'album',
  IPRT: 'track',
  ITRK: 'track',
  ICOP: 'copyright',
}
const CAF_KEYS: Readonly<Record<string, TagName>> = {
  title: 'title',
  artist: 'artist',
  album: 'album',
  comments: 'comment',
  genre: 'genre',
  year: 'date',
  'recorded date': 'date',
  'track number': 'track',
  copyright: 'copyright',
  isrc: 'isrc',
}
const MAX_VALUES = 256 // more than any writer makes

/** A LIST block; nothing where it is not one of the kind INFO. */
export function parseInfoList(block: Uint8Array): Tags {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength)
  if (bytes.toString('latin1', 0, 4) !== 'INFO') return {}
  const said: [TagName | undefined, string][] = []
  for (let at = 4; at + 8 <= bytes.byteLength && said.length < MAX_VALUES; ) {
    const length = bytes.readUInt32LE(at + 4)
    said.push([INFO[bytes.toString('latin1', at, at + 4)], textOf(bytes.subarray(at + 8, at + 8 + length))])
    at += 8 + length + (length % 2)
  }
  return collect(said)
}

/** CAF's info block: a count, then keys and values, each ended by a NUL. */
export function parseCafInfo(block: Uint8Array): Tags {
  const said: [TagName | undefined, string][] = []
  let at = 4
  const next = (): string | undefined => {
    const end = block.indexOf(0, at)
    if (end === -1) return undefined
    const text = decodeText(block.subarray(at, end))
    at = end + 1
    return text
  }
  for (let key = next(); key !== undefined && said.length < MAX_VALUES; key = next()) {
    const value = next()
    if (value === undefined) break
    said.push([CAF_KEYS[key.toLowerCase()], value.trim()])
  }
  return collect(said)
}

/** One of AIFF's text chunks, all of which are nothing but text. */
export function parseTextChunk(tag: TagName, block: Uint8Array): Tags {
  return collect([[tag, textOf(block)]])
}

// The first of a name counts.
function collect(said: readonly (readonly [TagName | undefined, string])[]): Tags {
  return tagsOf(...said.map(([name, text]) => (name ? { [name]: name === 'date' ? dateOf(text) : text } : {})))
}
