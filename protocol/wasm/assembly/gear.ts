// AssemblyScript, compiled by scripts/wasm.sh. The rolling hash of gear.ts over bytes in this module's memory. A hash sees
// only the last 32 bytes, so four stretches of a window are hashed side by side, each warmed up by the 31 bytes before it.

/** Where the caller puts the table (256 × u32) and the bytes. */
export const TABLE: i32 = 1024
export const DATA: i32 = 4096
export const DATA_LENGTH: i32 = 65536

const WINDOW: i32 = 8192
const STRETCH: i32 = WINDOW >> 2
const WARM_UP: i32 = 31

let hash: u32 = 0

/** The hash after the last byte of a scan that found nothing. */
export function hashAfter(): u32 {
  return hash
}

/** Index of the first byte in [0, length) of DATA after which the hash is below 1 << bits; -1 if there is none. */
export function scan(length: i32, before: u32, bits: i32): i32 {
  const limit: u32 = (1 as u32) << bits
  const end = DATA + length
  let at = DATA
  hash = before
  while (at + WINDOW <= end) {
    if (!isClear(at, limit)) {
      const hit = scanInOrder(at, at + WINDOW, limit)
      if (hit >= 0) return hit - DATA
    }
    at += WINDOW
  }
  const hit = scanInOrder(at, end, limit)
  return hit >= 0 ? hit - DATA : -1
}

// Whether no hash in the window is below the limit; then `hash` is the one at its end, else it is left as it was.
function isClear(at: i32, limit: u32): bool {
  let a = hash
  let b = warm(at + STRETCH)
  let c = warm(at + 2 * STRETCH)
  let d = warm(at + 3 * STRETCH)
  // Unrolled by hand, and a branch for each hash: a third faster than the plain loop.
  for (const end = at + STRETCH; at < end; at += 4) {
    a = step(a, load<u8>(at))
    b = step(b, load<u8>(at, STRETCH))
    c = step(c, load<u8>(at, 2 * STRETCH))
    d = step(d, load<u8>(at, 3 * STRETCH))
    if (a < limit) return false
    if (b < limit) return false
    if (c < limit) return false
    if (d < limit) return false
    a = step(a, load<u8>(at, 1))
    b = step(b, load<u8>(at, STRETCH + 1))
    c = step(c, load<u8>(at, 2 * STRETCH + 1))
    d = step(d, load<u8>(at, 3 * STRETCH + 1))
    if (a < limit) return false
    if (b < limit) return false
    if (c < limit) return false
    if (d < limit) return false
    a = step(a, load<u8>(at, 2))
    b = step(b, load<u8>(at, STRETCH + 2))
    c = step(c, load<u8>(at, 2 * STRETCH + 2))
    d = step(d, load<u8>(at, 3 * STRETCH + 2))
    if (a < limit) return false
    if (b < limit) return false
    if (c < limit) return false
    if (d < limit) return false
    a = step(a, load<u8>(at, 3))
    b = step(b, load<u8>(at, STRETCH + 3))
    c = step(c, load<u8>(at, 2 * STRETCH + 3))
    d = step(d, load<u8>(at, 3 * STRETCH + 3))
    if (a < limit) return false
    if (b < limit) return false
    if (c < limit) return false
    if (d < limit) return false
  }
  hash = d
  return true
}

function warm(to: i32): u32 {
  let h: u32 = 0
  for (let at = to - WARM_UP; at < to; at++) h = step(h, load<u8>(at))
  return h
}

function scanInOrder(at: i32, end: i32, limit: u32): i32 {
  let h = hash
  for (; at < end; at++) {
    h = step(h, load<u8>(at))
    if (h < limit) return at
  }
  hash = h
  return -1
}

function step(h: u32, byte: u32): u32 {
  return (h << 1) + load<u32>(byte << 2, TABLE)
}
