import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Denials } from '../../../node/network/denials.ts'

test('refusals are counted one by one and told once a minute, as a sum', () => {
  let now = 0
  const told: unknown[] = []
  const log = { info: (fields: unknown) => told.push(fields), warn: fail, error: fail, debug: fail }
  const denials = new Denials({ clock: { monotonic: () => now }, log })
  for (let at = 0; at < 1000; at++) denials.add(`/ip4/192.0.2.1/tcp/${at}`)
  assert.deepEqual(told, [{ connections: 1, address: '/ip4/192.0.2.1/tcp/0', peer: undefined }])
  now += 60_000
  denials.add('/ip4/192.0.2.2/tcp/1', 'somebody')
  assert.deepEqual(told.slice(1), [{ connections: 1000, address: '/ip4/192.0.2.2/tcp/1', peer: 'somebody' }])
  assert.equal(denials.count, 1001)
})

function fail(): never {
  throw new Error('nothing else is told')
}
