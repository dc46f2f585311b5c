import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chunkSource } from '../../../node/work/chunk-source.ts'
import type { ChunksWanted } from '../../../node/work/peers.ts'
import { HoldfastError, isError } from '../../../protocol/errors.ts'
import { hash } from '../../../protocol/hash.ts'
import { type Cid, idOf, type SiteId } from '../../../protocol/ids.ts'
import { openStore, project } from '../../helpers/capture.ts'
import { noise } from '../../helpers/chunk-memory.ts'

const never = new AbortController().signal
const chunks = Array.from({ length: 500 }, (_, i) => {
  const bytes = noise(i, 1000)
  return { cid: idOf('Cid', hash(bytes)), bytes }
})
const cids = chunks.map(({ cid }) => cid)
const bytesOf = new Map<Cid, Uint8Array>(chunks.map(({ cid, bytes }) => [cid, bytes]))

interface Peer {
  readonly has: (cid: Cid, index: number) => boolean
  /** Ends the connection after so many chunks in all. */
  readonly diesAfter?: number
}

/** A source over a store and peers that answer in turns of the event loop; tells what was asked of whom. */
async function meshOf(peers: Readonly<Record<string, Peer>>, held: readonly Cid[] = []) {
  const store = await openStore()
  await store.putChunks(chunks.filter(({ cid }) => held.includes(cid)))
  const asked: { site: string; cids: number; underway: number }[] = []
  const damaged: Cid[] = []
  const gone = new Set<string>()
  const waits: number[] = []
  const during: { wait: () => Promise<void> } = { wait: async () => undefined }
  const underway = new Map<string, number>()
  const sent = new Map<string, number>()
  const names = Object.keys(peers) as SiteId[]
  async function answer(
    site: SiteId,
    wanted: ChunksWanted,
    onChunk: (cid: Cid, bytes: Uint8Array | undefined) => Promise<void>,
  ): Promise<number> {
    underway.set(site, (underway.get(site) ?? 0) + 1)
    asked.push({ site, cids: wanted.cids.length, underway: underway.get(site)! })
    try {
      for (const cid of wanted.cids) {
        await new Promise(next => setImmediate(next))
        const { has, diesAfter = Number.POSITIVE_INFINITY } = peers[site]!
        if ((sent.get(site) ?? 0) >= diesAfter) gone.add(site)
        if (gone.has(site)) throw new HoldfastError('PEER_UNREACHABLE', `${site} was cut off`)
        const bytes = has(cid, cids.indexOf(cid)) ? bytesOf.get(cid) : undefined
        if (bytes) sent.set(site, (sent.get(site) ?? 0) + 1)
        await onChunk(cid, bytes)
      }
      return wanted.cids.length
    } finally {
      underway.set(site, underway.get(site)! - 1)
    }
  }
  const source = chunkSource(
    {
      project,
      store,
      peers: { chunks: answer, connected: () => names.filter(name => !gone.has(name)) },
      sources: () => [...names],
      fetched: () => undefined,
      damaged: async cid => void damaged.push(cid),
      clock: {
        wait: async ms => {
          waits.push(ms)
          await during.wait()
        },
      },
    },
    never,
  )
  return { store, source, asked, damaged, sent, waits, during }
}

async function loadAll(source: (cid: Cid) => Promise<Uint8Array>): Promise<void> {
  const all = await Promise.all(cids.map(source))
  for (const [i, bytes] of all.entries()) assert.deepEqual(Buffer.from(bytes), Buffer.from(chunks[i]!.bytes))
}

test('what is asked for together is asked of several peers at once, in few requests, a bounded number at a time', async () => {
  const { source, asked, sent } = await meshOf({ a: { has: () => true }, b: { has: () => true } })
  await loadAll(source)
  assert.ok(asked.length < 40, `${asked.length} requests`)
  assert.ok(asked.every(({ underway }) => underway <= 4))
  assert.ok(asked.some(({ underway }) => underway > 1))
  assert.equal(sent.get('a')! + sent.get('b')!, 500)
  assert.ok(sent.get('a')! > 100 && sent.get('b')! > 100)
  const single = await meshOf({ a: { has: () => true } })
  await loadAll(single.source)
  assert.equal(Math.max(...single.asked.map(({ underway }) => underway)), 4)
})

test('a peer that dies midway costs nothing but time', async () => {
  const { source, sent } = await meshOf({ a: { has: () => true, diesAfter: 70 }, b: { has: () => true } })
  await loadAll(source)
  assert.equal(sent.get('a'), 70)
  assert.equal(sent.get('b'), 430)
})

test('what one peer lacks comes from the other, and what all lack is told as missing', async () => {
  const even = await meshOf({ a: { has: (_, i) => i % 2 === 0 }, b: { has: (_, i) => i % 2 === 1 } })
  await loadAll(even.source)
  const { source } = await meshOf({ a: { has: (_, i) => i !== 77 }, b: { has: (_, i) => i !== 77 } })
  const settled = await Promise.allSettled(cids.map(source))
  const failed = settled.flatMap((result, i) => (result.status === 'rejected' ? [[i, result.reason.code]] : []))
  assert.deepEqual(failed, [[77, 'CHUNK_MISSING']])
})

test('what nobody gives just now is looked for again, here and there, and told as missing only then', async () => {
  const rare = cids[77]!
  // A pull brings it here meanwhile, and what this site holds others no longer serve it.
  const pulled = await meshOf({ a: { has: cid => cid !== rare } })
  pulled.during.wait = async () => void (await pulled.store.putChunks([chunks[77]!]))
  await loadAll(pulled.source)
  assert.deepEqual(pulled.waits, [250])
  // A peer refuses it at first.
  let refusals = 2
  const busy = await meshOf({ a: { has: cid => cid !== rare || --refusals < 0 }, b: { has: cid => cid !== rare } })
  await loadAll(busy.source)
  assert.deepEqual(busy.waits, [250, 500])
  // Nobody ever has it: what is lost beside it costs no further waiting.
  const lost = await meshOf({ a: { has: cid => cid !== rare && cid !== cids[78] } })
  await assert.rejects(lost.source(rare), { code: 'CHUNK_MISSING' })
  assert.deepEqual(lost.waits, [250, 500, 1_000, 2_000, 4_000])
  await assert.rejects(lost.source(cids[78]!), { code: 'CHUNK_MISSING' })
  assert.equal(lost.waits.length, 5)
})

test('with the last peer gone, what is left has no source', async () => {
  const { source } = await meshOf({ a: { has: () => true, diesAfter: 70 } })
  const settled = await Promise.allSettled(cids.map(source))
  assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 70)
  assert.ok(settled.every(result => result.status === 'fulfilled' || isError(result.reason, 'NO_SOURCE')))
})

test('what is here is read here, and a chunk that has rotted in the middle comes from a peer and is reported', async () => {
  const { store, source, damaged, sent } = await meshOf({ a: { has: () => true } }, cids)
  const load = store.loadChunks.bind(store)
  store.loadChunks = async wanted =>
    (await load(wanted)).map((bytes, i) =>
      wanted[i] === cids[250] ? new HoldfastError('CHUNK_CORRUPT', 'fails its hash') : bytes,
    )
  await loadAll(source)
  assert.deepEqual(damaged, [cids[250]])
  assert.equal(sent.get('a'), 1)
})

test('an error of the store that is none of a chunk reaches all who asked', async () => {
  const { store, source } = await meshOf({ a: { has: () => true } })
  store.loadChunks = async () => {
    throw new HoldfastError('DISK_SICK', 'no')
  }
  const settled = await Promise.allSettled(cids.map(source))
  assert.ok(settled.every(result => result.status === 'rejected' && isError(result.reason, 'DISK_SICK')))
})
