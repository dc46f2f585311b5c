// Which bytes a challenge asks for (§ Proof, Sample): positions uniform over all stored bytes, and further ones over what is
// new since the last proof, so that a fresh loss is found nearly as soon as an old one without any loss being found later.
import type { Cid } from './ids.ts'
import { LIMITS } from './limits.ts'

/** `length` stored bytes of a chunk from `offset`. */
export interface ChunkRange {
  readonly cid: Cid
  readonly offset: number
  readonly length: number
}
/** What a sample is drawn from: one snapshot's tree. */
export interface SamplePart {
  readonly bytes: number // stored bytes: root chunk and all below
  readonly fresh: boolean // new since the last proof
}

export const SAMPLES = {
  all: 768, // finds 1 % loss with 99.955 %: 0.99^768 = 0.045 %
  fresh: 256, // more, where only a part is new
} as const
const SAMPLES_MIN = 16
const MAX_BOUND = 2 ** 48
const SAMPLES_PER_BLOCK = 4 // small projects: four draws for each range they have

/**
 * Positions to sample: `position` < parts[part].bytes. `random(bound)` is uniform in [0, bound). Of parts with few ranges
 * fewer are drawn. Empty when there are no bytes.
 */
export function planSamples(
  parts: readonly SamplePart[],
  random: (bound: number) => number,
  most: { readonly all: number; readonly fresh: number } = SAMPLES,
): { part: number; position: number }[] {
  const all = parts.map((part, index) => ({ index, ...part })).filter(part => part.bytes > 0)
  const fresh = all.filter(part => part.fresh)
  const more = fresh.length === all.length ? 0 : sampleCount(fresh, most.fresh)
  return [
    ...Array.from({ length: sampleCount(all, most.all) }, () => draw(all, random)),
    ...Array.from({ length: more }, () => draw(fresh, random)),
  ]
}

/** The range of ≤ 4 KiB, aligned to 4 KiB, around a sampled byte of a chunk of `stored` bytes. */
export function rangeAround(cid: Cid, offset: number, stored: number): ChunkRange {
  const from = offset - (offset % LIMITS.rangeLength)
  return { cid, offset: from, length: Math.min(LIMITS.rangeLength, stored - from) }
}

/** Without repeats, in the order given. */
export function distinctRanges(ranges: readonly ChunkRange[]): ChunkRange[] {
  return [...new Map(ranges.map(range => [`${range.cid}/${range.offset}`, range])).values()]
}

function sampleCount(parts: readonly { readonly bytes: number }[], most: number): number {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
  const blocks = Math.ceil(bytes / LIMITS.rangeLength)
  return bytes === 0 ? 0 : Math.min(most, Math.max(SAMPLES_MIN, SAMPLES_PER_BLOCK * blocks))
}

function draw(
  parts: readonly { readonly index: number; readonly bytes: number }[],
  random: (bound: number) => number,
): { part: number; position: number } {
  let at = randomPosition(
    parts.reduce((sum, part) => sum + part.bytes, 0),
    random,
  )
  for (const { index, bytes } of parts) {
    if (at < bytes) return { part: index, position: at }
    at -= bytes
  }
  throw new TypeError('random gave a number past its bound')
}

// `random` is exact up to 2^48; many snapshots of a large project have more bytes together.
function randomPosition(bytes: number, random: (bound: number) => number): number {
  return bytes <= MAX_BOUND ? random(bytes) : Math.floor((random(MAX_BOUND) / MAX_BOUND) * bytes)
}
