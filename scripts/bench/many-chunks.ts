// A store with many small chunks, written through the product's own store: what its size costs at the start is measured on
// it. The chunks are numbers; nothing refers to them.
import type { Ports } from '../../node/ports.ts'
import { openDiskStore } from '../../node/store/disk-store.ts'
import type { ChunkBytes } from '../../node/store/store.ts'
import { hash } from '../../protocol/hash.ts'
import { idOf } from '../../protocol/ids.ts'

const AT_ONCE = 10_000
const CHUNK_BYTES = 200

/** Adds the chunks from number `from` up to, not including, `to` to the store in `path`. */
export async function putManyChunks(path: string, from: number, to: number, ports: Ports): Promise<void> {
  await using store = await openDiskStore(path, {}, ports)
  for (let at = from; at < to; at += AT_ONCE) {
    const count = Math.min(AT_ONCE, to - at)
    await store.putChunks(Array.from({ length: count }, (_, n) => chunkFor(at + n)))
  }
}

export function chunkFor(n: number): ChunkBytes {
  const bytes = Buffer.alloc(CHUNK_BYTES, `${n} `)
  return { cid: idOf('Cid', hash(bytes)), bytes }
}
