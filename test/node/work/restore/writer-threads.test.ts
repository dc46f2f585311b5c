import assert from 'node:assert/strict'
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { Writers } from '../../../../node/work/restore/orders.ts'
import { partName } from '../../../../node/work/restore/write-file.ts'
import { openWriterThreads } from '../../../../node/work/restore/writer-threads.ts'
import { parseHeader, sealLeaf } from '../../../../protocol/chunk.ts'
import { isError } from '../../../../protocol/errors.ts'
import type { Cid } from '../../../../protocol/ids.ts'
import type { Ring } from '../../../../protocol/ring.ts'
import { buildDirectory } from '../../../../protocol/tree-directory.ts'
import { walkTree } from '../../../../protocol/tree-walk.ts'
import { ingest, openStore, restore } from '../../../helpers/capture.ts'
import { fileEntry, noise, openChunkMemory, ring } from '../../../helpers/chunk-memory.ts'
import { createDiskPlace, findBytes, flipByte } from '../../../helpers/disk-place.ts'
import { differences, type TemporaryFolder, temporaryFolder } from '../../../helpers/trees.ts'

const FILES = 300

/** Many small files in many folders, one of them empty, one read-only, and a large one. */
async function sampleLibrary(folder: TemporaryFolder) {
  for (let i = 0; i < FILES; i++) {
    const bank = folder.at('from', `bank ${i % 23}`)
    await mkdir(bank, { recursive: true })
    await writeFile(`${bank}/${i}.fxp`, noise(i, i * 10))
  }
  await chmod(folder.at('from', 'bank 0', '23.fxp'), 0o400)
  await writeFile(folder.at('from', 'take'), noise(9, 9_000_000))
  const store = await openStore()
  return { store, ingested: await ingest(folder.at('from'), store) }
}

test('many small files and a large one come back through threads as they were', async () => {
  await using folder = await temporaryFolder()
  const { store, ingested } = await sampleLibrary(folder)
  let opened = 0
  const openWriters = (ring: Ring): Writers => {
    opened++
    return openWriterThreads(ring)
  }
  const restored = await restore(ingested, store, folder.at('to'), { openWriters })
  assert.deepEqual([restored.files, restored.failed.length, opened], [FILES + 1, 0, 1])
  assert.deepEqual(await differences(folder.at('from'), folder.at('to')), [])
})

test('over another folder, where each file is synced by itself, they come back the same', async () => {
  await using folder = await temporaryFolder()
  const { store, ingested } = await sampleLibrary(folder)
  await mkdir(folder.at('to', 'bank 1'), { recursive: true })
  await writeFile(folder.at('to', 'bank 1', '1.fxp'), 'another')
  await restore(ingested, store, folder.at('to'), { openWriters: openWriterThreads, overwrite: 'always' })
  assert.deepEqual(await differences(folder.at('from'), folder.at('to')), [])
})

test('what stands in the place of a small part is not written through', async () => {
  await using folder = await temporaryFolder()
  const { store, ingested } = await sampleLibrary(folder)
  await writeFile(folder.at('victim'), 'victim')
  for await (const { path, entry } of walkTree(ring, cid => store.loadChunk(cid), ingested.root)) {
    if (entry.type !== 'file' || path.length < 2) continue
    const bank = folder.at('to', Buffer.from(path[0]!).toString())
    await mkdir(bank, { recursive: true })
    await symlink(folder.at('victim'), `${bank}/${Buffer.from(partName(entry, () => false))}`)
  }
  await restore(ingested, store, folder.at('to'), { openWriters: openWriterThreads })
  assert.equal(await readFile(folder.at('victim'), 'utf8'), 'victim')
  assert.deepEqual(await differences(folder.at('from'), folder.at('to')), [])
})

test('a chunk that is not what it should be costs its file alone', async () => {
  await using folder = await temporaryFolder()
  const memory = openChunkMemory()
  const names = Array.from({ length: 200 }, (_, i) => `${1000 + i}`)
  const entries = names.map((name, i) => fileEntry(memory, name, noise(i, 5000)))
  const root = buildDirectory(ring, entries, memory.sink)
  for (const i of [17, 99])
    memory.chunks.set(
      sealLeaf(ring, noise(i, 5000)).cid,
      Buffer.from(memory.chunks.get(sealLeaf(ring, noise(i + 1, 5000)).cid)!),
    )
  const to = folder.at('to')
  const restored = await restore({ root }, await openStore(), to, {
    source: memory.source,
    openWriters: openWriterThreads,
  })
  assert.deepEqual(restored.failed.map(({ path }) => path).sort(), [names[17], names[99]])
  assert.equal(restored.files, 198)
  assert.deepEqual(
    (await readdir(to)).sort(),
    names.filter((_, i) => i !== 17 && i !== 99),
  )
  for (const i of [0, 18, 199]) assert.ok((await readFile(`${to}/${names[i]}`)).equals(noise(i, 5000)))
})

test('an order that fails tells why, and others go on; after the end there is none', async () => {
  await using folder = await temporaryFolder()
  await using writers = openWriterThreads(ring)
  const leaf = sealLeaf(ring, Buffer.from('content'))
  const stored = { cid: leaf.cid, from: leaf.bytes, plain: 7 }
  const order = (name: string) => ({ kind: 'file', path: folder.at(name), mode: 0o600, time: 1000 }) as const
  const settled = await Promise.allSettled([
    writers.carryOut(order('a'), stored),
    writers.carryOut(order('a'), stored),
    writers.carryOut(order('b'), { ...stored, plain: 8 }),
    writers.carryOut(order('c'), { ...stored, from: noise(1, 5 * 1024 * 1024) }),
    writers.carryOut(order('d'), stored),
  ])
  const codes = settled.map(result => (result.status === 'rejected' ? result.reason.code : 'done'))
  assert.deepEqual(codes, ['done', 'EEXIST', 'CHUNK_CORRUPT', 'CHUNK_CORRUPT', 'done'])
  assert.equal(await readFile(folder.at('d'), 'utf8'), 'content')
  await writers[Symbol.asyncDispose]()
  await assert.rejects(writers.carryOut(order('e'), stored), error => isError(error, 'STOPPED'))
})

test('what stands in packs is read there by the threads, and what has rotted there comes from the source', async () => {
  await using folder = await temporaryFolder()
  await using place = await createDiskPlace()
  await using store = await place.open()
  const { store: whole, ingested } = await sampleLibrary(folder)
  await ingest(folder.at('from'), store)
  const lost = sealLeaf(ring, noise(150, 1500))
  const { path, offset } = await findBytes(await place.packs(), lost.bytes)
  await flipByte(path, offset + 700)
  const asked: Cid[] = []
  const restored = await restore(ingested, store, folder.at('to'), {
    openWriters: openWriterThreads,
    locate: async cid => (await store.locateChunks([cid]))[0],
    source: cid => {
      asked.push(cid)
      return whole.loadChunk(cid)
    },
  })
  assert.equal(restored.failed.length, 0)
  assert.deepEqual(await differences(folder.at('from'), folder.at('to')), [])
  const kinds = await Promise.all(asked.map(async cid => parseHeader(await whole.loadChunk(cid)).kind))
  assert.deepEqual(
    asked.filter((_, i) => kinds[i] === 'leaf'),
    [lost.cid],
  )
})
