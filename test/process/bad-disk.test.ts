// A disk that runs out of room while a project is taken, before a real daemon: nothing that was kept is lost, everything
// goes on serving, the operator reads what is missing and where, and the snapshot goes on once there is room.
import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { eventually } from '../helpers/eventually.ts'
import { addProject, mountDisk, mountRefusal, run, writeFiles } from '../helpers/local-site.ts'
import { BERLIN, PATIENCE, ProcessMesh, type StatusJson } from '../helpers/process-mesh.ts'

const MB = 1_000_000

async function alarmsAt(mesh: ProcessMesh, site: string): Promise<string[]> {
  return (await mesh.json<StatusJson>(site, ['status'])).alarms.map(({ code }) => code)
}

suite('a disk that fills up while a project is taken', { skip: mountRefusal() }, () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh
  let disk: string
  let folder: string

  before(async () => {
    mesh = await ProcessMesh.create()
    scope.defer(() => mesh[Symbol.asyncDispose]())
    folder = join(mesh.folder, 'session')
    await writeFiles(folder, { 'a.wav': 6 * MB })
    const mounts = new AsyncDisposableStack()
    disk = await mountDisk(join(mesh.folder, 'disk'), '24m', mounts)
    scope.defer(async () => {
      await mesh.kill(BERLIN.name)
      await mounts.disposeAsync()
    })
    await mesh.init('kreuzberg', BERLIN, ['--store', join(disk, 'store')])
  })
  after(() => scope.disposeAsync())

  test('A project on the disk of the store is taken with a warning, one on another disk without', async () => {
    await mkdir(join(disk, 'session'))
    const same = await addProject(mesh, 'beside', join(disk, 'session'))
    assert.match(same.stderr, /note: the store and the project are on one disk/)
    const other = await addProject(mesh, 'song', folder)
    assert.doesNotMatch(other.stderr, /one disk/)
  })

  test('A snapshot that does not fit fails with what is missing and where to make room, and is not listed', async () => {
    await mesh.snapshot(BERLIN.name, 'song')
    await writeFiles(folder, { 'b.wav': 26 * MB, 'c.txt': 100 }, 2)
    const ran = await mesh.spawn(BERLIN.name, ['snapshot', 'song'])
    assert.equal(ran.code, 1)
    assert.equal(ran.stdout, '')
    assert.match(ran.stderr, /the disk has less than [\d.]+ MB left, and the folder has 26 MB that are new/)
    assert.match(ran.stderr, /next: make room on the disk of .*disk\/store, then take the snapshot again/)
    assert.deepEqual(
      (await mesh.snapshots(BERLIN.name, 'song')).map(({ files }) => files),
      [1],
    )
  })

  test('The daemon goes on serving, and status says that the store is full', async () => {
    const status = await mesh.run(BERLIN.name, ['status'])
    assert.match(status.stdout, /! the store is full: the disk has less than/)
    assert.match(status.stdout, /next: make room on the disk of/)
    const check = await mesh.run(BERLIN.name, ['status', '--check'])
    assert.equal(check.code, 2, check.stdout)
    await mesh.succeed(BERLIN.name, ['restore', 'song', '--to', join(mesh.folder, 'old')])
    assert.match((await mesh.succeed(BERLIN.name, ['verify'])).stdout, /nothing wrong/)
  })

  test('Once there is room the alarm ends and the snapshot goes on from what is stored', async () => {
    run('mount', '-o', 'remount,size=64m', disk)
    await eventually(async () => !(await alarmsAt(mesh, BERLIN.name)).includes('DISK_FULL'), PATIENCE)
    const ran = await mesh.run(BERLIN.name, ['snapshot', 'song'])
    assert.equal(ran.code, 0, ran.stderr)
    const [newest] = await mesh.snapshots(BERLIN.name, 'song')
    assert.equal(newest?.files, 3)
    assert.ok(newest?.newBytes && newest.newBytes < 20 * MB, `${newest?.newBytes} bytes were stored again`)
    const target = join(mesh.folder, 'new')
    await mesh.succeed(BERLIN.name, ['restore', 'song', '--to', target])
    assert.deepEqual((await compareFolders(folder, target)).differences, [])
  })

  test('A second daemon on the same store is refused with the pid of the first', async () => {
    const listen = await mesh.prepare('second')
    const quoted = [1, 3].map(at => `[${JSON.stringify(listen[at])}]`)
    const config = `config_version = 1\n[listen]\np2p = ${quoted[0]}\njoin = ${quoted[1]}\n[store]\npath = "${join(disk, 'store')}"\n`
    await writeFile(join(mesh.home('second'), 'config.toml'), config)
    const ran = await mesh.spawn('second', ['up'])
    assert.equal(ran.code, 11, ran.stderr)
    assert.match(ran.stderr, new RegExp(`process ${await mesh.pid(BERLIN.name)} holds the store in .*disk/store`))
    assert.match(ran.stderr, /next: stop the daemon that runs on this store/)
    await mesh.succeed(BERLIN.name, ['verify'])
  })
})
