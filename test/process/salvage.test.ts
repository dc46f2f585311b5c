// A byte that turned in the journal of a real daemon: the start says what is wrong and what helps, and that helps.
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { flipByte } from '../helpers/disk-place.ts'
import { eventually } from '../helpers/eventually.ts'
import { addProject, writeFiles } from '../helpers/local-site.ts'
import { BERLIN, PATIENCE, POTSDAM, ProcessMesh } from '../helpers/process-mesh.ts'

const FRAME = Buffer.from('HFJF')

test('A damaged journal is salvaged when the operator asks for it, and the rest is learnt again', async () => {
  await using mesh = await ProcessMesh.create()
  const folder = join(mesh.folder, 'session')
  await writeFiles(folder, { 'a.wav': 500_000 })
  await mesh.init('kreuzberg', BERLIN)
  await mesh.add(POTSDAM)
  await addProject(mesh, 'song', folder, 'copies=2 location=2 medium=1 manager=1')
  await mesh.snapshot(BERLIN.name, 'song')
  await mesh.untilCopies(BERLIN.name, 'song', 2)
  await mesh.kill(POTSDAM.name)
  const journal = join(mesh.store(POTSDAM.name), 'journal')
  const bytes = await readFile(journal)
  const frames: number[] = []
  for (let at = bytes.indexOf(FRAME); at >= 0; at = bytes.indexOf(FRAME, at + 1)) frames.push(at)
  await flipByte(journal, frames[Math.floor(frames.length / 2)]! + 90)

  const refused = await mesh.run(POTSDAM.name, ['up'])
  assert.equal(refused.code, 5, refused.stderr)
  assert.match(refused.stderr, /the journal \S+ is damaged at byte \d+/)
  assert.match(refused.stderr, /next: holdfast up --salvage-journal goes on with what is whole/)

  const running = mesh.run(POTSDAM.name, ['up', '--salvage-journal'])
  await eventually(async () => (await mesh.run(POTSDAM.name, ['status'])).code !== 10, PATIENCE)
  await mesh.untilCopies(BERLIN.name, 'song', 2)
  const target = join(mesh.folder, 'restored')
  await eventually(async () => (await mesh.run(POTSDAM.name, ['verify', 'song'])).code === 0, PATIENCE)
  await mesh.succeed(POTSDAM.name, ['restore', 'song', '--to', target])
  assert.deepEqual((await compareFolders(folder, target)).differences, [])
  assert.ok((await readdir(mesh.store(POTSDAM.name))).includes('journal.damaged-1'))
  await mesh.succeed(POTSDAM.name, ['stop'])
  assert.equal((await running).code, 0)
})
