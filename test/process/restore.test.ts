// Restore: part of a snapshot, an old one, from peers alone, from the last site left, and never over what is there
// (§ Restore).
import assert from 'node:assert/strict'
import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { eventually } from '../helpers/eventually.ts'
import { BERLIN, FRANKFURT, PATIENCE, POTSDAM, startMesh } from '../helpers/process-mesh.ts'
import { writeSession, writeTake } from '../helpers/session-folder.ts'

interface RestoredJson {
  readonly files: number
  readonly kept: number
  readonly failed: number
}

test('a project is restored in whole and in part, from here and from peers, and nothing is overwritten', async t => {
  await using mesh = await startMesh([BERLIN, POTSDAM, FRANKFURT])
  const folder = join(mesh.folder, 'Nova LP')
  await writeSession(folder, { takes: 3, takeBytes: 900_044 })
  const first = await mesh.keep(BERLIN.name, 'nova-lp', folder, ['copies=2', 'location=2', 'medium=2'])
  await mesh.untilCopies(BERLIN.name, 'nova-lp', 2)
  const old = join(mesh.folder, 'as it was')
  await mesh.succeed(BERLIN.name, ['restore', 'nova-lp', '--to', old])
  await appendFile(join(folder, 'Nova LP.rpp'), '\n  <ITEM POSITION 1 NAME "one more">')
  await rm(join(folder, 'Audio Files', 'Take 02.wav'))
  await writeTake(folder, 'Audio Files/Take 04.wav', 500_044, 44)
  const second = await mesh.snapshot(BERLIN.name, 'nova-lp')
  await eventually(async () => (await mesh.snapshots(BERLIN.name, 'nova-lp'))[0]?.copies.have === 2, PATIENCE)
  const holder = (await mesh.whereis(BERLIN.name, 'nova-lp')).sites.find(
    site => site.counted && site.name !== BERLIN.name,
  )!.name
  const outsider = [POTSDAM.name, FRANKFURT.name].find(name => name !== holder)!
  const place = (name: string): string => join(mesh.folder, name)

  await t.test('the folder as it was at an old snapshot, by the beginning of its id', async () => {
    assert.deepEqual((await compareFolders(old, place('as it was'))).differences, [])
    await mesh.succeed(holder, ['restore', `nova-lp@${first.slice(0, 8)}`, '--to', place('old at the holder')])
    assert.deepEqual((await compareFolders(old, place('old at the holder'))).differences, [])
    await mesh.succeed(holder, ['restore', `nova-lp@${second.slice(0, 8)}`, '--to', place('new at the holder')])
    assert.deepEqual((await compareFolders(folder, place('new at the holder'))).differences, [])
  })

  await t.test('one file alone, and a pattern of files', async () => {
    await mesh.succeed(BERLIN.name, ['restore', 'nova-lp', '--include', 'Nova LP.rpp', '--to', place('one')])
    assert.deepEqual(await readdir(place('one')), ['Nova LP.rpp'])
    assert.deepEqual(await readFile(place('one/Nova LP.rpp')), await readFile(join(folder, 'Nova LP.rpp')))
    await mesh.succeed(BERLIN.name, ['restore', 'nova-lp', '--include', '**/*.wav', '--to', place('takes')])
    assert.deepEqual(await readdir(place('takes')), ['Audio Files'])
    const takes = (await readdir(place('takes/Audio Files'))).sort()
    assert.deepEqual(takes, ['Take 01.wav', 'Take 03.wav', 'Take 04.wav'])
  })

  await t.test('what is not in it, and a snapshot there is not, end with 13', async () => {
    for (const args of [['nova-lp', '--include', 'Take 99.wav'], ['nova-lp@ffffffff'], ['halden-ep']]) {
      const ran = await mesh.run(BERLIN.name, ['restore', ...args, '--to', place('none')])
      assert.equal(ran.code, 13, ran.stderr)
      assert.match(ran.stderr, /next: /)
    }
    await assert.rejects(readdir(place('none')), { code: 'ENOENT' })
  })

  await t.test('a site that holds nothing of it restores all of it from its peers', async () => {
    assert.equal(await mesh.copyAt(outsider, 'nova-lp', outsider), undefined)
    const ran = await mesh.succeed(outsider, ['restore', 'nova-lp', '--to', place('from peers')])
    assert.match(ran.stdout, /^restored nova-lp@[0-9a-f]{8}: 5 files, .*\nevery file matches the snapshot\n$/)
    assert.deepEqual((await compareFolders(folder, place('from peers'))).differences, [])
  })

  await t.test('run again it keeps what is there and writes what is missing', async () => {
    await rm(place('from peers/Audio Files/Take 03.wav'))
    await rm(place('from peers/Bounced Files'), { recursive: true })
    const again = await mesh.json<RestoredJson>(outsider, ['restore', 'nova-lp', '--to', place('from peers')], [0])
    assert.deepEqual([again.files, again.kept], [5, 4])
    assert.deepEqual((await compareFolders(folder, place('from peers'))).differences, [])
  })

  await t.test(
    'a file that differs stops it with 1 before anything is written, unless it is told to overwrite',
    async () => {
      const mine = place('from peers/Nova LP.rpp')
      await writeFile(mine, 'my own edit')
      await rm(place('from peers/Audio Files/Take 04.wav'))
      const before = await stat(mine, { bigint: true })
      const ran = await mesh.run(outsider, ['restore', 'nova-lp', '--to', place('from peers')])
      assert.equal(ran.code, 1, ran.stdout)
      assert.match(ran.stderr, /Nova LP\.rpp/)
      assert.match(ran.stderr, /next: .*--overwrite/)
      assert.equal((await stat(mine, { bigint: true })).mtimeNs, before.mtimeNs)
      assert.equal(await readFile(mine, 'utf8'), 'my own edit')
      assert.deepEqual((await readdir(place('from peers/Audio Files'))).sort(), ['Take 01.wav', 'Take 03.wav'])
      await mesh.succeed(outsider, ['restore', 'nova-lp', '--overwrite', 'if-changed', '--to', place('from peers')])
      assert.deepEqual((await compareFolders(folder, place('from peers'))).differences, [])
    },
  )

  await t.test('a restore that is cut off goes on from there', async () => {
    const target = place('cut off')
    const running = mesh.spawn(outsider, ['restore', 'nova-lp', '--to', target])
    await eventually(async () => (await readdir(target)).length > 0, { ...PATIENCE, every: 1 })
    await mesh.kill(outsider)
    const ran = await running
    if (ran.code === 0) assert.deepEqual((await compareFolders(folder, target)).differences, [])
    await mesh.start(outsider)
    // At once: the restore waits until the daemon has found its peers again.
    await mesh.succeed(outsider, ['restore', 'nova-lp', '--to', target])
    assert.deepEqual((await compareFolders(folder, target)).differences, [])
  })

  await t.test('with all sites gone but one blank site and one holder, it comes from the holder', async () => {
    await mesh.kill(BERLIN.name)
    await mesh.succeed(outsider, ['restore', 'nova-lp', '--to', place('from the last')])
    assert.deepEqual((await compareFolders(folder, place('from the last'))).differences, [])
  })

  await t.test(
    'with all peers gone, the last holder restores by itself, and a site without it says who is missing',
    async () => {
      await mesh.kill(outsider)
      await mesh.succeed(holder, ['restore', 'nova-lp', '--to', place('alone')])
      assert.deepEqual((await compareFolders(folder, place('alone'))).differences, [])
      await mesh.kill(holder)
      await mesh.start(outsider)
      await mkdir(place('nowhere'))
      const ran = await mesh.run(outsider, ['restore', 'nova-lp', '--to', place('nowhere')])
      assert.equal(ran.code, 1, ran.stdout + ran.stderr)
      assert.match(ran.stderr, /no reachable site has/)
      assert.match(ran.stderr, /next: holdfast sites/)
    },
  )
})
