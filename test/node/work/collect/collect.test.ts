// What a site frees and what it keeps: held and wanted snapshots whatever anybody says, deletions a little a day, and nothing at
// all while it can't see what it holds.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Collector } from '../../../../node/work/collect/collect.ts'
import type { KeptRoot } from '../../../../node/work/keeping/custody-set.ts'
import type { TrashReason } from '../../../../node/work/keeping/trash.ts'
import { type ChildRef, sealTree } from '../../../../protocol/chunk.ts'
import { type Cid, type NodeHash, parseId, type SnapshotId } from '../../../../protocol/ids.ts'
import { buildMap } from '../../../../protocol/merkle-map.ts'
import type { SnapshotRecord } from '../../../../protocol/snapshot.ts'
import { noise, openChunkMemory, ring } from '../../../helpers/chunk-memory.ts'
import { plant } from '../../../helpers/planted-trees.ts'
import { DAY, HOUR, Machine, ME, never, PROJECT } from '../keeping/stage.ts'

const MiB = 1024 * 1024

type Site = Awaited<ReturnType<Machine['start']>>

/** A site with a collector; what each snapshot has of its own are so many MiB. */
async function open(machine = new Machine()) {
  const site = await machine.start()
  for (const reason of ['surplus', 'forgotten', 'deleted'] as const) site.trash.mayFree[reason] = async () => true
  const more: KeptRoot[] = []
  const reports: string[] = []
  const acts: string[] = []
  let looks = 0
  let roots: readonly NodeHash[] = []
  const snapshot = (_: unknown, id: SnapshotId) => machine.snapshots.find(one => one.id === id)
  const custodySet = {
    roots: (): KeptRoot[] => [
      ...more,
      ...(site.custody.holding(PROJECT)?.snapshots ?? []).map(id => rootOf('held', snapshot(PROJECT, id)!)),
      ...site.trash.marks().map(mark => rootOf('trashed', snapshot(PROJECT, mark.snapshot)!)),
    ],
  }
  const collector = new Collector(
    {
      store: site.store,
      cache: site.store.cache('collect'),
      custodySet,
      trash: site.trash,
      snapshot,
      promises: site.promises,
      custodyClock: site.clock,
      ownRoots: () => roots,
      loadNode: hash => site.store.loadNode(hash),
      mender: { report: async (cid, why) => void reports.push(`${cid}: ${why}`), check: () => void looks++ },
      mendNode: async () => undefined,
      audit: { record: async ({ act, text }) => void acts.push(`${act}: ${text}`) },
      giveWay: async () => undefined,
    },
    machine.ports,
  )
  /** Whatever is here is old by now. */
  const age = async (): Promise<void> => {
    await collector.worker().step(never)
    await site.pass(DAY + HOUR)
  }
  return {
    machine,
    site,
    collector,
    more,
    reports,
    acts,
    age,
    looks: () => looks,
    setRoots: (next: readonly NodeHash[]) => {
      roots = next
    },
  }
}

function rootOf(why: KeptRoot['why'], { root, id, project }: SnapshotRecord): KeptRoot {
  return { root, project, snapshot: id, why }
}

let seeds = 1
async function take(machine: Machine, site: Site, name: string, own: number, shared: readonly Uint8Array[] = []) {
  const memory = openChunkMemory()
  const pieces = Array.from({ length: own }, () => noise(seeds++, MiB))
  const root = plant(memory, { 'takes/a.wav': { pieces }, ...(shared.length > 0 && { 'b.wav': { pieces: shared } }) })
  const id = parseId('SnapshotId', Buffer.alloc(32, name).toString('hex'))
  const record = { id, project: PROJECT, root, author: ME, seq: 1, time: 1 } as unknown as SnapshotRecord
  machine.snapshots.push(record)
  site.retained.changed(PROJECT)
  await site.custody.store([...memory.chunks].map(([cid, bytes]) => ({ cid, bytes })))
  await site.custody.hold(record)
  return { record, cids: [...memory.chunks.keys()] }
}

const missing = async (site: Site, cids: readonly Cid[]) =>
  (await site.store.hasChunks(cids)).filter(here => !here).length

async function letGo(site: Site, reason: TrashReason, ...snapshots: SnapshotRecord[]): Promise<void> {
  await site.trash.mark(snapshots.map(({ id }) => ({ project: PROJECT, snapshot: id, reason })))
}

test('what is held stays whole, surplus goes at once when its time is over, and only what it had alone', async () => {
  const { machine, site, collector, age, acts } = await open()
  const shared = [noise(901, MiB), noise(902, MiB)]
  const kept = await take(machine, site, 'kept', 2, shared)
  const surplus = await take(machine, site, 'surplus', 9, shared)
  await letGo(site, 'surplus', surplus.record)
  await collector.collect(never)
  assert.equal(await missing(site, surplus.cids), 0)
  await age()
  const collected = await collector.collect(never)
  assert.ok(collected && collected.chunkBytes > 9 * MiB && collected.chunkBytes < 10 * MiB)
  assert.equal(await missing(site, kept.cids), 0)
  assert.equal(site.trash.marks().length, 0)
  assert.deepEqual(acts, [])
  assert.equal(collector.freedBytes, collected.reclaimedBytes)
})

test('deletions are freed at 2 % a custody day, the oldest first, a large one piece by piece', async () => {
  const { machine, site, collector, age, acts } = await open()
  const kept = await take(machine, site, 'kept', 250)
  const first = await take(machine, site, 'first', 3)
  const large = await take(machine, site, 'large', 12)
  const last = await take(machine, site, 'last', 1)
  await letGo(site, 'forgotten', first.record)
  await site.pass(HOUR)
  await letGo(site, 'forgotten', large.record)
  await site.pass(HOUR)
  await letGo(site, 'forgotten', last.record)
  await site.pass(90 * DAY)
  await age()
  const days: number[] = []
  for (let day = 0; site.trash.marks().length > 0 && day < 10; day++) {
    const most = 0.02 * site.store.stats().chunkBytes
    const bytes = (await collector.collect(never))!.chunkBytes
    assert.ok(bytes <= most, `${bytes} bytes on day ${day}`)
    days.push(Math.round(bytes / MiB))
    // The same day nothing more is left of the budget.
    await site.pass(HOUR)
    const rest = (await collector.collect(never))!.chunkBytes
    assert.ok(bytes + rest <= most, `${rest} bytes more on day ${day}`)
    await site.pass(DAY)
    if (day === 0) {
      assert.equal(await missing(site, first.cids), first.cids.length)
      assert.equal(await missing(site, last.cids), 0)
      assert.ok((await missing(site, large.cids)) > 0)
      // Its leaves go before what leads to them.
      assert.ok((await site.store.hasChunks([large.record.root.cid]))[0])
    }
  }
  assert.deepEqual(days, [5, 5, 5, 1])
  assert.equal(await missing(site, [...large.cids, ...last.cids]), large.cids.length + last.cids.length)
  assert.equal(await missing(site, kept.cids), 0)
  assert.ok(acts.length >= 2 && acts.every(act => /^freed: freed 1 snapshot, of/.test(act)), acts.join('\n'))
})

test('a restart gives no budget back', async () => {
  const machine = new Machine()
  let opened = await open(machine)
  await take(machine, opened.site, 'kept', 100)
  const large = await take(machine, opened.site, 'large', 12)
  await letGo(opened.site, 'forgotten', large.record)
  await opened.site.pass(90 * DAY)
  await opened.age()
  assert.ok((await opened.collector.collect(never))!.chunkBytes > 0)
  await opened.site.clock.persist()
  opened = await open(machine)
  assert.equal((await opened.collector.collect(never))!.chunkBytes, 0)
  await opened.site.pass(DAY)
  assert.ok((await opened.collector.collect(never))!.chunkBytes > 0)
})

test('what two that were deleted share stays while one of them has to wait', async () => {
  const { machine, site, collector, age } = await open()
  const shared = [noise(911, MiB)]
  const small = await take(machine, site, 'small', 1, shared)
  const large = await take(machine, site, 'large', 20, shared)
  await letGo(site, 'forgotten', small.record)
  await site.pass(HOUR)
  await letGo(site, 'forgotten', large.record)
  await site.pass(90 * DAY)
  await age()
  await collector.collect(never)
  assert.deepEqual(
    site.trash.marks().map(({ snapshot }) => snapshot),
    [large.record.id],
  )
  const both = small.cids.filter(cid => large.cids.includes(cid))
  assert.ok(both.length > 0)
  assert.equal(await missing(site, both), 0)
})

test('what nothing leads to goes when it is a day old', async () => {
  const { machine, site, collector, age } = await open()
  const kept = await take(machine, site, 'kept', 1)
  const memory = openChunkMemory()
  plant(memory, { 'broken off.wav': { pieces: [noise(921, MiB)] } })
  await site.store.putChunks([...memory.chunks].map(([cid, bytes]) => ({ cid, bytes })))
  await collector.collect(never)
  assert.equal(await missing(site, [...memory.chunks.keys()]), 0)
  await age()
  await collector.collect(never)
  assert.equal(await missing(site, [...memory.chunks.keys()]), memory.chunks.size)
  assert.equal(await missing(site, kept.cids), 0)
})

test('while part of a held tree can not be read nothing is freed, and the mender is asked', async () => {
  const { machine, site, collector, age, reports, looks } = await open()
  const kept = await take(machine, site, 'kept', 2)
  const surplus = await take(machine, site, 'surplus', 2)
  await letGo(site, 'surplus', surplus.record)
  await age()
  machine.medium.rot(kept.record.root.cid)
  assert.equal(await collector.collect(never), undefined)
  assert.deepEqual([reports.length, looks()], [1, 1])
  await site.store.quarantine(kept.record.root.cid, 'rot')
  assert.equal(await collector.collect(never), undefined)
  assert.equal(looks(), 2)
  assert.equal(await missing(site, surplus.cids), 0)
  assert.equal(site.trash.marks().length, 1)
  assert.match(String(Object(collector.worker().status()).waiting), /before it can be seen/)
})

test('holes in what is still being fetched hold nothing up', async () => {
  const { machine, site, collector, age, more } = await open()
  const partial = await take(machine, site, 'partial', 2)
  await site.custody.withdraw(PROJECT, [partial.record.id])
  more.push(rootOf('wanted', partial.record))
  const surplus = await take(machine, site, 'surplus', 2)
  await letGo(site, 'surplus', surplus.record)
  await age()
  const [leaf] = partial.cids
  await site.store.quarantine(leaf!, 'rot')
  assert.ok(await collector.collect(never))
  assert.equal(await missing(site, surplus.cids), surplus.cids.length)
  assert.equal(await missing(site, partial.cids), 1)
})

test("a tree that says something else of another's tree chunk frees nothing below it", async () => {
  const { machine, site, collector, age, more } = await open()
  const honest = await take(machine, site, 'honest', 2)
  const { root } = honest.record
  const [stored] = (await site.store.sizesOf([root.cid])) as [number]
  for (const [n, below] of [0, 17].entries()) {
    const lie: ChildRef = { cid: root.cid, stored, below, sendClass: 0 }
    const { cid, bytes } = sealTree(ring, new Uint8Array(0), [lie])
    await site.store.putChunks([{ cid, bytes }])
    const id = parseId('SnapshotId', `f${n}`.repeat(32))
    // Looked into before the honest one.
    const liar = { ...honest.record, id, root: { cid, storedBytes: bytes.byteLength + stored + below } }
    more.push(rootOf('wanted', liar))
  }
  await age()
  assert.ok(await collector.collect(never))
  assert.equal(await missing(site, honest.cids), 0)
})

test('nodes of the own catalog go that no root leads to any more', async () => {
  const { site, collector, age, setRoots } = await open()
  const entries = (n: number) =>
    Array.from({ length: 200 }, (_, i) => ({ key: Buffer.from(`key ${i}`), value: Buffer.from(`${i} of ${n}`) }))
  const [old, recent, now] = [1, 2, 3].map(n => buildMap(entries(n)))
  for (const { nodes } of [old!, recent!, now!])
    await site.store.putNodes([...nodes].map(([hash, bytes]) => ({ hash, bytes })))
  setRoots([now!.root, recent!.root])
  await age()
  await collector.collect(never)
  for (const { nodes } of [recent!, now!]) assert.ok((await site.store.hasNodes([...nodes.keys()])).every(Boolean))
  assert.deepEqual(new Set(await site.store.hasNodes([...old!.nodes.keys()])), new Set([false]))
})

test('it looks by itself when something is due, not again and again, and weekly', async () => {
  const { machine, site, collector } = await open()
  const worker = collector.worker()
  await take(machine, site, 'kept', 1)
  const surplus = await take(machine, site, 'surplus', 2)
  await worker.step(never)
  await letGo(site, 'surplus', surplus.record)
  const runs: number[] = []
  const collect = collector.collect.bind(collector)
  collector.collect = signal => {
    runs.push(Math.round(site.clock.now() / HOUR))
    return collect(signal)
  }
  for (let hour = 0; hour < 24 * 9; hour++) {
    await site.pass(HOUR)
    await worker.step(never)
  }
  assert.equal(runs.length, 2, runs.join(' '))
  assert.ok(runs[0]! >= 24 && runs[0]! <= 27)
  assert.ok(runs[1]! - runs[0]! >= 7 * 24)
  assert.equal(await missing(site, surplus.cids), surplus.cids.length)
})
