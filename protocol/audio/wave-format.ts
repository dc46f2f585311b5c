// The content of a `fmt ` block (WAVEFORMATEX and WAVEFORMATEXTENSIBLE), which RIFF and W64 share.
import { type SampleFormat, UNKNOWN_FORMAT } from './family.ts'
import type { Head } from './head.ts'

const PCM = 1
const FLOAT = 3
const EXTENSIBLE = 0xfffe
// The tails of the GUIDs whose first two bytes are a format tag: Microsoft's, and that of ambisonic B-format.
const TAGGED = ['000000001000800000aa00389b71', '00002107d3118644c8c1ca000000']

/** `length`: of the block. Unknown where it is too short to be one. */
export function parseWaveFormat(head: Head, at: number, length: number): SampleFormat {
  if (length < 14) return UNKNOWN_FORMAT
  const channels = head.u16(at + 2, true)
  const rate = head.u32(at + 4, true)
  const frame = head.u16(at + 12, true)
  const stated = length >= 16 ? head.u16(at + 14, true) : 0
  const extended = length >= 40 && head.u16(at, true) === EXTENSIBLE ? parseExtension(head, at + 16) : undefined
  const tag = extended?.tag ?? head.u16(at, true)
  const bits = extended && extended.bits > 0 && extended.bits <= stated ? extended.bits : stated
  const encoding = tag === PCM ? 'int' : tag === FLOAT ? 'float' : 'other'
  const bytesPerSample = encoding === 'other' ? 0 : widthOf(frame / channels, stated)
  return { encoding, bits, bytesPerSample, bigEndian: false, channels, rate }
}

function parseExtension(head: Head, at: number): { tag: number; bits: number } | undefined {
  const isTagged = TAGGED.includes(head.hex(at + 10, 14))
  return isTagged ? { tag: head.u16(at + 8, true), bits: head.u16(at + 2, true) } : undefined
}

// The frame says how wide a sample's place is, unless it is nonsense.
function widthOf(place: number, bits: number): number {
  const width = Math.ceil(bits / 8)
  return Number.isInteger(place) && place >= width && place <= 8 ? place : width
}
