import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { keys } from '../../../protocol/catalog.ts'
import { EARLIER } from '../../../protocol/copies-until.ts'
import { A, B, C, EMPTY, HEARD_MS, ME, OTHER, observer, POLICY, PROJECT, SECOND_ONE } from '../../helpers/observer.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

describe('what is known of a project is looked at anew', () => {
  test('after a holding is said, is voided and goes', () => {
    const site = observer()
    assert.equal(site.stateOf(A), 'copy')
    site.hold(A, { voided: true })
    assert.equal(site.stateOf(A), 'voided')
    site.say(A, [{ key: keys.holding(PROJECT), value: undefined }])
    assert.equal(site.stateOf(A), 'missing')
    site.hold(EMPTY)
    assert.equal(site.stateOf(EMPTY), 'claimed')
  })

  test('after a proof', () => {
    const site = observer()
    site.hold(EMPTY)
    assert.equal(site.stateOf(EMPTY), 'claimed')
    site.prove(A, EMPTY)
    assert.equal(site.stateOf(EMPTY), 'copy')
    const bytes = new Uint8Array(1)
    for (const prover of [A, B]) site.prove(prover, EMPTY, { result: 'failed', challenge: bytes, answer: bytes })
    assert.equal(site.stateOf(EMPTY), 'claimed')
  })

  test('after a snapshot', () => {
    const site = observer()
    assert.equal(site.report().arriving.length, 0)
    site.addSnapshot(SECOND_ONE)
    assert.deepEqual(site.report().arriving, [SECOND_ONE])
  })

  test('after a site says something else of itself', () => {
    const site = observer({ ...POLICY, copies: 4 })
    assert.deepEqual(site.report().placement.added, [EMPTY])
    site.describeSelf(EMPTY, 10)
    assert.deepEqual(site.report().placement.added, [])
  })

  test('after a beat says that a site receives it, no longer does, and after no beat came', async () => {
    const site = observer()
    assert.equal(site.stateOf(EMPTY), 'missing')
    await site.beat(4, [PROJECT])
    assert.equal(site.stateOf(EMPTY), 'receiving')
    await site.beat(4, [])
    assert.equal(site.stateOf(EMPTY), 'missing')
    await site.beat(4, [PROJECT])
    const seen = await site.watch(MINUTE, [A, B, C, EMPTY], () => site.stateOf(EMPTY))
    assert.deepEqual(seen, ['receiving', 'missing'])
  })

  test('after a beat says that the disk under a site failed, however long ago, and after one says that it is well', async () => {
    const site = observer()
    assert.equal(site.stateOf(B), 'copy')
    await site.beat(2, [], 'the disk')
    assert.equal(site.stateOf(B), 'sick')
    assert.deepEqual(await site.watch(10 * MINUTE, [A, B, C, EMPTY], () => site.stateOf(B)), ['sick'])
    await site.beat(2, [])
    assert.equal(site.stateOf(B), 'copy')
  })

  test('after a connection broke, and after the site is heard again', () => {
    const site = observer()
    assert.equal(site.stateOf(A), 'copy')
    site.liveness.lost(A)
    assert.equal(site.stateOf(A), 'in-grace')
    site.liveness.heard(A)
    assert.equal(site.stateOf(A), 'copy')
  })

  test('after a silence longer than the grace ends', async () => {
    const site = observer()
    await site.watch(3 * MINUTE, [B, C, EMPTY], () => site.stateOf(A))
    assert.equal(site.stateOf(A), 'unreachable')
    site.liveness.heard(A)
    assert.equal(site.stateOf(A), 'claimed')
    site.prove(B, A)
    assert.equal(site.stateOf(A), 'copy')
  })

  test('after members come and go', () => {
    const site = observer()
    assert.equal(site.report().copies.have, 3)
    site.setMembers(ME, A, B, EMPTY)
    assert.equal(site.report().copies.have, 2)
    site.setMembers(ME, A, B, C, EMPTY)
    assert.equal(site.report().copies.have, 3)
  })

  test('after the policy changes', () => {
    const site = observer({ ...POLICY, copies: 4 })
    assert.equal(site.report().state, 'arriving')
    site.setPolicy({ copies: 2 })
    assert.deepEqual([site.report().state, site.report().copies.need], ['ok', 2])
  })

  test('after a site that was to be filled turns out to stall', () => {
    const site = observer({ ...POLICY, copies: 4 })
    assert.deepEqual(site.report().placement.added, [EMPTY])
    site.assessor.stalled.set(PROJECT, new Set([EMPTY]))
    assert.deepEqual(site.report().placement.added, [])
    site.assessor.stalled.delete(PROJECT)
    assert.deepEqual(site.report().placement.added, [EMPTY])
  })

  test('after the wall clock was set', () => {
    const site = observer()
    assert.equal(site.stateOf(A), 'copy')
    site.ports.setClock(45 * MINUTE)
    assert.equal(site.stateOf(A), 'proof-stale')
    site.ports.setClock(-60 * MINUTE)
    assert.equal(site.stateOf(A), 'claimed')
  })
})

describe('time alone turns what is known of a project', () => {
  const all = [A, B, C, EMPTY]
  const others = [B, C, EMPTY]

  test('when a site falls silent, and when its grace ends', async () => {
    const site = observer()
    const seen = await site.watch(2 * MINUTE, others, () => site.stateOf(A))
    assert.deepEqual(seen, ['copy', 'in-grace', 'unreachable'])
  })

  test('to the millisecond', async () => {
    const site = observer()
    await site.watch(POLICY.grace * SECOND - HEARD_MS - 100, others, () => undefined)
    for (const id of others) site.liveness.heard(id)
    const seen = await site.watch(5 * SECOND, [], () => site.stateOf(A), 1)
    assert.deepEqual(seen, ['in-grace', 'unreachable'])
  })

  test('when a snapshot is older than the RPO', async () => {
    const site = observer({ ...POLICY, copies: 4 })
    const seen = await site.watch(15 * MINUTE, all, () => site.report().state)
    assert.deepEqual(seen, ['arriving', 'healing'])
  })

  test('when a proof is too old', async () => {
    const site = observer()
    const seen = await site.watch(35 * MINUTE, all, () => site.stateOf(A))
    assert.deepEqual(seen, ['copy', 'proof-stale'])
  })

  test('when a scrub is too old', async () => {
    const site = observer({ ...POLICY, proofAge: 24 * 3600 })
    const seen = await site.watch(65 * MINUTE, all, () => site.stateOf(A))
    assert.deepEqual(seen, ['copy', 'scrub-stale'])
  })

  test('when what was dated too far ahead is not any more', async () => {
    const site = observer()
    // At no moment when something else turns as well.
    site.hold(A, { generation: 2 })
    site.prove(B, A, { time: site.ports.clock.wall() + 17 * MINUTE, generation: 2 })
    const seen = await site.watch(14 * MINUTE, all, () => site.stateOf(A))
    assert.deepEqual(seen, ['claimed', 'copy'])
  })

  test('at half the grace for whoever makes others prove', async () => {
    const site = observer()
    const isEarly = (): boolean => site.liveness.silence(A)! >= POLICY.grace * SECOND * EARLIER.grace
    for (; !isEarly(); await site.ports.pass(SECOND)) for (const id of others) site.liveness.heard(id)
    const before = site.revision()
    await site.ports.pass(SECOND)
    assert.notEqual(site.revision(), before)
  })
})

describe('what still stands is not worked out again', () => {
  test('while nothing changes, however often it is asked for', async () => {
    const site = observer()
    const first = site.report()
    const revision = site.revision()
    const seen = await site.watch(5 * MINUTE, [A, B, C, EMPTY], () => site.report(), SECOND)
    assert.deepEqual([seen.length, seen[0] === first, site.revision()], [1, true, revision])
    assert.equal(site.computed(), 1)
  })

  test('when beats come that say nothing of it, or another project changes', async () => {
    const site = observer()
    site.report()
    await site.beat(4, [])
    await site.beat(4, [OTHER])
    site.hold(A, {}, OTHER)
    site.assessor.stalled.set(OTHER, new Set([EMPTY]))
    site.report()
    assert.equal(site.computed(), 1)
  })

  test('but once for every change', () => {
    const site = observer()
    const revisions = new Set<number>()
    for (const voided of [false, true, false]) {
      site.hold(A, { voided })
      for (let asked = 0; asked < 3; asked++) site.report()
      revisions.add(site.revision())
    }
    assert.deepEqual([site.computed(), revisions.size], [3, 3])
  })
})
