// What tests of chunks and trees share: a ring with fixed secrets, chunks kept in memory, repeatable noise.
import { createCipheriv } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type SealedChunk, sealLeaf } from '../../protocol/chunk.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { type Cid, parseId } from '../../protocol/ids.ts'
import { createRing, type Ring } from '../../protocol/ring.ts'
import type { FileEntry } from '../../protocol/tree-entry.ts'
import { buildFile } from '../../protocol/tree-file.ts'
import type { ChunkSource } from '../../protocol/tree-load.ts'

export const ring: Ring = createRing(
  parseId('RingId', '000102030405060708090a0b0c0d0e0f'),
  new Uint8Array(32).fill(1),
  new Uint8Array(32).fill(2),
)

export interface ChunkMemory {
  readonly chunks: Map<Cid, Uint8Array>
  readonly sink: (chunk: SealedChunk) => void
  readonly source: ChunkSource
  /** How many chunks the source gave out. */
  loads(): number
}

export function openChunkMemory(): ChunkMemory {
  const chunks = new Map<Cid, Uint8Array>()
  let loads = 0
  return {
    chunks,
    sink: chunk => chunks.set(chunk.cid, chunk.bytes),
    async source(cid) {
      const bytes = chunks.get(cid)
      if (!bytes) throw new HoldfastError('CHUNK_MISSING', `no chunk ${cid}`)
      loads++
      return bytes
    },
    loads: () => loads,
  }
}

/** The same bytes for the same seed, without any pattern. */
export function noise(seed: number, length: number): Uint8Array {
  const key = Buffer.alloc(16)
  key.writeUInt32LE(seed)
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length))
}

/** A file entry whose content is `pieces`, one leaf each, sealed into the memory. */
export function fileEntry(memory: ChunkMemory, name: string, ...pieces: Uint8Array[]): FileEntry {
  const leaves = pieces.map(piece => {
    const { pid: _, bytes: __, ...ref } = keep(memory, sealLeaf(ring, piece))
    return { ...ref, plain: piece.byteLength }
  })
  return {
    type: 'file',
    name: Buffer.from(name),
    mode: 0o644,
    mtimeSeconds: 1_700_000_000,
    mtimeNanoseconds: 123_456_789,
    xattrs: [],
    size: pieces.reduce((total, piece) => total + piece.byteLength, 0),
    child: buildFile(ring, leaves, memory.sink),
    linkGroup: undefined,
    live: false,
  }
}

/** The bytes of test/vectors/<name>.hex: hex digits, blanks, and comments from # to the end of the line. */
export function readVector(name: string): Buffer {
  const text = readFileSync(new URL(`../vectors/${name}.hex`, import.meta.url), 'utf8')
  return Buffer.from(text.replace(/#.*$/gm, '').replace(/\s+/g, ''), 'hex')
}

function keep(memory: ChunkMemory, chunk: SealedChunk): SealedChunk {
  memory.sink(chunk)
  return chunk
}
