import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AuditEntryView, AuditLogView, AuditRequest, AuditView } from '../../protocol/local-api-audit.ts'
import { fakeDaemon } from '../helpers/cli.ts'
import { NOW, projectIdOf, siteIdOf, snapshotIdOf } from '../helpers/views.ts'

process.env.TZ = 'Europe/Berlin'

const BERLIN = { id: siteIdOf(1), name: 'berlin-a' }
const LISBON = { id: siteIdOf(2), name: 'lisbon' }

function entry(differences: Partial<AuditEntryView>): AuditEntryView {
  return {
    site: BERLIN,
    seq: 1,
    at: NOW,
    act: 'restore',
    project: { id: projectIdOf(1), name: 'nova-lp' },
    about: null,
    snapshot: snapshotIdOf('c0ffee1234'),
    by: null,
    who: 'token mixdown',
    text: 'all of it to tower:/tmp/x',
    sealed: false,
    lost: false,
    ...differences,
  }
}

function log(differences: Partial<AuditLogView>): AuditLogView {
  return {
    site: BERLIN,
    state: 'whole',
    why: null,
    asOf: NOW,
    entries: 3,
    verified: null,
    problems: [],
    breaks: [],
    ...differences,
  }
}

async function run(view: Partial<AuditView>, ...argv: string[]) {
  const asked: AuditRequest[] = []
  await using daemon = await fakeDaemon({
    audit: async request => {
      asked.push(request)
      return { entries: [], more: false, logs: [log({})], ...view }
    },
  })
  return { ...(await daemon.run(['audit', ...argv], { now: NOW })), asked: asked[0] }
}

test('audit shows when, where, what and who, and says what it could not read', async () => {
  const entries = [
    entry({}),
    entry({ site: LISBON, project: { id: projectIdOf(2), name: null }, who: null, text: null, sealed: true }),
    entry({ act: 'site-revoke', project: null, snapshot: null, about: LISBON, who: 'control.sock', text: 'stolen' }),
    entry({ act: 'pause-end', project: null, snapshot: null, who: null, text: null }),
  ]
  const logs = [log({}), log({ site: LISBON, state: 'behind', why: 'its newest catalog could not be fetched yet' })]
  const { exit, stdout, stderr } = await run({ entries, logs, more: true })
  assert.equal(
    stdout,
    `TIME              SITE      ACT          ABOUT              WHO
2026-11-21 14:43  berlin-a  restore      nova-lp@c0ffee12   token mixdown  all of it to tower:/tmp/x
2026-11-21 14:43  lisbon    restore      00000000@c0ffee12  ?              sealed to a ring this site doesn't hold
2026-11-21 14:43  berlin-a  site-revoke  lisbon             control.sock   stolen
2026-11-21 14:43  berlin-a  pause-end    -                  -
`,
  )
  assert.match(stderr, /the newest 4; --limit shows more/)
  assert.match(stderr, /not read to its end: the log of lisbon: its newest catalog could not be fetched yet/)
  assert.equal(exit, 3)
})

test('flags become the request; what is no moment, span or number is refused', async () => {
  const { asked } = await run({}, '--since', '2h', '--site', 'lisbon', '--project', 'nova', '--act', 'restore')
  const since = NOW - 7_200_000
  assert.deepEqual(asked, { limit: 200, verify: false, since, site: 'lisbon', project: 'nova', act: 'restore' })
  const day = await run({}, '--since', '2026-11-01', '--verify', '--limit', '5')
  assert.deepEqual(day.asked, { limit: 5, verify: true, since: Date.UTC(2026, 9, 31, 23) })
  assert.equal((await run({}, '--since', '2026-11-01 14:30')).asked?.since, Date.UTC(2026, 10, 1, 13, 30))
  for (const words of [
    ['--since', 'yesterday'],
    ['--since', '2026-13-40'],
    ['--limit', '0'],
  ])
    assert.equal((await run({}, ...words)).exit, 2, words.join(' '))
})

test('--verify says how many are in order; unknown is not in order, and broken exits 5 with its name', async () => {
  const good = log({ verified: true, entries: 40 })
  const unread = log({ site: LISBON, state: 'unread', why: 'nothing was heard of its catalog yet', entries: null })
  const fine = await run({ logs: [good] }, '--verify')
  assert.deepEqual([fine.exit, fine.stdout], [0, 'nothing\n1 log in order, 40 entries checked\n'])
  const unknown = await run({ logs: [good, unread] }, '--verify')
  assert.equal(unknown.exit, 3)
  assert.match(unknown.stdout, /nothing in what could be read\n1 log in order, 40 entries checked; not checked: lisbon/)
  assert.match(unknown.stderr, /not read: the log of lisbon: nothing was heard of its catalog yet/)
  const problems = [{ seq: 7, what: 'entry 7 does not name the entry before it' }]
  const broken = await run({ logs: [good, log({ site: LISBON, verified: false, problems })] }, '--verify')
  assert.equal(broken.exit, 5)
  assert.match(broken.stdout, /broken: lisbon/)
  assert.match(
    broken.stderr,
    /! the log of lisbon does not hold together: entry 7 .*\n.*next: .*holdfast site revoke lisbon/,
  )
})

test('what was broken once is said without being asked, and a fork is never called a change', async () => {
  const words = { at: NOW, what: 'its audit log ends at entry 2, and went to entry 5 before', lost: 3 }
  const gone = entry({ site: LISBON, lost: true })
  const changed = await run({ entries: [gone], logs: [log({ site: LISBON, breaks: [{ ...words, kind: 'audit' }] })] })
  assert.equal(changed.exit, 5)
  assert.match(changed.stdout, /GONE from its log: all of it to tower/)
  assert.match(
    changed.stderr,
    /! the log of lisbon was changed .*ends at entry 2.*\n.*next: holdfast audit --site lisbon --verify/,
  )
  const forked = await run({ logs: [log({ site: LISBON, breaks: [{ ...words, kind: 'fork' }] })] })
  assert.equal(forked.exit, 5)
  assert.match(forked.stderr, /! the log of lisbon forked, as that of a machine restored from an image does/)
  assert.doesNotMatch(forked.stderr, /was changed|hostile/)
})

test('words from other sites cannot drive the terminal', async () => {
  const { stdout } = await run({ entries: [entry({ who: '\u001b[2Jroot', text: 'a\nb' })] })
  assert.match(stdout, /\?\[2Jroot {2}a\?b/)
})
