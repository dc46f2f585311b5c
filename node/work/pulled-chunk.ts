// What a chunk is to whoever names it: its size as its parent states it, and the children that its own bytes list (§ Tree).
import { bytesBelow, type ChildRef, parseHeader } from '../../protocol/chunk.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { type TreeRef, verifyTree } from '../../protocol/tree-load.ts'
import { hasBelow } from './custody/custody.ts'

/** At most what a chunk has, bytes: of the root only its kind is known. */
export function sizeOf(ref: TreeRef): number {
  return 'stored' in ref ? ref.stored : LIMITS.treeChunk
}

/**
 * The children of a chunk that matches its cid, as Peers has seen to. A tree that lies about the size of what is below it
 * would make byte-uniform proofs lie too. Throws CHUNK_CORRUPT, MESSAGE_INVALID.
 */
export function childrenOf(ref: TreeRef, bytes: Uint8Array): readonly ChildRef[] {
  if (hasBelow(ref)) return verifyTree(ref, bytes).children
  const { children } = parseHeader(bytes)
  if (bytes.byteLength !== sizeOf(ref) || bytesBelow(children) > 0)
    throw new HoldfastError('MESSAGE_INVALID', `${ref.cid} has another size than its parent says`)
  return []
}

/** Of these bytes those of the chunk itself, `children` being what it lists. */
export function ownBytes(ref: TreeRef, children: readonly ChildRef[]): number {
  if ('stored' in ref) return ref.stored
  return ref.storedBytes - children.reduce((sum, child) => sum + child.stored + child.below, 0)
}
