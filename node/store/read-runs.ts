// Reading many records at once: what stands side by side in a pack is read in one go, for small chunks that were put
// together are asked for together (§ Store).
import { LIMITS } from '../../protocol/limits.ts'
import { matches, type Place, RECORD_HEAD, type RecordKey } from './pack-record.ts'
import type { Packs } from './packs.ts'

export interface Named {
  readonly key: RecordKey
  readonly place: Place
}
/** Records that one read brings, in the order of the pack. */
interface Run<Record extends Named> {
  readonly pack: number
  /** Offset of the first record's header, and bytes from there to the end of the last record. */
  readonly from: number
  length: number
  readonly records: Record[]
}

// The largest chunk is a run.
const RUN_BYTES = LIMITS.chunk + RECORD_HEAD
// Reading past what nobody asked for is cheaper than a second read, up to so many bytes.
const GAP = 32 * 1024
const SIDE_BY_SIDE = 2

/** Memory for runs, used again. */
export class Scratch {
  readonly #kept: Buffer[] = []

  take(): Buffer {
    return this.#kept.pop() ?? Buffer.allocUnsafeSlow(RUN_BYTES)
  }
  giveBack(memory: Buffer): void {
    if (this.#kept.length < SIDE_BY_SIDE) this.#kept.push(memory)
  }
}

/**
 * Reads records and hands each that is what its hash names to `take`; its bytes are the caller's to keep unless `scratch`
 * gives memory. Returns those that are rotten or can't be read this way.
 */
export async function readTogether<Record extends Named>(
  packs: Packs,
  records: readonly Record[],
  take: (record: Record, bytes: Uint8Array) => void,
  scratch?: Scratch,
): Promise<Record[]> {
  const runs = runsOf(records).values()
  const left: Record[] = []
  const work = async (): Promise<void> => {
    const memory = scratch?.take()
    try {
      for (const run of runs) left.push(...(await readRun(packs, run, take, memory)))
    } finally {
      if (memory) scratch?.giveBack(memory)
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  return left
}

function runsOf<Record extends Named>(records: readonly Record[]): Run<Record>[] {
  const sorted = [...records].sort((a, b) => a.place.pack - b.place.pack || a.place.offset - b.place.offset)
  const runs: Run<Record>[] = []
  for (const record of sorted) {
    const { pack, offset, length } = record.place
    const end = offset + RECORD_HEAD + length
    const run = runs.at(-1)
    if (run && run.pack === pack && offset - run.from - run.length <= GAP && end - run.from <= RUN_BYTES) {
      run.length = end - run.from
      run.records.push(record)
    } else runs.push({ pack, from: offset, length: end - offset, records: [record] })
  }
  return runs
}

async function readRun<Record extends Named>(
  packs: Packs,
  { pack, from, length, records }: Run<Record>,
  take: (record: Record, bytes: Uint8Array) => void,
  memory: Buffer | undefined,
): Promise<Record[]> {
  let bytes: Buffer
  try {
    bytes = await packs.handles.read(pack, from, length, memory)
  } catch {
    return records // the caller reads them one by one, and hears which of them it is
  }
  return records.filter(record => {
    const at = record.place.offset + RECORD_HEAD - from
    const found = bytes.subarray(at, at + record.place.length)
    const isWell = found.byteLength === record.place.length && matches(record.key, found)
    if (isWell) take(record, found)
    return !isWell
  })
}

/** The first places, as many as come to so many bytes, at least one. */
export function leading(places: readonly (Place | undefined)[], most: number): readonly (Place | undefined)[] {
  let bytes = 0
  for (const [i, place] of places.entries()) {
    bytes += place?.length ?? 0
    if (i > 0 && bytes > most) return places.slice(0, i)
  }
  return places
}
