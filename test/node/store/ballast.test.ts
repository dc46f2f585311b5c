// A disk that somebody else fills to the last byte: what the store must still say goes into the room that was kept for it.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createDiskPlace } from '../../helpers/disk-place.ts'
import { mountDisk, mountRefusal } from '../../helpers/local-site.ts'
import { failsWith, nodeOf, randomChunk } from '../../suites/store.ts'

const MB = 1_000_000

/** `left`: bytes it leaves. */
async function fillUp(path: string, left = 0): Promise<void> {
  await using file = await open(path, 'a')
  for (let bytes = MB; bytes >= 1; ) {
    try {
      await file.appendFile(Buffer.alloc(bytes, 1))
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC')
      bytes = Math.floor(bytes / 2)
    }
  }
  await file.truncate((await file.stat()).size - left)
}

test('the ballast is for promises and nodes, chunks get none of it, and it comes back', {
  skip: mountRefusal(),
}, async () => {
  await using mounts = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-ballast-'))
  mounts.defer(() => rm(folder, { recursive: true }))
  const disk = await mountDisk(join(folder, 'disk'), '48m', mounts)
  const place = await createDiskPlace(disk)
  const ballast = join(place.path, 'ballast')
  const filler = join(disk, 'filler')
  const options = { ballast: 64 * MB, reserve: 100_000 }
  const kept = randomChunk(50_000)
  {
    await using store = await place.open(options)
    await assert.rejects(stat(ballast), { code: 'ENOENT' })
    await store.review()
    const { blocks } = await stat(ballast)
    assert.ok(blocks * 512 > MB && blocks * 512 < 2 * MB, `${blocks * 512} bytes are really taken`)
    await store.putChunks([kept])
    await fillUp(filler)
    await assert.rejects(store.putChunks([randomChunk(20_000)]), failsWith('DISK_FULL'))
    await stat(ballast) // not for chunks
    for (let i = 0; i < 20; i++) {
      await store.journal.append([randomBytes(5000)])
      await store.putNodes([nodeOf(randomBytes(5000))])
    }
    await assert.rejects(stat(ballast), { code: 'ENOENT' })
    // More than the reserve is free now, and it is not theirs.
    await assert.rejects(store.putChunks([randomChunk(20_000)]), failsWith('DISK_FULL'))
    assert.ok((await store.room()) < 0)
    await store.review()
    assert.equal(store.health().state, 'full')
    assert.ok(Buffer.from(await store.loadChunk(kept.cid)).equals(kept.bytes))
    await rm(filler)
    await store.review()
    await stat(ballast)
    assert.deepEqual(store.health(), { state: 'ok' })
    await store.putChunks([randomChunk(20_000)])
  }
  await fillUp(filler)
  await using store = await place.open(options)
  assert.equal((await Array.fromAsync(store.journal.replay())).length, 20)
  await store.journal.append([randomBytes(5000)])
  assert.equal(store.health().state, 'full')
})

test('an index that met a full disk while it wrote its memory out goes on once there is room', {
  skip: mountRefusal(),
}, async () => {
  await using mounts = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-ballast-'))
  mounts.defer(() => rm(folder, { recursive: true }))
  const disk = await mountDisk(join(folder, 'disk'), '64m', mounts)
  const place = await createDiskPlace(disk)
  const filler = join(disk, 'filler')
  await using store = await place.open({ reserve: 100_000 })
  const chunk = randomChunk(50_000)
  await store.putChunks([chunk])
  const cache = store.cache('x')
  for (let i = 0; i < 600; i++) await cache.put(`k${i}`, randomBytes(6000))
  await fillUp(filler, 700_000)
  let refused = 0
  for (let i = 0; i < 200; i++) await cache.put(`m${i}`, randomBytes(6000)).catch(() => refused++)
  assert.ok(refused > 50, `${refused} of 200 refused`)
  await store.journal.append([randomBytes(500)])
  await rm(filler)
  await store.putNodes([nodeOf(randomBytes(500))])
  const after = [randomChunk(), randomChunk()]
  for (const one of after) await store.putChunks([one])
  await store.review()
  assert.deepEqual(store.health(), { state: 'ok' })
  for (const { cid, bytes } of [chunk, ...after]) assert.ok(Buffer.from(await store.loadChunk(cid)).equals(bytes))
  await cache.put('again', randomBytes(10))
  assert.ok(await cache.get('again'))
})
