// A site's two key pairs: Ed25519 signs, X25519 opens what is sealed to the site (§ Keys). Both come from 32-byte seeds;
// randomness is the caller's.
import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
  type ScryptOptions,
  scrypt,
  sign,
  verify,
} from 'node:crypto'
import { promisify } from 'node:util'
import { HoldfastError } from './errors.ts'
import { deriveKey } from './hash.ts'
import { idOf, type SiteId } from './ids.ts'
import { openSiv, SIV_LENGTH, type SivKeys, sealInto, sivOf, TAG_LENGTH } from './siv.ts'

export interface SigningKey {
  readonly id: SiteId
  readonly publicKey: Uint8Array
  sign(bytes: Uint8Array): Uint8Array
}
export interface SealingKey {
  readonly publicKey: Uint8Array
  /** The X25519 secret shared with the holder of `publicKey`; undefined for a public key of small order. */
  agree(publicKey: Uint8Array): Uint8Array | undefined
}

export const SIGNATURE_LENGTH = 64
export const PUBLIC_KEY_LENGTH = 32

// The fixed DER before the raw 32 bytes of a key.
const DER = {
  ed25519: { private: '302e020100300506032b657004220420', public: '302a300506032b6570032100' },
  x25519: { private: '302e020100300506032b656e04220420', public: '302a300506032b656e032100' },
} as const
const SEALED_VERSION = 1
const SEALED_HEADER = 1 + PUBLIC_KEY_LENGTH + SIV_LENGTH
const SALT_LENGTH = 32
const PASSPHRASE_HEADER = 1 + SALT_LENGTH + SIV_LENGTH
const scryptAsync = promisify(scrypt) as (
  passphrase: string,
  salt: Uint8Array,
  length: number,
  options: ScryptOptions,
) => Promise<Buffer>

export function signingKeyFromSeed(seed: Uint8Array): SigningKey {
  const key = privateKey('ed25519', seed)
  const publicKey = rawPublicKey(key)
  return { id: idOf('SiteId', publicKey), publicKey, sign: bytes => sign(null, bytes, key) }
}

/** True when `signature` is the holder of `publicKey`'s over `bytes`; false for keys and signatures of a wrong length. */
export function verifySignature(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.byteLength !== PUBLIC_KEY_LENGTH || signature.byteLength !== SIGNATURE_LENGTH) return false
  return verify(null, bytes, publicKeyOf('ed25519', publicKey), signature)
}

export function sealingKeyFromSeed(seed: Uint8Array): SealingKey {
  const key = privateKey('x25519', seed)
  return { publicKey: rawPublicKey(key), agree: publicKey => agree(key, publicKey) }
}

/**
 * Seals to the holder of an X25519 key. `ephemeralSeed`: 32 fresh random bytes; should they ever repeat, other
 * recipients, contexts or plaintexts still get another ephemeral key. `context` must be the same on opening.
 * Throws MESSAGE_INVALID for a public key that can't be one.
 */
export function sealTo(
  publicKey: Uint8Array,
  plaintext: Uint8Array,
  ephemeralSeed: Uint8Array,
  context: string,
): Uint8Array {
  if (ephemeralSeed.byteLength !== 32) throw new TypeError('an ephemeral seed has 32 bytes')
  const contextBytes = Buffer.from(context)
  const seed = deriveKey(
    'holdfast v1 ephemeral seed',
    ephemeralSeed,
    publicKey,
    lengthOf(contextBytes),
    contextBytes,
    plaintext,
  )
  const ephemeral = sealingKeyFromSeed(seed)
  const shared = publicKey.byteLength === PUBLIC_KEY_LENGTH ? ephemeral.agree(publicKey) : undefined
  if (!shared) throw new HoldfastError('MESSAGE_INVALID', 'not a public key to seal to')
  const keys = memberKeys(shared, ephemeral.publicKey, publicKey)
  const out = Buffer.allocUnsafe(SEALED_HEADER + plaintext.byteLength + TAG_LENGTH)
  out[0] = SEALED_VERSION
  out.set(ephemeral.publicKey, 1)
  const siv = sivOf(keys, [lengthOf(contextBytes), contextBytes, out.subarray(0, 33)], [plaintext])
  out.set(siv, 33)
  const aad = Buffer.concat([lengthOf(contextBytes), contextBytes, out.subarray(0, SEALED_HEADER)])
  sealInto(out, SEALED_HEADER, keys, siv, aad, [plaintext])
  return out
}

/** Opens what sealTo wrote. Throws MESSAGE_INVALID for bytes of another form, KEY_WRONG when this key does not open them. */
export function openSealed(key: SealingKey, bytes: Uint8Array, context: string): Uint8Array {
  if (bytes.byteLength < SEALED_HEADER + TAG_LENGTH || bytes[0] !== SEALED_VERSION)
    throw new HoldfastError('MESSAGE_INVALID', 'not something sealed to a member')
  const ephemeral = bytes.subarray(1, 33)
  const shared = key.agree(ephemeral)
  if (!shared) throw new HoldfastError('MESSAGE_INVALID', 'sealed with an ephemeral key of small order')
  const contextBytes = Buffer.from(context)
  const aad = Buffer.concat([lengthOf(contextBytes), contextBytes, bytes.subarray(0, SEALED_HEADER)])
  const plaintext = openSiv(
    memberKeys(shared, ephemeral, key.publicKey),
    bytes.subarray(33, SEALED_HEADER),
    aad,
    [lengthOf(contextBytes), contextBytes, bytes.subarray(0, 33)],
    bytes.subarray(SEALED_HEADER),
  )
  if (!plaintext) throw new HoldfastError('KEY_WRONG', 'sealed to another key, or changed since')
  return plaintext
}

/**
 * Seals a file with a passphrase (scrypt N = 2^17, r = 8, p = 1: 128 MiB and some 0.3 s). `salt`: 32 random bytes.
 */
export async function sealWithPassphrase(
  passphrase: string,
  plaintext: Uint8Array,
  salt: Uint8Array,
): Promise<Uint8Array> {
  if (salt.byteLength !== SALT_LENGTH) throw new TypeError(`a salt has ${SALT_LENGTH} bytes`)
  const keys = await passphraseKeys(passphrase, salt)
  const out = Buffer.allocUnsafe(PASSPHRASE_HEADER + plaintext.byteLength + TAG_LENGTH)
  out[0] = SEALED_VERSION
  out.set(salt, 1)
  const siv = sivOf(keys, [out.subarray(0, 33)], [plaintext])
  out.set(siv, 33)
  sealInto(out, PASSPHRASE_HEADER, keys, siv, out.subarray(0, PASSPHRASE_HEADER), [plaintext])
  return out
}

/** Opens what sealWithPassphrase wrote. Throws MESSAGE_INVALID for bytes of another form, KEY_WRONG. */
export async function openWithPassphrase(passphrase: string, bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes.byteLength < PASSPHRASE_HEADER + TAG_LENGTH || bytes[0] !== SEALED_VERSION)
    throw new HoldfastError('MESSAGE_INVALID', 'not something sealed with a passphrase')
  const keys = await passphraseKeys(passphrase, bytes.subarray(1, 33))
  const header = bytes.subarray(0, PASSPHRASE_HEADER)
  const plaintext = openSiv(
    keys,
    bytes.subarray(33, PASSPHRASE_HEADER),
    header,
    [bytes.subarray(0, 33)],
    bytes.subarray(PASSPHRASE_HEADER),
  )
  if (!plaintext) throw new HoldfastError('KEY_WRONG', 'the passphrase is wrong, or the file has changed')
  return plaintext
}

async function passphraseKeys(passphrase: string, salt: Uint8Array): Promise<SivKeys> {
  const secret = await scryptAsync(passphrase.normalize('NFC'), salt, 64, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 })
  return { context: 'holdfast v1 sealed with passphrase', siv: secret.subarray(0, 32), enc: secret.subarray(32) }
}

function memberKeys(shared: Uint8Array, ephemeral: Uint8Array, recipient: Uint8Array): SivKeys {
  return {
    context: 'holdfast v1 sealed to member',
    siv: deriveKey('holdfast v1 sealed to member siv', shared, ephemeral, recipient),
    enc: deriveKey('holdfast v1 sealed to member enc', shared, ephemeral, recipient),
  }
}

function privateKey(curve: keyof typeof DER, seed: Uint8Array): KeyObject {
  if (seed.byteLength !== 32) throw new TypeError(`a key seed has 32 bytes, not ${seed.byteLength}`)
  const der = Buffer.concat([Buffer.from(DER[curve].private, 'hex'), seed])
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
}

function publicKeyOf(curve: keyof typeof DER, raw: Uint8Array): KeyObject {
  const der = Buffer.concat([Buffer.from(DER[curve].public, 'hex'), raw])
  return createPublicKey({ key: der, format: 'der', type: 'spki' })
}

function rawPublicKey(key: KeyObject): Uint8Array {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-PUBLIC_KEY_LENGTH)
}

function agree(key: KeyObject, publicKey: Uint8Array): Uint8Array | undefined {
  try {
    return diffieHellman({ privateKey: key, publicKey: publicKeyOf('x25519', publicKey) })
  } catch {
    return undefined // OpenSSL refuses a result of zeros: the other key has small order
  }
}

function lengthOf(bytes: Uint8Array): Uint8Array {
  const length = Buffer.allocUnsafe(4)
  length.writeUInt32LE(bytes.byteLength)
  return length
}
