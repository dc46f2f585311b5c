import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFile, link, mkdir, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { MemoryMedium, openMemoryStore } from '../../../node/store/memory-store.ts'
import type { Store } from '../../../node/store/store.ts'
import type { Source, SourceHandle } from '../../../node/work/ingest/source.ts'
import { openLeaf, parseHeader } from '../../../protocol/chunk.ts'
import { isError } from '../../../protocol/errors.ts'
import { readDirectory } from '../../../protocol/tree-directory.ts'
import type { DirectoryEntry } from '../../../protocol/tree-entry.ts'
import type { TreeRef } from '../../../protocol/tree-load.ts'
import { ingest, openStore } from '../../helpers/capture.ts'
import { noise, ring } from '../../helpers/chunk-memory.ts'
import { realPorts } from '../../helpers/disk-place.ts'
import { eventually } from '../../helpers/eventually.ts'
import { MemoryFolder } from '../../helpers/memory-source.ts'
import { makeTree, temporaryFolder } from '../../helpers/trees.ts'

const code = (wanted: string) => (error: unknown) => isError(error) && error.code === wanted

async function entriesOf(store: Store, ref: TreeRef): Promise<DirectoryEntry[]> {
  return Array.fromAsync(readDirectory(ring, cid => store.loadChunk(cid), ref))
}
const namesOf = async (store: Store, ref: TreeRef) =>
  (await entriesOf(store, ref)).map(entry => Buffer.from(entry.name).toString())

/** Counts files that are opened, and lets a test act when one is read. */
function watch(onRead: (path: string, position: number) => Promise<void> = async () => undefined) {
  const opened: string[] = []
  const through = (source: Source): Source => ({
    ...source,
    async open(path) {
      const handle = await source.open(path)
      const name = Buffer.from(path).toString()
      const { kind } = await handle.stat()
      if (kind === 'file') opened.push(name)
      const watched: SourceHandle = {
        stat: () => handle.stat(),
        xattrs: () => handle.xattrs(),
        async read(buffer, position) {
          const length = await handle.read(buffer, position)
          await onRead(name, position)
          return length
        },
        [Symbol.asyncDispose]: () => handle[Symbol.asyncDispose](),
      }
      return watched
    },
  })
  return { opened, through }
}

/** Waits until a later write to the folder's files is certain to change their time stamps. */
async function pastTheGrain(...files: string[]): Promise<void> {
  for (const file of files) await eventually(async () => Date.now() - (await stat(file)).ctimeMs > 60, { within: 2000 })
}

test('20,000 unchanged files are not opened again, and give the same root', async () => {
  await using store = await openStore()
  const folder = new MemoryFolder(() => Date.now() - 1000)
  for (let i = 0; i < 20_000; i++) folder.write(`d${i % 100}/f${i}`, `one of 50 contents: ${i % 50}`)
  const openSource = () => folder.openSource('project')
  const before = await ingest('project', store, { openSource })
  assert.equal(folder.opened.splice(0).length, 20_000)
  const after = await ingest('project', store, { openSource })
  assert.deepEqual(folder.opened, [])
  assert.deepEqual([after.root, after.files, after.newBytes, after.readBytes], [before.root, 20_000, 0, 0])
  folder.write('d7/f7', 'changed')
  await ingest('project', store, { openSource })
  assert.deepEqual(folder.opened, ['d7/f7'])
})

test('unchanged files on a disk are not opened again', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await makeTree(folder.path, 3, { directories: 10, files: 60, largest: 20_000 })
  await writeFile(folder.at('last'), 'x')
  await pastTheGrain(folder.at('last'))
  const before = await ingest(folder.path, store)
  const second = watch()
  const after = await ingest(folder.path, store, { through: second.through })
  assert.deepEqual(second.opened, [])
  assert.deepEqual([after.root, after.newBytes], [before.root, 0])
})

test('a file written within the grain of its own time stamps is read again', async () => {
  await using store = await openStore()
  let now = 1_000_000
  const folder = new MemoryFolder(() => now)
  const clock = { ...realPorts.clock, wall: () => now + 10 }
  const openSource = () => folder.openSource('project')
  folder.write('file', 'one')
  const before = await ingest('project', store, { openSource, clock })
  folder.write('file', 'two')
  const after = await ingest('project', store, { openSource, clock })
  assert.notDeepEqual(after.root, before.root)
  now += 1000
  assert.deepEqual((await ingest('project', store, { openSource, clock })).root, after.root)
})

test('of a folder with one changed file, that file alone is read, and only its chunks are new', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await mkdir(folder.at('a'))
  await writeFile(folder.at('a', 'one'), noise(1, 3_000_000))
  await writeFile(folder.at('two'), noise(2, 3_000_000))
  await pastTheGrain(folder.at('two'))
  const before = await ingest(folder.path, store)
  await appendFile(folder.at('two'), 'more')
  const second = watch()
  const after = await ingest(folder.path, store, { through: second.through })
  assert.deepEqual(second.opened, ['two'])
  assert.notDeepEqual(after.root, before.root)
  assert.ok(after.newBytes < 2_500_000, `only the end is sealed again, not ${after.newBytes} bytes`)
  assert.equal(after.plainBytes, 6_000_004)
})

test('a renamed folder of 200 files is not read again, and nothing of it is stored twice', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await mkdir(folder.at('takes', 'below'), { recursive: true })
  for (let i = 0; i < 200; i++) await writeFile(folder.at('takes', i % 2 ? 'below' : '', `${i}`), noise(i, 5000))
  await pastTheGrain(folder.at('takes', 'below', '199'))
  await ingest(folder.path, store)
  await mkdir(folder.at('chosen'))
  await rename(folder.at('takes'), folder.at('chosen', 'best takes'))
  const second = watch()
  const after = await ingest(folder.path, store, { through: second.through })
  assert.deepEqual(second.opened, [])
  assert.ok(after.newBytes < 60_000, `${after.newBytes} new bytes: the directories`)
  assert.deepEqual([after.files, await namesOf(store, after.root)], [200, ['chosen']])
  const third = watch()
  assert.deepEqual((await ingest(folder.path, store, { through: third.through })).root, after.root)
  assert.deepEqual(third.opened, [], 'it is remembered in its new place')
})

test('two folders that swapped their names are not read again', async () => {
  await using store = await openStore()
  const folder = new MemoryFolder(() => Date.now() - 1000)
  for (const name of ['a', 'b']) for (let i = 0; i < 5; i++) folder.write(`${name}/${i}`, `${name} ${i}`)
  const openSource = folder.openSource
  await ingest('project', store, { openSource })
  folder.opened.length = 0
  folder.rename('a', 'c')
  folder.rename('b', 'a')
  folder.rename('c', 'b')
  const after = await ingest('project', store, { openSource })
  assert.deepEqual(folder.opened, [])
  const [a] = await entriesOf(store, after.root)
  assert.ok(a?.type === 'directory')
  const [file] = await entriesOf(store, a.child)
  assert.ok(file?.type === 'file' && file.child)
  assert.equal(Buffer.from(openLeaf(ring, await store.loadChunk(file.child.cid), file.size)).toString(), 'b 0')
})

test('of a renamed folder, what was written since is read, and files of another folder with its name are', async () => {
  await using store = await openStore()
  let now = Date.now() - 10_000
  const folder = new MemoryFolder(() => now)
  for (let i = 0; i < 5; i++) folder.write(`takes/${i}`, `${i}`)
  const openSource = folder.openSource
  await ingest('project', store, { openSource })
  folder.opened.length = 0
  now += 1000
  folder.rename('takes', 'best')
  folder.write('best/3', 'x')
  folder.write('takes/0', '0')
  await ingest('project', store, { openSource })
  assert.deepEqual(folder.opened.sort(), ['best/3', 'takes/0'])
})

test('an unchanged file is read again when the store has lost its chunk', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await writeFile(folder.at('small'), 'small')
  await writeFile(folder.at('large'), noise(1, 5_000_000))
  await pastTheGrain(folder.at('large'))
  const before = await ingest(folder.path, store)
  const [large] = await entriesOf(store, before.root)
  assert.ok(large?.type === 'file' && large.child)
  for (const lost of [large.child.cid, (await childrenOf(store, large.child.cid))[1]!]) {
    await store.quarantine(lost, 'rot')
    const again = watch()
    const after = await ingest(folder.path, store, { through: again.through })
    assert.deepEqual(again.opened, ['large'])
    assert.deepEqual(after.root, before.root)
    assert.deepEqual(await store.hasChunks([lost]), [true])
  }
})

async function childrenOf(store: Store, cid: Parameters<Store['loadChunk']>[0]) {
  return parseHeader(await store.loadChunk(cid)).children.map(child => child.cid)
}

test('a file that changes while it is read is read again', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  const file = folder.at('take.bin')
  await writeFile(file, noise(1, 3_000_000))
  let changes = 1
  const watched = watch(async () => {
    if (changes-- > 0) await appendFile(file, 'x')
  })
  const ingested = await ingest(folder.path, store, { through: watched.through })
  assert.equal(watched.opened.length, 2)
  assert.deepEqual([ingested.skippedCount, ingested.plainBytes], [0, 3_000_001])
})

test('a file that keeps changing is skipped and counted, and the rest is captured', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  for (const [name, size] of [
    ['large', 3_000_000],
    ['small', 100],
  ] as const) {
    await writeFile(folder.at(name), noise(1, size))
  }
  await writeFile(folder.at('quiet'), 'quiet')
  let seed = 2
  const watched = watch(async name => {
    if (name !== 'quiet') await writeFile(folder.at(name), noise(seed, name === 'large' ? 3_000_000 + seed++ : 100))
  })
  const ingested = await ingest(folder.path, store, { through: watched.through })
  assert.equal(ingested.skippedCount, 2)
  assert.deepEqual(ingested.skipped.map(({ path }) => path).sort(), ['large', 'small'])
  assert.match(ingested.skipped[0]!.why, /changing/)
  assert.deepEqual(await namesOf(store, ingested.root), ['quiet'])
})

test('sockets and fifos are skipped and counted, with what they are', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await writeFile(folder.at('file'), 'file')
  execFileSync('mkfifo', [folder.at('pipe')])
  const server = createServer().listen(folder.at('socket'))
  await new Promise(resolve => server.once('listening', resolve))
  const ingested = await ingest(folder.path, store)
  server.close()
  assert.deepEqual(await namesOf(store, ingested.root), ['file'])
  assert.equal(ingested.skippedCount, 2)
  const told = ingested.skipped.map(({ path, why }) => `${path} ${why}`).sort()
  assert.match(told[0]!, /^pipe is a fifo/)
  assert.match(told[1]!, /^socket is a socket/)
})

test('names that are not UTF-8 are kept byte for byte', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  const name = Buffer.from('K\xf6ln.wav', 'latin1')
  await writeFile(Buffer.concat([Buffer.from(`${folder.path}/`), name]), 'x')
  const ingested = await ingest(folder.path, store)
  const [entry] = await entriesOf(store, ingested.root)
  assert.deepEqual(Buffer.from(entry!.name), name)
})

test('a missing folder, and a file in its place, give no snapshot', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await assert.rejects(ingest(folder.at('nowhere'), store, { acceptEmpty: true }), code('FOLDER_MISSING'))
  await writeFile(folder.at('file'), 'x')
  await assert.rejects(ingest(folder.at('file'), store), code('FOLDER_UNREADABLE'))
})

test('a folder that was emptied gives no snapshot unless that is accepted', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await mkdir(folder.at('empty directory'))
  const previous = { files: 3 }
  await assert.rejects(ingest(folder.path, store, { previous }), code('FOLDER_EMPTY'))
  assert.equal((await ingest(folder.path, store, { previous, acceptEmpty: true })).files, 0)
  assert.equal((await ingest(folder.path, store, { previous: { files: 0 } })).directories, 1)
})

test('a folder on another file system than before gives no snapshot unless that is accepted', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await writeFile(folder.at('file'), 'x')
  const { device } = await ingest(folder.path, store)
  assert.equal((await ingest(folder.path, store, { previous: { files: 1, device } })).files, 1)
  const previous = { files: 1, device: 'uuid:another' }
  await assert.rejects(ingest(folder.path, store, { previous }), code('FOLDER_MOVED'))
  assert.equal((await ingest(folder.path, store, { previous, acceptEmpty: true })).files, 1)
})

test('what may not be read is skipped and counted; if that is everything, there is no snapshot', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await mkdir(folder.at('closed'))
  for (const name of ['secret', 'open', 'closed/inside']) await writeFile(folder.at(name), name)
  const denied = () => Object.assign(new Error('EACCES'), { code: 'EACCES' })
  const deny =
    (...paths: string[]) =>
    (source: Source): Source => ({
      ...source,
      open: path => (paths.includes(path.toString()) ? Promise.reject(denied()) : source.open(path)),
      list: path => (paths.includes(path.toString()) ? Promise.reject(denied()) : source.list(path)),
    })
  const some = await ingest(folder.path, store, { through: deny('secret', 'closed') })
  assert.deepEqual(await namesOf(store, some.root), ['open'])
  assert.deepEqual(some.skipped.map(({ path, why }) => `${path}: ${why}`).sort(), [
    'closed: permission denied',
    'secret: permission denied',
  ])
  const all = deny('secret', 'open', 'closed/inside')
  await assert.rejects(ingest(folder.path, store, { through: all, cache: store.cache('x') }), code('FOLDER_UNREADABLE'))
  await assert.rejects(ingest(folder.path, store, { through: deny('') }), code('FOLDER_UNREADABLE'))
})

test('a folder that goes away while it is read gives an error, not a snapshot of what was left', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await mkdir(folder.at('project'))
  for (const name of ['a', 'b', 'c']) await writeFile(folder.at('project', name), noise(1, 2_000_000))
  const watched = watch(async () => rm(folder.at('project'), { recursive: true, force: true }))
  await assert.rejects(ingest(folder.at('project'), store, { through: watched.through }), code('FOLDER_MISSING'))
})

test('a disk that fails for good after the first file gives an error, not a snapshot of that file', async () => {
  await using store = await openStore()
  const folder = new MemoryFolder(() => Date.now() - 1000)
  for (const name of ['a', 'b', 'c']) folder.write(name, noise(1, 2_000_000))
  let opens = 0
  const failing = <T>(call: () => Promise<T>): Promise<T> =>
    opens > 1 ? Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' })) : call()
  const openSource = async (path: string): Promise<Source> => {
    const source = await folder.openSource(path)
    return {
      ...source,
      stat: path => failing(() => source.stat(path)),
      open: path => failing(() => source.open(path)).finally(() => opens++),
    }
  }
  await assert.rejects(ingest('project', store, { openSource }), code('FOLDER_UNREADABLE'))
  assert.ok(store.stats().chunks > 0, 'one file was read')
})

test('session documents are read first, and media that appeared meanwhile are captured with them', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await mkdir(folder.at('Audio'))
  await writeFile(folder.at('Audio', 'a.bin'), 'a')
  await writeFile(folder.at('song.rpp'), 'names a and b')
  const watched = watch(async name => {
    if (name === 'song.rpp') await writeFile(folder.at('Audio', 'b.bin'), 'b')
  })
  const ingested = await ingest(folder.path, store, { through: watched.through })
  assert.equal(watched.opened[0], 'song.rpp')
  assert.equal(ingested.files, 3)
})

test('a file that is renamed under the reader is found under its new name', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await writeFile(folder.at('first'), noise(1, 2_000_000))
  await writeFile(folder.at('old'), 'x')
  const source = (source: Source): Source => ({
    ...source,
    async open(path) {
      if (path.toString() === 'old') await rename(folder.at('old'), folder.at('new'))
      return source.open(path)
    },
  })
  const ingested = await ingest(folder.path, store, { through: source })
  assert.deepEqual(await namesOf(store, ingested.root), ['first', 'new'])
  assert.equal(ingested.skippedCount, 0)
})

test('hard links are read once and share a link group that does not depend on where the folder lies', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  const groups: string[] = []
  for (const place of ['here', 'there']) {
    await mkdir(folder.at(place))
    await writeFile(folder.at(place, 'a'), 'shared')
    await link(folder.at(place, 'a'), folder.at(place, 'b'))
    await link(folder.at(place, 'a'), folder.at(`outside ${place}`))
    await writeFile(folder.at(place, 'c'), 'alone')
    await link(folder.at(place, 'c'), folder.at(`outside c ${place}`))
    const watched = watch()
    const ingested = await ingest(folder.at(place), store, { through: watched.through, cache: store.cache(place) })
    assert.deepEqual(watched.opened.sort(), ['a', 'c'])
    assert.equal(ingested.files, 3)
    const links = (await entriesOf(store, ingested.root)).map(entry =>
      entry.type === 'file' && entry.linkGroup ? Buffer.from(entry.linkGroup).toString('hex') : undefined,
    )
    assert.ok(links[0] && links[0] === links[1])
    assert.equal(links[2], undefined)
    groups.push(links[0])
  }
  assert.equal(groups[0], groups[1])
})

test('a WAV whose header disagrees with its length makes the snapshot live', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await writeFile(folder.at('take.wav'), wav(1000, 0))
  await writeFile(folder.at('done.wav'), wav(1000, 1000))
  const ingested = await ingest(folder.path, store)
  assert.equal(ingested.liveFiles, 1)
  const entries = await entriesOf(store, ingested.root)
  assert.deepEqual(
    entries.map(entry => entry.type === 'file' && entry.live),
    [false, true],
  )
  const again = await ingest(folder.path, store)
  assert.equal(again.liveFiles, 1, 'also when it is recalled')
})

function wav(samples: number, stated: number): Buffer {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(stated === 0 ? 0 : 36 + stated, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(stated, 40)
  return Buffer.concat([header, noise(1, samples)])
}

test('names that clash elsewhere are told at ingest', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  for (const name of ['Take', 'take', 'K\u00f6ln', 'Ko\u0308ln', 'other']) await writeFile(folder.at(name), name)
  const { warnings } = await ingest(folder.path, store)
  assert.equal(warnings.length, 2)
  assert.ok(warnings.some(text => /NFC/.test(text)) && warnings.some(text => /upper and lower case/.test(text)))
})

test('a full disk ends the ingest with DISK_FULL, keeps what was stored, and the next one goes on from there', async () => {
  await using folder = await temporaryFolder()
  const medium = new MemoryMedium()
  for (let i = 0; i < 12; i++) await writeFile(folder.at(`${i}`), noise(i, 1_000_000))
  {
    await using store = await openMemoryStore({ capacity: 9_500_000, medium }, realPorts)
    await assert.rejects(ingest(folder.path, store), code('DISK_FULL'))
    assert.ok(store.stats().chunks >= 4)
  }
  await using store = await openMemoryStore({ medium }, realPorts)
  const { newBytes, files } = await ingest(folder.path, store)
  assert.equal(files, 12)
  assert.ok(newBytes < 8_500_000, `${newBytes} of 12 MB stored anew`)
})

test('an aborted ingest passes the reason through', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await writeFile(folder.at('file'), noise(1, 8_000_000))
  const stop = new AbortController()
  const reason = new Error('stopped by the operator')
  const watched = watch(async () => stop.abort(reason))
  await assert.rejects(ingest(folder.path, store, { through: watched.through, signal: stop.signal }), reason)
})

test('ingest leaves the folder as it was: no file, no marker, no time stamp', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await writeFile(folder.at('file'), 'x')
  await symlink('file', folder.at('link'))
  await utimes(folder.at('file'), 1_000_000_000, 1_000_000_000)
  const before = await Promise.all(['', 'file'].map(name => stat(folder.at(name), { bigint: true })))
  await ingest(folder.path, store)
  const after = await Promise.all(['', 'file'].map(name => stat(folder.at(name), { bigint: true })))
  const [folderAfter, fileAfter] = after
  assert.deepEqual([folderAfter?.mtimeNs, folderAfter?.ctimeNs], [before[0]?.mtimeNs, before[0]?.ctimeNs])
  assert.deepEqual(fileAfter, before[1], 'not even the access time')
})
