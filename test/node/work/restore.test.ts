import assert from 'node:assert/strict'
import {
  appendFile,
  chmod,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { test } from 'node:test'
import { sealLeaf, sealTree } from '../../../protocol/chunk.ts'
import { encode } from '../../../protocol/codec.ts'
import { HoldfastError, isError } from '../../../protocol/errors.ts'
import type { Cid } from '../../../protocol/ids.ts'
import { holdfast as pb } from '../../../protocol/messages.js'
import { buildDirectory } from '../../../protocol/tree-directory.ts'
import { ingest, openStore, restore } from '../../helpers/capture.ts'
import { fileEntry, noise, openChunkMemory, ring } from '../../helpers/chunk-memory.ts'
import { differences, makeTree, type TemporaryFolder, temporaryFolder } from '../../helpers/trees.ts'

const code = (wanted: string) => (error: unknown) => isError(error) && error.code === wanted

/** A folder with some files in two directories, ingested. */
async function example(folder: TemporaryFolder, largest = 12_000_000) {
  const store = await openStore()
  const from = folder.at('from')
  await mkdir(folder.at('from', 'a', 'deep'), { recursive: true })
  await writeFile(folder.at('from', 'large'), noise(1, largest))
  await writeFile(folder.at('from', 'a', 'small'), 'small')
  await writeFile(folder.at('from', 'a', 'deep', 'take.wav'), noise(2, 70_000))
  await writeFile(folder.at('from', 'a', 'deep', 'take 2.wav'), noise(3, 70_000))
  const ingested = await ingest(from, store)
  return { store, from, to: folder.at('to'), ingested }
}

test('a restore that is cut off goes on where it stopped and fetches nothing twice', async () => {
  await using folder = await temporaryFolder()
  const { store, from, to, ingested } = await example(folder)
  const stop = new AbortController()
  const reason = new Error('cut off')
  const first: Cid[] = []
  const cut = (cid: Cid) => {
    first.push(cid)
    if (first.length === 12) stop.abort(reason)
    return store.loadChunk(cid)
  }
  await assert.rejects(restore(ingested, store, to, { source: cut, signal: stop.signal }), reason)
  const parts = (await readdir(to)).filter(name => name.startsWith('.holdfast-'))
  assert.equal(parts.length, 1)
  const written = (await stat(folder.at('to', parts[0]!))).blocks * 512 // its size is that of the whole file
  assert.ok(written > 1_000_000 && written < 12_000_000, `${written} bytes in the part`)

  const second: Cid[] = []
  let bytes = 0
  const source = async (cid: Cid) => {
    second.push(cid)
    const chunk = await store.loadChunk(cid)
    bytes += chunk.byteLength
    return chunk
  }
  await restore(ingested, store, to, { source })
  assert.ok(bytes < 12_000_000 - written + 400_000, `${bytes} bytes fetched though ${written} were there`)
  assert.deepEqual(await differences(from, to), [])
})

test('a part that was damaged meanwhile is written again where it differs', async () => {
  await using folder = await temporaryFolder()
  const { store, from, to, ingested } = await example(folder)
  const stop = new AbortController()
  let loads = 0
  const cut = (cid: Cid) => {
    if (++loads === 14) stop.abort(new Error('cut off'))
    return store.loadChunk(cid)
  }
  await assert.rejects(restore(ingested, store, to, { source: cut, signal: stop.signal }))
  const part = folder.at('to', (await readdir(to)).find(name => name.endsWith('.part'))!)
  const size = (await stat(part)).size
  await truncate(part, 1000)
  await truncate(part, size) // zeros where bytes were, as after a loss of power
  await restore(ingested, store, to)
  assert.deepEqual(await differences(from, to), [])
})

test('restored again, everything is kept and no content is fetched', async () => {
  await using folder = await temporaryFolder()
  const { store, from, to, ingested } = await example(folder)
  await restore(ingested, store, to)
  let fetched = 0
  const source = async (cid: Cid) => {
    const bytes = await store.loadChunk(cid)
    if (bytes[1] === 1) fetched++
    return bytes
  }
  const again = await restore(ingested, store, to, { source })
  assert.deepEqual([again.kept, again.files, again.bytes, fetched], [4, 4, ingested.plainBytes, 0])
  assert.deepEqual(await differences(from, to), [])
})

test('a file that differs is never overwritten unless told, and then nothing at all is written', async () => {
  await using folder = await temporaryFolder()
  const { store, from, to, ingested } = await example(folder)
  await mkdir(folder.at('to', 'a'), { recursive: true })
  await writeFile(folder.at('to', 'a', 'small'), 'mine')
  await writeFile(folder.at('to', 'other'), 'mine too')
  await assert.rejects(restore(ingested, store, to), error => {
    assert.ok(isError(error, 'TARGET_EXISTS'))
    assert.match(error.message, /a\/small/)
    return true
  })
  assert.deepEqual(await readdir(to, { recursive: true }), ['a', 'other', 'a/small'])
  assert.equal(await readFile(folder.at('to', 'a', 'small'), 'utf8'), 'mine')
  await restore(ingested, store, to, { overwrite: 'if-changed' })
  assert.equal(await readFile(folder.at('to', 'other'), 'utf8'), 'mine too', 'what the snapshot lacks is left alone')
  assert.equal((await differences(from, to)).length, 1)
})

test('a file of equal size and time but other content is found when told to verify', async () => {
  await using folder = await temporaryFolder()
  const { store, from, to, ingested } = await example(folder)
  await restore(ingested, store, to)
  const file = folder.at('to', 'a', 'deep', 'take.wav')
  const { mtime } = await stat(file)
  await writeFile(file, noise(99, 70_000))
  await utimes(file, mtime, mtime)
  await assert.rejects(restore(ingested, store, to, { verify: true }), code('TARGET_EXISTS'))
  await restore(ingested, store, to, { overwrite: 'if-changed', verify: true })
  assert.deepEqual(await differences(from, to), [])
})

test('what appears in the target during the restore is not overwritten', async () => {
  await using folder = await temporaryFolder()
  const { store, to, ingested } = await example(folder)
  let loads = 0
  const source = async (cid: Cid) => {
    if (++loads === 10) await writeFile(folder.at('to', 'large'), 'mine')
    return store.loadChunk(cid)
  }
  await assert.rejects(restore(ingested, store, to, { source }), code('TARGET_EXISTS'))
  assert.equal(await readFile(folder.at('to', 'large'), 'utf8'), 'mine')
})

test('a symlink in place of a directory is not followed', async () => {
  await using folder = await temporaryFolder()
  const { store, to, ingested } = await example(folder)
  await mkdir(to)
  await mkdir(folder.at('outside'))
  await symlink(folder.at('outside'), folder.at('to', 'a'))
  await assert.rejects(restore(ingested, store, to), code('TARGET_EXISTS'))
  await restore(ingested, store, to, { overwrite: 'always' })
  assert.deepEqual(await readdir(folder.at('outside')), [])
  assert.ok((await lstat(folder.at('to', 'a'))).isDirectory())
})

test('a symlink that is swapped in at any moment of the restore leads nowhere', async () => {
  for (let moment = 2; moment < 10; moment++) {
    await using folder = await temporaryFolder()
    const { store, to, ingested } = await example(folder, 100_000)
    await mkdir(folder.at('outside', 'deep'), { recursive: true })
    let loads = 0
    let isSwapped = false
    const source = async (cid: Cid) => {
      if (++loads >= moment && !isSwapped) {
        // The folder restored into is moved away, and a link to another stands there.
        isSwapped = await rename(folder.at('to', 'a'), folder.at('to', 'moved')).then(
          () => true,
          () => false,
        )
        if (isSwapped) await symlink(folder.at('outside'), folder.at('to', 'a'))
      }
      return store.loadChunk(cid)
    }
    const ended = await restore(ingested, store, to, { source }).then(
      () => undefined,
      error => error,
    )
    assert.deepEqual(await readdir(folder.at('outside'), { recursive: true }), ['deep'], `swapped at load ${moment}`)
    if (isSwapped) assert.ok(isError(ended), `swapped at load ${moment}, and told: ${ended}`)
  }
})

test('a part that is a symlink, or another name of a file elsewhere, is not written through', async () => {
  await using folder = await temporaryFolder()
  const { store, from, to, ingested } = await example(folder)
  await writeFile(folder.at('victim'), 'victim')
  const stop = new AbortController()
  let loads = 0
  const cut = (cid: Cid) => {
    if (++loads === 12) stop.abort(new Error('cut off'))
    return store.loadChunk(cid)
  }
  await assert.rejects(restore(ingested, store, to, { source: cut, signal: stop.signal }))
  const part = folder.at('to', (await readdir(to)).find(name => name.endsWith('.part'))!)
  for (const plant of [symlink, link]) {
    await rename(part, folder.at('gone'))
    await plant(folder.at('victim'), part)
    await restore(ingested, store, to)
    assert.equal(await readFile(folder.at('victim'), 'utf8'), 'victim')
    assert.deepEqual(await differences(from, to), [])
    await rename(folder.at('to', 'large'), part)
  }
})

test('symlinks that lead out of the folder are refused and told, and made only when allowed', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await mkdir(folder.at('from', 'a', 'b'), { recursive: true })
  await symlink('/etc/passwd', folder.at('from', 'absolute'))
  await symlink('../../../x', folder.at('from', 'a', 'b', 'up'))
  await symlink('../..', folder.at('from', 'a', 'b', 'top'))
  await symlink('a/b/top/../x', folder.at('from', 'sly'))
  await symlink('a/../a/b', folder.at('from', 'fine'))
  const ingested = await ingest(folder.at('from'), store)
  const refusing = await restore(ingested, store, folder.at('to'))
  assert.deepEqual(refusing.refused.map(({ path }) => path).sort(), ['a/b/up', 'absolute', 'sly'])
  assert.equal(refusing.links, 2)
  assert.equal(await readlink(folder.at('to', 'fine')), 'a/../a/b')
  const allowing = await restore(ingested, store, folder.at('all'), { outwardLinks: 'allow' })
  assert.deepEqual(allowing.refused, [])
  assert.deepEqual(await differences(folder.at('from'), folder.at('all')), [])
})

test('names that would leave the target are refused before anything is written', async () => {
  await using folder = await temporaryFolder()
  for (const name of ['..', '.', 'a/b', '', 'nul\0']) {
    const memory = openChunkMemory()
    const leaf = sealLeaf(ring, Buffer.from('evil'))
    memory.sink(leaf)
    const entry = { name: Buffer.from(name), type: pb.EntryType.FILE, mode: 0o644, size: 4, child: 1 }
    const root = sealTree(ring, encode(pb.DirectoryNode, { entries: [entry] }), [leaf])
    memory.sink(root)
    const restoring = restore({ root }, await openStore(), folder.at('to'), { source: memory.source })
    await assert.rejects(restoring, code('MESSAGE_INVALID'))
  }
  assert.deepEqual(await readdir(folder.path), [])
})

test('a chunk that is lost costs its file alone, and is told', async () => {
  await using folder = await temporaryFolder()
  const memory = openChunkMemory()
  const entries = ['a', 'b', 'c'].map((name, i) => fileEntry(memory, name, noise(i, 5000), noise(10 + i, 5000)))
  const root = buildDirectory(ring, entries, memory.sink)
  const lost = sealLeaf(ring, noise(11, 5000)).cid
  memory.chunks.set(lost, memory.chunks.get(sealLeaf(ring, noise(12, 5000)).cid)!) // another leaf in its place
  const restored = await restore({ root }, await openStore(), folder.at('to'), { source: memory.source })
  assert.deepEqual(
    restored.failed.map(({ path }) => path),
    ['b'],
  )
  assert.equal(restored.files, 2)
  assert.deepEqual(Buffer.from(await readFile(folder.at('to', 'c'))), Buffer.concat([noise(2, 5000), noise(12, 5000)]))
  assert.ok(!(await readdir(folder.at('to'))).includes('b'))
})

test('an error of the source that is no lost chunk ends the restore', async () => {
  await using folder = await temporaryFolder()
  const { store, to, ingested } = await example(folder)
  let loads = 0
  const source = async (cid: Cid) => {
    if (++loads > 8) throw new HoldfastError('NO_SOURCE', 'all peers are gone')
    return store.loadChunk(cid)
  }
  await assert.rejects(restore(ingested, store, to, { source }), code('NO_SOURCE'))
})

test('with patterns, what matches is restored with the folders above it; when nothing does, that is an error', async () => {
  await using folder = await temporaryFolder()
  const { store, to, ingested } = await example(folder)
  const restored = await restore(ingested, store, to, { include: ['take.wav'] })
  assert.equal(restored.files, 1)
  assert.deepEqual((await readdir(to, { recursive: true })).sort(), ['a', 'a/deep', 'a/deep/take.wav'])
  await assert.rejects(restore(ingested, store, folder.at('none'), { include: ['*.aif'] }), code('PATH_UNKNOWN'))
  assert.ok(!(await readdir(folder.path)).includes('none'))
})

test('set-id bits are not restored, for the owner they were set for is not known', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await mkdir(folder.at('from'))
  await writeFile(folder.at('from', 'tool'), 'x')
  await chmod(folder.at('from', 'tool'), 0o6755)
  await restore(await ingest(folder.at('from'), store), store, folder.at('to'))
  assert.equal((await stat(folder.at('to', 'tool'))).mode & 0o7777, 0o755)
})

test('progress is told and ends at the totals', async () => {
  await using folder = await temporaryFolder()
  const { store, to, ingested } = await example(folder)
  const told: number[] = []
  let totals = [0, 0]
  await restore(ingested, store, to, {
    onProgress: progress => {
      told.push(progress.bytes)
      totals = [progress.filesTotal, progress.bytesTotal]
    },
  })
  assert.deepEqual(totals, [4, ingested.plainBytes])
  assert.equal(told.at(-1), ingested.plainBytes)
  assert.deepEqual(
    told,
    told.toSorted((a, b) => a - b),
  )
})

test('a snapshot of a folder that was caught amid a restore, parts and all, comes back whole', async () => {
  await using folder = await temporaryFolder()
  const { store, to, ingested } = await example(folder)
  const stop = new AbortController()
  let loads = 0
  const cut = (cid: Cid) => {
    if (++loads === 12) stop.abort(new Error('cut off'))
    return store.loadChunk(cid)
  }
  await assert.rejects(restore(ingested, store, to, { source: cut, signal: stop.signal }))
  const part = (await readdir(to)).find(name => name.endsWith('.part'))!
  await writeFile(folder.at('to', 'large'), noise(1, 12_000_000))
  await appendFile(folder.at('to', part), 'this name is taken')
  const again = await ingest(to, store, { cache: store.cache('again') })
  await restore(again, store, folder.at('copy'))
  assert.deepEqual(await differences(to, folder.at('copy')), [])
})

test('a random folder restored over another one, told to, becomes the same but for what the snapshot lacks', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  for (const [name, seed] of [
    ['from', 5],
    ['to', 6],
  ] as const) {
    await mkdir(folder.at(name))
    await makeTree(folder.at(name), seed)
  }
  const before = await differences(folder.at('to'), folder.at('from'))
  await restore(await ingest(folder.at('from'), store), store, folder.at('to'), { overwrite: 'always' })
  const after = await differences(folder.at('from'), folder.at('to'))
  assert.ok(before.length > after.length)
  assert.ok(
    after.every(line => line.includes('\n  missing\n')),
    after.join('\n'),
  )
})
