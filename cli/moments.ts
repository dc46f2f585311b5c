// Times for people: local, with the offset where a date stands alone; ages as one unit.
import { formatSpan } from '../protocol/units.ts'

const pad = (value: number) => String(value).padStart(2, '0')

/** "14:32" today, "2026-11-22 14:32" on another day. */
export function clockTime(ms: number, now: number): string {
  const at = new Date(ms)
  const time = `${pad(at.getHours())}:${pad(at.getMinutes())}`
  return at.toDateString() === new Date(now).toDateString() ? time : `${localDate(at)} ${time}`
}

/** "14:01:02", for timelines. */
export function clockSeconds(ms: number): string {
  const at = new Date(ms)
  return `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`
}

/** "2026-11-20 14:58 +01:00". */
export function localTime(ms: number): string {
  const at = new Date(ms)
  const offset = -at.getTimezoneOffset()
  const sign = offset < 0 ? '-' : '+'
  const hours = pad(Math.floor(Math.abs(offset) / 60))
  return `${localDate(at)} ${pad(at.getHours())}:${pad(at.getMinutes())} ${sign}${hours}:${pad(Math.abs(offset) % 60)}`
}

/** "3 min" since `ms`; "?" when not known. A moment in the future is 0 s old. */
export function age(ms: number | null, now: number): string {
  return ms === null ? '?' : formatSpan((now - ms) / 1000)
}

function localDate(at: Date): string {
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`
}
