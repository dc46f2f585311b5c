// Plaintext pieces in, references to stored leaves out. What the ring has sealed before and the store still holds is
// referenced, not sealed again (§ Deduplication).
import { type ChunkRef, pidOf, sealLeaf } from '../../../protocol/chunk.ts'
import type { Cid, Pid } from '../../../protocol/ids.ts'
import type { Ring } from '../../../protocol/ring.ts'
import { Turns } from '../turns.ts'
import type { IngestStore, PutWindow } from './put-window.ts'

/** A leaf and the plain bytes in it. */
export interface Leaf extends ChunkRef {
  readonly plain: number
}

// Hashing, compressing and sealing this many plain bytes takes a few ms: then everything else gets its turn.
const TURN_BYTES = 1024 * 1024
const TURN_PIECES = 16

export class LeafWriter {
  readonly #ring: Ring
  readonly #store: IngestStore
  readonly #window: PutWindow
  readonly #turns: Turns

  constructor(ring: Ring, store: IngestStore, window: PutWindow, breathe: () => Promise<void>) {
    this.#ring = ring
    this.#store = store
    this.#window = window
    this.#turns = new Turns(breathe)
  }

  /** Stores pieces of 1 byte to 4 MiB each. The caller leaves the bytes as they are until this resolves. */
  async write(pieces: readonly Uint8Array[]): Promise<Leaf[]> {
    const pids = await this.#inTurns(pieces, piece => pidOf(this.#ring, 'leaf', piece))
    const known = await this.#knownRefs(pids)
    const leaves: Leaf[] = []
    const fresh = pieces.filter((_, i) => !known[i])
    const sealed = this.#sealInTurns(fresh)
    for (const [i, piece] of pieces.entries()) {
      const ref = known[i] ?? (await sealed.next()).value!
      leaves.push({ cid: ref.cid, stored: ref.stored, below: 0, plain: piece.byteLength })
    }
    return leaves
  }

  async *#sealInTurns(pieces: readonly Uint8Array[]): AsyncGenerator<ChunkRef, undefined> {
    for (let at = 0; at < pieces.length; ) {
      const group = oneTurn(pieces, at)
      at += group.length
      const sealed = await this.#inTurns(group, piece => sealLeaf(this.#ring, piece))
      for (const chunk of sealed) {
        await this.#window.add(chunk)
        yield chunk
      }
    }
    return undefined
  }

  async #inTurns<T>(pieces: readonly Uint8Array[], compute: (piece: Uint8Array) => T): Promise<T[]> {
    const results: T[] = []
    for (let at = 0; at < pieces.length; ) {
      const group = oneTurn(pieces, at)
      at += group.length
      results.push(...(await this.#turns.take(() => group.map(compute))))
    }
    return results
  }

  async #knownRefs(pids: readonly Pid[]): Promise<(ChunkRef | undefined)[]> {
    const refs = pids.map(pid => this.#window.underway(pid))
    const asked = pids.filter((_, i) => !refs[i])
    if (asked.length === 0) return refs
    const cids = await this.#store.loadCidsOf(asked)
    const found = cids.filter((cid): cid is Cid => cid !== undefined)
    const sizes = found.length === 0 ? [] : await this.#store.sizesOf(found)
    const held = new Map(found.map((cid, i) => [cid, sizes[i]]))
    let next = 0
    return refs.map(ref => {
      if (ref) return ref
      const cid = cids[next++]
      const stored = cid && held.get(cid)
      return cid && stored !== undefined ? { cid, stored, below: 0 } : undefined
    })
  }
}

// What one turn takes: at least one piece, then more while they fit.
function oneTurn(pieces: readonly Uint8Array[], from: number): Uint8Array[] {
  let to = from
  for (let bytes = 0; to < pieces.length && to - from < TURN_PIECES; to++) {
    bytes += pieces[to]!.byteLength
    if (to > from && bytes > TURN_BYTES) break
  }
  return pieces.slice(from, to)
}
