import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type ChildRef, openLeaf, sealTree } from '../../protocol/chunk.ts'
import { isError } from '../../protocol/errors.ts'
import type { Cid } from '../../protocol/ids.ts'
import { buildDirectory } from '../../protocol/tree-directory.ts'
import type { DirectoryEntry, FileEntry, FolderEntry } from '../../protocol/tree-entry.ts'
import { fileLeaves } from '../../protocol/tree-file.ts'
import { rootOf } from '../../protocol/tree-load.ts'
import { sampleOffset, walkBlind, walkTree } from '../../protocol/tree-walk.ts'
import { type ChunkMemory, fileEntry, noise, openChunkMemory, ring } from '../helpers/chunk-memory.ts'

type Tree = { [name: string]: Tree | Uint8Array[] | string }

const album: Tree = {
  'mix.rpp': [Buffer.from('session')],
  takes: {
    'a.wav': [noise(1, 300), noise(2, 300), noise(3, 300)],
    'b.wav': [noise(1, 300), noise(2, 300), noise(4, 200)], // shares two leaves with a.wav
    'empty.wav': [],
    link: 'a.wav',
    old: { 'a.wav': [noise(1, 300), noise(2, 300), noise(3, 300)] },
  },
  void: {},
}

suite('walking with keys', () => {
  test('gives every entry with its path, a directory before what it contains', async () => {
    const memory = openChunkMemory()
    const root = build(memory, album)
    const walked = await Array.fromAsync(walkTree(ring, memory.source, root), ({ path }) => path.map(String).join('/'))
    assert.deepEqual(walked, [
      'mix.rpp',
      'takes',
      'takes/a.wav',
      'takes/b.wav',
      'takes/empty.wav',
      'takes/link',
      'takes/old',
      'takes/old/a.wav',
      'void',
    ])
  })

  test('leaves out what lies below a directory it may not enter, without loading it', async () => {
    const memory = openChunkMemory()
    const root = build(memory, album)
    const enter = (path: readonly Uint8Array[]) => String(path[0]) !== 'takes'
    const walked = await Array.fromAsync(walkTree(ring, memory.source, rootOf(root), enter), ({ path }) =>
      path.map(String).join('/'),
    )
    assert.deepEqual(walked, ['mix.rpp', 'takes', 'void'])
    assert.equal(memory.loads(), 2)
  })

  test('gives any tree back bit for bit', async () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'ä', '.', ' ', 'Z'), minLength: 1, maxLength: 4 })
    const { tree } = fc.letrec<{ tree: Tree; node: Tree[string] }>(tie => ({
      tree: fc.dictionary(
        name.filter(text => text !== '.' && text !== '..'),
        tie('node'),
        { maxKeys: 6 },
      ),
      node: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 4 }),
        fc.string({ minLength: 1, maxLength: 9 }).filter(text => !text.includes('\0')),
        tie('tree'),
      ),
    }))
    await fc.assert(
      fc.asyncProperty(tree, async original => {
        const memory = openChunkMemory()
        const root = build(memory, original)
        assert.deepEqual(await read(memory, root), flatten(original))
      }),
      { numRuns: 60 },
    )
  })

  test('notices a chunk that is not what its parent names', async () => {
    const memory = openChunkMemory()
    const root = build(memory, album)
    const other = build(memory, {})
    const source = async (cid: Cid) => memory.source(cid === root.cid ? other.cid : cid)
    for (const ref of [root, rootOf(root)]) {
      await assert.rejects(Array.fromAsync(walkTree(ring, source, ref)), error => isError(error, 'CHUNK_CORRUPT'))
    }
    const flipped = async (cid: Cid) => (await memory.source(cid)).map((byte, at) => (at === 100 ? byte ^ 1 : byte))
    await assert.rejects(Array.fromAsync(walkBlind(flipped, rootOf(root))), error => isError(error, 'CHUNK_CORRUPT'))
  })
})

suite('walking blind', () => {
  test('visits every chunk below a root once, parents first, and loads only those with children', async () => {
    const memory = openChunkMemory()
    const root = build(memory, album)
    const visited = await Array.fromAsync(walkBlind(memory.source, rootOf(root)))
    assert.deepEqual(visited.map(({ ref }) => ref.cid).sort(), [...memory.chunks.keys()].sort())
    assert.deepEqual(visited[0], { ref: { cid: root.cid, stored: root.stored, below: root.below }, inner: true })
    assert.equal(memory.loads(), visited.filter(({ inner }) => inner).length)
    for (const { ref } of visited) assert.equal(memory.chunks.get(ref.cid)?.byteLength, ref.stored)
  })

  test('with one set over two snapshots visits what they share once', async () => {
    const memory = openChunkMemory()
    const roots = [build(memory, album), build(memory, { ...album, 'new.wav': [noise(9, 100)] })]
    const seen = new Set<Cid>()
    const visits = await Promise.all(roots.map(root => Array.fromAsync(walkBlind(memory.source, rootOf(root), seen))))
    assert.equal(visits.flat().length, memory.chunks.size)
    assert.equal((await Array.fromAsync(walkBlind(memory.source, rootOf(roots[1]!), seen))).length, 0)
  })

  test('refuses a root, or a child, whose bytes do not add up', async () => {
    const memory = openChunkMemory()
    const root = build(memory, album)
    const wrong = { cid: root.cid, storedBytes: root.stored + root.below + 1 }
    await assert.rejects(Array.fromAsync(walkBlind(memory.source, wrong)), isInvalid)
    const lying = sealTree(ring, Buffer.from('x'), [{ ...root, below: root.below - 1 }])
    memory.sink(lying)
    await assert.rejects(Array.fromAsync(walkBlind(memory.source, rootOf(lying))), isInvalid)
  })
})

suite('sampling', () => {
  test('maps the numbers below storedBytes one to one onto the stored bytes', async () => {
    const memory = openChunkMemory()
    const root = rootOf(build(memory, album))
    const hits = new Map<string, number>()
    for (let n = 0; n < root.storedBytes; n++) {
      const { cid, offset, stored } = await sampleOffset(memory.source, root, n)
      assert.ok(offset >= 0 && offset < stored)
      const key = `${cid} ${offset}`
      hits.set(key, (hits.get(key) ?? 0) + 1)
    }
    // Every byte of a chunk is hit as often as the chunk is referred to, and all chunks are hit.
    for (const [cid, bytes] of memory.chunks) {
      const counts = new Set(Array.from(bytes, (_, offset) => hits.get(`${cid} ${offset}`) ?? 0))
      assert.equal(counts.size, 1, 'bytes of one chunk are hit unequally')
      assert.ok(!counts.has(0), 'a byte is never hit')
    }
    assert.equal(
      hits.size,
      [...memory.chunks.values()].reduce((total, bytes) => total + bytes.byteLength, 0),
    )
  })

  test('loads one chunk a level', async () => {
    const memory = openChunkMemory()
    const root = rootOf(build(memory, album))
    await sampleOffset(memory.source, root, root.storedBytes - 1)
    assert.ok(memory.loads() <= 3)
    await assert.rejects(sampleOffset(memory.source, root, root.storedBytes), TypeError)
  })
})

function build(memory: ChunkMemory, tree: Tree): ChildRef {
  const entries = Object.entries(tree).map(([name, node]): DirectoryEntry => {
    if (Array.isArray(node)) return fileEntry(memory, name, ...node)
    const base = { name: Buffer.from(name), mode: 0o755, mtimeSeconds: 5, mtimeNanoseconds: 6, xattrs: [] }
    if (typeof node === 'string') return { ...base, type: 'symlink', target: Buffer.from(node) }
    return { ...base, type: 'directory', child: build(memory, node) } satisfies FolderEntry
  })
  return buildDirectory(ring, entries, memory.sink)
}

async function read(memory: ChunkMemory, root: ChildRef): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for await (const { path, entry } of walkTree(ring, memory.source, root)) {
    found.set(path.map(part => Buffer.from(part).toString()).join('/'), await contentOf(memory, entry))
  }
  return found
}

async function contentOf(memory: ChunkMemory, entry: DirectoryEntry): Promise<string> {
  if (entry.type === 'directory') return 'directory'
  if (entry.type === 'symlink') return `-> ${Buffer.from(entry.target)}`
  return `file ${Buffer.concat(await Array.fromAsync(leavesOf(memory, entry))).toString('hex')}`
}

async function* leavesOf(memory: ChunkMemory, entry: FileEntry): AsyncGenerator<Uint8Array> {
  for await (const { ref, plain } of fileLeaves(ring, memory.source, entry)) {
    yield openLeaf(ring, await memory.source(ref.cid), plain)
  }
}

function flatten(tree: Tree, above = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [name, node] of Object.entries(tree).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
    const path = above + name
    if (Array.isArray(node)) found.set(path, `file ${Buffer.concat(node).toString('hex')}`)
    else if (typeof node === 'string') found.set(path, `-> ${Buffer.from(node)}`)
    else for (const [key, value] of [[path, 'directory'] as const, ...flatten(node, `${path}/`)]) found.set(key, value)
  }
  return found
}

function isInvalid(error: unknown): boolean {
  return isError(error, 'MESSAGE_INVALID')
}
