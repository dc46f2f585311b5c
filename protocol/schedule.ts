// When a project is captured by itself (§ Schedule): pure, the clock and the machine's time zone are passed in. Times are ms
// since 1970 UTC; what people mean by "02:30" is worked out in the schedule's zone, also on days the clocks change.
import { Cron } from 'croner'
import { HoldfastError } from './errors.ts'

/** "HH:MM" each; from `from` on, until before `to`; over midnight where `to` is the earlier one. */
export interface Hours {
  readonly from: string
  readonly to: string
}

export interface Schedule {
  /** Changes are watched for, and a scan an hour stands behind the watcher. */
  readonly watch: boolean
  /** Seconds from one begin to the next. */
  readonly every: number | null
  /** What begins by `watch` and `every` begins within them. */
  readonly hours: Hours | null
  /** Five fields; not bound by `hours`. */
  readonly cron: string | null
  /** IANA name; null: the machine's. */
  readonly timezone: string | null
}

/** What a schedule counts from. */
export interface Marks {
  /** When the schedule was set. */
  readonly since: number
  /** When the last capture began. */
  readonly last: number | undefined
}

export type Why = 'scan' | 'every' | 'cron'
export interface Due {
  /** Never before `now`; due when it is `now`. */
  readonly at: number
  readonly why: Why
}

const MINUTE = 60_000
const DAY_MINUTES = 24 * 60

/** The next capture that needs no hint; undefined when there is none. `scanMs`: how often what is watched is scanned. */
export function nextDue(
  schedule: Schedule,
  marks: Marks,
  now: number,
  machineZone: string,
  scanMs: number,
): Due | undefined {
  const zone = schedule.timezone ?? machineZone
  const { since, last } = marks
  const found: Due[] = []
  const add = (why: Why, ms: number) => {
    // A last begin that lies further ahead than the next: the clock was set back.
    const at = last === undefined || last > now + ms ? now : Math.max(now, last + ms)
    found.push({ at: intoHours(schedule.hours, zone, at), why })
  }
  if (schedule.watch) add('scan', scanMs)
  if (schedule.every !== null) add('every', schedule.every * 1000)
  if (schedule.cron !== null) {
    const past = [last ?? since, since].filter(mark => mark <= now)
    const from = past.length > 0 ? Math.max(...past) : now - MINUTE
    const next = openCron(schedule.cron, zone).nextRun(new Date(from))
    // What was missed while the machine was off is made up for once.
    if (next) found.push({ at: Math.max(now, next.getTime()), why: 'cron' })
  }
  return found.reduce<Due | undefined>((first, due) => (first && first.at <= due.at ? first : due), undefined)
}

/** The first moment from `at` on that lies within the hours. */
export function intoHours(hours: Hours | null, zone: string, at: number): number {
  if (hours === null || isWithin(hours, minuteOf(at, zone))) return at
  const start = Math.floor(at / MINUTE) * MINUTE
  const wait = (minutesOf(hours.from) - minuteOf(start, zone) + DAY_MINUTES) % DAY_MINUTES
  const opening = start + wait * MINUTE
  if (offsetOf(start, zone) === offsetOf(opening, zone)) return opening
  // The clocks change on the way: looked for minute by minute. Hours that fall into the gap open the day after.
  for (let moment = start + MINUTE; ; moment += MINUTE) if (isWithin(hours, minuteOf(moment, zone))) return moment
}

/** "09-19", "22:30-06" as hours. Throws USAGE. */
export function parseHours(text: string): Hours {
  const parts = /^(\d{1,2})(?::([0-5]\d))?\s*-\s*(\d{1,2})(?::([0-5]\d))?$/.exec(text.trim())
  const [, fromHour = '', fromMinute = '00', toHour = '', toMinute = '00'] = parts ?? []
  const hours = { from: `${fromHour.padStart(2, '0')}:${fromMinute}`, to: `${toHour.padStart(2, '0')}:${toMinute}` }
  if (parts && isHours(hours)) return hours
  throw new HoldfastError('USAGE', `"${text}" is not a span of hours`, {
    hint: 'write two times of the day, such as 09-19, 8:30-17 or 22-06',
  })
}

export function isHours({ from, to }: Hours): boolean {
  const isTime = (time: string, last: number) => /^\d\d:[0-5]\d$/.test(time) && minutesOf(time) <= last
  return isTime(from, DAY_MINUTES - 1) && isTime(to, DAY_MINUTES) && minutesOf(from) !== minutesOf(to)
}

/** Throws USAGE, with what is wrong, for what is no cron expression of five fields that ever comes. */
export function checkCron(text: string): void {
  const hint = 'write five fields: minute hour day month weekday, such as "0 3 * * 1-5"'
  try {
    // A year with a leap day ahead: what does not come from here on never does.
    if (openCron(text, 'UTC').nextRun(new Date(0)) !== null) return
  } catch (cause) {
    if (cause instanceof HoldfastError) throw cause
    const why = (cause as Error).message.replace(/^CronPattern: /, '')
    throw new HoldfastError('USAGE', `"${text}" is not a cron expression: ${why}`, { cause, hint })
  }
  throw new HoldfastError('USAGE', `"${text}" is a cron expression for a day that never comes`, { hint })
}

/** Throws USAGE for what is no time zone this machine knows. */
export function checkZone(name: string): void {
  try {
    formatOf(name)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new HoldfastError('USAGE', `"${name}" is not a time zone`, {
      cause,
      hint: 'write the name of a zone, such as Europe/Berlin or UTC',
    })
  }
}

// Only what depends on nothing but the given moment: croner would read the clock for "?" and take a date for a pattern.
function openCron(text: string, zone: string): Cron {
  if (!/^[\d*/,\-#A-Za-z\s]+$/.test(text) || text.trim().split(/\s+/).length !== 5) {
    throw new HoldfastError('USAGE', `"${text}" is not a cron expression of five fields`, {
      hint: 'write minute hour day month weekday, such as "0 3 * * 1-5"',
    })
  }
  return new Cron(text, { timezone: zone, mode: '5-part', fixedTimeRule: 'no-wildcard', paused: true })
}

function isWithin(hours: Hours, minute: number): boolean {
  const from = minutesOf(hours.from)
  const to = minutesOf(hours.to)
  return from < to ? minute >= from && minute < to : minute >= from || minute < to
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** Minutes since midnight in the zone. */
function minuteOf(at: number, zone: string): number {
  const local = Math.floor(at / MINUTE) + offsetOf(at, zone)
  return ((local % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES
}

/** Minutes the zone is ahead of UTC then. */
function offsetOf(at: number, zone: string): number {
  const part: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = Number(value)
  const local = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!)
  return Math.round((local - Math.floor(at / MINUTE) * MINUTE) / MINUTE)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  formats.set(zone, format)
  return format
}
