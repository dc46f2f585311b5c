// A bare TCP socket that speaks just enough to be let in: multistream-select, then the initiator's half of Noise XX
// (https://github.com/libp2p/specs/tree/master/noise). It costs a tenth of what a libp2p host does, and lets an actor
// send any bytes at any layer. Not an actor itself.
import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { nodeNoiseCrypto } from '../../../node/network/noise-crypto.ts'
import { type SigningKey, signingKeyFromSeed } from '../../../protocol/keys.ts'
import type { Target } from '../harness.ts'

const NAME = Buffer.from('Noise_XX_25519_ChaChaPoly_SHA256')
const TAG = 16
const MULTISTREAM = line('/multistream/1.0.0')
const NOISE = line('/noise')

export function line(text: string): Buffer {
  return Buffer.concat([Buffer.from([text.length + 1]), Buffer.from(`${text}\n`)])
}

/** Who speaks: keys that can serve many connections. */
export interface Speaker {
  readonly key: SigningKey
  readonly pair: { publicKey: Uint8Array; privateKey: Uint8Array }
  readonly payload: Uint8Array
}

/** `seed`: of the Ed25519 key that the speaker proves. */
export function speakerOf(seed: Uint8Array): Speaker {
  const key = signingKeyFromSeed(seed)
  const pair = nodeNoiseCrypto.generateX25519KeyPair() as Speaker['pair']
  const signature = key.sign(Buffer.concat([Buffer.from('noise-libp2p-static-key:'), pair.publicKey]))
  // NoiseHandshakePayload {identity_key 1, identity_sig 2, extensions 4 {stream_muxers 2}}; the key is a libp2p PublicKey
  // {type 1 = Ed25519, data 2}.
  const identity = Buffer.concat([Buffer.from('08011220', 'hex'), Buffer.from(key.id, 'hex')])
  const muxer = Buffer.from('/yamux/1.0.0')
  const extensions = Buffer.concat([Buffer.from([0x12, muxer.length]), muxer])
  const payload = Buffer.concat([
    Buffer.from([0x0a, identity.length]),
    identity,
    Buffer.from([0x12, signature.length]),
    signature,
    Buffer.from([0x22, extensions.length]),
    extensions,
  ])
  return { key, pair, payload }
}

/** A socket after its handshake, from this side's view: the other may have refused it. */
export class Wire {
  readonly socket: Socket
  /** Bytes that came after the handshake, as they lay on the wire. */
  after = 0
  readonly closed: Promise<void>
  /** Receives what the other side says, decrypted; without it, bytes are only counted. */
  onPlain: ((plain: Uint8Array) => void) | undefined
  readonly #send: Uint8Array
  readonly #receive: Uint8Array
  #sent = 0n
  #received = 0n
  #buffer: Buffer = Buffer.alloc(0)

  constructor(socket: Socket, send: Uint8Array, receive: Uint8Array, rest: Buffer) {
    this.socket = socket
    this.#send = send
    this.#receive = receive
    this.closed = socket.closed ? Promise.resolve() : new Promise(resolve => socket.once('close', () => resolve()))
    socket.on('data', data => this.#arrived(data))
    if (rest.length > 0) this.#arrived(rest)
  }

  /** Encrypts and sends; false when the socket wants no more for now. */
  send(plain: Uint8Array): boolean {
    const pieces: Buffer[] = []
    for (let at = 0; at < plain.byteLength; at += 65_519) {
      const cipher = createCipheriv('chacha20-poly1305', this.#send, nonceOf(this.#sent++), { authTagLength: TAG })
      const sealed = cipher.update(plain.subarray(at, at + 65_519))
      cipher.final()
      pieces.push(u16(sealed.length + TAG), sealed, cipher.getAuthTag())
    }
    return this.socket.write(Buffer.concat(pieces))
  }

  async drained(): Promise<void> {
    if (!this.socket.writableNeedDrain || this.socket.destroyed) return
    await Promise.race([new Promise<void>(resolve => this.socket.once('drain', resolve)), this.closed])
  }

  #arrived(data: Buffer): void {
    this.after += data.length
    if (this.onPlain === undefined) return
    this.#buffer = this.#buffer.length === 0 ? data : Buffer.concat([this.#buffer, data])
    while (this.#buffer.length >= 2) {
      const length = this.#buffer.readUInt16BE(0)
      if (this.#buffer.length < 2 + length) return
      const sealed = this.#buffer.subarray(2, 2 + length)
      this.#buffer = this.#buffer.subarray(2 + length)
      const nonce = nonceOf(this.#received++)
      const decipher = createDecipheriv('chacha20-poly1305', this.#receive, nonce, { authTagLength: TAG })
      decipher.setAuthTag(sealed.subarray(length - TAG))
      this.onPlain(decipher.update(sealed.subarray(0, length - TAG)))
    }
  }
}

export interface DialOptions {
  /** The address to come from. */
  readonly from?: string
  readonly withinMs?: number
}

/** Dials and shakes hands. Rejects when the socket closes, or nothing comes, before this side could send its last word. */
export async function dialWire({ host, port }: Target, who: Speaker, options: DialOptions = {}): Promise<Wire> {
  const socket = connect({ host, port, ...(options.from === undefined ? {} : { localAddress: options.from }) })
  socket.setNoDelay(true)
  const late = setTimeout(() => socket.destroy(new Error('no answer in time')), options.withinMs ?? 30_000)
  try {
    return await shakeHands(socket, who)
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    clearTimeout(late)
  }
}

async function shakeHands(socket: Socket, who: Speaker): Promise<Wire> {
  const reader = readerOf(socket)
  const ephemeral = nodeNoiseCrypto.generateX25519KeyPair() as Speaker['pair']
  // The name has the length of a hash, and so stands for its own.
  let hash: Uint8Array = NAME
  let chain: Uint8Array = NAME
  let key: Uint8Array = new Uint8Array(0)
  let counter = 0n
  const mixHash = (data: Uint8Array): void => {
    hash = sha256(hash, data)
  }
  const mixKey = (secret: Uint8Array): void => {
    const temporary = hmac(chain, secret)
    const first = hmac(temporary, Buffer.from([1]))
    key = hmac(temporary, first, Buffer.from([2]))
    chain = first
    counter = 0n
  }
  const seal = (plain: Uint8Array): Buffer => {
    const cipher = createCipheriv('chacha20-poly1305', key, nonceOf(counter++), { authTagLength: TAG })
    cipher.setAAD(hash, { plaintextLength: plain.byteLength })
    const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    mixHash(sealed)
    return sealed
  }
  const open = (sealed: Buffer): Buffer => {
    const decipher = createDecipheriv('chacha20-poly1305', key, nonceOf(counter++), { authTagLength: TAG })
    decipher.setAAD(hash, { plaintextLength: sealed.length - TAG })
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG)), decipher.final()])
    mixHash(sealed)
    return plain
  }
  const dh = (mine: Uint8Array, theirs: Uint8Array): Uint8Array =>
    nodeNoiseCrypto.generateX25519SharedKey(mine, theirs) as Uint8Array

  mixHash(new Uint8Array(0)) // the prologue
  mixHash(ephemeral.publicKey)
  mixHash(new Uint8Array(0))
  socket.write(Buffer.concat([MULTISTREAM, NOISE, u16(32), ephemeral.publicKey]))
  await reader.exactly(MULTISTREAM.length + NOISE.length)
  const answer = await reader.exactly((await reader.exactly(2)).readUInt16BE(0))
  const remote = answer.subarray(0, 32)
  mixHash(remote)
  mixKey(dh(ephemeral.privateKey, remote))
  const remoteStatic = open(answer.subarray(32, 80))
  mixKey(dh(ephemeral.privateKey, remoteStatic))
  open(answer.subarray(80))
  const sealedStatic = seal(who.pair.publicKey)
  mixKey(dh(who.pair.privateKey, remote))
  const last = Buffer.concat([sealedStatic, seal(who.payload)])
  socket.write(Buffer.concat([u16(last.length), last]))
  const temporary = hmac(chain, new Uint8Array(0))
  const send = hmac(temporary, Buffer.from([1]))
  return new Wire(socket, send, hmac(temporary, send, Buffer.from([2])), reader.release())
}

interface Reader {
  exactly(length: number): Promise<Buffer>
  /** Stops reading; what came and was not read. */
  release(): Buffer
}

function readerOf(socket: Socket): Reader {
  let buffer: Buffer = Buffer.alloc(0)
  let wake: () => void = () => undefined
  let failure: Error | undefined
  const onData = (data: Buffer): void => {
    buffer = Buffer.concat([buffer, data])
    wake()
  }
  socket.on('data', onData)
  socket.on('error', error => {
    failure = error
    wake()
  })
  socket.on('close', () => {
    failure ??= new Error('closed')
    wake()
  })
  return {
    async exactly(length) {
      while (buffer.length < length) {
        if (failure !== undefined) throw failure
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
      const taken = buffer.subarray(0, length)
      buffer = buffer.subarray(length)
      return taken
    },
    release() {
      socket.off('data', onData)
      return buffer
    },
  }
}

function sha256(...data: Uint8Array[]): Buffer {
  const hash = createHash('sha256')
  for (const piece of data) hash.update(piece)
  return hash.digest()
}

function hmac(key: Uint8Array, ...data: Uint8Array[]): Buffer {
  const mac = createHmac('sha256', key)
  for (const piece of data) mac.update(piece)
  return mac.digest()
}

function nonceOf(count: bigint): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64LE(count, 4)
  return nonce
}

function u16(length: number): Buffer {
  return Buffer.from([length >> 8, length & 0xff])
}
