// Files of more than one leaf as trees of nodes with at most 1,024 children each (§ Tree).
import { DEFAULT_SEND_CLASS } from './category.ts'
import { type ChildRef, type ChunkRef, type OpenedChunk, type SealedChunk, sealTree } from './chunk.ts'
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { LIMITS } from './limits.ts'
import { holdfast as pb } from './messages.js'
import type { Ring } from './ring.ts'
import type { FileEntry } from './tree-entry.ts'
import { type ChunkSource, loadTree } from './tree-load.ts'

/** A piece of a file: a reference and the plain bytes it stands for. */
export interface FilePart extends ChildRef {
  readonly plain: number
}
export interface FileLeaf {
  readonly ref: ChildRef
  /** Where the leaf's bytes start in the file. */
  readonly plainOffset: number
  /** How many there are; whoever opens the leaf must compare (openLeaf does). */
  readonly plain: number
}

const MAX_HEIGHT = 8

/**
 * Seals the nodes above a file's leaves (in order) into `sink`, children first. Returns what the file's entry refers to: the
 * top node, the leaf itself if there is one, undefined if there is none. `sendClass`: the file's, 0 to 7.
 */
export function buildFile(
  ring: Ring,
  leaves: readonly (ChunkRef & { readonly plain: number })[],
  sink: (chunk: SealedChunk) => void,
  sendClass = DEFAULT_SEND_CLASS,
): ChildRef | undefined {
  let parts: readonly FilePart[] = leaves.map(leaf => ({ ...leaf, sendClass }))
  for (let height = 0; parts.length > 1; height++) {
    const nodes: FilePart[] = []
    for (let at = 0; at < parts.length; at += LIMITS.fileFanout) {
      const group = parts.slice(at, at + LIMITS.fileFanout)
      const plainSizes = group.map(part => part.plain)
      const chunk = sealTree(ring, encode(pb.FileNode, { height, plainSizes }), group)
      sink(chunk)
      nodes.push({ cid: chunk.cid, stored: chunk.stored, below: chunk.below, sendClass, plain: sum(plainSizes) })
    }
    parts = nodes
  }
  const top = parts[0]
  return top && { cid: top.cid, stored: top.stored, below: top.below, sendClass }
}

/**
 * The leaves of a file in order, from the one that holds byte `plainFrom` on; skipped parts are not loaded. Throws
 * MESSAGE_INVALID, CHUNK_CORRUPT, KEY_MISSING, and what the source throws.
 */
export async function* fileLeaves(
  ring: Ring,
  source: ChunkSource,
  entry: Pick<FileEntry, 'child' | 'size'>,
  plainFrom = 0,
): AsyncGenerator<FileLeaf> {
  if (entry.child) yield* leavesBelow(ring, source, { ...entry.child, plain: entry.size }, undefined, 0, plainFrom)
}

async function* leavesBelow(
  ring: Ring,
  source: ChunkSource,
  part: FilePart,
  height: number | undefined,
  plainOffset: number,
  plainFrom: number,
): AsyncGenerator<FileLeaf> {
  const { plain, ...ref } = part
  if (plainOffset + plain <= plainFrom) return
  if (part.below === 0) {
    yield { ref, plainOffset, plain }
    return
  }
  const node = parseNode(await loadTree(ring, source, ref), part.plain)
  if (height !== undefined && node.height !== height) throw invalid(`has height ${node.height}, not ${height}`)
  for (const child of node.parts) {
    yield* leavesBelow(ring, source, child, node.height - 1, plainOffset, plainFrom)
    plainOffset += child.plain
  }
}

function parseNode({ plaintext, children }: OpenedChunk, plain: number): { height: number; parts: FilePart[] } {
  const { height, plainSizes } = decode(pb.FileNode, plaintext, LIMITS.treeChunk)
  if (height > MAX_HEIGHT || children.length > LIMITS.fileFanout || children.length !== plainSizes.length)
    throw invalid(`of height ${height} has ${children.length} children and ${plainSizes.length} sizes`)
  const parts = children.map((child, index) => ({ ...child, plain: plainSizes[index]! }))
  for (const part of parts) {
    if (!Number.isSafeInteger(part.plain) || part.plain === 0) throw invalid(`has a child of ${part.plain} plain bytes`)
    if (height === 0 ? part.below > 0 || part.plain > LIMITS.chunkPlain : part.below === 0)
      throw invalid('has a child of the wrong kind')
  }
  if (sum(plainSizes) !== plain) throw invalid(`has ${sum(plainSizes)} plain bytes, not ${plain}`)
  return { height, parts }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a file node ${what}`)
}
