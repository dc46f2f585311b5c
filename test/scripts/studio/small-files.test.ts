import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { writeSmallFiles } from '../../../scripts/studio/small-files.ts'

const work = await mkdtemp(join(tmpdir(), 'hf-small-files-'))
after(() => rm(work, { recursive: true, force: true }))

async function contentOf(folder: string): Promise<string> {
  const content = createHash('sha256')
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const file = await stat(join(folder, name))
    content.update(`${name} ${file.isFile() ? `${file.size} ${file.mtimeMs}` : ''}\n`)
    if (file.isFile()) content.update(await readFile(join(folder, name)))
  }
  return content.digest('hex')
}

test('as many files as asked for, 1 to 8 KiB each, a hundred a folder', async () => {
  const folder = join(work, 'shape')
  await writeSmallFiles(folder, 250)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())
  assert.equal(files.length, 250)
  assert.equal(entries.length - files.length, 3)
  for (const file of files) {
    const { size } = await stat(join(file.parentPath, file.name))
    assert.ok(size >= 1024 && size < 8192)
  }
})

test('the same seed gives the same files, another seed others', async () => {
  for (const [name, seed] of [
    ['a', 7],
    ['b', 7],
    ['c', 8],
  ] as const)
    await writeSmallFiles(join(work, name), 120, seed)
  assert.equal(await contentOf(join(work, 'a')), await contentOf(join(work, 'b')))
  assert.notEqual(await contentOf(join(work, 'a')), await contentOf(join(work, 'c')))
})
