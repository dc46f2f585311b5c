// Plaintext pieces in, references to stored leaves out. What the ring has sealed before and the store still holds is
// referenced, not sealed again (§ Deduplication).
import type { ChunkRef } from '../../../protocol/chunk.ts'
import type { Piece } from '../../../protocol/chunker.ts'
import type { Cid, Pid } from '../../../protocol/ids.ts'
import type { Ring } from '../../../protocol/ring.ts'
import type { Sealable, Sealer } from '../sealer.ts'
import type { IngestStore, PutWindow } from './put-window.ts'

/** A leaf and the plain bytes in it. */
export interface Leaf extends ChunkRef {
  readonly plain: number
}

export class LeafWriter {
  readonly #ring: Ring
  readonly #store: IngestStore
  readonly #window: PutWindow
  readonly #sealer: Sealer
  /** Being sealed, not yet in the window. */
  readonly #sealing = new Map<Pid, Promise<ChunkRef>>()

  constructor(ring: Ring, store: IngestStore, window: PutWindow, sealer: Sealer) {
    this.#ring = ring
    this.#store = store
    this.#window = window
    this.#sealer = sealer
  }

  /** How many calls of write keep it busy. */
  get width(): number {
    return this.#sealer.width
  }

  /** Stores pieces of 1 byte to 4 MiB each. The caller leaves the bytes as they are until this resolves. */
  async write(pieces: readonly Piece[]): Promise<Leaf[]> {
    const sealable = await this.#identify(pieces)
    const known = await this.#knownRefs(sealable.map(({ pid }) => pid))
    const fresh = new Map<Pid, Sealable>()
    for (const [i, piece] of sealable.entries()) {
      if (!known[i] && !this.#sealing.has(piece.pid)) fresh.set(piece.pid, piece)
    }
    if (fresh.size > 0) this.#seal([...fresh.values()])
    const refs = await Promise.all(sealable.map(({ pid }, i) => known[i] ?? this.#sealing.get(pid)!))
    return refs.map(({ cid, stored }, i) => ({ cid, stored, below: 0, plain: pieces[i]!.bytes.byteLength }))
  }

  // Each piece's reference resolves once it is in the window, where its pid is found from then on.
  #seal(pieces: readonly Sealable[]): void {
    const sealed = this.#sealer.seal(this.#ring, pieces)
    const added = sealed.then(async chunks => {
      for (const chunk of chunks) await this.#window.add(chunk)
      return chunks
    })
    for (const [i, { pid }] of pieces.entries()) {
      const ref = added.then(chunks => chunks[i]!).finally(() => this.#sealing.delete(pid))
      ref.catch(() => undefined) // whoever wrote the piece hears of it
      this.#sealing.set(pid, ref)
    }
  }

  async #identify(pieces: readonly Piece[]): Promise<Sealable[]> {
    const pids = await this.#sealer.identify(this.#ring, pieces)
    return pieces.map((piece, i) => ({ ...piece, pid: pids[i]! }))
  }

  async #knownRefs(pids: readonly Pid[]): Promise<(ChunkRef | undefined)[]> {
    const refs = new Map<Pid, ChunkRef>()
    const asked = pids.filter(pid => !this.#window.underway(pid) && !this.#sealing.has(pid))
    const cids = asked.length === 0 ? [] : await this.#store.loadCidsOf(asked)
    const found = cids.filter((cid): cid is Cid => cid !== undefined)
    const sizes = found.length === 0 ? [] : await this.#store.sizesOf(found)
    const held = new Map(found.map((cid, i) => [cid, sizes[i]]))
    for (const [i, pid] of asked.entries()) {
      const cid = cids[i]
      const stored = cid && held.get(cid)
      if (cid && stored !== undefined) refs.set(pid, { cid, stored, below: 0 })
    }
    return pids.map(pid => refs.get(pid) ?? this.#window.underway(pid))
  }
}
