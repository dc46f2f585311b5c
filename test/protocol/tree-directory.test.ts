import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type ChildRef, parseHeader, sealTree } from '../../protocol/chunk.ts'
import { encode } from '../../protocol/codec.ts'
import { isError } from '../../protocol/errors.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { buildDirectory, loadEntry, readDirectory } from '../../protocol/tree-directory.ts'
import type { DirectoryEntry } from '../../protocol/tree-entry.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'
import { type ChunkMemory, fileEntry, openChunkMemory, ring } from '../helpers/chunk-memory.ts'

suite('a directory of 20,000 entries', () => {
  const memory = openChunkMemory()
  const names = Array.from({ length: 20_000 }, (_, index) => `take ${String(index).padStart(6, '0')}.wav`)
  const entries = names.map(name => fileEntry(memory, name, Buffer.from(name)))
  const top = buildDirectory(ring, entries, memory.sink)

  test('is read back whole and in order', async () => {
    const read = await Array.fromAsync(readDirectory(ring, memory.source, top))
    assert.deepEqual(read.map(nameOf), names)
    assert.deepEqual(
      read.map(entry => entry.type === 'file' && entry.child),
      entries.map(entry => entry.child),
    )
  })

  test('is the same whatever order its entries come in', () => {
    const shuffled = entries.toReversed()
    assert.deepEqual(
      buildDirectory(ring, shuffled, () => undefined),
      top,
    )
  })

  test('rewrites few chunks for one change, addition or removal', () => {
    const total = freshChunks(openChunkMemory(), entries).length
    assert.ok(total > 100, `only ${total} nodes`)
    const changed = entries.with(7777, fileEntry(memory, names[7777]!, Buffer.from('changed')))
    const added = [...entries, fileEntry(memory, 'take 004444b.wav', Buffer.from('new'))]
    const removed = entries.toSpliced(12_345, 1)
    for (const edited of [changed, added, removed]) {
      const fresh = freshChunks(memory, edited)
      assert.ok(fresh.length >= 2 && fresh.length <= 5, `${fresh.length} of ${total} nodes are new`)
      assert.ok(sum(fresh) < 200_000, `${sum(fresh)} bytes are new`)
    }
  })

  test('finds one entry with one load a level', async () => {
    const before = memory.loads()
    const entry = await loadEntry(ring, memory.source, top, Buffer.from(names[15_000]!))
    assert.equal(entry && nameOf(entry), names[15_000])
    assert.ok(memory.loads() - before <= 3)
    for (const missing of ['a', 'take 015000', 'zzz']) {
      assert.equal(await loadEntry(ring, memory.source, top, Buffer.from(missing)), undefined)
    }
  })
})

suite('a directory', () => {
  test('may be empty', async () => {
    const memory = openChunkMemory()
    const top = buildDirectory(ring, [], memory.sink)
    assert.equal(top.below, 0)
    assert.deepEqual(await Array.fromAsync(readDirectory(ring, memory.source, top)), [])
  })

  test('of any names is read back, sorted by their bytes', async () => {
    const name = fc
      .uint8Array({ minLength: 1, maxLength: 12 })
      .filter(bytes => !bytes.includes(0) && !bytes.includes(0x2f))
    const names = fc.uniqueArray(name, { selector: hex, maxLength: 400 })
    await fc.assert(
      fc.asyncProperty(names, async chosen => {
        const memory = openChunkMemory()
        const valid = chosen.filter(bytes => !/^\.{1,2}$/.test(Buffer.from(bytes).toString('latin1')))
        const entries = valid.map(bytes => ({ ...symlink('x'), name: bytes }))
        const top = buildDirectory(ring, entries, memory.sink)
        const read = await Array.fromAsync(readDirectory(ring, memory.source, top))
        assert.deepEqual(
          read.map(entry => hex(entry.name)),
          valid.map(hex).sort(),
        )
      }),
      { numRuns: 30 },
    )
  })

  test('with the largest entries keeps every node within its limit', async () => {
    const memory = openChunkMemory()
    const entries = Array.from({ length: 40 }, (_, index) => ({
      ...symlink(String(index).padStart(LIMITS.name, 'n')),
      target: Buffer.alloc(LIMITS.symlinkTarget, 't'),
      xattrs: [{ name: Buffer.from('user.a'), value: Buffer.alloc(LIMITS.xattrs - 6, index) }],
    }))
    const top = buildDirectory(ring, entries, memory.sink)
    for (const bytes of memory.chunks.values()) assert.ok(parseHeader(bytes).kind === 'tree')
    assert.equal((await Array.fromAsync(readDirectory(ring, memory.source, top))).length, 40)
  })

  test('with a name twice is refused', () => {
    assert.throws(() => buildDirectory(ring, [symlink('a'), symlink('b'), symlink('a')], () => undefined), isInvalid)
  })
})

suite('a hostile directory node', () => {
  const memory = openChunkMemory()
  const leaf = fileEntry(memory, 'f', Buffer.from('content')).child!
  const entry = (name: string, child = 1) => ({ name: Buffer.from(name), type: pb.EntryType.FILE, size: 7, child })
  const seal = (node: pb.DirectoryNode.$Properties, children: ChildRef[]): ChildRef => {
    const chunk = sealTree(ring, encode(pb.DirectoryNode, node), children)
    memory.sink(chunk)
    return chunk
  }
  const below = seal({ entries: [entry('b')] }, [leaf])
  const cases: [why: string, node: pb.DirectoryNode.$Properties, children: ChildRef[]][] = [
    ['unsorted', { entries: [entry('b', 1), entry('a', 2)] }, [leaf, leaf]],
    ['a name twice', { entries: [entry('a', 1), entry('a', 2)] }, [leaf, leaf]],
    ['a hostile name', { entries: [entry('..')] }, [leaf]],
    ['a child nobody uses', { entries: [entry('a')] }, [leaf, leaf]],
    ['children out of order', { entries: [entry('a', 2), entry('b', 1)] }, [leaf, leaf]],
    ['one child for two entries', { entries: [entry('a', 1), entry('b', 1)] }, [leaf]],
    ['entries and names', { entries: [entry('a')], lastNames: [Buffer.from('a')] }, [leaf]],
    ['fewer names than children', { height: 1, lastNames: [Buffer.from('b')] }, [below, below]],
    ['no children above the entries', { height: 1 }, []],
    ['a last name that is not there', { height: 1, lastNames: [Buffer.from('c')] }, [below]],
    ['a child of the wrong height', { height: 2, lastNames: [Buffer.from('b')] }, [below]],
    ['a leaf for a node', { height: 1, lastNames: [Buffer.from('b')] }, [leaf]],
    ['ranges that overlap', { height: 1, lastNames: [Buffer.from('b'), Buffer.from('b')] }, [below, below]],
    ['an absurd height', { height: 4_000_000_000, lastNames: [Buffer.from('b')] }, [below]],
  ]
  for (const [why, node, children] of cases) {
    test(`is refused: ${why}`, async () => {
      await assert.rejects(Array.fromAsync(readDirectory(ring, memory.source, seal(node, children))), isInvalid)
    })
  }

  test('that starts before its neighbour ends is refused', async () => {
    const early = seal({ entries: [entry('a', 1), entry('c', 2)] }, [leaf, leaf])
    const top = seal({ height: 1, lastNames: [Buffer.from('b'), Buffer.from('c')] }, [below, early])
    await assert.rejects(Array.fromAsync(readDirectory(ring, memory.source, top)), isInvalid)
  })

  test('of any plaintext is a directory or MESSAGE_INVALID', async () => {
    const good = encode(pb.DirectoryNode, { entries: [entry('a'), entry('b', 2)] })
    const read = (plaintext: Uint8Array) => {
      const own = openChunkMemory()
      const chunk = sealTree(ring, plaintext, [leaf, leaf])
      own.sink(chunk)
      return Array.fromAsync(readDirectory(ring, own.source, chunk))
    }
    assert.equal((await read(good)).length, 2)
    await checkDecoder(good, read, ['MESSAGE_INVALID'], 500)
  })
})

function freshChunks(memory: ChunkMemory, entries: readonly DirectoryEntry[]): Uint8Array[] {
  const fresh: Uint8Array[] = []
  buildDirectory(ring, entries, ({ cid, bytes }) => {
    if (!memory.chunks.has(cid)) fresh.push(bytes)
  })
  return fresh
}

function symlink(name: string): DirectoryEntry & { type: 'symlink' } {
  return {
    type: 'symlink',
    name: Buffer.from(name),
    mode: 0o777,
    mtimeSeconds: 0,
    mtimeNanoseconds: 0,
    xattrs: [],
    target: Buffer.from('target'),
  }
}

function sum(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((total, bytes) => total + bytes.byteLength, 0)
}

function nameOf(entry: DirectoryEntry): string {
  return Buffer.from(entry.name).toString()
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function isInvalid(error: unknown): boolean {
  return isError(error, 'MESSAGE_INVALID')
}
