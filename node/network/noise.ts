// Noise as libp2p speaks it, with our primitives and our own data phase. The handshake is the package's: who the peer is,
// is decided there. What follows it is ours (noise-stream.ts), for the package's data phase costs as much as the cipher.
import { type NoiseExtensions, noise as packagedNoise } from '@chainsafe/libp2p-noise'
import { publicKeyFromProtobuf } from '@libp2p/crypto/keys'
import type {
  ConnectionEncrypter,
  Logger,
  MessageStream,
  PrivateKey,
  PublicKey,
  SecureConnectionOptions,
  SecuredConnection,
  StreamMuxerFactory,
} from '@libp2p/interface'
import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { type LengthPrefixedStream, lpStream } from '@libp2p/utils'
import { nodeNoiseCrypto, type Pieces } from './noise-crypto.ts'
import { MESSAGE_MAX, NoiseStream, type TransportCiphers } from './noise-stream.ts'

type Components = Parameters<ReturnType<typeof packagedNoise>>[0]

/** What a handshake of the package gives. */
interface Handshake extends TransportCiphers {
  readonly payload: { readonly identityKey: Uint8Array; readonly extensions?: Extensions }
}

interface Extensions extends NoiseExtensions {
  readonly streamMuxers: string[]
}

/** The parts of the package's encrypter used here: methods of its class, though its types call them private. */
interface Handshakes {
  performHandshakeInitiator: Shake
  performHandshakeResponder: Shake
  getStreamMuxer(protocols: readonly string[] | undefined): StreamMuxerFactory | undefined
}

type Shake = (
  connection: LengthPrefixedStream,
  privateKey: PrivateKey,
  log: Logger,
  remoteKey: PublicKey | undefined,
  options: SecureConnectionOptions | undefined,
) => Promise<Handshake>

export function noise(): (components: Components) => ConnectionEncrypter<NoiseExtensions> {
  return components => {
    const packaged = packagedNoise({ crypto: nodeNoiseCrypto })(components)
    const handshakes = packaged as unknown as Handshakes

    async function secure(
      connection: MessageStream,
      side: 'performHandshakeInitiator' | 'performHandshakeResponder',
      options: SecureConnectionOptions | undefined,
    ): Promise<SecuredConnection<NoiseExtensions>> {
      const framed = lpStream(connection, {
        lengthEncoder: encodeLength,
        lengthDecoder: decodeLength,
        maxDataLength: MESSAGE_MAX,
      })
      const log = connection.log.newScope('noise')
      const shaken = await handshakes[side](framed, components.privateKey, log, options?.remotePeer?.publicKey, options)
      const { identityKey, extensions } = shaken.payload
      const streamMuxer =
        options?.skipStreamMuxerNegotiation === true ? undefined : handshakes.getStreamMuxer(extensions?.streamMuxers)
      const remotePeer = peerIdFromPublicKey(publicKeyFromProtobuf(identityKey))
      return {
        connection: new NoiseStream(framed.unwrap(), shaken, remotePeer),
        remotePeer,
        ...(extensions === undefined ? {} : { remoteExtensions: extensions }),
        ...(streamMuxer === undefined ? {} : { streamMuxer }),
      }
    }

    return {
      protocol: packaged.protocol,
      [Symbol.toStringTag]: '@chainsafe/libp2p-noise',
      secureOutbound: (connection, options) => secure(connection, 'performHandshakeInitiator', options),
      secureInbound: (connection, options) => secure(connection, 'performHandshakeResponder', options),
    } as ConnectionEncrypter<NoiseExtensions>
  }
}

// Lengths of handshake messages: 16 bits, the high byte first.
const encodeLength = Object.assign((length: number): Uint8Array => new Uint8Array([length >> 8, length]), { bytes: 2 })
const decodeLength = Object.assign(
  (data: Pieces): number => {
    if (data.byteLength < 2) throw new RangeError('no whole length yet') // asked again when more has come
    const [high, low] = data.subarray(0, 2)
    return (high! << 8) | low!
  },
  { bytes: 2 },
)
