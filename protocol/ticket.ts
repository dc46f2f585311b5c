// The one line that lets a site join (§ Ticket): `hf1` and base32 of version, mesh, serving site, one-time seed, expiry,
// role, addresses and a checksum that catches every mistyped character.
import { fromBase32, toBase32 } from './base32.ts'
import { HoldfastError, isError } from './errors.ts'
import { hash } from './hash.ts'
import { bytesOf, idOf, type SiteId } from './ids.ts'
import { parseAddresses } from './member.ts'
import { type MemberRole, parseRole, roleNumber } from './role.ts'

export interface Ticket {
  readonly meshPrefix: Uint8Array // first 16 bytes of the mesh id
  readonly serving: SiteId
  readonly addresses: readonly string[] // of the join host
  readonly oneTimeSeed: Uint8Array // secret: signingKeyFromSeed of the slot's one-time key
  readonly role: MemberRole
  readonly expires: number // ms, whole seconds
}

const PREFIX = 'hf1'
const VERSION = 1
const MAX_LENGTH = 4096
const CHECKSUM = 8
const FIXED = 1 + 16 + 32 + 32 + 4 + 1 + 1

export function encodeTicket(ticket: Ticket): string {
  if (ticket.meshPrefix.byteLength !== 16 || ticket.oneTimeSeed.byteLength !== 32)
    throw new TypeError("a ticket's mesh prefix has 16 bytes and its seed 32")
  const expires = Buffer.alloc(4)
  expires.writeUInt32LE(Math.floor(ticket.expires / 1000))
  const addresses = parseAddresses(ticket.addresses).map(address => Buffer.from(address))
  const body = Buffer.concat([
    Uint8Array.of(VERSION),
    ticket.meshPrefix,
    bytesOf(ticket.serving),
    ticket.oneTimeSeed,
    expires,
    Uint8Array.of(roleNumber(ticket.role), addresses.length),
    ...addresses.flatMap(address => [Uint8Array.of(address.byteLength), address]),
  ])
  return PREFIX + toBase32(Buffer.concat([body, checksum(body)]))
}

/** Spaces around it are ignored; all upper case is read too. Throws TICKET_INVALID. */
export function parseTicket(text: string): Ticket {
  const trimmed = text.trim()
  const line = trimmed === trimmed.toUpperCase() ? trimmed.toLowerCase() : trimmed
  if (!line.startsWith('hf')) throw invalid('it does not begin with hf1')
  if (!line.startsWith(PREFIX)) throw invalid('it is of another version')
  if (line.length > MAX_LENGTH) throw invalid('it is too long')
  const bytes = ticketBytes(line.slice(PREFIX.length))
  const body = bytes.subarray(0, Math.max(0, bytes.byteLength - CHECKSUM))
  if (Buffer.compare(checksum(body), bytes.subarray(body.byteLength)) !== 0)
    throw invalid('its checksum does not match')
  if (body[0] !== VERSION) throw invalid('it is of another version')
  if (body.byteLength < FIXED) throw invalid('it is too short')
  return {
    meshPrefix: body.subarray(1, 17),
    serving: idOf('SiteId', body.subarray(17, 49)),
    oneTimeSeed: body.subarray(49, 81),
    expires: body.readUInt32LE(81) * 1000,
    role: asTicket(() => parseRole(body[85] ?? 0)),
    addresses: asTicket(() => parseAddresses(readAddresses(body.subarray(87), body[86] ?? 0))),
  }
}

function readAddresses(bytes: Buffer, count: number): string[] {
  const addresses: string[] = []
  let at = 0
  while (addresses.length < count && at < bytes.byteLength) {
    const end = at + 1 + (bytes[at] ?? 0)
    addresses.push(bytes.toString('latin1', at + 1, end))
    at = end
  }
  if (addresses.length !== count || at !== bytes.byteLength) throw invalid('its addresses are cut')
  return addresses
}

function checksum(body: Uint8Array): Uint8Array {
  return hash(Buffer.from('holdfast/v1/ticket\0'), body).subarray(0, CHECKSUM)
}

function ticketBytes(text: string): Buffer {
  const read = fromBase32(text)
  if ('wrong' in read) throw invalid(read.wrong)
  return read.bytes
}

function asTicket<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (cause) {
    if (!isError(cause, 'MESSAGE_INVALID')) throw cause
    throw invalid(cause.message)
  }
}
function invalid(why: string): HoldfastError {
  const hint = 'copy the whole line that holdfast invite printed'
  return new HoldfastError('TICKET_INVALID', `not a ticket, or mistyped: ${why}`, { hint })
}
