// Clocks that are an hour off, before real daemons: a joiner is refused and its ticket stays good; a member shows the
// alarm, and nothing is lost, then or afterwards.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { compareFolders } from '../../scripts/compare-folders.ts'
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

const HOUR_MS = 3_600_000
const PRELOAD = pathToFileURL(join(import.meta.dirname, '..', 'fixtures', 'skewed-clock.ts')).href

/** The environment of a process whose clock is off. */
function clockOff(ms: number): Record<string, string> {
  return { NODE_OPTIONS: `--import=${PRELOAD}`, HOLDFAST_TEST_SKEW_MS: String(ms) }
}

suite('a clock that is an hour off', () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh
  let folder: string

  before(async () => {
    mesh = scope.use(await ProcessMesh.create())
    folder = join(mesh.folder, 'session')
    await writeFiles(folder, { 'a.wav': 300_000, 'song.rpp': 2_000 })
    await mesh.init('kreuzberg', BERLIN)
  })
  after(() => scope.disposeAsync())

  async function skewAlarm(site: string): Promise<{ sentence: string; next: string | null } | undefined> {
    return (await mesh.json<StatusJson>(site, ['status'])).alarms.find(({ code }) => code === 'CLOCK_SKEW')
  }

  async function expectRestored(site: string, reference: string): Promise<void> {
    const target = join(mesh.folder, 'restored', `${site} ${performance.now()}`)
    await mesh.succeed(site, ['restore', reference, '--to', target])
    assert.deepEqual((await compareFolders(folder, target)).differences, [])
  }

  test('A joiner is refused with the next step, and its ticket stays good', async () => {
    const ticket = await mesh.invite(POTSDAM)
    const listen = await mesh.prepare(POTSDAM.name)
    for (const [skew, words] of [
      [HOUR_MS, /clock is 60 min ahead of the mesh's/],
      [-HOUR_MS, /clock is 60 min behind the mesh's/],
    ] as const) {
      const ran = await mesh.spawn(POTSDAM.name, ['join', ticket, ...listen], { env: clockOff(skew) })
      assert.equal(ran.code, 1, ran.stderr)
      assert.match(ran.stderr, words)
      assert.match(ran.stderr, /next: .*(timedatectl|clock)/)
      assert.match(ran.stderr, /ticket is still good/)
      assert.equal((await mesh.json<SitesJson>(BERLIN.name, ['sites'])).sites.length, 1)
    }
    const ran = await mesh.run(POTSDAM.name, ['join', ticket, ...listen])
    assert.equal(ran.code, 0, ran.stderr)
  })

  test('A member shows the alarm and the next step, while the others stay calm', async () => {
    await mesh.add(FRANKFURT)
    await addProject(mesh, 'song', folder, 'copies=3 location=3 medium=1 manager=1')
    await mesh.snapshot(BERLIN.name, 'song')
    await mesh.untilCopies(BERLIN.name, 'song', 3)
    await mesh.succeed(FRANKFURT.name, ['stop'])
    await mesh.start(FRANKFURT.name, clockOff(HOUR_MS))
    const alarm = await eventually(() => skewAlarm(FRANKFURT.name), PATIENCE)
    assert.ok(alarm)
    assert.match(alarm.sentence, /this site's clock is 60 min ahead of its peers'/)
    assert.equal(alarm.next, 'timedatectl set-ntp true')
    const shown = await mesh.run(FRANKFURT.name, ['status'])
    assert.match(shown.stdout, /CRITICAL/)
    assert.match(shown.stdout, /! this site's clock is 60 min ahead of its peers'.*\n {2}next: timedatectl/)
    await eventually(async () => {
      const { sites } = await mesh.json<SitesJson>(BERLIN.name, ['sites'])
      return (sites.find(({ name }) => name === FRANKFURT.name)?.clockOffsetMs ?? 0) > 0.9 * HOUR_MS
    }, PATIENCE)
    assert.equal(await skewAlarm(BERLIN.name), undefined)
    assert.equal(await skewAlarm(POTSDAM.name), undefined)
  })

  test('Snapshots taken meanwhile, there and elsewhere, reach all their copies and come back everywhere', async () => {
    await writeFiles(folder, { 'b.wav': 300_000 }, 2)
    const here = await mesh.snapshot(BERLIN.name, 'song')
    await mesh.succeed(FRANKFURT.name, ['project', 'add', 'song', '--folder', folder])
    await writeFiles(folder, { 'c.wav': 300_000 }, 3)
    const there = await mesh.snapshot(FRANKFURT.name, 'song')
    await mesh.untilCopies(BERLIN.name, 'song', 3)
    const listed = (await mesh.snapshots(POTSDAM.name, 'song')).map(({ id }) => id)
    assert.equal(listed.length, 3)
    assert.ok(listed.includes(here) && listed.includes(there))
    await expectRestored(POTSDAM.name, `song@${there.slice(0, 12)}`)
  })

  test('Set right again the alarm ends, every copy counts, and every snapshot is there', async () => {
    await mesh.succeed(FRANKFURT.name, ['stop'])
    await mesh.start(FRANKFURT.name)
    await eventually(async () => (await skewAlarm(FRANKFURT.name)) === undefined, PATIENCE)
    for (const { name } of [BERLIN, POTSDAM, FRANKFURT]) {
      await mesh.untilCopies(name, 'song', 3)
      assert.equal((await mesh.snapshots(name, 'song')).length, 3)
    }
    await expectRestored(FRANKFURT.name, 'song')
  })
})
