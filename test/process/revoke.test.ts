// A site is revoked: cut off at once, its keys out of date, what it proved proved again by others; and nothing is moved
// but what then proves bad (§ Membership, Leaving).
import assert from 'node:assert/strict'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { eventually } from '../helpers/eventually.ts'
import {
  AMSTERDAM,
  BERLIN,
  FRANKFURT,
  PATIENCE,
  POTSDAM,
  type ProcessMesh,
  type StatusJson,
  startMesh,
  untilMet,
} from '../helpers/process-mesh.ts'
import { writeSession } from '../helpers/session-folder.ts'

const OSLO = { name: 'oslo', location: 'oslo', medium: 'ssd', manager: 'Nord AS' }
const LYON = { name: 'lyon', location: 'lyon', medium: 'hdd', manager: 'Rhône SARL' }
const GRACE_S = 20
/** More than the nodes of a small site's own catalog take. */
const CATALOG_BYTES = 256 * 1024

test('a revoked site is out at once, what it proved is proved again, and only what fails is healed', async t => {
  await using mesh = await startMesh([BERLIN, POTSDAM, FRANKFURT, AMSTERDAM, OSLO])
  const folder = join(mesh.folder, 'Nova LP')
  await writeSession(folder, { takes: 4, takeBytes: 900_044 })
  // Every site holds it; then three copies are enough, and a site comes that holds nothing.
  await mesh.keep(BERLIN.name, 'nova-lp', folder, ['copies=5', `grace=${GRACE_S}s`])
  for (const site of mesh.sites()) await mesh.untilCopies(site, 'nova-lp', 5)
  await mesh.succeed(BERLIN.name, ['policy', 'set', 'nova-lp', 'copies=3'])
  await mesh.add(LYON)
  await untilMet(mesh)
  // Of this one Oslo and Potsdam prove each other alone; Berlin comes to it when nothing is left to be proved.
  const rushes = join(mesh.folder, 'Rushes')
  await writeSession(rushes, { takes: 2, takeBytes: 900_044, seed: 5 })
  const others = await packSizes(mesh, POTSDAM.name)
  await mesh.keep(OSLO.name, 'rushes', rushes, ['copies=2', 'only.location=oslo,potsdam'])
  await mesh.untilCopies(BERLIN.name, 'rushes', 2)
  await mesh.succeed(BERLIN.name, ['policy', 'set', 'rushes', 'copies=3', 'only.location=oslo,potsdam,berlin-studio'])
  await mesh.untilCopies(BERLIN.name, 'rushes', 3)
  await mesh.succeed(BERLIN.name, ['policy', 'set', 'rushes', 'copies=2'])

  await t.test('a dry run changes nothing; without --yes and a terminal it refuses', async () => {
    await mesh.succeed(BERLIN.name, ['site', 'revoke', OSLO.name, '--dry-run'])
    assert.equal((await mesh.run(BERLIN.name, ['site', 'revoke', OSLO.name])).code, 2)
    assert.equal(await stateAt(mesh, BERLIN.name, OSLO.name), 'up')
  })

  await t.test('it is out at once, its last accepted head is named, and its rings have a new epoch', async () => {
    assert.ok((await damage(mesh, POTSDAM.name, others)) > 40_000)
    assert.doesNotMatch(await logOf(mesh, POTSDAM.name), /a chunk is damaged/)
    const epochs = await newestEpoch(mesh)
    const revoked = await mesh.json<{ state: string; lastHead: { seq: number } | null; rotated: string[] }>(
      BERLIN.name,
      ['site', 'revoke', OSLO.name, '--yes', '--reason', 'stolen'],
      [0],
    )
    assert.equal(revoked.state, 'revoked')
    assert.ok((revoked.lastHead?.seq ?? 0) > 0)
    assert.equal(revoked.rotated.length, 1)
    assert.ok((await newestEpoch(mesh)) > epochs)
    for (const site of [BERLIN, POTSDAM, FRANKFURT, AMSTERDAM, LYON])
      await eventually(async () => (await stateAt(mesh, site.name, OSLO.name)) === 'revoked', PATIENCE)
    await eventually(async () => (await stateAt(mesh, OSLO.name, BERLIN.name)) === 'down', PATIENCE)
    assert.equal((await mesh.run(BERLIN.name, ['site', 'set', OSLO.name, '--role', 'reader'])).code, 12)
  })

  await t.test('four good copies are proved again, and not a byte moves', async () => {
    // It doesn't know that it is out, and goes on by itself: nobody hears of it.
    await mesh.keep(OSLO.name, 'late', folder)
    for (const site of [BERLIN, POTSDAM, FRANKFURT, AMSTERDAM, LYON]) await mesh.untilCopies(site.name, 'nova-lp', 4)
    assert.equal(await mesh.copyAt(BERLIN.name, 'nova-lp', LYON.name), undefined)
    assert.ok((await received(mesh, LYON.name)) < CATALOG_BYTES)
  })

  await t.test('a copy whose only proof was its own fails when it is proved again, and is mended', async () => {
    // Whoever reads first finds it: Potsdam, to prove Berlin's, or to answer Berlin. Nobody else looks for weeks.
    await eventually(async () => (await logOf(mesh, POTSDAM.name)).includes('"msg":"mended"'), PATIENCE)
    // Seconds, as a rule; seen once to take more than the two minutes that are waited for at a time.
    for (const site of [BERLIN, POTSDAM])
      await eventually(() => mesh.untilCopies(site.name, 'rushes', 2), { within: 2 * PATIENCE.within })
    await mesh.until(POTSDAM.name, ['verify'], 0)
    assert.ok((await received(mesh, LYON.name)) < CATALOG_BYTES)
  })

  await t.test('a copy that nobody can prove any more is healed once its grace is over', async () => {
    await mesh.kill(AMSTERDAM.name)
    await mesh.kill(FRANKFURT.name)
    await mesh.succeed(BERLIN.name, ['site', 'revoke', FRANKFURT.name, '--yes'])
    await eventually(async () => (await mesh.copyAt(BERLIN.name, 'nova-lp', LYON.name))?.counted === true, PATIENCE)
    for (const site of [BERLIN, POTSDAM, LYON]) await mesh.untilCopies(site.name, 'nova-lp', 3)
    assert.equal((await mesh.copyAt(LYON.name, 'nova-lp', AMSTERDAM.name))?.state, 'unreachable')
    assert.ok((await received(mesh, LYON.name)) > 3_500_000)
    for (const site of [BERLIN, POTSDAM, LYON]) {
      const { projects } = await mesh.json<StatusJson>(site.name, ['status'])
      assert.deepEqual(projects.map(({ name }) => name).sort(), ['nova-lp', 'rushes'])
    }
  })
})

async function stateAt(mesh: ProcessMesh, at: string, name: string): Promise<string | undefined> {
  return (await mesh.site(at, name))?.state
}

function logOf(mesh: ProcessMesh, site: string): Promise<string> {
  return readFile(join(mesh.home(site), 'daemon.log'), 'utf8')
}

async function packSizes(mesh: ProcessMesh, site: string): Promise<Map<string, number>> {
  const folder = join(mesh.store(site), 'packs')
  const sizes = (await readdir(folder)).map(async name => [name, (await stat(join(folder, name))).size] as const)
  return new Map(await Promise.all(sizes))
}

/** Spoils a little everywhere of what was added to the packs since; returns how many bytes. */
async function damage(mesh: ProcessMesh, site: string, since: ReadonlyMap<string, number>): Promise<number> {
  const piece = Buffer.alloc(3_000, 0xa5)
  let spoilt = 0
  for (const [name, size] of await packSizes(mesh, site)) {
    await using file = await open(join(mesh.store(site), 'packs', name), 'r+')
    for (let at = (since.get(name) ?? 0) + 10_000; at + piece.length < size; at += 60_000, spoilt += piece.length)
      await file.write(piece, 0, piece.length, at)
  }
  return spoilt
}

async function newestEpoch(mesh: ProcessMesh): Promise<number> {
  const { rings } = await mesh.json<{ rings: { epoch: number | null }[] }>(BERLIN.name, ['key', 'list'], [0])
  return Math.max(...rings.map(({ epoch }) => epoch ?? 0))
}

/** Bytes in the store of a site that captured nothing itself: all of them came from others. */
async function received(mesh: ProcessMesh, site: string): Promise<number> {
  return (await mesh.json<{ stored: { usedBytes: number } }>(site, ['status'])).stored.usedBytes
}
