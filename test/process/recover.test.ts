// Everything is gone but one blind site and a sheet of paper (§ Recovery): a blank machine reads every project from them,
// bit for bit, and is nothing to the mesh but a reader.
import assert from 'node:assert/strict'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { recoveryPhrase } from '../../protocol/recovery-phrase.ts'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { eventually } from '../helpers/eventually.ts'
import { BERLIN, FRANKFURT, PATIENCE, POTSDAM, ProcessMesh, type SitesJson, untilMet } from '../helpers/process-mesh.ts'
import { writeSession } from '../helpers/session-folder.ts'

const BLIND = 'copies=3 location=3 medium=2 manager=2 grace=30s'

test('studio and disk are gone: the phrase and one blind site give every project back', async t => {
  await using mesh = await ProcessMesh.create()
  await mesh.init('kreuzberg', BERLIN)
  for (const spec of [POTSDAM, FRANKFURT]) await mesh.add(spec, [], ['--blind'])
  await untilMet(mesh)
  const folder = join(mesh.folder, 'Nova LP')
  const other = join(mesh.folder, 'Second')
  await writeSession(folder, { takes: 3, takeBytes: 600_044 })
  await writeSession(other, { takes: 1, takeBytes: 90_044, seed: 9 })

  let project = ''
  const lost = join(mesh.folder, 'lost-sheet.txt')
  const sheet = join(mesh.folder, 'sheet.txt')
  await t.test('init leaves the sheet with the phrase, for its owner alone', async () => {
    const file = join(mesh.home(BERLIN.name), 'recovery.txt')
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    const text = await readFile(file, 'utf8')
    assert.match(text, /^phrase {5}([0-9a-z]{6}-){7}[0-9a-z]{6}$/m)
    assert.match(text, /^mesh id {4}([0-9a-f]{4} ?){8}$/m)
    const again = await mesh.succeed(BERLIN.name, ['key', 'sheet'])
    assert.doesNotMatch(again.stdout, /([0-9a-z]{6}-){7}/)
    assert.match(again.stdout, new RegExp(`frankfurt +/ip4/127.0.0.1/tcp/${mesh.port(FRANKFURT.name)}`))
    await writeFile(lost, text)
  })

  await t.test('an owner makes a new phrase, and the mesh goes on with that one', async () => {
    const made = await mesh.succeed(BERLIN.name, ['key', 'sheet', '--new', '--yes'])
    assert.match(made.stdout, /constitution 2 is in force/)
    assert.match(made.stderr, /note: the recovery phrase is in /)
    const text = await readFile(join(mesh.home(BERLIN.name), 'recovery.txt'), 'utf8')
    assert.notEqual(phraseIn(text), phraseIn(await readFile(lost, 'utf8')))
    await writeFile(sheet, text)
  })

  await t.test(
    'two projects, one under a ring of its own and one after a rotation, stand at the blind sites',
    async () => {
      await mesh.keep(BERLIN.name, 'nova-lp', folder, BLIND.split(' '))
      const rotated = await mesh.succeed(BERLIN.name, ['key', 'rotate', '--yes'])
      assert.match(rotated.stdout, /3 epochs/)
      await writeSession(join(folder, 'later'), { takes: 1, takeBytes: 70_044, seed: 4 })
      await mesh.snapshot(BERLIN.name, 'nova-lp')
      const words = BLIND.split(' ').flatMap(word => ['--policy', word])
      await mesh.succeed(BERLIN.name, ['project', 'add', 'second', '--folder', other, '--ring', 'new', ...words])
      await mesh.snapshot(BERLIN.name, 'second')
      for (const name of ['nova-lp', 'second']) await mesh.untilCopies(BERLIN.name, name, 3)
      project = (await mesh.project(BERLIN.name, 'nova-lp')).id
      const { rings } = await mesh.json<{ rings: { recovery: string }[] }>(BERLIN.name, ['key', 'list'], [0])
      assert.deepEqual(
        rings.map(({ recovery }) => recovery),
        ['granted', 'granted'],
      )
      // The grants are statements of the membership: the blind site must have heard of them before all else is gone.
      const ours = await mesh.json<{ rings: { recovery: string }[] }>(FRANKFURT.name, ['key', 'list'], [0])
      assert.ok(ours.rings.length >= 2)
      await eventually(async () => {
        const seen = await mesh.json<{ rings: { recovery: string }[] }>(FRANKFURT.name, ['key', 'list'], [0])
        return seen.rings.length === 2 && seen.rings.every(({ recovery }) => recovery === 'granted')
      }, PATIENCE)
    },
  )

  const restored = join(mesh.folder, 'restored')
  await t.test('a wrong phrase, a mistyped one and a wrong mesh are refused in words', async () => {
    const listen = await mesh.prepare('blank')
    const address = `/ip4/127.0.0.1/tcp/${mesh.port(FRANKFURT.name)}`
    const id = /^mesh id +(.+)$/m.exec(await readFile(sheet, 'utf8'))![1]!
    const phrase = phraseIn(await readFile(sheet, 'utf8'))
    const recover = (text: string, meshId = id) =>
      mesh.run('blank', ['key', 'recover', '--mesh', meshId, '--address', address, '--phrase-file', '-', ...listen], {
        stdin: text,
      })
    const mistyped = await recover(phrase.replace(/^../, phrase.startsWith('00') ? '11' : '00'))
    assert.equal(mistyped.code, 12)
    assert.match(mistyped.stderr, /group 1 of the recovery phrase is mistyped/)
    const wrong = await recover(recoveryPhrase(new Uint8Array(20)))
    assert.notEqual(wrong.code, 0)
    assert.match(wrong.stderr, /answers the recovery identity|not the recovery phrase/)
    const former = await recover(phraseIn(await readFile(lost, 'utf8')))
    assert.notEqual(former.code, 0)
    assert.match(former.stderr, /answers the recovery identity/)
    const elsewhere = await recover(phrase, '0123456789abcdef')
    assert.notEqual(elsewhere.code, 0)
    assert.match(elsewhere.stderr, /mesh/)
  })

  await t.test('with the studio and all but one blind site gone, a blank machine reads from it', async () => {
    for (const { name } of [BERLIN, POTSDAM]) {
      await mesh.kill(name)
      await rm(mesh.home(name), { recursive: true, force: true })
    }
    const address = `/ip4/127.0.0.1/tcp/${mesh.port(FRANKFURT.name)}`
    const id = /^mesh id +(.+)$/m.exec(await readFile(sheet, 'utf8'))![1]!
    const listen = await mesh.prepare('machine')
    const words = ['key', 'recover', '--mesh', id, '--address', address, '--phrase-file', sheet]
    const { stdout, stderr } = await mesh.spawn('machine', [...words, ...listen])
    assert.match(stdout, /reading kreuzberg by way of frankfurt: 3 sites, keys of 2 rings/, stderr)
    assert.match(stderr, /no site of the mesh/)
    for (const [name, source] of [
      ['nova-lp', folder],
      ['second', other],
    ] as const) {
      await eventually(async () => (await mesh.run('machine', ['snapshots', name])).code === 0, PATIENCE)
      const target = join(restored, name)
      await mesh.succeed('machine', ['restore', name, '--to', target])
      const { differences } = await compareFolders(source, target)
      assert.deepEqual(differences, [])
    }
  })

  await t.test('it says what it is, and changes nothing', async () => {
    const status = await mesh.run('machine', ['status'])
    assert.match(status.stdout, /recovery/)
    const refused = await mesh.run('machine', ['project', 'add', 'mine', '--folder', folder])
    assert.equal(refused.code, 12)
    assert.match(refused.stderr, /reads from the recovery phrase/)
    const { sites } = await mesh.json<SitesJson>(FRANKFURT.name, ['sites'], [0])
    assert.deepEqual(sites.map(({ name }) => name).sort(), ['berlin-a', 'frankfurt', 'potsdam'])
    const whereis = await mesh.whereis(FRANKFURT.name, project)
    assert.ok(whereis.sites.every(({ name }) => name !== 'recovery'))
    const audit = await mesh.succeed(FRANKFURT.name, ['audit', '--act', 'key-recover'])
    assert.match(audit.stdout, /key-recover/)
    assert.match((await mesh.run(FRANKFURT.name, ['status'])).stdout, /somebody has connected with the recovery phrase/)
  })

  await t.test('it reads on after a restart', async () => {
    await mesh.kill('machine')
    await mesh.start('machine')
    const target = join(restored, 'again')
    await eventually(
      async () => (await mesh.run('machine', ['restore', 'second', '--to', target])).code === 0,
      PATIENCE,
    )
    assert.deepEqual((await compareFolders(other, target)).differences, [])
  })
})

function phraseIn(sheet: string): string {
  return /^phrase +(.+)$/m.exec(sheet)![1]!
}
