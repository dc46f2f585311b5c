// AssemblyScript. Prediction of a block of i32 samples from those before it: repeated differences, all modulo 2^32.

/** What bestOrder's choice costs: bits of the differences it looked at, in an arbitrary unit. */
let cost: i32 = 0

export function costOfBest(): i32 {
  return cost
}

/** How many times (0 to 2) differences should be taken: what costs fewest bits, in an eighth of the block's samples. */
export function bestOrder(at: i32, count: i32): i32 {
  let sum0 = i32x4.splat(0)
  let sum1 = i32x4.splat(0)
  let sum2 = i32x4.splat(0)
  const stride = count < 1024 ? 16 : 128
  for (const end = at + 4 * (count & ~3); at < end; at += stride) {
    const x0 = v128.load(at)
    const x1 = v128.load(at - 4)
    const d0 = i32x4.sub(x0, x1)
    const d1 = i32x4.sub(x1, v128.load(at - 8))
    sum0 = i32x4.add(sum0, bits(x0))
    sum1 = i32x4.add(sum1, bits(d0))
    sum2 = i32x4.add(sum2, bits(i32x4.sub(d0, d1)))
  }
  cost = total(sum0)
  let order = 0
  order = better(total(sum1)) ? 1 : order
  order = better(total(sum2)) ? 2 : order
  return order
}

// About log2(|x| + 1) in units of 2^-11: the exponent of a float and the start of its mantissa.
function bits(x: v128): v128 {
  return i32x4.shr_u(f32x4.convert_i32x4_u(i32x4.add(i32x4.abs(x), i32x4.splat(1))), 12)
}

function better(sum: i32): bool {
  if (sum >= cost) return false
  cost = sum
  return true
}

function total(sums: v128): i32 {
  return (
    i32x4.extract_lane(sums, 0) +
    i32x4.extract_lane(sums, 1) +
    i32x4.extract_lane(sums, 2) +
    i32x4.extract_lane(sums, 3)
  )
}

/** Samples become their differences of order 0 to 2, in place. `history`: the four samples before them. */
export function differentiate(at: i32, count: i32, order: i32, history: v128): void {
  const end = at + 4 * count
  if (order === 1) {
    for (; at < end; at += 16) {
      const x = v128.load(at)
      v128.store(at, i32x4.sub(x, i32x4.shuffle(history, x, 3, 4, 5, 6)))
      history = x
    }
  } else if (order === 2) {
    for (; at < end; at += 16) {
      const x = v128.load(at)
      const before = i32x4.shuffle(history, x, 3, 4, 5, 6)
      const slope = i32x4.sub(before, i32x4.shuffle(history, x, 2, 3, 4, 5))
      v128.store(at, i32x4.sub(i32x4.sub(x, before), slope))
      history = x
    }
  }
}

/** The inverse. */
export function integrate(at: i32, count: i32, order: i32, history: v128): void {
  const end = at + 4 * count
  let x = i32x4.shuffle(history, history, 3, 3, 3, 3)
  if (order === 1) {
    for (; at < end; at += 16) {
      x = summed(v128.load(at), x)
      v128.store(at, x)
      x = i32x4.shuffle(x, x, 3, 3, 3, 3)
    }
  } else if (order === 2) {
    let slope = i32x4.sub(x, i32x4.shuffle(history, history, 2, 2, 2, 2))
    for (; at < end; at += 16) {
      slope = summed(v128.load(at), slope)
      x = summed(slope, x)
      v128.store(at, x)
      slope = i32x4.shuffle(slope, slope, 3, 3, 3, 3)
      x = i32x4.shuffle(x, x, 3, 3, 3, 3)
    }
  }
}

// Sums of the first lane, the first two, three, four, and what was before in all lanes.
function summed(x: v128, before: v128): v128 {
  const zero = i32x4.splat(0)
  x = i32x4.add(x, i32x4.shuffle(zero, x, 0, 4, 5, 6))
  x = i32x4.add(x, i32x4.shuffle(zero, x, 0, 1, 4, 5))
  return i32x4.add(x, before)
}

/** Left and right, four samples before the block included, become side = left − right and mid = right + (side >> 1). */
export function toMidSide(left: i32, right: i32, mid: i32, side: i32, count: i32, unused: i32): void {
  for (let at = -16; at < 4 * count; at += 16) {
    const r = v128.load(right + at)
    const s = signed(i32x4.sub(v128.load(left + at), r), unused)
    v128.store(side + at, s)
    v128.store(mid + at, i32x4.add(r, i32x4.shr_s(s, 1)))
  }
}

/** The inverse. */
export function fromMidSide(mid: i32, side: i32, left: i32, right: i32, count: i32, unused: i32): void {
  for (let at = 0; at < 4 * count; at += 16) {
    const s = signed(v128.load(side + at), unused)
    const r = i32x4.sub(v128.load(mid + at), i32x4.shr_s(s, 1))
    v128.store(right + at, r)
    v128.store(left + at, i32x4.add(r, s))
  }
}

/** The low 32 − `unused` bits, sign-extended. */
export function signed(x: v128, unused: i32): v128 {
  return i32x4.shr_s(i32x4.shl(x, unused), unused)
}
