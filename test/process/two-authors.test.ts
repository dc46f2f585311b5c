// One project taken from two sites' folders at the same moment: both snapshots stand (§ Snapshot, parents).
import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { eventually } from '../helpers/eventually.ts'
import { BERLIN, PATIENCE, POTSDAM, startMesh } from '../helpers/process-mesh.ts'
import { writeSession, writeTake } from '../helpers/session-folder.ts'

const TWO_COPIES = ['copies=2', 'location=2', 'medium=2']

test('two sites that take snapshots of one project at the same moment keep both', async t => {
  await using mesh = await startMesh([BERLIN, POTSDAM])
  const folders = new Map(
    [BERLIN.name, POTSDAM.name].map(site => [site, join(mesh.folder, 'sessions', site, 'Nova LP')]),
  )
  for (const folder of folders.values()) await writeSession(folder, { takes: 1, takeBytes: 600_044 })
  const first = await mesh.keep(BERLIN.name, 'nova-lp', folders.get(BERLIN.name)!, TWO_COPIES)
  await mesh.untilCopies(POTSDAM.name, 'nova-lp', 2)
  const taken = new Map<string, string>()

  await t.test('a second site takes the project from a folder of its own', async () => {
    const added = await mesh.succeed(POTSDAM.name, [
      'project',
      'add',
      'nova-lp',
      '--folder',
      folders.get(POTSDAM.name)!,
    ])
    assert.match(added.stderr, /already a project of this mesh/)
    for (const site of mesh.sites()) {
      const { projects } = await mesh.json<{ projects: { folder: string }[] }>(site, ['project', 'list'])
      assert.deepEqual(
        projects.map(project => project.folder),
        [folders.get(site)],
      )
    }
    const again = await mesh.run(POTSDAM.name, ['project', 'add', 'nova-lp', '--folder', mesh.folder])
    assert.equal(again.code, 1)
    assert.match(again.stderr, /already kept from .*\n.*\n {2}next: holdfast project set/)
  })

  await t.test('snapshots taken at once at both stand beside each other at both', async () => {
    await writeTake(folders.get(BERLIN.name)!, 'Audio Files/Vox Berlin.wav', 500_044, 31)
    await writeTake(folders.get(POTSDAM.name)!, 'Audio Files/Gtr Potsdam.wav', 500_044, 32)
    await Promise.all(mesh.sites().map(async site => taken.set(site, await mesh.snapshot(site, 'nova-lp'))))
    assert.equal(new Set([first, ...taken.values()]).size, 3)
    for (const site of mesh.sites()) {
      await eventually(async () => {
        const snapshots = await mesh.snapshots(site, 'nova-lp')
        return snapshots.length === 3 && snapshots.every(one => one.copies.have === 2)
      }, PATIENCE)
      const authors = (await mesh.snapshots(site, 'nova-lp')).map(one => [one.id, one.by.name])
      assert.deepEqual(Object.fromEntries(authors), {
        [first]: BERLIN.name,
        [taken.get(BERLIN.name)!]: BERLIN.name,
        [taken.get(POTSDAM.name)!]: POTSDAM.name,
      })
    }
    await mesh.untilCopies(BERLIN.name, 'nova-lp', 2)
  })

  await t.test('each goes on in a line of its own, and both say so', async () => {
    for (const site of mesh.sites()) {
      const { lines } = await mesh.json<{ lines: { snapshot: string }[] }>(site, ['snapshots', 'nova-lp'])
      assert.deepEqual(new Set(lines.map(line => line.snapshot)), new Set(taken.values()))
      const { stderr } = await mesh.succeed(site, ['snapshots', 'nova-lp'])
      assert.match(stderr, /2 lines .*: each has changes the others lack/)
    }
    const again = await mesh.json<{ unchanged: boolean }>(POTSDAM.name, ['snapshot', 'nova-lp'], [0])
    assert.equal(again.unchanged, true)
    const target = join(mesh.folder, 'restored by default')
    const { stderr } = await mesh.succeed(BERLIN.name, ['restore', 'nova-lp', '--to', target])
    const newest = (await mesh.snapshots(BERLIN.name, 'nova-lp'))[0]!
    const other = [...taken.values()].find(id => id !== newest.id)!
    assert.match(stderr, new RegExp(`this is the line of ${newest.by.name}`))
    assert.match(stderr, new RegExp(`restore nova-lp@${other.slice(0, 8)} --to ANOTHER-FOLDER`))
    assert.deepEqual((await compareFolders(folders.get(newest.by.name)!, target)).differences, [])
  })

  await t.test('a search finds what either line has', async () => {
    for (const site of mesh.sites()) {
      await eventually(async () => {
        const { stdout } = await mesh.run(site, ['find', 'audio files', '--project', 'nova-lp', '--json'])
        const found = JSON.parse(stdout) as { complete: boolean; files: { path: string }[] }
        const paths = found.files.map(file => file.path)
        return found.complete && ['Vox Berlin', 'Gtr Potsdam'].every(name => paths.includes(`Audio Files/${name}.wav`))
      }, PATIENCE)
    }
  })

  await t.test("each site restores the other's", async () => {
    for (const [at, from] of [
      [BERLIN.name, POTSDAM.name],
      [POTSDAM.name, BERLIN.name],
    ] as const) {
      const target = join(mesh.folder, `restored at ${at}`)
      await mesh.succeed(at, ['restore', `nova-lp@${taken.get(from)!.slice(0, 10)}`, '--to', target])
      assert.deepEqual((await compareFolders(folders.get(from)!, target)).differences, [])
    }
  })

  await t.test('the lines meet where one site takes over what the other has', async () => {
    const mine = folders.get(BERLIN.name)!
    await rm(mine, { recursive: true })
    await mesh.succeed(BERLIN.name, ['restore', `nova-lp@${taken.get(POTSDAM.name)}`, '--to', mine])
    const met = await mesh.snapshot(BERLIN.name, 'nova-lp')
    const { lines } = await mesh.json<{ lines: { snapshot: string }[] }>(BERLIN.name, ['snapshots', 'nova-lp'])
    assert.deepEqual(
      lines.map(line => line.snapshot),
      [met],
    )
  })

  await t.test('two projects added under one name while the sites could not hear each other both stand', async () => {
    const keep = (site: string) => mesh.keep(site, 'halden-ep', folders.get(site)!, TWO_COPIES)
    await mesh.kill(POTSDAM.name)
    await keep(BERLIN.name)
    await mesh.kill(BERLIN.name)
    await mesh.start(POTSDAM.name)
    await keep(POTSDAM.name)
    await mesh.start(BERLIN.name)
    for (const site of mesh.sites()) {
      const { projects } = (await eventually(async () => {
        const seen = await mesh.json<{ projects: { id: string; name: string }[] }>(site, ['project', 'list'])
        return seen.projects.filter(project => project.name === 'halden-ep').length === 2 && seen
      }, PATIENCE)) as { projects: { id: string; name: string }[] }
      const twins = projects.filter(project => project.name === 'halden-ep')
      const ambiguous = await mesh.run(site, ['whereis', 'halden-ep'])
      assert.equal(ambiguous.code, 2)
      for (const { id } of twins) {
        assert.match(ambiguous.stderr, new RegExp(id.slice(0, 8)))
        await mesh.until(site, ['whereis', id.slice(0, 8)], 0, /2\/2 copies/)
      }
    }
  })
})
