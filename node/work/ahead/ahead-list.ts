// What a reader has listed of one reading and is to be asked for: what is here already is left out, and no more is kept
// than can be asked for soon.
import { type AheadChunk, unpackAhead } from '../../../protocol/ahead.ts'
import { HoldfastError } from '../../../protocol/errors.ts'
import type { Cid, SiteId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'

const KEPT_BYTES = 64 * 1024 * 1024
const KEPT_CHUNKS = 16 * LIMITS.chunkCids

export class AheadList {
  readonly #custody: { has(cids: readonly Cid[]): Promise<boolean[]> }
  #chunks: AheadChunk[] = []
  #bytes = 0
  #isEnded = false
  /** Of which reading; empty before the first answer. */
  run: Uint8Array = new Uint8Array(0)
  /** Chunks it has listed so far. */
  count = 0

  constructor(custody: { has(cids: readonly Cid[]): Promise<boolean[]> }) {
    this.#custody = custody
  }

  /** Whether the reader is to be asked for more. */
  get hasRoom(): boolean {
    return !this.#isEnded && this.#bytes < KEPT_BYTES && this.#chunks.length < KEPT_CHUNKS
  }

  /** Nothing is left, and nothing more will be listed. */
  get isOver(): boolean {
    return this.#isEnded && this.#chunks.length === 0
  }

  /** Throws PEER_MISBEHAVED. */
  async add(answer: pb.AheadResponse, reader: SiteId): Promise<void> {
    const listed = unpacked(answer.chunks, reader)
    if (answer.done) this.#isEnded = true
    else if (Buffer.compare(answer.run, this.run) !== 0) this.count = 0
    this.run = answer.run
    this.count += listed.length
    const here = await this.#custody.has(listed.map(({ cid }) => cid))
    for (const [i, chunk] of listed.entries()) {
      if (here[i]) continue
      this.#chunks.push(chunk)
      this.#bytes += chunk.stored
    }
  }

  /** The next to ask for, about so many bytes and no more than one request may; fewer where fewer are known. */
  take(bytes: number): AheadChunk[] {
    let count = 0
    let taken = 0
    for (; count < Math.min(this.#chunks.length, LIMITS.chunkCids) && taken < bytes; count++) {
      const { stored } = this.#chunks[count]!
      if (taken + stored > LIMITS.chunkWindow) break
      taken += stored
    }
    this.#bytes -= taken
    return this.#chunks.splice(0, count)
  }
}

function unpacked(packed: Uint8Array, reader: SiteId): AheadChunk[] {
  try {
    return unpackAhead(packed)
  } catch (cause) {
    throw new HoldfastError('PEER_MISBEHAVED', `${reader} listed chunks that can't be`, { cause })
  }
}
