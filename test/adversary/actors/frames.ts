// A member that breaks the rules of the wire, one after the other: messages that are too long, endless, nested, slow, half
// there or never read, and yamux frames that nobody needs. Tells of each how it ended.
import type { Connection, Libp2p } from '@libp2p/interface'
import { encodeHeader, Flag, FrameType } from '../../../node/network/muxer-frame.ts'
import { encode } from '../../../protocol/codec.ts'
import { holdfast as pb } from '../../../protocol/messages.js'
import type { Target, Turned } from '../harness.ts'
import { runActor } from './actor.ts'
import { bytesOfHex, dialTarget, frame, hostAs, type RawStream, rawStream } from './member.ts'
import { dialWire, speakerOf } from './raw-noise.ts'

export interface FramesTask {
  readonly target: Target
  readonly turned: Turned
  /** By name; requests of /holdfast/…. */
  readonly protocols: readonly string[]
  readonly attacks: readonly Attack[]
}

export type Attack = keyof typeof ATTACKS | 'yamux pings' | 'yamux window'

export interface Ended {
  readonly attack: Attack
  readonly streams: number
  /** Streams that the other side ended. */
  readonly ended: number
  /** Whether it ended the whole connection. */
  readonly isCut: boolean
  /** Bytes it answered. */
  readonly bytes: number
}

const ENDS_WITHIN_MS = 60_000
const ADMITTED_WITHIN_MS = 120_000
const MiB = 1024 * 1024

/** What is done to each stream of each protocol. They don't resolve when the stream has ended; whoever calls looks. */
const ATTACKS = {
  // A length that no protocol allows.
  oversized: ({ stream }) => send(stream, frame(new Uint8Array(0), 0xffff_ffff)),
  // Frames of a length that may be, one after the other, for ever.
  endless: async ({ stream }) => {
    const piece = frame(new Uint8Array(1000))
    for (let sent = 0; sent < 64 * MiB && stream.status === 'open'; sent += piece.byteLength) {
      send(stream, piece)
      if (sent % (100 * piece.byteLength) === 0) await turn()
    }
  },
  nested: ({ stream }) => ask(stream, nested(500)),
  'many fields': ({ stream }) => ask(stream, Buffer.alloc(1000, Buffer.from([0x08, 0x01]))),
  garbage: ({ stream }) => ask(stream, Buffer.alloc(900, 0xff)),
  // Part of a frame, a byte at a time, or nothing at all.
  slow: async ({ stream }) => {
    const whole = frame(new Uint8Array(1000))
    for (let at = 0; at < whole.length && stream.status === 'open'; at++) {
      send(stream, whole.subarray(at, at + 1))
      await wait(500)
    }
  },
  'half open': () => undefined,
  'half a frame': ({ stream }) => send(stream, frame(new Uint8Array(100), 900)),
} as const satisfies Record<string, (raw: RawStream) => void | Promise<void>>

runActor<FramesTask, Ended[]>(async ({ target, turned, protocols, attacks }, stage) => {
  const host = await hostAs(turned.seed)
  const results: Ended[] = []
  for (const attack of attacks) {
    const result =
      attack === 'yamux pings' || attack === 'yamux window'
        ? await breakMuxer(target, turned, attack)
        : await onStreams(host, target, attack, protocols)
    stage.say('ended', result)
    results.push(result)
  }
  return results
})

// One stream of each protocol, or one connection for each where the first offence ends it.
async function onStreams(host: Libp2p, target: Target, attack: keyof typeof ATTACKS, protocols: readonly string[]) {
  const total = { attack, streams: 0, ended: 0, isCut: false, bytes: 0 }
  const endsAll = attack === 'oversized' || attack === 'endless'
  for (const group of endsAll ? protocols.map(one => [one]) : [protocols]) {
    const connection = await admitted(host, target)
    const streams = await Promise.all(group.map(protocol => rawStream(connection, protocol)))
    total.streams += streams.length
    const ends = streams.map(async raw => {
      await Promise.race([ATTACKS[attack](raw), raw.over])
      return await Promise.race([raw.over.then(() => true), wait(ENDS_WITHIN_MS).then(() => false)])
    })
    for (const isEnded of await Promise.all(ends)) if (isEnded) total.ended++
    total.bytes += streams.reduce((sum, raw) => sum + raw.received(), 0)
    if (connection.status !== 'open') total.isCut = true
    connection.abort(new Error('done'))
  }
  return total
}

async function breakMuxer(target: Target, turned: Turned, attack: 'yamux pings' | 'yamux window'): Promise<Ended> {
  const speaker = speakerOf(bytesOfHex(turned.seed))
  const until = performance.now() + ADMITTED_WITHIN_MS
  while (performance.now() < until) {
    const wire = await dialWire(target, speaker)
    await Promise.race([wire.closed, wait(500)])
    if (wire.socket.destroyed) {
      await wait(1_000)
      continue
    }
    if (attack === 'yamux window') {
      // Opens a stream, and sends on it far more than it was granted.
      wire.send(encodeHeader({ type: FrameType.windowUpdate, flags: Flag.syn, stream: 1, length: 0 }))
      wire.send(encodeHeader({ type: FrameType.data, flags: 0, stream: 1, length: 64 * MiB }))
    } else {
      // Pings whose answers are never read.
      wire.socket.pause()
      const pings = Buffer.concat(
        Array.from({ length: 1000 }, (_, id) =>
          encodeHeader({ type: FrameType.ping, flags: Flag.syn, stream: 0, length: id }),
        ),
      )
      for (let sent = 0; sent < 1_000_000 && !wire.socket.destroyed; sent += 1000) {
        if (!wire.send(pings)) await wire.drained()
        await turn()
      }
      wire.socket.resume()
    }
    const isCut = await Promise.race([wire.closed.then(() => true), wait(ENDS_WITHIN_MS).then(() => false)])
    wire.socket.destroy()
    return { attack, streams: 0, ended: 0, isCut, bytes: wire.after }
  }
  throw new Error('not let in again')
}

/** A connection that stands: a site that was cut off is let in again after half a minute. */
async function admitted(host: Libp2p, target: Target): Promise<Connection> {
  const until = performance.now() + ADMITTED_WITHIN_MS
  while (performance.now() < until) {
    try {
      const connection = await dialTarget(host, target)
      await wait(500)
      if (connection.status === 'open') return connection
    } catch {
      // refused: tried again
    }
    await wait(500)
  }
  throw new Error('not let in again')
}

function send(stream: RawStream['stream'], bytes: Uint8Array): void {
  if (stream.status === 'open' && stream.writeStatus === 'writable') stream.send(bytes)
}

function ask(stream: RawStream['stream'], message: Uint8Array): void {
  send(stream, frame(message))
  stream.close().catch(() => stream.abort(new Error('closed before all was sent')))
}

/** A message in a message in a message. */
function nested(depth: number): Uint8Array {
  let inner: Uint8Array = encode(pb.Signed, { body: new Uint8Array(3) })
  for (let level = 0; level < depth && inner.byteLength < 900; level++)
    inner = Buffer.concat([Buffer.from([0x0a, 0x80 | (inner.byteLength & 0x7f), inner.byteLength >> 7]), inner])
  return inner
}

function wait(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}

function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
