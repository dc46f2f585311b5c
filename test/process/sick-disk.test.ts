// A site whose disk fails its syncs, before real daemons: it says so to everybody, its copies count nowhere, a third site takes
// over, it goes on serving and restoring, and no restart makes it well, only an operator's word.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { straceRefusal } from '../crash/system-calls.ts'
import { eventually } from '../helpers/eventually.ts'
import { addProject, writeFiles } from '../helpers/local-site.ts'
import {
  BERLIN,
  FRANKFURT,
  PATIENCE,
  POTSDAM,
  ProcessMesh,
  type SitesJson,
  type StatusJson,
} from '../helpers/process-mesh.ts'

const MB = 1_000_000

/** Every sync of the process fails from now on, until the tracer ends. */
async function failSyncs(pid: number): Promise<ChildProcess> {
  const words = ['-f', '-p', String(pid), '-o', '/dev/null', '-e', 'trace=fdatasync,fsync']
  const tracer = spawn('strace', [...words, '-e', 'inject=fdatasync,fsync:error=EIO'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  for await (const text of tracer.stderr) {
    said += text
    if (/attached/.test(said)) return tracer
  }
  throw new Error(`strace did not attach: ${said}`)
}

suite('a disk that fails its syncs', { skip: straceRefusal() }, () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh
  let folder: string
  let tracer: ChildProcess | undefined

  const sickAt = async (at: string): Promise<string | null | undefined> =>
    (await mesh.json<SitesJson>(at, ['sites'])).sites.find(({ name }) => name === POTSDAM.name)?.sickDisk
  const alarmsAt = async (at: string): Promise<string[]> =>
    (await mesh.json<StatusJson>(at, ['status'])).alarms.map(({ code }) => code)

  before(async () => {
    mesh = await ProcessMesh.create()
    scope.defer(() => mesh[Symbol.asyncDispose]())
    scope.defer(() => void tracer?.kill('SIGKILL'))
    folder = join(mesh.folder, 'session')
    await writeFiles(folder, { 'a.wav': MB })
    await mesh.init('kreuzberg', BERLIN)
    await mesh.add(POTSDAM)
    await addProject(mesh, 'song', folder, 'copies=2 location=2 medium=1 manager=1')
    await mesh.snapshot(BERLIN.name, 'song')
    await mesh.untilCopies(BERLIN.name, 'song', 2)
    await mesh.add(FRANKFURT)
  })
  after(() => scope.disposeAsync())

  test('It is marked sick at once, and every site says which disk at which site', async () => {
    tracer = await failSyncs((await mesh.pid(POTSDAM.name))!)
    await writeFiles(folder, { 'b.wav': MB }, 2)
    await mesh.snapshot(BERLIN.name, 'song')
    for (const observer of [BERLIN.name, FRANKFURT.name, POTSDAM.name])
      await eventually(async () => (await sickAt(observer))?.includes(mesh.store(POTSDAM.name)), PATIENCE)
    const there = await mesh.run(POTSDAM.name, ['status'])
    assert.match(there.stdout, /! the disk fails: \S+ \(\S+\) on \/.*potsdam.*: the sync of \S+ failed \(EIO\)/)
    assert.match(there.stdout, /next: replace the disk.*holdfast verify --accept-disk/)
    assert.equal((await mesh.run(POTSDAM.name, ['status', '--check'])).code, 2)
    const here = await mesh.run(BERLIN.name, ['status'])
    assert.match(here.stdout, /! the disk at potsdam fails: \S+ \(\S+\) on \/.*nothing on it counts as a copy/)
    assert.match((await mesh.run(FRANKFURT.name, ['sites'])).stdout, /potsdam .* disk fails: \S+ \(\S+\) on \//)
  })

  test('Its copies count for no observer, and another site takes over', async () => {
    for (const observer of [BERLIN.name, FRANKFURT.name]) {
      await mesh.untilCopies(observer, 'song', 2)
      const { sites } = await mesh.whereis(observer, 'song')
      const counted = sites.filter(site => site.counted).map(({ name }) => name)
      assert.deepEqual(counted.sort(), [BERLIN.name, FRANKFURT.name])
      const copy = sites.find(({ name }) => name === POTSDAM.name)
      assert.equal(copy?.state, 'sick')
      assert.match(copy?.note ?? '', /a disk that fails: \S+ \(/)
    }
    assert.match((await mesh.run(BERLIN.name, ['whereis', 'song'])).stdout, /potsdam .* sick /)
  })

  test('While it still fails no word of an operator makes it well', async () => {
    const ran = await mesh.run(POTSDAM.name, ['verify', '--accept-disk'])
    assert.equal(ran.code, 5, ran.stdout)
    assert.match(ran.stderr, /The disk failed a write that must not fail/)
  })

  test('It goes on serving what it has, and is sick though its syncs work again', async () => {
    tracer!.kill('SIGTERM')
    await once(tracer!, 'exit')
    const [first] = (await mesh.snapshots(POTSDAM.name, 'song')).slice(-1)
    const target = join(mesh.folder, 'from the sick disk')
    await mesh.succeed(POTSDAM.name, ['restore', `song@${first!.id.slice(0, 8)}`, '--to', target])
    assert.deepEqual((await compareFolders(join(folder, 'a.wav'), join(target, 'a.wav'))).differences, [])
  })

  test('A restart does not make it well, an operator does, and it is proved anew', async () => {
    await mesh.kill(POTSDAM.name)
    await mesh.start(POTSDAM.name)
    assert.ok((await alarmsAt(POTSDAM.name)).includes('DISK_SICK'))
    await eventually(async () => (await mesh.copyAt(BERLIN.name, 'song', POTSDAM.name))?.state === 'sick', PATIENCE)
    const refused = await mesh.run(POTSDAM.name, ['verify', 'song', '--accept-disk'])
    assert.equal(refused.code, 2, refused.stderr)
    const ran = await mesh.run(POTSDAM.name, ['verify', '--accept-disk'])
    assert.equal(ran.code, 0, ran.stderr + ran.stdout)
    assert.match(ran.stdout, /the disk is trusted again/)
    await eventually(async () => (await sickAt(BERLIN.name)) === null, PATIENCE)
    await eventually(async () => (await mesh.copyAt(BERLIN.name, 'song', POTSDAM.name))?.counted, PATIENCE)
    assert.ok(!(await alarmsAt(POTSDAM.name)).includes('DISK_SICK'))
  })
})
