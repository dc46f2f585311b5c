// One stream of a yamux session. It grants its whole window at once and again whenever half of it is used, a large one
// where answers come and a small one where requests do, and sends frames that fill one Noise message each. What no request
// bounds, it grants no faster than its connection's pace (§ Wire, streams).
import { AbstractStream, type SendResult } from '@libp2p/utils'
import { BrokenRule, Flag, type FrameHeader, FrameType, HEADER_LENGTH, INITIAL_WINDOW } from './muxer-frame.ts'
import { PLAINTEXT_MAX } from './noise-stream.ts'
import { NETWORK_LIMITS } from './settings.ts'

type Init = ConstructorParameters<typeof AbstractStream>[0]
/** The list of pieces libp2p keeps bytes in. */
export type ByteList = Parameters<AbstractStream['sendData']>[0]
/** Sends a frame; false when the connection wants no more for now. */
export type SendFrame = (header: FrameHeader, data?: ByteList) => boolean
/** Takes so many bytes from what the connection may receive on paced streams; false when it must come again later. */
export type Pace = (bytes: number) => boolean

const REQUESTS = '/holdfast/' // their frames' rules bound what may come
const AGAIN_MS = 250

export class MuxedStream extends AbstractStream {
  readonly number: number
  readonly #sendFrame: SendFrame
  /** Goes out with the first frame: SYN on a stream opened here, ACK on one opened there. */
  #greeting: number
  /** Bytes that may be sent. */
  #room = INITIAL_WINDOW
  /** Bytes that may still come. */
  #granted = INITIAL_WINDOW
  readonly #window: number
  readonly #pace: Pace
  #later: NodeJS.Timeout | undefined

  constructor(number: number, init: Omit<Init, 'id' | 'maxMessageSize'>, sendFrame: SendFrame, pace: Pace) {
    super({ ...init, id: `${number}`, maxMessageSize: PLAINTEXT_MAX - HEADER_LENGTH })
    this.number = number
    this.#sendFrame = sendFrame
    this.#greeting = init.direction === 'inbound' ? Flag.ack : Flag.syn
    this.#window = init.direction === 'inbound' ? NETWORK_LIMITS.requestWindow : NETWORK_LIMITS.streamWindow
    this.#pace = pace
    this.addEventListener('close', () => clearTimeout(this.#later), { once: true })
  }

  /** Tells the peer of the stream, and grants it the window. */
  greet(): void {
    if (this.#greeting !== 0) this.#grant()
  }

  override sendData(data: ByteList): SendResult {
    const length = Math.min(this.#room, data.byteLength)
    if (length === 0) return { sentBytes: 0, canSendMore: false }
    this.#room -= length
    const header = { type: FrameType.data, flags: this.#flags(), stream: this.number, length }
    const more = this.#sendFrame(header, length === data.byteLength ? data : data.sublist(0, length))
    return { sentBytes: length, canSendMore: more && this.#room > 0 }
  }

  override sendReset(): void {
    this.#tell(Flag.rst, 0)
  }

  override async sendCloseWrite(): Promise<void> {
    this.#tell(Flag.fin, 0)
  }

  override async sendCloseRead(): Promise<void> {
    // yamux has no word for it
  }

  override sendPause(): void {
    // The peer stops by itself when the window is used up.
  }

  override sendResume(): void {
    this.#grantIfUsed()
  }

  /** The peer may be sent so many bytes more. */
  grow(bytes: number): void {
    this.#room += bytes
    if (this.writeBuffer.byteLength > 0) this.safeDispatchEvent('drain')
  }

  /** A frame of data begins. Throws when the peer may not send so much. */
  expect(bytes: number): void {
    if (bytes > this.#granted) throw new BrokenRule('the peer sent more than the window of a stream')
    this.#granted -= bytes
  }

  /** A piece of a frame's data. */
  receive(bytes: Uint8Array): void {
    this.onData(bytes)
    if (this.readStatus === 'readable') this.#grantIfUsed()
  }

  #grantIfUsed(): void {
    if (this.#later !== undefined || this.#granted > this.#window / 2 || this.remoteWriteStatus !== 'writable') return
    const isPaced = this.direction === 'inbound' && !this.protocol.startsWith(REQUESTS)
    if (!isPaced || this.#pace(this.#window - this.#granted)) this.#grant()
    else this.#later = setTimeout(() => this.#grantLater(), AGAIN_MS).unref()
  }

  #grantLater(): void {
    this.#later = undefined
    if (this.status === 'open') this.#grantIfUsed()
  }

  #grant(): void {
    const growth = this.#window - this.#granted
    this.#granted = this.#window
    this.#tell(0, growth)
  }

  #tell(flags: number, length: number): void {
    this.#sendFrame({ type: FrameType.windowUpdate, flags: flags | this.#flags(), stream: this.number, length })
  }

  #flags(): number {
    const flags = this.#greeting
    this.#greeting = 0
    return flags
  }
}
