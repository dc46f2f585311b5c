import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Network } from '../../../node/network/network.ts'
import { type ErrorCode, HoldfastError, isError } from '../../../protocol/errors.ts'
import { type Cid, parseId } from '../../../protocol/ids.ts'
import { eventually } from '../../helpers/eventually.ts'
import { chunkOf, type FakeServes, fakeServes, PROJECT, startSite } from '../../helpers/network.ts'

const MiB = 1024 * 1024
const signal = AbortSignal.timeout(60_000)
const has = (code: ErrorCode) => (error: unknown) => isError(error, code)

describe('requests between two members', () => {
  let asking: Network
  let answering: Network
  let serves: FakeServes
  const replies: Partial<FakeServes> = {}

  before(async () => {
    const directory = new Map()
    const fake = fakeServes()
    // Each call looks at `replies` first, so that a test can change one answer.
    serves = {
      ...fake,
      hello: (...call) => (replies.hello ?? fake.hello)(...call),
      catalog: (...call) => (replies.catalog ?? fake.catalog)(...call),
      chunks: (...call) => (replies.chunks ?? fake.chunks)(...call),
    }
    asking = await startSite(1, directory, fakeServes(), {
      times: { stallMs: 400, yieldDialMs: 100, shunMs: 0, redialMinMs: 50 },
    })
    answering = await startSite(2, directory, serves)
  })
  beforeEach(async () => {
    for (const key of Object.keys(replies)) delete replies[key as keyof FakeServes]
    serves.store.clear()
    await eventually(() => asking.connected().length === 1, { within: 5_000 })
  })
  after(async () => {
    await asking[Symbol.asyncDispose]()
    await answering[Symbol.asyncDispose]()
  })

  function fill(count: number, size: number): Cid[] {
    const chunks = Array.from({ length: count }, () => chunkOf(randomBytes(size)))
    for (const { cid, bytes } of chunks) serves.store.set(cid, bytes)
    return chunks.map(({ cid }) => cid)
  }

  test('each request reaches its handler with the name of the asker, and its answer comes back', async () => {
    const signed = { body: randomBytes(8), author: randomBytes(32), signature: randomBytes(64) }
    const node = randomBytes(32)
    assert.equal((await asking.hello(answering.site, { software: 'x' }, signal)).software, 'hello x')
    assert.deepEqual(
      Buffer.from((await asking.heads(answering.site, { push: [signed] }, signal)).heads[0]?.body ?? []),
      signed.body,
    )
    assert.deepEqual(
      Buffer.from((await asking.catalog(answering.site, { nodes: [node] }, signal)).nodes[0] ?? []),
      node,
    )
    assert.equal((await asking.lease(answering.site, { nonce: Buffer.from([7]) }, signal)).why, '07')
    assert.deepEqual(Buffer.from((await asking.prove(answering.site, signed, signal)).body), signed.body)
    const calls = serves.calls.filter(call => !call.startsWith('connected'))
    assert.deepEqual(
      calls,
      ['hello', 'heads', 'catalog', 'lease', 'prove'].map(name => `${name} ${asking.site}`),
    )
  })

  test('forty requests at once all get their answers', async () => {
    const asked = Array.from({ length: 40 }, (_, at) => asking.hello(answering.site, { software: `${at}` }, signal))
    assert.deepEqual(
      (await Promise.all(asked)).map(({ software }) => software),
      asked.map((_, at) => `hello ${at}`),
    )
  })

  test("a handler's error arrives as its wire code, and an unexpected one as busy", async () => {
    const thrown: [unknown, ErrorCode][] = [
      [new HoldfastError('NODE_GONE', 'gone'), 'NODE_GONE'],
      [new HoldfastError('NOT_ALLOWED', 'no'), 'NOT_ALLOWED'],
      [new HoldfastError('SIGNATURE_INVALID', 'forged'), 'MESSAGE_INVALID'],
      [new Error('a bug'), 'PEER_BUSY'],
    ]
    for (const [error, code] of thrown) {
      replies.catalog = async () => {
        throw error
      }
      await assert.rejects(asking.catalog(answering.site, {}, signal), has(code))
    }
    assert.equal(asking.counters.misbehaved.size, 0)
  })

  test('a caller that gives up gets its own reason, and the handler is told', async () => {
    let told: AbortSignal | undefined
    replies.hello = async (_from, _request, ended) => {
      told = ended
      return await new Promise(() => undefined)
    }
    const give = new AbortController()
    const asked = asking.hello(answering.site, {}, give.signal)
    await eventually(() => told, { within: 5_000 })
    give.abort(new Error('no more time'))
    await assert.rejects(asked, /no more time/)
    await eventually(() => told?.aborted, { within: 5_000 })
  })

  test('a site without a connection is unreachable', async () => {
    await assert.rejects(asking.hello(parseId('SiteId', '33'.repeat(32)), {}, signal), has('PEER_UNREACHABLE'))
  })

  test('64 MiB come over in windows, every chunk as it was', async () => {
    const cids = fill(64, MiB)
    const came = new Map<Cid, Uint8Array | undefined>()
    for (let at = 0; at < cids.length; at += 16) {
      const wanted = { project: PROJECT, cids: cids.slice(at, at + 16), window: 16 * MiB }
      const count = await asking.chunks(answering.site, wanted, async (cid, bytes) => void came.set(cid, bytes), signal)
      assert.equal(count, 16)
    }
    assert.deepEqual([...came.keys()], cids)
    for (const [cid, bytes] of came)
      assert.equal(Buffer.compare(bytes ?? new Uint8Array(), serves.store.get(cid) ?? new Uint8Array()), 0)
    assert.ok((asking.counters.traffic.get(answering.site)?.received ?? 0) > 64 * MiB)
  })

  test('a chunk the peer lacks is told as missing', async () => {
    const [here = fail()] = fill(1, 100)
    const { cid: gone } = chunkOf(randomBytes(10))
    const came: [Cid, number | undefined][] = []
    const wanted = { project: PROJECT, cids: [gone, here], window: MiB }
    const count = await asking.chunks(
      answering.site,
      wanted,
      async (cid, bytes) => void came.push([cid, bytes?.byteLength]),
      signal,
    )
    assert.equal(count, 1)
    assert.deepEqual(came, [
      [gone, undefined],
      [here, 100],
    ])
  })

  test('the answer ends where the window does', async () => {
    const cids = fill(10, 100_000)
    const came: Cid[] = []
    const wanted = { project: PROJECT, cids, window: 350_000 }
    assert.equal(await asking.chunks(answering.site, wanted, async cid => void came.push(cid), signal), 3)
    assert.deepEqual(came, cids.slice(0, 3))
  })

  test('the next chunk waits for the last to be stored, and a failure to store is passed on as it is', async () => {
    const cids = fill(5, 1000)
    let storing = 0
    const full = new HoldfastError('DISK_FULL', 'full')
    const came: Cid[] = []
    const stored = async (cid: Cid): Promise<void> => {
      assert.equal(++storing, 1)
      await new Promise(resolve => setImmediate(resolve))
      storing--
      if (came.push(cid) === 3) throw full
    }
    const wanted = { project: PROJECT, cids, window: MiB }
    await assert.rejects(asking.chunks(answering.site, wanted, stored, signal), error => error === full)
    assert.deepEqual(came, cids.slice(0, 3))
    assert.equal(asking.counters.misbehaved.size, 0)
  })

  test('a transfer in which nothing moves is cut off', async () => {
    const [first = fail()] = fill(1, 1000)
    const { cid: second } = chunkOf(randomBytes(10))
    replies.chunks = async function* () {
      yield { cid: first, bytes: serves.store.get(first) }
      await new Promise(() => undefined)
    }
    const came: Cid[] = []
    const wanted = { project: PROJECT, cids: [first, second], window: MiB }
    await assert.rejects(
      asking.chunks(answering.site, wanted, async cid => void came.push(cid), signal),
      has('PEER_UNREACHABLE'),
    )
    assert.deepEqual(came, [first])
  })

  for (const [what, chunks] of Object.entries({
    'wrong bytes for a chunk': async function* (_from, { cids }) {
      for (const cid of cids) yield { cid, bytes: randomBytes(1000) }
    },
    'a chunk nobody asked for': async function* () {
      yield chunkOf(randomBytes(1000))
    },
    'chunks out of turn': async function* (_from, { cids }) {
      for (const cid of cids.toReversed()) yield { cid, bytes: serves.store.get(cid) }
    },
  } satisfies Record<string, FakeServes['chunks']>)) {
    test(`a peer that sends ${what} is dropped and counted, and nothing of it is kept`, async () => {
      const cids = fill(2, 1000)
      const before = asking.counters.misbehaved.get(answering.site) ?? 0
      const disconnects = serves.calls.filter(call => call.startsWith('disconnected')).length
      replies.chunks = chunks
      const wanted = { project: PROJECT, cids, window: MiB }
      const kept = async (): Promise<void> => assert.fail('kept a chunk')
      await assert.rejects(asking.chunks(answering.site, wanted, kept, signal), has('PEER_MISBEHAVED'))
      assert.equal(asking.counters.misbehaved.get(answering.site), before + 1)
      await eventually(() => serves.calls.filter(call => call.startsWith('disconnected')).length > disconnects, {
        within: 5_000,
      })
    })
  }
})

test('a peer that misbehaved is not let in again for a while', async () => {
  const directory = new Map()
  const serves = fakeServes()
  await using asking = await startSite(1, directory, fakeServes())
  await using answering = await startSite(2, directory, serves)
  await eventually(() => asking.connected().length === 1, { within: 5_000 })
  const { cid } = chunkOf(randomBytes(10))
  serves.store.set(cid, randomBytes(10))
  const wanted = { project: PROJECT, cids: [cid], window: MiB }
  await assert.rejects(
    asking.chunks(answering.site, wanted, async () => undefined, signal),
    has('PEER_MISBEHAVED'),
  )
  // The other side, which knows of no wrong, dials and is turned away.
  await eventually(() => asking.counters.denied > 0, { within: 5_000 })
  assert.deepEqual(asking.connected(), [])
})

function fail(): never {
  throw new Error('unreachable')
}
