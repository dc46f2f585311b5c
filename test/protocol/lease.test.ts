// Leases (§ Drop): what a granter promises, how long a dropper may build on it, and how it travels.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decode, encode } from '../../protocol/codec.ts'
import { idOf, type MeshId, type SiteId, type SnapshotId } from '../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../protocol/keys.ts'
import { type DropPromises, type GivenLease, giveLease, isLeased, isUsable, LEASE } from '../../protocol/lease.ts'
import {
  isLeaseFor,
  type LeaseRequest,
  leaseRequestMessage,
  MOST_LEASED,
  makeLease,
  parseLease,
  parseLeaseRequest,
} from '../../protocol/lease-message.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { holdfast as pb } from '../../protocol/messages.js'

const snapshot = (n: number): SnapshotId => idOf('SnapshotId', new Uint8Array(32).fill(n))
const site = (n: number): SiteId => idOf('SiteId', new Uint8Array(32).fill(n))
const [S1, S2, S3] = [1, 2, 3].map(snapshot) as [SnapshotId, SnapshotId, SnapshotId]
const NOTHING: DropPromises = { given: [], removal: undefined, trashed: undefined }
const NOW = { monotonic: 0, wall: 0, custody: 1_000 }
const ASKED = { dropper: site(9), nonce: 'a', snapshots: [S1, S2], durationMs: 500 }
const lease = (changes: Partial<GivenLease> = {}): GivenLease => ({
  nonce: 'a',
  dropper: site(9),
  snapshots: [S1, S2],
  until: 1_500,
  ...changes,
})

describe('a granter', () => {
  test('counts on its custody clock from when it answers, and gives no more than an hour', () => {
    assert.deepEqual(giveLease(NOTHING, ASKED, true, true, NOW), { lease: lease() })
    const long = giveLease(NOTHING, { ...ASKED, durationMs: 1e12 }, true, true, NOW)
    assert.deepEqual(long, { lease: lease({ until: 1_000 + LEASE.longestMs }) })
  })

  test('gives none of what it does not hold, has let go of, is about to drop, or would free earlier', () => {
    const refusal = (promises: Partial<DropPromises>, holds = true, covers = true) =>
      giveLease({ ...NOTHING, ...promises }, ASKED, holds, covers, NOW)
    assert.deepEqual(refusal({}, false), { refusal: 'not-held' })
    assert.deepEqual(refusal({ trashed: { snapshots: [S2], freeAt: 0 } }), { refusal: 'not-held' })
    assert.deepEqual(refusal({ removal: [S2, S3] }), { refusal: 'removing' })
    assert.deepEqual(refusal({}, true, false), { refusal: 'locked' })
    assert.ok('lease' in refusal({ removal: [S3] }), 'of what it does not touch it gives one')
  })

  test('gives one dropper so many at once, the same one again, and others theirs', () => {
    const given = Array.from({ length: LEASE.perDropper }, (_, n) => lease({ nonce: `${n}` }))
    assert.deepEqual(giveLease({ ...NOTHING, given }, ASKED, true, true, NOW), { refusal: 'too-many' })
    assert.ok('lease' in giveLease({ ...NOTHING, given }, { ...ASKED, nonce: '3' }, true, true, NOW))
    assert.ok('lease' in giveLease({ ...NOTHING, given }, { ...ASKED, dropper: site(8) }, true, true, NOW))
    const later = { ...NOW, custody: 1_500 }
    assert.ok('lease' in giveLease({ ...NOTHING, given }, ASKED, true, true, later), 'ended ones are not counted')
  })

  test('is bound by it until it ends, for any snapshot in it', () => {
    const promises = { ...NOTHING, given: [lease()] }
    assert.equal(isLeased(promises, [S2, S3], NOW), true)
    assert.equal(isLeased(promises, [S3], NOW), false)
    assert.equal(isLeased(promises, [S1], { ...NOW, custody: 1_500 }), false)
  })
})

test('a dropper builds on a lease within half of its time, by the clock that says that more has passed', () => {
  const sent = { monotonic: 100, wall: 5_000 }
  const at = (monotonic: number, wall: number) => isUsable(sent, { monotonic, wall, custody: 0 }, 500)
  assert.equal(at(349, 5_249), true)
  assert.equal(at(350, 5_000), false)
  assert.equal(at(100, 5_250), false)
  assert.equal(at(349, 0), true, 'a wall clock set back changes nothing')
})

describe('on the wire', () => {
  const mesh = 'ab'.repeat(32) as MeshId
  const granter = signingKeyFromSeed(new Uint8Array(32).fill(4))
  const request: LeaseRequest = {
    project: idOf('ProjectId', new Uint8Array(16).fill(7)),
    snapshots: [S1, S2],
    nonce: '0f'.repeat(16),
    durationMs: 600_000,
    release: false,
    locksLeftMs: [0, 5],
  }
  const given = { ...request, dropper: site(9), lockLeftMs: 3 }

  test('a request comes back as it was sent', () => {
    const bytes = encode(pb.LeaseRequest, leaseRequestMessage(request))
    assert.deepEqual(parseLeaseRequest(decode(pb.LeaseRequest, bytes, LIMITS.membershipFrame)), request)
    const unlocked = { ...request, locksLeftMs: [0, 0] }
    assert.deepEqual(parseLeaseRequest(new pb.LeaseRequest(leaseRequestMessage(unlocked))), unlocked)
  })

  test('a request that is none is refused', () => {
    const refused = (changes: object) => () =>
      parseLeaseRequest(new pb.LeaseRequest({ ...leaseRequestMessage(request), ...changes }))
    const isInvalid = { code: 'MESSAGE_INVALID' }
    assert.throws(refused({ nonce: new Uint8Array(15) }), isInvalid)
    assert.throws(refused({ snapshots: new Uint8Array(0) }), isInvalid)
    assert.throws(refused({ snapshots: Buffer.from(S2 + S1, 'hex') }), isInvalid, 'out of order')
    assert.throws(refused({ snapshots: Buffer.from(S1 + S1, 'hex') }), isInvalid, 'twice')
    assert.throws(refused({ snapshots: new Uint8Array(32 * (MOST_LEASED + 1)) }), isInvalid)
    assert.throws(refused({ durationMs: 0 }), isInvalid)
    assert.throws(refused({ locksLeftMs: [1] }), isInvalid)
  })

  test('a lease is its granter’s word for exactly what was asked', () => {
    const signed = makeLease(mesh, given, granter)
    const parsed = parseLease(mesh, signed)
    assert.equal(parsed.lockLeftMs, 3)
    assert.equal(isLeaseFor(parsed, request, site(9), granter.id), true)
    assert.equal(isLeaseFor(parsed, request, site(8), granter.id), false, 'of another dropper')
    assert.equal(isLeaseFor(parsed, { ...request, nonce: '0e'.repeat(16) }, site(9), granter.id), false)
    assert.equal(isLeaseFor(parsed, { ...request, snapshots: [S1] }, site(9), granter.id), false, 'of more')
    assert.equal(isLeaseFor(parsed, { ...request, snapshots: [S1, S3] }, site(9), granter.id), false)
    assert.equal(isLeaseFor(parsed, { ...request, durationMs: 600_001 }, site(9), granter.id), false)
    const forged = new pb.Signed({ body: signed.body, author: signed.author, signature: new Uint8Array(64) })
    assert.throws(() => parseLease(mesh, forged), { code: 'SIGNATURE_INVALID' })
    assert.throws(() => parseLease('cd'.repeat(32) as MeshId, signed), { code: 'SIGNATURE_INVALID' })
  })
})
