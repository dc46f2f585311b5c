// The pieces of a file on their way to the leaf writer: gathered, so that a write is worth its while, and written while
// the next bytes are read. Files that are read side by side share what the writer can do at once.
import type { Piece } from '../../../protocol/chunker.ts'
import type { Leaf, LeafWriter } from './leaf-writer.ts'

export interface LeafStream {
  /** Resolves when there is room for more. Throws what a write threw. */
  push(pieces: readonly Piece[]): Promise<void>
  /** The caller gives up a buffer of `length` bytes that it has pushed to its cutter; `done` is called when it is free. */
  release(length: number, done: () => void): void
  /** The leaves of all pieces, in order. Throws what a write threw. */
  end(): Promise<Leaf[]>
}

// Less than the largest piece, so that no write waits for a second one.
const WRITE_BYTES = 3 * 1024 * 1024

export class LeafStreams {
  readonly #writer: LeafWriter
  #underway = 0

  constructor(writer: LeafWriter) {
    this.#writer = writer
  }

  open(): LeafStream {
    const writes: Promise<Leaf[]>[] = []
    const released: { readonly end: number; readonly done: () => void }[] = []
    const written: boolean[] = []
    const ends: number[] = []
    let releasedBytes = 0
    let writtenTo = 0 // writes before this one are done
    let awaited = 0
    let pieces: Piece[] = []
    let bytes = 0
    const write = async (): Promise<void> => {
      // Its own only: a file that waits for another's could wait for ever.
      while (awaited < writes.length && this.#underway >= this.#writer.width) await writes[awaited++]
      const index = writes.length
      ends.push((ends.at(-1) ?? 0) + bytes)
      const underway = this.#write(pieces)
      writes.push(underway)
      underway.then(
        () => free(index),
        () => undefined, // whoever waits for it hears of it
      )
      pieces = []
      bytes = 0
    }
    // A piece may lie in several buffers, and writes end in any order.
    const free = (index: number): void => {
      written[index] = true
      while (written[writtenTo]) writtenTo++
      const to = writtenTo === 0 ? 0 : ends[writtenTo - 1]!
      while (released.length > 0 && released[0]!.end <= to) released.shift()!.done()
    }
    return {
      async push(more) {
        for (const piece of more) {
          pieces.push(piece)
          bytes += piece.bytes.byteLength
          if (bytes >= WRITE_BYTES) await write()
        }
      },
      release(length, done) {
        releasedBytes += length
        released.push({ end: releasedBytes, done })
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
