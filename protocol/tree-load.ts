// Loading tree chunks: whatever a source gives is checked against the reference before it is used (§ Tree).
import {
  bytesBelow,
  type ChildRef,
  type ChunkHeader,
  type OpenedChunk,
  openChunk,
  parseHeader,
  verifyCid,
  verifyRef,
} from './chunk.ts'
import { HoldfastError } from './errors.ts'
import type { Cid } from './ids.ts'
import type { Ring } from './ring.ts'

/** Gives the bytes of a chunk. Throws CHUNK_MISSING; need not verify tree chunks, since every load here does. */
export type ChunkSource = (cid: Cid) => Promise<Uint8Array>

/** The root of a snapshot. `storedBytes`: the root chunk's own size plus everything below it. */
export interface RootRef {
  readonly cid: Cid
  readonly storedBytes: number
}
export type TreeRef = ChildRef | RootRef

/** A built tree's top as a snapshot names it. */
export function rootOf(ref: ChildRef): RootRef {
  return { cid: ref.cid, storedBytes: ref.stored + ref.below }
}

/** Loads and verifies a tree chunk without opening it. Throws CHUNK_CORRUPT, MESSAGE_INVALID. */
export async function loadHeader(source: ChunkSource, ref: TreeRef): Promise<ChunkHeader & { stored: number }> {
  const bytes = await source(ref.cid)
  return { ...verifyTree(ref, bytes), stored: bytes.byteLength }
}

/** Loads, verifies and opens a tree chunk. Throws also KEY_MISSING. */
export async function loadTree(ring: Ring, source: ChunkSource, ref: TreeRef): Promise<OpenedChunk> {
  const bytes = await source(ref.cid)
  verifyTree(ref, bytes)
  return openChunk(ring, bytes)
}

/** Checks a tree chunk against what refers to it. Throws CHUNK_CORRUPT, MESSAGE_INVALID. */
export function verifyTree(ref: TreeRef, bytes: Uint8Array): ChunkHeader {
  const header = 'storedBytes' in ref ? verifyRoot(ref, bytes) : verifyRef(ref, bytes)
  if (header.kind !== 'tree')
    throw new HoldfastError('MESSAGE_INVALID', `${ref.cid} is a leaf where a tree chunk belongs`)
  return header
}

function verifyRoot(root: RootRef, bytes: Uint8Array): ChunkHeader {
  verifyCid(root.cid, bytes)
  const header = parseHeader(bytes)
  if (bytes.byteLength + bytesBelow(header.children) !== root.storedBytes)
    throw new HoldfastError('MESSAGE_INVALID', `root ${root.cid} has another size than its snapshot says`)
  return header
}
