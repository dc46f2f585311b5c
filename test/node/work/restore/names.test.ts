// Names that a target can't hold as they are: tried with rules of other systems, which the one at hand need not have.
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { ANY_NAME, type NameRules, probeNames } from '../../../../node/work/restore/names.ts'
import { openTarget } from '../../../../node/work/restore/target-disk.ts'
import { openStore, restore } from '../../../helpers/capture.ts'
import { openChunkMemory } from '../../../helpers/chunk-memory.ts'
import { type Planted, plant } from '../../../helpers/planted-trees.ts'
import { temporaryFolder } from '../../../helpers/trees.ts'

const FOLDING: NameRules = { ...ANY_NAME, folds: true }
const WINDOWS: NameRules = { folds: true, isWindows: true, isText: true }

async function restored(paths: Readonly<Record<string, Planted>>, names: NameRules) {
  await using folder = await temporaryFolder()
  const memory = openChunkMemory()
  const root = plant(memory, paths)
  const to = folder.at('to')
  const { mapped, refused, failed } = await restore({ root } as never, await openStore(), to, {
    root,
    source: memory.source,
    names,
  })
  assert.deepEqual([refused, failed], [[], []])
  const found = new Map<string, string>()
  for (const entry of await readdir(to, { recursive: true, withFileTypes: true })) {
    const path = `${entry.parentPath}/${entry.name}`
    if (entry.isFile()) found.set(path.slice(to.length + 1), await readFile(path, 'utf8'))
  }
  return { mapped, found }
}

test('names that a target takes for one all get a place, and the changed ones are told', async () => {
  const { mapped, found } = await restored({ 'Kick.wav': 'A', 'kick.wav': 'b', '\u00e4': 'c', 'a\u0308': 'd' }, FOLDING)
  assert.deepEqual([...found.keys()].sort(), ['Kick.wav', 'a\u0308', 'kick~2.wav', '\u00e4~2'].sort())
  assert.deepEqual([...found.values()].sort(), ['A', 'b', 'c', 'd'])
  assert.deepEqual(mapped, [
    { path: 'kick.wav', to: 'kick~2.wav' },
    { path: '\u00e4', to: '\u00e4~2' },
  ])
})

test('folders that are one for the target keep their content apart', async () => {
  const { mapped, found } = await restored({ 'Vox/take': '1', 'vox/take': '2' }, FOLDING)
  assert.deepEqual([...found].sort(), [
    ['Vox/take', '1'],
    ['vox~2/take', '2'],
  ])
  assert.deepEqual(mapped, [{ path: 'vox', to: 'vox~2' }])
})

test('what Windows refuses is written otherwise, and nothing else is', async () => {
  const names = ['mix: final?.wav', 'con', 'aux.txt', 'dot.', 'blank ', 'tab\t', '%3A', 'fine.wav']
  const { mapped, found } = await restored(Object.fromEntries(names.map(name => [name, name])), WINDOWS)
  assert.deepEqual([...found.values()].sort(), names.toSorted())
  const changed = new Map(mapped.map(({ path, to }) => [path, to]))
  assert.equal(changed.get('mix: final?.wav'), 'mix%3A final%3F.wav')
  assert.equal(changed.get('con'), '%63on')
  assert.equal(changed.get('aux.txt'), '%61ux.txt')
  assert.equal(changed.get('dot.'), 'dot%2E')
  assert.equal(changed.get('blank '), 'blank%20')
  assert.equal(changed.has('fine.wav'), false)
  assert.equal(mapped.length, 6)
})

test('a name that grows beyond what fits is cut and stays one of its own', async () => {
  const long = ['a', 'b'].map(end => `${':'.repeat(120)}${end}.wav`)
  const { mapped, found } = await restored(Object.fromEntries(long.map(name => [name, name])), WINDOWS)
  assert.deepEqual([...found.values()].sort(), long)
  assert.ok([...found.keys()].every(name => Buffer.byteLength(name) <= 255 && name.endsWith('.wav')))
  assert.equal(mapped.length, 2)
})

test('where every name is taken as it is, none is changed', async () => {
  const paths = { 'Kick.wav': 'A', 'kick.wav': 'b', 'con:': 'c' }
  assert.deepEqual((await restored(paths, ANY_NAME)).mapped, [])
})

test('the rules are found out by trying, and nothing is left behind', {
  skip: process.platform !== 'linux',
}, async () => {
  await using folder = await temporaryFolder()
  const { root } = await openTarget(folder.path)
  assert.deepEqual(await probeNames(root), ANY_NAME)
  await root.release()
  assert.deepEqual(await readdir(folder.path), [])
})
