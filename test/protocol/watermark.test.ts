import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fillOf, spareBytes } from '../../protocol/watermark.ts'

test('a store is told of at 85 %, closed to new projects at 92 and to other sites at 97', () => {
  const at = (used: number) => fillOf({ capacity: 1000, used })
  assert.deepEqual([0, 849, 850, 919, 920, 969, 970, 1200].map(at), [
    'open',
    'open',
    'told',
    'told',
    'closed',
    'closed',
    'kept',
    'kept',
  ])
  assert.equal(fillOf({ capacity: 0, used: 0 }), 'kept')
})

test('what may still come from others ends where nothing comes from them any more', () => {
  const room = fc.record({ capacity: fc.nat(2 ** 31), used: fc.nat(2 ** 31) })
  fc.assert(
    fc.property(room, ({ capacity, used }) => {
      const spare = spareBytes({ capacity, used })
      assert.ok(spare >= 0)
      if (fillOf({ capacity, used }) === 'kept') assert.equal(spare, 0)
      else assert.notEqual(fillOf({ capacity, used: used + spare - 1 }), 'kept')
    }),
  )
})
