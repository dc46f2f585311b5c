import assert from 'node:assert/strict'
import { type FSWatcher, watch } from 'node:fs'
import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { diskWatch } from '../../../../node/work/schedule/watch-disk.ts'
import { temporaryFolder } from '../../../helpers/cli.ts'
import { eventually } from '../../../helpers/eventually.ts'

const never = new AbortController().signal
const PATIENCE = { within: 5_000, every: 5 }

async function watched() {
  const scope = new AsyncDisposableStack()
  const { path } = scope.use(await temporaryFolder())
  const folder = join(path, 'nova')
  await mkdir(join(folder, 'Audio/Day 1'), { recursive: true })
  const told = new Set<string>()
  const watch = scope.use(diskWatch()(folder, changed => told.add(changed)))
  await watch.refresh(never)
  const hears = (file: string) => eventually(() => told.has(join(folder, file)), PATIENCE)
  return { folder, told, watch, hears, [Symbol.asyncDispose]: () => scope.disposeAsync() }
}

test('a write anywhere below the folder is heard', async () => {
  await using at = await watched()
  assert.equal(at.watch.folders, 3)
  await writeFile(join(at.folder, 'song.rpp'), 'x')
  await at.hears('song.rpp')
  await writeFile(join(at.folder, 'Audio/Day 1/take.wav'), 'x')
  await at.hears('Audio/Day 1/take.wav')
  at.told.clear()
  await appendFile(join(at.folder, 'Audio/Day 1/take.wav'), 'more of it')
  await at.hears('Audio/Day 1/take.wav')
})

test('a folder that comes is watched at once, with all that comes in it', async () => {
  await using at = await watched()
  await mkdir(join(at.folder, 'Audio/Day 2/Drums'), { recursive: true })
  await eventually(() => at.watch.folders === 5, PATIENCE)
  await writeFile(join(at.folder, 'Audio/Day 2/Drums/kick.wav'), 'x')
  await at.hears('Audio/Day 2/Drums/kick.wav')
})

test('a folder that goes is watched no more, and one of its name that comes back is', async () => {
  await using at = await watched()
  await rm(join(at.folder, 'Audio'), { recursive: true })
  await eventually(() => at.watch.folders === 1, PATIENCE)
  await mkdir(join(at.folder, 'Audio/Day 1'), { recursive: true })
  await eventually(() => at.watch.folders === 3, PATIENCE)
  at.told.clear()
  await writeFile(join(at.folder, 'Audio/Day 1/take.wav'), 'x')
  await at.hears('Audio/Day 1/take.wav')
})

test('another folder in the place of the whole one is watched after the next capture', async () => {
  await using at = await watched()
  await rename(at.folder, `${at.folder} away`)
  await mkdir(at.folder)
  await at.watch.refresh(never)
  assert.equal(at.watch.folders, 1)
  at.told.clear()
  await writeFile(join(at.folder, 'new.rpp'), 'x')
  await at.hears('new.rpp')
})

test('a folder that is not there yet is watched once it is', async () => {
  await using scope = new AsyncDisposableStack()
  const { path } = scope.use(await temporaryFolder())
  const folder = join(path, 'disk')
  const watch = scope.use(diskWatch()(folder, () => undefined))
  await watch.refresh(never)
  assert.deepEqual([watch.folders, watch.failure], [0, undefined])
  await mkdir(folder)
  await watch.refresh(never)
  assert.equal(watch.folders, 1)
})

test('names that are not UTF-8 are watched as any other', async () => {
  await using at = await watched()
  const odd = Buffer.concat([Buffer.from(`${at.folder}/`), Buffer.from([0xff, 0xfe, 0x80])])
  await mkdir(odd)
  await eventually(() => at.watch.folders === 4, PATIENCE)
  await writeFile(Buffer.concat([odd, Buffer.from('/take.wav')]), 'x')
  await eventually(() => [...at.told].some(path => path.endsWith('/take.wav')), PATIENCE)
})

test('a system that has no more watches to give is asked no more, and what was taken is given back', async () => {
  await using scope = new AsyncDisposableStack()
  const { path } = scope.use(await temporaryFolder())
  for (const name of ['a', 'b', 'c']) await mkdir(join(path, name))
  const open = new Set<FSWatcher>()
  let asked = 0
  const watchOne: Parameters<typeof diskWatch>[0] = (folder, how, heard) => {
    if (++asked > 2) throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
    const watcher = watch(folder, how, heard)
    open.add(watcher)
    watcher.once('close', () => open.delete(watcher))
    return watcher
  }
  const folderWatch = scope.use(diskWatch(watchOne)(path, () => undefined))
  await folderWatch.refresh(never)
  assert.match(folderWatch.failure ?? '', /no more watches to give \(ENOSPC\)/)
  await folderWatch.refresh(never)
  await eventually(() => open.size === 0, PATIENCE)
  assert.deepEqual([asked, folderWatch.folders], [3, 0])
})
