import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { isError } from '../../protocol/errors.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { buildMap, EMPTY_ROOT } from '../../protocol/merkle-map.ts'
import { applyEdits, diff, editsBetween } from '../../protocol/merkle-map-diff.ts'
import { editMap } from '../../protocol/merkle-map-edit.ts'
import { entriesOf, entryOf, hex, mapMemory, someEntry, sortedEntries } from '../helpers/map-memory.ts'

const text = (bytes: Uint8Array | undefined) => bytes && hex(bytes)

suite('the difference of two maps', () => {
  test('is what differs between two sorted arrays', async () => {
    const some = fc.array(someEntry, { maxLength: 120, size: 'max' })
    await fc.assert(
      fc.asyncProperty(some, some, some, async (common, left, right) => {
        const [before, after] = [
          [...common, ...left],
          [...common, ...right],
        ]
        const [a, b] = [buildMap(before), buildMap(after)]
        const found: [string, string | undefined, string | undefined][] = []
        for await (const change of diff(a.root, b.root, mapMemory(a.nodes, b.nodes).load))
          found.push([hex(change.key), text(change.before), text(change.after)])
        const [old, now] = [new Map(sortedEntries(before)), new Map(sortedEntries(after))]
        const expected = [...new Set([...old.keys(), ...now.keys()])]
          .sort()
          .filter(key => old.get(key) !== now.get(key))
          .map(key => [key, old.get(key), now.get(key)])
        assert.deepEqual(found, expected)
      }),
      { numRuns: 60 },
    )
  })

  test('of 100,000 entries with 10 random changes loads at most 40 nodes of either map', async () => {
    const { root, nodes } = buildMap(entriesOf(100_000))
    for (let round = 0; round < 8; round++) {
      const edits = Array.from({ length: 10 }, (_, index) => {
        const number = (round * 7919 + index * 10_007 + round) % 100_000
        if (index % 3 === 0) return { key: entryOf(number).key, value: undefined }
        return { key: entryOf(index % 3 === 1 ? number : 100_000 + number).key, value: Buffer.from(`${round}`) }
      })
      const edited = await editMap(root, edits, mapMemory(nodes).load)
      const { load, loaded } = mapMemory(nodes, edited.nodes)
      const found: string[] = []
      for await (const { key } of diff(root, edited.root, load)) found.push(hex(key))
      assert.deepEqual(found, edits.map(({ key }) => hex(key)).sort())
      const there = loaded.filter(hash => edited.nodes.has(hash)).length
      assert.ok(there <= 40, `${there} nodes of the new map`)
      assert.ok(loaded.length - there <= 40, `${loaded.length - there} nodes of the old map`)
    }
  })

  test('without a prefix is the rest, and loads next to nothing of what is left out', async () => {
    const left = Buffer.from('audit/')
    const long = (from: number) =>
      Array.from({ length: 20_000 }, (_, at) => {
        const key = Buffer.alloc(14)
        key.set(left)
        key.writeBigUInt64BE(BigInt(from + at), 6)
        return { key, value: Buffer.from(`${from} ${at}`) }
      })
    const rest = (word: string) =>
      ['aardvark', 'audit', 'audit0', 'self', 'zebra'].map(key => ({ key: Buffer.from(key), value: Buffer.from(word) }))
    const [a, b] = [buildMap([...rest('old'), ...long(1)]), buildMap([...rest('new'), ...long(7)])]
    const { load, loaded } = mapMemory(a.nodes, b.nodes)
    const found: string[] = []
    for await (const { key } of diff(a.root, b.root, load, left)) found.push(Buffer.from(key).toString())
    assert.deepEqual(found, ['aardvark', 'audit', 'audit0', 'self', 'zebra'])
    assert.ok(loaded.length < 20, `${loaded.length} of ${a.nodes.size + b.nodes.size} nodes`)
  })

  test('of a map with itself loads nothing', async () => {
    const { root } = buildMap(entriesOf(100))
    for await (const change of diff(root, root, mapMemory().load)) assert.fail(hex(change.key))
  })

  test('passes over a part that only one map has', async () => {
    const entries = entriesOf(20_000)
    const [a, b] = [buildMap(entries), buildMap(sortedHalf(entries))]
    const { load, loaded } = mapMemory(a.nodes, b.nodes)
    let changes = 0
    for await (const _ of diff(a.root, b.root, load)) changes++
    assert.equal(changes, 10_000)
    assert.ok(loaded.filter(hash => b.nodes.has(hash)).length < 20, 'what both have was loaded')
  })
})

suite('catching up by edits', () => {
  test('reaches the wanted root, from any map to any other', async () => {
    const some = fc.array(someEntry, { maxLength: 120, size: 'max' })
    await fc.assert(
      fc.asyncProperty(some, some, async (before, after) => {
        const [a, b] = [buildMap(before), buildMap(after)]
        const edits = await editsBetween(a.root, b.root, mapMemory(a.nodes, b.nodes).load)
        const caughtUp = await applyEdits(a.root, edits!, b.root, mapMemory(a.nodes).load)
        assert.equal(caughtUp.root, b.root)
      }),
      { numRuns: 60 },
    )
  })

  test('is given up when it takes too many edits or bytes', async () => {
    const { root, nodes } = buildMap(entriesOf(100))
    const { load } = mapMemory(nodes)
    const bytes = 100 * (16 + 32 + 40)
    assert.equal((await editsBetween(EMPTY_ROOT, root, load, { edits: 100, bytes }))?.length, 100)
    assert.equal(await editsBetween(EMPTY_ROOT, root, load, { edits: 99, bytes }), undefined)
    assert.equal(await editsBetween(EMPTY_ROOT, root, load, { edits: 100, bytes: bytes - 1 }), undefined)
  })

  test('refuses edits that lead elsewhere, are out of order or out of bounds', async () => {
    const [a, b] = [buildMap(entriesOf(300)), buildMap(entriesOf(310))]
    const { load } = mapMemory(a.nodes, b.nodes)
    const edits = (await editsBetween(a.root, b.root, load))!
    const refused = (wrong: Parameters<typeof applyEdits>[1]) =>
      assert.rejects(applyEdits(a.root, wrong, b.root, load), error => isError(error, 'MESSAGE_INVALID'))
    await applyEdits(a.root, edits, b.root, load)
    await refused(edits.slice(1))
    await refused([...edits].reverse())
    await refused([edits[0]!, ...edits])
    await refused(edits.map(edit => ({ ...edit, value: Buffer.from('other') })))
    await refused([{ key: new Uint8Array(0), value: undefined }, ...edits])
    await refused([...edits, { key: Buffer.alloc(LIMITS.mapKey + 1, 0xff), value: undefined }])
    await refused([...edits, { key: Buffer.alloc(40, 0xff), value: new Uint8Array(LIMITS.mapValue + 1) }])
    await refused(Array.from({ length: LIMITS.catalogEdits + 1 }, () => edits[0]!))
  })
})

function sortedHalf(entries: { key: Uint8Array; value: Uint8Array }[]): { key: Uint8Array; value: Uint8Array }[] {
  return [...entries].sort((x, y) => Buffer.compare(x.key, y.key)).slice(entries.length / 2)
}
