import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CustodySet } from '../../../../node/work/keeping/custody-set.ts'
import { DAY, HOUR, Machine, ME, never, PROJECT, YEAR } from './stage.ts'

type Run = Awaited<ReturnType<Machine['start']>>

function custodySet(machine: Machine, site: Run): CustodySet {
  const { promises, custody, locks, trash } = site
  const projects = {
    all: () => [{ id: PROJECT }],
    snapshot: (_: string, id: string) => machine.snapshots.find(one => one.id === id),
    retained: () => [],
  }
  return new CustodySet({ me: ME, promises, custody, locks, trash, projects, wanted: () => [], transfers: () => [] })
}

describe('the trash', () => {
  test('takes a snapshot out of the holding, whose rest stays proved, and keeps its bytes', async () => {
    const machine = new Machine()
    const site = await machine.start()
    const [a, b] = [await machine.take(site, 'a'), await machine.take(site, 'b')]
    const { generation } = site.custody.holding(PROJECT)!
    await site.trash.mark([{ project: PROJECT, snapshot: a.id, reason: 'surplus' }])
    assert.deepEqual(site.custody.holding(PROJECT)?.snapshots, [b.id])
    assert.equal(site.custody.holding(PROJECT)?.generation, generation)
    assert.deepEqual(await site.custody.missing(a.root, never), [])
    assert.ok(
      custodySet(machine, site)
        .roots()
        .some(root => root.snapshot === a.id && root.why === 'trashed'),
    )
  })

  test('a mark that was made and not yet said openly is said by the next run', async () => {
    const machine = new Machine()
    const site = await machine.start()
    const a = await machine.take(site, 'a')
    site.hooks.edited = () => {
      throw new Error('the machine lost its power')
    }
    await assert.rejects(site.trash.mark([{ project: PROJECT, snapshot: a.id, reason: 'surplus' }]), /power/)
    const next = await machine.start()
    assert.ok(next.custody.holds(PROJECT, a.id))
    await next.worker.step(never)
    assert.ok(!next.custody.holds(PROJECT, a.id))
  })

  test('frees nothing that nobody answers for, nor before its time, nor what is refused at the second look', async () => {
    const machine = new Machine()
    const site = await machine.start()
    const a = await machine.take(site, 'a')
    await site.trash.mark([{ project: PROJECT, snapshot: a.id, reason: 'surplus' }])
    await site.pass(30 * DAY)
    assert.deepEqual(await site.trash.due(), [])
    let answer = false
    site.trash.mayFree.surplus = async () => answer
    assert.deepEqual(await site.trash.due(), [])
    answer = true
    assert.deepEqual(
      (await site.trash.due()).map(({ snapshot }) => snapshot),
      [a.id],
    )
    await site.trash.freed([a.id])
    assert.equal(site.trash.of(a.id), undefined)
    assert.equal(site.locks.of(a.id), undefined)
    assert.deepEqual(custodySet(machine, site).roots(), [])
  })

  test('counts a day for a surplus copy on the custody clock, wherever the wall clock is set', async () => {
    const machine = new Machine()
    const site = await machine.start()
    const a = await machine.take(site, 'a')
    site.trash.mayFree.surplus = async () => true
    await site.trash.mark([{ project: PROJECT, snapshot: a.id, reason: 'surplus' }])
    for (const years of [10, -20, 10]) {
      machine.ports.setClock(years * YEAR)
      await site.pass(7 * HOUR)
      assert.deepEqual(await site.trash.due(), [], `${years} years`)
    }
    await site.pass(5 * HOUR)
    assert.equal((await site.trash.due()).length, 1)
  })

  test('of what is forgotten or deleted, frees nothing inside a lock', async () => {
    for (const reason of ['forgotten', 'deleted'] as const) {
      const machine = new Machine()
      const site = await machine.start()
      const a = await machine.take(site, 'a')
      await site.trash.mark([{ project: PROJECT, snapshot: a.id, reason }])
      site.trash.mayFree[reason] = async () => true
      await site.locks.extend([a.id], 90 * DAY)
      await site.pass(89 * DAY)
      if (reason === 'forgotten') assert.deepEqual(await site.trash.due(), [])
      else assert.ok(site.custody.holds(PROJECT, a.id), 'no certificate names it: it was taken back')
    }
  })

  test('gives a snapshot back whole, proved anew, and locked', async () => {
    const machine = new Machine()
    const site = await machine.start()
    const a = await machine.take(site, 'a')
    await site.pass(8 * DAY)
    assert.ok(!site.locks.isLocked(a.id))
    await site.trash.mark([{ project: PROJECT, snapshot: a.id, reason: 'surplus' }])
    assert.ok(await site.trash.takeBack(a.id, never))
    assert.ok(site.custody.holds(PROJECT, a.id))
    assert.ok(site.locks.isLocked(a.id))
    assert.equal(site.trash.of(a.id), undefined)
  })

  test('does not say that it holds what rotted in the trash', async () => {
    const machine = new Machine()
    const site = await machine.start()
    const a = await machine.take(site, 'a')
    await site.trash.mark([{ project: PROJECT, snapshot: a.id, reason: 'surplus' }])
    await site.store.quarantine(a.root.cid, 'rotten')
    assert.equal(await site.trash.takeBack(a.id, never), false)
    assert.ok(!site.custody.holds(PROJECT, a.id))
    assert.equal(site.trash.of(a.id), undefined)
  })

  test('a run that ends while a snapshot is taken back leaves it kept', async () => {
    const machine = new Machine()
    const site = await machine.start()
    const a = await machine.take(site, 'a')
    await site.pass(8 * DAY)
    await site.trash.mark([{ project: PROJECT, snapshot: a.id, reason: 'surplus' }])
    site.hooks.edited = () => {
      throw new Error('the machine lost its power')
    }
    await assert.rejects(site.trash.takeBack(a.id, never), /power/)
    const next = await machine.start()
    assert.ok(!next.custody.holds(PROJECT, a.id))
    assert.ok(
      custodySet(machine, next)
        .roots()
        .some(root => root.snapshot === a.id && root.why === 'locked'),
    )
  })
})

describe('a holding that is made again', () => {
  test('is not proved by what was proved of the one before', async () => {
    const machine = new Machine()
    const site = await machine.start()
    const a = await machine.take(site, 'a')
    const before = site.custody.holding(PROJECT)!.generation
    const { PEER } = await import('./stage.ts')
    const { encodeProof, keys } = await import('../../../../protocol/catalog.ts')
    const proof = {
      snapshots: [a.id],
      time: 1,
      challengeHash: new Uint8Array(32),
      ranges: 8,
      result: 'passed' as const,
    }
    const value = encodeProof({ ...proof, generation: before })
    site.view.apply(PEER, [{ key: keys.proof(ME, PROJECT), value }])
    await site.custody.release(PROJECT, [a.id])
    assert.equal(site.custody.holding(PROJECT), undefined)
    await site.custody.hold(a)
    assert.ok(site.custody.holding(PROJECT)!.generation > before)
  })
})

describe('the custody set', () => {
  test('names each root once, and what is being read stays as long as it is', async () => {
    const machine = new Machine()
    const site = await machine.start()
    const a = await machine.take(site, 'a')
    const set = custodySet(machine, site)
    assert.deepEqual(
      set.roots().map(({ snapshot, why }) => [snapshot, why]),
      [[a.id, 'held']],
    )
    const other = { ...a.root, cid: 'ff'.repeat(32) as typeof a.root.cid }
    {
      using _used = set.use({ root: other, project: PROJECT, snapshot: 'ee'.repeat(32) as typeof a.id })
      assert.equal(set.roots().length, 2)
    }
    assert.equal(set.roots().length, 1)
  })
})

test('what lies in the trash and is being restored is kept for the restore', async () => {
  const machine = new Machine()
  const site = await machine.start()
  const a = await machine.take(site, 'a')
  await site.trash.mark([{ project: PROJECT, snapshot: a.id, reason: 'surplus' }])
  const set = custodySet(machine, site)
  const whys = () => set.roots().map(({ why }) => why)
  assert.deepEqual(whys(), ['trashed'])
  {
    using _restored = set.use({ root: a.root, project: PROJECT, snapshot: a.id })
    assert.deepEqual(whys(), ['used'])
  }
  assert.deepEqual(whys(), ['trashed'])
})

test('while the record of a held snapshot is lost, the custody set names nothing rather than too little', async () => {
  const machine = new Machine()
  const site = await machine.start()
  await machine.take(site, 'a')
  await machine.take(site, 'b')
  machine.snapshots.shift()
  assert.throws(() => custodySet(machine, site).roots(), /the record of snapshot 6161\w+, which is held, is lost/)
})
