// The files of one directory node as a search reads them: one buffer that begins with the text of all records and ends with
// a table of facts (§ Find). A record is a name and tags, each after a byte that says which, and a closing zero.
import { TAG_NAMES, type TagName } from '../../../protocol/media.ts'
import type { FileEntry } from '../../../protocol/tree-entry.ts'
import { dayOfFile } from './days.ts'
import { foldName, foldText } from './fold.ts'

export type FieldName = 'name' | TagName

export interface Records {
  readonly bytes: Buffer
  readonly count: number
}

const FIELDS: readonly FieldName[] = ['name', ...TAG_NAMES]
/** Bytes below this stand before a field or end a record; folded text has none. */
export const MARKERS_END = 0x20
// Per record: where its text ends, seconds of its mtime, its day, the start of its content's cid. 4 bytes each.
const FACTS = 16
/** The moment is a fact of its own. */
const NOT_TEXT: ReadonlySet<TagName> = new Set(['date', 'time', 'timecode'])
const LATEST_SECOND = 0xffff_ffff

export function markerOf(field: FieldName): number {
  return FIELDS.indexOf(field) + 1
}

/** Undefined for no files. */
export function packRecords(files: readonly FileEntry[]): Records | undefined {
  if (files.length === 0) return undefined
  const texts = files.map(textOf)
  const ends: number[] = []
  let textLength = 0
  for (const text of texts) {
    textLength += Buffer.byteLength(text)
    ends.push(textLength)
  }
  // A memory of its own: one of the pool would keep alive whatever else lies there.
  const bytes = Buffer.allocUnsafeSlow(textLength + FACTS * files.length)
  bytes.write(texts.join(''))
  for (const [index, file] of files.entries()) {
    const at = textLength + FACTS * index
    bytes.writeUInt32LE(ends[index]!, at)
    bytes.writeUInt32LE(Math.max(0, Math.min(file.mtimeSeconds, LATEST_SECOND)), at + 4)
    bytes.writeInt32LE(dayOfFile(file), at + 8)
    bytes.writeUInt32LE(Number.parseInt(file.child?.cid.slice(0, 8) ?? '0', 16), at + 12)
  }
  return { bytes, count: files.length }
}

export function textEndOf({ bytes, count }: Records): number {
  return bytes.byteLength - FACTS * count
}

export function startOf(records: Records, index: number): number {
  return index === 0 ? 0 : endOf(records, index - 1)
}

export function endOf(records: Records, index: number): number {
  return u32(records.bytes, textEndOf(records) + FACTS * index)
}

/** Seconds since 1970, kept within 0 and 2^32 - 1. */
export function secondOf(records: Records, index: number): number {
  return u32(records.bytes, textEndOf(records) + FACTS * index + 4)
}

export function recordDay(records: Records, index: number): number {
  return records.bytes.readInt32LE(textEndOf(records) + FACTS * index + 8)
}

/** Equal for two records exactly when nobody would tell the files apart, but for one chance in four billion. */
export function likenessOf(records: Records, index: number): string {
  const facts = textEndOf(records) + FACTS * index
  const text = records.bytes.toString('latin1', startOf(records, index), endOf(records, index))
  return text + records.bytes.toString('latin1', facts + 4, facts + FACTS)
}

/** The record that holds the byte at `position` of the text, `from` it or after. */
export function recordAt(records: Records, position: number, from: number): number {
  if (endOf(records, from) > position) return from
  let low = from
  let high = records.count - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (endOf(records, middle) > position) high = middle
    else low = middle + 1
  }
  return low
}

/** As readUInt32LE, which checks more and takes three times as long. */
function u32(bytes: Buffer, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
}

function textOf(file: FileEntry): string {
  let text = `${String.fromCharCode(markerOf('name'))}${foldName(file.name)}`
  for (const name of TAG_NAMES) {
    const value = NOT_TEXT.has(name) ? undefined : file.media?.tags[name]
    if (value !== undefined) text += String.fromCharCode(markerOf(name)) + foldText(value)
  }
  return `${text}\0`
}
