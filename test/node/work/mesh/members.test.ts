// What a peer tells of the membership: what can't stand is remembered, told of with its reason and its sender, and counts
// once what it lacks is known.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMemoryStore } from '../../../../node/store/memory-store.ts'
import { latePeers } from '../../../../node/work/late-peers.ts'
import { Members } from '../../../../node/work/mesh/members.ts'
import { Promises } from '../../../../node/work/mesh/promises.ts'
import {
  type Constitution,
  foundMesh,
  parseConstitution,
  succeedConstitution,
} from '../../../../protocol/constitution.ts'
import { type SigningKey, signingKeyFromSeed } from '../../../../protocol/keys.ts'
import { memberStatement, UNBOUND } from '../../../../protocol/member.ts'
import { holdfast as pb } from '../../../../protocol/messages.js'
import { makeStatement, type Statement, statementMessage } from '../../../../protocol/statement.ts'
import { testPorts } from '../../../helpers/ports.ts'

const key = (n: number): SigningKey => signingKeyFromSeed(new Uint8Array(32).fill(n))
const [anna, bert] = [key(1), key(2)]
const peer = key(9).id
const salt = new Uint8Array(32).fill(5)
const { mesh, statement: genesis } = foundMesh({ name: 'kreuzberg', owners: [anna], salt, time: 1000 })
const bodyOf = (statement: Statement): Constitution => parseConstitution(mesh, statement).constitution
const after = (prev: Constitution, signers: readonly SigningKey[], time: number) =>
  succeedConstitution(
    mesh,
    { prev: [prev], name: 'kreuzberg', owners: [anna.id], threshold: 1, recovery: undefined, salt, time },
    signers,
  )
const second = after(bodyOf(genesis), [anna], 2000)
const third = after(bodyOf(second), [anna], 3000)

async function openMembers() {
  const store = await openMemoryStore({}, testPorts)
  const promises = await Promises.load(store.journal)
  await promises.record({ statement: statementMessage(genesis) })
  const options = { mesh, peers: latePeers(), promises, software: 'test', features: [] }
  const members = new Members(options, testPorts)
  const refused: string[] = []
  members.refused = (from, why) => refused.push(`${from === peer ? 'the peer' : from}: ${why}`)
  const tell = (...push: Statement[]) =>
    members.hello(peer, new pb.HelloRequest({ push: push.map(statementMessage), membership: members.hash }))
  const again = async () => new Members({ ...options, promises: await Promises.load(store.journal) }, testPorts)
  return { members, refused, tell, again, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() }
}

test('a constitution that skips one is told of with its sender, and counts once the one between is known', async () => {
  await using site = await openMembers()
  await site.tell(third)
  assert.deepEqual(site.refused, ['the peer: constitution 3 skips what is between it and 1, which is in force'])
  assert.equal(site.members.current.constitution.number, 1)
  assert.equal(site.members.current.aside.length, 1)
  await site.tell(second)
  assert.equal(site.members.current.constitution.number, 3)
  assert.deepEqual(site.members.current.aside, [])
  assert.equal(site.refused.length, 1, 'nobody is blamed for what stands')
  assert.equal((await site.again()).current.constitution.number, 3, 'and both are promises')
})

test('a stale constitution, one a stranger signed and one with a forged signature are refused', async () => {
  await using site = await openMembers()
  await site.tell(second, third)
  await site.tell(after(bodyOf(genesis), [bert], 2500))
  await site.tell(after(bodyOf(third), [bert], 4000))
  const forged = Buffer.from(after(bodyOf(third), [anna], 5000).body)
  forged[forged.length - 1]! ^= 1
  await site.tell(makeStatement('constitution', forged))
  assert.deepEqual(site.refused, [
    'the peer: constitution 2 is older than 3, which is in force, and is not signed by 1 of the owners of 1',
    'the peer: constitution 4 is not signed by 1 of the owners of 3',
    'the peer: a constitution with a signature that does not hold',
  ])
  assert.equal(site.members.current.constitution.number, 3)
  assert.equal((await site.again()).current.aside.length, 0, 'none of it is a promise')
})

test('a record whose signer becomes an owner later is no offence, and counts then', async () => {
  await using site = await openMembers()
  const fields = { ...UNBOUND, labels: {}, rings: [], addresses: [], version: 1, time: 2000 } as const
  const sealing = new Uint8Array(32).fill(6)
  const record = memberStatement(mesh, { ...fields, site: peer, sealing, role: 'writer', name: 'potsdam' }, bert)
  await site.tell(record)
  assert.equal(site.members.has(peer), false)
  const owners = [anna.id, bert.id]
  const next = {
    prev: [bodyOf(genesis)],
    name: 'kreuzberg',
    owners,
    threshold: 1,
    recovery: undefined,
    salt,
    time: 3000,
  }
  await site.tell(succeedConstitution(mesh, next, [anna]))
  assert.equal(site.members.has(peer), true)
  assert.deepEqual(site.refused, [])
  assert.equal((await site.again()).has(peer), true)
})
