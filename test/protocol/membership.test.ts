import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { encode } from '../../protocol/codec.ts'
import { foundMesh, meshOf, succeedConstitution } from '../../protocol/constitution.ts'
import { type ErrorCode, isError } from '../../protocol/errors.ts'
import { bytesOf, idOf, type RingId } from '../../protocol/ids.ts'
import { admissionStatement, makeJoinRequest, makeSlot, verifyJoin } from '../../protocol/invite.ts'
import { type SigningKey, signingKeyFromSeed } from '../../protocol/keys.ts'
import { grantStatement, type MemberFields, memberStatement, nextRecord, UNBOUND } from '../../protocol/member.ts'
import { type Membership, openMembership } from '../../protocol/membership.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { decodeSigned, encodeSigned, sign } from '../../protocol/signed.ts'
import {
  makeStatement,
  parseStatement,
  type Statement,
  type StatementType,
  statementMessage,
} from '../../protocol/statement.ts'
import { readVector } from '../helpers/chunk-memory.ts'

const key = (n: number): SigningKey => signingKeyFromSeed(new Uint8Array(32).fill(n))
const owner = key(1)
const second = key(2)
const stranger = key(3)
const sites = [10, 11, 12, 13, 14].map(key)
const oneTimes = [20, 21, 22, 23].map(key)
const ring: RingId = idOf('RingId', new Uint8Array(16).fill(7))
const salt = new Uint8Array(32).fill(5)
const NOW = 1_000_000

const { mesh, statement: genesis } = foundMesh({ name: 'kreuzberg', owners: [owner], salt, time: 1000 })
const other = foundMesh({ name: 'elsewhere', owners: [owner], salt, time: 1000 })

function fields(site: SigningKey, more: Partial<MemberFields> = {}): MemberFields {
  const none = { ...UNBOUND, labels: {}, rings: [], addresses: [], version: 1, time: 2000 }
  return { site: site.id, sealing: new Uint8Array(32).fill(6), role: 'writer', name: 'berlin', ...none, ...more }
}
const record = (site: SigningKey, more: Partial<MemberFields> = {}, by = owner) =>
  memberStatement(mesh, fields(site, more), by)

interface Invitation {
  readonly labels?: Record<string, string>
  readonly name?: string
  readonly expires?: number
  readonly signer?: SigningKey
  readonly oneTime?: SigningKey
  readonly rings?: RingId[]
  readonly nonce?: number
  readonly bounds?: Pick<MemberFields, 'role' | 'projects' | 'quota'>
}
function slotFor({
  labels = { location: 'potsdam' },
  name = 'potsdam',
  expires = NOW,
  signer = owner,
  oneTime = oneTimes[0]!,
  rings = [],
  nonce = 0,
  bounds = { role: 'writer', projects: [], quota: 0 },
}: Invitation = {}): pb.Signed {
  return makeSlot(
    mesh,
    {
      oneTime: oneTime.publicKey,
      ...bounds,
      name,
      labels,
      expires,
      serving: sites[0]!.id,
      rings,
      nonce: new Uint8Array(16).fill(nonce),
    },
    signer,
  )
}
function request(
  site: SigningKey,
  { labels = {}, name = '', oneTime = oneTimes[0]! }: Invitation = {},
): pb.JoinRequest {
  return makeJoinRequest(
    { site: site.id, sealing: new Uint8Array(32).fill(6), name, labels, addresses: ['/ip4/10.0.0.1/tcp/1'], time: 5 },
    oneTime,
  )
}
const admission = (site: SigningKey, invitation: Invitation = {}, time = NOW - 1) =>
  admissionStatement(
    mesh,
    slotFor(invitation),
    request(site, { ...(invitation.oneTime && { oneTime: invitation.oneTime }) }),
    time,
    sites[0]!,
  )

function open(...statements: Statement[]): Membership {
  return openMembership(mesh, [genesis, ...statements]).membership
}
function refusals(...statements: Statement[]): string[] {
  return openMembership(mesh, [genesis, ...statements]).refused.map(({ why }) => why)
}
function throwsCode(code: ErrorCode, act: () => unknown): void {
  assert.throws(act, error => isError(error, code) || assert.fail(`${code} expected, not ${error}`))
}
// Everything a membership says, to compare two of them.
function told(membership: Membership): unknown {
  const { name, constitution, frozen, members, hash, statementIds } = membership
  const grants = [...members.keys()].map(site => membership.grantsFor(site))
  const slots = oneTimes.map(({ publicKey }) => membership.slotUsed(publicKey))
  return {
    name,
    constitution,
    frozen,
    members: [...members],
    hash: Buffer.from(hash).toString('hex'),
    statementIds,
    grants,
    slots,
  }
}

test('the vectors of a genesis and a join request are met', () => {
  assert.equal(Buffer.from(genesis.body).toString('hex'), Buffer.from(readVector('constitution')).toString('hex'))
  assert.equal(mesh, '6ccba52b6de627eb94e511dd8da25e99fed33369189dd98a3479da95f32e83da')
  assert.equal(genesis.id, '96d1e28e8df2f086af91c5c10454c8adc39aef924f3ecd787ce476d0306fb8af')
  const asked = request(sites[3]!, { labels: { medium: 'hdd', manager: 'A. Weiss' } })
  const signature = sign('join', undefined, readVector('join'), oneTimes[0]!).signature
  assert.equal(Buffer.from(asked.signature).toString('hex'), Buffer.from(signature).toString('hex'))
})

// ---- a pool of statements of every kind, conflicting ones among them
const [first] = [openMembership(mesh, [genesis]).membership.constitution]
const next = (signers: SigningKey[], more: { salt?: number; owners?: SigningKey[]; time?: number } = {}) =>
  succeedConstitution(
    mesh,
    {
      prev: [first!],
      name: 'kreuzberg',
      owners: (more.owners ?? [owner, second]).map(({ id }) => id),
      threshold: 1,
      recovery: undefined,
      salt: new Uint8Array(32).fill(more.salt ?? 1),
      time: more.time ?? 5000,
    },
    signers,
  )
const pool: Statement[] = [
  record(sites[0]!, { rings: [ring], labels: { location: 'berlin' } }),
  record(sites[0]!, { version: 2, rings: [ring], labels: { location: 'leipzig' } }),
  record(sites[0]!, { version: 2, rings: [ring], labels: { location: 'halle' } }),
  record(sites[1]!, { name: 'oslo', rings: [ring] }),
  record(sites[1]!, { name: 'oslo', version: 1, revoked: true }),
  record(sites[1]!, { name: 'oslo', version: 9 }),
  record(sites[2]!, {}, second),
  admission(sites[3]!),
  admission(sites[4]!),
  admission(sites[4]!, { oneTime: oneTimes[1]!, name: 'berlin', rings: [ring] }),
  admission(sites[2]!, { oneTime: oneTimes[2]!, signer: second }),
  grantStatement(mesh, { ring, epoch: 1, member: sites[4]!.id, sealedKeys: Uint8Array.of(1) }, sites[0]!),
  grantStatement(mesh, { ring, epoch: 2, member: sites[4]!.id, sealedKeys: Uint8Array.of(2) }, sites[0]!),
  grantStatement(mesh, { ring, epoch: 2, member: sites[0]!.id, sealedKeys: Uint8Array.of(3) }, sites[1]!),
  next([owner, second]),
  next([owner], { salt: 2, owners: [owner], time: 6000 }),
  record(stranger, {}, stranger),
  makeStatement('member', Uint8Array.of(1, 2, 3)),
  other.statement,
]

test('the same statements give the same state and hash in any order and in any portions', () => {
  const subset = fc.subarray(pool.map((_, n) => n))
  const plan = subset.chain(chosen =>
    fc.record({
      chosen: fc.constant(chosen),
      order: fc.shuffledSubarray(chosen, { minLength: chosen.length }),
      cuts: fc.array(fc.nat(chosen.length), { maxLength: 3 }),
    }),
  )
  fc.assert(
    fc.property(plan, ({ chosen, order, cuts }) => {
      const expected = told(open(...chosen.map(n => pool[n]!)))
      let membership = open()
      const ends = [...cuts.sort((a, b) => a - b), order.length]
      ends.forEach((end, at) => {
        membership = membership.merge(order.slice(ends[at - 1] ?? 0, end).map(n => pool[n]!)).membership
      })
      assert.deepEqual(told(membership), expected)
    }),
    { numRuns: 150 },
  )
})

test('concurrent edits commute: two sites that learn different statements agree once each has told the other', () => {
  const sides = fc.tuple(fc.subarray(pool), fc.subarray(pool))
  fc.assert(
    fc.property(sides, ([mine, theirs]) => {
      const [a, b] = [open(...mine), open(...theirs)]
      const [ab, ba] = [
        a.merge([...b.statements.values(), ...theirs]).membership,
        b.merge([...a.statements.values(), ...mine]).membership,
      ]
      assert.deepEqual(told(ab), told(ba))
    }),
    { numRuns: 100 },
  )
})

test('what is kept opens again to the same membership', () => {
  const membership = open(...pool)
  const carried = [...membership.statements.values()].map(statement => parseStatement(statementMessage(statement)))
  assert.deepEqual(told(openMembership(mesh, carried).membership), told(membership))
})

test('merging tells what is new, once', () => {
  const { membership, added } = open().merge([pool[0]!])
  assert.deepEqual(
    added.map(({ id }) => id),
    [pool[0]!.id],
  )
  assert.deepEqual(membership.merge([pool[0]!]).added, [])
})

test('revocation wins over every later version', () => {
  const membership = open(pool[3]!, pool[4]!, pool[5]!)
  assert.equal(membership.members.get(sites[1]!.id)?.revoked, true)
  assert.equal(membership.has(sites[1]!.id), false)
  assert.equal(membership.ringsOf(sites[1]!.id).size, 0)
  assert.equal(membership.isNameTaken('oslo'), false)
})

test('the higher version wins', () => {
  assert.equal(open(pool[0]!, pool[1]!).members.get(sites[0]!.id)?.labels.location, 'leipzig')
})

test("a stranger's records, and records without a valid signature, are not believed", () => {
  const forged = decodeSigned(pool[0]!.body)
  forged.signature = forged.signature.map(byte => byte ^ 1)
  const tampered = decodeSigned(pool[0]!.body)
  tampered.body = encode(pb.Member, { ...pb.Member.decode(tampered.body), name: 'mallory' })
  const copied = new pb.Signed({ ...decodeSigned(pool[0]!.body), author: stranger.publicKey })
  for (const signed of [forged, tampered, copied]) {
    assert.equal(refusals(makeStatement('member', encodeSigned(signed))).length, 1)
  }
  const strange = open(record(stranger, {}, stranger), admission(sites[3]!, { signer: stranger }))
  assert.deepEqual([strange.members.size, strange.statements.size], [0, 1])
})

test('a statement of another mesh, or signed as another type, is not believed', () => {
  const elsewhere = memberStatement(other.mesh, fields(sites[0]!), owner)
  const asSlot = makeStatement('member', encodeSigned(sign('slot', mesh, decodeSigned(pool[0]!.body).body, owner)))
  assert.equal(refusals(elsewhere, asSlot, other.statement).length, 3)
})

test('nobody can make a second statement out of one by encoding it differently', () => {
  const padded = Buffer.concat([pool[0]!.body, Uint8Array.of(0x98, 0x06, 0x01)])
  assert.match(refusals(makeStatement('member', padded))[0] ?? '', /encoding/)
})

test('a mesh opens only with its own genesis', () => {
  throwsCode('SIGNATURE_INVALID', () => openMembership(mesh, [other.statement]))
  assert.equal(meshOf(genesis), mesh)
  assert.equal(meshOf(pool[0]!), undefined)
})

test('a site joins by a slot: the labels of the slot stand, the others are its own', () => {
  const slot = slotFor()
  const asked = request(sites[3]!, { labels: { medium: 'hdd', manager: 'A. Weiss' } })
  const { join } = verifyJoin(open(), slot, asked, NOW - 5)
  const membership = open(admissionStatement(mesh, slot, asked, NOW - 5, sites[0]!))
  const member = membership.members.get(sites[3]!.id)
  assert.deepEqual(member?.labels, { location: 'potsdam', manager: 'A. Weiss', medium: 'hdd' })
  assert.deepEqual(
    [member?.name, member?.via, member?.version, member?.addresses],
    [join.name, 'invite', 0, join.addresses],
  )
  assert.equal(membership.slotUsed(oneTimes[0]!.publicKey), sites[3]!.id)
})

test('role, projects, quota and rings are those of the slot, whatever the joiner asks for', () => {
  const project = idOf('ProjectId', new Uint8Array(16).fill(8))
  const bounds = { role: 'holder', projects: [project], quota: 5_000_000_000_000 } as const
  const slot = slotFor({ bounds, rings: [ring] })
  const asked = Object.assign(request(sites[3]!), { role: 2, rings: [new Uint8Array(16)], projects: [], quota: 0 })
  const member = open(admissionStatement(mesh, slot, asked, NOW - 5, sites[0]!)).members.get(sites[3]!.id)
  assert.deepEqual(
    [member?.role, member?.projects, member?.quota, member?.rings],
    ['holder', new Set([project]), bounds.quota, new Set([ring])],
  )
})

test('the next version of a record changes what it is told to and nothing else', () => {
  const project = idOf('ProjectId', new Uint8Array(16).fill(8))
  const more = { rings: [ring], projects: [project], quota: 7, addresses: ['/ip4/10.0.0.1/tcp/1'], retiring: true }
  const before = open(record(sites[0]!, { ...more, role: 'holder', labels: { location: 'oslo' } }))
  const member = before.members.get(sites[0]!.id)!
  const next = nextRecord(member, { quota: 9 }, 3000)
  const after = before.merge([memberStatement(mesh, next, owner)]).membership.members.get(sites[0]!.id)!
  const { earlier, version, quota, ...rest } = after
  assert.deepEqual({ ...rest, version: 1, quota: 7, earlier: [] }, member)
  assert.deepEqual([version, quota, earlier.length], [2, 9, 1])
})

test('records that two owners sign of one site at the same time agree everywhere, and a revocation among them wins', () => {
  const both = foundMesh({ name: 'kreuzberg', owners: [owner, second], salt, time: 1000 })
  const by = (who: SigningKey, more: Partial<MemberFields>) => memberStatement(both.mesh, fields(sites[0]!, more), who)
  const first = by(owner, { version: 1 })
  const openBoth = (...some: Statement[]) => openMembership(both.mesh, [both.statement, first, ...some]).membership
  const edits = [by(owner, { version: 2, role: 'holder' }), by(second, { version: 2, quota: 5 })]
  const there = openBoth(edits[0]!).merge([edits[1]!]).membership
  const back = openBoth(edits[1]!).merge([edits[0]!]).membership
  assert.deepEqual(told(there), told(back))
  const stands = there.members.get(sites[0]!.id)
  assert.ok(stands?.role === 'holder' || stands?.quota === 5)
  const revoked = by(second, { version: 2, revoked: true, lastHead: { id: 'ab'.repeat(32), seq: 9 } })
  for (const order of [
    [...edits, revoked],
    [revoked, ...edits.toReversed()],
  ]) {
    const member = openBoth(...order).members.get(sites[0]!.id)
    assert.deepEqual([member?.revoked, member?.lastHead?.seq], [true, 9])
  }
})

test('two admissions by one slot take in one site, the same for everyone', () => {
  const two = [admission(sites[3]!), admission(sites[4]!)]
  const [there, back] = [open(...two), open(...two.toReversed())]
  assert.equal(there.members.size, 1)
  assert.deepEqual(told(there), told(back))
  const winner = two.reduce((a, b) => (a.id < b.id ? a : b))
  assert.equal(there.slotUsed(oneTimes[0]!.publicKey), winner === two[0] ? sites[3]!.id : sites[4]!.id)
})

test('forged, expired and replayed admissions take nobody in', () => {
  const slot = slotFor()
  const asked = request(sites[3]!)
  const bad: Record<string, Statement> = {
    'by a site the slot does not name': admissionStatement(mesh, slot, asked, NOW - 1, sites[1]!),
    'dated after its slot expired': admission(sites[3]!, {}, NOW + 1),
    'by a slot of a stranger': admission(sites[3]!, { signer: stranger }),
    'of another site than the joiner signed for': admissionStatement(
      mesh,
      slot,
      new pb.JoinRequest({ ...asked, site: sites[4]!.publicKey }),
      NOW - 1,
      sites[0]!,
    ),
    'with another sealing key': admissionStatement(
      mesh,
      slot,
      new pb.JoinRequest({ ...asked, sealing: new Uint8Array(32) }),
      NOW - 1,
      sites[0]!,
    ),
    'with labels the joiner did not state': admissionStatement(
      mesh,
      slot,
      new pb.JoinRequest({ ...asked, labels: { medium: 'ssd' } }),
      NOW - 1,
      sites[0]!,
    ),
    'with the request of another slot': admissionStatement(
      mesh,
      slotFor({ oneTime: oneTimes[1]! }),
      asked,
      NOW - 1,
      sites[0]!,
    ),
    'in another mesh': admissionStatement(other.mesh, slot, asked, NOW - 1, sites[0]!),
  }
  for (const [what, statement] of Object.entries(bad)) assert.equal(open(statement).members.size, 0, what)
  const unsigned = new pb.Signed({ ...slot, signature: new Uint8Array(64) })
  assert.equal(open(admissionStatement(mesh, unsigned, asked, NOW - 1, sites[0]!)).members.size, 0)
  assert.equal(open(admission(sites[3]!)).members.size, 1)
})

test('the serving site refuses what a ticket does not allow, each with its code', () => {
  const [slot, asked] = [slotFor(), request(sites[3]!)]
  const member = open(pool[0]!)
  throwsCode('TICKET_EXPIRED', () => verifyJoin(member, slot, asked, NOW + 1))
  throwsCode('TICKET_UNKNOWN', () => verifyJoin(member, slotFor({ oneTime: oneTimes[1]! }), asked, NOW))
  throwsCode('TICKET_USED', () => verifyJoin(open(admission(sites[4]!)), slot, asked, NOW))
  throwsCode('ALREADY_MEMBER', () => verifyJoin(open(admission(sites[3]!)), slot, asked, NOW))
  throwsCode('NOT_ALLOWED', () => verifyJoin(open(record(sites[3]!, { revoked: true })), slot, asked, NOW))
  throwsCode('NOT_ALLOWED', () => verifyJoin(member, slotFor({ signer: stranger }), asked, NOW))
  throwsCode('SIGNATURE_INVALID', () =>
    verifyJoin(member, slot, new pb.JoinRequest({ ...asked, site: sites[4]!.publicKey }), NOW),
  )
  throwsCode('SIGNATURE_INVALID', () =>
    verifyJoin(member, new pb.Signed({ ...slot, signature: new Uint8Array(64) }), asked, NOW),
  )
  throwsCode('NAME_TAKEN', () => verifyJoin(member, slotFor({ name: 'BERLIN' }), asked, NOW))
  throwsCode('LABELS_REFUSED', () =>
    verifyJoin(member, slot, request(sites[3]!, { labels: { location: 'paris' } }), NOW),
  )
  throwsCode('LABELS_REFUSED', () =>
    verifyJoin(member, slotFor({ labels: {} }), request(sites[3]!, { labels: { location: 'paris' } }), NOW),
  )
  throwsCode('LABELS_REFUSED', () => verifyJoin(member, slotFor({ name: '' }), asked, NOW))
  throwsCode('LABELS_REFUSED', () => verifyJoin(member, slot, request(sites[3]!, { name: 'leipzig' }), NOW))
  throwsCode('LABELS_REFUSED', () => makeSlot(mesh, { ...bareSlot(), labels: { Location: 'x' } }, owner))
})
function bareSlot() {
  return {
    oneTime: owner.publicKey,
    role: 'writer' as const,
    name: '',
    labels: {},
    expires: 1,
    serving: sites[0]!.id,
    rings: [],
    projects: [],
    quota: 0,
    nonce: new Uint8Array(16),
  }
}

test('members that come to share a name are told apart', () => {
  const membership = open(record(sites[0]!), record(sites[1]!), record(sites[2]!, { name: 'oslo' }))
  const names = [...membership.members.values()].map(({ displayName }) => displayName)
  assert.deepEqual(
    new Set(names),
    new Set([`berlin-${sites[0]!.id.slice(0, 6)}`, `berlin-${sites[1]!.id.slice(0, 6)}`, 'oslo']),
  )
})

test('a grant counts from an owner or a member trusted for the ring, to a member trusted for it', () => {
  const trusted = record(sites[0]!, { rings: [ring] })
  const blind = record(sites[1]!, { name: 'oslo' })
  const grant = (epoch: number, member: SigningKey, by: SigningKey) =>
    grantStatement(mesh, { ring, epoch, member: member.id, sealedKeys: Uint8Array.of(epoch) }, by)
  const membership = open(
    trusted,
    blind,
    grant(1, sites[0]!, owner),
    grant(2, sites[0]!, sites[0]!),
    grant(3, sites[0]!, sites[1]!),
    grant(4, sites[0]!, stranger),
    grant(1, sites[1]!, owner),
  )
  assert.deepEqual(
    membership.grantsFor(sites[0]!.id).map(({ epoch }) => epoch),
    [2, 1],
  )
  assert.deepEqual(membership.grantsFor(sites[1]!.id), [])
  const renewed = membership.merge([grant(5, sites[0]!, sites[0]!)]).membership
  assert.deepEqual(
    [renewed.grantsFor(sites[0]!.id).map(({ epoch }) => epoch), renewed.statements.size],
    [[5, 1], membership.statements.size],
  )
})

test('the next constitution needs the thresholds of the one before and of itself', () => {
  assert.equal(open(next([owner])).constitution.owners.length, 2)
  const removed = next([owner], { owners: [second] })
  assert.equal(open(removed).constitution.number, 1)
  const replaced = open(next([owner, second], { owners: [second] }))
  assert.deepEqual([replaced.constitution.number, replaced.constitution.owners], [2, [second.id]])
  assert.equal(open(next([second, stranger], { owners: [second] })).constitution.number, 1)
})

test('signatures of one constitution add up over its statements', () => {
  const half = next([owner], { owners: [second] })
  const rest = next([second], { owners: [second] })
  assert.equal(open(half).merge([rest]).membership.constitution.number, 2)
})

test('after a change of owners only what the new ones signed counts', () => {
  const rotated = open(pool[0]!, next([owner, second], { owners: [second] }))
  assert.equal(rotated.has(sites[0]!.id), false)
  assert.equal(rotated.merge([record(sites[0]!, { version: 3 }, second)]).membership.has(sites[0]!.id), true)
})

test('a fork of the constitution freezes membership until a record names both branches', () => {
  const [a, b] = [next([owner], { salt: 1, time: 5000 }), next([owner], { salt: 2, time: 6000 })]
  const before = record(sites[0]!, { time: 4999 })
  const after = record(sites[1]!, { name: 'oslo', time: 5001 })
  const revocation = record(sites[0]!, { time: 7000, revoked: true })
  const forked = open(before, after, a, b)
  assert.equal(forked.frozen, true)
  assert.deepEqual([forked.has(sites[0]!.id), forked.has(sites[1]!.id)], [true, false])
  throwsCode('NOT_ALLOWED', () => verifyJoin(forked, slotFor(), request(sites[3]!), NOW))
  assert.equal(forked.merge([revocation]).membership.has(sites[0]!.id), false)
  const mended = succeedConstitution(
    mesh,
    { prev: forked.tips, name: 'kreuzberg', owners: [owner.id], threshold: 1, recovery: undefined, salt, time: 8000 },
    [owner],
  )
  const healed = forked.merge([mended]).membership
  assert.deepEqual([healed.frozen, healed.constitution.number], [false, 3])
  assert.deepEqual([healed.has(sites[0]!.id), healed.has(sites[1]!.id)], [true, true])
  const [lone] = forked.tips
  const oneBranch = succeedConstitution(
    mesh,
    { prev: [lone!], name: 'kreuzberg', owners: [owner.id], threshold: 1, recovery: undefined, salt, time: 8000 },
    [owner],
  )
  assert.equal(forked.merge([oneBranch]).membership.frozen, true)
})

test('arbitrary and mutated statements are believed or refused, never more', () => {
  const types: StatementType[] = ['constitution', 'member', 'admission', 'grant']
  const mutated = fc.tuple(fc.nat(pool.length - 1), fc.nat(2000), fc.nat(255)).map(([which, at, value]) => {
    const { type, body } = pool[which]!
    return makeStatement(type, body.with(at % body.length, value))
  })
  const soup = fc
    .tuple(fc.constantFrom(...types), fc.uint8Array({ maxLength: 200 }))
    .map(([type, body]) => makeStatement(type, body))
  // Bodies that an owner did sign, so that the decoders behind the signature see them.
  const signed = fc
    .tuple(
      fc.constantFrom('member' as const, 'admission' as const, 'grant' as const),
      fc.uint8Array({ maxLength: 200 }),
    )
    .map(([type, body]) => makeStatement(type, encodeSigned(sign(type, mesh, body, owner))))
  const base = open(...pool.slice(0, 5))
  fc.assert(
    fc.property(fc.oneof(mutated, soup, signed), statement => {
      const { added, refused, membership } = base.merge([statement])
      assert.ok(added.length + refused.length <= 1)
      assert.ok(membership.statements.size <= base.statements.size + 1)
    }),
    { numRuns: 400 },
  )
})

test('a type that is none is MESSAGE_INVALID', () => {
  throwsCode('MESSAGE_INVALID', () => parseStatement({ type: 'head', body: new Uint8Array() }))
  throwsCode('MESSAGE_INVALID', () => parseStatement({ type: 'member', body: new Uint8Array(40_000) }))
  assert.equal(bytesOf(mesh).byteLength, 32)
})
