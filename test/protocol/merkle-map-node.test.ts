import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { isError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { idOf, type NodeHash } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { buildMap } from '../../protocol/merkle-map.ts'
import { isLeaf, type MapEntry, parseNode, readNode } from '../../protocol/merkle-map-node.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'
import { readVector } from '../helpers/chunk-memory.ts'
import { entriesOf, mapMemory, type RawItem, rawNode } from '../helpers/map-memory.ts'

const key = (text: string) => Buffer.from(text)
const entry = (text: string, value = 'v') => ({ key: key(text), value: Buffer.from(value) })
const invalid = (error: unknown) => isError(error, 'MESSAGE_INVALID')
const parseRaw = (level: number, items: RawItem[]) => {
  const raw = rawNode(level, items)
  return parseNode(raw.hash, raw.bytes)
}
const hashOf = (bytes: Uint8Array) => idOf('NodeHash', hash(bytes))

suite('a map node', () => {
  test('of a later format is told as such, and is no damage', () => {
    const later = Uint8Array.from(readVector('map-leaf'))
    later[1] = 2
    assert.throws(
      () => parseNode(hashOf(later), later),
      error => isError(error, 'CATALOG_FORMAT') && /format 2/.test(error.message),
    )
    later[1] = 0
    assert.throws(() => parseNode(hashOf(later), later), invalid)
  })

  test('is the committed vector', () => {
    const bytes = readVector('map-leaf')
    const { root, nodes } = buildMap([entry('self', 'me'), entry('project/b', ''), entry('project/a', 'one')])
    assert.equal(root, '9be6c61027378d336e5ee6029c1a8b860e8564cc2226e805b80019104c068270')
    assert.deepEqual(Buffer.from(nodes.get(root)!), bytes)
    const node = parseNode(root, bytes)
    assert.deepEqual([node.level, node.count, node.closed], [0, 3, false])
    assert.deepEqual(
      node.items.map(item => Buffer.from(item.key).toString()),
      ['project/a', 'project/b', 'self'],
    )
    assert.ok(isLeaf(node))
    assert.deepEqual(
      node.items.map(item => Buffer.from(item.value).toString()),
      ['one', '', 'me'],
    )
  })

  test('of an inner level is the committed vector', () => {
    const bytes = readVector('map-inner')
    const node = parseNode(hashOf(bytes), bytes)
    assert.deepEqual([node.level, node.count, node.closed], [1, 49, false])
    assert.deepEqual(node.items, [
      { key: new Uint8Array(key('project/m')), hash: '11'.repeat(32), count: 31 },
      { key: new Uint8Array(key('self')), hash: '22'.repeat(32), count: 18 },
    ])
  })

  test('refuses bytes of another hash', () => {
    const { root, nodes } = buildMap([entry('a')])
    assert.throws(() => parseNode('00'.repeat(32) as NodeHash, nodes.get(root)!), invalid)
    assert.throws(() => readNode('00'.repeat(32) as NodeHash, nodes.get(root)!), invalid)
  })

  test('refuses keys out of order, twice, empty, too long or not shortened as far as they can be', () => {
    assert.doesNotThrow(() => parseRaw(0, [entry('a'), entry('ab'), entry('b')]))
    assert.throws(() => parseRaw(0, [entry('b'), entry('a')]), invalid)
    assert.throws(() => parseRaw(0, [entry('a'), { ...entry('a'), shared: 0 }]), invalid)
    assert.throws(() => parseRaw(0, [entry('abc'), { ...entry('abb'), shared: 2 }]), invalid)
    assert.throws(() => parseRaw(0, [{ ...entry('abc') }, { ...entry('abd'), shared: 1 }]), invalid)
    assert.throws(() => parseRaw(0, [entry('abc'), { ...entry('abcd'), shared: 2 }]), invalid)
    assert.throws(() => parseRaw(0, [entry('ab'), { key: Buffer.from('abxy'), value: key(''), shared: 3 }]), invalid)
    assert.throws(() => parseRaw(0, [{ ...entry('ab'), shared: 1 }]), invalid)
    const long = Buffer.alloc(LIMITS.mapKey, 'k')
    assert.doesNotThrow(() => parseRaw(0, [{ key: long, value: key('') }]))
    const longer = Buffer.concat([long, key('k')])
    assert.throws(
      () =>
        parseRaw(0, [
          { key: long, value: key('') },
          { key: longer, value: key(''), shared: 255 },
        ]),
      invalid,
    )
  })

  test('refuses no items, an unknown version, a level beyond the last, bytes missing or left over', () => {
    const good = rawNode(0, [entry('a'), entry('b')]).bytes
    const change = (at: number, byte: number) => {
      const bytes = Buffer.from(good)
      bytes[at] = byte
      return bytes
    }
    const short = good.subarray(0, -1)
    const long = Buffer.concat([good, Buffer.alloc(1)])
    for (const bytes of [change(0, 0x4e), change(1, 0), change(2, 16), change(3, 0), change(3, 1), short, long])
      assert.throws(() => parseNode(hashOf(bytes), bytes), invalid)
    assert.throws(() => parseRaw(0, []), invalid)
    assert.throws(() => parseRaw(1, [{ key: key('a'), hash: '11'.repeat(32) as NodeHash, count: 0 }]), invalid)
  })

  test('refuses a value or a node that is too large', () => {
    const most = Buffer.alloc(LIMITS.mapValue)
    assert.doesNotThrow(() => parseRaw(0, [{ key: key('a'), value: most }]))
    assert.throws(() => parseRaw(0, [{ key: key('a'), value: Buffer.alloc(LIMITS.mapValue + 1) }]), invalid)
    const huge = Buffer.alloc(LIMITS.mapNode + 1)
    assert.throws(() => parseNode(hashOf(huge), huge), invalid)
  })

  test('refuses to go on behind an item that ends it', () => {
    const { nodes } = buildMap(entriesOf(200))
    const leaves = [...nodes].map(([id, bytes]) => parseNode(id, bytes)).filter(isLeaf)
    const [first, second] = leaves
    assert.throws(() => parseRaw(0, [...first!.items, ...second!.items]), invalid)
    assert.throws(() => parseRaw(0, [...first!.items, second!.items[0]!]), invalid)
    assert.doesNotThrow(() => parseRaw(0, first!.items.slice(0, -1)))
    assert.equal(parseRaw(0, first!.items.slice(0, -1)).closed, false)
  })

  test('takes any bytes for a node or for a documented error', async () => {
    const { nodes } = buildMap(entriesOf(300))
    const samples = [...nodes.values()]
    const inner = samples.find(bytes => bytes[2] === 1)!
    for (const good of [readVector('map-leaf'), readVector('map-inner'), samples[0]!, inner]) {
      await checkDecoder(good, bytes => parseNode(hashOf(bytes), bytes), ['MESSAGE_INVALID', 'CATALOG_FORMAT'])
    }
  })

  test('that is accepted is written back to the same bytes', async () => {
    const { nodes } = buildMap(entriesOf(60, 10))
    const good = [...nodes.values()][0]!
    let accepted = 0
    await checkDecoder(
      good,
      bytes => {
        const node = parseNode(hashOf(bytes), bytes)
        accepted++
        assert.deepEqual(rawNode(node.level, node.items as RawItem[]).bytes, Buffer.from(bytes))
      },
      ['MESSAGE_INVALID', 'CATALOG_FORMAT'],
      2000,
    )
    assert.ok(accepted > 10, `only ${accepted} mutations were nodes`)
  })
})

suite('keys made to defeat the cuts', () => {
  // The rule as the specification states it, once more.
  const isCut = (item: MapEntry, level: number) => {
    const weight = item.key.byteLength + item.value.byteLength
    return weight >= 1024 || Buffer.from(hash(item.key)).readUInt32LE(4 * (level % 8)) * 1024 < weight * 2 ** 32
  }
  const numbered = (number: number): MapEntry => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(number)
    return { key: bytes, value: new Uint8Array(0) }
  }

  test('still give nodes of bounded size', () => {
    const entries = Array.from({ length: 30_000 }, (_, number) => numbered(number)).filter(item => !isCut(item, 0))
    const { nodes } = buildMap(entries)
    const { nodes: mixed } = buildMap([...entries, { key: key('zz'), value: Buffer.alloc(LIMITS.mapValue) }])
    const sizes = [...nodes.values()].map(bytes => bytes.byteLength)
    assert.ok(Math.max(...sizes) >= 64 * 1024 && Math.max(...sizes) < 64 * 1024 + 16, `${sizes}`)
    for (const [id, bytes] of [...nodes, ...mixed]) assert.doesNotThrow(() => parseNode(id, bytes))
    assert.ok(mapMemory(mixed).nodes.size >= sizes.length)
  })

  test('that end every node at once still give few levels', () => {
    const entries: MapEntry[] = []
    for (let number = 0; entries.length < 300; number++) {
      const item = numbered(number)
      if (isCut({ ...item, value: new Uint8Array(36) }, 1)) entries.push({ ...item, value: Buffer.alloc(1024) })
    }
    const { nodes } = buildMap(entries)
    const levels = [...nodes.values()].map(bytes => bytes[2]!)
    assert.equal(levels.filter(level => level === 0).length, 300)
    assert.ok(levels.filter(level => level === 1).length <= 300 / 4)
  })
})
