import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { Stream, StreamMuxer } from '@libp2p/interface'
import { type AbstractStream, multiaddrConnectionPair } from '@libp2p/utils'
import { Frames } from '../../../node/network/frames.ts'
import { boundedYamux } from '../../../node/network/muxer.ts'
import { whenClosed } from '../../helpers/network.ts'

const MiB = 1024 * 1024
const RULES = { cap: 4 * MiB, total: 32 * MiB }
const never = new AbortController().signal

/** A writer and a reader at the ends of one stream, and what they stand on. */
async function pair(context: TestContext) {
  const [near, far] = multiaddrConnectionPair()
  const muxers = [near, far].map(end => boundedYamux()().createStreamMuxer(end)) as [StreamMuxer, StreamMuxer]
  const opened = Promise.withResolvers<Stream>()
  muxers[1].addEventListener('stream', ({ detail }) => opened.resolve(detail))
  const ours = await muxers[0].createStream()
  const theirs = await opened.promise
  theirs.protocol = '/holdfast/test/1' // streams of other names are paced
  const sends = context.mock.method(ours, 'send').mock
  const traffic = { sent: 0, received: 0 }
  return {
    muxers,
    ours,
    theirs,
    traffic,
    writer: new Frames(ours, RULES, traffic, never),
    reader: new Frames(theirs, RULES, { sent: 0, received: 0 }, never),
    /** Bytes of each send of the stream. */
    sends: () => sends.calls.map(call => call.arguments[0].byteLength),
  }
}

/** A message that is like no other, of so many bytes. */
const message = (n: number, bytes = 8) => Buffer.alloc(bytes, `message ${n};`)

async function readAll(frames: Frames): Promise<Buffer[]> {
  const messages: Buffer[] = []
  for (let next = await frames.read(); next !== undefined; next = await frames.read()) messages.push(Buffer.from(next))
  return messages
}

function assertSame(came: readonly Buffer[], sent: readonly Buffer[]): void {
  assert.equal(came.length, sent.length)
  for (const [n, bytes] of sent.entries()) assert.ok(bytes.equals(came[n]!), `message ${n} differs`)
}

describe('messages written in one go', () => {
  test('come whole and in order, in fewer sends than messages', async context => {
    const { writer, reader, sends, traffic } = await pair(context)
    const sent = Array.from({ length: 1000 }, (_, n) => message(n, 1 + (n % 50)))
    for (const bytes of sent) void writer.write(bytes)
    const came = readAll(reader)
    await writer.end()
    assertSame(await came, sent)
    assert.equal(sends().length, 1)
    const bytes = sent.reduce((sum, { byteLength }) => sum + 4 + byteLength, 0)
    assert.deepEqual([sends()[0], traffic.sent], [bytes, bytes])
  })

  test('go out without a further write or an end', async context => {
    const { writer, reader, sends } = await pair(context)
    for (const n of [0, 1, 2]) await writer.write(message(n))
    for (const n of [0, 1, 2]) assertSame([Buffer.from(await reader.readOne())], [message(n)])
    assert.equal(sends().length, 1)
    await writer.write(message(3))
    assertSame([Buffer.from(await reader.readOne())], [message(3)])
    assert.equal(sends().length, 2)
  })

  test('go out before they are a large message together', async context => {
    const { writer, reader, sends } = await pair(context)
    const sent = Array.from({ length: 200 }, (_, n) => message(n, 1020))
    for (const bytes of sent) void writer.write(bytes)
    assert.deepEqual(sends(), [64 * 1024, 64 * 1024, 64 * 1024])
    const came = readAll(reader)
    await writer.end()
    assertSame(await came, sent)
    assert.equal(sends().length, 4)
  })

  test('keep their order around large ones, and are their writer’s again', async context => {
    const { writer, reader } = await pair(context)
    const sizes = [8, 8, MiB, 8, 63 * 1024, 64 * 1024, 8, 0, 3 * MiB, 8]
    const sent = sizes.map((bytes, n) => message(n, bytes))
    const came = readAll(reader)
    for (const [n, bytes] of sent.entries()) {
      const small = Buffer.from(bytes)
      if (n % 2 === 0) await writer.write(small)
      else await writer.writeParts(small.subarray(0, 5), small.subarray(5))
      if (small.byteLength < 64 * 1024) small.fill(0)
    }
    await writer.end()
    assertSame(await came, sent)
  })
})

describe('a stream that is cut off', () => {
  for (const { what, cut, bytes } of [
    { what: 'a small message after a reset', bytes: 8, cut: ({ theirs }) => theirs.abort(new Error('no')) },
    { what: 'a large message after a reset', bytes: MiB, cut: ({ theirs }) => theirs.abort(new Error('no')) },
    { what: 'a small message after the connection closed', bytes: 8, cut: ({ muxers }) => muxers[1].close() },
    { what: 'a large message after the connection closed', bytes: MiB, cut: ({ muxers }) => muxers[1].close() },
  ] satisfies { what: string; bytes: number; cut: (ends: Awaited<ReturnType<typeof pair>>) => unknown }[])
    test(`fails ${what}`, async context => {
      const ends = await pair(context)
      await ends.writer.write(message(0))
      await ends.reader.readOne()
      const closed = whenClosed(ends.ours)
      await cut(ends)
      await closed
      await assert.rejects(ends.writer.write(message(1, bytes)), Error)
      await assert.rejects(ends.writer.write(message(2, bytes)), Error)
    })

  test('drops what was gathered when the reset comes, and fails the next', async context => {
    const { writer, ours, sends } = await pair(context)
    await writer.write(message(0))
    const gathered = sends()
    ;(ours as AbstractStream).onRemoteReset()
    await turn()
    assert.deepEqual([gathered, sends()], [[], []])
    assert.ok(writer.failed.aborted)
    await assert.rejects(writer.write(message(1)), Error)
  })

  test('by a send that fails when nobody waits for it fails the next', async context => {
    const { writer, reader, ours } = await pair(context)
    context.mock.method(ours, 'send', () => {
      throw new Error('the line is down')
    })
    await writer.write(message(0))
    await turn()
    await turn()
    assert.match(String(writer.failed.reason), /the line is down/)
    await assert.rejects(writer.write(message(1)), /the line is down/)
    await assert.rejects(reader.readOne())
  })
})
