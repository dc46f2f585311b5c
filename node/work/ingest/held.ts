// Whether the store still has everything below chunks that an earlier ingest stored. The stat cache only remembers; scrub
// may have found rot since, and a snapshot must never refer to what isn't there.
import { type ChildRef, parseHeader } from '../../../protocol/chunk.ts'
import { isError } from '../../../protocol/errors.ts'
import type { Cid } from '../../../protocol/ids.ts'
import type { IngestStore } from './put-window.ts'

const AT_ONCE = 1024

/** The cids among `refs` that are whole in the store. */
export async function heldWhole(store: IngestStore, refs: readonly ChildRef[], signal: AbortSignal): Promise<Set<Cid>> {
  const held = new Set<Cid>()
  for (let at = 0; at < refs.length; at += AT_ONCE) {
    signal.throwIfAborted()
    const batch = refs.slice(at, at + AT_ONCE)
    const sizes = await store.sizesOf(batch.map(ref => ref.cid))
    for (const [i, ref] of batch.entries()) {
      if (sizes[i] !== ref.stored) continue
      if (ref.below === 0 || (await holdsBelow(store, ref, signal))) held.add(ref.cid)
    }
  }
  return held
}

async function holdsBelow(store: IngestStore, ref: ChildRef, signal: AbortSignal): Promise<boolean> {
  try {
    const { children } = parseHeader(await store.loadChunk(ref.cid))
    const held = await heldWhole(store, children, signal)
    return children.every(child => held.has(child.cid))
  } catch (error) {
    if (isError(error, 'CHUNK_MISSING') || isError(error, 'CHUNK_CORRUPT')) return false
    throw error
  }
}
