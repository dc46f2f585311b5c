import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bareAddress, dialableAddresses, listenAddress, parseTcpAddress } from '../../../node/network/addresses.ts'
import { peerIdOf, siteIdOf } from '../../../node/network/peer-id.ts'
import { isError } from '../../../protocol/errors.ts'
import { siteOf } from '../../helpers/network.ts'

test('a site id becomes a peer id and back', async () => {
  const site = await siteOf(1)
  assert.equal(siteIdOf(peerIdOf(site)), site)
})

test('only TCP addresses of hosts are dialled, each once, with the peer id of the site', async () => {
  const site = await siteOf(1)
  const other = peerIdOf(await siteOf(2)).toString()
  const own = peerIdOf(site).toString()
  const dialled = dialableAddresses(site, [
    '/ip4/192.0.2.1/tcp/4710',
    `/ip4/192.0.2.1/tcp/4710/p2p/${own}`,
    '/dns4/studio.example/tcp/4710',
    '/ip6/::1/tcp/4710',
    `/ip4/192.0.2.2/tcp/4710/p2p/${other}`,
    '/unix/%2Fvar%2Frun%2Fdocker.sock',
    '/ip4/192.0.2.3/udp/4710/quic-v1',
    '/ip4/192.0.2.3/tcp/0',
    '/dnsaddr/studio.example',
    `/ip4/192.0.2.3/tcp/4710/p2p/${other}/p2p-circuit/p2p/${own}`,
    'studio.example:4710',
    '',
  ])
  assert.deepEqual(dialled.map(bareAddress), [
    '/ip4/192.0.2.1/tcp/4710',
    '/dns4/studio.example/tcp/4710',
    '/ip6/::1/tcp/4710',
  ])
  assert.ok(dialled.every(address => address.toString().endsWith(`/p2p/${own}`)))
})

test('a site can not make others dial without end', async () => {
  const many = Array.from({ length: 500 }, (_, at) => `/ip4/192.0.2.1/tcp/${at + 1}`)
  assert.equal(dialableAddresses(await siteOf(1), many).length, 16)
})

test('any text is an address or is not, without an error', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map(text => `/ip4/${text}`),
        fc.string().map(text => `/${text}`),
      ),
      text => {
        parseTcpAddress(text)
      },
    ),
  )
})

test('listening needs an IP address and a port', () => {
  assert.deepEqual(listenAddress('/ip4/0.0.0.0/tcp/4710').port, 4710)
  for (const wrong of ['0.0.0.0:4710', '/dns4/studio.example/tcp/1', '/unix/x', '/ip4/0.0.0.0/udp/1'])
    assert.throws(
      () => listenAddress(wrong),
      error => isError(error, 'CONFIG_INVALID'),
    )
})
