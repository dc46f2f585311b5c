// Bytes that rot: found by verify, by a challenge, or while they are served; mended from a peer (§ Scrub).
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { flipByte } from '../../scripts/flip-byte.ts'
import { eventually } from '../helpers/eventually.ts'
import { BERLIN, FRANKFURT, PATIENCE, POTSDAM, type ProcessMesh, startMesh } from '../helpers/process-mesh.ts'
import { writeSession, writeTake } from '../helpers/session-folder.ts'

interface VerifiedJson {
  readonly chunks: number
  readonly bad: number
  readonly missing: number
  readonly badChunks: readonly { repaired: boolean; from: string | null }[]
}

// Two copies are enough, so that one site holds nothing.
const TWO_COPIES = ['copies=2', 'location=2', 'medium=2']

test('a rotten byte is found and mended, wherever it is met', async t => {
  await using mesh = await startMesh([BERLIN, POTSDAM, FRANKFURT])
  const folder = join(mesh.folder, 'Nova LP')
  await writeSession(folder, { takes: 2, takeBytes: 900_044 })
  await mesh.keep(BERLIN.name, 'nova-lp', folder, TWO_COPIES)
  await mesh.untilCopies(BERLIN.name, 'nova-lp', 2)
  const holder = (await mesh.whereis(BERLIN.name, 'nova-lp')).sites.find(
    site => site.counted && site.name !== BERLIN.name,
  )?.name as string
  const outsider = [POTSDAM, FRANKFURT].map(spec => spec.name).find(name => name !== holder)!

  await t.test('verify finds it, mends it from a peer and exits 5; run again it exits 0', async () => {
    await flipByte(join(mesh.store(holder), 'packs'))
    const found = await mesh.run(holder, ['verify'])
    assert.equal(found.code, 5, found.stdout)
    assert.match(found.stdout, /^bad [0-9a-f]{12} {2}repaired from berlin-a\n.*, 1 bad, 0 missing\n {2}next: /)
    assert.equal((await mesh.run(holder, ['verify'])).code, 0)
    // The copy was void while it was mended: it counts by a proof made since.
    await mesh.untilCopies(BERLIN.name, 'nova-lp', 2)
  })

  await t.test('a challenge finds it: the copy stops counting, is mended, and counts once proved again', async () => {
    await flipByte(join(mesh.store(holder), 'packs'))
    await writeTake(folder, 'Audio Files/Overdub 01.wav', 60_044, 91)
    const snapshot = await mesh.snapshot(BERLIN.name, 'nova-lp')
    await eventually(async () => logOf(mesh, holder, /a chunk is damaged/), PATIENCE)
    await eventually(async () => (await mesh.snapshots(BERLIN.name, 'nova-lp'))[0]?.copies.have === 2, PATIENCE)
    const { bad, missing } = await mesh.json<VerifiedJson>(holder, ['verify'], [0])
    assert.deepEqual([bad, missing], [0, 0])
    assert.equal((await mesh.snapshots(holder, 'nova-lp'))[0]?.id, snapshot)
  })

  await t.test(
    'served to a site that restores, it is refused by the server itself, and mended when a source returns',
    async () => {
      const target = join(mesh.folder, 'restored')
      await mesh.kill(BERLIN.name)
      await flipByte(join(mesh.store(holder), 'packs'))
      const partly = await mesh.run(outsider, ['restore', 'nova-lp', '--to', target])
      assert.equal(partly.code, 3, partly.stdout + partly.stderr)
      assert.match(partly.stdout, /1 file or folder could not be restored/)
      // The site that found it can't mend it now, and says so instead of claiming a copy.
      await mesh.until(holder, ['status', '--check'], 2)
      assert.match((await mesh.run(holder, ['status'])).stdout, /1 damaged chunk/)
      await mesh.start(BERLIN.name)
      await mesh.untilCopies(BERLIN.name, 'nova-lp', 2)
      await mesh.until(holder, ['status', '--check'], 0)
      await mesh.succeed(outsider, ['restore', 'nova-lp', '--to', target])
      assert.deepEqual((await compareFolders(folder, target)).differences, [])
    },
  )

  await t.test('the site that took the snapshots is mended from a peer too', async () => {
    await flipByte(join(mesh.store(BERLIN.name), 'packs'), 0.3)
    const { bad, badChunks } = await mesh.json<VerifiedJson>(BERLIN.name, ['verify'], [5])
    assert.equal(bad, 1)
    assert.deepEqual([badChunks[0]?.repaired, badChunks[0]?.from], [true, holder])
    assert.equal((await mesh.run(BERLIN.name, ['verify'])).code, 0)
    await mesh.untilCopies(holder, 'nova-lp', 2)
  })
})

async function logOf(mesh: ProcessMesh, site: string, line: RegExp): Promise<boolean> {
  return line.test(await readFile(join(mesh.home(site), 'daemon.log'), 'utf8'))
}
