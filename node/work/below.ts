// Whether ranges of chunks belong to snapshots, told by walking their trees: what tells a challenge over what is held from
// one over chunks that its holder never had (§ Proof).
import { isError } from '../../protocol/errors.ts'
import type { Cid } from '../../protocol/ids.ts'
import type { ChunkRange } from '../../protocol/proof.ts'
import type { SnapshotRecord } from '../../protocol/snapshot.ts'
import type { ChunkSource } from '../../protocol/tree-load.ts'
import { walkBlind } from '../../protocol/tree-walk.ts'

/** Undefined when it can't be told here: a snapshot is not known, or part of its tree can't be read. */
export async function areBelow(
  ranges: readonly ChunkRange[],
  snapshots: readonly (Pick<SnapshotRecord, 'root'> | undefined)[],
  load: ChunkSource,
  signal?: AbortSignal,
): Promise<boolean | undefined> {
  const ends = new Map<Cid, number>()
  for (const { cid, offset, length } of ranges) ends.set(cid, Math.max(ends.get(cid) ?? 0, offset + length))
  const seen = new Set<Cid>()
  try {
    for (const snapshot of snapshots) {
      if (ends.size === 0) return true
      if (snapshot === undefined) return undefined
      for await (const { ref } of walkBlind(load, snapshot.root, seen)) {
        signal?.throwIfAborted()
        const end = ends.get(ref.cid)
        if (end === undefined) continue
        if (end > ref.stored) return false
        ends.delete(ref.cid)
        if (ends.size === 0) return true
      }
    }
  } catch (error) {
    if (!isError(error)) throw error
    return undefined
  }
  return ends.size === 0
}
