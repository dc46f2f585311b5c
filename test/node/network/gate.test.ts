import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MultiaddrConnection } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { PROTOCOLS } from '../../../node/network/exchange.ts'
import { createGate } from '../../../node/network/gate.ts'
import { peerIdOf } from '../../../node/network/peer-id.ts'
import { eventually } from '../../helpers/eventually.ts'
import { dialAddress, fakeServes, siteOf, startProxy, startRawHost, startSite } from '../../helpers/network.ts'

// What the server says before it knows who is there: the multistream header, "/noise", and its half of the handshake.
const HANDSHAKE_BYTES = 400

test('a stranger gets not one application byte and reaches no handler', async () => {
  const serves = fakeServes()
  await using site = await startSite(1, new Map(), serves)
  await using proxy = await startProxy(site.addresses()[0] ?? '')
  await using stranger = await startRawHost(9)
  const address = multiaddr(proxy.address).encapsulate(`/p2p/${peerIdOf(site.site)}`)
  const protocols = [
    ...Object.values(PROTOCOLS).map(({ name }) => name),
    '/ipfs/id/1.0.0',
    '/ipfs/ping/1.0.0',
    '/meshsub/1.2.0',
    '/holdfast/join/1',
  ]
  for (const protocol of protocols) await assert.rejects(stranger.dialProtocol(address, protocol))
  await eventually(() => site.counters.denied === protocols.length, { within: 5_000 })
  assert.deepEqual(serves.calls, [])
  assert.ok(proxy.fromServer() > 0)
  assert.ok(proxy.fromServer() <= protocols.length * HANDSHAKE_BYTES, `${proxy.fromServer()} bytes`)
})

test('a member gets more than a stranger on the same way', async () => {
  await using site = await startSite(1, new Map(), fakeServes())
  await using proxy = await startProxy(site.addresses()[0] ?? '')
  await using member = await startRawHost(2)
  const connection = await member.dial(multiaddr(proxy.address).encapsulate(`/p2p/${peerIdOf(site.site)}`))
  await connection.newStream(PROTOCOLS.hello.name)
  assert.ok(proxy.fromServer() > HANDSHAKE_BYTES)
})

test('a member that is taken out is cut off and not let in again', async () => {
  const serves = fakeServes()
  await using site = await startSite(1, new Map(), serves)
  await using member = await startRawHost(2)
  const connection = await member.dial(dialAddress(site))
  const other = await siteOf(2)
  await eventually(() => site.connected().includes(other), { within: 5_000 })
  site.setMembers([site.site])
  await eventually(() => connection.status !== 'open', { within: 5_000 })
  await assert.rejects(member.dialProtocol(dialAddress(site), PROTOCOLS.hello.name))
  assert.deepEqual(serves.calls, [`connected ${other}`, `disconnected ${other}`])
})

test('one host can hold only so many sockets that have not said who they are, members aside', async () => {
  let denied = 0
  const gate = createGate({
    admits: () => true,
    isMemberHost: host => host === '192.0.2.1',
    denied: () => denied++,
  })
  const stranger = Array.from({ length: 20 }, (_, port) => fakeConnection(`/ip4/198.51.100.1/tcp/${port + 1}`))
  const member = Array.from({ length: 20 }, (_, port) => fakeConnection(`/ip4/192.0.2.1/tcp/${port + 1}`))
  const refused = (connection: MultiaddrConnection) => gate.denyInboundConnection?.(connection) === true
  assert.equal(stranger.filter(refused).length, 4)
  assert.equal(member.filter(refused).length, 0)
  assert.equal(refused(fakeConnection('/ip4/198.51.100.2/tcp/1')), false)
  assert.equal(denied, 4)
  // Those closed and those known make room.
  for (const connection of stranger.slice(0, 5)) connection.dispatchEvent(new Event('close'))
  const peer = peerIdOf(await siteOf(1))
  for (const connection of stranger.slice(5, 10)) gate.denyInboundEncryptedConnection?.(peer, connection)
  assert.equal(
    Array.from({ length: 20 }, (_, port) => fakeConnection(`/ip4/198.51.100.1/tcp/${port + 50}`)).filter(refused)
      .length,
    14,
  )
})

function fakeConnection(address: string): MultiaddrConnection {
  return Object.assign(new EventTarget(), { remoteAddr: multiaddr(address) }) as unknown as MultiaddrConnection
}
