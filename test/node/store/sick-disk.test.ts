// A disk that failed once stays marked until an operator takes the mark back, wherever the mark could still be written.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Disk, realDisk } from '../../../node/store/disk.ts'
import { diskOf } from '../../../node/store/mounted.ts'
import { createDiskPlace } from '../../helpers/disk-place.ts'
import { failsWith, randomChunk } from '../../suites/store.ts'

const errno = (code: string) => Object.assign(new Error(`${code}: injected`), { code })

/** `from`: the calls it fails from then on, by name. */
function failing(): Disk & { broken: readonly (keyof Disk)[] } {
  const state = { broken: [] as readonly (keyof Disk)[] }
  const unless = async <T>(call: keyof Disk, doing: () => Promise<T>): Promise<T> => {
    if (state.broken.includes(call)) throw errno('EIO')
    return doing()
  }
  const disk: Disk = {
    ...realDisk,
    open: (path, flags, mode) => unless('open', () => realDisk.open(path, flags, mode)),
    write: (file, buffers, position) => unless('write', () => realDisk.write(file, buffers, position)),
    sync: file => unless('sync', () => realDisk.sync(file)),
  }
  return Object.assign(state, disk)
}

test('a mark is taken back by an operator alone, and only while the disk syncs', async () => {
  await using place = await createDiskPlace()
  const disk = failing()
  {
    await using store = await place.open({ disk })
    disk.broken = ['sync']
    await assert.rejects(store.putChunks([randomChunk()]), failsWith('DISK_SICK'))
    disk.broken = []
  }
  {
    await using store = await place.open({ disk })
    assert.equal(store.health().state, 'sick')
    disk.broken = ['sync']
    await assert.rejects(store.acceptDisk(), failsWith('DISK_SICK'))
    assert.equal(store.health().state, 'sick')
    disk.broken = []
    await store.acceptDisk()
    assert.deepEqual(store.health(), { state: 'ok' })
  }
  await using store = await place.open()
  assert.deepEqual(store.health(), { state: 'ok' })
})

test('a disk that takes no write any more is marked on the other one', async () => {
  await using place = await createDiskPlace()
  const alsoMark = await mkdtemp(join(tmpdir(), 'holdfast-home-'))
  const disk = failing()
  const mark = join(alsoMark, 'disk-sick')
  {
    await using store = await place.open({
      alsoMark,
      disk: { ...disk, open: (path, ...rest) => (path === mark ? realDisk : disk).open(path, ...rest) },
    })
    await store.putChunks([randomChunk()])
    disk.broken = ['sync', 'open']
    await assert.rejects(store.journal.append([Buffer.from('a promise')]), failsWith('DISK_SICK'))
  }
  disk.broken = []
  await assert.rejects(readFile(join(place.path, 'disk-sick')), { code: 'ENOENT' })
  {
    await using store = await place.open({ alsoMark })
    const health = store.health()
    assert.ok(health.state === 'sick')
    assert.equal(health.why, 'the sync of journal failed (EIO)')
  }
  // Another store in its place stands on another disk.
  await using other = await createDiskPlace()
  await using store = await other.open({ alsoMark })
  assert.deepEqual(store.health(), { state: 'ok' })
  await rm(alsoMark, { recursive: true })
})

test('a mark that cannot be read is a mark', async () => {
  await using place = await createDiskPlace()
  await (await place.open())[Symbol.asyncDispose]()
  await writeFile(join(place.path, 'disk-sick'), 'holdfast sick disk 1\n{"sto')
  await using store = await place.open()
  assert.equal(store.health().state, 'sick')
})

test('the disk of a folder has a name', { skip: process.platform !== 'linux' }, async () => {
  assert.match((await diskOf(tmpdir())) ?? '', /^\S+ \(\S+\) on \/\S*$/)
})
