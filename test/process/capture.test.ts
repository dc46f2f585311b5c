// What a capture at a real daemon reads and finds: commands around it, content that changes in silence, categories
// (§ Schedule, § Hooks).
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { eventually } from '../helpers/eventually.ts'
import { ONE_COPY, run, writeFiles } from '../helpers/local-site.ts'
import { BERLIN, PATIENCE, ProcessMesh, type StatusJson } from '../helpers/process-mesh.ts'

describe('a site that captures', () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh
  const folder = (name: string) => join(mesh.folder, 'sessions', name)
  const add = (name: string, ...flags: string[]) =>
    mesh.succeed(BERLIN.name, ['project', 'add', name, '--folder', folder(name), '--policy', ONE_COPY, ...flags])
  const alarms = async (code: string) =>
    (await mesh.json<StatusJson>(BERLIN.name, ['status'])).alarms.filter(alarm => alarm.code === code)

  before(async () => {
    mesh = scope.use(await ProcessMesh.create())
    const frozen = join(mesh.folder, 'frozen')
    const results = join(mesh.folder, 'results')
    const config = `config_version = 1
[capture]
quiet = "300ms"

[capture.hooks.frozen]
before = 'rm -rf ${frozen}; cp -r "$HOLDFAST_FOLDER" ${frozen} && echo only here > ${frozen}/mark && echo ${frozen}'
after = 'echo "$HOLDFAST_PROJECT $HOLDFAST_RESULT" >> ${results}; rm -r ${frozen}'

[capture.hooks.broken]
before = 'echo no such volume >&2; exit 5'
after = 'echo "$HOLDFAST_PROJECT $HOLDFAST_RESULT" >> ${results}'

[capture.hooks.messy]
after = 'exit 9'
`
    await mkdir(join(mesh.folder, BERLIN.name))
    await writeFile(join(mesh.folder, BERLIN.name, 'config.toml'), config)
    await mesh.init('kreuzberg', BERLIN)
  })
  after(() => scope.disposeAsync())

  test('a command before a capture names the folder that is read, and the one after runs whatever came of it', async () => {
    await writeFiles(folder('frozen'), { 'a.wav': 5_000 })
    await add('frozen')
    await mesh.succeed(BERLIN.name, ['snapshot', 'frozen'])
    const back = join(mesh.folder, 'frozen back')
    await mesh.succeed(BERLIN.name, ['restore', 'frozen', '--to', back])
    assert.equal(await readFile(join(back, 'mark'), 'utf8'), 'only here\n')
    assert.ok(existsSync(join(back, 'a.wav')))
    await writeFiles(folder('broken'), { 'a.wav': 5_000 })
    await add('broken')
    const refused = await mesh.run(BERLIN.name, ['snapshot', 'broken'])
    assert.equal(refused.code, 1)
    assert.match(refused.stderr, /exited with 5: no such volume\n/)
    assert.deepEqual(await mesh.snapshots(BERLIN.name, 'broken'), [])
    const results = (await readFile(join(mesh.folder, 'results'), 'utf8')).trim().split('\n')
    assert.deepEqual(results, ['frozen taken', 'broken failed'])
  })

  test('a command after a capture that fails leaves the snapshot, a note and an alarm', async () => {
    await writeFiles(folder('messy'), { 'a.wav': 5_000 })
    await add('messy')
    const taken = await mesh.succeed(BERLIN.name, ['snapshot', 'messy'])
    assert.match(taken.stderr, /note: the snapshot stands, but `exit 9` exited with 9/)
    assert.match((await alarms('HOOK_FAILED'))[0]?.sentence ?? '', /^messy: its snapshots stand, but/)
  })

  test('content that changed while size and time did not is an alarm until it is acknowledged', async () => {
    const file = join(folder('reels'), 'reel.wav')
    await writeFiles(folder('reels'), { 'reel.wav': 5_000 })
    await add('reels', '--watch')
    await mesh.succeed(BERLIN.name, ['snapshot', 'reels'])
    // To the nanosecond, which utimes can't.
    const as = join(mesh.folder, 'as it was')
    run('cp', '-p', file, as)
    const [good] = await mesh.snapshots(BERLIN.name, 'reels')
    // In one go, as the daemon sees it.
    await mesh.succeed(BERLIN.name, ['pause', 'reels', '--for', '1h'])
    await writeFile(file, Buffer.alloc(5_000, 7))
    run('touch', '-r', as, file)
    await mesh.succeed(BERLIN.name, ['pause', 'reels', '--end'])
    const changed = await eventually(async () => (await alarms('CONTENT_CHANGED'))[0], PATIENCE)
    assert.match(changed!.sentence, /^reels: content of 1 file changed while size and time did not: .*: reel\.wav$/)
    assert.match(
      changed!.next ?? '',
      new RegExp(`holdfast restore reels@${good!.id.slice(0, 8)} --include 'reel.wav' --to DIR`),
    )
    const check = await mesh.run(BERLIN.name, ['status', '--check'])
    assert.equal(check.code, 2)
    await mesh.kill(BERLIN.name)
    await mesh.start(BERLIN.name)
    assert.equal((await alarms('CONTENT_CHANGED')).length, 1)
    await mesh.succeed(BERLIN.name, ['project', 'set', 'reels', '--acknowledge'])
    assert.deepEqual(await alarms('CONTENT_CHANGED'), [])
  })

  test('rules of categories go with the project and can be taken back', async () => {
    const set = (...flags: string[]) => mesh.succeed(BERLIN.name, ['project', 'set', 'reels', ...flags])
    await set('--category', 'Bounces/**=master', '--category', '*.tmp=rebuildable')
    const list = await mesh.json<{ projects: { name: string; rules: unknown[] }[] }>(BERLIN.name, ['project', 'list'])
    assert.deepEqual(list.projects.find(({ name }) => name === 'reels')?.rules, [
      { pattern: 'Bounces/**', category: 'master' },
      { pattern: '*.tmp', category: 'rebuildable' },
    ])
    assert.match((await set('--no-categories')).stdout, /categories: the built-in rules/)
  })
})
