import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRate } from '../../../node/network/rate.ts'

test('each key has a burst, then so much a second, and what it asks for whole or not at all', () => {
  let now = 0
  const rate = createRate<string>({ perSecond: 2, burst: 4 }, { monotonic: () => now })
  assert.deepEqual(
    [1, 1, 1, 1, 1].map(amount => rate.allows('a', amount)),
    [true, true, true, true, false],
  )
  assert.equal(rate.allows('b', 4), true)
  assert.equal(rate.allows('b', 1), false)
  now += 1000
  assert.equal(rate.allows('b', 3), false)
  assert.equal(rate.allows('b', 2), true)
})

test('keys that came once and never again are forgotten, those in debt are not', () => {
  let now = 0
  const seen = new Map<number, boolean>()
  const rate = createRate<number>({ perSecond: 1, burst: 1 }, { monotonic: () => now })
  for (let key = 0; key < 100_000; key++) {
    now += 1
    rate.allows(key)
    // The last second's keys have nothing left, however many came after them.
    if (key >= 500 && key % 1000 === 0) seen.set(key, rate.allows(key - 500))
  }
  assert.ok([...seen.values()].every(allowed => !allowed))
})
