// A day's work on the generated project: what grows, what shifts, what moves, what is new.
import assert from 'node:assert/strict'
import { cp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { dayOfWork } from '../../../scripts/studio/day-of-work.ts'
import { generateStudioProject } from '../../../scripts/studio/project.ts'
import { readWave } from '../../../scripts/studio/wave-file.ts'
import { temporaryFolder } from '../../helpers/cli.ts'

test('two takes go on, three headers grow, a folder is renamed, two takes are new, the session is saved five times', async () => {
  await using scratch = await temporaryFolder()
  const before = join(scratch.path, 'before')
  const after = join(scratch.path, 'after')
  await generateStudioProject(before, 4_000_000, 7)
  await cp(before, after, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  const day = await dayOfWork(after, 7)

  const changed: Record<string, string> = {}
  for (const name of await readdir(join(after, 'Audio Files'))) {
    const [from, to] = [before, after].map(folder => join(folder, 'Audio Files', name)) as [string, string]
    const fresh = await readFile(to)
    const old = await readFile(from).catch(() => undefined)
    if (old === undefined) changed[name] = 'new'
    else if (!old.equals(fresh)) {
      const [a, b] = [await readWave(from), await readWave(to)]
      const samples = old.subarray(a.at, a.at + a.length)
      assert.ok(fresh.subarray(b.at, b.at + a.length).equals(samples), `${name} keeps its samples`)
      assert.deepEqual(b.behind, a.behind)
      assert.equal(fresh.readUInt32LE(4), fresh.length - 8)
      changed[name] = b.at === a.at ? `grown by ${b.length > a.length}` : `shifted by ${b.length === a.length}`
    }
  }
  assert.deepEqual(changed, {
    'Bass DI_01.wav': 'grown by true',
    'Gtr L_01.wav': 'shifted by true',
    'Gtr Slide_01.wav': 'new',
    'OH_01.wav': 'shifted by true',
    'Snare Top_01.wav': 'shifted by true',
    'Vox 01_01.wav': 'grown by true',
    'Vox Harmony_01.wav': 'new',
  })
  assert.ok(day.newBytes > 0 && day.shiftedBytes > day.newBytes / 10 && day.renamedBytes > 0)

  const [old, moved] = [join(before, 'Renders'), join(after, 'Mixes')]
  assert.deepEqual(await readdir(moved), await readdir(old))
  for (const name of await readdir(old))
    assert.ok((await readFile(join(old, name))).equals(await readFile(join(moved, name))))
  assert.ok(!(await readdir(after)).includes('Renders'))

  assert.equal((await readdir(join(after, 'Session File Backups'))).length, 35)
  const session = await readFile(join(after, 'Nova LP.rpp'), 'utf8')
  for (const name of ['Gtr Slide_01.wav', 'Vox Harmony_01.wav'])
    assert.ok(session.includes(`FILE "Audio Files/${name}"`))
  assert.ok((await readdir(join(after, 'Audio Files'))).every(name => !name.endsWith('.tmp')))
})
