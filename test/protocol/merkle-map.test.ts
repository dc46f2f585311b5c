import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { isError } from '../../protocol/errors.ts'
import type { NodeHash } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { buildMap, countEntries, EMPTY_ROOT, getValue, reachable, scan } from '../../protocol/merkle-map.ts'
import { entriesOf, hex, mapMemory, readAll, someEntry, sortedEntries } from '../helpers/map-memory.ts'

const bytes = (text: string) => Buffer.from(text)

suite('a map', () => {
  test('has the same root and nodes for the same entries in any order', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(someEntry, { maxLength: 150, size: 'max', selector: ({ key }) => hex(key) })
          .chain(entries =>
            fc.tuple(
              fc.constant(entries),
              fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
            ),
          ),
        ([entries, shuffled]) => {
          const [a, b] = [buildMap(entries), buildMap(shuffled)]
          assert.equal(a.root, b.root)
          assert.deepEqual(new Set(a.nodes.keys()), new Set(b.nodes.keys()))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('has different roots for different entries', () => {
    const [a, b, ...rest] = entriesOf(50)
    const roots = [
      [a!, b!, ...rest],
      [b!, ...rest],
      [{ key: a!.key, value: b!.value }, b!, ...rest],
      [{ key: Buffer.concat([a!.key, bytes('x')]), value: a!.value }, b!, ...rest],
      [],
    ].map(entries => buildMap(entries).root)
    assert.equal(new Set(roots).size, roots.length)
  })

  test('of no entries has a root without a node', async () => {
    const { root, nodes } = buildMap([])
    const { load } = mapMemory()
    assert.equal(root, EMPTY_ROOT)
    assert.equal(nodes.size, 0)
    assert.equal(await getValue(root, bytes('a'), load), undefined)
    assert.equal(await countEntries(root, load), 0)
    assert.deepEqual(await readAll(root, load), [])
  })

  test('keeps the later of two values given for one key', async () => {
    const { root, nodes } = buildMap([
      { key: bytes('a'), value: bytes('1') },
      { key: bytes('a'), value: bytes('2') },
    ])
    assert.equal(hex((await getValue(root, bytes('a'), mapMemory(nodes).load))!), hex(bytes('2')))
  })

  test('finds every value, in one node a level, and nothing that is not there', async () => {
    const entries = entriesOf(3000)
    const { root, nodes } = buildMap(entries)
    const levels = new Set([...nodes.values()].map(node => node[2])).size
    assert.ok(levels >= 3)
    for (const { key, value } of entries.slice(0, 200)) {
      const { load, loaded } = mapMemory(nodes)
      assert.deepEqual(await getValue(root, key, load), value)
      assert.equal(loaded.length, levels)
      assert.equal(await getValue(root, key.subarray(0, 31), load), undefined)
    }
    assert.equal(await getValue(root, Buffer.alloc(33, 0xff), mapMemory(nodes).load), undefined)
    assert.equal(await countEntries(root, mapMemory(nodes).load), 3000)
  })

  test('refuses keys and values out of bounds as a bug of the caller', () => {
    const value = new Uint8Array(0)
    assert.throws(() => buildMap([{ key: new Uint8Array(0), value }]), TypeError)
    assert.throws(() => buildMap([{ key: new Uint8Array(LIMITS.mapKey + 1), value }]), TypeError)
    assert.throws(() => buildMap([{ key: bytes('a'), value: new Uint8Array(LIMITS.mapValue + 1) }]), TypeError)
  })

  test('says which nodes it consists of, parents first', async () => {
    const { root, nodes } = buildMap(entriesOf(1000))
    const found: NodeHash[] = []
    for await (const hash of reachable(root, mapMemory(nodes).load)) found.push(hash)
    assert.equal(found[0], root)
    assert.equal(found.length, nodes.size)
    assert.deepEqual(new Set(found), new Set(nodes.keys()))
  })

  test('has nodes of some 2 KiB', () => {
    const { nodes } = buildMap(entriesOf(20_000))
    const total = [...nodes.values()].reduce((sum, node) => sum + node.byteLength, 0)
    assert.ok(total / nodes.size > 1700 && total / nodes.size < 2500, `${total / nodes.size}`)
  })

  test('is not read when a node is not the one asked for', async () => {
    const { root, nodes } = buildMap(entriesOf(1000))
    const [one, other] = [...nodes.keys()].filter(hash => nodes.get(hash)![2] === 0)
    const swapped = mapMemory(nodes, new Map([[one!, nodes.get(other!)!]]))
    await assert.rejects(readAll(root, swapped.load), error => isError(error, 'MESSAGE_INVALID'))
  })
})

suite('a scan', () => {
  test('of any range equals the same range of a sorted array', async () => {
    const bound = fc.option(
      fc.oneof(
        someEntry.map(({ key }) => key),
        fc.uint8Array({ maxLength: 3 }),
      ),
      { nil: undefined },
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(someEntry, { maxLength: 200, size: 'max' }),
        bound,
        bound,
        async (entries, from, to) => {
          const { root, nodes } = buildMap(entries)
          const found: string[] = []
          for await (const { key } of scan(root, { from, to }, mapMemory(nodes).load)) found.push(hex(key))
          const expected = sortedEntries(entries).filter(
            ([key]) => (!from || key >= hex(from)) && (!to || key < hex(to)),
          )
          assert.deepEqual(
            found,
            expected.map(([key]) => key),
          )
        },
      ),
      { numRuns: 80 },
    )
  })

  test('of a prefix gives the keys that begin with it', async () => {
    const keys = ['ff', 'fffe', 'ffff', 'ffff00', '01', '0100', '01ff', '01ffff', '0200', '02']
    const { root, nodes } = buildMap(keys.map(key => ({ key: Buffer.from(key, 'hex'), value: bytes(key) })))
    for (const prefix of ['', '01', '01ff', 'ff', 'ffff', '03']) {
      const found: string[] = []
      for await (const { key } of scan(root, { prefix: Buffer.from(prefix, 'hex') }, mapMemory(nodes).load))
        found.push(hex(key))
      assert.deepEqual(found, keys.filter(key => key.startsWith(prefix)).sort())
    }
  })

  test('loads only the nodes of its range', async () => {
    const entries = entriesOf(20_000)
    const { root, nodes } = buildMap(entries)
    const { load, loaded } = mapMemory(nodes)
    const sorted = sortedEntries(entries)
    let count = 0
    const [from, to] = [Buffer.from(sorted[9_000]![0], 'hex'), Buffer.from(sorted[9_100]![0], 'hex')]
    for await (const _ of scan(root, { from, to }, load)) count++
    assert.equal(count, 100)
    assert.ok(loaded.length < 20, `${loaded.length} nodes`)
  })
})
