import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { parseId, type SiteId, type SnapshotId } from '../../protocol/ids.ts'
import { type Retention, STANDARD } from '../../protocol/policy.ts'
import {
  DAY_MS,
  judgeRetention,
  lockTiers,
  MONTH_MS,
  type Remembered,
  retentionIn,
  SUSPECT_MS,
  type Verdict,
  WEEK_MS,
  widest,
} from '../../protocol/retention.ts'

const HOUR_MS = 3_600_000
const STANDARD_RETENTION = STANDARD.retention
const NOTHING: Retention = { all: 0, daily: 0, weekly: 0, monthly: false }
const id = (n: number): SnapshotId => parseId('SnapshotId', n.toString(16).padStart(64, '0'))
const author = (n: number): SiteId => parseId('SiteId', n.toString(16).padStart(64, 'a'))

function one(n: number, at: number | undefined, more: Partial<Remembered> = {}): Remembered {
  return {
    id: id(n),
    author: author(0),
    incarnation: 1,
    seq: n,
    parents: n > 1 ? [id(n - 1)] : [],
    state: 'settled',
    received: at === undefined ? undefined : { at, how: 'alone' },
    labelled: false,
    pinned: false,
    forked: false,
    gone: false,
    ...more,
  }
}

/** One a time of `every`, from the custody clock's start to `until`. */
const line = (every: number, until: number): Remembered[] =>
  Array.from({ length: Math.floor(until / every) }, (_, i) => one(i + 1, i * every))

const retained = (verdicts: ReadonlyMap<SnapshotId, Verdict>): SnapshotId[] =>
  [...verdicts].flatMap(([snapshot, verdict]) => (verdict.retained ? [snapshot] : [])).sort()
const reasons = (verdicts: ReadonlyMap<SnapshotId, Verdict>, n: number): readonly string[] => {
  const verdict = verdicts.get(id(n))
  return verdict?.retained ? verdict.reasons : []
}

suite('what the standard retention keeps', () => {
  const now = 400 * DAY_MS
  const snapshots = line(6 * HOUR_MS, now)
  const verdicts = judgeRetention(snapshots, STANDARD_RETENTION, now)
  const kept = snapshots.filter(snapshot => verdicts.get(snapshot.id)?.retained)
  const count = (from: number, to: number) =>
    kept.filter(({ received }) => now - received!.at > from && now - received!.at <= to).length

  test('is everything for 7 days, then one a day, one a week and one a month', () => {
    assert.equal(count(0, 7 * DAY_MS - 1), 27)
    assert.equal(count(8 * DAY_MS, 35 * DAY_MS), 27)
    assert.equal(count(43 * DAY_MS, 183 * DAY_MS), 20)
    // Four weeks a month.
    assert.equal(count(197 * DAY_MS, now), 7)
  })

  test('names every reason, and until when', () => {
    const last = snapshots.length
    assert.deepEqual(reasons(verdicts, last), ['newest', 'all', 'daily', 'weekly', 'monthly'])
    assert.deepEqual(reasons(verdicts, last - 1), ['all'])
    assert.deepEqual(verdicts.get(id(last - 1)), {
      retained: true,
      reasons: ['all'],
      until: snapshots[last - 2]!.received!.at + 7 * DAY_MS,
    })
    const gone = verdicts.get(id(1))
    assert.deepEqual(gone, { retained: false, since: 7 * DAY_MS })
  })

  test('once the project is closed has no months any more, but the newest', () => {
    const closed = judgeRetention(snapshots, retentionIn('closed', STANDARD_RETENTION), now + 365 * DAY_MS)
    assert.deepEqual(retained(closed), [id(snapshots.length)])
    const reopened = judgeRetention(snapshots, retentionIn('active', STANDARD_RETENTION), now + 365 * DAY_MS)
    assert.ok(retained(reopened).length > 10)
  })

  test('is all there is while a project is archived or its capture was stopped', () => {
    for (const phase of ['archived', 'stopped'] as const) {
      const verdicts = judgeRetention(snapshots, retentionIn(phase, NOTHING), now * 10)
      assert.equal(retained(verdicts).length, snapshots.length)
      assert.deepEqual(reasons(verdicts, 1), ['all'])
    }
  })
})

suite('what no retention lets go', () => {
  const old = 1000 * DAY_MS
  const judged = (snapshots: readonly Remembered[]) => judgeRetention(snapshots, NOTHING, old)

  test('is what is pinned, labelled, unread, not received, or on a branch of a fork', () => {
    const verdicts = judged([
      one(1, 0, { pinned: true }),
      one(2, 0, { labelled: true }),
      one(3, 0, { labelled: undefined }),
      one(4, undefined),
      one(5, 0, { forked: true }),
      one(6, 0),
      one(7, 0),
    ])
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7].map(n => reasons(verdicts, n).join()),
      ['pin', 'label', 'unread', 'undated', 'fork', '', 'newest'],
    )
  })

  test('is the newest, and the newest settled one while the newest is live', () => {
    const verdicts = judged([one(1, 0), one(2, 0), one(3, 0, { state: 'live' }), one(4, 0, { state: 'live' })])
    assert.deepEqual(retained(verdicts), [id(2), id(4)])
  })

  test('is the newest of every line, whoever takes the next one of another', () => {
    const apart = one(9, 0, { author: author(1), parents: [] })
    assert.deepEqual(retained(judged([one(1, 0), one(2, 0), apart])), [id(2), id(9)])
  })

  test('is what an author took last, though another names it as a parent', () => {
    const grabs = one(9, 0, { author: author(1), parents: [id(2)] })
    assert.deepEqual(retained(judged([one(1, 0), one(2, 0), grabs])), [id(2), id(9)])
  })

  test('is the last good one behind suspect ones, and these for so long as somebody may look', () => {
    const snapshots = [one(1, 0), one(2, 0), one(3, 0, { state: 'suspect' }), one(4, 0, { state: 'suspect' })]
    assert.deepEqual(retained(judged(snapshots)), [id(2)])
    const early = judgeRetention(snapshots, NOTHING, SUSPECT_MS - 1)
    assert.deepEqual(retained(early), [id(2), id(3), id(4)])
    assert.deepEqual(reasons(early, 3), ['suspect'])
  })

  test('shows over what is gone already', () => {
    const snapshots = [one(1, 0), one(2, 0, { gone: true }), one(3, 0, { gone: true }), one(4, 0)]
    assert.deepEqual(retained(judged(snapshots)), [id(4)])
    assert.equal(judged(snapshots).has(id(2)), false)
  })
})

suite('a snapshot that came together with others', () => {
  const now = 60 * DAY_MS
  const together = (how: 'alone' | 'batch' | 'before') => [
    ...[1, 2, 3].map(n => one(n, 0, { received: { at: 0, how } })),
    one(4, 0),
    one(5, now),
  ]
  const standing = (how: 'alone' | 'batch' | 'before', at: number) =>
    retained(judgeRetention(together(how), STANDARD_RETENTION, at)).length

  test('stands for its day and its week by itself', () => {
    assert.equal(standing('alone', 10 * DAY_MS), 2)
    assert.equal(standing('batch', 10 * DAY_MS), 5)
    assert.equal(standing('batch', 100 * DAY_MS), 5)
    assert.equal(standing('batch', 200 * DAY_MS), 2)
  })

  test('and for its month too where nothing was counted before', () => {
    assert.equal(standing('before', 2000 * DAY_MS), 5)
  })
})

suite('locks by tier', () => {
  const tiers = { short: 7 * DAY_MS, long: 90 * DAY_MS }
  const snapshots = line(12 * HOUR_MS, 3 * WEEK_MS)

  test('are long for what stands for a week that is over, and for nothing of this week', () => {
    const now = 2 * WEEK_MS + DAY_MS
    const known = snapshots.filter(({ received }) => received!.at <= now)
    const long = [...lockTiers(known, STANDARD_RETENTION, now, tiers)].filter(([, lock]) => lock === tiers.long)
    assert.deepEqual(
      long.map(([snapshot]) => snapshot),
      [id(14), id(28)],
    )
  })

  test('promise no more than retention does, and never less than the shortest', () => {
    const locks = (retention: Retention) =>
      Math.max(...lockTiers(snapshots, retention, 3 * WEEK_MS, tiers).values()) / DAY_MS
    assert.equal(locks(STANDARD_RETENTION), 90)
    assert.equal(locks({ ...NOTHING, monthly: true }), 90)
    assert.equal(locks({ ...NOTHING, weekly: 30 * 24 * 3600 }), 30)
    assert.equal(locks(NOTHING), 7)
  })
})

suite('of any history', () => {
  const AUTHORS = 3
  const step = fc.record({
    gap: fc.oneof(fc.nat(3 * HOUR_MS), fc.nat(2 * DAY_MS), fc.nat(40 * DAY_MS)),
    author: fc.nat(AUTHORS - 1),
    state: fc.constantFrom('settled', 'settled', 'live', 'suspect'),
    parents: fc.array(fc.nat(), { maxLength: 3 }),
    how: fc.constantFrom('alone', 'alone', 'alone', 'batch', 'before'),
    marks: fc.nat(60),
  })
  const histories = fc.array(step, { minLength: 1, maxLength: 40 }).map(steps => {
    let at = 0
    return steps.map((made, index): Remembered => {
      at += made.gap
      const { author: by, state, how, marks } = made
      const parents = index === 0 ? [] : made.parents.map(n => id((n % index) + 1))
      const received = marks === 3 ? undefined : { at, how }
      return one(index + 1, at, {
        ...{ author: author(by), parents, state, received },
        ...{ pinned: marks === 1, labelled: marks === 2 ? undefined : marks === 4, forked: marks === 5 },
      })
    })
  })
  const seconds = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: (60 * DAY_MS) / 1000 }))
  const retentions = fc.record({ all: seconds, daily: seconds, weekly: seconds, monthly: fc.boolean() })
  const endOf = (history: readonly Remembered[]) => Math.max(0, ...history.map(({ received }) => received?.at ?? 0))
  const anyTime = fc.nat(400 * DAY_MS)

  test('something is kept, and of what is sound the newest of each author', () => {
    fc.assert(
      fc.property(histories, retentions, anyTime, (history, retention, later) => {
        const verdicts = judgeRetention(history, retention, endOf(history) + later)
        const sound = history.filter(({ state }) => state !== 'suspect')
        for (let n = 0; n < AUTHORS; n++) {
          const last = sound.findLast(snapshot => snapshot.author === author(n))
          assert.ok(last === undefined || verdicts.get(last.id)?.retained)
        }
        if (sound.length > 0) assert.ok(retained(verdicts).length > 0)
      }),
    )
  })

  test('what has expired stays so, and what is kept goes no earlier than it is told', () => {
    fc.assert(
      fc.property(histories, retentions, anyTime, anyTime, (history, retention, soon, later) => {
        const [a, b] = [endOf(history) + soon, endOf(history) + soon + later]
        const [first, second] = [judgeRetention(history, retention, a), judgeRetention(history, retention, b)]
        for (const [snapshot, verdict] of first) {
          const then = second.get(snapshot)!
          if (!verdict.retained) assert.deepEqual(then, verdict)
          else if (verdict.until === undefined || b < verdict.until) assert.ok(then.retained)
          else assert.deepEqual(then, { retained: false, since: verdict.until })
        }
      }),
    )
  })

  test('the order of what is told, and clocks that are not asked, change nothing', () => {
    fc.assert(
      fc.property(histories, retentions, anyTime, fc.nat(), (history, retention, later, seed) => {
        const now = endOf(history) + later
        const shuffled = history
          .map((snapshot, index) => ({ snapshot, key: (index * 7919 + seed) % 101 }))
          .sort((a, b) => a.key - b.key)
          .map(({ snapshot }) => ({ ...snapshot, time: (seed * 31) % 1e12 }))
        const verdicts = judgeRetention(history, retention, now)
        assert.deepEqual(new Map([...judgeRetention(shuffled, retention, now)].sort()), new Map([...verdicts].sort()))
      }),
    )
  })

  test('one more makes none vanish but what it takes the place of, in its own day or its own line', () => {
    fc.assert(
      fc.property(histories, retentions, (history, retention) => {
        const [before, added] = [history.slice(0, -1), history.at(-1)!]
        const now = endOf(history)
        const [first, second] = [judgeRetention(before, retention, now), judgeRetention(history, retention, now)]
        const bucket = (snapshot: Remembered, length: number) => Math.floor((snapshot.received?.at ?? -1) / length)
        for (const snapshot of before) {
          const [was, is] = [first.get(snapshot.id)!, second.get(snapshot.id)!]
          if (!was.retained || is.retained) continue
          const lost = was.reasons
          assert.ok(second.get(added.id)?.retained, 'what takes its place stays')
          assert.ok(!lost.includes('monthly') || bucket(snapshot, MONTH_MS) === bucket(added, MONTH_MS))
          assert.ok(!lost.includes('weekly') || bucket(snapshot, WEEK_MS) === bucket(added, WEEK_MS))
          assert.ok(!lost.includes('daily') || bucket(snapshot, DAY_MS) === bucket(added, DAY_MS))
          if (lost.some(reason => ['daily', 'weekly', 'monthly'].includes(reason)))
            assert.equal(snapshot.author, added.author)
          assert.ok(!lost.some(reason => ['pin', 'label', 'fork', 'unread', 'undated', 'all'].includes(reason)))
        }
      }),
    )
  })

  test('what has gone does not change what is kept of the rest', () => {
    fc.assert(
      fc.property(histories, retentions, anyTime, fc.nat(), (history, retention, later, mask) => {
        const now = endOf(history) + later
        const verdicts = judgeRetention(history, retention, now)
        // Some of what expired, as where a record is full.
        const rest = history.map((snapshot, index) => {
          const gone = !verdicts.get(snapshot.id)!.retained && ((mask >> (index % 30)) & 1) === 1
          return { ...snapshot, gone }
        })
        const again = judgeRetention(rest, retention, now)
        for (const [snapshot, verdict] of again) {
          if (verdict.retained) assert.deepEqual(verdict, verdicts.get(snapshot))
          else assert.equal(verdicts.get(snapshot)?.retained, false)
        }
      }),
    )
  })

  test('the widest of two retentions keeps all that either keeps', () => {
    fc.assert(
      fc.property(histories, retentions, retentions, anyTime, (history, a, b, later) => {
        const now = endOf(history) + later
        const both = new Set(retained(judgeRetention(history, widest(a, [b]), now)))
        for (const retention of [a, b])
          for (const snapshot of retained(judgeRetention(history, retention, now))) assert.ok(both.has(snapshot))
      }),
    )
  })
})
