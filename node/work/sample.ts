// Which ranges a challenge asks for: drawn byte-uniform over the snapshots, found by descending from their roots
// (§ Proof, Sample).
import type { Cid, SnapshotId } from '../../protocol/ids.ts'
import { type ChunkRange, distinctRanges, planSamples, rangeAround } from '../../protocol/proof.ts'
import type { ChunkSource, RootRef } from '../../protocol/tree-load.ts'
import { sampleOffset } from '../../protocol/tree-walk.ts'

interface Sampled {
  readonly snapshots: readonly { readonly id: SnapshotId; readonly root: RootRef }[]
  /** Those not proved yet: half of the ranges lie in them. */
  readonly fresh: ReadonlySet<SnapshotId>
}

/** Sorted by chunk and offset. `below(bound)`: uniform in [0, bound). Throws what the source throws. */
export async function sampleRanges(
  { snapshots, fresh }: Sampled,
  load: ChunkSource,
  below: (bound: number) => number,
): Promise<ChunkRange[]> {
  // Tree chunks are met again and again on the way down; each is read once a challenge.
  const trees = new Map<Cid, Promise<Uint8Array>>()
  const source = (cid: Cid): Promise<Uint8Array> => {
    const bytes = trees.get(cid) ?? load(cid)
    trees.set(cid, bytes)
    return bytes
  }
  const parts = snapshots.map(({ id, root }) => ({ bytes: root.storedBytes, fresh: fresh.has(id) }))
  const ranges: ChunkRange[] = []
  for (const { part, position } of planSamples(parts, below)) {
    const sampled = await sampleOffset(source, snapshots[part]!.root, position)
    ranges.push(rangeAround(sampled.cid, sampled.offset, sampled.stored))
  }
  return distinctRanges(ranges).sort((a, b) => (a.cid < b.cid ? -1 : a.cid > b.cid ? 1 : a.offset - b.offset))
}
