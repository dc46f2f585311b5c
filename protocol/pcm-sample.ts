// What a few of a chunk's bytes tell the pcm codec's writer (§ Chunk): policy of the writer, never needed to read.

const SPANS = 32
const SPAN = 512
const SCALED = 2048
const MAX_SCALE = 126

/** Bits a byte takes in a plane: the entropy of the bytes in spans spread over it. */
export function bitsPerByte(plane: Uint8Array): number {
  const counts = new Uint32Array(256)
  const step = Math.max(SPAN, Math.floor(plane.byteLength / SPANS))
  let total = 0
  for (let span = 0; span < plane.byteLength; span += step) {
    const end = Math.min(span + SPAN, plane.byteLength)
    for (let at = span; at < end; at++) counts[plane[at]!]!++
    total += end - span
  }
  let bits = 0
  for (const count of counts) if (count > 0) bits -= count * Math.log2(count / total)
  return total === 0 ? 0 : bits / total
}

/**
 * The smallest scale under which floats in a sample are integers × 2^-scale of less than 32 bits, as floats that were
 * recorded as integers are; undefined where there is none. `bytes`: float32 samples.
 */
export function scaleOf(bytes: Uint8Array, bigEndian: boolean): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = bytes.byteLength >> 2
  const step = Math.max(1, Math.floor(count / SCALED))
  let scale = 0
  let largest = 0
  for (let at = 0; at < count; at += step) {
    const bits = view.getUint32(at * 4, !bigEndian)
    if (bits === 0) continue
    const exponent = (bits >>> 23) & 0xff
    if (exponent === 0 || exponent === 0xff) return undefined // -0 and denormals, infinities and NaN
    const mantissa = (bits & 0x7fffff) | 0x800000
    const trailingZeros = 31 - Math.clz32(mantissa & -mantissa)
    scale = Math.max(scale, 150 - exponent - trailingZeros)
    largest = Math.max(largest, exponent)
    if (scale > MAX_SCALE || largest - 127 + scale >= 31) return undefined
  }
  return scale
}
