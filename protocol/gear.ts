// The rolling hash that finds cuts by content (§ Chunking): h = (h << 1) + gear[byte] mod 2^32. Its upper bits see about
// the last 32 bytes, so an insertion moves cuts only near itself. The table is the ring's secret: without it, the
// sizes of chunks tell nothing about known content.

/** Where content is cut, in bytes. A cut is looser after `avg` than before it, which draws sizes towards `avg`. */
export interface CutSizes {
  readonly min: number
  /** A power of two. */
  readonly avg: number
  readonly max: number
}
/** A scan that stopped at the end of its bytes: the position in the current piece and the rolling hash there. */
export interface ScanState {
  length: number
  hash: number
}

const SHARPNESS = 2

/**
 * Scans `bytes` from `from` on. Returns the index after which to cut, or -1 when the bytes end first; `state` then holds
 * where the scan stands, else it is reset for the next piece.
 */
export function findCut(
  bytes: Uint8Array,
  from: number,
  gear: Uint32Array,
  { min, avg, max }: CutSizes,
  state: ScanState,
): number {
  const bits = Math.log2(avg)
  const strict = 32 - bits - SHARPNESS
  const loose = 32 - bits + SHARPNESS
  const start = from - state.length // where the piece starts, in terms of this buffer; may be negative
  const end = bytes.byteLength
  let hash = state.hash
  // The first `min` bytes can't hold a cut and are not hashed at all.
  let at = Math.max(from, start + min)
  for (const stop = Math.min(end, start + avg); at < stop; at++) {
    hash = ((hash << 1) + gear[bytes[at]!]!) >>> 0
    if (hash >>> strict === 0) return cutAfter(at, state)
  }
  for (const stop = Math.min(end, start + max); at < stop; at++) {
    hash = ((hash << 1) + gear[bytes[at]!]!) >>> 0
    if (hash >>> loose === 0) return cutAfter(at, state)
  }
  if (at >= start + max && at <= end) return cutAfter(at - 1, state)
  state.length = end - start
  state.hash = hash
  return -1
}

function cutAfter(last: number, state: ScanState): number {
  state.length = 0
  state.hash = 0
  return last + 1
}
