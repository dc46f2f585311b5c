import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MessageStream, Stream } from '@libp2p/interface'
import { multiaddrConnectionPair } from '@libp2p/utils'
import { boundedYamux } from '../../../node/network/muxer.ts'
import { encodeHeader, Flag, type FrameHeader, FrameType, parseHeader } from '../../../node/network/muxer-frame.ts'
import { NETWORK_LIMITS } from '../../../node/network/settings.ts'
import { eventually as ask } from '../../helpers/eventually.ts'

/** Asks again until the assertion holds. */
const eventually = (assertion: () => void) =>
  ask(
    () => {
      assertion()
      return true
    },
    { within: 10_000, every: 5 },
  )

/** Our side of a connection that was dialled, and the other one as raw frames. */
function session() {
  const [outside, inside] = multiaddrConnectionPair()
  const muxer = boundedYamux()().createStreamMuxer(inside)
  const opened: { stream: Stream; bytes: Buffer }[] = []
  muxer.addEventListener('stream', ({ detail: stream }) => {
    const one = { stream, bytes: Buffer.alloc(0) }
    opened.push(one)
    stream.addEventListener('message', ({ data }) => {
      one.bytes = Buffer.concat([one.bytes, data.subarray()])
    })
  })
  const answers: FrameHeader[] = []
  ;(outside as MessageStream).addEventListener('message', ({ data }) => {
    const bytes = data.subarray()
    for (let at = 0; at < bytes.byteLength; at += 12) {
      const header = parseHeader(bytes.subarray(at))
      answers.push(header)
      if (header.type === FrameType.data) at += header.length
    }
  })
  const send = (header: Partial<FrameHeader>, data = new Uint8Array(0), piece = 1 << 20): void => {
    const whole = { type: FrameType.data, flags: 0, stream: 1, length: data.byteLength, ...header }
    const bytes = Buffer.concat([encodeHeader(whole), data])
    for (let at = 0; at < bytes.byteLength; at += piece) outside.send(bytes.subarray(at, at + piece))
  }
  return { muxer, inside, outside, opened, answers, send }
}

describe('yamux', () => {
  test('grants the whole window when a stream opens, and again when half of it is used', async () => {
    const { opened, answers, send } = session()
    send({ type: FrameType.windowUpdate, flags: Flag.syn })
    await eventually(() => assert.equal(answers.length, 1))
    const window = NETWORK_LIMITS.streamWindow
    assert.deepEqual(answers[0], {
      type: FrameType.windowUpdate,
      flags: Flag.ack,
      stream: 1,
      length: window - 256 * 1024,
    })
    send({}, new Uint8Array(window / 2 - 1))
    await eventually(() => assert.equal(opened[0]?.bytes.byteLength, window / 2 - 1))
    assert.equal(answers.length, 1)
    send({}, new Uint8Array(1))
    await eventually(() => assert.equal(answers[1]?.length, window / 2))
  })

  test('frames come over however they are cut up, and the data of one before its end does', async () => {
    const { opened, send } = session()
    send({ flags: Flag.syn }, Buffer.from('a stream that opens with data'), 1)
    send({}, Buffer.from(', goes on'), 5)
    send({ flags: Flag.fin }, Buffer.from(' and ends with data'), 3)
    await eventually(() => assert.ok(opened[0]?.stream.readableEnded))
    assert.equal(opened[0]?.bytes.toString(), 'a stream that opens with data, goes on and ends with data')
  })

  test('what comes for a stream that is over is dropped, and others go on', async () => {
    const { opened, send } = session()
    send({ stream: 1, flags: Flag.syn }, Buffer.from('one'))
    send({ stream: 3, flags: Flag.syn }, Buffer.from('two'))
    await eventually(() => assert.equal(opened.length, 2))
    opened[0]?.stream.abort(new Error('enough'))
    send({ stream: 1 }, new Uint8Array(100_000), 999)
    send({ stream: 3 }, Buffer.from(' goes on'))
    await eventually(() => assert.equal(opened[1]?.bytes.toString(), 'two goes on'))
    assert.equal(opened[0]?.bytes.toString(), 'one')
  })

  test('a ping is answered', async () => {
    const { answers, send } = session()
    send({ type: FrameType.ping, flags: Flag.syn, stream: 0, length: 77 })
    await eventually(() =>
      assert.deepEqual(answers, [{ type: FrameType.ping, flags: Flag.ack, stream: 0, length: 77 }]),
    )
  })

  test('more streams than a connection may have are reset', async () => {
    const { opened, answers, send } = session()
    for (let number = 0; number <= NETWORK_LIMITS.streamsIn; number++)
      send({ type: FrameType.windowUpdate, flags: Flag.syn, stream: 1 + 2 * number })
    await eventually(() => assert.equal(answers.length, NETWORK_LIMITS.streamsIn + 1))
    assert.equal(opened.length, NETWORK_LIMITS.streamsIn)
    assert.deepEqual(
      answers.filter(({ flags }) => flags === Flag.rst).map(({ stream }) => stream),
      [1 + 2 * NETWORK_LIMITS.streamsIn],
    )
  })

  const ends: Record<string, (send: ReturnType<typeof session>['send']) => void> = {
    'more than the window': send => {
      send({ type: FrameType.windowUpdate, flags: Flag.syn })
      send({ length: NETWORK_LIMITS.streamWindow + 1 })
    },
    'a frame of another type': send => send({ type: 4 }),
    'data of no stream': send => send({ stream: 0 }),
    'a stream with a number of our own': send => send({ flags: Flag.syn, stream: 2 }),
    'a ping on a stream': send => send({ type: FrameType.ping }),
  }
  for (const [what, doIt] of Object.entries(ends)) {
    test(`${what} ends the connection`, async () => {
      const { inside, muxer, send } = session()
      doIt(send)
      await eventually(() => assert.notEqual(inside.status, 'open'))
      assert.notEqual(muxer.status, 'open')
    })
  }

  test('a stream opened while the connection closes harms nobody', async () => {
    const { muxer, inside } = session()
    const opening = muxer.createStream()
    inside.abort(new Error('gone'))
    const stream = await opening
    assert.notEqual(stream.status, 'open')
    await assert.rejects(async () => muxer.createStream())
  })
})
