import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { isError } from '../../protocol/errors.ts'
import type { NodeHash } from '../../protocol/ids.ts'
import { buildMap, EMPTY_ROOT, type MapEdit, reachable } from '../../protocol/merkle-map.ts'
import { editMap } from '../../protocol/merkle-map-edit.ts'
import { verifyMap } from '../../protocol/merkle-map-sync.ts'
import { entriesOf, entryOf, mapMemory, readAll, someEdit, sortedEntries } from '../helpers/map-memory.ts'

const rebuilt = (edits: Iterable<MapEdit>) =>
  buildMap(
    sortedEntries(edits).map(([key, value]) => ({ key: Buffer.from(key, 'hex'), value: Buffer.from(value, 'hex') })),
  )

async function nodesOf(root: NodeHash, nodes: ReadonlyMap<NodeHash, Uint8Array>): Promise<Set<NodeHash>> {
  const all = new Set<NodeHash>()
  for await (const hash of reachable(root, mapMemory(nodes).load)) all.add(hash)
  return all
}

suite('editing a map', () => {
  test('leads to the root of its entries through any sequence of edits', async () => {
    const batches = fc.array(fc.array(someEdit, { minLength: 1, maxLength: 120, size: 'max' }), {
      minLength: 1,
      maxLength: 6,
      size: 'max',
    })
    await fc.assert(
      fc.asyncProperty(batches, async rounds => {
        const { nodes, load } = mapMemory()
        let root = EMPTY_ROOT
        for (const edits of rounds) {
          const before = await nodesOf(root, nodes)
          const edited = await editMap(root, edits, load)
          for (const hash of edited.nodes.keys()) assert.ok(!before.has(hash), 'an old node given as new')
          for (const [hash, bytes] of edited.nodes) nodes.set(hash, bytes)
          const after = await nodesOf(edited.root, nodes)
          for (const hash of edited.nodes.keys()) assert.ok(after.has(hash), 'a new node that is not part of the map')
          root = edited.root
        }
        const all = rounds.flat()
        assert.equal(root, rebuilt(all).root)
        assert.deepEqual(await readAll(root, load), sortedEntries(all))
        await verifyMap(root, load)
      }),
      { numRuns: 60 },
    )
  })

  test('that adds entries one by one, from either end, leads to the root of its entries', async () => {
    const sorted = sortedEntries(entriesOf(150, 300)).map(([key, value]) => ({
      key: Buffer.from(key, 'hex'),
      value: Buffer.from(value, 'hex'),
    }))
    for (const entries of [sorted, sorted.toReversed()]) {
      const { nodes, load } = mapMemory()
      let root = EMPTY_ROOT
      for (const [index, entry] of entries.entries()) {
        const edited = await editMap(root, [entry], load)
        for (const [hash, bytes] of edited.nodes) nodes.set(hash, bytes)
        root = edited.root
        assert.equal(root, buildMap(entries.slice(0, index + 1)).root)
      }
    }
  })

  test('of many levels leads to the root of its entries', async () => {
    const entries: MapEdit[] = entriesOf(4000)
    const { root, nodes } = buildMap(entries as Iterable<{ key: Uint8Array; value: Uint8Array }>)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(8000), fc.boolean()), { maxLength: 60, size: 'max' }), async picks => {
        const edits = picks.map(([number, removed]) => ({
          key: entryOf(number).key,
          value: removed ? undefined : entryOf(number, 40, 1).value,
        }))
        const edited = await editMap(root, edits, mapMemory(nodes).load)
        assert.equal(edited.root, rebuilt([...entries, ...edits]).root)
      }),
      { numRuns: 15 },
    )
  })

  test('that removes most entries leaves the lowest root that holds the rest', async () => {
    const entries = entriesOf(4000)
    const { root, nodes } = buildMap(entries)
    for (const left of [0, 1, 2, 30, 31, 100, 500]) {
      const edits = entries.slice(left).map(({ key }) => ({ key, value: undefined }))
      const edited = await editMap(root, edits, mapMemory(nodes).load)
      assert.equal(edited.root, buildMap(entries.slice(0, left)).root)
      const kept = mapMemory(nodes, edited.nodes)
      for (const hash of edited.nodes.keys()) assert.ok((await nodesOf(edited.root, kept.nodes)).has(hash))
    }
  })

  test('that changes nothing makes no node', async () => {
    const entries = entriesOf(500)
    const { root, nodes } = buildMap(entries)
    const { load } = mapMemory(nodes)
    for (const edits of [[], entries.slice(0, 9), [{ key: Buffer.from('absent'), value: undefined }]]) {
      const edited = await editMap(root, edits, load)
      assert.deepEqual([edited.root, edited.nodes.size], [root, 0])
    }
    assert.deepEqual(await editMap(EMPTY_ROOT, [], load), { root: EMPTY_ROOT, nodes: new Map() })
    const none = await editMap(EMPTY_ROOT, [{ key: Buffer.from('absent'), value: undefined }], load)
    assert.equal(none.root, EMPTY_ROOT)
  })

  test('once touches only a path of nodes and their neighbours', async () => {
    const { root, nodes } = buildMap(entriesOf(100_000))
    const counts: number[] = []
    for (let number = 0; number < 30; number++) {
      const { load, loaded } = mapMemory(nodes)
      const edit = {
        key: entryOf(number % 3 ? number : -1 - number).key,
        value: number % 3 === 1 ? undefined : Buffer.from('new'),
      }
      const edited = await editMap(root, [edit], load)
      assert.ok(loaded.length <= 16 && edited.nodes.size <= 16, `${loaded.length} loaded, ${edited.nodes.size} made`)
      counts.push(loaded.length)
    }
    assert.ok(counts.reduce((sum, count) => sum + count, 0) / counts.length < 6)
  })

  test('fails when a node is gone or is another one', async () => {
    const entries = entriesOf(500)
    const { root, nodes } = buildMap(entries)
    const edit = [{ key: entries[0]!.key, value: undefined }]
    const leaf = [...nodes].find(([, bytes]) => bytes[2] === 0)![1]
    const isInner = (hash: NodeHash) => nodes.get(hash)![2]! > 0
    await assert.rejects(editMap(root, edit, mapMemory().load), error => isError(error, 'NODE_GONE'))
    await assert.rejects(
      editMap(root, edit, async hash => (isInner(hash) ? nodes.get(hash)! : Buffer.concat([leaf, Buffer.alloc(1)]))),
      error => isError(error, 'MESSAGE_INVALID'),
    )
  })
})
