import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { isError } from '../../../protocol/errors.ts'
import { fakeServes, startSite } from '../../helpers/network.ts'

test('a port in use is named, for the main host and for the join host', async () => {
  const taken = createServer()
  await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo
  const listen = [`/ip4/127.0.0.1/tcp/${port}`]
  const named = (error: unknown) => isError(error, 'PORT_IN_USE') && error.message.includes(`127.0.0.1 port ${port}`)
  try {
    await assert.rejects(startSite(1, new Map(), fakeServes(), { listen }), named)
    await using site = await startSite(1, new Map(), fakeServes(), { joinListen: listen })
    await assert.rejects(
      site.openJoin(async () => ({})),
      named,
    )
    taken.close()
    assert.deepEqual(await site.openJoin(async () => ({})), listen)
  } finally {
    taken.close()
  }
})

test('an address that is not on this machine is a configuration that can not be used', async () => {
  const listen = ['/ip4/192.0.2.1/tcp/4710']
  await assert.rejects(startSite(1, new Map(), fakeServes(), { listen }), error => isError(error, 'CONFIG_INVALID'))
})

test('a stopped network lets its port go', async () => {
  const first = await startSite(1, new Map(), fakeServes())
  const listen = first.addresses()
  await first[Symbol.asyncDispose]()
  await using second = await startSite(1, new Map(), fakeServes(), { listen })
  assert.deepEqual(second.addresses(), listen)
})
