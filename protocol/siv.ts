// Deterministic authenticated encryption: key and tag depend on everything that is sealed, so one plaintext under two
// encodings shares neither key nor nonce (§ Sealing).
//   siv = BLAKE3_keyed(K_siv, clear ‖ payload)   key = BLAKE3_derive(context, K_enc ‖ siv)
//   sealed = AES-256-GCM(key, nonce = 12 zero bytes, aad, payload) = ciphertext ‖ tag (16 bytes)
import {
  type Cipheriv,
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto'
import { free } from './free.ts'
import { deriveKey, keyedHash } from './hash.ts'

export interface SivKeys {
  readonly context: string
  readonly siv: Uint8Array
  readonly enc: Uint8Array
}

export const SIV_LENGTH = 32
export const TAG_LENGTH = 16

const ZERO_NONCE = new Uint8Array(12)
// A cipher gives its own memory for each step: a small step, freed at once, stays in the cache.
const STEP = 256 * 1024

/** The 32 bytes that bind clear parts and payload together. */
export function sivOf(keys: SivKeys, clear: readonly Uint8Array[], payload: readonly Uint8Array[]): Uint8Array {
  return keyedHash(keys.siv, ...clear, ...payload)
}

/** Seals the payload parts into `out` from `at`: their bytes, then the tag. `aad` must hold siv and clear parts. */
export function sealInto(
  out: Uint8Array,
  at: number,
  keys: SivKeys,
  siv: Uint8Array,
  aad: Uint8Array,
  payload: readonly Uint8Array[],
): void {
  const cipher = createCipheriv('aes-256-gcm', keyObject(keys, siv), ZERO_NONCE)
  cipher.setAAD(aad)
  for (const part of payload) {
    updateInto(out, at, cipher, part)
    at += part.byteLength
  }
  cipher.final()
  out.set(cipher.getAuthTag(), at)
}

/**
 * Opens what sealInto wrote; undefined when the tag or the siv does not fit. `clear` as given to sivOf. The payload is a view
 * of `room` where that is given; it must be as long as what is sealed.
 */
export function openSiv(
  keys: SivKeys,
  siv: Uint8Array,
  aad: Uint8Array,
  clear: readonly Uint8Array[],
  sealed: Uint8Array,
  room?: Uint8Array,
): Uint8Array | undefined {
  const length = sealed.byteLength - TAG_LENGTH
  if (length < 0 || siv.byteLength !== SIV_LENGTH) return undefined
  const decipher = createDecipheriv('aes-256-gcm', keyObject(keys, siv), ZERO_NONCE, { authTagLength: TAG_LENGTH })
  decipher.setAAD(aad)
  decipher.setAuthTag(sealed.subarray(length))
  const payload = room ? room.subarray(0, length) : Buffer.allocUnsafe(length)
  updateInto(payload, 0, decipher, sealed.subarray(0, length))
  try {
    decipher.final()
  } catch {
    return undefined // the only error final() has is a wrong tag
  }
  return timingSafeEqual(sivOf(keys, clear, [payload]), siv) ? payload : undefined
}

function updateInto(out: Uint8Array, at: number, cipher: Pick<Cipheriv, 'update'>, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.byteLength; from += STEP) {
    const piece = cipher.update(bytes.subarray(from, from + STEP))
    out.set(piece, at + from)
    free(piece)
  }
}

// A cipher takes four times as long to make of bare bytes.
function keyObject(keys: SivKeys, siv: Uint8Array): KeyObject {
  return createSecretKey(contentKey(keys, siv))
}

/** The AES-256 key of one sealed thing. Exported for the test that no two encodings share it. */
export function contentKey(keys: SivKeys, siv: Uint8Array): Uint8Array {
  return deriveKey(keys.context, keys.enc, siv)
}
