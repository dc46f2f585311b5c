// Reads ranges of stored chunks for a challenge or its check: each chunk's hash is verified by this very read, and a
// chunk that several ranges in a row ask for is read once (§ Proof).
import { type HoldfastError, isError } from '../../protocol/errors.ts'
import type { Cid } from '../../protocol/ids.ts'
import type { ReadRange } from '../../protocol/proof.ts'

/** `damaged` hears of a chunk that is missing or rotten; the range then reads as undefined. */
export function rangeReader(
  store: { loadChunk(cid: Cid): Promise<Uint8Array> },
  damaged: (cid: Cid, error: HoldfastError) => Promise<void>,
): ReadRange {
  let last: { cid: Cid; bytes: Promise<Uint8Array | undefined> } | undefined

  async function load(cid: Cid): Promise<Uint8Array | undefined> {
    try {
      return await store.loadChunk(cid)
    } catch (error) {
      if (!isError(error, 'CHUNK_MISSING') && !isError(error, 'CHUNK_CORRUPT')) throw error
      await damaged(cid, error)
      return undefined
    }
  }

  return async (cid, offset, length) => {
    if (last?.cid !== cid) last = { cid, bytes: load(cid) }
    const bytes = await last.bytes
    return bytes && offset + length <= bytes.byteLength ? bytes.subarray(offset, offset + length) : undefined
  }
}
