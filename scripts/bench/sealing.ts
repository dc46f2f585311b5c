// The codec alone, on one thread and without files: the pieces of the chunker sealed as the daemon seals them, opened
// again, and compared. MB of plaintext a second of sealLeaf and of openChunk.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openChunk, sealLeaf } from '../../protocol/chunk.ts'
import { openChunker, type Piece } from '../../protocol/chunker.ts'
import { idOf } from '../../protocol/ids.ts'
import { createRing } from '../../protocol/ring.ts'

export interface Sealing {
  readonly plainBytes: number
  readonly sealedBytes: number
  readonly sealSeconds: number
  readonly openSeconds: number
}

const READ_BYTES = 8 * 1024 * 1024
// Enough for a steady figure; all of a folder would take as long again as ingesting it.
const MOST_BYTES = 256_000_000

/** Seals the files of `folder` in the order of their names. */
export async function measureSealing(folder: string): Promise<Sealing> {
  const ring = createRing(idOf('RingId', new Uint8Array(16)), new Uint8Array(32).fill(1), new Uint8Array(32).fill(2))
  const total = { plainBytes: 0, sealedBytes: 0, sealSeconds: 0, openSeconds: 0 }
  const names = (await readdir(folder, { recursive: true })).sort()
  for (const name of names) {
    const file = join(folder, name)
    const { size } = await stat(file)
    if (!(await stat(file)).isFile() || total.plainBytes >= MOST_BYTES) continue
    const bytes = await readFile(file)
    const cutter = openChunker(size, ring.gear, Buffer.from(name))
    for (let at = 0; at < bytes.length; at += READ_BYTES) cutter.push(bytes.subarray(at, at + READ_BYTES)).forEach(take)
    cutter.end().forEach(take)
  }
  return total

  function take({ bytes, codec }: Piece): void {
    const start = performance.now()
    const sealed = sealLeaf(ring, bytes, { codec })
    const between = performance.now()
    const { plaintext } = openChunk(ring, sealed.bytes)
    const end = performance.now()
    if (!Buffer.from(bytes).equals(plaintext)) throw new Error('a chunk opened to other bytes than were sealed')
    total.plainBytes += bytes.byteLength
    total.sealedBytes += sealed.bytes.byteLength
    total.sealSeconds += (between - start) / 1000
    total.openSeconds += (end - between) / 1000
  }
}
