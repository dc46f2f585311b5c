// Receiving sites that run out of room, by their capacity or by their disk, before real daemons: they say so everywhere,
// keep what they have, others take over, and with more room they catch up.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { eventually } from '../helpers/eventually.ts'
import { addProject, mountDisk, mountRefusal, run, writeFiles } from '../helpers/local-site.ts'
import { BERLIN, FRANKFURT, PATIENCE, POTSDAM, ProcessMesh, type SitesJson } from '../helpers/process-mesh.ts'

const MB = 1_000_000
const unmountable = mountRefusal()

suite('a receiving site that runs out of room', () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh
  let folder: string
  let disk: string

  before(async () => {
    mesh = await ProcessMesh.create()
    scope.defer(() => mesh[Symbol.asyncDispose]())
    disk = join(mesh.folder, 'disk')
    folder = join(mesh.folder, 'session')
    await writeFiles(folder, { 'a.wav': 6 * MB })
    await mesh.init('kreuzberg', BERLIN)
    await mesh.add(POTSDAM, ['--capacity', '20MB'])
    await addProject(mesh, 'song', folder, 'copies=2 location=2 medium=1 manager=1')
    await mesh.snapshot(BERLIN.name, 'song')
    await mesh.untilCopies(BERLIN.name, 'song', 2)
  })
  after(() => scope.disposeAsync())

  const siteAt = async (at: string, name: string) =>
    (await mesh.json<SitesJson>(at, ['sites'])).sites.find(site => site.name === name)

  test('A site whose capacity is used up says so everywhere and keeps what it has', async () => {
    await writeFiles(folder, { 'b.wav': 20 * MB }, 2)
    await mesh.snapshot(BERLIN.name, 'song')
    await eventually(async () => (await siteAt(BERLIN.name, POTSDAM.name))?.full, PATIENCE)
    assert.match((await mesh.run(BERLIN.name, ['sites'])).stdout, /potsdam .* full/)
    const there = await mesh.run(POTSDAM.name, ['status'])
    assert.match(
      there.stdout,
      /! the store is full: (the store has used the 20 MB it was given|1\d\.?\d* MB of 20 MB are used)/,
    )
    assert.match(there.stdout, /next: .*raise store\.capacity in .*potsdam\/config\.toml/)
    assert.equal((await mesh.run(POTSDAM.name, ['status', '--check'])).code, 2)
    const [, first] = await mesh.snapshots(POTSDAM.name, 'song')
    await mesh.succeed(POTSDAM.name, ['restore', `song@${first!.id.slice(0, 8)}`, '--to', join(mesh.folder, 'first')])
    assert.match((await mesh.succeed(POTSDAM.name, ['verify'])).stdout, /nothing wrong/)
  })

  test('Where no other site has room, the source says why its copies are missing and what helps', async () => {
    await eventually(async () => {
      const { stdout, code } = await mesh.run(BERLIN.name, ['policy', 'explain', 'song'])
      assert.equal(code, 0)
      assert.match(stdout, /! copies 1\/2: only 1 site can hold it; potsdam is full/)
      return true
    }, PATIENCE)
    const status = await mesh.run(BERLIN.name, ['status'])
    assert.equal(status.code, 4)
    assert.match(status.stdout, /! song: .*\n {2}next: holdfast invite --location/)
  })

  test('Another site takes over', async () => {
    if (!unmountable) {
      const mounts = new AsyncDisposableStack()
      await mountDisk(disk, '40m', mounts)
      scope.defer(async () => {
        await mesh.kill(FRANKFURT.name)
        await mounts.disposeAsync()
      })
    }
    await mesh.add(FRANKFURT, ['--store', join(disk, 'store')])
    await mesh.untilCopies(BERLIN.name, 'song', 2)
    const copies = (await mesh.whereis(BERLIN.name, 'song')).sites.filter(({ counted }) => counted)
    assert.deepEqual(copies.map(({ name }) => name).sort(), [BERLIN.name, FRANKFURT.name])
  })

  test('A site whose disk is used up says so, and catches up by itself once the disk has room', {
    skip: unmountable,
  }, async () => {
    await writeFiles(folder, { 'c.wav': 20 * MB }, 3)
    await mesh.snapshot(BERLIN.name, 'song')
    await eventually(async () => (await siteAt(BERLIN.name, FRANKFURT.name))?.full, PATIENCE)
    const there = await mesh.run(FRANKFURT.name, ['status'])
    assert.match(there.stdout, /! the store is full: the disk has less than [\d.]+ MB left/)
    assert.match(there.stdout, /next: make room on the disk of .*disk\/store/)
    assert.match((await mesh.succeed(FRANKFURT.name, ['verify'])).stdout, /nothing wrong/)
    run('mount', '-o', 'remount,size=128m', disk)
    await mesh.untilCopies(BERLIN.name, 'song', 2)
    await eventually(async () => (await siteAt(BERLIN.name, FRANKFURT.name))?.full === false, PATIENCE)
  })

  test('A full site that gets more capacity catches up and is full no longer', async () => {
    await mesh.succeed(POTSDAM.name, ['stop'])
    const config = await readFile(join(mesh.home(POTSDAM.name), 'config.toml'), 'utf8')
    await writeFile(join(mesh.home(POTSDAM.name), 'config.toml'), config.replace('20 MB', '80 MB'))
    await mesh.start(POTSDAM.name)
    await eventually(async () => {
      const copy = await mesh.copyAt(BERLIN.name, 'song', POTSDAM.name)
      return copy?.counted && !(await siteAt(BERLIN.name, POTSDAM.name))?.full
    }, PATIENCE)
    const target = join(mesh.folder, 'at potsdam')
    await mesh.succeed(POTSDAM.name, ['restore', 'song', '--to', target])
    assert.deepEqual((await compareFolders(folder, target)).differences, [])
  })
})
