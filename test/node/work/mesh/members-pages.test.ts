// A membership larger than one message: what fits goes first, and the rest follows in an order that can be judged.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMemoryStore } from '../../../../node/store/memory-store.ts'
import { latePeers } from '../../../../node/work/late-peers.ts'
import { Members } from '../../../../node/work/mesh/members.ts'
import { Promises } from '../../../../node/work/mesh/promises.ts'
import type { Peers } from '../../../../node/work/peers.ts'
import { decode, encode } from '../../../../protocol/codec.ts'
import { foundMesh } from '../../../../protocol/constitution.ts'
import { parseId } from '../../../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../../../protocol/keys.ts'
import { LIMITS } from '../../../../protocol/limits.ts'
import { grantStatement, memberStatement, UNBOUND } from '../../../../protocol/member.ts'
import { holdfast as pb } from '../../../../protocol/messages.js'
import { type Statement, statementMessage } from '../../../../protocol/statement.ts'
import { testPorts } from '../../../helpers/ports.ts'

const seed = (n: number) => new Uint8Array(32).fill(n)
const owner = signingKeyFromSeed(seed(1))
const { mesh, statement: genesis } = foundMesh({ name: 'kreuzberg', owners: [owner], salt: seed(9), time: 1000 })
const ring = parseId('RingId', '0a'.repeat(16))
const signal = new AbortController().signal

const sites = Array.from({ length: 60 }, (_, n) =>
  signingKeyFromSeed(Uint8Array.from({ length: 32 }, (_, at) => at + n)),
)
const records = sites.map(({ id }, n) =>
  memberStatement(
    mesh,
    {
      ...UNBOUND,
      site: id,
      sealing: seed(50),
      role: 'writer',
      name: `site-${n}`,
      labels: {},
      rings: [ring],
      addresses: [],
      version: 1,
      time: 2000,
    },
    owner,
  ),
)
// Rings with all their epochs: some 10 KiB for every one who is to read.
const grants = sites.map(({ id }) =>
  grantStatement(mesh, { ring, epoch: 9, member: id, sealedKeys: new Uint8Array(12_000).fill(7) }, owner),
)

async function openMembers(statements: readonly Statement[], peers: Peers) {
  const store = await openMemoryStore({}, testPorts)
  const promises = await Promises.load(store.journal)
  for (const statement of [genesis, ...statements]) await promises.record({ statement: statementMessage(statement) })
  return new Members({ mesh, peers, promises, software: 'test', features: [] }, testPorts)
}

test('720 kB of grants reach a site that knows the genesis alone, in messages that each fit', async () => {
  const sizes: number[] = []
  const full = await openMembers([...records, ...grants], latePeers())
  const peers: Peers = {
    ...latePeers(),
    hello: async (_site, request) => {
      const answer = encode(pb.HelloResponse, await full.hello(sites[1]!.id, send(pb.HelloRequest, request)))
      sizes.push(answer.byteLength)
      return decode(pb.HelloResponse, answer, LIMITS.membershipFrame, LIMITS.listFields)
    },
  }
  const fresh = await openMembers([], peers)
  await fresh.exchange(sites[0]!.id, signal)
  assert.deepEqual(Buffer.from(fresh.hash), Buffer.from(full.hash))
  assert.equal(fresh.current.grantsFor(sites[59]!.id).length, 1)
  assert.ok(sizes.length > 4, `${sizes.length} messages`)
  assert.ok(Math.max(...sizes) <= LIMITS.membershipFrame)

  // And the other way: what it lacks is pushed in pieces.
  const empty = await openMembers([], latePeers())
  const pushing = await openMembers([...records, ...grants], {
    ...latePeers(),
    hello: async (_site, request) =>
      empty.hello(sites[1]!.id, send(pb.HelloRequest, request)) as Promise<pb.HelloResponse>,
  })
  await pushing.exchange(sites[0]!.id, signal)
  assert.deepEqual(Buffer.from(empty.hash), Buffer.from(pushing.hash))
})

function send(type: typeof pb.HelloRequest, request: pb.HelloRequest.$Properties): pb.HelloRequest {
  const bytes = encode(type, request)
  assert.ok(bytes.byteLength <= LIMITS.membershipFrame, `a request of ${bytes.byteLength} bytes`)
  return decode(type, bytes, LIMITS.membershipFrame, LIMITS.listFields)
}
