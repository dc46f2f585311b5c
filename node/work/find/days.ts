// Calendar days as numbers: days since 1970-01-01, of the recording where its tags say it, else of the file's last change
// by the local calendar, as people remember it.
import type { FileEntry } from '../../../protocol/tree-entry.ts'

export interface Days {
  readonly from: number
  readonly to: number
}

const DAY_MS = 86_400_000
const LAST_TIME_MS = 8_640_000_000_000_000
/** Of a file whose time no calendar knows; in no range. */
export const NO_DAY = 0x7fff_ffff

/** The number of YYYY-MM-DD; undefined when there is no such day. */
export function dayOf(text: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day))
  return year !== undefined && new Date(ms).toISOString().startsWith(text) ? ms / DAY_MS : undefined
}

export function dayOfFile(entry: FileEntry): number {
  const recorded = entry.media?.tags.date
  const day = recorded === undefined ? undefined : dayOf(recorded.slice(0, 10))
  if (day !== undefined) return day
  const ms = entry.mtimeSeconds * 1000
  if (Math.abs(ms) > LAST_TIME_MS) return NO_DAY
  const at = new Date(ms)
  return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / DAY_MS
}
