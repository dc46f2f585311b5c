import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Deadline } from '../../../node/network/deadline.ts'

test('a deadline passes after its time, and never once the request is over', t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const open = new Deadline(1_000)
  const over = new Deadline(1_000)
  t.mock.timers.tick(999)
  assert.equal(open.signal.aborted, false)
  over[Symbol.dispose]()
  t.mock.timers.tick(1)
  assert.equal(open.signal.aborted, true)
  assert.equal((open.signal.reason as Error).name, 'TimeoutError')
  assert.equal(over.signal.aborted, false)
})
