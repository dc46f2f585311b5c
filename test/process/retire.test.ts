// A site retires: the others take over what it holds while every copy goes on counting, and only then it leaves
// (§ Membership, Leaving). What can't be met without it keeps it in.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { AMSTERDAM, BERLIN, FRANKFURT, POTSDAM, type ProcessMesh, startMesh } from '../helpers/process-mesh.ts'
import { writeSession } from '../helpers/session-folder.ts'

interface DepartureJson {
  readonly projects: readonly { met: boolean; moves: readonly { name: string; bytes: number }[] }[]
}

test('a retiring site leaves once every policy is met without it, and nothing falls below meanwhile', async t => {
  await using mesh = await startMesh([BERLIN, POTSDAM, FRANKFURT, AMSTERDAM])
  const folder = join(mesh.folder, 'Nova LP')
  await writeSession(folder, { takes: 4, takeBytes: 900_044 })
  await mesh.keep(BERLIN.name, 'nova-lp', folder)
  for (const site of mesh.sites()) await mesh.untilCopies(site, 'nova-lp', 3)
  const { sites } = await mesh.whereis(BERLIN.name, 'nova-lp')
  const leaving = sites.find(site => site.counted && site.name !== BERLIN.name)!.name
  const empty = mesh.sites().find(name => !sites.some(site => site.name === name))!
  const staying = mesh.sites().filter(name => name !== leaving)

  await t.test('a dry run says how much moves where, and changes nothing', async () => {
    const { stdout } = await mesh.succeed(BERLIN.name, ['site', 'retire', leaving, '--dry-run'])
    assert.match(stdout, new RegExp(`nova-lp +3\\.6 MB +2/3 +3\\.6 MB to ${empty}`))
    assert.match(stdout, /in all 3\.6 MB to move, 1 of 1 projects not yet safe without it/)
    const plan = await mesh.json<DepartureJson>(BERLIN.name, ['site', 'retire', leaving, '--dry-run'], [0])
    assert.deepEqual([plan.projects[0]?.met, plan.projects[0]?.moves[0]?.name], [false, empty])
    assert.equal((await mesh.site(BERLIN.name, leaving))?.retiring, false)
  })

  await t.test('without --yes and a terminal it refuses, and no site retires itself', async () => {
    const asked = await mesh.run(BERLIN.name, ['site', 'retire', leaving])
    assert.equal(asked.code, 2, asked.stderr)
    const own = await mesh.run(BERLIN.name, ['site', 'retire', BERLIN.name, '--yes'])
    assert.equal(own.code, 12, own.stderr)
    assert.match(own.stderr, /run it at another site/)
  })

  await t.test('it leaves when the others have it, and no one saw less than the policy at any moment', async () => {
    const ended = new AbortController()
    const watched = staying.map(site => watch(mesh, site, ended.signal))
    const retired = await mesh.run(BERLIN.name, ['site', 'retire', leaving, '--yes'])
    ended.abort()
    assert.equal(retired.code, 0, retired.stderr)
    assert.match(retired.stdout, new RegExp(`${leaving} has left the mesh; every policy is met without it`))
    for (const { looks, wrong } of await Promise.all(watched)) {
      assert.ok(looks > 0)
      assert.deepEqual(wrong, [])
    }
    for (const site of staying) await mesh.untilCopies(site, 'nova-lp', 3)
    assert.equal((await mesh.site(BERLIN.name, leaving))?.state, 'revoked')
    const counted = (await mesh.whereis(empty, 'nova-lp')).sites.filter(site => site.counted).map(site => site.name)
    assert.deepEqual(counted.sort(), [...staying].sort())
  })

  await t.test('what the new holder took is the project, bit for bit', async () => {
    const target = join(mesh.folder, 'restored')
    await mesh.succeed(empty, ['restore', 'nova-lp', '--to', target])
    assert.deepEqual((await compareFolders(folder, target)).differences, [])
  })

  await t.test('one that is needed stays, retiring, with the reason, until an owner lets it stay', async () => {
    const plan = await mesh.run(BERLIN.name, ['site', 'retire', empty, '--dry-run'])
    assert.equal(plan.code, 4)
    assert.match(plan.stdout, /can't be met/)
    const waited = await mesh.run(BERLIN.name, ['site', 'retire', empty, '--yes', '--wait=3s'])
    assert.equal(waited.code, 4, waited.stderr)
    assert.match(waited.stderr, new RegExp(`${empty} is retiring, and still needed`))
    const { stdout } = await mesh.until(BERLIN.name, ['status'], 0, /nova-lp +ok +3\/3/)
    assert.match(stdout, new RegExp(`sites 3 of 3 up \\(${empty} retiring\\)`))
    await mesh.succeed(BERLIN.name, ['site', 'set', empty, '--stay'])
    assert.equal((await mesh.site(BERLIN.name, empty))?.retiring, false)
    await mesh.untilCopies(empty, 'nova-lp', 3)
  })
})

/** Looks at the project again and again, and keeps every time it was not at its policy. */
async function watch(mesh: ProcessMesh, site: string, ended: AbortSignal): Promise<{ looks: number; wrong: string[] }> {
  const wrong: string[] = []
  let looks = 0
  while (!ended.aborted) {
    const { state, copies } = await mesh.project(site, 'nova-lp')
    looks++
    if (state !== 'ok' || (copies.have ?? 0) < 3) wrong.push(`${site} saw ${copies.have}/3, ${state}, look ${looks}`)
  }
  return { looks, wrong }
}
