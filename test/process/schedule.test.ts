// Captures by themselves at a real daemon: a watched folder, pauses, a restart, a take that grows (§ Schedule).
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { eventually } from '../helpers/eventually.ts'
import { ONE_COPY, writeFiles } from '../helpers/local-site.ts'
import { BERLIN, PATIENCE, ProcessMesh, type StatusJson } from '../helpers/process-mesh.ts'

describe('a site that captures by itself', () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh
  const folder = (name: string) => join(mesh.folder, 'sessions', name)
  const add = (name: string, ...flags: string[]) =>
    mesh.succeed(BERLIN.name, ['project', 'add', name, '--folder', folder(name), '--policy', ONE_COPY, ...flags])
  const newest = async (name: string) => (await mesh.snapshots(BERLIN.name, name))[0]
  const status = () => mesh.json<StatusJson>(BERLIN.name, ['status'])
  const alarms = async (code: string) => (await status()).alarms.filter(alarm => alarm.code === code)

  /** Waits for a settled snapshot of so many files. */
  function untilTaken(name: string, files: number) {
    return eventually(async () => {
      const snapshot = await newest(name)
      if (snapshot?.files === files && snapshot.state === 'settled') return snapshot
      throw new Error(`the newest snapshot of ${name} is ${JSON.stringify(snapshot)}`)
    }, PATIENCE)
  }

  before(async () => {
    mesh = scope.use(await ProcessMesh.create())
    const config = 'config_version = 1\n[capture]\nquiet = "300ms"\n'
    await mkdir(join(mesh.folder, BERLIN.name))
    await writeFile(join(mesh.folder, BERLIN.name, 'config.toml'), config)
    await mesh.init('kreuzberg', BERLIN)
  })
  after(() => scope.disposeAsync())

  test('a watched folder is captured when it is added, and again when something was written and it is quiet', async () => {
    await writeFiles(folder('nova'), { 'song.rpp': 2_000, 'Audio/kick.wav': 50_000 })
    const added = await add('nova', '--watch', '--every', '1h')
    assert.match(added.stdout, /\nsnapshots by themselves: on change, every 1 h\n/)
    await untilTaken('nova', 2)
    await writeFiles(folder('nova'), { 'Audio/new folder/snare.wav': 50_000 }, 2)
    await untilTaken('nova', 3)
    await writeFiles(folder('nova'), { 'Audio/new folder/hat.wav': 50_000 }, 3)
    await untilTaken('nova', 4)
    const next = /nova .* on change, every 1 h +(\d{4}-\d\d-\d\d )?\d\d:\d\d /
    await mesh.until(BERLIN.name, ['project', 'list'], 0, next)
    assert.match((await mesh.run(BERLIN.name, ['status'])).stdout, /\nsnapshots by themselves: nova /)
  })

  test('a pause holds what runs by itself, not what is asked for, and ends when told', async () => {
    await writeFiles(folder('film'), { 'reel.wav': 5_000 })
    await add('film', '--watch')
    await untilTaken('film', 1)
    const paused = await mesh.succeed(BERLIN.name, ['pause', 'nova', '--for', '4h'])
    assert.match(paused.stdout, /^nova: no snapshots by schedule until /)
    await writeFiles(folder('nova'), { 'held.wav': 5_000 }, 4)
    // Written later and captured: the daemon has had the time for the other as well.
    await writeFiles(folder('film'), { 'later.wav': 5_000 }, 5)
    await untilTaken('film', 2)
    assert.equal((await newest('nova'))?.files, 4)
    assert.match((await mesh.run(BERLIN.name, ['project', 'list'])).stdout, /nova .* paused until /)
    const asked = await mesh.succeed(BERLIN.name, ['snapshot', 'nova'])
    assert.match(asked.stdout, /^nova@[0-9a-f]{8} {2}5 files/)
    assert.match(asked.stderr, /note: captures by schedule are paused/)
    await writeFiles(folder('nova'), { 'held too.wav': 5_000 }, 6)
    await mesh.succeed(BERLIN.name, ['pause', 'nova', '--end'])
    await untilTaken('nova', 6)
  })

  test('schedule, pauses and watching outlive a kill, and what changed meanwhile is captured', async () => {
    await mesh.succeed(BERLIN.name, ['pause', 'film', '--for', '4h'])
    await mesh.kill(BERLIN.name)
    await writeFiles(folder('nova'), { 'while down.wav': 5_000 }, 7)
    await writeFiles(folder('film'), { 'while down.wav': 5_000 }, 7)
    await mesh.start(BERLIN.name)
    await untilTaken('nova', 7)
    const film = (await status()).projects.find(({ name }) => name === 'film')
    assert.equal((await newest('film'))?.files, 2)
    assert.ok(Date.parse(film?.capture?.pausedUntil ?? '') > Date.now() + 3 * 3_600_000)
    assert.equal(film?.capture?.watch, true)
    await mesh.succeed(BERLIN.name, ['pause', '--end'])
    await untilTaken('film', 3)
  })

  test('while a take grows, the daemon gives way and says so', async () => {
    const take = join(folder('nova'), 'take.wav')
    await eventually(async () => {
      await appendFile(take, Buffer.alloc(4_096, 1))
      return (await status()).capture.yielding
    }, PATIENCE)
    assert.match((await mesh.run(BERLIN.name, ['status'])).stdout, /\na take is growing: large reads are slow/)
    await untilTaken('nova', 8)
  })

  test('a folder that is gone is an alarm with the next step, until it is captured again', async () => {
    await writeFiles(folder('lost'), { 'a.wav': 5_000 })
    await add('lost', '--watch')
    await untilTaken('lost', 1)
    await rm(folder('lost'), { recursive: true })
    const alarm = await eventually(async () => (await alarms('FOLDER_MISSING'))[0], PATIENCE)
    assert.match(alarm!.sentence, /^lost: the last snapshot by schedule failed: .*lost is not there/)
    assert.match(alarm!.next ?? '', /mount the disk or bring the folder back/)
    await writeFiles(folder('lost'), { 'a.wav': 5_000 })
    await mesh.succeed(BERLIN.name, ['snapshot', 'lost', '--accept-empty'])
    assert.deepEqual(await alarms('FOLDER_MISSING'), [])
  })

  test('an idle disk is all the daemon asks for, where the system knows of such', async t => {
    const pid = await mesh.pid(BERLIN.name)
    const shown = spawnSync('ionice', ['-p', String(pid)], { encoding: 'utf8' })
    if (shown.status !== 0) return t.skip('there is no ionice')
    assert.equal(shown.stdout.trim(), 'idle')
  })
})
