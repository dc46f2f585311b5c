// Copies too many are let go of, at real daemons: never below the policy, one site at a time (§ Drop). The times are short
// here; a day each is what a site does unless its config says otherwise.
import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { eventually } from '../helpers/eventually.ts'
import {
  AMSTERDAM,
  BERLIN,
  FRANKFURT,
  PATIENCE,
  POTSDAM,
  ProcessMesh,
  type ProjectJson,
  untilMet,
} from '../helpers/process-mesh.ts'
import { writeSession } from '../helpers/session-folder.ts'

const GRACE_S = 8
const SHORT = 'config_version = 1\n[surplus]\nsettle = "3s"\nkept = "3s"\n'
const SPECS = [BERLIN, POTSDAM, FRANKFURT, AMSTERDAM]

async function startShort(): Promise<ProcessMesh> {
  const mesh = await ProcessMesh.create()
  try {
    for (const { name } of SPECS) {
      await mkdir(join(mesh.folder, name))
      await writeFile(join(mesh.folder, name, 'config.toml'), SHORT)
    }
    await mesh.init('kreuzberg', BERLIN)
    return mesh
  } catch (error) {
    await mesh[Symbol.asyncDispose]()
    throw error
  }
}

/** Watches what one site sees of a project until `until` says that it is enough. */
async function watch(
  mesh: ProcessMesh,
  at: string,
  project: string,
  until: (seen: ProjectJson) => boolean,
): Promise<ProjectJson[]> {
  const all: ProjectJson[] = []
  await eventually(async () => {
    const seen = await mesh.project(at, project)
    all.push(seen)
    return until(seen)
  }, PATIENCE)
  return all
}

test('a copy too many is dropped once it is settled, and no project is ever below its policy for it', async t => {
  await using mesh = await startShort()
  const folder = join(mesh.folder, 'Nova LP')
  await writeSession(folder, { takes: 2, takeBytes: 900_044 })
  await Promise.all([POTSDAM, FRANKFURT].map(spec => mesh.add(spec)))
  await untilMet(mesh)

  await t.test('a site is lost, healed elsewhere, and returns: 4/3 becomes 3/3 again', async () => {
    await mesh.keep(BERLIN.name, 'nova-lp', folder, [`grace=${GRACE_S}s`])
    await mesh.untilCopies(BERLIN.name, 'nova-lp', 3)
    await mesh.add(AMSTERDAM)
    await untilMet(mesh)
    await mesh.kill(FRANKFURT.name)
    await eventually(
      async () => (await mesh.copyAt(BERLIN.name, 'nova-lp', AMSTERDAM.name))?.counted === true,
      PATIENCE,
    )
    await mesh.untilCopies(BERLIN.name, 'nova-lp', 3)
    await mesh.start(FRANKFURT.name)
    await watch(mesh, BERLIN.name, 'nova-lp', seen => seen.copies.have === 4)
    const seen = await watch(mesh, BERLIN.name, 'nova-lp', ({ copies }) => copies.have === 3)
    assert.deepEqual(
      seen.filter(({ state, copies }) => state !== 'ok' || (copies.have ?? 0) < 3),
      [],
    )
    for (const site of mesh.sites()) await mesh.untilCopies(site, 'nova-lp', 3)
    assert.equal((await copiesOf(mesh, 'nova-lp')).includes(BERLIN.name), true, 'who takes the snapshots keeps them')
  })

  await t.test('its bytes stay for a while, also over a restart, and everything is still there', async () => {
    const holders = await copiesOf(mesh, 'nova-lp')
    const [dropper, ...others] = SPECS.map(spec => spec.name).filter(name => !holders.includes(name))
    assert.ok(dropper !== undefined && others.length === 0)
    assert.equal(await mesh.copyAt(BERLIN.name, 'nova-lp', dropper), undefined, 'it holds it no more')
    const { entries } = await mesh.json<{ entries: { act: string }[] }>(dropper, ['audit'], [0, 3, 5])
    assert.equal(entries.filter(({ act }) => act === 'copy-drop').length, 1)
    assert.ok((await mesh.json<{ chunks: number }>(dropper, ['verify'], [0])).chunks > 5, 'its bytes are still there')
    await mesh.kill(dropper)
    await mesh.start(dropper)
    await untilMet(mesh)
    for (const site of mesh.sites()) {
      const { bad, missing } = await mesh.json<{ bad: number; missing: number }>(site, ['verify'], [0])
      assert.deepEqual([bad, missing], [0, 0])
      await mesh.untilCopies(site, 'nova-lp', 3)
    }
    assert.equal(await mesh.copyAt(BERLIN.name, 'nova-lp', dropper), undefined, 'it holds it no more')
  })

  await t.test('two sites that want to drop at once leave as many copies as the policy asks for', async () => {
    const duo = join(mesh.folder, 'Duo')
    await writeSession(duo, { takes: 1, takeBytes: 600_044 })
    await mesh.keep(BERLIN.name, 'duo', duo, ['copies=4', 'location=4', 'grace=10m'])
    for (const site of mesh.sites()) await mesh.untilCopies(site, 'duo', 4)
    await mesh.succeed(BERLIN.name, ['policy', 'set', 'duo', 'copies=2', 'location=2', 'medium=1', 'manager=1'])
    const seen = await watch(mesh, BERLIN.name, 'duo', ({ copies }) => copies.need === 2 && (copies.have ?? 0) <= 2)
    assert.deepEqual(
      seen.filter(({ copies }) => (copies.have ?? 0) < 2),
      [],
    )
    for (const site of mesh.sites()) await mesh.untilCopies(site, 'duo', 2)
    assert.equal((await copiesOf(mesh, 'duo')).length, 2)
  })
})

async function copiesOf(mesh: ProcessMesh, project: string): Promise<string[]> {
  const { sites } = await mesh.whereis(BERLIN.name, project)
  return sites.filter(site => site.counted).map(site => site.name)
}
