// The rings of a site as the membership changes: epochs are taken, made, granted, and never lost (§ Ring, § Grants).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMemoryStore } from '../../../node/store/memory-store.ts'
import { grantWorker } from '../../../node/work/granting.ts'
import { makeGrant, openGrant } from '../../../node/work/grants.ts'
import { Keyring } from '../../../node/work/keyring.ts'
import { latePeers } from '../../../node/work/late-peers.ts'
import { Liveness } from '../../../node/work/mesh/liveness.ts'
import { Members } from '../../../node/work/mesh/members.ts'
import { Promises } from '../../../node/work/mesh/promises.ts'
import { foundMesh } from '../../../protocol/constitution.ts'
import { isError } from '../../../protocol/errors.ts'
import { parseId, type RingId } from '../../../protocol/ids.ts'
import { sealingKeyFromSeed, signingKeyFromSeed } from '../../../protocol/keys.ts'
import { grantStatement, type MemberFields, memberStatement, UNBOUND } from '../../../protocol/member.ts'
import { openMembership } from '../../../protocol/membership.ts'
import { recoveryOf, recoverySeeds } from '../../../protocol/recovery-phrase.ts'
import { createRing, nextEpoch, openFromRing, type Ring, sealForRing } from '../../../protocol/ring.ts'
import { type Statement, statementMessage } from '../../../protocol/statement.ts'
import { testPorts } from '../../helpers/ports.ts'
import { virtualPorts } from '../../helpers/virtual-ports.ts'

const seed = (n: number) => new Uint8Array(32).fill(n)
const owner = signingKeyFromSeed(seed(1))
const secret = new Uint8Array(20).fill(7)
const recovery = recoveryOf(secret)
const founding = { name: 'kreuzberg', owners: [owner], salt: seed(9), time: 1000, recovery }
const { mesh, statement: genesis } = foundMesh(founding)
const RING = parseId('RingId', '0a'.repeat(16))
const ring = createRing(RING, seed(2), seed(3))
const who = (n: number) => ({ key: signingKeyFromSeed(seed(n)), sealing: sealingKeyFromSeed(seed(n + 100)) })
const [berlin, potsdam, oslo] = [who(11), who(12), who(13)]
type Who = typeof berlin

function record(site: Who, name: string, rings: readonly RingId[], more: Partial<MemberFields> = {}): Statement {
  const fields = {
    ...UNBOUND,
    labels: { location: name },
    addresses: [],
    version: 1,
    time: 2000,
    role: 'writer' as const,
  }
  const { key, sealing } = site
  return memberStatement(mesh, { ...fields, site: key.id, sealing: sealing.publicKey, name, rings, ...more }, owner)
}
const records = [record(berlin, 'berlin', [RING]), record(potsdam, 'potsdam', [RING]), record(oslo, 'oslo', [])]

/** A site with its own memory of the membership. */
async function openSite({ key, sealing }: Who, kept: readonly Ring[], statements: readonly Statement[] = records) {
  const store = await openMemoryStore({}, testPorts)
  const promises = await Promises.load(store.journal)
  for (const statement of [genesis, ...statements]) await promises.record({ statement: statementMessage(statement) })
  const members = new Members({ mesh, peers: latePeers(), promises, software: 'test', features: [] }, testPorts)
  const written: (readonly Ring[])[] = []
  const keep = async (rings: readonly Ring[]) => void written.push(rings)
  const rings = new Keyring({ mesh, key, sealing, members, kept, keep }, testPorts)
  rings.take()
  members.subscribe(() => rings.take())
  return { key, members, rings, promises, written, kept: () => written.at(-1) ?? [] }
}
type Site = Awaited<ReturnType<typeof openSite>>

async function tell(to: Site, ...from: Site[]): Promise<void> {
  for (const { members } of from) await to.members.merge([...members.current.statements.values()].map(statementMessage))
}

test('a new epoch goes to every trusted site and the recovery identity, and to no blind one', async () => {
  const [a, b, c] = [await openSite(berlin, [ring]), await openSite(potsdam, [ring]), await openSite(oslo, [])]
  const { ring: rotated, granted } = await a.rings.rotate(RING)
  assert.deepEqual([rotated.epochs, granted], [2, 2])
  assert.equal(a.rings.get(RING), rotated)
  assert.deepEqual(
    a.kept().map(({ epoch }) => epoch),
    [rotated.epoch],
  )
  for (const site of [b, c]) await tell(site, a)
  assert.equal(b.rings.get(RING)?.epoch, rotated.epoch)
  assert.equal(c.rings.size, 0)
  const sealed = sealForRing(rotated, 'c', Buffer.from('new'))
  assert.equal(Buffer.from(openFromRing(b.rings.get(RING)!, 'c', sealed)).toString(), 'new')
  // From the blind site's membership alone the phrase opens all of it.
  const [grant] = c.members.current.grantsFor(recovery.identity)
  const read = openGrant(sealingKeyFromSeed(recoverySeeds(secret).sealing), grant!)
  assert.equal(Buffer.from(openFromRing(read, 'c', sealed)).toString(), 'new')
})

test('two sites that rotate at once have both epochs once they have heard of each other', async () => {
  const [a, b] = [await openSite(berlin, [ring]), await openSite(potsdam, [ring])]
  const [one, two] = [(await a.rings.rotate(RING)).ring, (await b.rings.rotate(RING)).ring]
  assert.notEqual(one.epoch, two.epoch)
  await tell(a, b)
  await tell(b, a)
  for (const site of [a, b]) {
    assert.equal(site.rings.get(RING)?.epoch, Math.max(one.epoch, two.epoch))
    assert.equal(site.rings.get(RING)?.epochs, 3)
    for (const sealer of [ring, one, two]) openFromRing(site.rings.get(RING)!, 'c', sealForRing(sealer, 'c', seed(1)))
  }
})

test('what was granted is kept, whoever granted it is revoked later', async () => {
  const [a, b] = [await openSite(berlin, [ring]), await openSite(potsdam, [])]
  await a.rings.rotate(RING)
  await tell(b, a)
  const had = b.rings.get(RING)
  assert.equal(had?.epochs, 2)
  await b.members.merge([statementMessage(record(berlin, 'berlin', [RING], { version: 2, revoked: true }))])
  assert.deepEqual(b.members.current.grantsFor(potsdam.key.id), [])
  const again = await openSite(potsdam, b.kept(), [...b.members.current.statements.values()])
  assert.equal(again.rings.get(RING)?.epoch, had?.epoch)
})

test('who is withdrawn keeps what it had and gets no more', async () => {
  const [a, b] = [await openSite(berlin, [ring]), await openSite(potsdam, [ring])]
  const withdrawn = statementMessage(record(potsdam, 'potsdam', [], { version: 2 }))
  await a.members.merge([withdrawn])
  const { ring: rotated } = await a.rings.rotate(RING)
  await tell(b, a)
  assert.equal(b.rings.get(RING)?.epoch, 1)
  assert.equal(b.rings.isTrusted(RING), false)
  assert.equal(b.rings.standard, undefined)
  await assert.rejects(
    b.rings.rotate(RING),
    error => isError(error, 'NOT_ALLOWED') && /key list/.test(error.hint ?? ''),
  )
  assert.throws(() => openFromRing(b.rings.get(RING)!, 'c', sealForRing(rotated, 'c', seed(1))))
  await assert.rejects((await openSite(potsdam, [])).rings.rotate(RING), error => isError(error, 'KEY_MISSING'))
})

test('a grant that is no use is passed over, and those beside it are taken', async () => {
  const other = parseId('RingId', '0b'.repeat(16))
  const both = [record(berlin, 'berlin', [RING, other]), record(potsdam, 'potsdam', [RING, other])]
  const b = await openSite(potsdam, [], both)
  const to = { site: potsdam.key.id, sealing: potsdam.sealing.publicKey }
  const noise = { ring: RING, epoch: 9, member: to.site, sealedKeys: new Uint8Array(99) }
  const swapped = makeGrant(mesh, createRing(other, seed(4), seed(5)), to, owner, testPorts.random)
  const foreign = { ring: RING, epoch: 1, member: to.site, sealedKeys: sealedKeysOf(swapped, other) }
  await b.members.merge(
    [
      grantStatement(mesh, noise, owner),
      grantStatement(mesh, foreign, berlin.key), // keys of the other ring under this one's name
      makeGrant(mesh, createRing(other, seed(4), seed(5)), to, berlin.key, testPorts.random),
    ].map(statementMessage),
  )
  assert.deepEqual([...b.rings.keys()], [other])
  // Keys that claim the ring and have another root are not of it, and change nothing.
  await b.rings.add(ring)
  const stranger = createRing(RING, seed(66), seed(67))
  await b.members.merge([statementMessage(makeGrant(mesh, nextEpoch(stranger, seed(68)), to, owner, testPorts.random))])
  assert.equal(b.rings.get(RING)?.epochs, 1)
})

test('whoever opened an epoch owes it to the sites that are trusted later', async () => {
  const a = await openSite(berlin, [ring])
  await a.rings.rotate(RING)
  const liveness = new Liveness(testPorts.clock)
  const worker = grantWorker({ mesh, key: berlin.key, members: a.members, rings: a.rings, liveness }, testPorts)
  await step(worker)
  const before = a.members.current.statements.size
  await step(worker)
  assert.equal(a.members.current.statements.size, before, 'nothing is owed twice')
  await a.members.merge([statementMessage(record(oslo, 'oslo', [RING], { version: 2 }))])
  await step(worker)
  const c = await openSite(oslo, [], [...a.members.current.statements.values()])
  assert.equal(c.rings.get(RING)?.epoch, a.rings.get(RING)?.epoch)
})

test('where nobody has granted anything the first trusted site does, and the next when that one does not', async () => {
  const ports = virtualPorts()
  const [first, next] = [berlin, potsdam].sort((x, y) => (x.key.id < y.key.id ? -1 : 1)) as [Who, Who]
  const liveness = new Liveness(ports.clock)
  const later = await openSite(next, [ring])
  const worker = grantWorker({ mesh, key: next.key, members: later.members, rings: later.rings, liveness }, ports)
  const isGranted = () => later.members.current.grantsFor(recovery.identity).length > 0
  liveness.heard(first.key.id)
  await step(worker)
  assert.equal(isGranted(), false, 'it is not its turn')
  await ports.pass(61_000)
  liveness.heard(first.key.id)
  await step(worker)
  assert.equal(isGranted(), true)

  const alone = await openSite(first, [ring])
  await step(grantWorker({ mesh, key: first.key, members: alone.members, rings: alone.rings, liveness }, ports))
  assert.equal(alone.members.current.grantsFor(recovery.identity).length, 1)
})

test('recovery keys in a constitution open nothing for another identity', () => {
  const { membership } = openMembership(mesh, [genesis, ...records])
  assert.deepEqual(membership.grantsFor(oslo.key.id), [])
  assert.equal(membership.has(recovery.identity), false)
})

/** The sealed keys as they stand in a grant to Potsdam. */
function sealedKeysOf(statement: Statement, of: RingId): Uint8Array {
  const { membership } = openMembership(mesh, [genesis, record(potsdam, 'potsdam', [of]), statement])
  return membership.grantsFor(potsdam.key.id)[0]!.sealedKeys
}

async function step(worker: ReturnType<typeof grantWorker>): Promise<void> {
  await worker.step(new AbortController().signal)
}
