// What a search reads of every directory node: built once a node, shared by all snapshots and projects whose trees hold it,
// freed when none does (§ Find). Nothing of it is written anywhere.
import { HoldfastError } from '../../../protocol/errors.ts'
import type { Cid } from '../../../protocol/ids.ts'
import type { Ring } from '../../../protocol/ring.ts'
import { type DirectoryNode, loadDirectoryNode } from '../../../protocol/tree-directory.ts'
import type { ChunkSource, TreeRef } from '../../../protocol/tree-load.ts'
import { foldName } from './fold.ts'
import { packRecords, type Records } from './records.ts'

export interface Block {
  readonly ref: TreeRef
  /** The files listed in this node; undefined for none. */
  readonly records: Records | undefined
  readonly below: readonly Below[]
  /** With all below, as often as the tree shows them. */
  readonly files: number
  readonly directories: number
  /** How many blocks and searched snapshots hold it. */
  uses: number
}
export interface Below {
  /** A folder's raw name, one character a byte; undefined for a node that goes on with the same directory. */
  readonly name: string | undefined
  /** As it is searched. */
  readonly text: string
  readonly block: Block
}

// Far more than studios have. A hostile tree can show few nodes as endlessly many folders.
const MAX_FILES = 64_000_000
const MAX_DIRECTORIES = 8_000_000
const MAX_DEPTH = 2048

export class Blocks {
  readonly #blocks = new Map<Cid, Block>()

  get size(): number {
    return this.#blocks.size
  }

  /**
   * The block of a snapshot's root, and all below it, held until release(). Loads only nodes it does not have. `pace` is
   * awaited after each. Throws MESSAGE_INVALID for a tree too large to search, and what the source throws.
   */
  async hold(ring: Ring, source: ChunkSource, root: TreeRef, pace: () => Promise<void>): Promise<Block> {
    const fresh: Block[] = []
    try {
      const block = await this.#build(ring, source, root, pace, fresh, 0)
      block.uses++
      return block
    } finally {
      // What a build that failed has left behind, from the top down.
      for (const block of fresh.reverse()) if (block.uses === 0) this.#free(block)
    }
  }

  release(block: Block): void {
    block.uses--
    if (block.uses === 0) this.#free(block)
  }

  async #build(
    ring: Ring,
    source: ChunkSource,
    ref: TreeRef,
    pace: () => Promise<void>,
    fresh: Block[],
    depth: number,
  ): Promise<Block> {
    const known = this.#blocks.get(ref.cid)
    if (known !== undefined) return known
    if (depth > MAX_DEPTH) throw tooLarge(`over ${MAX_DEPTH} levels deep`)
    const node = await loadDirectoryNode(ring, source, ref)
    await pace()
    const below: Below[] = []
    for (const { name, child } of nodesBelow(node)) {
      const block = await this.#build(ring, source, child, pace, fresh, depth + 1)
      const raw = name && Buffer.from(name).toString('latin1')
      const text = name ? foldName(name) : ''
      below.push({ name: raw, text: text === raw ? raw : text, block })
    }
    const records = packRecords('entries' in node ? node.entries.filter(entry => entry.type === 'file') : [])
    const block: Block = {
      ref,
      records,
      below,
      files: below.reduce((sum, { block }) => sum + block.files, records?.count ?? 0),
      directories: below.reduce((sum, { block }) => sum + block.directories, 1),
      uses: 0,
    }
    if (block.files > MAX_FILES || block.directories > MAX_DIRECTORIES) throw tooLarge(`${block.files} files`)
    for (const { block } of below) block.uses++
    this.#blocks.set(ref.cid, block)
    fresh.push(block)
    return block
  }

  #free(block: Block): void {
    if (!this.#blocks.delete(block.ref.cid)) return
    for (const { block: child } of block.below) this.release(child)
  }
}

function* nodesBelow(node: DirectoryNode): Generator<{ name: Uint8Array | undefined; child: TreeRef }> {
  if ('entries' in node) {
    for (const entry of node.entries) if (entry.type === 'directory') yield entry
  } else {
    for (const child of node.children) yield { name: undefined, child }
  }
}

function tooLarge(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a tree too large to be searched: ${what}`)
}
