// A project's folder without a disk: a few small files that change from snapshot to snapshot, sealed as ingest seals them.
import { type ChildRef, type SealedChunk, sealLeaf } from '../../protocol/chunk.ts'
import type { Cid } from '../../protocol/ids.ts'
import type { Ring } from '../../protocol/ring.ts'
import { buildDirectory } from '../../protocol/tree-directory.ts'
import type { DirectoryEntry } from '../../protocol/tree-entry.ts'
import { buildFile } from '../../protocol/tree-file.ts'
import type { SeededRandom } from './seeded-random.ts'

export interface SealedFolder {
  readonly root: ChildRef
  /** Every chunk of the tree, once. */
  readonly chunks: ReadonlyMap<Cid, Uint8Array>
  /** By path. */
  readonly files: ReadonlyMap<string, Buffer>
  readonly plainBytes: number
}

export class ProjectFolder {
  readonly #random: SeededRandom
  readonly #ring: Ring
  readonly #files = new Map<string, Uint8Array[]>()
  readonly #sealed = new WeakMap<Uint8Array, SealedChunk>()

  constructor(ring: Ring, random: SeededRandom) {
    this.#ring = ring
    this.#random = random
    for (let count = 2 + random.below(3); count > 0; count--) this.#add()
  }

  /** A take is added or grows, or a header is patched. */
  work(): void {
    const random = this.#random
    if (random.chance(0.3)) {
      this.#add()
      return
    }
    const pieces = this.#files.get(random.pick([...this.#files.keys()]))!
    if (random.chance(0.5)) pieces.push(this.#piece())
    else pieces[random.below(pieces.length)] = this.#piece()
  }

  seal(): SealedFolder {
    const chunks = new Map<Cid, Uint8Array>()
    const sink = (chunk: SealedChunk) => chunks.set(chunk.cid, chunk.bytes)
    const takes = [...this.#files].map(([name, pieces]) => this.#entry(name, pieces, sink))
    const directory = { name: Buffer.from('takes'), mode: 0o755, mtimeSeconds: 1, mtimeNanoseconds: 0, xattrs: [] }
    const child = buildDirectory(this.#ring, takes, sink)
    const root = buildDirectory(this.#ring, [{ type: 'directory', ...directory, child }], sink)
    const files = new Map([...this.#files].map(([name, pieces]) => [`takes/${name}`, Buffer.concat(pieces)]))
    const plainBytes = [...files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
    return { root, chunks, files, plainBytes }
  }

  #entry(name: string, pieces: readonly Uint8Array[], sink: (chunk: SealedChunk) => void): DirectoryEntry {
    const parts = pieces.map(piece => {
      const chunk = this.#sealed.get(piece) ?? sealLeaf(this.#ring, piece, { codec: 'raw' })
      this.#sealed.set(piece, chunk)
      sink(chunk)
      return { cid: chunk.cid, stored: chunk.stored, below: chunk.below, plain: piece.byteLength }
    })
    return {
      type: 'file',
      name: Buffer.from(name),
      mode: 0o644,
      mtimeSeconds: pieces.length,
      mtimeNanoseconds: 0,
      xattrs: [],
      size: parts.reduce((sum, { plain }) => sum + plain, 0),
      child: buildFile(this.#ring, parts, sink),
      linkGroup: undefined,
      live: false,
    }
  }

  #add(): void {
    const name = `take ${this.#files.size + 1}.wav`
    this.#files.set(
      name,
      Array.from({ length: 1 + this.#random.below(3) }, () => this.#piece()),
    )
  }

  #piece(): Uint8Array {
    return this.#random.bytes(200 + this.#random.below(2_000))
  }
}
