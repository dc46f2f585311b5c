import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type ChildRef, openLeaf, sealLeaf, sealTree } from '../../protocol/chunk.ts'
import { encode } from '../../protocol/codec.ts'
import { isError } from '../../protocol/errors.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { buildFile, type FilePart, fileLeaves } from '../../protocol/tree-file.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'
import { fileEntry, noise, openChunkMemory, ring } from '../helpers/chunk-memory.ts'

suite('a file', () => {
  test('of a few leaves is read back bit for bit', async () => {
    const memory = openChunkMemory()
    const pieces = [1, 2, 3, 4, 5].map(seed => noise(seed, seed * 100))
    const entry = fileEntry(memory, 'take', ...pieces)
    const read: Uint8Array[] = []
    for await (const { ref, plain } of fileLeaves(ring, memory.source, entry)) {
      read.push(openLeaf(ring, await memory.source(ref.cid), plain))
    }
    assert.equal(Buffer.compare(Buffer.concat(read), Buffer.concat(pieces)), 0)
  })

  test('of one leaf refers to the leaf, of none to nothing', async () => {
    const memory = openChunkMemory()
    const one = fileEntry(memory, 'one', Buffer.from('x'))
    assert.equal(memory.chunks.size, 1)
    assert.equal(one.child?.below, 0)
    assert.equal(buildFile(ring, [], memory.sink), undefined)
    assert.deepEqual(await Array.fromAsync(fileLeaves(ring, memory.source, fileEntry(memory, 'none'))), [])
  })

  test('of many leaves has nodes of at most 1,024 children and reads from anywhere', async () => {
    const memory = openChunkMemory()
    const leaf = sealLeaf(ring, Buffer.from('0123456789'))
    const count = LIMITS.fileFanout * 2 + 500
    const leaves: FilePart[] = Array.from({ length: count }, () => ({ ...leaf, plain: 10 }))
    const child = buildFile(ring, leaves, memory.sink)!
    assert.equal(memory.chunks.size, 3) // two equal full nodes, a rest and the top
    assert.ok(child.below > count * leaf.stored)
    const entry = { ...fileEntry(memory, 'long'), size: count * 10, child }
    const all = await Array.fromAsync(fileLeaves(ring, memory.source, entry))
    assert.equal(all.length, count)
    assert.deepEqual(
      all.map(({ plainOffset }) => plainOffset),
      all.map((_, index) => index * 10),
    )
    for (const from of [0, 9, 10, 10_239, 10_240, 20_485, count * 10 - 1, count * 10]) {
      const tail = await Array.fromAsync(fileLeaves(ring, memory.source, entry, from))
      assert.deepEqual(tail, all.slice(Math.floor(from / 10)), `from ${from}`)
    }
  })

  test('read from its end does not load what comes before', async () => {
    const memory = openChunkMemory()
    const pieces = Array.from({ length: 2100 }, (_, index) => Buffer.from(`piece ${index}`))
    const entry = fileEntry(memory, 'long', ...pieces)
    const before = memory.loads()
    await Array.fromAsync(fileLeaves(ring, memory.source, entry, entry.size - 1))
    assert.equal(memory.loads() - before, 2)
  })

  test('rewrites one node a level when one leaf changes', () => {
    const memory = openChunkMemory()
    const pieces = Array.from({ length: 2100 }, (_, index) => Buffer.from(`piece ${index}`))
    fileEntry(memory, 'a', ...pieces)
    const before = memory.chunks.size
    fileEntry(memory, 'a', ...pieces.with(1500, Buffer.from('changed')))
    assert.equal(memory.chunks.size - before, 3) // the leaf, its node, the top
  })
})

suite('a hostile file node', () => {
  const memory = openChunkMemory()
  const leaf = fileEntry(memory, 'f', Buffer.from('content')).child!
  const seal = (node: pb.FileNode.$Properties, children: ChildRef[]): ChildRef => {
    const chunk = sealTree(ring, encode(pb.FileNode, node), children)
    memory.sink(chunk)
    return chunk
  }
  const node = seal({ plainSizes: [7, 7] }, [leaf, leaf])
  const read = (child: ChildRef, size = 14) =>
    Array.fromAsync(fileLeaves(ring, memory.source, { ...fileEntry(memory, 'f'), size, child }))
  const cases: [why: string, node: pb.FileNode.$Properties, children: ChildRef[]][] = [
    ['sizes that do not add up', { plainSizes: [7, 8] }, [leaf, leaf]],
    ['fewer sizes than children', { plainSizes: [14] }, [leaf, leaf]],
    ['a child of no bytes', { plainSizes: [14, 0] }, [leaf, leaf]],
    ['a node among the leaves', { plainSizes: [14] }, [node]],
    ['a leaf among the nodes', { height: 1, plainSizes: [14] }, [leaf]],
    ['a node of the wrong height', { height: 2, plainSizes: [14] }, [node]],
    ['an absurd height', { height: 4_000_000_000, plainSizes: [14] }, [node]],
    ['too many children', { plainSizes: Array(1025).fill(1) }, Array(1025).fill(leaf)],
  ]
  for (const [why, fields, children] of cases) {
    test(`is refused: ${why}`, async () => {
      const size = children.length > 2 ? 1025 : 14
      await assert.rejects(read(seal(fields, children), size), error => isError(error, 'MESSAGE_INVALID'))
    })
  }

  test('of any plaintext is a file or MESSAGE_INVALID', async () => {
    assert.equal((await read(node)).length, 2)
    const readPlain = (plaintext: Uint8Array) => {
      const chunk = sealTree(ring, plaintext, [leaf, leaf])
      memory.sink(chunk)
      return read(chunk)
    }
    await checkDecoder(encode(pb.FileNode, { plainSizes: [7, 7] }), readPlain, ['MESSAGE_INVALID'])
  })
})
