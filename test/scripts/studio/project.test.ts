// The generated project: its shape, and that a seed means the same bytes on every machine.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { lstat, readdir, readFile, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseAudioForm } from '../../../protocol/audio/form.ts'
import { dayOfWork } from '../../../scripts/studio/day-of-work.ts'
import { generateStudioProject } from '../../../scripts/studio/project.ts'
import { temporaryFolder } from '../../helpers/cli.ts'

const MB = 1_000_000

async function generate(folder: string, bytes = 3 * MB, seed = 1) {
  return generateStudioProject(folder, bytes, seed)
}

// What seed 1 and 3 MB gave when this was written: a change of the generator is a change of every figure measured on it.
const BEFORE = 'ad2ba0b991c51c06ceab0c4f3801718164cf9d15f653e631626fb2a96f0f3e73'
const AFTER = 'dcd08253d3711f4a144bf7d09d0b25b02294314f598a728a9b846c426b08a5b2'

/** SHA-256 over names, times and contents of all files, in the order of their names. */
async function digest(folder: string): Promise<string> {
  const all = createHash('sha256')
  const names = (await readdir(folder, { recursive: true })).sort((a, b) => (a < b ? -1 : 1))
  for (const name of names) {
    const file = join(folder, name)
    const found = await lstat(file)
    all.update(`${name}\0`)
    if (found.isSymbolicLink()) all.update(await readlink(file))
    else if (found.isFile()) all.update(`${found.mtimeMs}\0`).update(await readFile(file))
  }
  return all.digest('hex')
}

test('a seed means the same bytes everywhere, before and after a day of work', async () => {
  await using folder = await temporaryFolder()
  await generate(folder.path)
  assert.equal(await digest(folder.path), BEFORE)
  await dayOfWork(folder.path, 1)
  assert.equal(await digest(folder.path), AFTER)
})

test('another seed means other bytes in every take', async () => {
  await using one = await temporaryFolder()
  await using other = await temporaryFolder()
  await generate(one.path, 3 * MB, 1)
  await generate(other.path, 3 * MB, 2)
  const takes = await readdir(join(one.path, 'Audio Files'))
  assert.deepEqual(await readdir(join(other.path, 'Audio Files')), takes)
  for (const take of takes) {
    const [a, b] = await Promise.all([one, other].map(({ path }) => readFile(join(path, 'Audio Files', take))))
    assert.ok(!a!.equals(b!), take)
  }
})

test('its size is about what was asked for, most of it 24-bit takes', async () => {
  await using folder = await temporaryFolder()
  const { files, bytes } = await generate(folder.path, 24 * MB)
  const kinds = new Map<string, number>()
  let counted = 0
  let total = 0
  for (const entry of await readdir(folder.path, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const { size } = await stat(join(entry.parentPath, entry.name))
    const place = entry.parentPath.slice(folder.path.length + 1)
    kinds.set(place, (kinds.get(place) ?? 0) + size)
    counted++
    total += size
  }
  assert.equal(counted, files)
  assert.equal(total, bytes)
  assert.ok(bytes > 22 * MB && bytes < 27 * MB, `${bytes}`)
  assert.ok(kinds.get('Audio Files')! > bytes * 0.6)
  assert.ok(kinds.get('Stems')! > bytes * 0.15)
  assert.ok(kinds.get('Renders')! > bytes * 0.07)
})

test('it has a session that names its takes, 30 backups, peaks, presets, an empty folder and a link', async () => {
  await using folder = await temporaryFolder()
  await generate(folder.path)
  const at = (path: string): string => join(folder.path, path)
  const session = await readFile(at('Nova LP.rpp'), 'utf8')
  const named = new Set([...session.matchAll(/^ +FILE "(.*)"$/gm)].map(match => match[1]!))
  const takes = (await readdir(at('Audio Files'))).map(name => `Audio Files/${name}`)
  assert.deepEqual([...named].sort(), takes.sort())
  assert.match(session, /^<REAPER_PROJECT /)
  const backups = await readdir(at('Session File Backups'))
  assert.equal(backups.length, 30)
  const texts = await Promise.all(backups.map(name => readFile(at(`Session File Backups/${name}`), 'utf8')))
  assert.equal(new Set([...texts, session]).size, 31)
  for (const text of texts) assert.ok(text.length > 0.4 * session.length && text.length <= session.length)
  assert.ok((await readdir(at('Peaks'))).every(name => name.endsWith('.reapeaks')))
  assert.equal((await readdir(at('Presets'), { recursive: true })).filter(name => name.endsWith('.fxp')).length, 300)
  assert.deepEqual(await readdir(at('Bounced Files')), [])
  assert.equal(await readlink(at('latest.rpp')), 'Nova LP.rpp')
})

test('its audio files are closed and tell what they are, with dates from the story', async () => {
  await using folder = await temporaryFolder()
  await generate(folder.path)
  const seen = new Set<string>()
  for (const place of ['Audio Files', 'Stems', 'Renders']) {
    for (const name of await readdir(join(folder.path, place))) {
      const file = await readFile(join(folder.path, place, name))
      const form = parseAudioForm(file, file.length)
      assert.ok(form !== undefined && form !== 'more' && form.agrees, name)
      seen.add(`${place} ${form.encoding} ${form.bits} ${form.channels}`)
      if (place !== 'Audio Files') continue
      const bext = form.blocks.find(block => block.id === 'bext')!
      assert.match(file.toString('latin1', bext.at + 320, bext.at + 338), /^2025-06-15\d\d:\d\d:\d\d$/)
      const xml = form.blocks.find(block => block.id === 'iXML')
      if (xml)
        assert.match(file.toString('utf8', xml.at, xml.at + xml.length), /<PROJECT>Nova LP<.*<SCENE>\w+<.*<TAKE>1</s)
    }
  }
  assert.deepEqual([...seen].sort(), [
    'Audio Files int 24 1',
    'Audio Files int 24 2',
    'Renders int 16 2',
    'Stems float 32 2',
  ])
})
