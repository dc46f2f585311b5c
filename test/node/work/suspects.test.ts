import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryMedium, openMemoryStore } from '../../../node/store/memory-store.ts'
import type { Act } from '../../../node/work/audit/audit.ts'
import { Promises } from '../../../node/work/mesh/promises.ts'
import { Suspects } from '../../../node/work/suspects.ts'
import { parseId, type SiteId } from '../../../protocol/ids.ts'
import { testPorts } from '../../helpers/ports.ts'

const DAY = 24 * 3_600_000
const signal = new AbortController().signal
const me = siteOf(1)

function siteOf(n: number): SiteId {
  return parseId('SiteId', n.toString(16).padStart(64, '0'))
}

async function scene(medium = new MemoryMedium()) {
  const store = await openMemoryStore({ medium }, testPorts)
  const promises = await Promises.load(store.journal)
  const clock = { now: 10 * DAY }
  const acts: Act[] = []
  const audit = { record: async (act: Act) => void acts.push(act) }
  const suspects = new Suspects({ me, promises, audit }, { clock: { wall: () => clock.now }, log: testPorts.log })
  let nudged = 0
  suspects.nudge = () => nudged++
  const step = () => suspects.worker().step(signal)
  const restart = async () => {
    await step()
    await store[Symbol.asyncDispose]()
    return scene(medium)
  }
  return { suspects, promises, clock, acts, step, restart, nudged: () => nudged }
}

test('an offence is counted, with its first and last time and what the last one was', async () => {
  const { suspects, clock } = await scene()
  suspects.report(siteOf(2), 'chunk', 'wrong bytes')
  clock.now += 1000
  suspects.report(siteOf(2), 'chunk', 'wrong bytes again')
  suspects.report(siteOf(2), 'spam', 'too many heads')
  suspects.report(me, 'spam', 'this site is not its own suspect')
  assert.deepEqual(
    suspects.of(siteOf(2)).map(({ offence, times, last, first, what }) => [offence, times, last - first, what]),
    [
      ['chunk', 2, 1000, 'wrong bytes again'],
      ['spam', 1, 0, 'too many heads'],
    ],
  )
  assert.equal(suspects.all().length, 2)
})

test('the ledger is the same after a restart', async () => {
  const before = await scene()
  for (let at = 0; at < 3; at++) before.suspects.report(siteOf(2), 'proxy', `time ${at}`)
  const after = await before.restart()
  assert.deepEqual(after.suspects.all(), before.suspects.all())
})

test('the first of a kind asks to be written at once, the next ones do not', async () => {
  const { suspects, nudged, promises, step } = await scene()
  for (let at = 0; at < 100; at++) suspects.report(siteOf(2), 'message', 'nonsense')
  assert.equal(nudged(), 1)
  await step()
  const written = promises.state.size
  for (let at = 0; at < 100; at++) suspects.report(siteOf(2), 'message', 'nonsense')
  assert.equal(nudged(), 1)
  await step()
  assert.equal(promises.state.size, written)
})

test('the audit log hears of each site and kind once a day, also when the clock is set back', async () => {
  const { suspects, clock, acts, step } = await scene()
  const told = async () => {
    suspects.report(siteOf(2), 'role', 'a snapshot it may not write')
    suspects.report(siteOf(3), 'role', 'a snapshot it may not write')
    await step()
    return acts.splice(0).map(({ act, site }) => [act, site])
  }
  const both = [
    ['offence-role', siteOf(2)],
    ['offence-role', siteOf(3)],
  ]
  assert.deepEqual(await told(), both)
  assert.deepEqual(await told(), [])
  clock.now += DAY
  assert.deepEqual(await told(), both)
  clock.now -= 5 * DAY
  assert.deepEqual(await told(), both)
})

test('what cannot be written yet is written with the next step', async () => {
  const { suspects, promises, step, restart } = await scene()
  const setState = promises.setState.bind(promises)
  promises.setState = async () => {
    throw new Error('the disk is full')
  }
  suspects.report(siteOf(2), 'quota', 'too much')
  await assert.rejects(step(), /disk is full/)
  promises.setState = setState
  const after = await restart()
  assert.equal(after.suspects.all().length, 1)
})

test('the ledger is bounded: of too many, those that were silent longest go', async () => {
  const { suspects, clock, restart } = await scene()
  for (let n = 0; n < 1100; n++) {
    clock.now++
    suspects.report(siteOf(n + 2), 'spam', 'x'.repeat(5000))
  }
  const kept = suspects.all()
  assert.equal(kept.length, 1024)
  assert.equal(kept.at(-1)?.site, siteOf(1101))
  assert.equal(kept[0]?.site, siteOf(78))
  assert.ok(kept.every(({ what }) => what.length <= 300))
  assert.equal((await restart()).suspects.all().length, 1024)
})
