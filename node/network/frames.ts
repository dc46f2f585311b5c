// The only file that touches libp2p streams. A stream carries frames: length u32le ‖ message. Nothing is ever paused:
// what a peer may send is bounded before it sends (a cap a frame, a total a stream), so flow control is the request's
// credit, and bytes over it end the stream before they are buffered (§ Wire, frames).
import type { Connection, Libp2p, Stream, StreamCloseEvent, StreamMessageEvent } from '@libp2p/interface'
import { HoldfastError } from '../../protocol/errors.ts'
import { NETWORK_LIMITS } from './settings.ts'

const HEADER = 4
const COPIED = 64 * 1024
const NOTHING = new Uint8Array(0)

export interface FrameRules {
  /** Largest message the peer may send. */
  readonly cap: number
  /** Messages' bytes the peer may send in all, headers not counted. */
  readonly total: number
  /** Ends a read or write during which nothing moves for so long; without it only the signal does. */
  readonly stallMs?: number
}

/** What passed, headers included. One object may count many streams. */
export interface Traffic {
  sent: number
  received: number
}

/** Opens a stream and negotiates the protocol, of several the first that the peer speaks. Rejects with the transport's error, or with signal.reason. */
export async function openFrames(
  connection: Connection,
  protocol: string | string[],
  rules: FrameRules,
  traffic: Traffic,
  signal: AbortSignal,
): Promise<Frames> {
  const stream = await connection.newStream(protocol, { signal, maxOutboundStreams: NETWORK_LIMITS.streamsOut })
  return new Frames(stream, rules, traffic, signal)
}

/** Serves a protocol. `accept` owns each stream and should not reject: a rejection resets the stream. */
export async function serveFrames(
  host: Libp2p,
  protocol: string,
  streams: number,
  accept: (
    connection: Connection,
    open: (rules: FrameRules, traffic: Traffic, signal: AbortSignal) => Frames,
  ) => Promise<void>,
): Promise<void> {
  await host.handle(
    protocol,
    (stream, connection) => accept(connection, (rules, traffic, signal) => new Frames(stream, rules, traffic, signal)),
    { maxInboundStreams: streams, maxOutboundStreams: NETWORK_LIMITS.streamsOut },
  )
}

/** Whether a request of either side is under way on the connection. */
export function carriesFrames(connection: Connection): boolean {
  return connection.streams.some(({ protocol }) => protocol.startsWith('/holdfast/'))
}

/** One stream. Its owner disposes it; a stream not ended by both sides then is reset. */
export class Frames implements Disposable {
  readonly #stream: Stream
  readonly #rules: FrameRules
  readonly #traffic: Traffic
  readonly #failed = new AbortController()
  readonly #unlisten = new AbortController()
  #parts: Uint8Array[] = []
  #buffered = 0
  #received = 0
  #frames = 0
  // Length of the message at the head of the buffer, once its header is there.
  #length: number | undefined
  #wake: () => void = () => undefined
  /** Written, not yet given to the stream. */
  #gathered: Buffer[] = []
  #gatheredBytes = 0

  constructor(stream: Stream, rules: FrameRules, traffic: Traffic, signal: AbortSignal) {
    this.#stream = stream
    this.#rules = rules
    this.#traffic = traffic
    const options = { signal: this.#unlisten.signal }
    const wake = (): void => this.#wake()
    const closed = (event: Event): void => {
      const { error } = event as StreamCloseEvent
      if (error !== undefined) this.#failed.abort(error) // keeps what came whole before it
      this.#wake()
    }
    stream.addEventListener('message', event => this.#arrived(event as StreamMessageEvent), options)
    stream.addEventListener('end', wake, options)
    stream.addEventListener('drain', wake, options)
    stream.addEventListener('idle', wake, options)
    stream.addEventListener('close', closed, options)
    signal.addEventListener('abort', () => this.#fail(signal.reason), options)
    if (signal.aborted) this.#fail(signal.reason)
  }

  /** Aborted with the cause when the stream is reset, cut off or ended by its signal. */
  get failed(): AbortSignal {
    return this.#failed.signal
  }

  /**
   * The next message, in memory of its own; undefined when the peer has ended its side. Throws PEER_MISBEHAVED when
   * the peer broke the rules, else the cause of the failure.
   */
  async read(): Promise<Uint8Array | undefined> {
    while (true) {
      const message = this.#takeMessage()
      if (message !== undefined) return message
      this.#failed.signal.throwIfAborted()
      // What came with the words that named the protocol may still be on its way to #arrived when the end is known.
      const isOver = this.#stream.readableEnded || this.#stream.status !== 'open'
      if (isOver && this.#stream.readBufferLength === 0) {
        if (this.#buffered > 0)
          throw new HoldfastError('PEER_UNREACHABLE', 'the peer ended the stream within a message')
        return undefined
      }
      await this.#event()
    }
  }

  /** The next message of a peer that owes one. Throws PEER_UNREACHABLE when it ended instead, else like read(). */
  async readOne(): Promise<Uint8Array> {
    const message = await this.read()
    if (message === undefined)
      throw new HoldfastError('PEER_UNREACHABLE', 'the peer ended the stream without a message')
    return message
  }

  /** Sends a message; resolves when little enough is unsent that the next should be prepared. Keeps `bytes` till then. */
  write(bytes: Uint8Array): Promise<void> {
    return this.writeParts(NOTHING, bytes)
  }

  /** Sends a message made of a short start, which is copied, and the rest, which isn't when it is long. */
  async writeParts(start: Uint8Array, rest: Uint8Array): Promise<void> {
    this.#failed.signal.throwIfAborted()
    if (this.#stream.status !== 'open') throw new HoldfastError('PEER_UNREACHABLE', 'the stream is closed')
    const length = start.byteLength + rest.byteLength
    const joined = length < COPIED
    const head = Buffer.allocUnsafeSlow(HEADER + (joined ? length : start.byteLength))
    head.writeUInt32LE(length)
    head.set(start, HEADER)
    if (joined) head.set(rest, HEADER + start.byteLength)
    this.#traffic.sent += HEADER + length
    this.#gather(head)
    if (!joined) {
      this.#flush()
      this.#stream.send(rest)
    }
    while (this.#stream.writeBufferLength > NETWORK_LIMITS.writeAhead) {
      await this.#event()
      this.#failed.signal.throwIfAborted()
    }
  }

  /** Ends our side when all is sent. */
  async end(): Promise<void> {
    this.#flush()
    try {
      await this.#stream.close({ signal: this.#failed.signal })
    } catch (cause) {
      this.#failed.signal.throwIfAborted()
      throw new HoldfastError('PEER_UNREACHABLE', 'the stream closed before all was sent', { cause })
    }
  }

  /** Resets the stream; the peer sees that it was cut off. */
  abort(cause: Error): void {
    this.#fail(cause)
  }

  [Symbol.dispose](): void {
    this.#unlisten.abort()
    this.#parts = []
    if (this.#stream.status === 'open') this.#stream.abort(new Error('the stream is no longer needed'))
  }

  // Small messages that are written in one go are sent in one go: each send costs a frame, an encryption and a system call.
  #gather(bytes: Buffer): void {
    if (this.#gathered.length === 0) setImmediate(() => this.#flushLate())
    this.#gathered.push(bytes)
    this.#gatheredBytes += bytes.byteLength
    if (this.#gatheredBytes >= COPIED) this.#flush()
  }

  // Nobody waits for it who could catch what it throws.
  #flushLate(): void {
    try {
      this.#flush()
    } catch (error) {
      this.#fail(error)
    }
  }

  #flush(): void {
    const [first, ...more] = this.#gathered
    if (first === undefined || this.#stream.status !== 'open') return
    this.#gathered = []
    this.#gatheredBytes = 0
    this.#stream.send(more.length === 0 ? first : Buffer.concat([first, ...more]))
  }

  #arrived({ data }: StreamMessageEvent): void {
    if (this.#failed.signal.aborted) return
    this.#received += data.byteLength
    this.#traffic.received += data.byteLength
    for (const part of data instanceof Uint8Array ? [data] : data) this.#parts.push(part)
    this.#buffered += data.byteLength
    this.#readHeader()
    // The frame that is coming counts one header beyond those of the frames taken.
    if (this.#received - HEADER * (this.#frames + 1) > this.#rules.total) {
      this.#fail(new HoldfastError('PEER_MISBEHAVED', `the peer sent more than the ${this.#rules.total} bytes it may`))
    }
    this.#wake()
  }

  #readHeader(): void {
    if (this.#length !== undefined || this.#buffered < HEADER) return
    const header = this.#take(HEADER)
    const length = new DataView(header.buffer, header.byteOffset).getUint32(0, true)
    if (length > this.#rules.cap) {
      const why = `the peer announced a message of ${length} bytes, at most ${this.#rules.cap} allowed`
      this.#fail(new HoldfastError('PEER_MISBEHAVED', why))
    }
    this.#length = length
    this.#frames++
  }

  #takeMessage(): Uint8Array | undefined {
    if (this.#length === undefined || this.#buffered < this.#length) return undefined
    const message = this.#take(this.#length)
    this.#length = undefined
    this.#readHeader()
    return message
  }

  // Copies, so that a message doesn't keep the larger buffers of the transport alive.
  #take(length: number): Uint8Array {
    const taken = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer)
    let at = 0
    let used = 0
    while (at < length) {
      const part = this.#parts[used]
      if (part === undefined) throw new TypeError('took more than is buffered')
      const piece = part.subarray(0, length - at)
      taken.set(piece, at)
      at += piece.byteLength
      if (piece.byteLength === part.byteLength) used++
      else this.#parts[used] = part.subarray(piece.byteLength)
    }
    this.#parts.splice(0, used)
    this.#buffered -= length
    return taken
  }

  // Our own end of the stream: what is buffered is dropped.
  #fail(cause: unknown): void {
    if (this.#failed.signal.aborted) return
    this.#failed.abort(cause)
    this.#parts = []
    this.#buffered = 0
    this.#length = undefined
    this.#stream.abort(cause instanceof Error ? cause : new Error(String(cause)))
    this.#wake()
  }

  // Resolves on the next event of the stream, whichever it is: the caller looks again.
  async #event(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = resolve
    const { stallMs } = this.#rules
    if (stallMs === undefined) return await promise
    const timer = setTimeout(() => {
      this.#fail(new HoldfastError('PEER_UNREACHABLE', `nothing moved for ${stallMs} ms`))
    }, stallMs)
    try {
      await promise
    } finally {
      clearTimeout(timer)
    }
  }
}
