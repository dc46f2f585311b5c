// Disks that fill up or fail: nothing acknowledged is lost, what can still be done is done, and the rest says why not.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Disk, realDisk } from '../../../node/store/disk.ts'
import type { ChunkBytes, Store } from '../../../node/store/store.ts'
import { isError } from '../../../protocol/errors.ts'
import { createDiskPlace, findBytes, flipByte } from '../../helpers/disk-place.ts'
import { eventually } from '../../helpers/eventually.ts'
import { collect, failsWith, never, nodeOf, randomChunk } from '../../suites/store.ts'

/** A file system of its own of `size`, or why there can be none. */
async function mountSmall(size: string): Promise<(AsyncDisposable & { path: string }) | string> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs root on Linux, to mount a small tmpfs'
  const path = await mkdtemp(join(tmpdir(), 'holdfast-small-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path], { stdio: 'pipe' })
  } catch (error) {
    await rm(path, { recursive: true })
    return `can't mount a tmpfs here: ${(error as Error).message}`
  }
  return {
    path,
    async [Symbol.asyncDispose]() {
      execFileSync('umount', [path])
      await rm(path, { recursive: true })
    },
  }
}

/** Puts chunks until the store refuses; returns those it took. */
async function putUntilFull(store: Store, length: number): Promise<ChunkBytes[]> {
  const kept: ChunkBytes[] = []
  for (let i = 0; i < 10_000; i++) {
    const burst = [randomChunk(length), randomChunk(length / 2), randomChunk(length / 4)]
    const results = await Promise.allSettled(burst.map(chunk => store.putChunks([chunk])))
    results.forEach((result, at) => {
      if (result.status === 'fulfilled') kept.push(burst[at]!)
      else assert.ok(isError(result.reason, 'DISK_FULL'), String(result.reason))
    })
    if (results.every(({ status }) => status === 'rejected')) return kept
  }
  throw new Error('the disk never filled up')
}

async function checkAll(store: Store, chunks: readonly ChunkBytes[]): Promise<void> {
  for (const { cid, bytes } of chunks) assert.ok(Buffer.from(await store.loadChunk(cid)).equals(bytes))
}

for (const [how, reserve] of [
  ['a reserve', undefined],
  ['no reserve', 0],
] as const) {
  test(`a file system of 12 MiB fills up with ${how}: refused, served, nothing lost`, async t => {
    const mounted = await mountSmall('12m')
    if (typeof mounted === 'string') return t.skip(mounted)
    await using mount = mounted
    const place = await createDiskPlace(mount.path)
    const options = { packBytes: 3_000_000, ...(reserve !== undefined && { reserve }) }
    let kept: ChunkBytes[]
    {
      await using store = await place.open(options)
      kept = await putUntilFull(store, 400_000)
      assert.equal(store.health().state, 'full')
      assert.ok(kept.length > 20, `${kept.length} kept`)
      await checkAll(store, kept)
      assert.ok((await collect(store.scrub(undefined, never))).every(({ ok }) => ok))
      if (reserve === undefined) {
        await store.putNodes([nodeOf(randomBytes(50_000))])
        await store.journal.append([randomBytes(50_000)])
      }
    }
    await using store = await place.open(options)
    await checkAll(store, kept)
    assert.deepEqual(await store.quarantined(), [])
    assert.ok((await collect(store.scrub(undefined, never))).every(({ ok }) => ok))
  })
}

const failing = (calls: Partial<Disk>): Disk => ({ ...realDisk, ...calls })
const errno = (code: string) => Object.assign(new Error(`${code}: injected`), { code })

test('a failed sync is never asked again: the pack is given up, the disk is sick, a new pack takes over', async () => {
  await using place = await createDiskPlace()
  const [before, failed, after] = [randomChunk(), randomChunk(), randomChunk()]
  let failNext = false
  const synced: number[] = []
  const disk = failing({
    async sync(file) {
      synced.push(file.fd)
      if (failNext) {
        failNext = false
        throw errno('EIO')
      }
      await realDisk.sync(file)
    },
  })
  {
    await using store = await place.open({ disk })
    await store.putChunks([before])
    failNext = true
    const failedFile = synced.length
    await assert.rejects(store.putChunks([failed]), failsWith('DISK_SICK'))
    assert.equal(store.health().state, 'sick')
    assert.deepEqual(await store.hasChunks([failed.cid]), [false])
    await store.putChunks([after])
    assert.equal((await place.packs()).length, 2)
    assert.ok(synced.length > failedFile + 1)
    await checkAll(store, [before, after])
    await store.putChunks([failed])
    await checkAll(store, [failed])
  }
  await using store = await place.open()
  await checkAll(store, [before, failed, after])
  const health = store.health()
  assert.ok(health.state === 'sick', 'a restart heals no disk')
  assert.match(health.why, /the sync of 00000001.pack failed \(EIO\)/)
  assert.ok(health.disk.includes(place.path), health.disk)
})

test('after a failed sync, what had been acknowledged is read again and withdrawn where it rotted', async () => {
  await using place = await createDiskPlace()
  const [good, bad] = [randomChunk(), randomChunk()]
  let damage: (() => Promise<void>) | undefined
  const disk = failing({
    async sync(file) {
      if (damage) {
        const now = damage
        damage = undefined
        await now()
        throw errno('EIO')
      }
      await realDisk.sync(file)
    },
  })
  {
    await using store = await place.open({ disk })
    await store.putChunks([good])
    await store.putChunks([bad])
    damage = async () => {
      const { path, offset } = await findBytes(await place.packs(), bad.bytes)
      await flipByte(path, offset)
    }
    await assert.rejects(store.putChunks([randomChunk()]), failsWith('DISK_SICK'))
    await eventually(async () => !(await store.hasChunks([bad.cid]))[0], { within: 5000 })
    await checkAll(store, [good])
  }
  await using store = await place.open()
  assert.deepEqual(await store.hasChunks([good.cid, bad.cid]), [true, false])
  assert.equal((await store.quarantined()).length, 1)
})

test('a disk that fails every write is given up after two packs, and still serves', async () => {
  await using place = await createDiskPlace()
  const chunk = randomChunk()
  let broken = false
  const disk = failing({
    async write(file, buffers, position) {
      if (broken) throw errno('EIO')
      await realDisk.write(file, buffers, position)
    },
  })
  await using store = await place.open({ disk })
  await store.putChunks([chunk])
  broken = true
  for (let i = 0; i < 10; i++) await assert.rejects(store.putChunks([randomChunk()]), failsWith('DISK_SICK'))
  assert.ok((await place.packs()).length <= 2)
  await checkAll(store, [chunk])
})

test('a full disk is full until what it refused would fit, and says so when it looks again', async () => {
  await using place = await createDiskPlace()
  let room = 100_000
  await using store = await place.open({ disk: failing({ free: async () => room }), reserve: 10_000 })
  await assert.rejects(store.putChunks([randomChunk(200_000)]), failsWith('DISK_FULL'))
  await store.putChunks([randomChunk(1000)])
  await store.review()
  assert.deepEqual(store.health(), { state: 'full', why: 'the disk has less than 10 kB left' })
  room = 300_000
  await store.review()
  assert.deepEqual(store.health(), { state: 'ok' })
})

test('a full disk at any write leaves no torn record behind', async () => {
  await using place = await createDiskPlace()
  let room = Number.POSITIVE_INFINITY
  const disk = failing({
    async write(file, buffers, position) {
      const bytes = Buffer.concat(buffers)
      const fitting = Math.min(room, bytes.length)
      await realDisk.write(file, [bytes.subarray(0, fitting)], position)
      if (fitting < bytes.length) throw errno('ENOSPC')
    },
  })
  const kept: ChunkBytes[] = []
  const options = { disk, packBytes: 6000, reserve: 0 }
  for (let i = 0; i < 30; i++) {
    await using store = await place.open(options)
    room = i * 37
    const refused = randomChunk(1100)
    await assert.rejects(store.putChunks([refused]), failsWith('DISK_FULL'))
    const sizes = await Promise.all((await place.packs()).map(async path => (await stat(path)).size))
    assert.equal(
      sizes.reduce((sum, size) => sum + size, 0),
      store.stats().bytes,
    )
    room = Number.POSITIVE_INFINITY
    const chunk = randomChunk(500 + i)
    await store.putChunks([chunk])
    kept.push(chunk)
    await checkAll(store, kept)
    assert.deepEqual(await store.hasChunks([refused.cid]), [false])
    assert.deepEqual(store.health(), { state: 'ok' })
  }
  await using store = await place.open(options)
  await checkAll(store, kept)
  assert.equal(store.stats().chunks, 30)
  assert.deepEqual(await store.quarantined(), [])
})

test('a chunk whose withdrawal the disk refuses is out of service all the same, and can be put anew', async () => {
  await using place = await createDiskPlace()
  const chunk = randomChunk()
  let refuse = false
  const disk = failing({
    async write(file, buffers, position) {
      if (refuse) throw errno('ENOSPC')
      await realDisk.write(file, buffers, position)
    },
  })
  {
    await using store = await place.open({ disk })
    await store.putChunks([chunk])
    refuse = true
    await assert.rejects(store.quarantine(chunk.cid, 'rot'), failsWith('DISK_FULL'))
    assert.deepEqual(await store.hasChunks([chunk.cid]), [false])
    await assert.rejects(store.loadChunk(chunk.cid), failsWith('CHUNK_MISSING'))
    refuse = false
    await store.putChunks([chunk])
    await checkAll(store, [chunk])
  }
  await using store = await place.open()
  await checkAll(store, [chunk])
  assert.equal(store.stats().chunks, 1)
  assert.deepEqual(place.warnings, [])
})
