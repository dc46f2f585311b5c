import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { noise } from '@chainsafe/libp2p-noise'
import type { Libp2p } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { openFrames } from '../../../node/network/frames.ts'
import { noise as chunkNoise } from '../../helpers/chunk-memory.ts'
import { startRawHost } from '../../helpers/network.ts'

const MiB = 1024 * 1024
const ECHO = '/holdfast/echo/1' // of other protocols little comes a second
// As large as chunks are, far more than the first window; small; and what just fits in one Noise message.
const MESSAGES = [chunkNoise(1, 4 * MiB), chunkNoise(2, 5), chunkNoise(3, 65_507 - 4), chunkNoise(4, 300_000)]
const RULES = { cap: 4 * MiB, total: 64 * MiB, stallMs: 20_000 }

/** libp2p as it comes, with nothing of ours in it. */
async function startStockHost(listen: string[] = []): Promise<Libp2p & AsyncDisposable> {
  const host = await createLibp2p({
    addresses: { listen },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
  })
  return Object.assign(host, { [Symbol.asyncDispose]: async () => await host.stop() })
}

/** Sends back what came, once all of it has. */
async function serveEcho(host: Libp2p): Promise<void> {
  await host.handle(ECHO, async stream => {
    const came: Uint8Array[] = []
    stream.addEventListener('message', ({ data }) => void came.push(data.slice()))
    stream.addEventListener('remoteCloseWrite', () => {
      stream.send(Buffer.concat(came))
      void stream.close()
    })
  })
}

async function talk(dialler: Libp2p, listener: Libp2p, streams: number): Promise<void> {
  await serveEcho(listener)
  const connection = await dialler.dial(listener.getMultiaddrs())
  assert.ok(connection.remotePeer.equals(listener.peerId))
  const one = async (): Promise<void> => {
    using frames = await openFrames(connection, ECHO, RULES, { sent: 0, received: 0 }, AbortSignal.timeout(30_000))
    for (const message of MESSAGES) await frames.write(message)
    await frames.end()
    for (const message of MESSAGES) assert.ok(Buffer.compare(await frames.readOne(), message) === 0)
    assert.equal(await frames.read(), undefined)
  }
  await Promise.all(Array.from({ length: streams }, one))
}

describe('libp2p as it comes', () => {
  const listen = ['/ip4/127.0.0.1/tcp/0']

  test('is dialled by ours, and all bytes come over both ways on several streams at once', async () => {
    await using stock = await startStockHost(listen)
    await using ours = await startRawHost(1)
    await talk(ours, stock, 2)
  })

  test('dials ours, and all bytes come over both ways on several streams at once', async () => {
    await using ours = await startRawHost(1, listen)
    await using stock = await startStockHost()
    await talk(stock, ours, 2)
  })

  test('is refused when it is not who was dialled', async () => {
    await using stock = await startStockHost(listen)
    await using other = await startStockHost(listen)
    await using ours = await startRawHost(1)
    const port = stock.getMultiaddrs()[0]!.getComponents()[1]!.value
    const wrong = other
      .getMultiaddrs()[0]!
      .toString()
      .replace(/tcp\/\d+/, `tcp/${port}`)
    await assert.rejects(ours.dial(multiaddr(wrong)))
  })
})
