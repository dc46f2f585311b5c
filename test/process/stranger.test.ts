// Who is not a member gets nothing from a running daemon: no application byte, no stream (§ Wire, gate).
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { noise } from '@chainsafe/libp2p-noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type Libp2p } from 'libp2p'
import { parseTcpAddress } from '../../node/network/addresses.ts'
import { peerIdOf } from '../../node/network/peer-id.ts'
import { parseId } from '../../protocol/ids.ts'
import { parseTicket } from '../../protocol/ticket.ts'
import { eventually } from '../helpers/eventually.ts'
import { startProxy } from '../helpers/network.ts'
import { BERLIN, FRANKFURT, PATIENCE, POTSDAM, type SitesJson, startMesh } from '../helpers/process-mesh.ts'
import { writeSession } from '../helpers/session-folder.ts'

// What the daemon says before it knows who is there: the multistream header, "/noise", its half of the handshake.
const HANDSHAKE_BYTES = 400
const PROTOCOLS = [
  '/holdfast/hello/1',
  '/holdfast/heads/1',
  '/holdfast/catalog/1',
  '/holdfast/chunks/1',
  '/holdfast/prove/1',
  '/holdfast/join/1',
  '/ipfs/id/1.0.0',
  '/ipfs/id/push/1.0.0',
  '/ipfs/ping/1.0.0',
  '/meshsub/1.1.0',
  '/meshsub/1.2.0',
]

test('a stranger gets not one application byte from a mesh at work', async t => {
  await using mesh = await startMesh([BERLIN, POTSDAM])
  const folder = join(mesh.folder, 'Nova LP')
  await writeSession(folder, { takes: 1, takeBytes: 300_044 })
  await mesh.keep(BERLIN.name, 'nova-lp', folder, ['copies=2', 'location=2', 'medium=2'])
  const { sites } = await mesh.json<SitesJson>(BERLIN.name, ['sites'])
  const berlin = sites.find(site => site.name === BERLIN.name)!
  const peer = peerIdOf(parseId('SiteId', berlin.id))
  await using proxy = await startProxy(berlin.addresses[0]!)
  const address = multiaddr(proxy.address).encapsulate(`/p2p/${peer}`)

  await t.test('its dial may resolve, but no protocol opens and no byte comes after the handshake', async () => {
    await using stranger = await startStranger()
    for (const protocol of PROTOCOLS) {
      const before = proxy.fromServer()
      await assert.rejects(stranger.dialProtocol(address, protocol, { signal: AbortSignal.timeout(10_000) }), protocol)
      await eventually(() => stranger.getConnections().length === 0, PATIENCE)
      assert.ok(proxy.fromServer() - before <= HANDSHAKE_BYTES, `${protocol}: ${proxy.fromServer() - before} bytes`)
    }
  })

  await t.test('the door that an open invite keeps ajar serves joining and nothing else', async () => {
    const { addresses } = parseTicket(await mesh.invite(FRANKFURT))
    const door = multiaddr(addresses[0]!).encapsulate(`/p2p/${peer}`)
    await using stranger = await startStranger()
    for (const protocol of PROTOCOLS.filter(name => name !== '/holdfast/join/1'))
      await assert.rejects(stranger.dialProtocol(door, protocol, { signal: AbortSignal.timeout(10_000) }), protocol)
    const stream = await stranger.dialProtocol(door, '/holdfast/join/1', { signal: AbortSignal.timeout(10_000) })
    assert.equal(stream.protocol, '/holdfast/join/1')
  })

  await t.test('sockets that say nothing, or nonsense, are closed and keep nobody out', async () => {
    const target = parseTcpAddress(berlin.addresses[0]!)!
    const nonsense = Buffer.alloc(4_096, 'GET / HTTP/1.1\r\n')
    const closed = await Promise.all(
      Array.from({ length: 12 }, (_, number) => bytesUntilClosed(target, number % 2 === 0 ? undefined : nonsense)),
    )
    for (const bytes of closed) assert.ok(bytes <= HANDSHAKE_BYTES, `${bytes} bytes`)
    // The members still work together.
    await mesh.untilCopies(POTSDAM.name, 'nova-lp', 2)
    assert.deepEqual((await mesh.json<{ alarms: unknown[] }>(BERLIN.name, ['status'])).alarms, [])
  })
})

async function startStranger(): Promise<Libp2p & AsyncDisposable> {
  const host = await createLibp2p({
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionGater: { denyDialMultiaddr: () => false },
  })
  await host.start()
  return Object.assign(host, { [Symbol.asyncDispose]: async () => await host.stop() })
}

/** Opens a socket, says `words` if there are any, and counts what comes until the other side closes it. */
async function bytesUntilClosed(target: { host: string; port: number }, words: Buffer | undefined): Promise<number> {
  const socket = connect(target.port, target.host)
  const { promise, resolve } = Promise.withResolvers<void>()
  let bytes = 0
  socket.on('data', data => {
    bytes += data.length
  })
  socket.on('error', () => socket.destroy())
  socket.on('close', () => resolve())
  if (words) socket.write(words)
  await promise
  return bytes
}
