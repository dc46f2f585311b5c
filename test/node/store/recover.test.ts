// Opening a disk store after crashes, rot and losses: what was acknowledged is there, or is named as lost.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { appendFile, cp, mkdir, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { Level } from 'level'
import { encodePackHead, PACK_HEAD } from '../../../node/store/pack-footer.ts'
import { encodeRecordHead, parseRecordHead, RECORD_HEAD } from '../../../node/store/pack-record.ts'
import type { ChunkBytes, Store } from '../../../node/store/store.ts'
import { createDiskPlace, type DiskPlace, findBytes, flipByte } from '../../helpers/disk-place.ts'
import { chunkOf, collect, failsWith, never, nodeOf, randomChunk, randomPid } from '../../suites/store.ts'

const SMALL_PACKS = { packBytes: 20_000 }
let place: DiskPlace
beforeEach(async () => {
  place = await createDiskPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

async function fill(count: number, length = 1000): Promise<ChunkBytes[]> {
  await using store = await place.open(SMALL_PACKS)
  const chunks = Array.from({ length: count }, () => randomChunk(length))
  for (const chunk of chunks) await store.putChunks([chunk])
  return chunks
}

async function checkAll(store: Store, chunks: readonly ChunkBytes[]): Promise<void> {
  for (const { cid, bytes } of chunks) assert.deepEqual(Buffer.from(await store.loadChunk(cid)), Buffer.from(bytes))
}

/** Writes the records of an unsealed pack 1 as those of another pack. */
async function renumber(from: string, to: string, id: number): Promise<void> {
  const image = await readFile(from)
  const parts: Buffer[] = [encodePackHead(id)]
  for (let at = PACK_HEAD; at < image.length; ) {
    const { key, length } = parseRecordHead(image.subarray(at), 1, at)
    parts.push(encodeRecordHead(key, length, id, at), image.subarray(at + RECORD_HEAD, at + RECORD_HEAD + length))
    at += RECORD_HEAD + length
  }
  await writeFile(to, Buffer.concat(parts))
}

test('packs are sealed at their size and none grows beyond it', async () => {
  const chunks = await fill(100)
  const packs = await place.packs()
  assert.ok(packs.length >= 6)
  for (const path of packs) assert.ok((await stat(path)).size <= SMALL_PACKS.packBytes)
  await using store = await place.open(SMALL_PACKS)
  await checkAll(store, chunks)
  assert.equal(store.stats().packs, packs.length)
})

test('a deleted index is rebuilt from the packs, with what was quarantined still out of service', async () => {
  const chunks = await fill(60)
  const [gone, healed] = [chunks[3]!, chunks[50]!]
  const node = nodeOf(randomBytes(100))
  {
    await using store = await place.open(SMALL_PACKS)
    await store.putNodes([node])
    await store.quarantine(gone.cid, 'rot')
    await store.quarantine(healed.cid, 'rot')
    await store.putChunks([healed])
  }
  await rm(join(place.path, 'index'), { recursive: true })
  await using store = await place.open(SMALL_PACKS)
  await checkAll(
    store,
    chunks.filter(chunk => chunk !== gone),
  )
  await store.loadNode(node.hash)
  assert.deepEqual(await store.hasChunks([gone.cid]), [false])
  const listed = await store.quarantined()
  assert.deepEqual(new Set(listed.map(one => one.healed)), new Set([true, false]))
  assert.ok(listed.every(({ why }) => why === 'rot'))
  assert.deepEqual([store.stats().chunks, store.stats().nodes, store.stats().quarantined], [59, 1, 1])
})

test('a damaged record that was quarantined and healed does not come back with a rebuilt index', async () => {
  const [chunk] = await fill(1)
  const { path, offset } = await findBytes(await place.packs(), chunk!.bytes)
  await fill(30) // seals the pack, so that nothing is scanned
  await flipByte(path, offset)
  {
    await using store = await place.open(SMALL_PACKS)
    await assert.rejects(store.loadChunk(chunk!.cid), failsWith('CHUNK_CORRUPT'))
    await store.quarantine(chunk!.cid, 'rot')
    await store.putChunks([chunk!])
  }
  await rm(join(place.path, 'index'), { recursive: true })
  await using store = await place.open(SMALL_PACKS)
  await checkAll(store, [chunk!])
  assert.ok((await collect(store.scrub(undefined, never))).every(({ ok }) => ok))
})

test('after a clean end nothing is rebuilt or cut, whatever was withdrawn and put again', async () => {
  const chunks = await fill(30)
  for (let round = 0; round < 4; round++) {
    await using store = await place.open(round < 2 ? {} : SMALL_PACKS)
    for (const { cid } of chunks.slice(0, 20)) await store.quarantine(cid, 'a drill')
    await store.putChunks(chunks.slice(0, 10))
    await checkAll(store, chunks.slice(0, 10))
  }
  assert.deepEqual(place.warnings, [])
})

test('a record that stands in the packs twice is counted once, and opening settles on the later one', async () => {
  const [chunk] = await fill(1)
  const db = new Level<Buffer, Buffer>(join(place.path, 'index'))
  await db.clear() // forgets the chunk while the store is away …
  await db.close()
  const packs = join(place.path, 'packs')
  await cp(join(packs, '00000001.pack'), join(place.path, 'kept'))
  await rm(join(packs, '00000001.pack'))
  await fill(1)
  {
    await using store = await place.open()
    await store.putChunks([chunk!]) // … so that it is put again
  }
  await cp(join(packs, '00000001.pack'), join(place.path, 'second'))
  await rm(join(packs, '00000001.pack'))
  await renumber(join(place.path, 'second'), join(packs, '00000002.pack'), 2)
  await cp(join(place.path, 'kept'), join(packs, '00000001.pack'))
  for (let round = 0; round < 3; round++) {
    place.warnings.length = 0
    await using store = await place.open()
    await checkAll(store, [chunk!])
    assert.equal(store.stats().chunks, 2)
    assert.deepEqual(await store.quarantined(), [])
    assert.equal((await collect(store.scrub(undefined, never))).length, 2)
  }
  assert.deepEqual(place.warnings, [])
})

test('the index of another store is not believed', async () => {
  const chunks = await fill(5)
  const other = await createDiskPlace()
  {
    await using store = await other.open()
    await store.cache('stat').put('a', randomBytes(10))
  }
  await rm(join(place.path, 'index'), { recursive: true })
  await cp(join(other.path, 'index'), join(place.path, 'index'), { recursive: true })
  await other[Symbol.asyncDispose]()
  await using store = await place.open(SMALL_PACKS)
  await checkAll(store, chunks)
  assert.equal(await store.cache('stat').get('a'), undefined)
})

test('any flipped byte in the log of the index costs nothing that was acknowledged', async () => {
  const chunks = await fill(40)
  const log = (await readdir(join(place.path, 'index'))).find(name => name.endsWith('.log'))
  const path = join(place.path, 'index', log!)
  const image = await readFile(path)
  for (let i = 0; i < 12; i++) {
    const damaged = Buffer.from(image)
    damaged[Math.floor((i * image.length) / 12) + 3]! ^= 0x40
    await writeFile(path, damaged)
    await using store = await place.open(SMALL_PACKS)
    assert.ok((await store.hasChunks(chunks.map(({ cid }) => cid))).every(Boolean), `byte ${i}`)
    assert.equal(store.stats().chunks, 40)
    assert.deepEqual(await store.quarantined(), [])
  }
})

test('a torn end is cut off wherever the tear is, and writing goes on there', async () => {
  const chunks = await fill(3, 300)
  const [path] = await place.packs()
  const image = await readFile(path!)
  const last = image.lastIndexOf(Buffer.from('HFR1'))
  for (const length of [last + 1, last + 30, last + 59, last + 60, last + 200, image.length - 1]) {
    await rm(join(place.path, 'index'), { recursive: true })
    await writeFile(path!, image.subarray(0, length))
    await using store = await place.open(SMALL_PACKS)
    await checkAll(store, chunks.slice(0, 2))
    assert.deepEqual(await store.hasChunks([chunks[2]!.cid]), [false])
    assert.equal((await stat(path!)).size, last)
    await store.putChunks([chunks[2]!])
    await checkAll(store, chunks)
  }
})

test('rubbish or zeros behind the last record are cut off', async () => {
  const chunks = await fill(3)
  const [path] = await place.packs()
  const { size } = await stat(path!)
  for (const rubbish of [randomBytes(5000), Buffer.alloc(5000), Buffer.from('HFR1HFR1HFPKEND1')]) {
    await appendFile(path!, rubbish)
    await using store = await place.open(SMALL_PACKS)
    await checkAll(store, chunks)
    assert.equal((await stat(path!)).size, size)
  }
})

test('a sealed pack cut short is noticed: what it lost is named, the rest serves, puts heal it', async () => {
  const chunks = await fill(40)
  const [path] = await place.packs()
  await truncate(path!, 10_000)
  let lost: ChunkBytes[]
  {
    await using store = await place.open(SMALL_PACKS)
    const held = await store.hasChunks(chunks.map(({ cid }) => cid))
    lost = chunks.filter((_, i) => !held[i])
    assert.ok(lost.length >= 5 && lost.length < 20, `${lost.length} lost`)
    const named = (await store.quarantined()).map(one => one.kind === 'chunk' && one.cid)
    assert.deepEqual(named.sort(), lost.map(({ cid }) => cid).sort())
    assert.equal(store.stats().quarantined, lost.length)
    await checkAll(
      store,
      chunks.filter((_, i) => held[i]),
    )
  }
  await using store = await place.open(SMALL_PACKS)
  assert.equal((await store.quarantined()).length, lost.length)
  await store.putChunks(lost)
  await checkAll(store, chunks)
  assert.ok((await store.quarantined()).every(({ healed }) => healed))
})

test('a pack that is gone is noticed', async () => {
  const chunks = await fill(40)
  await rm((await place.packs())[0]!)
  await using store = await place.open(SMALL_PACKS)
  const held = await store.hasChunks(chunks.map(({ cid }) => cid))
  const lost = held.filter(has => !has).length
  assert.ok(lost > 5)
  assert.equal((await store.quarantined()).length, lost)
})

test('a damaged trailer or pack index costs nothing', async () => {
  const chunks = await fill(40)
  const [path] = await place.packs()
  const { size } = await stat(path!)
  for (const fromEnd of [1, 20, 70, 80, 300]) {
    await flipByte(path!, size - fromEnd)
    await rm(join(place.path, 'index'), { recursive: true })
    await using store = await place.open(SMALL_PACKS)
    await checkAll(store, chunks)
    assert.deepEqual(await store.quarantined(), [])
  }
})

test('every byte of an unsealed pack may flip: one record at most is lost, and it is named', async () => {
  const chunks = await fill(4, 90)
  const [path] = await place.packs()
  const image = await readFile(path!)
  const index = join(place.path, 'index')
  await cp(index, `${index}.kept`, { recursive: true })
  for (let at = 0; at < image.length; at += 7) {
    await rm(join(place.path, 'packs'), { recursive: true })
    await mkdir(join(place.path, 'packs'))
    await rm(index, { recursive: true })
    await cp(`${index}.kept`, index, { recursive: true })
    const damaged = Buffer.from(image)
    damaged[at]! ^= 4
    await writeFile(path!, damaged)
    await using store = await place.open()
    const held = await store.hasChunks(chunks.map(({ cid }) => cid))
    const lost = chunks.filter((_, i) => !held[i]).map(({ cid }) => cid)
    assert.ok(lost.length <= (at < 32 ? 0 : 1), `byte ${at}: ${lost.length} lost`)
    assert.deepEqual(
      (await store.quarantined()).map(one => one.kind === 'chunk' && one.cid),
      lost,
    )
    await checkAll(
      store,
      chunks.filter((_, i) => held[i]),
    )
    await store.putChunks(chunks)
    await checkAll(store, chunks)
  }
})

test('every byte of a sealed pack may flip: scrub or opening notices each one in a record', async () => {
  const chunks = await fill(30)
  const [path] = await place.packs()
  const image = await readFile(path!)
  const end = image.lastIndexOf(Buffer.from('HFR1')) + 60 + 1000
  for (let i = 0; i < 25; i++) {
    const at = 32 + Math.floor((i * (end - 32)) / 25)
    await flipByte(path!, at)
    await using store = await place.open(SMALL_PACKS)
    const found = (await collect(store.scrub(undefined, never))).filter(({ ok }) => !ok)
    assert.equal(found.length, 1, `byte ${at}`)
    await writeFile(path!, image)
  }
  await using store = await place.open(SMALL_PACKS)
  await checkAll(store, chunks)
})

test('a record found unreadable by scrub is reported, not thrown', async () => {
  const chunks = await fill(30)
  await using store = await place.open(SMALL_PACKS)
  await truncate((await place.packs())[0]!, 5000) // under the running store
  const seen = await collect(store.scrub(undefined, never))
  const bad = seen.filter(({ ok }) => !ok)
  assert.ok(bad.length > 5)
  const [first] = bad
  assert.ok(first?.kind === 'chunk')
  await assert.rejects(store.loadChunk(first.cid), failsWith('CHUNK_CORRUPT'))
  for (const one of bad) if (one.kind === 'chunk') await store.quarantine(one.cid, one.why ?? '')
  await store.putChunks(chunks)
  await checkAll(store, chunks)
})

test('a chunk that carries the image of a record is still one chunk', async () => {
  await using other = await createDiskPlace()
  {
    await using store = await other.open()
    await store.putChunks([randomChunk(500)])
  }
  const carrier = chunkOf(await readFile((await other.packs())[0]!))
  const last = randomChunk()
  {
    await using store = await place.open()
    await store.putChunks([carrier])
    await store.putChunks([last])
  }
  // With its own header broken, the scan goes through the carried image.
  const [path] = await place.packs()
  await flipByte(path!, (await findBytes([path!], Buffer.from(carrier.cid, 'hex'))).offset)
  await rm(join(place.path, 'index'), { recursive: true })
  await using store = await place.open()
  assert.equal(store.stats().chunks, 1)
  await checkAll(store, [last])
})

test('a pid or cached value that has rotted reads as absent', async () => {
  const pid = randomPid()
  const chunk = randomChunk()
  const value = randomBytes(2000)
  {
    await using store = await place.open()
    await store.putChunks([chunk])
    await store.putPids([[pid, chunk.cid]])
    await store.cache('stat').put('a', value)
    assert.deepEqual(Buffer.from((await store.cache('stat').get('a'))!), value)
  }
  const raw = { keyEncoding: 'buffer', valueEncoding: 'buffer' } as const
  const db = new Level<Buffer, Buffer>(join(place.path, 'index'), raw)
  for (const name of ['pids', 'cache-stat']) {
    const level = db.sublevel<Buffer, Buffer>(name, raw)
    for await (const [key, stored] of level.iterator()) {
      stored[20]! ^= 1
      await level.put(key, stored)
    }
  }
  await db.close()
  await using store = await place.open()
  assert.deepEqual(await store.loadCidsOf([pid]), [undefined])
  assert.equal(await store.cache('stat').get('a'), undefined)
})

test('a store of a later format is left alone', async () => {
  await fill(1)
  await writeFile(join(place.path, 'format'), `holdfast store 2\n${'0'.repeat(32)}\n`)
  await assert.rejects(place.open(), failsWith('STORE_FORMAT'))
})

test('a pack that a crash left half begun is no obstacle', async () => {
  const chunks = await fill(2)
  await writeFile(join(place.path, 'packs', '00000002.pack'), 'HFPA')
  await using store = await place.open()
  await checkAll(store, chunks)
  await store.putChunks([randomChunk()])
})

test('a range read touches no other bytes of the chunk', async () => {
  const [chunk] = await fill(1, 5000)
  const { path, offset } = await findBytes(await place.packs(), chunk!.bytes)
  await using store = await place.open()
  await using file = await open(path, 'r+')
  await file.write(Buffer.alloc(100), 0, 100, offset + 4000)
  assert.deepEqual(
    Buffer.from(await store.loadRange(chunk!.cid, 100, 3900)),
    Buffer.from(chunk!.bytes.subarray(100, 4000)),
  )
})
