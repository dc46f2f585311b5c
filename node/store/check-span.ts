// Reads records that stand side by side in a pack and holds each against its hash and its header (§ Store, Scrub).
import { LIMITS } from '../../protocol/limits.ts'
import { matches, type PackRecord, parseRecordHead, RECORD_HEAD } from './pack-record.ts'

export type SpanRecord = Pick<PackRecord, 'pack' | 'offset' | 'length' | 'key'>

/** Bytes from the header of a span's first record to the end of its last: the largest chunk is one. */
export const SPAN_BYTES = LIMITS.chunk + RECORD_HEAD
export const SPAN_RECORDS = 256

/** Bytes of the records' pack; fewer where the file ends. Throws what the file system throws. */
export type ReadPack = (offset: number, length: number) => Promise<Buffer>

export function* spansOf<Record extends SpanRecord>(records: readonly Record[]): Generator<Record[]> {
  let span: Record[] = []
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

/** For each record of a span what is wrong with it. One read for all; where that fails, one for each. */
export async function checkSpan(records: readonly SpanRecord[], read: ReadPack): Promise<(string | undefined)[]> {
  const start = records[0]!.offset
  const last = records.at(-1)!
  const end = last.offset + RECORD_HEAD + last.length
  try {
    const bytes = await read(start, end - start)
    return records.map(record => faultIn(bytes.subarray(record.offset - start), record))
  } catch (error) {
    if (records.length === 1) return [`unreadable: ${error instanceof Error ? error.message : String(error)}`]
  }
  const faults: (string | undefined)[] = []
  for (const record of records) faults.push(...(await checkSpan([record], read)))
  return faults
}

function faultIn(bytes: Buffer, record: SpanRecord): string | undefined {
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
