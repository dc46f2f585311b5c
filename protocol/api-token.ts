// The text of a local API token (§ Local API, Tokens): `hft_` and base32 of a secret and its checksum, so that one that is
// cut or mistyped is told from one that is not known. A daemon keeps a keyed hash of the secret alone.
import { fromBase32, toBase32 } from './base32.ts'
import { HoldfastError } from './errors.ts'
import { hash } from './hash.ts'

const PREFIX = 'hft_'
export const TOKEN_SECRET_LENGTH = 20
const CHECKSUM = 5
const HINT = 'copy all of the line that holdfast token create printed'

export function encodeToken(secret: Uint8Array): string {
  if (secret.byteLength !== TOKEN_SECRET_LENGTH)
    throw new TypeError(`the secret of a token has ${TOKEN_SECRET_LENGTH} bytes`)
  return PREFIX + toBase32(Buffer.concat([secret, checksum(secret)]))
}

/** The secret. Throws TOKEN_REFUSED, without repeating what was given. */
export function parseToken(text: string): Uint8Array {
  const trimmed = text.trim()
  if (!trimmed.startsWith(PREFIX)) throw refused(`it does not begin with ${PREFIX}`)
  const read = fromBase32(trimmed.slice(PREFIX.length))
  if ('wrong' in read) throw refused('it has characters that no token has, or is cut')
  const secret = read.bytes.subarray(0, TOKEN_SECRET_LENGTH)
  if (read.bytes.byteLength !== TOKEN_SECRET_LENGTH + CHECKSUM) throw refused('it is cut')
  if (Buffer.compare(checksum(secret), read.bytes.subarray(TOKEN_SECRET_LENGTH)) !== 0)
    throw refused('its checksum does not match')
  return secret
}

function checksum(secret: Uint8Array): Uint8Array {
  return hash(Buffer.from('holdfast/v1/token\0'), secret).subarray(0, CHECKSUM)
}

function refused(why: string): HoldfastError {
  return new HoldfastError('TOKEN_REFUSED', `not a token, or mistyped: ${why}`, { hint: HINT })
}
