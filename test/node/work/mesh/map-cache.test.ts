import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { Level } from 'level'
import { openLevelCache } from '../../../../node/store/level-cache.ts'
import { MemoryMedium, openMemoryStore } from '../../../../node/store/memory-store.ts'
import { MapCache, type NodeCache } from '../../../../node/work/mesh/map-cache.ts'
import { Promises } from '../../../../node/work/mesh/promises.ts'
import { Replicas } from '../../../../node/work/mesh/replicas.ts'
import { View } from '../../../../node/work/mesh/view.ts'
import type { Peers } from '../../../../node/work/peers.ts'
import { signHead } from '../../../../protocol/head.ts'
import { bytesOf, idOf, type NodeHash, parseId, type SiteId } from '../../../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../../../protocol/keys.ts'
import { buildMap, EMPTY_ROOT, type MapNodes } from '../../../../protocol/merkle-map.ts'
import { entriesOf, entryOf, readAll, sortedEntries } from '../../../helpers/map-memory.ts'
import { testPorts } from '../../../helpers/ports.ts'

const MESH = parseId('MeshId', '11'.repeat(32))
const ME = parseId('SiteId', '22'.repeat(32))
const [X, Y] = [3, 4].map(n => signingKeyFromSeed(new Uint8Array(32).fill(n))) as [Signer, Signer]
type Signer = ReturnType<typeof signingKeyFromSeed>

/** Two authors' maps: the same two thousand entries, and some of its own each. */
const SAME = entriesOf(2000)
const OF_X = [...SAME, ...[2001, 2002].map(number => entryOf(number))]
const OF_Y = [...SAME, ...[3001, 3002].map(number => entryOf(number))]
const MAP_X = buildMap(OF_X)
const MAP_Y = buildMap(OF_Y)
const SHARED = [...MAP_X.nodes.keys()].filter(hash => MAP_Y.nodes.has(hash))

function memory(): NodeCache & { keys(): Promise<string[]> } {
  const map = new Map<string, Uint8Array>()
  return {
    get: async key => map.get(key),
    async batch(edits) {
      for (const { key, value } of edits) value ? map.set(key, value) : map.delete(key)
    },
    async *entries(prefix) {
      for (const [key, value] of [...map]) if (key.startsWith(prefix)) yield [key, value]
    },
    keys: async () => [...map.keys()],
  }
}

async function kept(...maps: MapNodes[]) {
  const cache = memory()
  const nodes = new MapCache(cache)
  for (const map of maps) await nodes.keep(map.nodes)
  return { cache, nodes, count: async () => (await cache.keys()).length }
}

describe('nodes of several maps', () => {
  test('are kept once, whoever has them in a map', async () => {
    assert.ok(SHARED.length > MAP_X.nodes.size / 2)
    const { count, nodes } = await kept(MAP_X, MAP_Y)
    assert.equal(await count(), MAP_X.nodes.size + MAP_Y.nodes.size - SHARED.length)
    assert.deepEqual(await readAll(MAP_X.root, nodes.load), sortedEntries(OF_X))
    assert.deepEqual(await readAll(MAP_Y.root, nodes.load), sortedEntries(OF_Y))
  })

  test('stay while one map needs them, and go when none does', async () => {
    const { count, nodes } = await kept(MAP_X, MAP_Y)
    await nodes.sweep([MAP_X.root, MAP_Y.root])
    assert.equal(await count(), MAP_X.nodes.size + MAP_Y.nodes.size - SHARED.length)
    await nodes.sweep([MAP_Y.root, EMPTY_ROOT])
    assert.equal(await count(), MAP_Y.nodes.size)
    assert.deepEqual(await readAll(MAP_Y.root, nodes.load), sortedEntries(OF_Y))
    await nodes.sweep([])
    assert.equal(await count(), 0)
  })

  test('go by the thousand as well', async () => {
    const many = new Map(Array.from({ length: 2500 }, (_, n) => [hashOf(n), new Uint8Array(1)]))
    const { count, nodes } = await kept(MAP_X, { root: EMPTY_ROOT, nodes: many })
    await nodes.sweep([MAP_X.root])
    assert.equal(await count(), MAP_X.nodes.size)
  })

  test('all stay when a map can not be read whole', async () => {
    const { cache, count, nodes } = await kept(MAP_X, MAP_Y)
    await cache.batch([{ key: `map/${SHARED.at(-1)!}`, value: undefined }])
    const before = await count()
    await assert.rejects(nodes.sweep([MAP_X.root]), { code: 'NODE_GONE' })
    assert.equal(await count(), before)
  })
})

test('a damaged node reads as absent, as a missing one does', async () => {
  await using disk = await onDisk()
  const nodes = new MapCache(disk.cache)
  await nodes.keep(MAP_X.nodes)
  const [damaged, sound] = SHARED as [NodeHash, NodeHash]
  await disk.damage(`map/${damaged}`)
  assert.deepEqual(Buffer.from((await nodes.get(sound))!), Buffer.from(MAP_X.nodes.get(sound)!))
  for (const hash of [damaged, hashOf(1)]) {
    assert.equal(await nodes.get(hash), undefined)
    await assert.rejects(nodes.load(hash), { code: 'NODE_GONE' })
  }
})

describe('a site that starts', () => {
  test('deletes nodes as an earlier version kept them, and nothing else', async () => {
    await using disk = await onDisk()
    await new MapCache(disk.cache).keep(MAP_X.nodes)
    const former = Array.from({ length: 1500 }, (_, n) => `node/${X.id}/${hashOf(n)}`)
    const others = [`root/${X.id}`, `seen/${X.id}`]
    const values = [bytesOf(MAP_X.root), new Uint8Array(1)]
    await disk.cache.batch(former.map(key => ({ key, value: new Uint8Array(9) })))
    await disk.cache.batch(others.map((key, index) => ({ key, value: values[index]! })))
    const { replicas } = await follower(disk.cache)
    await replicas.restore()
    const keys: string[] = []
    for await (const [key] of disk.cache.entries('')) keys.push(key)
    assert.deepEqual(keys.sort(), [...[...MAP_X.nodes.keys()].map(hash => `map/${hash}`), ...others].sort())
  })

  test('keeps the whole map of a former member, and learns nothing from it', async () => {
    await using disk = await onDisk()
    for (const { nodes } of [MAP_X, MAP_Y]) await new MapCache(disk.cache).keep(nodes)
    const roots = [[X.id, MAP_X] as const, [Y.id, MAP_Y] as const]
    await disk.cache.batch(roots.map(([site, { root }]) => ({ key: `root/${site}`, value: bytesOf(root) })))
    const { replicas, learnt } = await follower(disk.cache, [Y.id])
    await replicas.restore()
    assert.deepEqual(learnt, [Y.id])
    const load = (hash: NodeHash) => replicas.loadNode(hash)
    assert.deepEqual(await readAll(replicas.rootOf(X.id), load), sortedEntries(OF_X))
  })

  for (const how of ['damaged', 'missing'] as const)
    test(`fetches a ${how} node again, and with it the maps it stands in`, async () => {
      await using disk = await onDisk()
      const nodes = new MapCache(disk.cache)
      const own = [...MAP_X.nodes.keys()].find(hash => !MAP_Y.nodes.has(hash) && hash !== MAP_X.root)!
      for (const { nodes: all } of [MAP_X, MAP_Y]) await nodes.keep(all)
      const roots = [[X.id, MAP_X] as const, [Y.id, MAP_Y] as const]
      await disk.cache.batch(roots.map(([site, { root }]) => ({ key: `root/${site}`, value: bytesOf(root) })))
      if (how === 'damaged') await disk.damage(`map/${own}`)
      else await disk.cache.batch([{ key: `map/${own}`, value: undefined }])
      const { replicas, offer } = await follower(disk.cache)
      await replicas.restore()
      assert.deepEqual([replicas.rootOf(X.id), replicas.rootOf(Y.id)], [EMPTY_ROOT, MAP_Y.root])
      await offer(X, MAP_X)
      await replicas.sync(X.id, X.id, AbortSignal.timeout(60_000))
      assert.equal(replicas.rootOf(X.id), MAP_X.root)
      const load = (hash: NodeHash) => replicas.loadNode(hash)
      assert.deepEqual(await readAll(MAP_X.root, load), sortedEntries(OF_X))
    })
})

function hashOf(number: number): NodeHash {
  return idOf('NodeHash', Buffer.alloc(32, number.toString().padStart(8, '0')))
}

/** A cache in a database whose bytes a test may change. */
async function onDisk() {
  const path = await mkdtemp(join(tmpdir(), 'holdfast-map-cache-'))
  const raw = { keyEncoding: 'buffer', valueEncoding: 'buffer' } as const
  const db = new Level<Buffer, Buffer>(path, raw)
  await db.open()
  const stored = db.sublevel<Buffer, Buffer>('cache-catalogs', raw)
  return {
    cache: openLevelCache(db, 'catalogs'),
    async damage(key: string) {
      const value = Buffer.from((await stored.get(Buffer.from(key)))!)
      value[value.length - 1]! ^= 1
      await stored.put(Buffer.from(key), value)
    },
    async [Symbol.asyncDispose]() {
      await db.close()
      await rm(path, { recursive: true })
    },
  }
}

/** Follows X and Y, whose maps are at hand at every peer. */
async function follower(cache: NodeCache, members: readonly SiteId[] = [X.id, Y.id]) {
  const store = await openMemoryStore({ medium: new MemoryMedium() }, testPorts)
  const all = new Map([...MAP_X.nodes, ...MAP_Y.nodes])
  const catalog: Peers['catalog'] = async (_from, { nodes }) => {
    const found = (nodes ?? []).map(hash => all.get(idOf('NodeHash', hash)) ?? new Uint8Array(0))
    return { nodes: found, edits: [], editsComplete: false } as Partial<
      Awaited<ReturnType<Peers['catalog']>>
    > as Awaited<ReturnType<Peers['catalog']>>
  }
  const learnt: SiteId[] = []
  const replicas = new Replicas(
    {
      mesh: MESH,
      me: ME,
      peers: { catalog } as Partial<Peers> as Peers,
      promises: await Promises.load(store.journal),
      view: new View(() => 0),
      cache,
      own: { root: EMPTY_ROOT, load: hash => store.loadNode(hash) },
      isMember: (site: SiteId) => members.includes(site),
      ownNewer: () => undefined,
      learnt: async author => void learnt.push(author),
      stepped: async () => undefined,
    },
    testPorts,
  )
  const offer = (key: Signer, { root }: MapNodes) => {
    const place = { incarnation: 1, seq: 1, nonce: new Uint8Array(16), prev: undefined }
    const words = { mesh: MESH, author: key.id, membership: new Uint8Array(32), time: 0, entries: OF_X.length }
    return replicas.offer(signHead({ ...words, ...place, root }, key), key.id)
  }
  return { replicas, offer, learnt }
}
