// Who may read what, with real daemons: rings of their own, grants, withdrawals, rotation, key files (§ Ring, § Grants).
import assert from 'node:assert/strict'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import type { Ran } from '../../scripts/local-mesh.ts'
import { eventually } from '../helpers/eventually.ts'
import { writeFiles } from '../helpers/local-site.ts'
import {
  BERLIN,
  FRANKFURT,
  PATIENCE,
  POTSDAM,
  ProcessMesh,
  type StatusJson,
  untilMet,
} from '../helpers/process-mesh.ts'

const POLICY = ['copies=2', 'location=2', 'medium=1', 'manager=1']

interface RingJson {
  readonly ring: string
  readonly epoch: number | null
  readonly epochs: number
  readonly standard: boolean
  readonly trusted: readonly { name: string }[]
  readonly projects: readonly { name: string | null }[]
}

test('rings decide who reads: made, granted, rotated, withdrawn, carried in a file', async t => {
  await using mesh = await ProcessMesh.create()
  await mesh.init('kreuzberg', BERLIN)
  await mesh.add(POTSDAM)
  await mesh.add(FRANKFURT, [], ['--blind'])
  await untilMet(mesh)
  const folder = join(mesh.folder, 'take')
  await writeFiles(folder, { 'one.bin': 300_000, 'two.bin': 120_000 })
  const target = (name: string) => join(mesh.folder, 'to', name)
  const restore = (site: string, project: string, name: string) =>
    mesh.run(site, ['restore', project, '--to', target(name)])

  await t.test('a project with a ring of its own is read by those it names, and by no other trusted site', async () => {
    await mesh.keep(BERLIN.name, 'shared', folder, POLICY)
    const words = POLICY.flatMap(word => ['--policy', word])
    const added = await mesh.succeed(BERLIN.name, [
      'project',
      'add',
      'private',
      '--folder',
      folder,
      '--ring',
      'new',
      ...words,
    ])
    assert.match(added.stderr, /ring [0-9a-f]{8}: berlin-a may read it/)
    const before = await storedBytes(mesh, BERLIN.name)
    await mesh.snapshot(BERLIN.name, 'private')
    assert.ok((await storedBytes(mesh, BERLIN.name)) - before > 400_000, 'the same content is sealed once a ring')
    for (const name of ['shared', 'private']) await mesh.untilCopies(BERLIN.name, name, 2, true)
    const rings = await ringsAt(mesh, BERLIN.name)
    assert.deepEqual(
      rings.map(({ standard, trusted, projects }) => [
        standard,
        trusted.map(one => one.name).sort(),
        projects[0]?.name,
      ]),
      [
        [true, ['berlin-a', 'potsdam'], 'shared'],
        [false, ['berlin-a'], 'private'],
      ],
    )
    await eventually(async () => (await restore(POTSDAM.name, 'shared', 'shared')).code === 0, PATIENCE)
    const { id } = await mesh.project(BERLIN.name, 'private')
    refused(await restore(POTSDAM.name, id, 'private'), /holds no keys/)
    const seen = await mesh.json<StatusJson>(POTSDAM.name, ['status'])
    assert.deepEqual(seen.projects.map(({ name }) => name).sort(), ['shared', null].sort())
  })

  await t.test('granted by an owner, a blind site reads what there is and what there was', async () => {
    const ran = await mesh.succeed(BERLIN.name, ['key', 'grant', 'private', FRANKFURT.name])
    assert.match(ran.stdout, /^frankfurt may read ring [0-9a-f]{8}: its keys are on their way\n/)
    await eventually(async () => (await restore(FRANKFURT.name, 'private', 'granted')).code === 0, PATIENCE)
    assert.deepEqual((await compareFolders(folder, target('granted'))).differences, [])
    refused(await mesh.run(POTSDAM.name, ['key', 'grant', 'shared', FRANKFURT.name]), /owner/)
  })

  await t.test('two sites that rotate at once lose nothing, and go on above both', async () => {
    refused(await mesh.run(BERLIN.name, ['key', 'rotate']), /--yes/, 2)
    const plan = await mesh.succeed(BERLIN.name, ['key', 'rotate', 'shared', '--dry-run'])
    assert.match(plan.stdout, /new keys would go to berlin-a \(here\), potsdam/)
    const both = await Promise.all(
      [BERLIN, POTSDAM].map(({ name }) => mesh.succeed(name, ['key', 'rotate', 'shared', '--yes'])),
    )
    for (const ran of both) assert.match(ran.stderr, /whoever had those keys can read it as before/)
    await eventually(async () => {
      const [here, there] = await Promise.all([BERLIN, POTSDAM].map(({ name }) => standardAt(mesh, name)))
      return here?.epochs === 3 && there?.epochs === 3 && here.epoch === there.epoch
    }, PATIENCE)
    await writeFiles(folder, { 'three.bin': 90_000 }, 3)
    const taken = await mesh.snapshot(BERLIN.name, 'shared')
    await eventually(async () => (await restore(POTSDAM.name, `shared@${taken}`, 'after')).code === 0, PATIENCE)
    assert.deepEqual((await compareFolders(folder, target('after'))).differences, [])
  })

  await t.test('withdrawn, a site reads what it could and nothing that comes; the command says so', async () => {
    refused(await mesh.run(BERLIN.name, ['key', 'withdraw', 'private', FRANKFURT.name]), /--yes/, 2)
    const old = (await mesh.snapshots(BERLIN.name, 'private'))[0]!.id
    const ran = await mesh.succeed(BERLIN.name, ['key', 'withdraw', 'private', FRANKFURT.name, '--yes'])
    assert.match(ran.stdout, /frankfurt gets no more keys of ring private; berlin-a stay trusted/)
    assert.match(ran.stderr, /what it could read before it still can/)
    const taken = await mesh.snapshot(BERLIN.name, 'private')
    await mesh.untilCopies(BERLIN.name, 'private', 2)
    await eventually(async () => {
      const { stdout } = await mesh.run(FRANKFURT.name, ['snapshots', 'private', '--json'])
      return stdout.includes(taken)
    }, PATIENCE)
    const later = await mesh.run(FRANKFURT.name, ['restore', `private@${taken}`, '--to', target('later')])
    refused(later, /no keys/)
    await mesh.succeed(FRANKFURT.name, ['restore', `private@${old}`, '--to', target('before')])
    refused(
      await mesh.run(BERLIN.name, ['key', 'withdraw', 'private', BERLIN.name, '--yes']),
      /only site that may read/,
    )
  })

  await t.test('a key file opens with its passphrase, and makes another site read', async () => {
    const file = join(mesh.folder, 'keys.txt')
    const passphrase = join(mesh.folder, 'passphrase')
    await writeFile(passphrase, 'quarz und glimmer\n')
    await mesh.succeed(BERLIN.name, ['key', 'export', file, '--passphrase-file', passphrase])
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    assert.match(await readFile(file, 'latin1'), /^holdfast keys 1\n[A-Za-z0-9+/=\n]+\n$/)
    refused(await mesh.run(BERLIN.name, ['key', 'export', file, '--passphrase-file', passphrase]), /there already/, 2)
    const wrong = join(mesh.folder, 'wrong')
    await writeFile(wrong, 'quarz und gneis\n')
    refused(await mesh.run(POTSDAM.name, ['key', 'import', file, '--passphrase-file', wrong]), /passphrase is wrong/)
    await mesh.succeed(POTSDAM.name, ['key', 'import', file, '--passphrase-file', passphrase])
    await mesh.succeed(POTSDAM.name, ['restore', 'private', '--to', target('imported')])
    assert.deepEqual((await compareFolders(folder, target('imported'))).differences, [])
    await mesh.kill(POTSDAM.name)
    await mesh.start(POTSDAM.name)
    await eventually(async () => (await restore(POTSDAM.name, 'private', 'restarted')).code === 0, PATIENCE)
  })
})

async function ringsAt(mesh: ProcessMesh, site: string): Promise<readonly RingJson[]> {
  return (await mesh.json<{ rings: readonly RingJson[] }>(site, ['key', 'list'], [0])).rings
}

async function standardAt(mesh: ProcessMesh, site: string): Promise<RingJson | undefined> {
  return (await ringsAt(mesh, site)).find(({ standard }) => standard)
}

async function storedBytes(mesh: ProcessMesh, site: string): Promise<number> {
  return (await mesh.json<StatusJson>(site, ['status'])).stored.usedBytes ?? 0
}

function refused(ran: Ran, why: RegExp, code = 0): void {
  assert.notEqual(ran.code, 0, ran.stdout)
  if (code !== 0) assert.equal(ran.code, code, ran.stderr)
  assert.match(ran.stderr, why)
}
