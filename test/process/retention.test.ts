// Retention before real daemons: what has expired is forgotten by the project's authority alone, stays locked at every
// holder whatever the clocks say, can be restored meanwhile, and a project that is closed is captured no more.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type * as z from 'zod'
import type { explanation } from '../../protocol/local-api-projects.ts'
import type { forgetPlan } from '../../protocol/local-api-retention.ts'
import { noise } from '../helpers/chunk-memory.ts'
import { eventually } from '../helpers/eventually.ts'
import { writeFiles } from '../helpers/local-site.ts'
import {
  BERLIN,
  PATIENCE,
  POTSDAM,
  type ProcessMesh,
  type StatusJson,
  startMesh,
  untilMet,
} from '../helpers/process-mesh.ts'

type Plan = z.input<typeof forgetPlan>
type Explanation = z.input<typeof explanation>

const DAY_MS = 24 * 3_600_000
const YEARS_MS = 10 * 365 * DAY_MS
const PRELOAD = pathToFileURL(join(import.meta.dirname, '..', 'fixtures', 'skewed-clock.ts')).href
/** So much of the custody clock a restart may forget. */
const UNSAVED_MS = 60_000
const POLICY = ['copies=2', 'location=2', 'medium=1', 'manager=1']
const SHORT = ['all=1s', 'daily=0s', 'weekly=0s', 'monthly=no']

suite('retention', () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh
  let folder: string
  const ids: string[] = []

  before(async () => {
    mesh = scope.use(await startMesh([BERLIN, POTSDAM]))
    await mesh.succeed(BERLIN.name, ['site', 'set', POTSDAM.name, '--role', 'operator'])
    folder = join(mesh.folder, 'session')
    await writeFiles(folder, { 'a.wav': 300_000, 'song.rpp': 2_000 })
    ids.push(await mesh.keep(BERLIN.name, 'song', folder, [...POLICY, ...SHORT]))
    for (const seed of [2, 3, 4]) {
      await writeFiles(folder, { 'song.rpp': 200_000 }, seed)
      ids.push(await mesh.snapshot(BERLIN.name, 'song'))
    }
    await mesh.untilCopies(BERLIN.name, 'song', 2)
  })
  after(() => scope.disposeAsync())

  const named = (n: number): string => `song@${ids[n]!.slice(0, 12)}`
  const plan = (site: string, ...more: string[]): Promise<Plan> =>
    mesh.json<Plan>(site, ['forget', 'song', '--dry-run', ...more])

  async function keepingAt(site: string, n: number) {
    const snapshots = await mesh.json<{ snapshots: Awaited<ReturnType<ProcessMesh['snapshots']>> }>(site, [
      ...['snapshots', 'song', '--all'],
    ])
    const keeping = snapshots.snapshots.find(({ id }) => id === ids[n])?.keeping
    assert.ok(keeping)
    return keeping
  }

  /** Waits until a site knows a snapshot as forgotten, and finds it locked for days to come. */
  async function expectLocked(site: string, n: number): Promise<void> {
    await eventually(async () => (await keepingAt(site, n)).state === 'forgotten', PATIENCE)
    const { here, forMs } = await keepingAt(site, n)
    assert.equal(here, 'held')
    assert.ok((forMs ?? 0) > 6 * DAY_MS && (forMs ?? 0) <= 7 * DAY_MS + UNSAVED_MS, `${forMs}`)
  }

  test('What would go, what stays and why, and what comes free where, is told before anything is done', async () => {
    const told = await eventually(async () => {
      const now = await plan(BERLIN.name)
      const isKnown = now.sites.length === 2 && now.sites.every(({ snapshots }) => snapshots === 3)
      if (now.going.length !== 3 || !isKnown) throw new Error(JSON.stringify(now))
      return now
    }, PATIENCE)
    assert.deepEqual(told.going.map(({ id }) => id).sort(), ids.slice(0, 3).sort())
    assert.ok(told.going.every(({ lockedMs, reasons }) => lockedMs > 6 * DAY_MS && reasons.length === 0))
    assert.deepEqual(
      told.staying.map(({ id, reasons }) => [id, reasons]),
      [[ids[3], ['newest']]],
    )
    assert.equal(told.authority.here, true)
    // The first document of 2 kB, two of 200 kB and the tree chunks around them; the take is in what stays.
    for (const { freeBytes } of told.sites) assert.ok((freeBytes ?? 0) > 400_000 && (freeBytes ?? 0) < 430_000)
    const { stdout } = await mesh.run(BERLIN.name, ['forget', 'song', '--dry-run'])
    assert.match(stdout, /authority berlin-a \(this site\)/)
    assert.match(stdout, /goes: 3 snapshots[\s\S]*expired; its bytes stay locked for another 6 d/)
    assert.match(stdout, /berlin-a +3 +40\d(\.\d)? kB/)
    assert.match(stdout, /stays: 1 snapshot[\s\S]*newest\n/)
    assert.deepEqual((await keepingAt(BERLIN.name, 0)).state, 'retained')
  })

  test('A pinned snapshot stays, and says so', async () => {
    const { stdout } = await mesh.succeed(POTSDAM.name, ['pin', named(0), '--label', 'sent to the client'])
    assert.match(stdout, /is pinned, "sent to the client": kept whatever its age/)
    await eventually(async () => (await plan(BERLIN.name)).going.length === 2, PATIENCE)
    const { staying } = await plan(BERLIN.name)
    assert.deepEqual(staying.find(({ id }) => id === ids[0])?.reasons, ['pin'])
    assert.match((await mesh.run(BERLIN.name, ['snapshots', 'song'])).stdout, /"sent to the client" pinned/)
  })

  test('Only the authority says what goes, and by name neither what is pinned, newest nor locked', async () => {
    const refused = async (site: string, args: readonly string[], words: RegExp) => {
      const ran = await mesh.run(site, [...args, '--yes'])
      assert.equal(ran.code, 12, ran.stderr)
      assert.match(ran.stderr, words)
    }
    await refused(POTSDAM.name, ['forget', 'song'], /for berlin-a to say[\s\S]*next: run it at berlin-a/)
    await refused(BERLIN.name, ['forget', named(0)], /it is pinned[\s\S]*next: holdfast pin song@\w+ --remove/)
    await refused(BERLIN.name, ['forget', named(3)], /newest of its line[\s\S]*next: holdfast delete/)
    await refused(BERLIN.name, ['forget', named(1)], /locked for another 6 d; no lock is ever shortened/)
    assert.equal((await mesh.run(BERLIN.name, ['forget', 'song'])).code, 2)
  })

  test('What has expired is forgotten everywhere, stays locked and can be restored', async () => {
    const { stdout } = await mesh.succeed(BERLIN.name, ['forget', 'song', '--yes'])
    assert.match(stdout, /song: forgot 2 snapshots\n2 snapshots locked: each site keeps the bytes/)
    for (const { name } of [BERLIN, POTSDAM]) {
      await expectLocked(name, 1)
      await expectLocked(name, 2)
      assert.equal((await mesh.snapshots(name, 'song')).length, 2)
      await mesh.untilCopies(name, 'song', 2)
    }
    const listed = await mesh.run(POTSDAM.name, ['snapshots', 'song', '--all'])
    assert.match(listed.stdout, /forgotten, locked here for another 6 d/)
    const target = join(mesh.folder, 'restored')
    await mesh.succeed(POTSDAM.name, ['restore', named(1), '--to', target])
    assert.deepEqual(await readFile(join(target, 'song.rpp')), Buffer.from(noise(2000, 200_000)), 'as it was then')
    assert.deepEqual(await readFile(join(target, 'a.wav')), await readFile(join(folder, 'a.wav')))
    const { stdout: acts } = await mesh.succeed(BERLIN.name, ['audit'])
    assert.match(acts, /forget/)
    assert.match(acts, /pin/)
  })

  test('Clocks ten years ahead or back free nothing, and what is forgotten stays so over restarts', async () => {
    for (const skew of [YEARS_MS, -YEARS_MS]) {
      await mesh.succeed(POTSDAM.name, ['stop'])
      await mesh.start(POTSDAM.name, { NODE_OPTIONS: `--import=${PRELOAD}`, HOLDFAST_TEST_SKEW_MS: String(skew) })
      await expectLocked(POTSDAM.name, 1)
      const { here, state } = await keepingAt(POTSDAM.name, 0)
      assert.deepEqual([here, state], ['held', 'retained'])
    }
    await mesh.succeed(POTSDAM.name, ['stop'])
    await mesh.start(POTSDAM.name)
    await untilMet(mesh)
    await expectLocked(POTSDAM.name, 2)
  })

  test('The authority says so by itself too, and a removed pin keeps nothing', async () => {
    const { stdout } = await mesh.succeed(BERLIN.name, ['pin', named(0), '--remove'])
    assert.match(stdout, /is not pinned any more; retention keeps it no more/)
    assert.equal((await keepingAt(BERLIN.name, 0)).state, 'retained')
    // It looks at a project once an hour, and when it starts.
    await mesh.succeed(BERLIN.name, ['stop'])
    await mesh.start(BERLIN.name)
    await expectLocked(BERLIN.name, 0)
    await expectLocked(POTSDAM.name, 0)
  })

  test('A closed project is captured no more, and its months go after a notice', async () => {
    const words = 'all=1s daily=0s weekly=0s monthly=yes'
    const set = await mesh.succeed(BERLIN.name, ['policy', 'set', 'song', '--retention', words])
    assert.match(set.stdout, /one a month until the project is closed/)
    const closed = await mesh.succeed(BERLIN.name, ['project', 'close', 'song', '--yes'])
    assert.match(closed.stdout, /song is closed: nothing is captured any more/)
    assert.match(closed.stdout, /Whatever its age: the newest/)
    const refused = await mesh.run(BERLIN.name, ['snapshot', 'song'])
    assert.equal(refused.code, 12)
    assert.match(refused.stderr, /song is closed[\s\S]*next: holdfast project reopen song/)
    await mesh.succeed(BERLIN.name, ['project', 'reopen', 'song'])
    await writeFiles(folder, { 'song.rpp': 200_000 }, 9)
    ids.push(await mesh.snapshot(BERLIN.name, 'song'))
    const { retention } = await mesh.json<Explanation>(BERLIN.name, ['policy', 'explain', 'song'])
    assert.equal(retention.authority.name, BERLIN.name)
    assert.equal(retention.forgotten, 3)
    assert.ok(retention.kept.some(({ reason }) => reason === 'newest'))
  })

  test('Another site becomes the authority, and nothing expires until that was known for a month', async () => {
    const refused = await mesh.run(BERLIN.name, ['project', 'set', 'song', '--authority', 'nobody'])
    assert.equal(refused.code, 13, refused.stderr)
    const { stdout } = await mesh.succeed(BERLIN.name, ['project', 'set', 'song', '--authority', POTSDAM.name])
    assert.match(stdout, /authority: potsdam, whose word counts in (29|30) d: nothing expires until then/)
    await eventually(async () => (await plan(POTSDAM.name)).authority.here, PATIENCE)
    const { alarms } = await mesh.json<StatusJson>(BERLIN.name, ['status'])
    const told = alarms.find(({ code }) => code === 'RETENTION_NOTICE')
    assert.match(told?.sentence ?? '', /potsdam was named the authority of song: what it lets go counts in (29|30) d/)
    const early = await mesh.run(POTSDAM.name, ['forget', 'song', '--yes'])
    assert.equal(early.code, 12)
    assert.match(early.stderr, /named song's authority only lately: that counts in (29|30) d/)
    await mesh.succeed(BERLIN.name, ['project', 'set', 'song', '--authority', 'founder'])
  })
})
