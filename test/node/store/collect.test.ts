// Collecting on a disk: what a crash leaves at any moment of it opens whole, an index can still be rebuilt, rot is not copied,
// and a disk that is nearly full gets back what it can.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { cp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { type Disk, realDisk } from '../../../node/store/disk.ts'
import { openDiskStore } from '../../../node/store/disk-store.ts'
import { encodeRecordHead, encodeRemoval, KIND, keyOf, parseRemoval } from '../../../node/store/pack-record.ts'
import type { ChunkBytes, Named, Store } from '../../../node/store/store.ts'
import { hash } from '../../../protocol/hash.ts'
import { createDiskPlace, type DiskPlace, findBytes, flipByte, realPorts } from '../../helpers/disk-place.ts'
import { keepOnly } from '../../suites/collect.ts'
import { collect, failsWith, never, nodeOf, randomChunk } from '../../suites/store.ts'

const SMALL_PACKS = { packBytes: 20_000 }
let place: DiskPlace
beforeEach(async () => {
  place = await createDiskPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

const many = (count: number, length = 1000) => Array.from({ length: count }, () => randomChunk(length))

async function isWhole(store: Store, chunks: readonly ChunkBytes[]): Promise<void> {
  for (const { cid, bytes } of chunks) assert.ok(Buffer.from(await store.loadChunk(cid)).equals(bytes))
}

async function faults(store: Store): Promise<unknown[]> {
  return (await collect(store.scrub(undefined, never))).filter(({ ok }) => !ok)
}

/** 90 chunks of which every third stays, with withdrawals among them, in packs of 18. */
async function fill(store: Store): Promise<{ kept: ChunkBytes[]; gone: ChunkBytes[]; bad: ChunkBytes }> {
  const chunks = many(90)
  for (const chunk of chunks) await store.putChunks([chunk])
  const [bad, healed] = [chunks[0]!, chunks[3]!]
  await store.quarantine(bad.cid, 'a drill')
  await store.quarantine(healed.cid, 'a drill')
  await store.putChunks([healed])
  return {
    kept: chunks.filter((chunk, i) => i % 3 === 0 && chunk !== bad),
    gone: chunks.filter((_, i) => i % 3 !== 0),
    bad,
  }
}

test('a removal has exactly the bytes of the specification, and no others pass for one', () => {
  const bytes = encodeRemoval([9, 7])
  const key = keyOf(KIND.removal, Buffer.from(hash(bytes)).toString('hex'))
  const record = Buffer.concat([encodeRecordHead(key, bytes.length, 12, 160), bytes])
  const vector = readFileSync(join(import.meta.dirname, '../../vectors/pack-removal.hex'), 'utf8')
  assert.equal(record.toString('hex'), vector.replaceAll(/#.*|\s/g, ''))
  assert.deepEqual(parseRemoval(bytes), [7, 9])
  for (const wrong of ['', '07', '0000000000', '0900000007000000', '0700000007000000', '00000000'])
    assert.throws(() => parseRemoval(Buffer.from(wrong, 'hex')), failsWith('MESSAGE_INVALID'))
})

test('packs go that little is left of, and the store is the same with a rebuilt index', async () => {
  let [kept, gone, bad]: [ChunkBytes[], ChunkBytes[], ChunkBytes | undefined] = [[], [], undefined]
  const node = nodeOf(Buffer.alloc(300, 'node'))
  {
    await using store = await place.open(SMALL_PACKS)
    ;({ kept, gone, bad } = await fill(store))
    await store.putNodes([node])
    const before = store.stats()
    const collected = await keepOnly(store, [...kept, bad], [node])
    assert.ok(collected.packsRemoved >= 4, `${collected.packsRemoved} packs`)
    assert.equal(before.bytes - store.stats().bytes, collected.reclaimedBytes)
    assert.ok(store.stats().bytes < 1.5 * 30 * 1060)
    assert.equal((await place.packs()).length, store.stats().packs)
  }
  for (const without of ['nothing', 'index']) {
    if (without === 'index') await rm(join(place.path, 'index'), { recursive: true })
    await using store = await place.open(SMALL_PACKS)
    await isWhole(store, kept)
    await store.loadNode(node.hash)
    assert.deepEqual(new Set(await store.hasChunks(gone.map(({ cid }) => cid))), new Set([false]))
    assert.deepEqual(await store.hasChunks([bad.cid]), [false])
    // What was known of the damaged one alone goes with the index, as its record went with its pack.
    assert.equal(store.stats().quarantined, without === 'index' ? 0 : 1)
    assert.deepEqual(await faults(store), [])
    assert.deepEqual(place.warnings, without === 'index' ? ['the index disagrees with the packs'] : [])
  }
})

test('a pack that is mostly of use stays as it is, and what is dead in it is told', async () => {
  await using store = await place.open(SMALL_PACKS)
  const chunks = many(60)
  for (const chunk of chunks) await store.putChunks([chunk])
  const packs = await place.packs()
  const collected = await keepOnly(
    store,
    chunks.filter((_, i) => i % 10 !== 0),
  )
  assert.deepEqual(await place.packs(), packs)
  assert.equal(collected.deadBytes, collected.chunks * 1060)
  assert.ok(collected.chunks >= 5)
})

test('what has to stay and is rotten is told, not copied; its pack stays until it has been mended', async () => {
  await using store = await place.open(SMALL_PACKS)
  const chunks = many(54)
  for (const chunk of chunks) await store.putChunks([chunk])
  const kept = [chunks[2]!, chunks[5]!, chunks[40]!]
  const { path, offset } = await findBytes(await place.packs(), kept[0]!.bytes)
  await flipByte(path, offset)
  const told: string[] = []
  const options = {
    rotten: async (name: Named, why: string) => {
      assert.match(why, /hash/)
      assert.ok(name.kind === 'chunk')
      told.push(name.cid)
      await store.quarantine(kept[0]!.cid, why)
    },
  }
  await keepOnly(store, kept, [], async () => undefined, options)
  assert.deepEqual(told, [kept[0]!.cid])
  await isWhole(store, kept.slice(1))
  assert.ok((await place.packs()).includes(path))
  assert.equal(store.stats().quarantined, 1)
  await store.putChunks([kept[0]!])
  await keepOnly(store, kept, [], async () => undefined, options)
  await isWhole(store, kept)
  assert.ok(!(await place.packs()).includes(path))
  assert.equal(store.stats().quarantined, 0)
})

test('where the disk has no room for a copy, packs without anything of use go all the same', async () => {
  let isFull = false
  const disk: Disk = { ...realDisk, free: async folder => (isFull ? 1000 : realDisk.free(folder)) }
  await using store = await place.open({ ...SMALL_PACKS, disk, reserve: 500 })
  const chunks = many(90)
  for (const chunk of chunks) await store.putChunks([chunk])
  const packs = await place.packs()
  // Nothing of the first two packs, one of each other.
  const kept = chunks.filter((_, i) => i >= 36 && i % 9 === 0)
  isFull = true
  const collected = await keepOnly(store, kept)
  assert.equal(collected.packsRemoved, 2)
  assert.deepEqual((await place.packs()).slice(0, 3), packs.slice(2, 5))
  isFull = false
  await keepOnly(store, kept)
  assert.ok(store.stats().bytes < 20_000, `${store.stats().bytes} bytes`)
  await isWhole(store, kept)
})

test('a collection that dies at any call to the disk leaves a store that opens whole and can be collected', async () => {
  await using images = await createDiskPlace()
  let copies: string[] | undefined
  const image = async (): Promise<void> => {
    if (copies === undefined) return
    const path = join(images.path, String(copies.length))
    copies.push(path)
    await cp(place.path, path, { recursive: true })
    await rm(join(path, 'lock'), { recursive: true })
    await rm(join(path, 'index', 'LOCK'))
  }
  const disk: Disk = {
    ...realDisk,
    open: async (...call) => {
      await image()
      return realDisk.open(...call)
    },
    write: async (...call) => {
      await image()
      await realDisk.write(...call)
    },
    sync: async (...call) => {
      await image()
      await realDisk.sync(...call)
    },
    remove: async path => {
      await image()
      await realDisk.remove(path)
    },
    syncFolder: async folder => {
      await image()
      await realDisk.syncFolder(folder)
    },
  }
  let kept: ChunkBytes[] = []
  {
    await using store = await place.open({ ...SMALL_PACKS, disk })
    const filled = await fill(store)
    kept = filled.kept
    copies = []
    await keepOnly(store, kept)
    await image()
  }
  assert.ok(copies.length > 30, `${copies.length} moments`)
  for (const [at, path] of copies.entries()) {
    const isWithout = at % 3 === 0
    if (isWithout) await rm(join(path, 'index'), { recursive: true })
    {
      await using store = await openDiskStore(path, SMALL_PACKS, realPorts)
      await isWhole(store, kept)
      assert.deepEqual(await faults(store), [], path)
      assert.deepEqual(
        (await store.quarantined()).filter(({ why }) => why !== 'a drill'),
        [],
        path,
      )
      await keepOnly(store, kept)
      await isWhole(store, kept)
      assert.equal(store.stats().quarantined, 0)
    }
    await using store = await openDiskStore(path, SMALL_PACKS, realPorts)
    await isWhole(store, kept)
    assert.deepEqual(await faults(store), [], path)
    assert.ok(store.stats().bytes < 1.6 * 29 * 1060, `${path}: ${store.stats().bytes} bytes`)
    assert.equal((await readdir(join(path, 'packs'))).length, store.stats().packs)
  }
})
