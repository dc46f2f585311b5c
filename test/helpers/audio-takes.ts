// Samples as takes have them, and as nobody expects them, for tests of the pcm codec. Repeatable.
import type { PcmShape } from '../../protocol/pcm.ts'
import { noise } from './chunk-memory.ts'

export const SHAPES: readonly Omit<PcmShape, 'channels' | 'lead'>[] = [false, true].flatMap(bigEndian => [
  ...([2, 3, 4] as const).map(bytes => ({ sample: 'int' as const, bytes, bigEndian })),
  { sample: 'float' as const, bytes: 4 as const, bigEndian },
])

/** What a test fills samples with; each makes an int or a float hard in its own way. */
export const CONTENTS = ['take', 'silence', 'ramp', 'square', 'noise', 'odd floats', 'recorded as int'] as const
export type Content = (typeof CONTENTS)[number]

/** Frames of this shape. */
export function framesOf(content: Content, shape: PcmShape, frames: number, seed = 1): Buffer {
  const { bytes, channels } = shape
  if (content === 'noise') return Buffer.from(noise(seed, frames * channels * bytes))
  const audio = Buffer.alloc(frames * channels * bytes)
  const dither = Buffer.from(noise(seed, frames * channels * 2))
  for (let i = 0; i < frames * channels; i++) {
    const chance = dither.readInt16LE(2 * i) / 2 ** 15
    const value = amplitude(content, Math.floor(i / channels), i % channels, chance)
    put(audio, i, shape, value, content)
  }
  return audio
}

// From -1 to 1.
function amplitude(content: Content, frame: number, channel: number, chance: number): number {
  if (content === 'silence') return 0
  if (content === 'ramp') return ((frame * (channel + 1)) % 2000) / 1000 - 1
  if (content === 'square') return (frame >> 4) % 2 === 0 ? 1 : -1
  const hit = Math.exp(-(frame % 24_000) / 6000)
  const tone = Math.sin(frame * (0.02 + 0.003 * channel)) + 0.3 * Math.sin(frame * 0.071 + channel)
  return 0.6 * hit * tone + 0.00003 * chance
}

function put(audio: Buffer, index: number, shape: PcmShape, value: number, content: Content): void {
  const { sample, bytes, bigEndian } = shape
  const at = index * bytes
  if (sample === 'float' && content === 'odd floats') {
    const bits = ODD_FLOATS[Math.floor(Math.abs(value) * 1e6) % ODD_FLOATS.length]!
    if (bigEndian) audio.writeUInt32BE(bits, at)
    else audio.writeUInt32LE(bits, at)
  } else if (sample === 'float') {
    const exact = content === 'recorded as int' ? Math.round(value * 2 ** 23) / 2 ** 23 : value * 0.7312
    if (bigEndian) audio.writeFloatBE(exact, at)
    else audio.writeFloatLE(exact, at)
  } else {
    const largest = 2 ** (8 * bytes - 1)
    const integer = Math.max(-largest, Math.min(largest - 1, Math.round(value * largest)))
    if (bigEndian) audio.writeIntBE(integer, at, bytes)
    else audio.writeIntLE(integer, at, bytes)
  }
}

const ODD_FLOATS = [
  0x00000000, 0x80000000, 0x00000001, 0x80000001, 0x007fffff, 0x3f800000, 0xbf800000, 0x7f7fffff, 0x7f800000,
  0xff800000, 0x7fc00000, 0x7f800001, 0xffc12345, 0x7fabcdef, 0x34000000, 0x4f000000, 0xcf000000, 0x33ffffff,
]
