// Reading with threads: the same snapshot as without them, whatever becomes of the files meanwhile.
import assert from 'node:assert/strict'
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { type BulkSource, lookAt } from '../../../node/work/ingest/bulk.ts'
import { openReaders } from '../../../node/work/ingest/readers-disk.ts'
import type { Source } from '../../../node/work/ingest/source.ts'
import { openDiskSource } from '../../../node/work/ingest/source-disk.ts'
import { isError } from '../../../protocol/errors.ts'
import { ingest, openStore, restore } from '../../helpers/capture.ts'
import { differences, makeTree, temporaryFolder } from '../../helpers/trees.ts'

const readers = openReaders()
after(() => readers[Symbol.asyncDispose]())

/** A disk with reading threads; notes what is opened without them, and lets a test act before they read a group. */
function watched(beforeRead: () => Promise<unknown> = async () => undefined) {
  const opened: string[] = []
  const openSource = async (folder: string): Promise<Source> => {
    const source = await openDiskSource(folder, readers)
    const bulk: BulkSource = {
      ...source.bulk!,
      async readSmall(orders, memory) {
        await beforeRead()
        return source.bulk!.readSmall(orders, memory)
      },
    }
    const open = (path: Uint8Array) => {
      opened.push(Buffer.from(path).toString())
      return source.open(path)
    }
    return { ...source, bulk, open }
  }
  return { opened, openSource }
}

test('threads give the same root as reading one by one, and open nothing else', async () => {
  for (const seed of [1, 7, 42, 99]) {
    await using folder = await temporaryFolder()
    await mkdir(folder.at('project'))
    await makeTree(folder.at('project'), seed, { directories: 12, files: 60 })
    await using one = await openStore()
    await using other = await openStore()
    const { opened, openSource } = watched()
    const plain = await ingest(folder.at('project'), one)
    const bulk = await ingest(folder.at('project'), other, { openSource })
    assert.deepEqual(bulk.root, plain.root)
    assert.deepEqual([bulk.files, bulk.links, bulk.plainBytes], [plain.files, plain.links, plain.plainBytes])
    const directories = new Set(['', ...(await directoriesOf(folder.at('project')))])
    assert.deepEqual(
      opened.filter(path => !directories.has(path)),
      [],
    )
    await restore(bulk, other, folder.at('back'))
    assert.deepEqual(await differences(folder.at('project'), folder.at('back')), [])
  }
})

test('a look says the same with threads and without', async () => {
  await using folder = await temporaryFolder()
  await makeTree(folder.path, 3, { directories: 3, files: 40 })
  await symlink('nowhere at all', folder.at('link'))
  const [one, other] = [await openDiskSource(folder.path), await openDiskSource(folder.path, readers)]
  const root = new Uint8Array(0)
  assert.deepEqual(await lookAt(other, root), await lookAt(one, root))
  assert.ok((await lookAt(other, root)).length > 5)
  const gone = (source: Source) => lookAt(source, Buffer.from('gone'))
  await assert.rejects(gone(one), { code: 'ENOENT' })
  await assert.rejects(gone(other), { code: 'ENOENT' })
})

test('files that grew, shrank, or became something else after the scan are captured as they are', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await mkdir(folder.at('project'))
  const at = (name: string) => folder.at('project', name)
  for (const name of ['grown', 'huge', 'shrunk', 'same', 'renamed', 'linked'])
    await writeFile(at(name), `${name} before`)
  let reads = 0
  const { openSource } = watched(async () => {
    if (reads++ > 0) return
    await writeFile(at('grown'), 'grown to more than it had when the folder was scanned')
    await writeFile(at('huge'), Buffer.alloc(3_000_000, 'huge '))
    await writeFile(at('shrunk'), 'x')
    await rename(at('renamed'), at('new name'))
    await rename(at('linked'), folder.at('elsewhere'))
    await symlink('same', at('linked'))
  })
  const ingested = await ingest(folder.at('project'), store, { openSource })
  assert.deepEqual([ingested.files, ingested.links, ingested.skippedCount], [5, 1, 0])
  await restore(ingested, store, folder.at('back'))
  assert.deepEqual(await differences(folder.at('project'), folder.at('back')), [])
})

test('who asks threads that are stopped, or stop meanwhile, is told so', async () => {
  await using folder = await temporaryFolder()
  const own = openReaders()
  const look = { kind: 'look', directory: folder.path } as const
  await own.ask(look)
  const asked = [own.ask(look), own.ask(look)].map(ask => ask.catch((error: unknown) => error))
  await own[Symbol.asyncDispose]()
  for (const result of await Promise.all(asked)) {
    assert.ok(isError(result, 'STOPPED') || (result as { kind: string }).kind === 'look')
  }
  await assert.rejects(own.ask(look), (error: unknown) => isError(error, 'STOPPED'))
})

async function directoriesOf(folder: string): Promise<string[]> {
  const source = await openDiskSource(folder)
  const found: string[] = []
  const open: Uint8Array[] = [new Uint8Array(0)]
  for (let path = open.pop(); path; path = open.pop()) {
    for (const { name, stat } of await lookAt(source, path)) {
      if (stat?.kind !== 'directory') continue
      const below = path.byteLength === 0 ? name : Buffer.concat([path, Buffer.from('/'), name])
      found.push(Buffer.from(below).toString())
      open.push(below)
    }
  }
  return found
}
