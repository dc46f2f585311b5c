import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Clock } from '../../../../node/ports.ts'
import { Liveness } from '../../../../node/work/mesh/liveness.ts'
import { parseId } from '../../../../protocol/ids.ts'

const SITE = parseId('SiteId', '11'.repeat(32))
const WALL = 1_800_000_000_000

test('a site known from an earlier run alone is told apart until it is heard', () => {
  let now = 5_000
  const clock: Clock = {
    wall: () => WALL + now,
    monotonic: () => now,
    wait: () => Promise.reject(new Error('no wait')),
  }
  const liveness = new Liveness(clock)
  liveness.restore(SITE, WALL - 60_000)
  assert.deepEqual([liveness.isRecalled(SITE), liveness.silence(SITE)], [true, 65_000])
  now += 1_000
  liveness.heard(SITE)
  assert.deepEqual([liveness.isRecalled(SITE), liveness.silence(SITE)], [false, 0])
  // What was heard in this run is known better than anything an earlier one wrote.
  liveness.restore(SITE, WALL - 60_000)
  assert.equal(liveness.isRecalled(SITE), false)
})
