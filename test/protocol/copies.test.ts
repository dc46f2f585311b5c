import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assessCopies, type CopiesInput, type CopyState, copyOf } from '../../protocol/copies.ts'
import { assessedUntil, EARLIER } from '../../protocol/copies-until.ts'
import type { ObservedHolding, ObservedProof, ObservedSite, ObservedSnapshot } from '../../protocol/copy.ts'
import { parseId, type SiteId, type SnapshotId } from '../../protocol/ids.ts'
import { type Policy, STANDARD } from '../../protocol/policy.ts'

const S = 1000
const DAY = 86_400 * S
const NOW = 1_000 * DAY
const project = parseId('ProjectId', '0b'.repeat(16))
const siteId = (n: number): SiteId => parseId('SiteId', (n + 16).toString(16).repeat(32))
const snapshotId = (n: number): SnapshotId => parseId('SnapshotId', (n + 160).toString(16).repeat(32))
const [A, B, C, D] = [0, 1, 2, 3].map(siteId) as [SiteId, SiteId, SiteId, SiteId]
const [OLD, NEW, YOUNG] = [0, 1, 2].map(snapshotId) as [SnapshotId, SnapshotId, SnapshotId]

const LABELS = [
  { location: 'berlin', medium: 'ssd', manager: 'kreuzberg' },
  { location: 'potsdam', medium: 'hdd', manager: 'weiss' },
  { location: 'oslo', medium: 'hdd', manager: 'kreuzberg' },
  { location: 'lyon', medium: 'hdd', manager: 'weiss' },
]
function site(n: number, more: Partial<ObservedSite> = {}): ObservedSite {
  const seen = { trusted: true, up: true, lastSeen: NOW, absences: [], capacityLeft: 1e12, full: false }
  return { id: siteId(n), name: `site-${n}`, labels: LABELS[n] ?? {}, ...seen, ...more }
}
function snapshot(id: SnapshotId, age: number, more: Partial<ObservedSnapshot> = {}): ObservedSnapshot {
  return { id, state: 'settled', time: NOW - age, firstSeen: NOW - age, storedBytes: 1e9, ...more }
}
function holding(site: SiteId, more: Partial<ObservedHolding> = {}): ObservedHolding {
  return { site, snapshots: new Set([OLD, NEW]), scrubbedAt: NOW - DAY, voided: false, generation: 1, ...more }
}
function proof(holder: SiteId, prover: SiteId, more: Partial<ObservedProof> = {}): ObservedProof {
  const when = { time: NOW - DAY, firstSeen: NOW - DAY }
  return {
    holder,
    prover,
    snapshots: new Set([OLD, NEW]),
    result: 'passed',
    generation: 1,
    challengeHash: `${prover}`,
    ...when,
    ...more,
  }
}
/** Three proved copies of two old snapshots at A, B and C; D is empty. */
function safe(more: Partial<CopiesInput> = {}): CopiesInput {
  return {
    now: NOW,
    observingSince: NOW - DAY,
    project,
    policy: STANDARD,
    sites: [0, 1, 2, 3].map(n => site(n)),
    snapshots: [snapshot(OLD, 10 * DAY), snapshot(NEW, 2 * DAY)],
    holdings: [A, B, C].map(id => holding(id)),
    proofs: [proof(A, B), proof(B, C), proof(C, A)],
    progress: [],
    ...more,
  }
}
/** The safe project with B changed. */
function withB(change: {
  site?: Partial<ObservedSite>
  holding?: Partial<ObservedHolding>
  proof?: Partial<ObservedProof>
  policy?: Partial<Policy>
}): CopiesInput {
  return safe({
    policy: { ...STANDARD, ...change.policy },
    sites: [site(0), site(1, change.site), site(2), site(3)],
    holdings: [holding(A), holding(B, change.holding), holding(C)],
    proofs: [proof(A, C), proof(B, C, change.proof), proof(C, A)],
  })
}
function stateOfB(input: CopiesInput): { state: CopyState; counted: boolean; copies: number } {
  const report = assessCopies(input)
  const { state, counted } = report.sites.find(copy => copy.site === B)!
  return { state, counted, copies: report.copies.have }
}
const lost = (state: CopyState) => ({ state, counted: false, copies: 2 })
const kept = (state: CopyState = 'copy') => ({ state, counted: true, copies: 3 })

test('three proved, scrubbed copies on three sites are three copies, and ok', () => {
  const report = assessCopies(safe())
  assert.equal(report.state, 'ok')
  assert.deepEqual(report.copies, { have: 3, need: 3 })
  assert.deepEqual(report.distinct, {
    location: { have: 3, need: 3 },
    manager: { have: 2, need: 2 },
    medium: { have: 2, need: 2 },
  })
  assert.deepEqual(report.counted, [A, B, C])
  assert.equal(report.provedAt, NOW - DAY)
  assert.deepEqual(
    report.sites.map(({ state }) => state),
    ['copy', 'copy', 'copy', 'missing'],
  )
  assert.deepEqual(report.placement.added, [])
})

test('three proved copies on sites without keys are three copies that nobody can read: never ok', () => {
  const blind = { trusted: false }
  const all = safe({ sites: [site(0, blind), site(1, blind), site(2, blind), site(3, blind)] })
  const report = assessCopies(all)
  assert.deepEqual(
    [report.copies, report.trusted],
    [
      { have: 3, need: 3 },
      { have: 0, need: 1 },
    ],
  )
  assert.notEqual(report.state, 'ok')
  const [unmet] = report.placement.unmet.filter(({ what }) => what === 'trusted')
  assert.match(unmet?.why ?? '', /no site that can hold it has the project's keys/)
  // One trusted site is enough, and it is asked to hold what the three can't read.
  const rescued = assessCopies({ ...all, sites: [site(0, blind), site(1, blind), site(2, blind), site(3)] })
  assert.deepEqual(rescued.placement.added, [D])
  assert.notEqual(rescued.state, 'ok')
  assert.equal(assessCopies(safe({ sites: [site(0), site(1, blind), site(2, blind), site(3)] })).state, 'ok')
})

test('a holding without proof is claimed and counts nothing', () => {
  assert.deepEqual(stateOfB(safe({ proofs: [proof(A, B), proof(C, A)] })), lost('claimed'))
  assert.equal(assessCopies(safe({ proofs: [proof(A, B), proof(C, A)] })).claimed, 1)
})

test('a proof by the holder itself, or by a site that is no member, counts nothing', () => {
  assert.deepEqual(stateOfB(withB({ proof: { prover: B } })), lost('claimed'))
  assert.deepEqual(stateOfB(withB({ proof: { prover: siteId(9) } })), lost('claimed'))
})

test('a proof of another snapshot or of an earlier generation of the holding counts nothing', () => {
  assert.deepEqual(stateOfB(withB({ proof: { snapshots: new Set([OLD]) } })), lost('claimed'))
  assert.deepEqual(stateOfB(withB({ holding: { generation: 2 } })), lost('claimed'))
})

test('a proof ages by the larger of its signed age and the time since it was first seen', () => {
  const limit = STANDARD.proofAge * S
  assert.deepEqual(stateOfB(withB({ proof: { time: NOW - limit } })), kept())
  assert.deepEqual(stateOfB(withB({ proof: { time: NOW - limit - 1 } })), lost('proof-stale'))
  assert.deepEqual(stateOfB(withB({ proof: { firstSeen: NOW - limit - 1 } })), lost('proof-stale'))
  assert.equal(assessCopies(withB({ proof: { firstSeen: NOW - 5 * DAY } })).provedAt, NOW - 5 * DAY)
})

test('a proof or scrub dated more than five minutes ahead is unknown, and unknown is not ok', () => {
  assert.deepEqual(stateOfB(withB({ proof: { time: NOW + 300 * S } })), kept())
  for (const input of [withB({ proof: { time: NOW + 301 * S } }), withB({ holding: { scrubbedAt: NOW + 301 * S } })]) {
    assert.equal(stateOfB(input).counted, false)
    assert.equal(assessCopies(input).state, 'unknown')
  }
})

test('a copy whose scrub is too old counts nothing', () => {
  assert.deepEqual(stateOfB(withB({ holding: { scrubbedAt: NOW - STANDARD.scrubAge * S } })), kept())
  assert.deepEqual(stateOfB(withB({ holding: { scrubbedAt: NOW - STANDARD.scrubAge * S - 1 } })), lost('scrub-stale'))
})

test('a voided holding counts nothing', () => {
  assert.deepEqual(stateOfB(withB({ holding: { voided: true } })), lost('voided'))
})

test('a silent site counts within its grace and is shown so; after it, no more', () => {
  const grace = STANDARD.grace * S
  const within = withB({ site: { up: false, lastSeen: NOW - grace } })
  assert.deepEqual(stateOfB(within), kept('in-grace'))
  const report = assessCopies(within)
  assert.deepEqual([report.state, report.inGrace], ['ok', 1])
  assert.equal(report.sites[1]?.countsUntil, NOW)
  assert.deepEqual(report.placement.added, [])
  const past = withB({ site: { up: false, lastSeen: NOW - grace - 1 } })
  assert.deepEqual(stateOfB(past), lost('unreachable'))
  assert.equal(assessCopies(past).state, 'healing')
  assert.deepEqual(assessCopies(past).placement.added, [D])
})

test('a site not heard of since this one started is unknown until the grace has passed, and is not replaced before', () => {
  const unheard = { up: false, lastSeen: undefined }
  const early = { ...withB({ site: unheard }), observingSince: NOW - 10 * S }
  assert.deepEqual(stateOfB(early), lost('unreachable'))
  assert.equal(assessCopies(early).state, 'unknown')
  assert.deepEqual(assessCopies(early).placement.added, [])
  const late = { ...early, observingSince: NOW - STANDARD.grace * S - 1 }
  assert.deepEqual([assessCopies(late).state, assessCopies(late).placement.added], ['healing', [D]])
})

test('a site last heard of before this one started is unknown, since the clock may have been set, and is not replaced', () => {
  const recalled = withB({ site: { up: false, lastSeen: NOW - 100 * S, recalled: true } })
  assert.deepEqual(stateOfB(recalled), lost('unreachable'))
  assert.equal(assessCopies(recalled).state, 'unknown')
  assert.deepEqual(assessCopies(recalled).placement.added, [])
  const past = withB({ site: { up: false, lastSeen: NOW - STANDARD.grace * S - 1, recalled: true } })
  assert.deepEqual(assessCopies(past).placement.added, [D])
})

test('a site back from a silence longer than its grace counts only once it is proved again', () => {
  const absences = [{ from: NOW - 5000 * S, to: NOW - 1000 * S }]
  assert.deepEqual(stateOfB(withB({ site: { absences } })), lost('claimed'))
  const again = { time: NOW - 900 * S, firstSeen: NOW - 900 * S }
  assert.deepEqual(stateOfB(withB({ site: { absences }, proof: again })), kept())
  assert.deepEqual(stateOfB(withB({ site: { absences }, proof: { ...again, time: NOW - DAY } })), lost('claimed'))
  const short = [{ from: NOW - 1500 * S, to: NOW - 1000 * S }]
  assert.deepEqual(stateOfB(withB({ site: { absences: short } })), kept())
})

test('a silence that no other holder was heard through was the own one of this observer, and costs no copy', () => {
  const absences = [{ from: NOW - 5000 * S, to: NOW - 1000 * S }]
  const cutOff = safe({ sites: [site(0, { absences }), site(1, { absences }), site(2, { absences }), site(3)] })
  assert.equal(assessCopies(cutOff).state, 'ok')
  // C kept silent for most of it, or still does: it can't have noticed a silence longer than the grace.
  const part = [{ from: NOW - 4500 * S, to: NOW - 500 * S }]
  const alone = safe({
    holdings: [holding(B), holding(C)],
    sites: [site(1, { absences }), site(2, { absences: part })],
  })
  assert.equal(copyOf(alone, B, OLD).state, 'copy')
  const down = { up: false, lastSeen: NOW - 4500 * S }
  assert.equal(copyOf({ ...alone, sites: [site(1, { absences }), site(2, down)] }, B, OLD).state, 'copy')
  // C was heard for 1,500 s of it.
  const later = [{ from: NOW - 3500 * S, to: NOW - 500 * S }]
  const noticed = { ...alone, sites: [site(1, { absences }), site(2, { absences: later })] }
  assert.equal(copyOf(noticed, B, OLD).state, 'claimed')
})

test('a failed proof counts against a holder once two sites confirm the same challenge, until it passes again', () => {
  const failed = (prover: SiteId, more: Partial<ObservedProof> = {}) =>
    proof(B, prover, { result: 'failed', challengeHash: 'x', time: NOW - 100 * S, ...more })
  const withProofs = (...more: ObservedProof[]) => stateOfB(safe({ proofs: [...safe().proofs, ...more] }))
  assert.deepEqual(withProofs(failed(C)), kept())
  assert.deepEqual(withProofs(failed(C), failed(A, { challengeHash: 'y' })), kept())
  assert.deepEqual(withProofs(failed(C), failed(B)), kept())
  assert.deepEqual(withProofs(failed(C), failed(A)), lost('claimed'))
  assert.deepEqual(
    withProofs(failed(C), failed(A), proof(B, A, { time: NOW - 50 * S, firstSeen: NOW - 50 * S })),
    kept(),
  )
})

test('a holder that failed its proof, or was to be filled and never was, is replaced', () => {
  const failed = [C, A].map(prover => proof(B, prover, { result: 'failed', challengeHash: 'x' }))
  const proofs = [proof(A, C), proof(C, A), ...failed]
  assert.deepEqual(assessCopies(safe({ proofs })).placement.added, [D])
  const unproved = safe({ proofs: [proof(A, C), proof(C, A)] })
  assert.deepEqual(assessCopies(unproved).placement.added, [B])
  assert.deepEqual(assessCopies({ ...unproved, gone: new Set([B]) }).placement.added, [D])
})

test('copies are the minimum over the snapshots older than the RPO, with sites that have not all of them', () => {
  const half = safe({ holdings: [holding(A), holding(B, { snapshots: new Set([OLD]) }), holding(C)] })
  assert.deepEqual(stateOfB(half), lost('receiving'))
  assert.equal(copyOf(half, B, OLD).state, 'copy')
  assert.equal(copyOf(half, B, NEW).state, 'missing')
})

test('different sites may hold the copies of different snapshots', () => {
  const input = safe({
    holdings: [
      holding(A),
      holding(B),
      holding(C, { snapshots: new Set([OLD]) }),
      holding(D, { snapshots: new Set([NEW]) }),
    ],
    proofs: [proof(A, B), proof(B, A), proof(C, A), proof(D, A)],
  })
  assert.deepEqual([assessCopies(input).copies.have, assessCopies(input).counted], [3, [A, B]])
})

test('a snapshot younger than the RPO stands beside as arriving and lowers nothing', () => {
  const snapshots = [...safe().snapshots, snapshot(YOUNG, 60 * S)]
  const report = assessCopies(
    safe({ snapshots, holdings: [holding(A, { snapshots: new Set([OLD, NEW, YOUNG]) }), holding(B), holding(C)] }),
  )
  assert.deepEqual([report.state, report.copies.have, report.arriving], ['ok', 3, [YOUNG]])
})

test('a snapshot counts as old by its signed time as well as by when it was seen first', () => {
  const late = snapshot(YOUNG, 60 * S, { time: NOW - 2 * DAY })
  assert.equal(assessCopies(safe({ snapshots: [...safe().snapshots, late] })).copies.have, 0)
  const ahead = snapshot(YOUNG, 60 * S, { time: NOW + DAY })
  assert.equal(assessCopies(safe({ snapshots: [...safe().snapshots, ahead] })).copies.have, 3)
})

test('a snapshot dated ahead is as old as the time since it was seen first', () => {
  const ahead = snapshot(YOUNG, 2 * DAY, { time: NOW + DAY })
  assert.equal(assessCopies(safe({ snapshots: [...safe().snapshots, ahead] })).copies.have, 0)
})

test('three copies in two places, or all on one medium, are not ok', () => {
  const sites = [0, 1, 2, 3].map(n => site(n, n === 2 ? { labels: { ...LABELS[2], location: 'Berlin ' } } : {}))
  const report = assessCopies(safe({ sites }))
  assert.deepEqual([report.state, report.copies.have, report.distinct.location], ['healing', 3, { have: 2, need: 3 }])
  assert.deepEqual(report.placement.added, [D])
  const alike = [0, 1, 2, 3].map(n => site(n, { labels: { ...LABELS[n], medium: 'hdd' } }))
  assert.equal(assessCopies(safe({ sites: alike })).state, 'below')
})

test('a live snapshot decides only while there is no settled one', () => {
  const live = snapshot(YOUNG, 2 * DAY, { state: 'live' })
  assert.equal(assessCopies(safe({ snapshots: [...safe().snapshots, live] })).copies.have, 3)
  assert.deepEqual(assessCopies(safe({ snapshots: [live] })).deciding, [YOUNG])
})

test('a first snapshot on its way is arriving; one that had its copies and lost one is healing', () => {
  const snapshots = [snapshot(NEW, 60 * S)]
  const first = safe({
    snapshots,
    holdings: [holding(A)],
    proofs: [],
    progress: [{ site: B, haveBytes: 1, needBytes: 2 }],
  })
  assert.equal(assessCopies(first).state, 'arriving')
  assert.deepEqual(
    assessCopies(first).sites.map(({ state }) => state),
    ['claimed', 'receiving', 'missing', 'missing'],
  )
  const gone = safe({ snapshots, sites: [site(0), site(1, { up: false, lastSeen: 0 }), site(2), site(3)] })
  assert.equal(assessCopies(gone).state, 'healing')
})

test('a policy that no placement can meet is below, with the reason', () => {
  const report = assessCopies(safe({ sites: [site(0), site(1)], holdings: [holding(A), holding(B)] }))
  assert.equal(report.state, 'below')
  assert.deepEqual(
    report.placement.unmet.map(({ what }) => what),
    ['copies', 'location'],
  )
})

test('a project without a snapshot is empty, not ok', () => {
  assert.equal(assessCopies(safe({ snapshots: [] })).state, 'empty')
})

test('a copy where the policy wants none stays a copy and does not count', () => {
  const report = assessCopies(withB({ policy: { avoid: { location: 'Potsdam' } } }))
  assert.deepEqual(report.sites[1], {
    site: B,
    state: 'copy',
    counted: false,
    why: 'the policy avoids location=Potsdam',
    provedAt: NOW - DAY,
    scrubbedAt: NOW - DAY,
    countsUntil: undefined,
  })
  assert.deepEqual([report.copies.have, report.placement.added], [2, [D]])
})

test('surplus is shown as it is', () => {
  const input = safe({
    holdings: [A, B, C, D].map(id => holding(id)),
    proofs: [proof(A, B), proof(B, C), proof(C, A), proof(D, A)],
  })
  assert.deepEqual(assessCopies(input).copies, { have: 4, need: 3 })
})

test('what a reader holds, or a site that is kept to other projects, counts nothing, and neither is filled', () => {
  const barred = 'is a reader, which holds nothing'
  const held = safe({ sites: [site(0), site(1, { barred }), site(2), site(3)], proofs: [proof(B, C), proof(C, A)] })
  assert.equal(copyOf(held, B, OLD).counted, false)
  assert.equal(copyOf(held, B, OLD).why, barred)
  const report = assessCopies(safe({ sites: [site(0), site(1, { barred }), site(2), site(3, { barred })] }))
  assert.deepEqual([report.state, report.copies.have, report.placement.added], ['below', 1, [A]]) // A was proved by B
  assert.match(report.placement.unmet[0]!.why, /site-1 is a reader, which holds nothing; site-3 is a reader/)
})

test('a proof by a site that may not hold the project counts nothing: it has nothing to compare with', () => {
  const sites = [site(0), site(1), site(2), site(3, { barred: 'is kept to other projects' })]
  assert.equal(copyOf(safe({ sites, proofs: [proof(B, D)] }), B, OLD).state, 'claimed')
})

test('a retiring site counts, and another is filled in its place while it does', () => {
  const report = assessCopies(withB({ site: { retiring: true } }))
  assert.deepEqual([report.state, report.copies.have, report.counted], ['ok', 3, [A, B, C]])
  assert.deepEqual([report.placement.chosen, report.placement.added], [[A, C, D], [D]])
  const alone = assessCopies({
    ...withB({ site: { retiring: true } }),
    sites: [site(0), site(1, { retiring: true }), site(2)],
  })
  assert.deepEqual([alone.state, alone.placement.unmet[0]?.what], ['ok', 'copies'])
  assert.match(alone.placement.unmet[0]!.why, /site-1 is retiring/)
})

test('what only a revoked site proved is asked for again: it counts nothing, is unknown, and moves nothing', () => {
  const E = siteId(9)
  const asked = (more: Partial<CopiesInput> = {}) =>
    safe({ proofs: [proof(A, C), proof(B, E), proof(C, A)], revoked: new Map([[E, NOW - 60 * S]]), ...more })
  const report = assessCopies(asked())
  assert.deepEqual(stateOfB(asked()), lost('reproving'))
  assert.deepEqual([report.state, report.placement.added], ['unknown', []])
  assert.match(report.sites[1]!.why ?? '', /proved only by a site that was revoked/)
  // Another proves it: it counts. Two find that it fails: it is healed.
  assert.deepEqual(stateOfB(asked({ proofs: [...asked().proofs, proof(B, C)] })), kept())
  const failed = [C, A].map(prover => proof(B, prover, { result: 'failed', challengeHash: 'x', time: NOW - 10 * S }))
  const bad = asked({ proofs: [...asked().proofs, ...failed] })
  assert.deepEqual(stateOfB(bad), lost('claimed'))
  assert.deepEqual(assessCopies(bad).placement.added, [D])
  // Nobody proves it within the grace: it is a claim like any other.
  const late = asked({ revoked: new Map([[E, NOW - STANDARD.grace * S - 1]]) })
  assert.deepEqual([stateOfB(late).state, assessCopies(late).state], ['claimed', 'healing'])
  assert.equal(assessedUntil(asked()), NOW - 60 * S + STANDARD.grace * S * EARLIER.grace)
})

test('a revoked site that proved nothing that counted makes nothing wait', () => {
  const E = siteId(9)
  const stale = proof(B, E, { time: NOW - STANDARD.proofAge * S - 1 })
  const input = safe({ proofs: [proof(A, C), stale, proof(C, A)], revoked: new Map([[E, NOW]]) })
  assert.equal(stateOfB(input).state, 'claimed')
  assert.equal(stateOfB({ ...input, proofs: [...input.proofs, proof(B, E, { generation: 2 })] }).state, 'claimed')
})

// ---- whatever is observed: what counts satisfies the definition, and ok means the policy is met
const time = fc.integer({ min: -20, max: 2 }).map(days => NOW + days * DAY)
/** A silence that ended does so before it is looked at. */
const ended = fc.integer({ min: -20, max: -1 }).map(days => NOW + days * DAY)
const some = fc.subarray([OLD, NEW, YOUNG]).map(ids => new Set(ids))
const anyInput: fc.Arbitrary<CopiesInput> = fc
  .record({
    sites: fc.array(
      fc.record({
        up: fc.boolean(),
        lastSeen: fc.option(
          fc.integer({ min: 0, max: 2000 }).map(s => NOW - s * S),
          { nil: undefined },
        ),
        absences: fc.array(
          ended.map(from => ({ from, to: from + 3600 * S })),
          { maxLength: 1 },
        ),
      }),
      { minLength: 4, maxLength: 4 },
    ),
    snapshots: fc.subarray([snapshot(OLD, 10 * DAY), snapshot(NEW, DAY), snapshot(YOUNG, 60 * S)]),
    holdings: fc.array(
      fc.record({
        site: fc.nat(3).map(siteId),
        snapshots: some,
        scrubbedAt: fc.constantFrom(NOW - 40 * DAY, NOW - DAY, NOW + DAY),
        voided: fc.boolean(),
        generation: fc.nat(1),
      }),
      { maxLength: 5 },
    ),
    proofs: fc.array(
      fc.record({
        holder: fc.nat(3).map(siteId),
        prover: fc.nat(4).map(siteId),
        snapshots: some,
        result: fc.constantFrom('passed', 'passed', 'failed'),
        generation: fc.nat(1),
        challengeHash: fc.constantFrom('x', 'y'),
        time,
        firstSeen: time,
      }),
      { maxLength: 12 },
    ),
    revoked: fc.constantFrom(new Map<SiteId, number>(), new Map([[siteId(4), NOW - 60 * S]])),
  })
  .map(({ sites, snapshots, holdings, proofs, revoked }) =>
    safe({
      sites: sites.map((more, n) => site(n, more)),
      snapshots,
      holdings: [...new Map(holdings.map(one => [one.site, one])).values()],
      proofs: proofs as ObservedProof[],
      revoked,
    }),
  )

const isHolder = (input: CopiesInput, id: SiteId) => input.holdings.some(entry => entry.site === id)
/** Whether a site was heard through a whole hour. */
const wasHeard = (one: ObservedSite, from: number) =>
  one.absences.every(absence => absence.from !== from) && (one.up || (one.lastSeen ?? 0) >= from + 3600 * S)

test('nothing counts that lacks any one condition, whatever is observed', () => {
  fc.assert(
    fc.property(anyInput, input => {
      for (const { id } of input.snapshots) {
        for (const one of input.sites) {
          if (!copyOf(input, one.id, id).counted) continue
          const held = input.holdings.find(entry => entry.site === one.id)!
          assert.ok(held.snapshots.has(id) && !held.voided)
          assert.ok(held.scrubbedAt <= NOW + 300 * S && NOW - held.scrubbedAt <= STANDARD.scrubAge * S)
          assert.ok(one.up || NOW - (one.lastSeen ?? 0) <= STANDARD.grace * S)
          const fits = input.proofs.some(
            entry =>
              entry.holder === one.id &&
              entry.prover !== one.id &&
              entry.snapshots.has(id) &&
              entry.result === 'passed' &&
              entry.generation === held.generation &&
              input.sites.some(({ id }) => id === entry.prover) &&
              Math.max(entry.time, entry.firstSeen) <= NOW + 300 * S &&
              NOW - Math.min(entry.time, entry.firstSeen) <= STANDARD.proofAge * S &&
              one.absences.every(
                ({ from }) =>
                  Math.min(entry.time, entry.firstSeen) > from ||
                  !input.sites.some(other => other.id !== one.id && isHolder(input, other.id) && wasHeard(other, from)),
              ),
          )
          assert.ok(fits)
        }
      }
    }),
    { numRuns: 2000 },
  )
})

test('ok means that every deciding snapshot has all the policy asks for', () => {
  fc.assert(
    fc.property(anyInput, input => {
      const report = assessCopies(input)
      const isMet = report.deciding.every(id => {
        const counted = input.sites.filter(one => copyOf(input, one.id, id).counted)
        const values = (label: 'location' | 'medium' | 'manager') => new Set(counted.map(one => one.labels[label])).size
        return counted.length >= 3 && values('location') >= 3 && values('medium') >= 2 && values('manager') >= 2
      })
      assert.equal(report.state === 'ok', isMet && report.deciding.length > 0)
      assert.equal(report.sites.filter(({ counted }) => counted).length, report.counted.length)
      assert.ok(report.counted.length <= report.copies.have || report.deciding.length === 0)
    }),
    { numRuns: 1000 },
  )
})

test('a hundred projects on a hundred sites with a hundred snapshots each are assessed in little time', () => {
  const sites = Array.from({ length: 100 }, (_, n) => ({
    ...site(n % 4),
    id: parseId('SiteId', n.toString(16).padStart(64, '0')),
  }))
  const ids = Array.from({ length: 100 }, (_, n) => parseId('SnapshotId', n.toString(16).padStart(64, '0')))
  const all = new Set(ids)
  const holders = sites.slice(0, 4).map(({ id }) => id)
  const input = safe({
    sites,
    snapshots: ids.map(id => snapshot(id, DAY)),
    holdings: holders.map(id => holding(id, { snapshots: all })),
    proofs: holders.flatMap(id => sites.slice(5, 8).map(prover => proof(id, prover.id, { snapshots: all }))),
  })
  for (let n = 0; n < 100; n++) assert.equal(assessCopies(input).state, 'ok')
})

test('until the moment it is said to stand, an assessment of the same observations says the same', () => {
  const ahead = [60 * S, 1800 * S, 3600 * S, ...[1, 2, 4, 8, 16, 29.5, 35].map(days => days * DAY)]
  fc.assert(
    fc.property(anyInput, fc.boolean(), (input, isProved) => {
      const observed = isProved ? input : { ...input, proofs: [] }
      const until = assessedUntil(observed)
      const asked = { ...observed, policy: { ...observed.policy, grace: observed.policy.grace * EARLIER.grace } }
      for (const now of [...ahead.map(ms => NOW + ms), until - 1]) {
        if (now >= until || now <= NOW || !Number.isFinite(now)) continue
        assert.deepEqual(assessCopies({ ...observed, now }), assessCopies(observed))
        assert.deepEqual(assessCopies({ ...asked, now }).sites, assessCopies(asked).sites)
      }
    }),
    { numRuns: 2000 },
  )
})

test('a copy on a disk that failed counts no more, is healed elsewhere, and its site gets nothing', () => {
  const disk = '/dev/sdb1 (ext4) on /srv'
  const input = withB({ site: { sick: disk } })
  assert.deepEqual(stateOfB(input), lost('sick'))
  const report = assessCopies(input)
  assert.equal(report.state, 'healing')
  assert.deepEqual(report.placement.added, [D])
  assert.equal(report.sites.find(copy => copy.site === B)?.why, `a disk that fails: ${disk}`)
  // One that lacks a part is as sick, and one that has nothing is asked for nothing.
  assert.equal(stateOfB(withB({ site: { sick: disk }, holding: { snapshots: new Set([OLD]) } })).state, 'sick')
  const empty = safe({
    sites: [site(0), site(1), site(2, { sick: disk }), site(3, { sick: disk })],
    holdings: [A, B].map(id => holding(id)),
  })
  assert.deepEqual(assessCopies(empty).placement.added, [])
  assert.match(assessCopies(empty).placement.unmet[0]?.why ?? '', /has a disk that fails/)
})
