// The primitives of Noise from node:crypto, for @chainsafe/libp2p-noise: one KeyObject a key instead of one a message,
// pieces encrypted where they lie instead of joined first, no empty associated data, and ciphertexts that leave room for
// the length in front of them, so that a message reaches the socket in one piece (§ Wire, encryption).
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'
import type { ICryptoInterface, KeyPair } from '@chainsafe/libp2p-noise'

/** Bytes, or the list of pieces that libp2p holds them in. */
export type Pieces = Uint8Array | PieceList

interface PieceList extends Iterable<Uint8Array> {
  readonly byteLength: number
  subarray(from?: number, to?: number): Uint8Array
}

const ALGORITHM = 'chacha20-poly1305'
export const TAG_LENGTH = 16
/** What is free in front of every ciphertext, in the same buffer: room for the length of a Noise message. */
export const LENGTH_ROOM = 2

const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex')
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex')

// By the array that holds the key, which lives as long as its connection.
const secretKeys = new WeakMap<Uint8Array, KeyObject>()

export const nodeNoiseCrypto: ICryptoInterface = {
  hashSHA256(data) {
    const sha256 = createHash('sha256')
    for (const piece of piecesOf(data)) sha256.update(piece)
    return sha256.digest()
  },

  getHKDF(chainingKey, keyMaterial) {
    const okm = new Uint8Array(hkdfSync('sha256', keyMaterial, chainingKey, new Uint8Array(0), 96))
    return [okm.subarray(0, 32), okm.subarray(32, 64), okm.subarray(64, 96)]
  },

  generateX25519KeyPair: () => pairOf(generateKeyPairSync('x25519').privateKey),
  generateX25519KeyPairFromSeed: seed => pairOf(privateKeyFrom(seed)),

  generateX25519SharedKey(privateKey, publicKey) {
    const spki = Buffer.concat([SPKI_PREFIX, ...piecesOf(publicKey)])
    return diffieHellman({
      privateKey: privateKeyFrom(Buffer.concat(piecesOf(privateKey))),
      publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
    })
  },

  chaCha20Poly1305Encrypt(plaintext, nonce, associated, key) {
    const cipher = createCipheriv(ALGORITHM, secretKeyOf(key), nonce, { authTagLength: TAG_LENGTH })
    if (associated.byteLength > 0) cipher.setAAD(associated, { plaintextLength: plaintext.byteLength })
    const sealed = Buffer.allocUnsafeSlow(LENGTH_ROOM + plaintext.byteLength + TAG_LENGTH)
    let at = LENGTH_ROOM
    for (const piece of piecesOf(plaintext)) {
      const done = cipher.update(piece)
      sealed.set(done, at)
      at += done.byteLength
    }
    cipher.final()
    sealed.set(cipher.getAuthTag(), at)
    return sealed.subarray(LENGTH_ROOM)
  },

  chaCha20Poly1305Decrypt(ciphertext, nonce, associated, key) {
    const sealed = ciphertext instanceof Uint8Array ? ciphertext : ciphertext.subarray()
    const end = sealed.byteLength - TAG_LENGTH
    if (end < 0) throw new Error('a Noise message shorter than its tag')
    const decipher = createDecipheriv(ALGORITHM, secretKeyOf(key), nonce, { authTagLength: TAG_LENGTH })
    decipher.setAuthTag(sealed.subarray(end))
    if (associated.byteLength > 0) decipher.setAAD(associated, { plaintextLength: end })
    const plaintext = decipher.update(sealed.subarray(0, end))
    decipher.final() // throws unless the tag is right
    return plaintext
  },
}

export function piecesOf(data: Pieces): Uint8Array[] {
  return data instanceof Uint8Array ? [data] : [...data]
}

function secretKeyOf(key: Uint8Array): KeyObject {
  let secret = secretKeys.get(key)
  if (secret === undefined) {
    secret = createSecretKey(key)
    secretKeys.set(key, secret)
  }
  return secret
}

function privateKeyFrom(raw: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, raw]), format: 'der', type: 'pkcs8' })
}

function pairOf(privateKey: KeyObject): KeyPair {
  return {
    publicKey: createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.byteLength),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8_PREFIX.byteLength),
  }
}
