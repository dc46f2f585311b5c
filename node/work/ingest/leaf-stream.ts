// The pieces of a file on their way to the leaf writer: gathered, so that a write is worth its while, and written while
// the next bytes are read. Files that are read side by side share what the writer can do at once.
import type { Piece } from '../../../protocol/chunker.ts'
import type { Leaf, LeafWriter } from './leaf-writer.ts'

export interface LeafStream {
  /** Resolves when there is room for more. Throws what a write threw. */
  push(pieces: readonly Piece[]): Promise<void>
  /** The leaves of all pieces, in order. Throws what a write threw. */
  end(): Promise<Leaf[]>
}

const WRITE_BYTES = 4 * 1024 * 1024

export class LeafStreams {
  readonly #writer: LeafWriter
  #underway = 0

  constructor(writer: LeafWriter) {
    this.#writer = writer
  }

  open(): LeafStream {
    const writes: Promise<Leaf[]>[] = []
    let awaited = 0
    let pieces: Piece[] = []
    let bytes = 0
    const write = async (): Promise<void> => {
      // Its own only: a file that waits for another's could wait for ever.
      while (awaited < writes.length && this.#underway > this.#writer.width) await writes[awaited++]
      writes.push(this.#write(pieces))
      pieces = []
      bytes = 0
    }
    return {
      async push(more) {
        for (const piece of more) {
          pieces.push(piece)
          bytes += piece.bytes.byteLength
          if (bytes >= WRITE_BYTES) await write()
        }
      },
      async end() {
        if (pieces.length > 0) await write()
        return (await Promise.all(writes)).flat()
      },
    }
  }

  #write(pieces: readonly Piece[]): Promise<Leaf[]> {
    this.#underway++
    const write = this.#writer.write(pieces).finally(() => {
      this.#underway--
    })
    write.catch(() => undefined) // whoever waits for it hears of it; that may be later
    return write
  }
}
