// The dropper's machine, step by step (§ Drop); what it is worth as a whole the model shows (drop-model.test.ts).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type DropEffect,
  type DropEvent,
  type DropRules,
  type DropState,
  NO_DROP,
  restartedDrop,
  stepDrop,
} from '../../protocol/drop.ts'
import type { SiteId, SnapshotId } from '../../protocol/ids.ts'
import type { DropPromises, Times } from '../../protocol/lease.ts'

const S = ['s1', 's2'] as SnapshotId[]
const [A, B, C] = ['a', 'b', 'c'] as [SiteId, SiteId, SiteId]
const NOTHING: DropPromises = { given: [], removal: undefined, trashed: undefined }
const REMOVING: DropPromises = { ...NOTHING, removal: S }
const AT: Times = { monotonic: 0, wall: 0, custody: 100 }

class Play {
  state: DropState = NO_DROP
  #nonces = 0
  readonly rules: DropRules

  constructor(me: SiteId, rules: Partial<DropRules> = {}) {
    const isEnough = (sites: readonly SiteId[]) => sites.length >= 2
    this.rules = { me, leaseMs: 100, lastTries: 2, isEnough, nonce: () => `${++this.#nonces}`, ...rules }
  }

  step(event: DropEvent, promises = REMOVING, now = AT): string[] {
    const { state, effects } = stepDrop(this.state, event, promises, now, this.rules)
    this.state = state
    return effects.map(words)
  }

  answered(nonce: string, site: SiteId, refusal?: 'removing' | 'not-held' | 'unreachable', now = AT): string[] {
    return this.step({ type: 'answered', site, nonce, refusal }, REMOVING, now)
  }

  proved(nonce: string, site: SiteId, passed = true, now = AT): string[] {
    return this.step({ type: 'proved', site, nonce, passed }, REMOVING, now)
  }
}

function words(effect: DropEffect): string {
  if (effect.type === 'remove') return effect.ended ? 'unlock' : 'lock'
  if (effect.type === 'ended') return effect.why
  return 'site' in effect ? `${effect.type} ${effect.site}${effect.nonce}` : effect.type
}
const WANT: DropEvent = { type: 'want', snapshots: S, stay: [B, C] }

test('a drop locks first, asks all that stay, challenges those that granted, and marks', () => {
  const play = new Play(A)
  assert.deepEqual(play.step(WANT, NOTHING), ['lock', 'ask b1', 'ask c2'])
  assert.deepEqual(play.answered('1', B), [])
  assert.deepEqual(play.answered('2', C), ['challenge b1', 'challenge c2'])
  assert.deepEqual(play.proved('1', B), [])
  assert.deepEqual(play.proved('2', C), ['mark'])
  assert.deepEqual(play.step({ type: 'marked' }), ['release b1', 'release c2'])
  assert.deepEqual(play.state, NO_DROP)
})

test('nothing begins of what is leased, or where those that stay are too few', () => {
  const given = [{ nonce: 'n', dropper: B, snapshots: S, until: 101 }]
  assert.deepEqual(new Play(A).step(WANT, { ...NOTHING, given }), ['leased'])
  assert.deepEqual(new Play(A).step(WANT, { ...NOTHING, given }, { ...AT, custody: 101 }).length, 3)
  assert.deepEqual(new Play(A).step({ ...WANT, stay: [B] }, NOTHING), ['too-few-leases'])
})

test('of two that refuse each other the higher id ends its lock, the lower asks again', () => {
  const high = new Play(C)
  high.step({ ...WANT, stay: [A, B] }, NOTHING)
  assert.deepEqual(high.answered('2', B), [])
  assert.deepEqual(high.answered('1', A, 'removing'), ['release a1', 'release b2', 'unlock', 'backed-off'])
  const low = new Play(A)
  low.step(WANT, NOTHING)
  low.answered('1', B)
  assert.deepEqual(low.answered('2', C, 'removing'), [])
  assert.deepEqual(low.step({ type: 'clock' }, REMOVING, { ...AT, monotonic: 10 }), ['ask c3'])
  assert.deepEqual(low.answered('2', C), [], 'an answer to what is no longer asked')
  assert.deepEqual(low.answered('3', C), ['challenge b1', 'challenge c3'])
})

test('a lease that was asked for too long ago does not count, nor one that was refused', () => {
  const play = new Play(A)
  play.step(WANT, NOTHING)
  play.answered('1', B)
  const late = { ...AT, wall: 50 }
  assert.deepEqual(play.answered('2', C, undefined, late), ['release b1', 'release c2', 'unlock', 'too-few-leases'])
  const refused = new Play(A)
  refused.step(WANT, NOTHING)
  refused.answered('1', B)
  assert.deepEqual(refused.answered('2', C, 'not-held'), ['release b1', 'unlock', 'too-few-leases'])
})

test('a challenge that is not passed leaves too few', () => {
  const play = new Play(A)
  play.step(WANT, NOTHING)
  play.answered('1', B)
  play.answered('2', C)
  play.proved('1', B)
  assert.deepEqual(play.proved('2', C, false), ['release b1', 'release c2', 'unlock', 'too-few-proved'])
})

test('a mark that took so long that the leases may have ended is taken back', () => {
  const play = new Play(A)
  play.step(WANT, NOTHING)
  for (const [nonce, site] of [
    ['1', B],
    ['2', C],
  ] as const)
    play.answered(nonce, site)
  for (const [nonce, site] of [
    ['1', B],
    ['2', C],
  ] as const)
    play.proved(nonce, site)
  const late = { ...AT, monotonic: 50 }
  assert.deepEqual(play.step({ type: 'marked' }, REMOVING, late), ['release b1', 'release c2', 'take-back', 'late'])
})

test('the second count begins when the time in the trash is over, and ends in freed bytes or in taking back', () => {
  const trashed: DropPromises = { ...REMOVING, trashed: { snapshots: S, freeAt: 200 } }
  const due: DropEvent = { type: 'due', stay: [B, C] }
  const play = new Play(A)
  assert.deepEqual(play.step(due, trashed), [])
  const later = { ...AT, custody: 200 }
  assert.deepEqual(play.step(due, trashed, later), ['ask b1', 'ask c2'])
  assert.deepEqual(play.answered('1', B, 'unreachable'), [])
  assert.deepEqual(play.answered('2', C), ['release c2', 'too-few-leases'], 'once is not enough to take it back')
  play.step(due, trashed, later)
  play.answered('3', B)
  play.answered('4', C)
  play.proved('3', B)
  assert.deepEqual(play.proved('4', C), ['free'])
  assert.deepEqual(play.step({ type: 'clock' }, trashed, { ...later, monotonic: 50 }), ['release b3', 'release c4'])
  for (const nonce of ['5', '7']) {
    play.step(due, trashed, later)
    const ended = [...play.answered(nonce, B, 'not-held'), ...play.answered(`${Number(nonce) + 1}`, C)]
    assert.equal(ended.includes('take-back'), nonce === '7')
  }
})

test('a copy that is wanted again comes back, whatever was under way', () => {
  const trashed: DropPromises = { ...REMOVING, trashed: { snapshots: S, freeAt: 200 } }
  const play = new Play(A)
  assert.deepEqual(play.step({ type: 'wanted' }, trashed), ['take-back'])
  assert.deepEqual(play.step({ type: 'gone' }), ['unlock'])
  play.step(WANT, NOTHING)
  assert.deepEqual(play.step({ type: 'wanted' }), ['release b1', 'release c2', 'unlock', 'wanted'])
})

test('after a restart what was only meant to be dropped is unlocked, what was dropped stays so', () => {
  assert.deepEqual(restartedDrop(REMOVING).map(words), ['unlock'])
  assert.deepEqual(restartedDrop({ ...REMOVING, trashed: { snapshots: S, freeAt: 1 } }), [])
  assert.deepEqual(restartedDrop(NOTHING), [])
})
