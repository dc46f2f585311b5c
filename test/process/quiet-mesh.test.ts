// Announcements only hasten: with none at all, asking every 30 s brings everything everywhere (§ Anti-entropy).
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { TIMES_MS } from '../../protocol/limits.ts'
import { eventually } from '../helpers/eventually.ts'
import { BERLIN, FRANKFURT, POTSDAM, startMesh } from '../helpers/process-mesh.ts'
import { writeSession } from '../helpers/session-folder.ts'

// What a busy machine takes beside the waiting.
const SLACK_MS = 8_000

test('a mesh without announcements converges within two rounds of asking', async t => {
  await using mesh = await startMesh([BERLIN, POTSDAM, FRANKFURT], { HOLDFAST_ANNOUNCE: 'off' })
  const folder = join(mesh.folder, 'Nova LP')
  await writeSession(folder, { takes: 2, takeBytes: 600_044 })
  const snapshot = await mesh.keep(BERLIN.name, 'nova-lp', folder)
  const startedAt = performance.now()
  const rounds = (count: number) => ({
    within: Math.max(0, count * TIMES_MS.antiEntropy + SLACK_MS - (performance.now() - startedAt)),
    every: 250,
  })

  await t.test('after one round every site knows the project and its snapshot, and has fetched it', async () => {
    for (const site of mesh.sites()) {
      await eventually(async () => {
        const one = await mesh.copyAt(site, 'nova-lp', site)
        return one?.needBytes && one.haveBytes === one.needBytes
      }, rounds(1))
      assert.deepEqual(
        (await mesh.snapshots(site, 'nova-lp')).map(one => one.id),
        [snapshot],
      )
    }
  })

  await t.test('after two, every site knows that all three have it', async () => {
    for (const site of mesh.sites()) {
      await eventually(async () => {
        const { sites } = await mesh.whereis(site, 'nova-lp')
        return sites.length === 3 && sites.every(one => one.needBytes && one.haveBytes === one.needBytes)
      }, rounds(2))
    }
  })

  await t.test('and the proofs follow', { skip: process.env.HOLDFAST_TEST_ALL === undefined }, async () => {
    for (const site of mesh.sites())
      await eventually(async () => (await mesh.project(site, 'nova-lp')).copies.have === 3, rounds(4))
  })
})
