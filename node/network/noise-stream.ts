// The data phase of Noise: messages of length u16be ‖ ciphertext ‖ tag, both ways. One buffer and one send for each
// message; what arrives is decrypted from where it lies, or from one scratch buffer when it is spread over reads
// (§ Wire, encryption).
import type { AbortOptions, MessageStream, PeerId, StreamCloseEvent, StreamMessageEvent } from '@libp2p/interface'
import { AbstractMessageStream, type SendResult } from '@libp2p/utils'
import { LENGTH_ROOM, piecesOf, TAG_LENGTH } from './noise-crypto.ts'
import { NETWORK_LIMITS } from './settings.ts'

/** Largest Noise message, tag included, and what it can carry. */
export const MESSAGE_MAX = 65_535
export const PLAINTEXT_MAX = MESSAGE_MAX - TAG_LENGTH

/** Bytes as libp2p's streams carry them. */
type Bytes = Parameters<MessageStream['send']>[0]

/** Each counts its own messages; a message that fails ends the connection. */
export interface TransportCiphers {
  /** Gives ciphertext ‖ tag, as nodeNoiseCrypto does: with LENGTH_ROOM in front of it. */
  encrypt(plaintext: Bytes): Bytes
  decrypt(ciphertext: Uint8Array): Bytes
}

// Decrypting is synchronous: one for all connections.
const scratch = Buffer.allocUnsafeSlow(MESSAGE_MAX)

export class NoiseStream extends AbstractMessageStream {
  /** Who the handshake has shown the other side to be. */
  readonly remotePeer: PeerId
  readonly #transport: MessageStream
  readonly #ciphers: TransportCiphers
  /** What came and is no whole message yet. */
  #parts: Uint8Array[] = []
  #buffered = 0

  constructor(transport: MessageStream, ciphers: TransportCiphers, remotePeer: PeerId) {
    super({
      log: transport.log,
      inactivityTimeout: transport.inactivityTimeout,
      maxReadBufferLength: transport.maxReadBufferLength,
      direction: transport.direction,
      maxMessageSize: PLAINTEXT_MAX,
      maxWriteBufferLength: NETWORK_LIMITS.connectionWriteBuffer,
    })
    this.remotePeer = remotePeer
    this.#transport = transport
    this.#ciphers = ciphers
    transport.addEventListener('message', event => this.#arrived((event as StreamMessageEvent).data))
    transport.addEventListener('close', event => this.#closed(event as StreamCloseEvent))
    transport.addEventListener('drain', () => this.safeDispatchEvent('drain'))
    transport.addEventListener('remoteCloseWrite', () => this.onRemoteCloseWrite())
  }

  override sendData(data: Exclude<Bytes, Uint8Array>): SendResult {
    const sealed = this.#ciphers.encrypt(data) as Uint8Array
    const message = new Uint8Array(sealed.buffer, sealed.byteOffset - LENGTH_ROOM, LENGTH_ROOM + sealed.byteLength)
    message[0] = sealed.byteLength >> 8
    message[1] = sealed.byteLength
    return { sentBytes: data.byteLength, canSendMore: this.#transport.send(message) }
  }

  override sendReset(cause: Error): void {
    this.#transport.abort(cause)
  }

  override sendPause(): void {
    this.#transport.pause()
  }

  override sendResume(): void {
    this.#transport.resume()
  }

  override async close(options?: AbortOptions): Promise<void> {
    await this.#transport.close(options)
  }

  #closed({ error, local }: StreamCloseEvent): void {
    if (error === undefined) this.onTransportClosed()
    else if (local === true) this.abort(error)
    else this.onRemoteReset()
  }

  #arrived(data: Bytes): void {
    for (const part of piecesOf(data)) this.#parts.push(part)
    this.#buffered += data.byteLength
    try {
      for (let message = this.#take(); message !== undefined; message = this.#take()) {
        if (message.byteLength < TAG_LENGTH) throw new Error('a Noise message shorter than its tag')
        this.onData(this.#ciphers.decrypt(message))
      }
    } catch (error) {
      this.#parts = []
      this.#buffered = 0
      this.abort(error instanceof Error ? error : new Error(String(error)))
    }
  }

  /** The next whole message, good until the next call on any stream. */
  #take(): Uint8Array | undefined {
    if (this.#buffered < LENGTH_ROOM) return undefined
    const length = (this.#byteAt(0) << 8) | this.#byteAt(1)
    if (this.#buffered < LENGTH_ROOM + length) return undefined
    this.#drop(LENGTH_ROOM)
    const first = this.#parts[0]
    if (first !== undefined && first.byteLength >= length) {
      this.#drop(length)
      return first.subarray(0, length)
    }
    for (let at = 0; at < length; ) {
      const piece = this.#parts[0]!.subarray(0, length - at)
      scratch.set(piece, at)
      at += piece.byteLength
      this.#drop(piece.byteLength)
    }
    return scratch.subarray(0, length)
  }

  #byteAt(index: 0 | 1): number {
    const first = this.#parts[0]!
    return index < first.byteLength ? first[index]! : this.#parts[1]![index - first.byteLength]!
  }

  #drop(length: number): void {
    this.#buffered -= length
    for (let left = length; left > 0; ) {
      const first = this.#parts[0]!
      if (first.byteLength > left) {
        this.#parts[0] = first.subarray(left)
        return
      }
      left -= first.byteLength
      this.#parts.shift()
    }
  }
}
