import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { isError } from '../../protocol/errors.ts'
import type { NodeHash } from '../../protocol/ids.ts'
import { buildMap, EMPTY_ROOT, reachable } from '../../protocol/merkle-map.ts'
import { applyEdits, editsBetween } from '../../protocol/merkle-map-diff.ts'
import { editMap } from '../../protocol/merkle-map-edit.ts'
import { isLeaf, type MapChild, type MapEntry, parseNode } from '../../protocol/merkle-map-node.ts'
import { type MapSource, NODES_AT_ONCE, syncMap, verifyMap } from '../../protocol/merkle-map-sync.ts'
import { mutationOf } from '../helpers/bad-bytes.ts'
import { entriesOf, entryOf, mapMemory, type RawItem, rawNode, readAll, someEntry } from '../helpers/map-memory.ts'

const invalid = (error: unknown) => isError(error, 'MESSAGE_INVALID')
const gone = (error: unknown) => isError(error, 'NODE_GONE')

/** Copies from `there` into `here`; answers in pieces of at most `atOnce` nodes. */
function source(
  there: ReadonlyMap<NodeHash, Uint8Array>,
  here: Map<NodeHash, Uint8Array>,
  atOnce = NODES_AT_ONCE,
): MapSource & { asked: NodeHash[] } {
  const asked: NodeHash[] = []
  return {
    asked,
    held: hash => here.get(hash),
    async fetch(hashes) {
      assert.ok(hashes.length > 0 && hashes.length <= NODES_AT_ONCE)
      asked.push(...hashes)
      return hashes.slice(0, atOnce).map(hash => there.get(hash) ?? new Uint8Array(0))
    },
    keep(nodes) {
      for (const [hash, bytes] of nodes) here.set(hash, bytes)
    },
  }
}

suite('syncing a map', () => {
  test('by walking and by edits reaches the same root and the same entries', async () => {
    const some = fc.array(someEntry, { maxLength: 120, size: 'max' })
    await fc.assert(
      fc.asyncProperty(some, some, some, fc.integer({ min: 1, max: 5 }), async (common, left, right, atOnce) => {
        const [a, b] = [buildMap([...common, ...left]), buildMap([...common, ...right])]
        const { nodes: here, load } = mapMemory(a.nodes)
        await syncMap(b.root, source(b.nodes, here, atOnce))
        const walked = await readAll(b.root, load)
        const edits = await editsBetween(a.root, b.root, mapMemory(a.nodes, b.nodes).load)
        const edited = await applyEdits(a.root, edits!, b.root, mapMemory(a.nodes).load)
        assert.deepEqual(walked, await readAll(edited.root, mapMemory(a.nodes, edited.nodes).load))
        assert.deepEqual(walked, await readAll(b.root, mapMemory(b.nodes).load))
      }),
      { numRuns: 50 },
    )
  })

  test('fetches only what is not held', async () => {
    const { root, nodes } = buildMap(entriesOf(20_000))
    const edits = Array.from({ length: 10 }, (_, index) => ({
      key: entryOf(index * 1999).key,
      value: Buffer.from('new'),
    }))
    const edited = await editMap(root, edits, mapMemory(nodes).load)
    const from = source(edited.nodes, new Map(nodes))
    const done = await syncMap(edited.root, from)
    assert.deepEqual(new Set(from.asked), new Set(edited.nodes.keys()))
    assert.equal(done.nodes, edited.nodes.size)
    assert.equal(
      done.bytes,
      [...edited.nodes.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0),
    )
    assert.deepEqual(await syncMap(EMPTY_ROOT, source(new Map(), new Map())), { nodes: 0, bytes: 0 })
  })

  test('keeps no node before all that is below it, and goes on where it stopped', async () => {
    const { root, nodes } = buildMap(entriesOf(20_000))
    const here = new Map<NodeHash, Uint8Array>()
    const first = source(nodes, here)
    let answers = 0
    const stopping = {
      ...first,
      fetch: (hashes: NodeHash[]) => (++answers > 8 ? Promise.reject(new Error('cut')) : first.fetch(hashes)),
    }
    await assert.rejects(syncMap(root, stopping), /cut/)
    assert.ok(here.size > 100)
    for (const hash of here.keys()) {
      for await (const below of reachableFrom(hash, here)) assert.ok(here.has(below))
    }
    const kept = here.size
    const second = source(nodes, here)
    await syncMap(root, second)
    assert.ok(second.asked.length <= nodes.size - kept)
    assert.equal(here.size, nodes.size)
    const whole = new Map<NodeHash, Uint8Array>()
    await syncMap(root, {
      ...source(nodes, whole),
      keep(some) {
        for (const [hash, bytes] of some) {
          const node = parseNode(hash, bytes)
          if (!isLeaf(node)) for (const child of node.items) assert.ok(whole.has(child.hash), 'kept before a child')
        }
        for (const [hash, bytes] of some) whole.set(hash, bytes)
      },
    })
    assert.equal(whole.size, nodes.size)
  })

  test('stops when the other side lost a node, answers nonsense or the map is too large', async () => {
    const { root, nodes } = buildMap(entriesOf(1000))
    const leaf = [...nodes.keys()].find(hash => nodes.get(hash)![2] === 0)!
    const missing = new Map([...nodes].filter(([hash]) => hash !== leaf))
    await assert.rejects(syncMap(root, source(missing, new Map())), gone)
    const nothing = { ...source(nodes, new Map()), fetch: async () => [] }
    await assert.rejects(syncMap(root, nothing), invalid)
    const surplus = { ...source(nodes, new Map()), fetch: async () => [nodes.get(root)!, nodes.get(leaf)!] }
    await assert.rejects(syncMap(root, surplus), invalid)
    await assert.rejects(syncMap(root, source(nodes, new Map()), { entries: 999 }), invalid)
    await assert.rejects(syncMap(root, source(nodes, new Map()), { bytes: 20_000 }), invalid)
    const signal = AbortSignal.abort(new Error('stopped'))
    await assert.rejects(syncMap(root, source(nodes, new Map()), {}, signal), /stopped/)
  })

  test('takes mutated nodes for MESSAGE_INVALID', async () => {
    const { root, nodes } = buildMap(entriesOf(300))
    const hashes = [...nodes.keys()]
    const mutated = fc
      .nat(hashes.length - 1)
      .chain(at => fc.tuple(fc.constant(hashes[at]!), mutationOf(nodes.get(hashes[at]!)!)))
    await fc.assert(
      fc.asyncProperty(mutated, async ([hash, bytes]) => {
        if (Buffer.compare(bytes, nodes.get(hash)!) === 0) return
        const there = new Map(nodes).set(hash, bytes)
        await assert.rejects(syncMap(root, source(there, new Map())), error => invalid(error) || gone(error))
      }),
      { numRuns: 60 },
    )
  })
})

interface Assembled {
  root: NodeHash
  there: Map<NodeHash, Uint8Array>
}

suite('a map that is not the canonical form of its entries', () => {
  // An honest map of two levels, to be put together again the wrong way.
  const entries = entriesOf(300)
  const honest = buildMap(entries)
  const leaves = [...honest.nodes]
    .filter(([, bytes]) => bytes[2] === 0)
    .map(([hash, bytes]) => parseNode(hash, bytes).items)
  const root = parseNode(honest.root, honest.nodes.get(honest.root)!).items as MapChild[]

  /** Syncs the tree that `level` 1 and the given leaves make, its parent naming them as told. */
  function assemble(
    parts: readonly (readonly RawItem[])[],
    rename = (child: RawItem, _index: number) => child,
  ): Assembled {
    const made = parts.map(items => ({ items, ...rawNode('hash' in items[0]! ? 1 : 0, items) }))
    const children = made.map(({ items, hash }, index) => {
      const count = items.reduce((sum, item) => sum + ('count' in item ? item.count : 1), 0)
      return rename({ key: items.at(-1)!.key, hash, count }, index)
    })
    const top = rawNode(1, children)
    const there = new Map<NodeHash, Uint8Array>([top, ...made].map(({ hash, bytes }) => [hash, bytes]))
    return { root: top.hash, there }
  }
  const refused = async ({ root: hash, there }: Assembled) => {
    await assert.rejects(syncMap(hash, source(there, new Map())), invalid)
    await assert.rejects(verifyMap(hash, mapMemory(there).load), invalid)
  }
  const renamed = (change: Partial<{ key: Uint8Array; count: number }>) =>
    assemble(leaves, (child, index) => (index === 1 ? ({ ...child, ...change } as RawItem) : child))

  test('is taken when put together rightly', async () => {
    assert.equal(assemble(leaves).root, honest.root)
    await syncMap(honest.root, source(assemble(leaves).there, new Map()))
  })

  test('is refused for a leaf that ends too early or too late', async () => {
    const [first, second, ...rest] = leaves as MapEntry[][]
    await refused(assemble([first!.slice(0, 5), first!.slice(5), second!, ...rest]))
    await refused(assemble([[...first!, ...second!], ...rest]))
    await refused(assemble([[...first!, second![0]!], second!.slice(1), ...rest]))
  })

  test('is refused for a leaf that is not what its parent says', async () => {
    await refused(renamed({ key: Buffer.concat([root[1]!.key, Buffer.alloc(1)]) }))
    await refused(renamed({ count: root[1]!.count + 1 }))
    const [first, second, ...rest] = leaves as MapEntry[][]
    await refused(assemble([first!, [first!.at(-1)!, ...second!], ...rest]))
    await refused(assemble([first!, [first!.at(-2)!, ...second!], ...rest]))
  })

  test('is refused for a wrong level, a single child or a child named twice', async () => {
    const inner = rawNode(1, root)
    const whole = { key: root.at(-1)!.key, hash: inner.hash, count: 300 }
    const single = rawNode(2, [whole])
    await refused({ root: single.hash, there: new Map([...honest.nodes, [single.hash, single.bytes]]) })
    const tall = rawNode(2, root)
    await refused({ root: tall.hash, there: new Map([...honest.nodes, [tall.hash, tall.bytes]]) })
    const low = rawNode(1, [...root.slice(0, -1), { ...whole, key: Buffer.alloc(33, 0xff) }])
    await refused({ root: low.hash, there: new Map([...honest.nodes, [low.hash, low.bytes]]) })
    await refused(
      assemble([...leaves, leaves.at(-1)!], (child, index) =>
        index === leaves.length ? { ...child, key: Buffer.concat([child.key, Buffer.alloc(1)]) } : child,
      ),
    )
  })

  test('is refused even where the misplaced node is already held', async () => {
    const wrong = renamed({ count: root[1]!.count + 1 })
    const held = new Map([...honest.nodes].filter(([hash]) => hash !== honest.root))
    await assert.rejects(syncMap(wrong.root, source(wrong.there, held)), invalid)
  })
})

async function* reachableFrom(hash: NodeHash, nodes: ReadonlyMap<NodeHash, Uint8Array>): AsyncGenerator<NodeHash> {
  yield* reachable(hash, mapMemory(nodes).load)
}
