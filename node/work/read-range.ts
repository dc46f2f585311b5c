// Reads ranges of stored chunks for a challenge or its check: each chunk's hash is verified by this very read, and a
// chunk that several ranges ask for is read once (§ Proof).
import { type HoldfastError, isError } from '../../protocol/errors.ts'
import type { Cid } from '../../protocol/ids.ts'
import type { ReadRanges } from '../../protocol/proof.ts'
import type { ChunkStore } from './custody/custody.ts'

const CHUNKS_AT_ONCE = 64

/** `damaged` hears of a chunk that is missing or rotten; its ranges then read as undefined. */
export function rangeReader(
  store: Pick<ChunkStore, 'checkChunks'>,
  damaged: (cid: Cid, error: HoldfastError) => Promise<void>,
): ReadRanges {
  return async ranges => {
    const found: (Uint8Array | undefined)[] = ranges.map(() => undefined)
    const inChunk = new Map<Cid, number[]>()
    for (const [i, { cid }] of ranges.entries()) inChunk.set(cid, [...(inChunk.get(cid) ?? []), i])
    const look = (cid: Cid, bytes: Uint8Array): void => {
      for (const i of inChunk.get(cid) ?? []) {
        const { offset, length } = ranges[i]!
        if (offset + length <= bytes.byteLength) found[i] = Buffer.from(bytes.subarray(offset, offset + length))
      }
    }
    const cids = [...inChunk.keys()]
    for (let at = 0; at < cids.length; at += CHUNKS_AT_ONCE) {
      const some = cids.slice(at, at + CHUNKS_AT_ONCE)
      for (const [i, error] of (await store.checkChunks(some, look)).entries()) {
        if (!error) continue
        if (!isError(error, 'CHUNK_MISSING') && !isError(error, 'CHUNK_CORRUPT')) throw error
        await damaged(some[i]!, error)
      }
    }
    return found
  }
}
