import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ConnectionGater, MultiaddrConnection } from '@libp2p/interface'
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

describe('connections that have not said who they are', () => {
  const rules = { admits: () => true, isMemberHost: (host: string) => host === '192.0.2.1', denied: () => undefined }

  test('one host can hold only so many, members aside', async () => {
    let denied = 0
    const gate = createGate({ ...rules, denied: () => denied++ }, { monotonic: () => 0 })
    const refused = refusedBy(gate)
    const stranger = connectionsFrom('198.51.100.1', 20)
    assert.equal(stranger.filter(refused).length, 4)
    assert.equal(connectionsFrom('192.0.2.1', 20).filter(refused).length, 0)
    assert.equal(refused(fakeConnection('/ip4/198.51.100.2/tcp/1')), false)
    assert.equal(denied, 4)
    // Those closed and those known make room.
    for (const connection of stranger.slice(0, 5)) connection.dispatchEvent(new Event('close'))
    const peer = peerIdOf(await siteOf(1))
    for (const connection of stranger.slice(5, 10)) gate.denyInboundEncryptedConnection?.(peer, connection)
    assert.equal(connectionsFrom('198.51.100.1', 20).filter(refused).length, 10)
  })

  test('a network of IPv6 addresses is one host', () => {
    const refused = refusedBy(createGate(rules, { monotonic: () => 0 }))
    const network = Array.from({ length: 20 }, (_, at) => fakeConnection(`/ip6/2001:db8:0:7::${at + 1}/tcp/1`))
    assert.equal(network.filter(refused).length, 4)
    assert.equal(refused(fakeConnection('/ip6/2001:db8:0:8::1/tcp/1')), false)
  })

  test('one host can come only so often, members aside', async () => {
    let now = 0
    const gate = createGate(rules, { monotonic: () => now })
    const peer = peerIdOf(await siteOf(1))
    const come = (host: string, times: number): number => {
      let refused = 0
      for (const connection of connectionsFrom(host, times)) {
        if (gate.denyInboundConnection?.(connection) === true) refused++
        else gate.denyInboundEncryptedConnection?.(peer, connection)
      }
      return refused
    }
    assert.equal(come('198.51.100.1', 100), 36)
    assert.equal(come('192.0.2.1', 100), 0)
    now += 500
    assert.equal(come('198.51.100.1', 100), 68)
  })

  test('when the room is full the oldest of the largest crowd goes, and who comes is let in', () => {
    const refused = refusedBy(createGate(rules, { monotonic: () => 0 }))
    const crowd = connectionsFrom('198.51.100.1', 16)
    assert.equal(crowd.filter(refused).length, 0)
    // With one's own address each, and more of them from a member's.
    const single = Array.from({ length: 200 }, (_, at) => fakeConnection(`/ip4/203.0.113.${at}/tcp/1`))
    const member = connectionsFrom('192.0.2.1', 40)
    assert.equal([...single, ...member].filter(refused).length, 0)
    assert.ok([...crowd, ...single, ...member].every(connection => !connection.isAborted))
    for (const at of [0, 1]) {
      assert.equal(refused(fakeConnection(`/ip4/198.51.100.2/tcp/${at + 1}`)), false)
      assert.deepEqual(crowd.map(({ isAborted }) => isAborted).indexOf(false), at + 1)
    }
    assert.ok([...single, ...member].every(connection => !connection.isAborted))
  })
})

interface FakeConnection extends MultiaddrConnection {
  readonly isAborted: boolean
}

function refusedBy(gate: ConnectionGater): (connection: MultiaddrConnection) => boolean {
  return connection => gate.denyInboundConnection?.(connection) === true
}

function connectionsFrom(host: string, count: number): FakeConnection[] {
  return Array.from({ length: count }, (_, at) => fakeConnection(`/ip4/${host}/tcp/${at + 1}`))
}

function fakeConnection(address: string): FakeConnection {
  const connection = Object.assign(new EventTarget(), {
    remoteAddr: multiaddr(address),
    isAborted: false,
    abort: () => Object.assign(connection, { isAborted: true }),
  })
  return connection as unknown as FakeConnection
}
