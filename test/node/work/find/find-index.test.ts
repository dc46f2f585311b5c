import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { FindIndex } from '../../../../node/work/find/find-index.ts'
import type { Snapshot } from '../../../../node/work/mesh/projects.ts'
import type { Cid, RingId, SnapshotId } from '../../../../protocol/ids.ts'
import { openChunkMemory, ring } from '../../../helpers/chunk-memory.ts'
import { type Planted, plant, planted } from '../../../helpers/planted-trees.ts'
import { testPorts } from '../../../helpers/ports.ts'
import { projectIdOf } from '../../../helpers/views.ts'

const NOVA = projectIdOf(1)
const never = new AbortController().signal
const everything = { words: [], scene: undefined, take: undefined, by: undefined, days: undefined }

/** An index over one project of this test's snapshots. */
function open() {
  const memory = openChunkMemory()
  const snapshots: Snapshot[] = []
  const held = new Set<SnapshotId>()
  const rings = new Map([[ring.id, ring]])
  const loads: Cid[] = []
  let now = 0
  const index = new FindIndex(
    {
      projects: {
        all: () => [{ id: NOVA }],
        snapshots: () => snapshots,
        revisionOf: () => snapshots.length,
        ring: (id: RingId) => rings.get(id),
        info: () => undefined,
      },
      holds: (_, id) => held.has(id),
      loadChunk: async cid => {
        loads.push(cid)
        return memory.source(cid)
      },
      breathe: async () => undefined,
      nameOf: site => `site ${Number.parseInt(site, 16)}`,
    },
    { ...testPorts, clock: { ...testPorts.clock, monotonic: () => now } },
  )
  const worker = index.worker()
  const common = { project: NOVA, ring: ring.id, epoch: 1, state: 'settled' as const, sealed: new Uint8Array(0) }
  return {
    index,
    held,
    rings,
    loads,
    memory,
    /** Takes a snapshot; it is whole here unless told. */
    take(
      n: number,
      by: number,
      tree: Readonly<Record<string, Planted>>,
      parents: readonly number[] = [],
      isHeld = true,
    ) {
      const snapshot = { ...planted(n, by, plant(memory, tree), parents), ...common, sendClass: 3, firstSeen: 0 }
      snapshots.push(snapshot)
      if (isHeld) held.add(snapshot.id)
      return snapshot
    },
    work: () => worker.step(never),
    wait: (ms: number) => (now += ms),
    async seen() {
      const { total, hits } = await index.search(everything, undefined, 100, never)
      const { files, gaps } = index.coverage([NOVA])
      const from = [...new Set(hits.map(hit => Number.parseInt(hit.snapshot.id, 16)))].sort()
      return {
        total,
        from,
        files,
        gaps: gaps.map(gap => [gap.why, gap.instead && Number.parseInt(gap.instead.id, 16)]),
      }
    },
    nodes: () => (worker.status() as { nodes: number }).nodes,
  }
}

describe('FindIndex', () => {
  it('says that a snapshot is not read yet, then searches it', async () => {
    const test = open()
    test.take(1, 1, { 'a.wav': '1', 'b/c.wav': '2' })
    assert.deepEqual(await test.seen(), { total: 0, from: [], files: 0, gaps: [['reading', undefined]] })
    await test.work()
    assert.deepEqual(await test.seen(), { total: 2, from: [1], files: 2, gaps: [] })
  })

  it('reads only what is new of the next snapshot, and lets go of what is no longer shown', async () => {
    const test = open()
    test.take(1, 1, { 'a/x.wav': '1', 'b/y.wav': '2' })
    await test.work()
    const before = test.loads.length
    test.take(2, 1, { 'a/x.wav': '1', 'b/z.wav': '3' }, [1])
    assert.deepEqual(await test.seen(), { total: 2, from: [1], files: 0, gaps: [['reading', 1]] })
    await test.work()
    assert.equal(test.loads.length - before, 2)
    assert.equal(test.nodes(), 3)
    assert.deepEqual(await test.seen(), { total: 2, from: [2], files: 2, gaps: [] })
  })

  it('searches the newest snapshot of every line', async () => {
    const test = open()
    test.take(1, 1, { 'a.wav': '1' })
    test.take(2, 2, { 'b.wav': '2' })
    await test.work()
    assert.deepEqual(await test.seen(), { total: 2, from: [1, 2], files: 2, gaps: [] })
    const by = await test.index.search({ ...everything, by: 'SITE 2' }, [NOVA], 100, never)
    assert.equal(by.total, 1)
    assert.equal((await test.index.search(everything, [projectIdOf(2)], 100, never)).total, 0)
  })

  it('searches an older snapshot of a line while the newest is not whole here, and says so', async () => {
    const test = open()
    test.take(1, 1, { 'a.wav': '1' })
    const arriving = test.take(2, 1, { 'b.wav': '2', 'c.wav': '3' }, [1], false)
    await test.work()
    assert.deepEqual(await test.seen(), { total: 1, from: [1], files: 0, gaps: [['absent', 1]] })
    test.held.add(arriving.id)
    await test.work()
    assert.deepEqual(await test.seen(), { total: 2, from: [2], files: 2, gaps: [] })
  })

  it('tells what it has no keys for, and reads it when they come', async () => {
    const test = open()
    test.rings.clear()
    test.take(1, 1, { 'a.wav': '1' })
    await test.work()
    assert.deepEqual((await test.seen()).gaps, [['keys', undefined]])
    test.rings.set(ring.id, ring)
    await test.work()
    assert.deepEqual((await test.seen()).gaps, [])
  })

  it('says that a tree could not be read, and tries again after a while', async () => {
    const test = open()
    const { root } = test.take(1, 1, { 'a.wav': '1' })
    const bytes = test.memory.chunks.get(root.cid)!
    test.memory.chunks.delete(root.cid)
    await test.work()
    assert.deepEqual((await test.seen()).gaps, [['failed', undefined]])
    test.memory.chunks.set(root.cid, bytes)
    await test.work()
    assert.deepEqual((await test.seen()).gaps, [['failed', undefined]])
    test.wait(60_000)
    await test.work()
    assert.deepEqual((await test.seen()).gaps, [])
  })
})
