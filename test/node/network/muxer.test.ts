import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MessageStream, Stream } from '@libp2p/interface'
import { multiaddrConnectionPair } from '@libp2p/utils'
import { boundedYamux } from '../../../node/network/muxer.ts'
import { encodeHeader, Flag, type FrameHeader, FrameType, parseHeader } from '../../../node/network/muxer-frame.ts'
import { NETWORK_LIMITS } from '../../../node/network/settings.ts'
import type { Clock } from '../../../node/ports.ts'
import { realClock } from '../../../node/ports-real.ts'
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
function session(clock = realClock as Pick<Clock, 'monotonic'>) {
  const [outside, inside] = multiaddrConnectionPair()
  const muxer = boundedYamux(() => undefined, clock)().createStreamMuxer(inside)
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
  test('grants a stream that opens a small window, and it again when half of it is used', async () => {
    const { opened, answers, send } = session()
    send({ type: FrameType.windowUpdate, flags: Flag.syn })
    await eventually(() => assert.equal(answers.length, 1))
    const window = NETWORK_LIMITS.requestWindow
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

  test('grants a stream of its own the large window at once', async () => {
    const { muxer, answers } = session()
    await muxer.createStream()
    await eventually(() => assert.equal(answers.length, 1))
    const length = NETWORK_LIMITS.streamWindow - 256 * 1024
    assert.deepEqual(answers[0], { type: FrameType.windowUpdate, flags: Flag.syn, stream: 2, length })
  })

  test('grants streams that no request bounds only so much a second, all of them together', async () => {
    let now = 0
    const { opened, answers, send } = session({ monotonic: () => now })
    const half = NETWORK_LIMITS.requestWindow / 2
    const rounds = NETWORK_LIMITS.pacedBytes.burst / half
    for (const stream of [1, 3]) {
      const known = answers.length
      send({ type: FrameType.windowUpdate, flags: Flag.syn, stream })
      await eventually(() => assert.equal(answers.length, known + 1))
      for (let round = 0; round < rounds / 2; round++) {
        const before = answers.length
        send({ stream }, new Uint8Array(half))
        await eventually(() => assert.equal(answers.length, before + 1))
      }
    }
    send({ stream: 3 }, new Uint8Array(half))
    await eventually(() => assert.equal(opened[1]?.bytes.byteLength, NETWORK_LIMITS.pacedBytes.burst / 2 + half))
    const granted = answers.length
    now += 1_000 * (half / NETWORK_LIMITS.pacedBytes.perSecond)
    await eventually(() => assert.equal(answers.length, granted + 1))
    assert.deepEqual(answers.at(-1), { type: FrameType.windowUpdate, flags: 0, stream: 3, length: half })
  })

  test('a stream of requests is not paced: its frames say what may come', async () => {
    const { opened, answers, send } = session({ monotonic: () => 0 })
    send({ type: FrameType.windowUpdate, flags: Flag.syn })
    await eventually(() => assert.equal(opened.length, 1))
    opened[0]!.stream.protocol = '/holdfast/hello/1'
    const half = NETWORK_LIMITS.requestWindow / 2
    for (let round = 1; round <= (2 * NETWORK_LIMITS.pacedBytes.burst) / half; round++) {
      send({}, new Uint8Array(half))
      await eventually(() => assert.equal(answers.length, 1 + round))
    }
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
      send({ length: NETWORK_LIMITS.requestWindow + 1 })
    },
    'a frame of another type': send => send({ type: 4 }),
    'data of no stream': send => send({ stream: 0 }),
    'a stream with a number of our own': send => send({ flags: Flag.syn, stream: 2 }),
    'a ping on a stream': send => send({ type: FrameType.ping }),
    'an endless row of pings': send => {
      for (let id = 0; id <= NETWORK_LIMITS.idleFrames.burst; id++)
        send({ type: FrameType.ping, flags: Flag.syn, stream: 0, length: id })
    },
    'an endless row of words for streams that never were': send => {
      for (let at = 0; at <= NETWORK_LIMITS.idleFrames.burst; at++) send({ type: FrameType.windowUpdate, stream: 99 })
    },
    'more bytes for streams that are over than any use has': send => send({ stream: 99, length: 2 ** 31 }),
  }
  for (const [what, doIt] of Object.entries(ends)) {
    test(`${what} ends the connection`, async () => {
      const { inside, muxer, send } = session({ monotonic: () => 0 })
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
