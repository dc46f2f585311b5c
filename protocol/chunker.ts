// Cuts a file into pieces by what it is (§ Chunking): audio apart from its header, text finely, disk images in blocks,
// the rest by content. What the pieces say together is always the file, whatever its header claims.
import { type Cutter, cutSections, type Piece } from './chunker/cut.ts'
import { LOOK_BYTES, planCuts } from './chunker/plan.ts'
import type { CodecChoice } from './payload.ts'

export type { Cutter, Piece } from './chunker/cut.ts'

/**
 * Decides from the content how a file of `size` bytes is cut; the pieces depend on these alone, not on the buffers they
 * came in. `gear` is the ring's table, `name` the file's (or its path), a hint for session documents.
 */
export function openChunker(size: number, gear: Uint32Array, name?: Uint8Array): Cutter {
  if (!(size >= 0)) throw new TypeError(`a file of ${size} bytes`)
  let cutter: Cutter | undefined
  // Until it is known what the file is.
  let held: Uint8Array[] = []
  let heldBytes = 0
  let wanted = Math.min(size, LOOK_BYTES)

  const decide = (size: number): Piece[] => {
    const plan = planCuts(held.length === 1 ? held[0]! : Buffer.concat(held), size, name)
    if (plan === 'more') {
      wanted = Math.min(size, 2 * heldBytes)
      return []
    }
    const opened = cutSections(plan, gear)
    const pieces = held.flatMap(buffer => opened.push(buffer))
    cutter = opened
    held = []
    return pieces
  }
  return {
    push(buffer) {
      if (cutter) return cutter.push(buffer)
      held.push(buffer)
      heldBytes += buffer.byteLength
      return heldBytes < wanted ? [] : decide(size)
    },
    end() {
      const pieces: Piece[] = []
      if (!cutter && heldBytes >= Math.min(size, LOOK_BYTES)) pieces.push(...decide(size))
      // It has shrunk, by more than one could know without what is missing: so it is cut as what it is now.
      if (!cutter && heldBytes > 0) pieces.push(...decide(heldBytes))
      return [...pieces, ...(cutter?.end() ?? [])]
    },
    get wanted() {
      return cutter?.wanted
    },
  }
}

/**
 * The codec today's policy tries for the piece at `offset` of a file that begins with `start` (its first 64 KiB or more, or
 * all): whoever has a file's bytes can so seal a piece as ingest did.
 */
export function codecAt(start: Uint8Array, size: number, name: Uint8Array, offset: number): CodecChoice {
  const plan = planCuts(start, size, name)
  let end = 0
  for (const { length, codec } of plan === 'more' ? [] : plan) {
    end += length
    if (offset < end) return codec
  }
  return 'auto'
}
