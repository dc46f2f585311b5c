import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suspectAlarms } from '../../../node/operations/suspect-alarms.ts'
import type { Site } from '../../../node/work/site.ts'
import type { Suspicion } from '../../../node/work/suspects.ts'
import { parseId } from '../../../protocol/ids.ts'
import { OFFENCES } from '../../../protocol/offence.ts'

const NOW = 1_800_000_000_000
const DAY = 24 * 3_600_000
const LISBON = parseId('SiteId', '22'.repeat(32))

function alarms(...entries: Partial<Suspicion>[]) {
  const whole = entries.map(entry => ({
    site: LISBON,
    offence: 'chunk' as const,
    times: 3,
    first: NOW - DAY,
    last: NOW - 4000,
    what: `${LISBON} sent wrong bytes`,
    ...entry,
  }))
  const site = { suspects: { all: () => whole }, members: { nameOf: () => 'lisbon' } }
  return suspectAlarms(site as unknown as Site, NOW)
}

test('an alarm names the site, what it did, how often, when last, and the next command', () => {
  assert.deepEqual(alarms({}), [
    {
      code: 'PEER_MISBEHAVED',
      severity: 'warning',
      sentence: 'lisbon sent chunks that are not what they should be, 3 times, last 4 s ago: lisbon sent wrong bytes',
      next: 'holdfast verify at lisbon',
      since: NOW - DAY,
    },
  ])
})

test('each kind has words and a next command; a fork is never hostile, a changed log is critical', () => {
  for (const offence of OFFENCES) {
    const [alarm] = alarms({ offence, times: 1, what: 'it' })
    assert.match(alarm!.sentence, /^lisbon [a-z ]+.*, once, last 4 s ago: it$/, offence)
    assert.match(alarm!.next!, /^holdfast /)
    assert.equal(alarm!.severity, offence === 'audit' ? 'critical' : 'warning', offence)
  }
  const [fork] = alarms({ offence: 'fork' })
  assert.equal(fork!.code, 'HEAD_FORK')
  assert.match(fork!.sentence, /as a machine restored from an image does/)
  assert.doesNotMatch(fork!.sentence, /hostile|tamper|must not/)
})

test('it stands for seven days after the last time, also when the clock was set back since', () => {
  assert.equal(alarms({ last: NOW - 7 * DAY + 1 }).length, 1)
  assert.equal(alarms({ last: NOW - 7 * DAY }).length, 0)
  assert.equal(alarms({ last: NOW + DAY }).length, 1)
})
