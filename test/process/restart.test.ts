// Power cuts: a site that is away while a snapshot is taken, then all sites at once (§ Journal, § Anti-entropy).
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { eventually } from '../helpers/eventually.ts'
import { BERLIN, FRANKFURT, PATIENCE, POTSDAM, startMesh, untilMet } from '../helpers/process-mesh.ts'
import { writeSession, writeTake } from '../helpers/session-folder.ts'

test('what a site missed while it was down reaches it, and a power cut at all sites loses nothing', async t => {
  await using mesh = await startMesh([BERLIN, POTSDAM, FRANKFURT])
  const folder = join(mesh.folder, 'Nova LP')
  await writeSession(folder, { takes: 3, takeBytes: 900_044 })
  const first = await mesh.keep(BERLIN.name, 'nova-lp', folder)
  await mesh.untilCopies(BERLIN.name, 'nova-lp', 3)
  let second = ''

  await t.test('a snapshot taken while a site is down arrives at it later and is proved there', async () => {
    await mesh.kill(POTSDAM.name)
    await writeTake(folder, 'Audio Files/Overdub 01.wav', 1_200_044, 77)
    second = await mesh.snapshot(BERLIN.name, 'nova-lp')
    await eventually(async () => {
      const [newest] = await mesh.snapshots(FRANKFURT.name, 'nova-lp')
      return newest?.id === second && newest.copies.have === 2
    }, PATIENCE)
    await mesh.start(POTSDAM.name)
    await eventually(async () => {
      const [newest] = await mesh.snapshots(POTSDAM.name, 'nova-lp')
      return newest?.id === second && newest.copies.have === 3
    }, PATIENCE)
    for (const site of mesh.sites()) await mesh.untilCopies(site, 'nova-lp', 3)
    const { missing, bad } = await mesh.json<{ missing: number; bad: number }>(POTSDAM.name, ['verify'], [0])
    assert.deepEqual({ missing, bad }, { missing: 0, bad: 0 })
  })

  await t.test('all sites killed at once come back to the policy by themselves', async () => {
    const before = await mesh.json(BERLIN.name, ['policy', 'show', 'nova-lp'])
    await Promise.all(mesh.sites().map(site => mesh.kill(site)))
    assert.equal((await mesh.run(BERLIN.name, ['status'])).code, 10)
    await Promise.all(mesh.sites().map(site => mesh.start(site)))
    await untilMet(mesh)
    for (const site of mesh.sites()) await mesh.untilCopies(site, 'nova-lp', 3)
    assert.deepEqual(await mesh.json(BERLIN.name, ['policy', 'show', 'nova-lp']), before)
  })

  await t.test('both snapshots are known everywhere, and each restores at a site that did not take it', async () => {
    for (const site of mesh.sites()) {
      const ids = (await mesh.snapshots(site, 'nova-lp')).map(snapshot => snapshot.id)
      assert.deepEqual(ids, [second, first])
    }
    const targets = { old: join(mesh.folder, 'old'), fresh: join(mesh.folder, 'fresh') }
    await mesh.succeed(FRANKFURT.name, ['restore', `nova-lp@${first.slice(0, 8)}`, '--to', targets.old])
    await mesh.succeed(POTSDAM.name, ['restore', 'nova-lp', '--to', targets.fresh])
    assert.deepEqual((await compareFolders(folder, targets.fresh)).differences, [])
    const { differences } = await compareFolders(folder, targets.old)
    assert.deepEqual(differences, ['Audio Files: has another time', 'Audio Files/Overdub 01.wav: is missing'])
  })

  await t.test('work goes on where it was: an unchanged folder makes no snapshot, a changed one the next', async () => {
    const unchanged = await mesh.json<{ unchanged: boolean; snapshot: { id: string } }>(BERLIN.name, [
      'snapshot',
      'nova-lp',
    ])
    assert.deepEqual([unchanged.unchanged, unchanged.snapshot.id], [true, second])
    await writeTake(folder, 'Audio Files/Overdub 02.wav', 300_044, 78)
    const waited = await mesh.run(BERLIN.name, ['snapshot', 'nova-lp', '--wait=40s'])
    assert.equal(waited.code, 0, waited.stdout + waited.stderr)
    const [third, ...older] = await mesh.snapshots(POTSDAM.name, 'nova-lp')
    assert.deepEqual([third?.seq, older.map(({ id }) => id)], [3, [second, first]])
  })
})
