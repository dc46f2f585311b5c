import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type SeenProof, StatedProofs } from '../../../../node/work/mesh/stated-proofs.ts'
import { idOf, type SiteId, type SnapshotId } from '../../../../protocol/ids.ts'

const [HOLDER, LIAR, OTHER] = [1, 2, 3].map(n => idOf('SiteId', Buffer.alloc(32, n))) as [SiteId, SiteId, SiteId]
const [A, B] = [4, 5].map(n => idOf('SnapshotId', Buffer.alloc(32, n))) as [SnapshotId, SnapshotId]
const HOUR = 3_600_000

function proof(changes: Partial<SeenProof> = {}): SeenProof {
  const words = { snapshots: [A, B], time: 1000, challengeHash: Buffer.alloc(32, 6), ranges: 16, generation: 1 }
  return { ...words, result: 'passed', holder: HOLDER, challenger: LIAR, firstSeen: 1000, ...changes }
}
const passing = (proofs: StatedProofs) => proofs.of(HOLDER).filter(({ result }) => result === 'passed')

for (const [how, later] of Object.entries({
  'takes it back': undefined,
  'states a failure': proof({ result: 'failed', time: 2000, firstSeen: 2000 }),
  'states it of less': proof({ snapshots: [A], time: 2000, firstSeen: 2000 }),
  'states it of another state of the copy': proof({ generation: 7, time: 2000, firstSeen: 2000 }),
  'dates it far ahead': proof({ time: 2000 + 24 * HOUR, firstSeen: 2000 }),
}))
  test(`a pass goes on counting when its author ${how}`, () => {
    const proofs = new StatedProofs()
    proofs.state(HOLDER, LIAR, proof(), 1)
    proofs.state(HOLDER, LIAR, later, 1)
    proofs.state(HOLDER, LIAR, later && { ...later, time: later.time + 1, firstSeen: later.firstSeen + 1 }, 1)
    assert.ok(passing(proofs).some(({ time, snapshots }) => time === 1000 && snapshots.length === 2))
    assert.equal(proofs.by(LIAR, HOLDER)?.time, later && later.time + 1)
  })

test('a later pass of the same state stands for the earlier one', () => {
  const proofs = new StatedProofs()
  proofs.state(HOLDER, LIAR, proof(), 1)
  proofs.state(HOLDER, LIAR, proof({ time: 1000 + HOUR, firstSeen: 1000 + HOUR }), 1)
  assert.deepEqual(
    proofs.all().map(({ time }) => time),
    [1000 + HOUR],
  )
})

test('a doubt ends every pass seen before it, and none after', () => {
  const proofs = new StatedProofs()
  proofs.state(HOLDER, LIAR, proof(), 1)
  proofs.doubt(HOLDER, 1500)
  assert.deepEqual(passing(proofs), [])
  proofs.state(HOLDER, OTHER, proof({ challenger: OTHER, firstSeen: 1600 }), 1)
  assert.equal(passing(proofs).length, 1)
})

test('a failure that was found to be none is passed over, whoever states it', () => {
  const proofs = new StatedProofs()
  for (const challenger of [LIAR, OTHER]) proofs.state(HOLDER, challenger, proof({ challenger, result: 'failed' }), 1)
  assert.equal(proofs.all().length, 2)
  proofs.refute(Buffer.alloc(32, 6))
  assert.deepEqual(proofs.all(), [])
})

test('what was refuted is remembered as long as it is stated', () => {
  const proofs = new StatedProofs()
  proofs.state(HOLDER, OTHER, proof({ challenger: OTHER, result: 'failed' }), 1)
  proofs.refute(Buffer.alloc(32, 6))
  const failure = (n: number) => proof({ result: 'failed', challengeHash: Buffer.alloc(32, n) })
  for (let n = 7; n < 100; n++) {
    proofs.state(HOLDER, LIAR, failure(n), 1)
    proofs.refute(Buffer.alloc(32, n))
    assert.deepEqual(proofs.all(), [])
  }
  // Stated again after it was gone, it is to be judged again: nothing of it was kept.
  proofs.state(HOLDER, LIAR, failure(7), 1)
  assert.equal(proofs.all().length, 1)
})
