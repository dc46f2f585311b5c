// What the stages of the micro bench work on: a generated project read, cut and sealed, all of it in memory.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type SealedChunk, sealLeaf } from '../../protocol/chunk.ts'
import { openChunker, type Piece } from '../../protocol/chunker.ts'
import { idOf } from '../../protocol/ids.ts'
import { encodePayload } from '../../protocol/payload.ts'
import { createRing, type Ring } from '../../protocol/ring.ts'

export interface SourceFile {
  readonly path: string
  readonly bytes: Buffer
}

export interface Material {
  readonly ring: Ring
  readonly files: readonly SourceFile[]
  readonly pieces: readonly Piece[]
  /** Of each piece, prefix and what is encoded. */
  readonly payloads: readonly (readonly [Uint8Array, Uint8Array])[]
  readonly sealed: readonly SealedChunk[]
}

export const PUSH_BYTES = 8 * 1024 * 1024

export async function prepareMaterial(folder: string): Promise<Material> {
  const ring = createRing(idOf('RingId', new Uint8Array(16)), new Uint8Array(32).fill(1), new Uint8Array(32).fill(2))
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const files = await Promise.all(paths.sort().map(async path => ({ path, bytes: await readFile(path) })))
  const pieces = files.flatMap(file => cut(ring, file))
  return {
    ring,
    files,
    pieces,
    payloads: pieces.map(({ bytes, codec }) => encodePayload(bytes, codec)),
    sealed: pieces.map(({ bytes, codec }) => sealLeaf(ring, bytes, { codec })),
  }
}

export function cut(ring: Ring, { path, bytes }: SourceFile): Piece[] {
  const cutter = openChunker(bytes.length, ring.gear, Buffer.from(path))
  const pieces: Piece[] = []
  for (let at = 0; at < bytes.length; at += PUSH_BYTES) pieces.push(...cutter.push(bytes.subarray(at, at + PUSH_BYTES)))
  return [...pieces, ...cutter.end()]
}
