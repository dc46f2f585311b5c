// An owner's public key as people hand it to each other: `hfo1` and base32 of the key and a checksum that catches every
// mistyped character (§ Constitution).
import { fromBase32, toBase32 } from './base32.ts'
import { HoldfastError } from './errors.ts'
import { hash } from './hash.ts'
import { bytesOf, idOf, type SiteId } from './ids.ts'

const PREFIX = 'hfo1'
const KEY_LENGTH = 32
const CHECKSUM = 5

/** 64 characters. */
export function ownerText(owner: SiteId): string {
  const key = bytesOf(owner)
  return PREFIX + toBase32(Buffer.concat([key, checksum(key)]))
}

/** Spaces around it are ignored; all upper case is read too. Throws USAGE. */
export function parseOwnerText(text: string): SiteId {
  const trimmed = text.trim()
  const line = trimmed === trimmed.toUpperCase() ? trimmed.toLowerCase() : trimmed
  if (!line.startsWith(PREFIX)) throw invalid(`it does not begin with ${PREFIX}`)
  if (line.length > 2 * (KEY_LENGTH + CHECKSUM)) throw invalid('it is too long')
  const read = fromBase32(line.slice(PREFIX.length))
  if ('wrong' in read) throw invalid(read.wrong)
  const key = read.bytes.subarray(0, KEY_LENGTH)
  if (read.bytes.byteLength !== KEY_LENGTH + CHECKSUM || Buffer.compare(checksum(key), read.bytes.subarray(KEY_LENGTH)))
    throw invalid('its checksum does not match')
  return idOf('SiteId', key)
}

function checksum(key: Uint8Array): Uint8Array {
  return hash(Buffer.from('holdfast/v1/owner\0'), key).subarray(0, CHECKSUM)
}

function invalid(why: string): HoldfastError {
  return new HoldfastError('USAGE', `not the public key of an owner, or mistyped: ${why}`, {
    hint: 'copy the whole line that holdfast owner new-key printed',
  })
}
