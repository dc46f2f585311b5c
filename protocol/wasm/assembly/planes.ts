// AssemblyScript. Differences between i32 and planes of bytes: d ≥ 0 becomes 2d, d < 0 becomes −2d − 1, and plane p holds byte
// p of each, the lowest first.
import { signed } from './predict'

/** Splits into planes that lie `apart` bytes from each other. */
export function split(from: i32, planes: i32, apart: i32, count: i32, bytes: i32): void {
  const unused = 32 - 8 * bytes
  const whole = from + 4 * (count & ~15)
  while (from < whole) {
    const a = byPlane(fold(v128.load(from), unused))
    const b = byPlane(fold(v128.load(from, 16), unused))
    const c = byPlane(fold(v128.load(from, 32), unused))
    const d = byPlane(fold(v128.load(from, 48), unused))
    const ab = i32x4.shuffle(a, b, 0, 4, 1, 5)
    const cd = i32x4.shuffle(c, d, 0, 4, 1, 5)
    v128.store(planes, i64x2.shuffle(ab, cd, 0, 2))
    v128.store(planes + apart, i64x2.shuffle(ab, cd, 1, 3))
    if (bytes > 2) {
      const abHigh = i32x4.shuffle(a, b, 2, 6, 3, 7)
      const cdHigh = i32x4.shuffle(c, d, 2, 6, 3, 7)
      v128.store(planes + 2 * apart, i64x2.shuffle(abHigh, cdHigh, 0, 2))
      if (bytes > 3) v128.store(planes + 3 * apart, i64x2.shuffle(abHigh, cdHigh, 1, 3))
    }
    from += 64
    planes += 16
  }
  // Behind the last whole vector stands the next channel, so the rest goes byte by byte.
  for (let rest = count & 15; rest > 0; rest--) {
    const folded = i32x4.extract_lane(fold(i32x4.splat(load<i32>(from)), unused), 0)
    for (let p = 0; p < bytes; p++) store<u8>(planes + p * apart, folded >> (8 * p))
    from += 4
    planes++
  }
}

/** The inverse; writes whole vectors. */
export function join(planes: i32, apart: i32, to: i32, count: i32, bytes: i32): void {
  const zero = i32x4.splat(0)
  for (const end = to + 4 * count; to < end; to += 64) {
    const p0 = v128.load(planes)
    const p1 = v128.load(planes + apart)
    const p2 = bytes > 2 ? v128.load(planes + 2 * apart) : zero
    const p3 = bytes > 3 ? v128.load(planes + 3 * apart) : zero
    const low = i8x16.shuffle(p0, p1, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
    const lowEnd = i8x16.shuffle(p0, p1, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
    const high = i8x16.shuffle(p2, p3, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
    const highEnd = i8x16.shuffle(p2, p3, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
    v128.store(to, unfold(i16x8.shuffle(low, high, 0, 8, 1, 9, 2, 10, 3, 11)))
    v128.store(to, unfold(i16x8.shuffle(low, high, 4, 12, 5, 13, 6, 14, 7, 15)), 16)
    v128.store(to, unfold(i16x8.shuffle(lowEnd, highEnd, 0, 8, 1, 9, 2, 10, 3, 11)), 32)
    v128.store(to, unfold(i16x8.shuffle(lowEnd, highEnd, 4, 12, 5, 13, 6, 14, 7, 15)), 48)
    planes += 16
  }
}

function fold(x: v128, unused: i32): v128 {
  const difference = signed(x, unused)
  return v128.xor(i32x4.shl(difference, 1), i32x4.shr_s(difference, 31))
}

function unfold(x: v128): v128 {
  return v128.xor(i32x4.shr_u(x, 1), i32x4.neg(v128.and(x, i32x4.splat(1))))
}

// The four lanes' first bytes, then their second, third, fourth.
function byPlane(x: v128): v128 {
  return i8x16.shuffle(x, x, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)
}
