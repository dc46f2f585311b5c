// Ransomware, and a deletion nobody meant, before real daemons: what was captured is kept aside, the last good snapshot stays
// current here and elsewhere, and only an operator lets the change through.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { eventually } from '../helpers/eventually.ts'
import { addProject, writeFiles } from '../helpers/local-site.ts'
import { BERLIN, FRANKFURT, PATIENCE, type SnapshotsJson, type StatusJson, startMesh } from '../helpers/process-mesh.ts'

const COUNT = 24
const FILES = Object.fromEntries(Array.from({ length: COUNT }, (_, n) => [`Takes/${n}.wav`, 20_000 + n]))

suite('a project of which most changes at once', () => {
  const scope = new AsyncDisposableStack()
  let mesh: Awaited<ReturnType<typeof startMesh>>
  let folder: string
  let good: SnapshotsJson['snapshots'][number]

  before(async () => {
    mesh = await startMesh([BERLIN, FRANKFURT])
    scope.use(mesh)
    folder = join(mesh.folder, 'nova')
    await writeFiles(folder, FILES)
    await addProject(mesh, 'nova', folder, 'copies=2 location=2 medium=1 manager=1')
    await mesh.succeed(BERLIN.name, ['snapshot', 'nova', '--wait=2m'])
    good = (await mesh.snapshots(BERLIN.name, 'nova'))[0]!
  })
  after(() => scope.disposeAsync())

  async function alarms(site: string): Promise<{ code: string; sentence: string; next: string | null }[]> {
    const { alarms } = await mesh.json<StatusJson>(site, ['status'])
    return alarms.filter(({ code }) => code === 'MASS_CHANGE')
  }

  test('Encrypted in its place and renamed, it is kept aside with words and exit 5; the good one is restored', async () => {
    for (const name of await readdir(join(folder, 'Takes'))) {
      await writeFile(join(folder, 'Takes', name), randomBytes(20_000))
      await rename(join(folder, 'Takes', name), join(folder, 'Takes', `${name}.locked`))
    }
    const taken = await mesh.run(BERLIN.name, ['snapshot', 'nova'])
    assert.equal(taken.code, 5, taken.stderr)
    assert.match(taken.stdout, /suspect\nkept aside, the snapshot before stays current: 24 of 24 files .* 24 removed/)
    const [suspect, before] = await mesh.snapshots(BERLIN.name, 'nova')
    assert.deepEqual([suspect!.state, before!.id], ['suspect', good.id])

    // Everybody is told, and nobody takes it for the project.
    for (const site of [BERLIN.name, FRANKFURT.name]) {
      const [alarm] = await eventually(async () => {
        const found = await alarms(site)
        assert.equal(found.length, 1)
        return found
      }, PATIENCE)
      assert.match(alarm!.sentence, /nova: snapshot [0-9a-f]{8}.* is kept aside.*24 removed/)
      assert.match(alarm!.next ?? '', /holdfast diff nova@.* --accept-change/)
      const back = join(mesh.folder, `back-${site}`)
      await mesh.succeed(site, ['restore', 'nova', '--to', back])
      assert.equal((await readdir(join(back, 'Takes'))).includes('0.wav'), true)
    }
    await eventually(async () => {
      const { stdout } = await mesh.run(FRANKFURT.name, ['audit'])
      return /snapshot-aside/.test(stdout)
    }, PATIENCE)
  })

  test('It stays aside however often it is captured, and a token that may only capture can not accept it', async () => {
    const again = await mesh.run(BERLIN.name, ['snapshot', 'nova'])
    assert.equal(again.code, 5)
    assert.match(again.stdout, /nothing changed since/)
    await writeFile(join(folder, 'READ ME.txt'), 'pay')
    assert.equal((await mesh.run(BERLIN.name, ['snapshot', 'nova'])).code, 5)
    const token = (await mesh.succeed(BERLIN.name, ['token', 'create', 'backup', '--scope', 'capture'])).stdout.trim()
    const env = { HOLDFAST_TOKEN: token }
    const refused = await mesh.run(BERLIN.name, ['snapshot', 'nova', '--accept-change'], { env })
    assert.equal(refused.code, 12)
    assert.match(refused.stderr, /may take snapshots, but not accept a mass change/)
  })

  test('Once the files are back, the next snapshot is good again and the alarm ends', async () => {
    const back = join(mesh.folder, `back-${BERLIN.name}`)
    await rm(folder, { recursive: true })
    await mesh.succeed(BERLIN.name, ['restore', 'nova', '--to', folder])
    assert.deepEqual((await compareFolders(folder, back)).differences, [])
    await mesh.succeed(BERLIN.name, ['snapshot', 'nova'])
    const [newest] = await mesh.snapshots(BERLIN.name, 'nova')
    assert.equal(newest!.state, 'settled')
    for (const site of [BERLIN.name, FRANKFURT.name])
      await eventually(async () => (await alarms(site)).length === 0, PATIENCE)
  })

  test('A deletion that is meant is let through by an operator, once', async () => {
    for (const name of (await readdir(join(folder, 'Takes'))).slice(0, 20)) await rm(join(folder, 'Takes', name))
    const aside = await mesh.run(BERLIN.name, ['snapshot', 'nova'])
    assert.equal(aside.code, 5, aside.stderr)
    await mesh.succeed(BERLIN.name, ['snapshot', 'nova', '--accept-change'])
    const [accepted, suspect] = await mesh.snapshots(BERLIN.name, 'nova')
    assert.deepEqual([accepted!.state, accepted!.files, suspect!.state], ['settled', 4, 'suspect'])
    assert.deepEqual(await alarms(BERLIN.name), [])
    assert.match((await mesh.run(BERLIN.name, ['audit'])).stdout, /change-accept/)
    await writeFile(join(folder, 'notes.txt'), 'mixed')
    await mesh.succeed(BERLIN.name, ['snapshot', 'nova'])
    assert.equal((await mesh.snapshots(BERLIN.name, 'nova'))[0]!.state, 'settled')
  })
})
