import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { MemoryMedium, openMemoryStore } from '../../../../node/store/memory-store.ts'
import { Gossip } from '../../../../node/work/mesh/gossip.ts'
import { Liveness } from '../../../../node/work/mesh/liveness.ts'
import type { Members } from '../../../../node/work/mesh/members.ts'
import type { OwnCatalog } from '../../../../node/work/mesh/own-catalog.ts'
import { Promises } from '../../../../node/work/mesh/promises.ts'
import { Replicas } from '../../../../node/work/mesh/replicas.ts'
import { View } from '../../../../node/work/mesh/view.ts'
import type { Peers } from '../../../../node/work/peers.ts'
import { decode, encode } from '../../../../protocol/codec.ts'
import { headIdOf, isForkProof, parseHead, signHead } from '../../../../protocol/head.ts'
import { bytesOf, type HeadId, parseId } from '../../../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../../../protocol/keys.ts'
import { EMPTY_ROOT } from '../../../../protocol/merkle-map.ts'
import { holdfast as pb } from '../../../../protocol/messages.js'
import { testPorts } from '../../../helpers/ports.ts'

const mesh = parseId('MeshId', '11'.repeat(32))
const me = parseId('SiteId', '22'.repeat(32))
const author = signingKeyFromSeed(new Uint8Array(32).fill(3))
const before = parseId('HeadId', '44'.repeat(32))

/** A head of the author; `nonce` tells the branches of one incarnation apart. */
function head(incarnation: number, seq: number, nonce = 0, prev: HeadId = before): pb.Signed {
  const fields = {
    incarnation,
    seq,
    nonce: new Uint8Array(16).fill(nonce),
    prev,
    root: EMPTY_ROOT,
    time: 0,
    entries: 0,
  }
  return signHead({ mesh, author: author.id, membership: new Uint8Array(32), ...fields }, author)
}

async function observer(medium = new MemoryMedium()) {
  const store = await openMemoryStore({ medium }, testPorts)
  const promises = await Promises.load(store.journal)
  const replicas = new Replicas(
    {
      mesh,
      me,
      peers: {} as Peers,
      promises,
      view: new View(() => 0),
      cache: store.cache('catalogs'),
      own: { root: EMPTY_ROOT, load: hash => store.loadNode(hash) },
      isMember: () => true,
      ownNewer: () => undefined,
      learnt: async () => undefined,
      stepped: async () => undefined,
    },
    testPorts,
  )
  const newest = () => {
    const record = replicas.head(author.id)?.record
    return record && [record.incarnation, record.seq]
  }
  return { store, promises, replicas, newest }
}

describe('two branches of one author', () => {
  test('the later by order is followed, and the fork is kept', async () => {
    const { promises, replicas, newest } = await observer()
    const [early, late] = [head(2, 4), head(2, 20, 1)]
    assert.equal(await replicas.offer(early, me), 'newer')
    assert.equal(await replicas.offer(late, me), 'newer')
    assert.deepEqual(newest(), [2, 20])
    assert.deepEqual(promises.forks.get(author.id), { a: early, b: late })
    assert.equal(await replicas.offer(early, me), 'fork')
    assert.deepEqual(newest(), [2, 20])
  })

  test('a later incarnation at a place that is taken is not followed: the accepted seq never falls', async () => {
    const { replicas, newest } = await observer()
    await replicas.offer(head(2, 4), me)
    assert.equal(await replicas.offer(head(3, 3), me), 'fork')
    assert.equal(await replicas.offer(head(3, 4), me), 'fork')
    assert.deepEqual(newest(), [2, 4])
    assert.equal(await replicas.offer(head(3, 5), me), 'newer')
    assert.deepEqual(newest(), [3, 5])
  })

  test('an author that goes on at a place it has taken before hears of it', async () => {
    const { replicas } = await observer()
    const [first, second] = [head(2, 4), head(2, 4, 1)]
    await replicas.offer(first, me)
    const gossip = new Gossip(
      {
        mesh,
        key: signingKeyFromSeed(new Uint8Array(32).fill(5)),
        peers: {} as Peers,
        members: { sites: () => [author.id] } as Partial<Members> as Members,
        replicas,
        own: { site: me } as Partial<OwnCatalog> as OwnCatalog,
        liveness: new Liveness(testPorts.clock),
        work: () => ({ intents: [], progress: [], reading: [] }),
      },
      testPorts,
    )
    const known = [{ author: bytesOf(author.id), incarnation: 2, seq: 4 }]
    const ask = (push: pb.Signed) =>
      gossip.heads(author.id, decode(pb.HeadsRequest, encode(pb.HeadsRequest, { known, push: [push] }), 10_000))
    assert.deepEqual((await ask(second)).heads, [first])
    assert.deepEqual((await ask(first)).heads, [])
  })

  test('both are still a proof after the journal was written anew', async () => {
    const medium = new MemoryMedium()
    const { store, replicas } = await observer(medium)
    const [early, late, later] = [head(2, 4), head(2, 20, 1), head(2, 21, 1, headIdOf(head(2, 20, 1).body))]
    for (const signed of [early, late, later]) await replicas.offer(signed, me)
    Object.defineProperty(store.journal, 'bytes', { value: 9 * 1024 * 1024 })
    await Promises.load(store.journal)
    await store[Symbol.asyncDispose]()
    const again = await observer(medium)
    const fork = again.promises.forks.get(author.id)!
    assert.ok(isForkProof(parseHead(mesh, fork.a), parseHead(mesh, fork.b)))
    assert.deepEqual(again.newest(), [2, 21])
  })
})
