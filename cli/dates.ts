// Days as people name them: a day, a month, a year, or from one to another.
import { usageError } from './context.ts'

export interface DateRange {
  /** YYYY-MM-DD, both included; undefined leaves that end open. */
  readonly from: string | undefined
  readonly to: string | undefined
}

const PART = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/

/** "2026-03-14", "2026-03", "2026", "2026-03-01..2026-03-14", "2026-03.." and "..2025". Throws USAGE. */
export function dateRange(name: string, value: string): DateRange {
  const ends = value.split('..')
  const [first = '', last = first] = ends
  if (ends.length > 2 || (first === '' && last === '')) throw wrong(name, value)
  const from = first === '' ? undefined : day(name, value, first, 'first')
  const to = last === '' ? undefined : day(name, value, last, 'last')
  if (from !== undefined && to !== undefined && from > to) throw wrong(name, value)
  return { from, to }
}

function day(name: string, value: string, text: string, end: 'first' | 'last'): string {
  const [, year, month, date] = PART.exec(text) ?? []
  if (year === undefined) throw wrong(name, value)
  const firstMonth = Number(month ?? (end === 'first' ? 1 : 12))
  // The day before the next month's first is a month's last.
  const last = new Date(Date.UTC(Number(year), firstMonth, 0)).getUTCDate()
  const wanted = Number(date ?? (end === 'first' ? 1 : last))
  if (firstMonth < 1 || firstMonth > 12 || wanted < 1 || wanted > last) throw wrong(name, value)
  return `${year}-${String(firstMonth).padStart(2, '0')}-${String(wanted).padStart(2, '0')}`
}

function wrong(name: string, value: string) {
  return usageError(`--${name}: "${value}" is no day`, 'such as 2026-03-14, 2026-03 or 2026-03-01..2026-03-14')
}
