// Going on with a file that is being recorded from what an earlier ingest read of it (§ Capture, Settled and live).
import { parseAudioForm } from '../../../protocol/audio/form.ts'
import { isError } from '../../../protocol/errors.ts'
import type { Ring } from '../../../protocol/ring.ts'
import { fileLeaves } from '../../../protocol/tree-file.ts'
import { heldWhole } from './held.ts'
import type { Leaf } from './leaf-writer.ts'
import type { IngestStore } from './put-window.ts'
import type { SourceStat } from './source.ts'
import type { CachedFile } from './stat-record.ts'

/** A stretch of a file, from the start of its payload on, that is taken from what is remembered instead of being read. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly leaves: readonly Leaf[]
  /** The last full piece, which follows the stretch and is read again: it must come out as it was. */
  readonly boundary: Leaf
}

/**
 * What need not be read again of a live file whose first bytes are `head`; undefined when it must be read as a whole.
 * The pieces of the payload must be of one size: then the rest of the file is cut as if the stretch were not there.
 */
export async function knownStretch(
  ring: Ring,
  store: IngestStore,
  known: CachedFile,
  stat: SourceStat,
  head: Uint8Array,
  signal: AbortSignal,
): Promise<Stretch | undefined> {
  if (known.state === 'settled' || known.ino !== stat.ino || known.size > stat.size) return undefined
  const from = payloadStart(head, stat.size)
  if (from === undefined || !known.child || !(await heldWhole(store, [known.child], signal)).has(known.child.cid))
    return undefined
  const leaves = await leavesOf(ring, store, known)
  let at = 0
  let first = 0
  while (first < leaves.length && at < from) at += leaves[first++]!.plain
  const size = leaves[first]?.plain
  let last = first
  while (leaves[last + 1]?.plain === size) last++
  if (at !== from || size === undefined || last === first) return undefined
  return { from, to: from + (last - first) * size, leaves: leaves.slice(first, last), boundary: leaves[last]! }
}

/** The leaves of the whole file, when what was read fits around the stretch; undefined when the file is another now. */
export function joinLeaves({ from, leaves, boundary }: Stretch, read: readonly Leaf[]): Leaf[] | undefined {
  let at = 0
  let headers = 0
  while (headers < read.length && at < from) at += read[headers++]!.plain
  if (at !== from || read[headers]?.cid !== boundary.cid) return undefined
  return [...read.slice(0, headers), ...leaves, ...read.slice(headers)]
}

// Where the samples of an audio file begin, if that lies within `head`.
function payloadStart(head: Uint8Array, size: number): number | undefined {
  const form = parseAudioForm(head, size)
  return form && form !== 'more' && form.payloadAt <= head.byteLength ? form.payloadAt : undefined
}

async function leavesOf(ring: Ring, store: IngestStore, { child, size }: CachedFile): Promise<Leaf[]> {
  const leaves: Leaf[] = []
  try {
    for await (const { ref, plain } of fileLeaves(ring, cid => store.loadChunk(cid), { child, size })) {
      leaves.push({ cid: ref.cid, stored: ref.stored, below: 0, plain })
    }
  } catch (error) {
    if (!isError(error)) throw error // rot since, or keys that are gone: then it is read
    return []
  }
  return leaves
}
