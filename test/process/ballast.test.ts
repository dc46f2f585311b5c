// A disk that another program fills to the last byte, under a real daemon: chunks are refused with what is missing, and
// everything else goes on in the room that was kept for it: serving, proving, restoring, accepting promises, reporting. A
// start on the full disk works as well, and once there is room again nobody has to do anything.
import assert from 'node:assert/strict'
import { open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { eventually } from '../helpers/eventually.ts'
import { addProject, mountDisk, mountRefusal, writeFiles } from '../helpers/local-site.ts'
import { BERLIN, PATIENCE, POTSDAM, ProcessMesh, type SitesJson, type StatusJson } from '../helpers/process-mesh.ts'

const MB = 1_000_000
const POLICY = 'copies=2 location=2 medium=1 manager=1'

/** Takes everything that is left of the file system, to the last byte. */
async function fillUp(path: string): Promise<void> {
  await using file = await open(path, 'a')
  for (let bytes = MB; bytes >= 1; ) {
    try {
      await file.appendFile(Buffer.alloc(bytes, 1))
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC')
      bytes = Math.floor(bytes / 2)
    }
  }
}

suite('a disk that another program fills', { skip: mountRefusal() }, () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh
  let disk: string
  let folder: string
  let ballast: string

  const alarmsAt = async (site: string): Promise<string[]> =>
    (await mesh.json<StatusJson>(site, ['status'])).alarms.map(({ code }) => code)
  const isThere = (path: string): Promise<boolean> =>
    stat(path).then(
      () => true,
      () => false,
    )

  before(async () => {
    mesh = await ProcessMesh.create()
    scope.defer(() => mesh[Symbol.asyncDispose]())
    folder = join(mesh.folder, 'session')
    await writeFiles(folder, { 'a.wav': 2 * MB })
    await mesh.init('kreuzberg', BERLIN)
    const mounts = new AsyncDisposableStack()
    disk = await mountDisk(join(mesh.folder, 'disk'), '96m', mounts)
    scope.defer(async () => {
      await mesh.kill(POTSDAM.name)
      await mounts.disposeAsync()
    })
    await mesh.add(POTSDAM, ['--store', join(disk, 'store')])
    ballast = join(disk, 'store', 'ballast')
    await addProject(mesh, 'song', folder, POLICY)
    await mesh.snapshot(BERLIN.name, 'song')
    await mesh.untilCopies(BERLIN.name, 'song', 2)
    await mesh.untilCopies(POTSDAM.name, 'song', 2)
  })
  after(() => scope.disposeAsync())

  test('A ballast is taken in proportion to the disk, and it is really taken', async () => {
    const { blocks } = await eventually(() => stat(ballast), PATIENCE)
    assert.ok(blocks * 512 > MB && blocks * 512 < 8 * MB, `${blocks * 512} bytes`)
  })

  test('On the full disk chunks are refused with what is missing, promises are accepted, and it is reported', async () => {
    const other = join(mesh.folder, 'other')
    await writeFiles(other, { 'b.wav': 8 * MB }, 2)
    await fillUp(join(disk, 'filler'))
    const added = await mesh.run(POTSDAM.name, ['project', 'add', 'other', '--folder', other])
    assert.equal(added.code, 0, added.stderr)
    const ran = await mesh.spawn(POTSDAM.name, ['snapshot', 'other'])
    assert.equal(ran.code, 1, ran.stdout)
    assert.match(ran.stderr, /the disk has less than [\d.]+ MB left.*up to [\d.]+ MB more are needed/)
    assert.match(ran.stderr, /next: make room on the disk of /)
    await eventually(async () => !(await isThere(ballast)), PATIENCE)
    assert.ok((await alarmsAt(POTSDAM.name)).includes('DISK_FULL'))
    assert.equal((await mesh.run(POTSDAM.name, ['status', '--check'])).code, 2)
    const full = async () =>
      (await mesh.json<SitesJson>(BERLIN.name, ['sites'])).sites.find(s => s.name === POTSDAM.name)
    await eventually(async () => (await full())?.full, PATIENCE)
  })

  test('It goes on serving, proving, scrubbing and restoring', async () => {
    assert.match((await mesh.succeed(POTSDAM.name, ['verify'])).stdout, /nothing wrong/)
    const target = join(mesh.folder, 'restored there')
    await mesh.succeed(POTSDAM.name, ['restore', 'song', '--to', target])
    assert.deepEqual((await compareFolders(folder, target)).differences, [])
    await mesh.untilCopies(BERLIN.name, 'song', 2)
    assert.ok((await mesh.copyAt(BERLIN.name, 'song', POTSDAM.name))?.counted)
  })

  test('Once there is room again it goes on by itself, and the ballast is back', async () => {
    await rm(join(disk, 'filler'))
    await eventually(() => isThere(ballast), PATIENCE)
    await eventually(async () => !(await alarmsAt(POTSDAM.name)).includes('DISK_FULL'), PATIENCE)
    await mesh.snapshot(POTSDAM.name, 'other')
    await writeFiles(folder, { 'c.wav': MB }, 3)
    await mesh.snapshot(BERLIN.name, 'song')
    await mesh.untilCopies(BERLIN.name, 'song', 2)
  })

  test('A daemon starts on a disk that was filled meanwhile, and has everything', async () => {
    await mesh.kill(POTSDAM.name)
    await fillUp(join(disk, 'filler'))
    await mesh.start(POTSDAM.name)
    assert.equal(await isThere(ballast), false)
    assert.match((await mesh.succeed(POTSDAM.name, ['verify'])).stdout, /nothing wrong/)
    await rm(join(disk, 'filler'))
    await mesh.untilCopies(BERLIN.name, 'song', 2)
  })
})
