// What a site keeps of a project, and lets go, over months that pass on its custody clock alone.
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { LONG_LOCK_MS, SHORTEST_LOCK_MS } from '../../../../node/work/keeping/locks.ts'
import { NOTICE_MS, WEEK_MS } from '../../../../protocol/retention.ts'
import {
  BERLIN,
  carry,
  DAY,
  FRANKFURT,
  HOUR,
  KeepingMachine,
  type KeepingSite,
  keeping,
  POTSDAM,
  PROJECT,
  revise,
  STEP,
  YEAR,
} from './retention-stage.ts'

const DAY_S = DAY / 1000

/** Berlin, which made the project and is its authority, and potsdam, which holds it too. */
async function two(retention: Parameters<typeof keeping>[0]) {
  const machines = [new KeepingMachine(BERLIN), new KeepingMachine(POTSDAM)] as const
  const [berlin, potsdam] = [await machines[0].start(), await machines[1].start()]
  await revise(berlin, keeping(retention))
  await carry(berlin, potsdam)
  await berlin.look()
  await potsdam.look()
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= STEP) {
      await berlin.pass(Math.min(STEP, left))
      await potsdam.pass(Math.min(STEP, left))
      await carry(berlin, potsdam)
    }
  }
  const take = async (more: Parameters<KeepingMachine['take']>[1] = {}) => {
    const snapshot = await machines[0].take(berlin, more)
    await carry(berlin, potsdam)
    return snapshot
  }
  return { machines, berlin, potsdam, pass, take }
}

suite('what has expired', () => {
  test('is forgotten by the authority alone, and let go of by each holder when its own lock ends', async () => {
    const { berlin, potsdam, pass, take } = await two({ all: DAY_S })
    const old = await take()
    await pass(2 * DAY)
    const young = await take()
    await pass(2 * HOUR)
    for (const site of [berlin, potsdam]) {
      assert.equal(site.letGo(old.id), 'forgotten')
      assert.equal(site.letGo(young.id), undefined)
      assert.ok(site.holds(old.id), 'locked')
      assert.equal(site.trash.of(old.id), undefined)
    }
    await pass(SHORTEST_LOCK_MS - 2 * DAY - 3 * HOUR)
    assert.ok(berlin.holds(old.id) && potsdam.holds(old.id))
    await pass(2 * HOUR)
    for (const site of [berlin, potsdam]) {
      assert.ok(!site.holds(old.id))
      assert.equal(site.trash.of(old.id)?.reason, 'forgotten')
      assert.deepEqual(await site.trash.due(), [], 'its bytes stay a day longer')
    }
    await pass(DAY)
    assert.deepEqual(
      (await potsdam.trash.due()).map(({ snapshot }) => snapshot),
      [old.id],
    )
    assert.ok(berlin.holds(young.id) && potsdam.holds(young.id))
  })

  test('goes no sooner for clocks that are set ten years ahead or back, at any moment, over restarts', async () => {
    for (const years of [10, -10]) {
      const machine = new KeepingMachine(BERLIN)
      let site = await machine.start()
      await revise(site, keeping({ all: 3 * DAY_S, weekly: 60 * DAY_S }))
      await site.look()
      const first = await machine.take(site)
      const second = await machine.take(site)
      const newest = await machine.take(site)
      const jump = async () => {
        machine.ports.setClock(years * YEAR)
        await site.look()
        machine.ports.setClock(-years * YEAR)
        await site.look()
        machine.ports.setClock(years * YEAR)
        site = await machine.start()
        await site.look()
      }
      for (let day = 0; day < 2; day++) {
        await jump()
        await site.pass(DAY)
      }
      await jump()
      // Each jump forward costs what has passed since the clock was last asked; none gives anything.
      assert.ok(site.clock.now() <= 2 * DAY)
      assert.deepEqual(
        [first, second, newest].map(({ id }) => site.letGo(id)),
        [undefined, undefined, undefined],
      )
      assert.deepEqual(
        [first, second, newest].map(({ id }) => site.locks.isLocked(id)),
        [true, true, true],
      )
      await site.pass(DAY + 2 * HOUR)
      assert.deepEqual(
        [first, second, newest].map(({ id }) => site.letGo(id)),
        ['forgotten', 'forgotten', undefined],
      )
      assert.ok(site.holds(first.id))
      for (let day = 0; day < 3; day++) await jump()
      assert.ok(site.holds(first.id) && site.trash.of(first.id) === undefined)
      await site.pass(4 * DAY)
      assert.equal(site.trash.of(first.id)?.reason, 'forgotten')
      await jump()
      assert.deepEqual(await site.trash.due(), [])
    }
  })

  test('is nothing of what is labelled, pinned, newest, suspect, or of a project whose capture stopped', async () => {
    const { berlin, pass, take } = await two({ all: 0 })
    const labelled = await take({ label: 'mix 3' })
    const pinned = await take()
    const plain = await take()
    const suspect = await take({ state: 'suspect' })
    const newest = await take()
    await berlin.pins.set(berlin.project(), pinned.id, true, '')
    await pass(2 * HOUR)
    const all = [labelled, pinned, plain, suspect, newest]
    assert.deepEqual(
      all.map(({ id }) => berlin.letGo(id)),
      [undefined, undefined, 'forgotten', undefined, undefined],
    )
    await revise(berlin, { phase: 'stopped' })
    await take()
    await pass(2 * HOUR)
    assert.equal(berlin.letGo(newest.id), undefined)
  })

  test('waits for a site that is the authority and may direct the project', async () => {
    const { potsdam, berlin, pass, take } = await two({ all: 0 })
    const old = await take()
    await take()
    assert.equal(potsdam.forgets.refusal(potsdam.project()), 'not-authority')
    assert.equal(await potsdam.retention.expire(potsdam.project()), 0)
    await potsdam.pass(3 * HOUR)
    assert.equal(potsdam.letGo(old.id), undefined)
    assert.equal(berlin.forgets.refusal(berlin.project()), undefined)
    await pass(2 * HOUR)
    assert.equal(potsdam.letGo(old.id), 'forgotten')
  })

  test('stays forgotten after a restart, and is written down once', async () => {
    const { machines, berlin, pass, take } = await two({ all: 0 })
    const old = await take()
    await take()
    await pass(5 * HOUR)
    assert.equal(berlin.letGo(old.id), 'forgotten')
    const again = await machines[0].start()
    assert.equal(again.letGo(old.id), 'forgotten')
    await again.pass(5 * HOUR)
    assert.equal(again.kept.all('forget').length, 1)
  })
})

suite('a record that forgets', () => {
  const signedBy = (site: KeepingSite, ids: Parameters<KeepingSite['forgets']['sign']>[1]) =>
    site.forgets.sign(site.project(), ids, 'by hand')

  test('by another site than the authority counts nowhere', async () => {
    const { berlin, potsdam, take } = await two({ all: DAY_S })
    const frankfurt = await new KeepingMachine(FRANKFURT).start()
    const old = await take()
    await take()
    await carry(berlin, frankfurt)
    await signedBy(frankfurt, [old.id])
    await carry(frankfurt, potsdam)
    await carry(potsdam, berlin)
    assert.deepEqual([berlin.letGo(old.id), potsdam.letGo(old.id)], [undefined, undefined])
    assert.deepEqual(potsdam.forged, [])
  })

  test('by the authority does not reach what is newest or pinned, until it is so no more', async () => {
    const { berlin, potsdam, take } = await two({ all: DAY_S })
    const pinned = await take()
    const newest = await take()
    await berlin.pins.set(berlin.project(), pinned.id, true, '')
    await signedBy(berlin, [pinned.id, newest.id])
    await carry(berlin, potsdam)
    for (const site of [berlin, potsdam])
      assert.deepEqual([site.letGo(pinned.id), site.letGo(newest.id)], [undefined, undefined])
    await berlin.pins.set(berlin.project(), pinned.id, false, '')
    await take()
    await carry(berlin, potsdam)
    for (const site of [berlin, potsdam])
      assert.deepEqual([site.letGo(pinned.id), site.letGo(newest.id)], ['forgotten', 'forgotten'])
  })

  test('by a new authority counts once its naming was known for the notice; then it says the old ones again', async () => {
    const { berlin, potsdam, pass, take } = await two({ all: 0 })
    const first = await take()
    const second = await take()
    await pass(2 * HOUR)
    assert.equal(potsdam.letGo(first.id), 'forgotten')
    await revise(berlin, { authority: POTSDAM.id })
    const third = await take()
    await pass(NOTICE_MS - DAY)
    assert.equal(potsdam.forgets.refusal(potsdam.project()), 'notice')
    await signedBy(potsdam, [second.id])
    await carry(potsdam, berlin)
    assert.equal(berlin.letGo(second.id), undefined)
    await pass(2 * DAY)
    await carry(potsdam, berlin)
    assert.equal(berlin.letGo(second.id), 'forgotten', 'what waited counts now')
    // Who joins now and never knew berlin as the authority learns of all of it.
    const frankfurt = await new KeepingMachine(FRANKFURT).start()
    await carry(potsdam, frankfurt)
    assert.deepEqual(
      [first, second, third].map(({ id }) => frankfurt.letGo(id)),
      ['forgotten', 'forgotten', undefined],
    )
  })
})

test('a forgotten snapshot that is pinned is kept again while its bytes are here', async () => {
  const { berlin, potsdam, pass, take } = await two({ all: 0 })
  const old = await take({ whole: true })
  await take()
  await pass(SHORTEST_LOCK_MS + 2 * HOUR)
  assert.equal(berlin.trash.of(old.id)?.reason, 'forgotten')
  await potsdam.pins.set(potsdam.project(), old.id, true, 'after all')
  await carry(potsdam, berlin)
  assert.equal(berlin.letGo(old.id), undefined)
  await berlin.look()
  assert.ok(berlin.holds(old.id) && berlin.locks.isLocked(old.id))
  assert.equal(berlin.trash.of(old.id), undefined)
  assert.equal(berlin.pins.label(old.id), 'after all')
})

suite('what a change takes away', () => {
  test('goes after the notice: a shorter retention, a closed project', async () => {
    for (const change of [keeping({}), { phase: 'closed' } as const]) {
      const { berlin, pass, take } = await two({ monthly: true })
      const month = await take()
      await pass(5 * WEEK_MS)
      await take()
      await pass(2 * HOUR)
      assert.equal(berlin.letGo(month.id), undefined)
      await revise(berlin, change)
      await pass(NOTICE_MS - DAY)
      assert.equal(berlin.letGo(month.id), undefined)
      await pass(2 * DAY)
      assert.equal(berlin.letGo(month.id), 'forgotten')
    }
  })

  test('comes back with the change, as if nothing had been', async () => {
    const { berlin, pass, take } = await two({ monthly: true })
    const month = await take()
    await pass(5 * WEEK_MS)
    await take()
    await revise(berlin, { phase: 'closed' })
    await pass(NOTICE_MS - DAY)
    await revise(berlin, { phase: 'active' })
    await pass(NOTICE_MS + 5 * DAY)
    assert.equal(berlin.letGo(month.id), undefined)
  })
})

suite('locks', () => {
  test('of what stands for its week grow long at every holder before the short ones end', async () => {
    const { berlin, potsdam, pass, take } = await two({ all: DAY_S, weekly: 200 * DAY_S })
    const passed = await take()
    await pass(DAY)
    const stands = await take()
    await pass(6 * DAY + 2 * HOUR)
    await take()
    for (const site of [berlin, potsdam]) {
      const [short, long] = [passed, stands].map(({ id }) => site.locks.of(id)!)
      assert.equal(short!.until - short!.acceptedAt, SHORTEST_LOCK_MS)
      assert.equal(long!.until - long!.acceptedAt, LONG_LOCK_MS)
    }
    // Whatever the authority signs.
    await berlin.forgets.sign(berlin.project(), [passed.id, stands.id], 'by hand')
    await pass(80 * DAY)
    assert.ok(!potsdam.holds(passed.id) && potsdam.holds(stands.id))
    await pass(10 * DAY)
    assert.ok(!potsdam.holds(stands.id))
  })
})

suite('receipts', () => {
  test('outlive a restart, and one that was not written down comes again', async () => {
    const machine = new KeepingMachine(BERLIN)
    const site = await machine.start()
    await revise(site)
    await site.pass(DAY)
    const written = await machine.take(site)
    const at = site.clock.now()
    await site.look()
    await site.pass(DAY)
    const lost = await machine.take(site)
    const again = await machine.start()
    assert.deepEqual(again.receipts.of(written.id), { at, how: 'alone' })
    assert.deepEqual(again.receipts.of(lost.id), { at: again.clock.now(), how: 'alone' })
  })

  test('tell what came one by one from what came together, and from what was here before', async () => {
    const { machines, berlin, take } = await two({})
    const [a, b] = [await take(), await take()]
    const frankfurt = await new KeepingMachine(FRANKFURT).start()
    await carry(berlin, frankfurt)
    const hows = (site: KeepingSite, ...some: { id: typeof a.id }[]) => some.map(({ id }) => site.receipts.of(id)?.how)
    assert.deepEqual(hows(berlin, a, b), ['alone', 'alone'])
    assert.deepEqual(hows(frankfurt, a, b), ['before', 'alone'])
    const [c, d] = [await machines[0].take(berlin), await machines[0].take(berlin)]
    await carry(berlin, frankfurt)
    assert.deepEqual(hows(frankfurt, c, d), ['batch', 'alone'])
    assert.equal(frankfurt.projects.snapshots(PROJECT).length, 4)
  })
})
