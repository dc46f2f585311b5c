// Three proved copies, a site lost to SIGKILL, the heal onto a fourth, and the dead site's return (§ Copies, § Heal).
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { eventually } from '../helpers/eventually.ts'
import {
  AMSTERDAM,
  BERLIN,
  FRANKFURT,
  PATIENCE,
  POTSDAM,
  startMesh,
  untilMet,
  type WhereisJson,
} from '../helpers/process-mesh.ts'
import { writeSession } from '../helpers/session-folder.ts'

const GRACE_S = 8

test('a project has three proved copies, keeps them through the loss of a site, and has four when it returns', async t => {
  await using mesh = await startMesh([BERLIN, POTSDAM, FRANKFURT])
  const folder = join(mesh.folder, 'Nova LP')
  await writeSession(folder, { takes: 4, takeBytes: 900_044 })

  await t.test('three sites bring a folder to three proved copies, and all three see it', async () => {
    await mesh.keep(BERLIN.name, 'nova-lp', folder, [`grace=${GRACE_S}s`])
    const waited = await mesh.run(BERLIN.name, ['snapshot', 'nova-lp', '--wait=60s'])
    assert.equal(waited.code, 0, waited.stdout)
    assert.match(waited.stdout, /3\/3 copies proved after/)
    for (const site of mesh.sites()) {
      const project = await mesh.untilCopies(site, 'nova-lp', 3)
      assert.deepEqual(
        ['location', 'medium', 'manager'].map(label => project.distinct[label]?.have),
        [3, 2, 3],
      )
      assert.equal(project.inGrace, 0)
      assert.equal((await mesh.run(site, ['status'])).code, 0)
    }
    const { sites } = await mesh.whereis(POTSDAM.name, 'nova-lp')
    for (const site of sites) {
      assert.equal(site.state, 'copy')
      assert.equal(site.haveBytes, site.needBytes)
      assert.ok(site.provedAt !== null, `${site.name} is proved`)
    }
  })

  await mesh.add(AMSTERDAM)
  await untilMet(mesh)

  await t.test('a site lost to SIGKILL counts in its grace', async () => {
    await mesh.kill(FRANKFURT.name)
    const status = await mesh.until(BERLIN.name, ['status'], 0, /nova-lp +ok +3\/3, 1 in grace/)
    const dead = await mesh.copyAt(BERLIN.name, 'nova-lp', FRANKFURT.name)
    assert.equal(dead?.state, 'in-grace')
    assert.ok(Date.parse(dead.countsUntil ?? '') - Date.now() <= GRACE_S * 1000)
    assert.match(status.stdout, /sites 3 of 4 up \(frankfurt down \d+ s\)/)
    assert.match((await mesh.run(BERLIN.name, ['status', '--check'])).stdout, /^WARNING - /)
  })

  await t.test('when the grace is over the fourth site takes the project over, proved by others', async () => {
    // Each site ends the grace by its own clock, so 2/3 may or may not be seen here; nothing worse, and never as ok.
    const wrong: string[] = []
    await eventually(async () => {
      const { code, stdout } = await mesh.run(BERLIN.name, ['status'])
      const isTrue = code === 4 ? /nova-lp +healing +2\/3/ : /nova-lp +ok +[34]\/3/
      if (!isTrue.test(stdout)) wrong.push(`exit ${code}\n${stdout}`)
      return (await mesh.copyAt(BERLIN.name, 'nova-lp', FRANKFURT.name))?.state === 'unreachable'
    }, PATIENCE)
    assert.deepEqual(wrong, [])
    for (const site of [BERLIN, POTSDAM, AMSTERDAM]) await mesh.untilCopies(site.name, 'nova-lp', 3)
    const states = copyStates(await mesh.whereis(AMSTERDAM.name, 'nova-lp'))
    assert.deepEqual(states, { 'berlin-a': 'copy', potsdam: 'copy', frankfurt: 'unreachable', amsterdam: 'copy' })
    const target = join(mesh.folder, 'restored')
    await mesh.succeed(AMSTERDAM.name, ['restore', 'nova-lp', '--to', target])
    assert.deepEqual((await compareFolders(folder, target)).differences, [])
  })

  await t.test(
    'the dead site returns: its copy counts once it is proved again, and surplus stands as 4/3',
    async () => {
      const returnedAt = Date.now()
      await mesh.start(FRANKFURT.name)
      const seen = new Set<string>()
      const copy = await eventually(async () => {
        const at = await mesh.copyAt(BERLIN.name, 'nova-lp', FRANKFURT.name)
        if (at) seen.add(`${at.state}${at.counted ? ' counted' : ''}`)
        return at?.counted ? at : undefined
      }, PATIENCE)
      assert.equal(copy?.state, 'copy')
      assert.ok(Date.parse(copy?.provedAt ?? '') >= returnedAt, `proved ${copy?.provedAt}, before it returned`)
      for (const state of seen) assert.ok(/^(unreachable|claimed|copy counted)$/.test(state), state)
      for (const site of mesh.sites()) await mesh.untilCopies(site, 'nova-lp', 4)
      assert.match((await mesh.run(FRANKFURT.name, ['status'])).stdout, /nova-lp +ok +4\/3/)
    },
  )

  await t.test('nothing is freed: every site still verifies all it took', async () => {
    const read = await Promise.all(
      mesh.sites().map(async site => {
        const { chunks, bad, missing } = await mesh.json<{ chunks: number; bad: number; missing: number }>(
          site,
          ['verify'],
          [0],
        )
        return [chunks, bad, missing]
      }),
    )
    for (const one of read) assert.deepEqual(one, read[0])
  })
})

function copyStates({ sites }: WhereisJson): Record<string, string> {
  return Object.fromEntries(sites.map(site => [site.name, site.state]))
}
