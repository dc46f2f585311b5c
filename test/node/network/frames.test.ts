import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { test } from 'node:test'
import type { Stream } from '@libp2p/interface'
import { parseTcpAddress } from '../../../node/network/addresses.ts'
import { PROTOCOLS } from '../../../node/network/exchange.ts'
import { encode } from '../../../protocol/codec.ts'
import { type ErrorCode, isError } from '../../../protocol/errors.ts'
import { bytesOf } from '../../../protocol/ids.ts'
import { holdfast as pb } from '../../../protocol/messages.js'
import { eventually } from '../../helpers/eventually.ts'
import {
  chunkOf,
  dialAddress,
  fakeServes,
  PROJECT,
  siteOf,
  startRawHost,
  startSite,
  whenClosed,
} from '../../helpers/network.ts'

const MiB = 1024 * 1024
const signal = AbortSignal.timeout(60_000)
const has = (code: ErrorCode) => (error: unknown) => isError(error, code)

function framed(length: number, bytes: Uint8Array): Uint8Array {
  const frame = Buffer.alloc(4 + bytes.byteLength)
  frame.writeUInt32LE(length)
  frame.set(bytes, 4)
  return frame
}

test('a message announced as larger than its cap ends the connection before any of it is sent', async () => {
  const serves = fakeServes()
  await using site = await startSite(1, new Map(), serves)
  await using member = await startRawHost(2)
  const connection = await member.dial(dialAddress(site))
  const stream = await connection.newStream(PROTOCOLS.hello.name)
  stream.send(framed(PROTOCOLS.hello.request + 1, new Uint8Array()))
  await eventually(() => connection.status !== 'open', { within: 5_000 })
  await whenClosed(stream)
  assert.equal(site.counters.misbehaved.get(await siteOf(2)), 1)
  assert.ok(!serves.calls.some(call => call.startsWith('hello')))
})

test('more bytes than one request ends the connection', async () => {
  await using site = await startSite(1, new Map(), fakeServes())
  await using member = await startRawHost(2)
  const connection = await member.dial(dialAddress(site))
  const stream = await connection.newStream(PROTOCOLS.catalog.name)
  const half = randomBytes(PROTOCOLS.catalog.request / 2)
  for (let at = 0; at < 3; at++) stream.send(framed(half.byteLength, half))
  const other = await siteOf(2)
  await eventually(() => site.counters.misbehaved.get(other) === 1, { within: 5_000 })
  assert.notEqual(connection.status, 'open')
})

test('bytes that are no request are answered as invalid, without harm to the connection', async () => {
  await using site = await startSite(1, new Map(), fakeServes())
  await using member = await startRawHost(2)
  const connection = await member.dial(dialAddress(site))
  const stream = await connection.newStream(PROTOCOLS.hello.name)
  const answered = readAll(stream)
  stream.send(framed(3, Uint8Array.of(0xff, 0xff, 0xff)))
  await stream.close()
  const answer = pb.HelloResponse.decode((await answered).subarray(4))
  assert.equal(answer.error, pb.WireError.WIRE_INVALID)
  assert.equal(connection.status, 'open')
})

test('a stream with half a request is ended when its time is over', async () => {
  await using site = await startSite(1, new Map(), fakeServes(), { times: { requestMs: 200 } })
  await using member = await startRawHost(2)
  const connection = await member.dial(dialAddress(site))
  const silent = await connection.newStream(PROTOCOLS.heads.name)
  const half = await connection.newStream(PROTOCOLS.heads.name)
  half.send(framed(100, randomBytes(50)))
  await Promise.all([whenClosed(silent), whenClosed(half)])
  assert.equal(connection.status, 'open')
  assert.equal(site.counters.misbehaved.size, 0)
})

test('a socket that never says who it is is closed', async () => {
  await using site = await startSite(1, new Map(), fakeServes(), { times: { upgradeMs: 200 } })
  const { host, port } = parseTcpAddress(site.addresses()[0] ?? '') ?? { host: '', port: 0 }
  const socket = connect(port, host)
  await new Promise(resolve => socket.once('error', resolve).once('close', resolve).resume())
})

test('an answer over its cap is refused by its header alone, and the peer dropped', async () => {
  await using server = await startRawHost(2, ['/ip4/127.0.0.1/tcp/0'])
  await server.handle(PROTOCOLS.hello.name, stream => {
    stream.send(framed(PROTOCOLS.hello.response + 1, new Uint8Array()))
  })
  const other = await siteOf(2)
  await using site = await startSite(1, new Map([[other, server.getMultiaddrs().map(String)]]), fakeServes())
  await eventually(() => site.connected().length === 1, { within: 5_000 })
  await assert.rejects(site.hello(other, {}, signal), has('PEER_MISBEHAVED'))
  assert.equal(site.counters.misbehaved.get(other), 1)
  assert.deepEqual(site.connected(), [])
})

test('an answer cut off within a message is a peer out of reach, not a wrong one', async () => {
  await using server = await startRawHost(2, ['/ip4/127.0.0.1/tcp/0'])
  await server.handle(PROTOCOLS.hello.name, async stream => {
    stream.send(framed(100, randomBytes(50)))
    await stream.close()
  })
  await server.handle(PROTOCOLS.heads.name, async stream => await stream.close())
  await server.handle(PROTOCOLS.catalog.name, stream => stream.abort(new Error('no')))
  const other = await siteOf(2)
  await using site = await startSite(1, new Map([[other, server.getMultiaddrs().map(String)]]), fakeServes())
  await eventually(() => site.connected().length === 1, { within: 5_000 })
  await assert.rejects(site.hello(other, {}, signal), has('PEER_UNREACHABLE'))
  await assert.rejects(site.heads(other, {}, signal), has('PEER_UNREACHABLE'))
  await assert.rejects(site.catalog(other, {}, signal), has('PEER_UNREACHABLE'))
  assert.equal(site.counters.misbehaved.size, 0)
})

test('chunks beyond the window are refused although each is right', async () => {
  const chunks = Array.from({ length: 3 }, () => chunkOf(randomBytes(MiB)))
  await using server = await startRawHost(2, ['/ip4/127.0.0.1/tcp/0'])
  await server.handle(PROTOCOLS.chunks.name, stream => {
    for (const { cid, bytes } of chunks) {
      const frame = encode(pb.ChunkFrame, { cid: bytesOf(cid), bytes })
      stream.send(framed(frame.byteLength, frame))
    }
  })
  const other = await siteOf(2)
  await using site = await startSite(1, new Map([[other, server.getMultiaddrs().map(String)]]), fakeServes())
  await eventually(() => site.connected().length === 1, { within: 5_000 })
  const wanted = { project: PROJECT, cids: chunks.map(({ cid }) => cid), window: 1.5 * MiB }
  await assert.rejects(
    site.chunks(other, wanted, async () => undefined, signal),
    has('PEER_MISBEHAVED'),
  )
})

test('a request for chunks beyond the bounds is not served', async () => {
  const serves = fakeServes()
  await using site = await startSite(1, new Map(), serves)
  await using member = await startRawHost(2)
  const connection = await member.dial(dialAddress(site))
  const [cid, project] = [randomBytes(32), bytesOf(PROJECT)]
  for (const request of [
    { cids: [cid], window: 17 * MiB, project },
    { cids: [cid], window: 0, project },
    { cids: [cid, cid], window: MiB, project },
    { cids: [cid.subarray(1)], window: MiB, project },
    { cids: Array.from({ length: 1025 }, () => randomBytes(32)), window: MiB, project },
  ]) {
    const stream = await connection.newStream(PROTOCOLS.chunks.name)
    const bytes = encode(pb.ChunksRequest, request)
    stream.send(framed(bytes.byteLength, bytes))
    await whenClosed(stream)
    assert.equal(stream.status, 'reset')
  }
  assert.ok(!serves.calls.some(call => call.startsWith('chunks')))
})

async function readAll(stream: Stream): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(part.subarray())
  return Buffer.concat(parts)
}
