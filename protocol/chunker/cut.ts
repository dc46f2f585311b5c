// Cuts a stream of buffers into pieces, section by section (§ Chunking): a section has its own way of being cut, and a
// piece never spans two.
import { type CutSizes, findCut, type ScanState } from '../gear.ts'
import { LIMITS } from '../limits.ts'
import type { CodecChoice } from '../payload.ts'

export type CutRule = { readonly kind: 'fixed'; readonly size: number } | ({ readonly kind: 'content' } & CutSizes)

export interface Section {
  /** Bytes; Infinity for the last one, whatever the file was thought to hold. */
  readonly length: number
  readonly cut: CutRule
  readonly codec: CodecChoice
}

export interface Piece {
  /** 1 byte to 4 MiB. */
  readonly bytes: Uint8Array
  readonly codec: CodecChoice
}

/**
 * Pieces are views of the pushed buffers wherever they lie within one, or within some that lie one behind the other in
 * memory; only others that span buffers are copied. So a buffer must not be written again until its pieces are done with.
 */
export interface Cutter {
  /** Takes the next buffer, gives the pieces it completes. */
  push(buffer: Uint8Array): Piece[]
  /** The last pieces, if any bytes are left. */
  end(): Piece[]
  /** How many bytes the piece under way still needs, where that is known: pushed as one buffer, they need no copy. */
  readonly wanted: number | undefined
}

/** Opens a cutter. `gear` is the ring's table. The last section must be without end. */
export function cutSections(sections: readonly Section[], gear: Uint32Array): Cutter {
  for (const section of sections) checkSection(section, section === sections.at(-1))
  const scan: ScanState = { length: 0, hash: 0 }
  let index = 0
  let left = sections[0]!.length
  let held: Uint8Array[] = []
  let heldBytes = 0

  const take = (last: Uint8Array): Piece => {
    const bytes = held.length === 0 ? last : joined([...held, last])
    held = []
    heldBytes = 0
    return { bytes, codec: codecFor(sections[index]!, bytes) }
  }
  const nextCut = (buffer: Uint8Array, from: number): number => {
    const { cut } = sections[index]!
    if (cut.kind === 'content') return findCut(buffer, from, gear, cut, scan)
    const to = from + cut.size - heldBytes
    return to <= buffer.byteLength ? to : -1
  }
  const nextSection = (): void => {
    left = sections[++index]!.length
    scan.length = 0
    scan.hash = 0
  }

  return {
    push(buffer) {
      const pieces: Piece[] = []
      for (let from = 0; from < buffer.byteLength; ) {
        while (left === 0) nextSection()
        const within = buffer.byteLength - from > left ? buffer.subarray(0, from + left) : buffer
        const cut = nextCut(within, from)
        const to = cut === -1 ? within.byteLength : cut
        left -= to - from
        if (cut !== -1 || left === 0) pieces.push(take(buffer.subarray(from, to)))
        else {
          held.push(buffer.subarray(from, to))
          heldBytes += to - from
        }
        from = to
      }
      return pieces
    },
    end() {
      const last = held.pop()
      return last ? [take(last)] : []
    },
    get wanted() {
      const within = left > 0 ? sections[index]! : sections[index + 1]
      if (within?.cut.kind !== 'fixed') return undefined
      return Math.min(within.cut.size - heldBytes, left > 0 ? left : within.length)
    },
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const { buffer, byteOffset: start } = parts[0]!
  let end = start
  for (const part of parts) {
    if (part.buffer !== buffer || part.byteOffset !== end) return Buffer.concat(parts)
    end += part.byteLength
  }
  return Buffer.from(buffer, start, end - start)
}

function checkSection({ length, cut }: Section, isLast: boolean): void {
  if (isLast ? length !== Number.POSITIVE_INFINITY : !(Number.isSafeInteger(length) && length >= 0))
    throw new TypeError(`a section of ${length} bytes`)
  if (cut.kind === 'fixed') {
    if (!(Number.isInteger(cut.size) && cut.size > 0 && cut.size <= LIMITS.chunkPlain))
      throw new TypeError(`pieces of ${cut.size} bytes`)
    return
  }
  const { min, avg, max } = cut
  const bits = Math.log2(avg)
  if (!Number.isInteger(bits) || bits < 3 || bits > 29 || min < 0 || min > avg || max < avg || max > LIMITS.chunkPlain)
    throw new TypeError(`impossible sizes to cut at: ${min}, ${avg}, ${max}`)
}

// A file that was cut off while it was read may end before its first frame.
function codecFor({ codec }: Section, bytes: Uint8Array): CodecChoice {
  return typeof codec === 'object' && codec.pcm.lead >= bytes.byteLength ? 'auto' : codec
}
