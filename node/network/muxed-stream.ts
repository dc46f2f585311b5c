// One stream of a yamux session. It grants its whole window at once and again whenever half of it is used, and sends
// frames that fill one Noise message each (§ Wire, streams).
import { AbstractStream, type SendResult } from '@libp2p/utils'
import { Flag, type FrameHeader, FrameType, HEADER_LENGTH, INITIAL_WINDOW } from './muxer-frame.ts'
import { PLAINTEXT_MAX } from './noise-stream.ts'
import { NETWORK_LIMITS } from './settings.ts'

type Init = ConstructorParameters<typeof AbstractStream>[0]
/** The list of pieces libp2p keeps bytes in. */
export type ByteList = Parameters<AbstractStream['sendData']>[0]
/** Sends a frame; false when the connection wants no more for now. */
export type SendFrame = (header: FrameHeader, data?: ByteList) => boolean

export class MuxedStream extends AbstractStream {
  readonly number: number
  readonly #sendFrame: SendFrame
  /** Goes out with the first frame: SYN on a stream opened here, ACK on one opened there. */
  #greeting: number
  /** Bytes that may be sent. */
  #room = INITIAL_WINDOW
  /** Bytes that may still come. */
  #granted = INITIAL_WINDOW

  constructor(number: number, init: Omit<Init, 'id' | 'maxMessageSize'>, sendFrame: SendFrame) {
    super({ ...init, id: `${number}`, maxMessageSize: PLAINTEXT_MAX - HEADER_LENGTH })
    this.number = number
    this.#sendFrame = sendFrame
    this.#greeting = init.direction === 'inbound' ? Flag.ack : Flag.syn
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
    if (bytes > this.#granted) throw new Error('the peer sent more than the window of a stream')
    this.#granted -= bytes
  }

  /** A piece of a frame's data. */
  receive(bytes: Uint8Array): void {
    this.onData(bytes)
    if (this.readStatus === 'readable') this.#grantIfUsed()
  }

  #grantIfUsed(): void {
    if (this.#granted <= NETWORK_LIMITS.streamWindow / 2 && this.remoteWriteStatus === 'writable') this.#grant()
  }

  #grant(): void {
    const growth = NETWORK_LIMITS.streamWindow - this.#granted
    this.#granted = NETWORK_LIMITS.streamWindow
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
