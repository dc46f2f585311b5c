// Reads the packs from one end to the other and hashes every record in service; changes nothing (§ Store, Scrub).
import { type Cid, idOf, type NodeHash } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { samePlace } from './fold.ts'
import type { LevelIndex } from './level-index.ts'
import {
  hashOf,
  isData,
  KIND,
  kindOf,
  matches,
  type PackRecord,
  parseRecordHead,
  RECORD_HEAD,
  type RecordKey,
} from './pack-record.ts'
import type { Packs } from './packs.ts'
import type { Scrubbed, ScrubCursor } from './store.ts'

const SPAN_BYTES = LIMITS.chunk
const SPAN_RECORDS = 256

/** The named half of a public result. */
export function nameOf(key: RecordKey): { kind: 'chunk'; cid: Cid } | { kind: 'node'; node: NodeHash } {
  const bytes = Buffer.from(hashOf(key), 'hex')
  return kindOf(key) === KIND.chunk
    ? { kind: 'chunk', cid: idOf('Cid', bytes) }
    : { kind: 'node', node: idOf('NodeHash', bytes) }
}

export async function* scrubPacks(
  packs: Packs,
  index: LevelIndex,
  from: ScrubCursor | undefined,
  signal: AbortSignal,
): AsyncGenerator<Scrubbed> {
  for (const pack of packs.all()) {
    if (from && pack.id < from.pack) continue
    signal.throwIfAborted()
    const first = from?.pack === pack.id ? from.offset : 0
    const all = (await packs.loadIndex(pack)) ?? (await indexedIn(index, pack.id))
    const records = all.filter(({ kind, offset }) => isData(kind) && offset >= first)
    for (const span of spansOf(records)) {
      const places = await index.find(span.map(({ key }) => key))
      const live = span.filter((record, i) => samePlace(places[i], record))
      if (live.length === 0) continue
      signal.throwIfAborted()
      const faults = await checkSpan(packs, live)
      for (const [i, record] of live.entries()) {
        const { pack: id, offset, length } = record
        const at = { pack: id, offset: offset + RECORD_HEAD + length }
        yield { ...nameOf(record.key), bytes: length, ok: faults[i] === undefined, why: faults[i], at }
        signal.throwIfAborted()
      }
    }
  }
}

/** What the index believes to be in a pack that can't say so itself any more. */
async function indexedIn(index: LevelIndex, pack: number): Promise<PackRecord[]> {
  const records: PackRecord[] = []
  for await (const { key, place } of index.records(id => id === pack)) {
    records.push({ ...place, key, kind: kindOf(key) })
  }
  return records.sort((a, b) => a.offset - b.offset)
}

function* spansOf(records: readonly PackRecord[]): Generator<PackRecord[]> {
  let span: PackRecord[] = []
  for (const record of records) {
    const start = span[0]?.offset ?? record.offset
    if (span.length >= SPAN_RECORDS || record.offset + RECORD_HEAD + record.length - start > SPAN_BYTES) {
      if (span.length > 0) yield span
      span = []
    }
    span.push(record)
  }
  if (span.length > 0) yield span
}

/** For each record what is wrong with it. One read for all; where that fails, one for each. */
async function checkSpan(packs: Packs, records: readonly PackRecord[]): Promise<(string | undefined)[]> {
  const start = records[0]!.offset
  const last = records.at(-1)!
  const end = last.offset + RECORD_HEAD + last.length
  try {
    const bytes = await packs.handles.read(last.pack, start, end - start)
    return records.map(record => faultIn(bytes.subarray(record.offset - start), record))
  } catch (error) {
    if (records.length === 1) return [`unreadable: ${error instanceof Error ? error.message : String(error)}`]
  }
  const faults: (string | undefined)[] = []
  for (const record of records) faults.push(...(await checkSpan(packs, [record])))
  return faults
}

function faultIn(bytes: Buffer, record: PackRecord): string | undefined {
  if (bytes.length < RECORD_HEAD + record.length) return `pack ${record.pack} is cut short`
  if (!matches(record.key, bytes.subarray(RECORD_HEAD, RECORD_HEAD + record.length))) {
    return `its bytes in pack ${record.pack} at ${record.offset} do not match its hash`
  }
  try {
    const head = parseRecordHead(bytes, record.pack, record.offset)
    return head.key === record.key && head.length === record.length ? undefined : 'its header is that of another record'
  } catch (error) {
    return `its header in pack ${record.pack} at ${record.offset} is damaged: ${(error as Error).message}`
  }
}
