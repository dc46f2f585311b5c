// AssemblyScript. Samples between their bytes in a file and i32, between interleaved frames and single channels, between
// floats and integers. `count`s are of samples and rounded up to whole vectors.

const MASK: i32 = 1024

/** `bytes` bytes a sample become sign-extended i32. */
export function unpack(from: i32, to: i32, count: i32, bytes: i32, bigEndian: bool): void {
  memory.fill(MASK, 0xff, 16)
  for (let i = 0; i < 4 * bytes; i++) {
    const significance = i % bytes
    const lane = i / bytes
    store<u8>(MASK + lane * 4 + 4 - bytes + significance, lane * bytes + place(significance, bytes, bigEndian))
  }
  const mask = v128.load(MASK)
  const shift = 32 - 8 * bytes
  for (const end = to + 4 * count; to < end; to += 16) {
    v128.store(to, i32x4.shr_s(i8x16.swizzle(v128.load(from), mask), shift))
    from += 4 * bytes
  }
}

/** The inverse: the low `bytes` bytes of each i32. */
export function pack(from: i32, to: i32, count: i32, bytes: i32, bigEndian: bool): void {
  memory.fill(MASK, 0xff, 16)
  for (let i = 0; i < 4 * bytes; i++) {
    const significance = i % bytes
    const lane = i / bytes
    store<u8>(MASK + lane * bytes + place(significance, bytes, bigEndian), lane * 4 + significance)
  }
  const mask = v128.load(MASK)
  for (const end = from + 4 * count; from < end; from += 16) {
    v128.store(to, i8x16.swizzle(v128.load(from), mask))
    to += 4 * bytes
  }
}

function place(significance: i32, bytes: i32, bigEndian: bool): i32 {
  return bigEndian ? bytes - 1 - significance : significance
}

/** Takes one channel out of interleaved frames. */
export function takeChannel(frames: i32, to: i32, count: i32, channel: i32, channels: i32): void {
  frames += 4 * channel
  for (const end = to + 4 * count; to < end; to += 4) {
    store<i32>(to, load<i32>(frames))
    frames += 4 * channels
  }
}

/** Puts one channel into interleaved frames. */
export function putChannel(from: i32, frames: i32, count: i32, channel: i32, channels: i32): void {
  frames += 4 * channel
  for (const end = from + 4 * count; from < end; from += 4) {
    store<i32>(frames, load<i32>(from))
    frames += 4 * channels
  }
}

/** takeChannel for both channels of stereo. */
export function takePair(frames: i32, left: i32, right: i32, count: i32): void {
  for (const end = left + 4 * count; left < end; left += 16) {
    const a = v128.load(frames)
    const b = v128.load(frames, 16)
    v128.store(left, i32x4.shuffle(a, b, 0, 2, 4, 6))
    v128.store(right, i32x4.shuffle(a, b, 1, 3, 5, 7))
    right += 16
    frames += 32
  }
}

/** putChannel for both channels of stereo. */
export function putPair(left: i32, right: i32, frames: i32, count: i32): void {
  for (const end = left + 4 * count; left < end; left += 16) {
    const l = v128.load(left)
    const r = v128.load(right)
    v128.store(frames, i32x4.shuffle(l, r, 0, 4, 1, 5))
    v128.store(frames, i32x4.shuffle(l, r, 2, 6, 3, 7), 16)
    right += 16
    frames += 32
  }
}

/** Makes floats that are integers × 2^-scale those integers, in place; false where any of them is none. */
export function toIntegers(at: i32, count: i32, scale: i32): bool {
  const up = f32x4.splat(powerOfTwo(scale))
  const down = f32x4.splat(powerOfTwo(-scale))
  let wrong = i32x4.splat(0)
  for (const end = at + 4 * count; at < end; at += 16) {
    const before = v128.load(at)
    const integers = i32x4.trunc_sat_f32x4_s(f32x4.mul(before, up))
    wrong = v128.or(wrong, v128.xor(before, f32x4.mul(f32x4.convert_i32x4_s(integers), down)))
    v128.store(at, integers)
  }
  return !v128.any_true(wrong)
}

/** The inverse. */
export function toFloats(at: i32, count: i32, scale: i32): void {
  const down = f32x4.splat(powerOfTwo(-scale))
  for (const end = at + 4 * count; at < end; at += 16)
    v128.store(at, f32x4.mul(f32x4.convert_i32x4_s(v128.load(at)), down))
}

function powerOfTwo(exponent: i32): f32 {
  return reinterpret<f32>((exponent + 127) << 23)
}
