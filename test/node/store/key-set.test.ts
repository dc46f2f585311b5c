// The set of keys that a collection marks with: it answers as a Set does, in a tenth of the memory.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeySet } from '../../../node/store/key-set.ts'
import { Live } from '../../../node/store/live.ts'
import { keyOf } from '../../../node/store/pack-record.ts'
import { hashHex } from '../../../protocol/hash.ts'

const key = (n: number) => keyOf(1, hashHex(Buffer.from(`key ${n}`)))

test('a set of keys holds what was added and nothing else, in less than 40 bytes each', () => {
  const keys = new KeySet(12345)
  for (let n = 0; n < 50_000; n++) assert.equal(keys.add(key(n)), true)
  for (let n = 0; n < 50_000; n += 7) assert.equal(keys.add(key(n)), false)
  assert.equal(keys.size, 50_000)
  for (let n = 0; n < 100_000; n++) assert.equal(keys.has(key(n)), n < 50_000)
  assert.ok(keys.bytes < 40 * 50_000, `${keys.bytes} bytes`)
  const zero = keyOf(1, '0'.repeat(64))
  assert.deepEqual([keys.has(zero), keys.add(zero), keys.has(zero), keys.add(zero)], [false, true, true, false])
})

test('what is touched stays while a guard or a collection is there to see it, and no longer', () => {
  const live = new Live(() => 1)
  live.touch(key(1))
  const guard = live.guard()
  live.touch(key(2))
  {
    using marking = live.begin()
    assert.throws(() => live.begin(), TypeError)
    live.touch(key(3))
    assert.deepEqual([marking.add(key(4)), marking.add(key(4))], [true, false])
    assert.deepEqual(
      [1, 2, 3, 4, 5].map(n => marking.has(key(n))),
      [false, true, true, true, false],
    )
    guard[Symbol.dispose]()
    assert.ok(marking.has(key(2)))
  }
  using marking = live.begin()
  assert.deepEqual(
    [1, 2, 3, 4].map(n => marking.has(key(n))),
    [false, false, false, false],
  )
})
