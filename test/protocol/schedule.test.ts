import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isError } from '../../protocol/errors.ts'
import { checkCron, checkZone, intoHours, nextDue, parseHours, type Schedule } from '../../protocol/schedule.ts'
import { scheduleWords } from '../../protocol/schedule-words.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NEVER: Schedule = { watch: false, every: null, hours: null, cron: null, timezone: null }
const at = (text: string) => Date.parse(text)

/** Every start of the schedule from one moment to another, each begun as soon as it is due. */
function startsOf(schedule: Schedule, from: string, until: string, last?: number): string[] {
  const starts: string[] = []
  for (let now = at(from), before = last; ; ) {
    const due = nextDue(schedule, { since: at(from), last: before }, now, 'UTC', HOUR)
    if (due === undefined || due.at >= at(until)) return starts
    starts.push(new Date(due.at).toISOString().replace(':00.000Z', 'Z'))
    now = due.at
    before = due.at
  }
}

/** What a clock on the wall shows there. */
function localTime(ms: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return format.format(ms)
}

const minuteOf = (ms: number, zone: string) => {
  const [hour, minute] = localTime(ms, zone).slice(-5).split(':')
  return Number(hour) * 60 + Number(minute)
}

// The days on which clocks change, before noon of the day before, and what a job at a time that is left out or comes twice
// does on them: each start once.
const CHANGES = [
  ['Europe/Berlin', '30 2 * * *', '2026-03-28T12:00Z', ['2026-03-29T01:00Z', '2026-03-30T00:30Z']], // 02:30 is left out
  ['Europe/Berlin', '30 2 * * *', '2026-10-24T12:00Z', ['2026-10-25T00:30Z', '2026-10-26T01:30Z']], // 02:30 comes twice
  [
    'Europe/Berlin',
    '30 2,14 * * *',
    '2026-03-28T14:00Z',
    ['2026-03-29T01:00Z', '2026-03-29T12:30Z', '2026-03-30T00:30Z', '2026-03-30T12:30Z'],
  ],
  [
    'Europe/Berlin',
    '0 1-3 * * *',
    '2026-10-24T12:00Z',
    [
      '2026-10-24T23:00Z',
      '2026-10-25T00:00Z',
      '2026-10-25T02:00Z',
      '2026-10-26T00:00Z',
      '2026-10-26T01:00Z',
      '2026-10-26T02:00Z',
    ],
  ],
  ['America/New_York', '30 2 * * *', '2026-03-07T12:00Z', ['2026-03-08T07:00Z', '2026-03-09T06:30Z']],
  ['America/New_York', '30 1 * * *', '2026-10-31T12:00Z', ['2026-11-01T05:30Z', '2026-11-02T06:30Z']],
  ['Australia/Lord_Howe', '15 2 * * *', '2026-10-03T02:00Z', ['2026-10-03T15:30Z', '2026-10-04T15:15Z']], // by half an hour
  ['Australia/Lord_Howe', '45 1 * * *', '2026-04-04T02:00Z', ['2026-04-04T14:45Z', '2026-04-05T15:15Z']],
  ['Africa/Cairo', '30 0 * * *', '2026-04-23T12:00Z', ['2026-04-23T22:00Z', '2026-04-24T21:30Z']], // at midnight
  ['Asia/Kolkata', '30 2 * * *', '2026-03-28T12:00Z', ['2026-03-28T21:00Z', '2026-03-29T21:00Z']], // never
] as const

for (const [timezone, cron, from, expected] of CHANGES) {
  test(`cron ${cron} in ${timezone} starts as often a day as ever from ${from} on, though clocks change`, () => {
    const until = new Date(at(from) + 2 * DAY).toISOString()
    assert.deepEqual(startsOf({ ...NEVER, cron, timezone }, from, until), expected)
  })
}

test('a cron of fixed times starts on each day of the year as often as it says, in any zone', () => {
  const zones = [
    'Europe/Berlin',
    'America/Sao_Paulo',
    'America/St_Johns',
    'Australia/Sydney',
    'Africa/Casablanca',
    'UTC',
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.nat(23),
      fc.nat(59),
      fc.integer({ min: 2024, max: 2028 }),
      (zone, h, m, year) => {
        const days = new Map<string, number>()
        const schedule = { ...NEVER, cron: `${m} ${h} * * *`, timezone: zone }
        for (const start of startsOf(schedule, `${year}-03-01T00:00Z`, `${year}-04-20T00:00Z`)) {
          const day = localTime(at(start), zone).slice(0, 10)
          days.set(day, (days.get(day) ?? 0) + 1)
        }
        assert.ok(
          [...days.values()].every(count => count === 1),
          JSON.stringify([...days]),
        )
        assert.ok(days.size >= 49, `${days.size} days`)
      },
    ),
    { numRuns: 60 },
  )
})

test('a cron start that was missed while the machine was off is made up for once', () => {
  const schedule = { ...NEVER, cron: '0 3 * * *', timezone: 'UTC' }
  const since = at('2026-11-01T00:00Z')
  const now = at('2026-11-21T08:00Z')
  const late = nextDue(schedule, { since, last: at('2026-11-18T03:00Z') }, now, 'UTC', HOUR)
  assert.deepEqual(late, { at: now, why: 'cron' })
  assert.equal(nextDue(schedule, { since, last: now }, now, 'UTC', HOUR)?.at, at('2026-11-22T03:00Z'))
})

test('a cron that was just set waits for its time, however long ago the last snapshot was', () => {
  const now = at('2026-11-21T08:00Z')
  const marks = { since: now, last: at('2026-11-01T00:00Z') }
  const due = nextDue({ ...NEVER, cron: '0 3 * * 1-5' }, marks, now, 'America/New_York', HOUR)
  assert.equal(due?.at, at('2026-11-23T08:00Z')) // a Saturday; Monday, 03:00 in New York
})

test('every counts from the last begin, and begins at once where there was none', () => {
  const now = at('2026-11-21T12:00Z')
  const every = { ...NEVER, every: 4 * 3600 }
  const due = (last?: number) => nextDue(every, { since: now, last }, now, 'UTC', HOUR)?.at
  assert.equal(due(), now)
  assert.equal(due(at('2026-11-21T11:00Z')), at('2026-11-21T15:00Z'))
  assert.equal(due(at('2026-11-20T11:00Z')), now)
  // The clock was set back: the last begin lies in a future that may never come.
  assert.equal(due(at('2031-01-01T00:00Z')), now)
})

test('a cron start comes though the clock was set back behind the last one', () => {
  const schedule = { ...NEVER, cron: '0 3 * * *' }
  const ahead = at('2031-01-01T00:00Z')
  const due = (now: string) => nextDue(schedule, { since: ahead, last: ahead }, at(now), 'UTC', HOUR)?.at
  assert.equal(due('2026-11-21T08:00Z'), at('2026-11-22T03:00Z'))
  assert.equal(due('2026-11-22T03:00:00.005Z'), at('2026-11-22T03:00:00.005Z'))
})

test('what is watched is scanned every hour', () => {
  const now = at('2026-11-21T12:00Z')
  const due = nextDue({ ...NEVER, watch: true }, { since: 0, last: now - 600_000 }, now, 'UTC', HOUR)
  assert.deepEqual(due, { at: now + 3_000_000, why: 'scan' })
})

test('hours hold what every and watch begin, and let cron alone', () => {
  const hours = parseHours('09-19')
  const schedule = { ...NEVER, every: 4 * 3600, hours, cron: '30 3 * * *', timezone: 'Europe/Berlin' }
  const starts = startsOf(schedule, '2026-11-21T12:00Z', '2026-11-22T12:30Z', at('2026-11-21T10:00Z'))
  assert.deepEqual(starts, [
    '2026-11-21T14:00Z', // 15:00; 19:00 is too late
    '2026-11-22T02:30Z', // cron
    '2026-11-22T08:00Z', // 06:30 is too early: 09:00
    '2026-11-22T12:00Z',
  ])
})

test('hours over midnight hold as well', () => {
  const night = parseHours('22-06')
  const into = (text: string) => new Date(intoHours(night, 'UTC', at(text))).toISOString()
  assert.equal(into('2026-11-21T12:00Z'), '2026-11-21T22:00:00.000Z')
  assert.equal(into('2026-11-21T23:30Z'), '2026-11-21T23:30:00.000Z')
  assert.equal(into('2026-11-22T05:59Z'), '2026-11-22T05:59:00.000Z')
  assert.equal(into('2026-11-22T06:00Z'), '2026-11-22T22:00:00.000Z')
})

test('hours that a clock change leaves out open the day after, and those it doubles stay open', () => {
  const hours = parseHours('02-03')
  const into = (text: string) => new Date(intoHours(hours, 'Europe/Berlin', at(text))).toISOString()
  assert.equal(into('2026-03-28T23:00Z'), '2026-03-30T00:00:00.000Z')
  assert.equal(into('2026-10-25T00:30Z'), '2026-10-25T00:30:00.000Z') // 02:30 summer time
  assert.equal(into('2026-10-25T01:30Z'), '2026-10-25T01:30:00.000Z') // 02:30 once more
})

test('the moment within the hours is the first there is, in any zone at any time', () => {
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC')
  const time = fc.tuple(fc.nat(23), fc.constantFrom(0, 15, 30, 45))
  // Around both changes of 2026, in quarters of an hour.
  const moment = fc.tuple(fc.constantFrom('2026-03-28', '2026-10-24', '2026-04-04', '2026-11-01'), fc.nat(4 * 48))
  fc.assert(
    fc.property(zone, time, time, moment, (timeZone, from, to, [day, quarter]) => {
      fc.pre(String(from) !== String(to))
      const text = ([hour, minute]: [number, number]) => `${hour}:${String(minute).padStart(2, '0')}`
      const hours = parseHours(`${text(from)}-${text(to)}`)
      const [open, close] = [from[0] * 60 + from[1], to[0] * 60 + to[1]]
      const isOpen = (ms: number) => {
        const minute = minuteOf(ms, timeZone)
        return open < close ? minute >= open && minute < close : minute >= open || minute < close
      }
      const start = at(`${day}T00:00Z`) + quarter * 900_000
      const found = intoHours(hours, timeZone, start)
      assert.ok(isOpen(found), `${localTime(found, timeZone)} is outside`)
      for (let ms = start; ms < found; ms += 900_000) assert.ok(!isOpen(ms), `${localTime(ms, timeZone)} came before`)
    }),
    { numRuns: 400 },
  )
})

test('what is due is never in the past, and once begun never due again in the same moment', () => {
  const schedule = fc.record({
    watch: fc.boolean(),
    every: fc.option(fc.integer({ min: 60, max: 500_000 })),
    hours: fc.option(fc.constantFrom(parseHours('09-19'), parseHours('22-06'), parseHours('0-24'))),
    cron: fc.option(fc.constantFrom('0 3 * * 1-5', '*/20 * * * *', '30 2 29 2 *', '0 0 L * *')),
    timezone: fc.option(fc.constantFrom('Europe/Berlin', 'America/New_York', 'Pacific/Chatham')),
  })
  const time = fc.integer({ min: at('2025-01-01T00:00Z'), max: at('2028-01-01T00:00Z') })
  fc.assert(
    fc.property(schedule, time, fc.option(time, { nil: undefined }), time, (one, since, last, now) => {
      const due = nextDue(one, { since, last }, now, 'UTC', HOUR)
      assert.equal(due === undefined, !one.watch && one.every === null && one.cron === null)
      if (due === undefined) return
      assert.ok(due.at >= now)
      const next = nextDue(one, { since, last: due.at }, due.at, 'UTC', HOUR)
      assert.ok(next !== undefined && next.at > due.at, `${due.why} at ${due.at}, ${next?.why} at ${next?.at}`)
    }),
    { numRuns: 500 },
  )
})

test('what nobody can mean is refused with what was expected', () => {
  for (const text of ['', '9', '09-25', '9-9', '0-24:30', '12:60-13', '09 to 19', '24-3']) {
    assert.throws(
      () => parseHours(text),
      (error: unknown) => isError(error, 'USAGE') && /09-19/.test(error.hint ?? ''),
      text,
    )
  }
  // No clock is read: neither "?" nor a date is taken, though croner would.
  for (const text of [
    '',
    '* * * *',
    '0 3 * * * *',
    '61 * * * *',
    '? * * * *',
    '2027-01-01T00:00:00',
    '@daily',
    '0 0 30 2 *',
  ]) {
    assert.throws(
      () => checkCron(text),
      (error: unknown) => isError(error, 'USAGE') && /minute hour day/.test(error.hint ?? ''),
      text,
    )
  }
  assert.throws(
    () => checkZone('Mars/Phobos'),
    (error: unknown) => isError(error, 'USAGE'),
  )
  checkCron('0 3 * * MON-FRI')
  checkZone('Europe/Berlin')
  assert.deepEqual(parseHours('8:30-24'), { from: '08:30', to: '24:00' })
})

test('a schedule reads as one line', () => {
  const all = { watch: true, every: 14_400, hours: parseHours('09-19'), cron: '0 3 * * 1-5', timezone: 'Europe/Berlin' }
  assert.equal(scheduleWords(all), 'on change, every 4 h between 09:00 and 19:00, cron 0 3 * * 1-5 (Europe/Berlin)')
  assert.equal(scheduleWords({ ...NEVER, watch: true, timezone: 'Europe/Berlin' }), 'on change')
  assert.equal(scheduleWords(NEVER), '')
})
