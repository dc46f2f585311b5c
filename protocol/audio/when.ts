// Dates and times as audio files state them, in one form. What makes no sense is nothing.

// EBU Tech 3285 allows any of these between the numbers; tags have ISO 8601, as far as it is known.
const DATE = /^(\d{4})(?:[-_:. /](\d{1,2})(?:[-_:. /](\d{1,2})(?!\d))?)?(?![\d])/
const COMPACT_DATE = /^(\d{4})(\d{2})(\d{2})(?!\d)/
const TIME = /^(\d{1,2})[-_:. /](\d{1,2})(?:[-_:. /](\d{1,2}))?(?!\d)/

/** YYYY-MM-DD, or YYYY-MM or YYYY where the text says no more. */
export function dateOf(text: string): string | undefined {
  const found = COMPACT_DATE.exec(text) ?? DATE.exec(text)
  const year = found?.[1]
  if (!year || Number(year) < 1000) return undefined
  const month = found[2] === undefined ? undefined : Number(found[2])
  if (month === undefined || month === 0) return year
  if (month > 12) return undefined
  const day = found[3] === undefined ? 0 : Number(found[3])
  if (day > new Date(Date.UTC(Number(year), month, 0)).getUTCDate()) return undefined
  const yearAndMonth = `${year}-${twoDigits(month)}`
  return day === 0 ? yearAndMonth : `${yearAndMonth}-${twoDigits(day)}`
}

/** HH:MM:SS. */
export function timeOf(text: string): string | undefined {
  const found = TIME.exec(text)
  if (!found) return undefined
  const [hours, minutes, seconds] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)]
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined
  return [hours, minutes, seconds].map(twoDigits).join(':')
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
