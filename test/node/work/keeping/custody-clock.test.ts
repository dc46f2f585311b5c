import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CustodyClock } from '../../../../node/work/keeping/custody-clock.ts'
import { virtualPorts } from '../../../helpers/virtual-ports.ts'

const HOUR = 3_600_000
const YEAR = 365 * 24 * HOUR

function promises() {
  const state = new Map<string, Uint8Array>()
  return {
    state,
    setState: async (key: string, value: Uint8Array | undefined) => {
      if (value === undefined) state.delete(key)
      else state.set(key, value)
    },
  }
}

test('the custody clock counts the time a site is at work', async () => {
  const ports = virtualPorts()
  const clock = new CustodyClock(promises(), ports)
  assert.equal(clock.now(), 0)
  await ports.pass(HOUR)
  assert.equal(clock.now(), HOUR)
})

test('asking it often does not slow it, since the wall clock has a grain', async () => {
  const ports = virtualPorts()
  const coarse = { ...ports, clock: { ...ports.clock, wall: () => Math.floor(ports.clock.wall() / 16) * 16 } }
  const clock = new CustodyClock(promises(), coarse)
  for (let at = 0; at < 4_000; at++) {
    await ports.pass(5)
    clock.now()
  }
  assert.ok(clock.now() > 19_500, String(clock.now()))
})

for (const years of [10, -10]) {
  test(`a wall clock set by ${years} years makes nothing due early`, async () => {
    const ports = virtualPorts()
    const clock = new CustodyClock(promises(), ports)
    await ports.pass(HOUR)
    const before = clock.now()
    ports.setClock(years * YEAR)
    assert.ok(clock.now() <= before + 60_000)
    await ports.pass(HOUR)
    ports.setClock(-years * YEAR)
    await ports.pass(HOUR)
    assert.ok(clock.now() <= 3 * HOUR, 'never more than was at work')
    assert.ok(clock.now() >= before + HOUR - 60_000, 'and it goes on')
  })
}

test('a wall clock that is set back again and again gains nothing, and what it said never falls', async () => {
  const ports = virtualPorts()
  const clock = new CustodyClock(promises(), ports)
  let last = 0
  let passed = 0
  for (const [pass, set] of [
    [700, 5_000],
    [50, -9_000],
    [30_000, 60_000],
    [900, -YEAR],
    [5_000, YEAR],
    [61_000, 3],
  ] as const) {
    await ports.pass(pass)
    passed += pass
    ports.setClock(set)
    assert.ok(clock.now() >= last && clock.now() <= passed, `${clock.now()} after ${passed}`)
    last = clock.now()
  }
})

test('it goes on after a restart where it was written, and downtime counts nothing', async () => {
  const ports = virtualPorts()
  const kept = promises()
  const first = new CustodyClock(kept, ports)
  await ports.pass(2 * HOUR)
  await first.worker().step(new AbortController().signal)
  await ports.pass(30 * 24 * HOUR)
  const second = new CustodyClock(kept, ports)
  assert.equal(second.now(), 2 * HOUR)
  await ports.pass(HOUR)
  assert.equal(second.now(), 3 * HOUR)
})

test('a state that is no number starts it anew', () => {
  const kept = promises()
  for (const text of ['-5', 'x', '1e400', '']) {
    kept.state.set('custody-clock', Buffer.from(text))
    assert.equal(new CustodyClock(kept, virtualPorts()).now(), 0, text)
  }
})
