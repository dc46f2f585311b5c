// AssemblyScript. A filter over the differences of a whole block: each is predicted from the four before it with weights of
// 1/32. It starts anew in each of eight runs of 512, so that the inverse can restore them side by side.
import { signed } from './predict'

const RUN: i32 = 512 * 4
const BLOCK_BYTES: i32 = 8 * RUN
const FRACTION: i32 = 5
const ONE: f64 = 32
// The smallest part of the power that must go for a filter to be worth its time.
const GAIN: f64 = 0.1

/** Finds the weights for a block and stores them at `weights`; where a filter gains little, all four are zero. */
export function fitFilter(at: i32, weights: i32): void {
  let sum0 = f32x4.splat(0)
  let sum1 = f32x4.splat(0)
  let sum2 = f32x4.splat(0)
  let sum3 = f32x4.splat(0)
  let sum4 = f32x4.splat(0)
  // Every other vector is enough to go by; the first has no samples of the block before it.
  for (let from = at + 16, end = at + BLOCK_BYTES; from < end; from += 32) {
    const x = f32x4.convert_i32x4_s(v128.load(from))
    sum0 = f32x4.add(sum0, f32x4.mul(x, x))
    sum1 = f32x4.add(sum1, f32x4.mul(x, f32x4.convert_i32x4_s(v128.load(from - 4))))
    sum2 = f32x4.add(sum2, f32x4.mul(x, f32x4.convert_i32x4_s(v128.load(from - 8))))
    sum3 = f32x4.add(sum3, f32x4.mul(x, f32x4.convert_i32x4_s(v128.load(from - 12))))
    sum4 = f32x4.add(sum4, f32x4.mul(x, f32x4.convert_i32x4_s(v128.load(from - 16))))
  }
  store<i32>(weights, 0)
  const power = total(sum0)
  if (power === 0) return
  const r0 = power * 1.00001
  const r1 = total(sum1)
  const r2 = total(sum2)
  const r3 = total(sum3)
  const r4 = total(sum4)
  // Levinson's recursion, written out for order 4.
  const a1 = r1 / r0
  let left = r0 * (1 - a1 * a1)
  const b2 = (r2 - a1 * r1) / left
  const b1 = a1 - b2 * a1
  left *= 1 - b2 * b2
  const c3 = (r3 - b1 * r2 - b2 * r1) / left
  const c1 = b1 - c3 * b2
  const c2 = b2 - c3 * b1
  left *= 1 - c3 * c3
  const d4 = (r4 - c1 * r3 - c2 * r2 - c3 * r1) / left
  const w1 = quantised(c1 - d4 * c3)
  const w2 = quantised(c2 - d4 * c2)
  const w3 = quantised(c3 - d4 * c1)
  const w4 = quantised(d4)
  const gain =
    2 * (w1 * r1 + w2 * r2 + w3 * r3 + w4 * r4) -
    (w1 * w1 + w2 * w2 + w3 * w3 + w4 * w4) * power -
    2 * ((w1 * w2 + w2 * w3 + w3 * w4) * r1 + (w1 * w3 + w2 * w4) * r2 + w1 * w4 * r3)
  // Also false where any of this was no number.
  if (!(gain > GAIN * power)) return
  storeWeight(weights, w1)
  storeWeight(weights + 1, w2)
  storeWeight(weights + 2, w3)
  storeWeight(weights + 3, w4)
}

function total(sums: v128): f64 {
  return (
    (f32x4.extract_lane(sums, 0) as f64) +
    (f32x4.extract_lane(sums, 1) as f64) +
    (f32x4.extract_lane(sums, 2) as f64) +
    (f32x4.extract_lane(sums, 3) as f64)
  )
}

function quantised(weight: f64): f64 {
  return max<f64>(-127, min<f64>(127, nearest(weight * ONE))) / ONE
}

function storeWeight(to: i32, weight: f64): void {
  store<i8>(to, (weight * ONE) as i32)
}

/** Differences become what the filter does not predict, in place. */
export function filter(at: i32, weights: i32, unused: i32): void {
  const w1 = weightAt(weights)
  const w2 = weightAt(weights + 1)
  const w3 = weightAt(weights + 2)
  const w4 = weightAt(weights + 3)
  for (let run = at, end = at + BLOCK_BYTES; run < end; run += RUN) {
    let before = i32x4.splat(0)
    for (let to = run; to < run + RUN; to += 16) {
      const x = signed(v128.load(to), unused)
      const first = i32x4.mul(w1, i32x4.shuffle(before, x, 3, 4, 5, 6))
      const second = i32x4.mul(w2, i32x4.shuffle(before, x, 2, 3, 4, 5))
      const third = i32x4.mul(w3, i32x4.shuffle(before, x, 1, 2, 3, 4))
      const sum = i32x4.add(i32x4.add(first, second), i32x4.add(third, i32x4.mul(w4, before)))
      v128.store(to, i32x4.sub(x, i32x4.shr_s(sum, FRACTION)))
      before = x
    }
  }
}

/** The inverse: runs 0 to 3 go side by side in the lanes of a…, runs 4 to 7 in those of b…. */
export function unfilter(at: i32, weights: i32, unused: i32): void {
  const w1 = weightAt(weights)
  const w2 = weightAt(weights + 1)
  const w3 = weightAt(weights + 2)
  const w4 = weightAt(weights + 3)
  // The last four results; a1 is the newest.
  let a1 = i32x4.splat(0)
  let a2 = a1
  let a3 = a1
  let a4 = a1
  let b1 = a1
  let b2 = a1
  let b3 = a1
  let b4 = a1
  for (let to = at, end = at + RUN; to < end; to += 16) {
    const aLow01 = i32x4.shuffle(v128.load(to), v128.load(to, RUN), 0, 4, 1, 5)
    const aHigh01 = i32x4.shuffle(v128.load(to), v128.load(to, RUN), 2, 6, 3, 7)
    const aLow23 = i32x4.shuffle(v128.load(to, 2 * RUN), v128.load(to, 3 * RUN), 0, 4, 1, 5)
    const aHigh23 = i32x4.shuffle(v128.load(to, 2 * RUN), v128.load(to, 3 * RUN), 2, 6, 3, 7)
    const bLow01 = i32x4.shuffle(v128.load(to, 4 * RUN), v128.load(to, 5 * RUN), 0, 4, 1, 5)
    const bHigh01 = i32x4.shuffle(v128.load(to, 4 * RUN), v128.load(to, 5 * RUN), 2, 6, 3, 7)
    const bLow23 = i32x4.shuffle(v128.load(to, 6 * RUN), v128.load(to, 7 * RUN), 0, 4, 1, 5)
    const bHigh23 = i32x4.shuffle(v128.load(to, 6 * RUN), v128.load(to, 7 * RUN), 2, 6, 3, 7)
    a4 = restored(i64x2.shuffle(aLow01, aLow23, 0, 2), products(a1, w1, a2, w2), products(a3, w3, a4, w4), unused)
    b4 = restored(i64x2.shuffle(bLow01, bLow23, 0, 2), products(b1, w1, b2, w2), products(b3, w3, b4, w4), unused)
    a3 = restored(i64x2.shuffle(aLow01, aLow23, 1, 3), products(a4, w1, a1, w2), products(a2, w3, a3, w4), unused)
    b3 = restored(i64x2.shuffle(bLow01, bLow23, 1, 3), products(b4, w1, b1, w2), products(b2, w3, b3, w4), unused)
    a2 = restored(i64x2.shuffle(aHigh01, aHigh23, 0, 2), products(a3, w1, a4, w2), products(a1, w3, a2, w4), unused)
    b2 = restored(i64x2.shuffle(bHigh01, bHigh23, 0, 2), products(b3, w1, b4, w2), products(b1, w3, b2, w4), unused)
    a1 = restored(i64x2.shuffle(aHigh01, aHigh23, 1, 3), products(a2, w1, a3, w2), products(a4, w3, a1, w4), unused)
    b1 = restored(i64x2.shuffle(bHigh01, bHigh23, 1, 3), products(b2, w1, b3, w2), products(b4, w3, b1, w4), unused)
    const aEven = i32x4.shuffle(a4, a3, 0, 4, 1, 5)
    const aEvenEnd = i32x4.shuffle(a4, a3, 2, 6, 3, 7)
    const aOdd = i32x4.shuffle(a2, a1, 0, 4, 1, 5)
    const aOddEnd = i32x4.shuffle(a2, a1, 2, 6, 3, 7)
    v128.store(to, i64x2.shuffle(aEven, aOdd, 0, 2))
    v128.store(to, i64x2.shuffle(aEven, aOdd, 1, 3), RUN)
    v128.store(to, i64x2.shuffle(aEvenEnd, aOddEnd, 0, 2), 2 * RUN)
    v128.store(to, i64x2.shuffle(aEvenEnd, aOddEnd, 1, 3), 3 * RUN)
    const bEven = i32x4.shuffle(b4, b3, 0, 4, 1, 5)
    const bEvenEnd = i32x4.shuffle(b4, b3, 2, 6, 3, 7)
    const bOdd = i32x4.shuffle(b2, b1, 0, 4, 1, 5)
    const bOddEnd = i32x4.shuffle(b2, b1, 2, 6, 3, 7)
    v128.store(to, i64x2.shuffle(bEven, bOdd, 0, 2), 4 * RUN)
    v128.store(to, i64x2.shuffle(bEven, bOdd, 1, 3), 5 * RUN)
    v128.store(to, i64x2.shuffle(bEvenEnd, bOddEnd, 0, 2), 6 * RUN)
    v128.store(to, i64x2.shuffle(bEvenEnd, bOddEnd, 1, 3), 7 * RUN)
  }
}

function products(x: v128, weight: v128, y: v128, otherWeight: v128): v128 {
  return i32x4.add(i32x4.mul(x, weight), i32x4.mul(y, otherWeight))
}

function restored(rest: v128, newer: v128, older: v128, unused: i32): v128 {
  return signed(i32x4.add(rest, i32x4.shr_s(i32x4.add(newer, older), FRACTION)), unused)
}

function weightAt(at: i32): v128 {
  return i32x4.splat(load<i8>(at))
}
