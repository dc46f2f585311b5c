// SIGKILL in the middle of the work: while a folder is taken in, and while a copy arrives (§ Store, order of writing).
import assert from 'node:assert/strict'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { eventually } from '../helpers/eventually.ts'
import { BERLIN, FRANKFURT, PATIENCE, POTSDAM, type ProcessMesh, startMesh } from '../helpers/process-mesh.ts'
import { writeSession, writeTake } from '../helpers/session-folder.ts'

const MB = 1_000_000
const LONG_TAKES = 20
const TAKE_BYTES = 2 * MB + 44
// Ingest keeps so much on its way to the disk; what was written before that is durable and known.
const ON_ITS_WAY = 16 * MB

test('a site killed in the middle of its work goes on where it was, and nothing acknowledged is lost', async t => {
  await using mesh = await startMesh([BERLIN, POTSDAM])
  const folder = join(mesh.folder, 'Nova LP')
  await writeSession(folder, { takes: 1, takeBytes: 600_044 })
  const first = await mesh.keep(BERLIN.name, 'nova-lp', folder, ['copies=2', 'location=2', 'medium=2'])
  await mesh.untilCopies(BERLIN.name, 'nova-lp', 2)
  for (let take = 1; take <= LONG_TAKES; take++)
    await writeTake(folder, `Audio Files/Long ${take}.wav`, TAKE_BYTES, 500 + take)

  await t.test('killed while it takes a folder in, it has the snapshots it acknowledged and no other', async () => {
    const pid = await mesh.pid(BERLIN.name)
    const before = await packBytes(mesh, BERLIN.name)
    const running = mesh.spawn(BERLIN.name, ['snapshot', 'nova-lp'])
    await eventually(async () => (await packBytes(mesh, BERLIN.name)) > before + ON_ITS_WAY + 6 * MB, {
      ...PATIENCE,
      every: 1,
    })
    process.kill(pid!, 'SIGKILL')
    const cut = await running
    assert.notEqual(cut.code, 0, 'the snapshot was whole before the kill: take a larger folder')
    assert.match(cut.stderr, /next: /)
    await eventually(async () => (await mesh.pid(BERLIN.name)) === undefined, PATIENCE)
    await mesh.start(BERLIN.name)
    assert.deepEqual(
      (await mesh.snapshots(BERLIN.name, 'nova-lp')).map(({ id }) => id),
      [first],
    )
    assert.equal((await mesh.run(BERLIN.name, ['verify'])).code, 0)
  })

  await t.test('the snapshot taken again stores only what the first try had not', async () => {
    const { snapshot } = await mesh.json<{ snapshot: { newBytes: number; plainBytes: number; seq: number } }>(
      BERLIN.name,
      ['snapshot', 'nova-lp'],
      [0],
    )
    assert.equal(snapshot.seq, 2)
    assert.ok(snapshot.newBytes < LONG_TAKES * TAKE_BYTES - 4 * MB, `${snapshot.newBytes} bytes stored anew`)
  })

  await t.test(
    'killed while a copy arrives, the receiver claims nothing it lacks and fetches only the rest',
    async () => {
      // A third site begins with nothing and is to hold all of it.
      await mesh.succeed(BERLIN.name, ['policy', 'set', 'nova-lp', 'copies=3', 'location=3'])
      await eventually(async () => (await mesh.snapshots(BERLIN.name, 'nova-lp'))[0]?.copies.have === 2, PATIENCE)
      await mesh.add(FRANKFURT)
      await eventually(async () => (await packBytes(mesh, FRANKFURT.name)) > 3 * MB, { ...PATIENCE, every: 1 })
      await mesh.kill(FRANKFURT.name)
      const arrived = await packBytes(mesh, FRANKFURT.name)
      assert.ok(arrived < LONG_TAKES * TAKE_BYTES, `${arrived} bytes had arrived: nothing was left to fetch`)
      const claimed = await mesh.copyAt(BERLIN.name, 'nova-lp', FRANKFURT.name)
      assert.notEqual(claimed?.counted, true)
      await mesh.start(FRANKFURT.name)
      await mesh.untilCopies(FRANKFURT.name, 'nova-lp', 3)
      await eventually(async () => (await mesh.snapshots(FRANKFURT.name, 'nova-lp'))[0]?.copies.have === 3, PATIENCE)
      // What was on its disk was not sent again: the packs hold little twice.
      const stored = await packBytes(mesh, FRANKFURT.name)
      const whole = (await mesh.whereis(FRANKFURT.name, 'nova-lp')).snapshot!.storedBytes
      assert.ok(stored < whole + 4 * MB, `${stored} bytes in packs for ${whole}`)
      assert.equal((await mesh.run(FRANKFURT.name, ['verify'])).code, 0)
    },
  )

  await t.test('the tree comes back bit for bit from the site that was cut off', async () => {
    const target = join(mesh.folder, 'restored')
    await mesh.succeed(FRANKFURT.name, ['restore', 'nova-lp', '--to', target])
    assert.deepEqual((await compareFolders(folder, target)).differences, [])
  })

  await t.test('killed again and again while snapshots are taken, it loses none it acknowledged', async () => {
    const acknowledged = (await mesh.snapshots(BERLIN.name, 'nova-lp')).map(({ id }) => id)
    for (let round = 1; round <= 3; round++) {
      await writeTake(folder, `Audio Files/Short ${round}.wav`, 40_044, 700 + round)
      acknowledged.unshift(await mesh.snapshot(BERLIN.name, 'nova-lp'))
      await mesh.kill(BERLIN.name)
      await mesh.start(BERLIN.name)
      assert.deepEqual(
        (await mesh.snapshots(BERLIN.name, 'nova-lp')).map(({ id }) => id),
        acknowledged,
      )
    }
    for (const site of [POTSDAM.name, FRANKFURT.name]) {
      await eventually(async () => {
        const snapshots = await mesh.snapshots(site, 'nova-lp')
        return snapshots.length === acknowledged.length && snapshots.every(one => one.copies.have === 3)
      }, PATIENCE)
    }
  })
})

async function packBytes(mesh: ProcessMesh, site: string): Promise<number> {
  const packs = join(mesh.store(site), 'packs')
  const sizes = await Promise.all((await readdir(packs)).map(async name => (await stat(join(packs, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}
