// How a site's keys are wrapped at rest (§ Identity file): by a passphrase, or by a credential of 32 bytes that a service
// manager hands to the daemon alone.
import { HoldfastError } from './errors.ts'
import { deriveKey } from './hash.ts'
import { openWithPassphrase, sealWithPassphrase } from './keys.ts'
import { openSiv, SIV_LENGTH, type SivKeys, sealInto, sivOf, TAG_LENGTH } from './siv.ts'

/** What opens wrapped keys. */
export type KeyWrap =
  | { readonly with: 'passphrase'; readonly passphrase: string }
  | { readonly with: 'credential'; readonly credential: Uint8Array }

export const CREDENTIAL_LENGTH = 32
/** The name a service manager gives the credential under. */
export const CREDENTIAL_NAME = 'holdfast-key'

const VERSION = 1
const SALT_LENGTH = 32
const HEADER = 1 + SALT_LENGTH + SIV_LENGTH

/** `salt`: 32 random bytes. */
export async function wrap(key: KeyWrap, plaintext: Uint8Array, salt: Uint8Array): Promise<Uint8Array> {
  if (key.with === 'passphrase') return await sealWithPassphrase(key.passphrase, plaintext, salt)
  if (salt.byteLength !== SALT_LENGTH) throw new TypeError(`a salt has ${SALT_LENGTH} bytes`)
  const keys = credentialKeys(key.credential, salt)
  const out = Buffer.allocUnsafe(HEADER + plaintext.byteLength + TAG_LENGTH)
  out[0] = VERSION
  out.set(salt, 1)
  const siv = sivOf(keys, [out.subarray(0, 1 + SALT_LENGTH)], [plaintext])
  out.set(siv, 1 + SALT_LENGTH)
  sealInto(out, HEADER, keys, siv, out.subarray(0, HEADER), [plaintext])
  return out
}

/** Opens what wrap made. Throws KEY_WRONG, MESSAGE_INVALID for bytes of another form. */
export async function unwrap(key: KeyWrap, bytes: Uint8Array): Promise<Uint8Array> {
  if (key.with === 'passphrase') return await openWithPassphrase(key.passphrase, bytes)
  if (bytes.byteLength < HEADER + TAG_LENGTH || bytes[0] !== VERSION)
    throw new HoldfastError('MESSAGE_INVALID', 'not something wrapped with a credential')
  const keys = credentialKeys(key.credential, bytes.subarray(1, 1 + SALT_LENGTH))
  const header = bytes.subarray(0, HEADER)
  const siv = bytes.subarray(1 + SALT_LENGTH, HEADER)
  const plaintext = openSiv(keys, siv, header, [bytes.subarray(0, 1 + SALT_LENGTH)], bytes.subarray(HEADER))
  if (!plaintext) throw new HoldfastError('KEY_WRONG', 'the credential is wrong, or the file has changed')
  return plaintext
}

/** A credential as files hold it: 32 raw bytes, or 64 hex digits and a line's end. Undefined for anything else. */
export function parseCredential(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.byteLength === CREDENTIAL_LENGTH) return Uint8Array.from(bytes)
  const text = Buffer.from(bytes).toString('latin1').trim()
  return /^[0-9a-fA-F]{64}$/.test(text) ? Buffer.from(text, 'hex') : undefined
}

function credentialKeys(credential: Uint8Array, salt: Uint8Array): SivKeys {
  if (credential.byteLength !== CREDENTIAL_LENGTH) throw new TypeError(`a credential has ${CREDENTIAL_LENGTH} bytes`)
  return {
    context: 'holdfast v1 wrapped with credential',
    siv: deriveKey('holdfast v1 wrapped with credential siv', credential, salt),
    enc: deriveKey('holdfast v1 wrapped with credential enc', credential, salt),
  }
}
