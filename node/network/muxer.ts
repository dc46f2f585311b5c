// yamux, as its specification has it, for libp2p. @libp2p/yamux 8 answers every frame of data with a window update, sends
// frames as large as the window (what follows one waits until all of it has come) and throws where nobody can catch it
// when a connection closes while a stream opens. Here a frame's data goes on as it arrives, and a send on a closed
// connection sends nothing: its streams learn of the end as always. A peer that breaks the rules, or sends frames for the
// sake of frames, loses the connection and is named (§ Wire, streams).
import {
  type CreateStreamOptions,
  type MessageStream,
  type PeerId,
  type StreamMuxer,
  type StreamMuxerFactory,
  StreamStateError,
} from '@libp2p/interface'
import { AbstractStreamMuxer } from '@libp2p/utils'
import type { Clock } from '../ports.ts'
import { type ByteList, MuxedStream } from './muxed-stream.ts'
import {
  BrokenRule,
  encodeHeader,
  Flag,
  type FrameHeader,
  FrameType,
  GoAway,
  HEADER_LENGTH,
  parseHeader,
} from './muxer-frame.ts'
import { NoiseStream } from './noise-stream.ts'
import { createRate, type Rate } from './rate.ts'
import { NETWORK_LIMITS } from './settings.ts'

const PROTOCOL = '/yamux/1.0.0'
// A frame of data, or a window that grows, by less than this counts among those that carry nothing.
const IDLE_BELOW = 16

// For a host of one request: no peer has more than a burst.
const STILL = { monotonic: () => 0 }

/** `broken` hears of peers that end their connection by what they send. */
export function boundedYamux(
  broken: (peer: PeerId, cause: Error) => void = () => undefined,
  clock: Pick<Clock, 'monotonic'> = STILL,
): () => StreamMuxerFactory {
  return () => ({
    protocol: PROTOCOL,
    createStreamMuxer: connection => {
      const tell = (cause: Error): void => {
        if (connection instanceof NoiseStream) broken(connection.remotePeer, cause)
      }
      return new Muxer(connection, tell, clock) as StreamMuxer
    },
  })
}

/** A frame of data of which not all has come. */
interface DataFrame {
  left: number
  readonly fin: boolean
  readonly stream: MuxedStream | undefined
}

class Muxer extends AbstractStreamMuxer<MuxedStream> {
  readonly #broken: (cause: Error) => void
  readonly #idleFrames: Rate<'all'>
  readonly #paced: Rate<'all'>
  readonly #dropped: Rate<'all'>
  readonly #byNumber = new Map<number, MuxedStream>()
  readonly #client: boolean
  #nextNumber: number
  #ended = false
  // The header that is coming, then the data that follows it.
  readonly #header = new Uint8Array(HEADER_LENGTH)
  #headerLength = 0
  #current: DataFrame | undefined

  constructor(connection: MessageStream, broken: (cause: Error) => void, clock: Pick<Clock, 'monotonic'>) {
    super(connection, { protocol: PROTOCOL, name: 'yamux' })
    this.#broken = broken
    this.#idleFrames = createRate(NETWORK_LIMITS.idleFrames, clock)
    this.#paced = createRate(NETWORK_LIMITS.pacedBytes, clock)
    this.#dropped = createRate(NETWORK_LIMITS.droppedBytes, clock)
    this.#client = connection.direction === 'outbound'
    this.#nextNumber = this.#client ? 1 : 2
  }

  override onCreateStream(_options: CreateStreamOptions): MuxedStream {
    if (this.#ended) throw new Error('the connection takes no more streams')
    if (this.#count(this.#client) >= NETWORK_LIMITS.streamsOut) throw new Error('too many streams on the connection')
    const stream = this.#addStream(this.#nextNumber, 'outbound')
    this.#nextNumber += 2
    // Once the caller knows the stream: its answer must not come before.
    queueMicrotask(() => stream.greet())
    return stream
  }

  override onData(data: Uint8Array | ByteList): void {
    try {
      for (const part of data instanceof Uint8Array ? [data] : data) {
        for (let at = 0; at < part.byteLength; )
          at += this.#current === undefined ? this.#readHeader(part, at) : this.#readData(part, at, this.#current)
      }
    } catch (error) {
      // The caller closes the connection.
      if (error instanceof BrokenRule) this.#broken(error)
      throw error
    }
  }

  override async close(options?: Parameters<AbstractStreamMuxer['close']>[0]): Promise<void> {
    if (this.status !== 'open') return
    await super.close(options)
    this.#goAway(GoAway.normal)
  }

  override abort(cause: Error): void {
    if (this.status !== 'open') return
    super.abort(cause)
    this.#goAway(GoAway.internalError)
  }

  #readHeader(part: Uint8Array, at: number): number {
    const piece = part.subarray(at, at + HEADER_LENGTH - this.#headerLength)
    this.#header.set(piece, this.#headerLength)
    this.#headerLength += piece.byteLength
    if (this.#headerLength === HEADER_LENGTH) {
      this.#headerLength = 0
      this.#begin(parseHeader(this.#header))
    }
    return piece.byteLength
  }

  #readData(part: Uint8Array, at: number, frame: DataFrame): number {
    const piece = part.subarray(at, at + frame.left)
    frame.left -= piece.byteLength
    if (frame.left === 0) this.#current = undefined
    // A stream that is over, or never was, drops what comes.
    frame.stream?.receive(piece)
    if (frame.left === 0 && frame.fin) frame.stream?.onRemoteCloseWrite()
    return piece.byteLength
  }

  #begin({ type, flags, stream: number, length }: FrameHeader): void {
    if (number === 0) {
      if (type === FrameType.ping) this.#ping(flags, length)
      else if (type === FrameType.goAway) this.#gone(length)
      else throw new BrokenRule('a yamux frame of no stream')
      this.#countIdle()
      return
    }
    if (type !== FrameType.data && type !== FrameType.windowUpdate)
      throw new BrokenRule('a yamux session frame on a stream')
    if ((flags & Flag.syn) !== 0) this.#accept(number)
    const stream = this.#byNumber.get(number)
    const fin = (flags & Flag.fin) !== 0
    if (length < IDLE_BELOW || stream === undefined) this.#countIdle()
    if (type === FrameType.windowUpdate) stream?.grow(length)
    else {
      if (stream !== undefined) stream.expect(length)
      else if (!this.#dropped.allows('all', length))
        throw new BrokenRule('more bytes for streams that are over than any use has')
      if (length > 0) this.#current = { left: length, fin, stream }
    }
    if ((flags & Flag.rst) !== 0) stream?.onRemoteReset()
    else if (fin && this.#current === undefined) stream?.onRemoteCloseWrite()
  }

  #accept(number: number): void {
    if (this.#client === (number % 2 === 1)) throw new BrokenRule('both ends opened the same stream')
    if (this.#byNumber.has(number)) return
    if (this.#ended || this.#count(!this.#client) >= NETWORK_LIMITS.streamsIn) {
      this.#send({ type: FrameType.windowUpdate, flags: Flag.rst, stream: number, length: 0 })
      return
    }
    const stream = this.#addStream(number, 'inbound')
    this.onRemoteStream(stream)
    stream.greet()
  }

  #addStream(number: number, direction: 'inbound' | 'outbound'): MuxedStream {
    const log = this.log.newScope(`${direction}:${number}`)
    const { streamReadBuffer, streamWriteBuffer } = NETWORK_LIMITS
    const stream = new MuxedStream(
      number,
      { log, direction, maxReadBufferLength: streamReadBuffer, maxWriteBufferLength: streamWriteBuffer },
      (header, data) => this.#send(header, data),
      bytes => this.#paced.allows('all', bytes),
    )
    this.#byNumber.set(number, stream)
    stream.addEventListener('close', () => this.#byNumber.delete(number), { once: true })
    return stream
  }

  #countIdle(): void {
    if (!this.#idleFrames.allows('all')) throw new BrokenRule('more yamux frames that carry nothing than any use has')
  }

  /** How many streams the client or the server has open. */
  #count(client: boolean): number {
    let count = 0
    for (const number of this.#byNumber.keys()) if ((number % 2 === 1) === client) count++
    return count
  }

  #ping(flags: number, id: number): void {
    // What answers none of ours is of no interest: this side never asks (libp2p's own ping does).
    if ((flags & Flag.syn) !== 0) this.#send({ type: FrameType.ping, flags: Flag.ack, stream: 0, length: id })
  }

  #gone(reason: number): void {
    this.#ended = true
    if (reason === GoAway.normal) this.onTransportClosed()
    else this.abort(new Error('the peer gave the connection up'))
  }

  #goAway(reason: number): void {
    this.#ended = true
    this.#send({ type: FrameType.goAway, flags: 0, stream: 0, length: reason })
  }

  #send(header: FrameHeader, data?: ByteList): boolean {
    const head = encodeHeader(header)
    data?.prepend(head)
    try {
      return this.send(data ?? head)
    } catch (error) {
      if (error instanceof StreamStateError) return false // the connection has closed
      throw error
    }
  }
}
