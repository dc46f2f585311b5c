import assert from 'node:assert/strict'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { LevelIndex } from '../../../node/store/level-index.ts'
import type { PackSum } from '../../../node/store/pack-footer.ts'
import { chunkFrom } from '../../fixtures/store-content.ts'
import { createDiskPlace, type DiskPlace } from '../../helpers/disk-place.ts'

let place: DiskPlace
beforeEach(async () => {
  place = await createDiskPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

const SMALL_PACKS = { packBytes: 100_000 }
const shown = (sums: Map<number, PackSum> | undefined) =>
  sums && [...sums].filter(([, { count }]) => count > 0).sort(([a], [b]) => a - b)

async function withIndex<T>(work: (index: LevelIndex) => Promise<T>): Promise<T> {
  await using index = await LevelIndex.open(join(place.path, 'index'))
  return await work(index)
}

/** A life of puts, withdrawals and puts again, over several packs and starts. */
async function live(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await using store = await place.open(SMALL_PACKS)
    const chunks = Array.from({ length: 20 }, (_, n) => chunkFrom(10 * round + n))
    await store.putChunks(chunks)
    for (const { cid } of chunks.slice(3, 9)) await store.quarantine(cid, 'a drill')
    await store.putChunks(chunks.slice(5, 7))
  }
}

test('what was carried along is what all entries say', async () => {
  await live()
  await withIndex(async index => {
    const carried = shown(await index.tallied())
    const totals = { ...index.totals }
    const unhealed = [...index.unhealed].sort()
    assert.ok((carried?.length ?? 0) > 1)
    assert.deepEqual(carried, shown(await index.measure()))
    assert.deepEqual(totals, index.totals)
    assert.deepEqual(unhealed, [...index.unhealed].sort())
  })
  assert.deepEqual(place.warnings, [])
})

test('a start that finds nothing wrong reads no entry', async () => {
  await live()
  const measure = LevelIndex.prototype.measure
  let measured = 0
  LevelIndex.prototype.measure = function (this: LevelIndex) {
    measured++
    return measure.call(this)
  }
  try {
    await using store = await place.open(SMALL_PACKS)
    assert.equal(measured, 0)
    assert.ok(store.stats().chunks > 0)
  } finally {
    LevelIndex.prototype.measure = measure
  }
})

test('a batch that was lost leaves a gap, and is not passed over', async () => {
  await live()
  await withIndex(async index => {
    const steps = index.db.sublevel<Buffer, Buffer>('tally', { keyEncoding: 'buffer', valueEncoding: 'buffer' })
    const keys = await steps.keys().all()
    await steps.del(keys[Math.floor(keys.length / 2)]!)
  })
  await withIndex(async index => assert.equal(await index.tallied(), undefined))
})

test('an entry that the index has lost is found by the next scrub, and the chunk can be put again', async () => {
  await live()
  const lost = chunkFrom(2)
  await withIndex(async index => {
    const key = Buffer.concat([Buffer.from([1]), Buffer.from(lost.cid, 'hex')])
    await index.db.sublevel<Buffer, Buffer>('records', { keyEncoding: 'buffer' }).del(key)
  })
  await using store = await place.open(SMALL_PACKS)
  const signal = new AbortController().signal
  const bad = []
  for await (const result of store.scrub(undefined, signal)) if (!result.ok) bad.push(result)
  assert.deepEqual(
    bad.map(({ why, ...named }) => [why, 'cid' in named && named.cid]),
    [['the index has lost it', lost.cid]],
  )
  await store.quarantine(lost.cid, 'the index has lost it')
  await store.putChunks([lost])
  assert.deepEqual(Buffer.from(await store.loadChunk(lost.cid)), Buffer.from(lost.bytes))
})
