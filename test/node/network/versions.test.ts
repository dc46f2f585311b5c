// Two versions of the wire in one mesh: a site of a later version that still speaks ours, and one that doesn't (§ Versions).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Stream } from '@libp2p/interface'
import { PROTOCOLS } from '../../../node/network/exchange.ts'
import { openFrames, serveFrames } from '../../../node/network/frames.ts'
import { decode, encode } from '../../../protocol/codec.ts'
import { isError } from '../../../protocol/errors.ts'
import { holdfast as pb } from '../../../protocol/messages.js'
import { eventually } from '../../helpers/eventually.ts'
import { dialAddress, fakeServes, siteOf, startRawHost, startSite } from '../../helpers/network.ts'

const LATER = '/holdfast/hello/2'
const signal = AbortSignal.timeout(60_000)
const rules = { cap: PROTOCOLS.hello.response, total: PROTOCOLS.hello.response }
const traffic = { sent: 0, received: 0 }

test('a site of a later version and one of this version speak this one, whoever asks', async () => {
  const directory = new Map()
  await using later = await startRawHost(2, ['/ip4/127.0.0.1/tcp/0'])
  for (const name of [LATER, PROTOCOLS.hello.name]) {
    await serveFrames(later, name, 4, async (_connection, open) => {
      using frames = open(rules, traffic, signal)
      const { software } = decode(pb.HelloRequest, await frames.readOne(), rules.cap)
      await frames.write(encode(pb.HelloResponse, { software: `${name} heard ${software}` }))
      await frames.end()
      await frames.read()
    })
  }
  const serves = fakeServes()
  await using site = await startSite(1, directory, serves)
  const connection = await later.dial(dialAddress(site))
  const other = await siteOf(2)
  await eventually(() => site.connected().includes(other), { within: 5_000 })

  const answer = await site.hello(other, { software: 'one' }, signal)
  assert.equal(answer.software, '/holdfast/hello/1 heard one')

  // The later one offers what it likes best first.
  const stream: Stream = await connection.newStream([LATER, PROTOCOLS.hello.name])
  assert.equal(stream.protocol, PROTOCOLS.hello.name)
  stream.abort(new Error('seen enough'))
  using frames = await openFrames(connection, [LATER, PROTOCOLS.hello.name], rules, traffic, signal)
  await frames.write(encode(pb.HelloRequest, { software: 'two' }))
  await frames.end()
  assert.equal(decode(pb.HelloResponse, await frames.readOne(), rules.cap).software, 'hello two')

  // Between two of the later version it is the later one.
  await using third = await startRawHost(3)
  const between = await third.dialProtocol(later.getMultiaddrs(), [LATER, PROTOCOLS.hello.name])
  assert.equal(between.protocol, LATER)
})

test('a site that speaks no version of ours is told as such and accused of nothing', async () => {
  const directory = new Map()
  await using later = await startRawHost(2, ['/ip4/127.0.0.1/tcp/0'])
  await later.handle(LATER, stream => stream.abort(new Error('not reached')))
  await using site = await startSite(1, directory, fakeServes())
  await later.dial(dialAddress(site))
  const other = await siteOf(2)
  await eventually(() => site.connected().includes(other), { within: 5_000 })
  await assert.rejects(site.hello(other, {}, signal), error => isError(error, 'PEER_NEWER'))
  assert.equal(site.counters.misbehaved.size, 0)
  assert.deepEqual(site.connected(), [other])
})
