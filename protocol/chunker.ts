// Cuts a stream of buffers into pieces (§ Chunking). How a file is cut is today's policy of the writer, never part of the
// format: readers take any leaves.
import { type CutSizes, findCut, type ScanState } from './gear.ts'
import { LIMITS } from './limits.ts'

export type ChunkerKind = { readonly kind: 'fixed'; readonly size: number } | ({ readonly kind: 'content' } & CutSizes)

/**
 * Pieces are views of the pushed buffers wherever they lie within one; only a piece that spans buffers is copied. So a
 * buffer must not be written again until its pieces are done with.
 */
export interface Cutter {
  /** Takes the next buffer, gives the pieces it completes. */
  push(buffer: Uint8Array): Uint8Array[]
  /** The last piece, if any bytes are left. */
  end(): Uint8Array[]
}

const KiB = 1024
const MiB = 1024 * KiB
const WHOLE: ChunkerKind = { kind: 'fixed', size: LIMITS.chunkPlain }
const BY_CONTENT: ChunkerKind = { kind: 'content', min: 256 * KiB, avg: MiB, max: LIMITS.chunkPlain }

/** How a file of `size` bytes is cut: small ones are one piece, others are cut by content. */
export function chunkerFor(size: number): ChunkerKind {
  return size <= MiB ? WHOLE : BY_CONTENT
}

/** Opens a cutter. `gear` is the ring's table. */
export function openCutter(kind: ChunkerKind, gear: Uint32Array): Cutter {
  if (kind.kind === 'fixed') return cutFixed(kind.size)
  return cutByContent(kind, gear)
}

/** Pieces of `size` bytes, the last one shorter. */
export function cutFixed(size: number): Cutter {
  if (!(size > 0 && size <= LIMITS.chunkPlain)) throw new TypeError(`pieces of ${size} bytes`)
  let held = 0
  return cutWith((buffer, from) => {
    if (held + buffer.byteLength - from < size) {
      held += buffer.byteLength - from
      return -1
    }
    const cut = from + size - held
    held = 0
    return cut
  })
}

/** Pieces between `sizes.min` and `sizes.max` bytes, cut where the content says; only the last may be shorter. */
export function cutByContent(sizes: CutSizes, gear: Uint32Array): Cutter {
  const { min, avg, max } = sizes
  const bits = Math.log2(avg)
  if (!Number.isInteger(bits) || bits < 3 || bits > 29 || min < 0 || min > avg || max < avg || max > LIMITS.chunkPlain)
    throw new TypeError(`impossible sizes to cut at: ${min}, ${avg}, ${max}`)
  const state: ScanState = { length: 0, hash: 0 }
  return cutWith((buffer, from) => findCut(buffer, from, gear, sizes, state))
}

function cutWith(nextCut: (buffer: Uint8Array, from: number) => number): Cutter {
  let held: Uint8Array[] = []
  const take = (last: Uint8Array): Uint8Array => {
    if (held.length === 0) return last
    const piece = Buffer.concat([...held, last])
    held = []
    return piece
  }
  return {
    push(buffer) {
      const pieces: Uint8Array[] = []
      let from = 0
      while (from < buffer.byteLength) {
        const cut = nextCut(buffer, from)
        if (cut === -1) {
          held.push(buffer.subarray(from))
          break
        }
        pieces.push(take(buffer.subarray(from, cut)))
        from = cut
      }
      return pieces
    },
    end() {
      const last = held.pop()
      return last ? [take(last)] : []
    },
  }
}
