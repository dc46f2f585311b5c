// How a site joins (§ Membership, Invite): an owner signs a slot for a one-time key; the joiner signs its request with
// that key; the serving site alone admits, once. The ticket with the one-time key's seed is ticket.ts.
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { bytesOf, idOf, type MeshId, type ProjectId, type RingId, type SiteId } from './ids.ts'
import { PUBLIC_KEY_LENGTH, type SigningKey } from './keys.ts'
import {
  checkLabels,
  checkSiteName,
  foldLabel,
  isSiteName,
  type Labels,
  labelOf,
  parseLabels,
  sortedRecord,
} from './labels.ts'
import { type MemberFields, parseAddresses, parseProjects, parseRings, parseSealing } from './member.ts'
import type { Membership } from './membership.ts'
import { holdfast as pb } from './messages.js'
import { type MemberRole, parseRole, roleNumber } from './role.ts'
import { decodeSigned, encodeSigned, sign, verifySigned } from './signed.ts'
import { makeStatement, STATEMENT_BYTES, type Statement, signedOf } from './statement.ts'

export interface SlotFields {
  readonly oneTime: Uint8Array // one-time public key
  readonly role: MemberRole
  readonly name: string // '' = the joiner chooses
  readonly labels: Labels // fixed; others but `location` may be stated by the joiner
  readonly expires: number // ms
  readonly serving: SiteId
  readonly rings: readonly RingId[]
  readonly projects: readonly ProjectId[] // what the member may touch; none = all
  readonly quota: number // bytes its own snapshots may take at a holder; 0 = no bound
  readonly nonce: Uint8Array // 16 random bytes
}
export interface Slot extends SlotFields {
  readonly owner: SiteId
}
export interface JoinFields {
  readonly site: SiteId
  readonly sealing: Uint8Array
  readonly name: string // '' = as the slot says
  readonly labels: Labels
  readonly addresses: readonly string[]
  readonly time: number
}

const NONCE_LENGTH = 16

/** Signs a slot. Throws LABELS_REFUSED, USAGE. */
export function makeSlot(mesh: MeshId, fields: SlotFields, owner: SigningKey): pb.Signed {
  if (fields.nonce.byteLength !== NONCE_LENGTH) throw new TypeError(`a slot's nonce has ${NONCE_LENGTH} bytes`)
  const body = encode(pb.Slot, {
    oneTime: fields.oneTime,
    role: roleNumber(fields.role),
    name: fields.name === '' ? '' : checkSiteName(fields.name),
    labels: checkLabels(fields.labels),
    expires: fields.expires,
    serving: bytesOf(fields.serving),
    rings: fields.rings.map(bytesOf),
    projects: fields.projects.map(bytesOf),
    quota: fields.quota,
    nonce: fields.nonce,
  })
  return sign('slot', mesh, body, owner)
}

/** Verifies that its author signed it. Throws MESSAGE_INVALID, SIGNATURE_INVALID. */
export function parseSlot(mesh: MeshId, signed: pb.Signed): Slot {
  const message = decode(pb.Slot, verifySigned('slot', mesh, signed), STATEMENT_BYTES)
  if (message.oneTime.byteLength !== PUBLIC_KEY_LENGTH) throw invalid('a one-time key of a wrong length')
  if (message.nonce.byteLength !== NONCE_LENGTH) throw invalid('a nonce of a wrong length')
  if (message.name !== '' && !isSiteName(message.name)) throw invalid("a name that can't be")
  return {
    oneTime: message.oneTime,
    role: parseRole(message.role),
    name: message.name,
    labels: parseLabels(message.labels),
    expires: message.expires,
    serving: idOf('SiteId', message.serving),
    rings: parseRings(message.rings),
    projects: parseProjects(message.projects),
    quota: message.quota,
    nonce: message.nonce,
    owner: idOf('SiteId', signed.author),
  }
}

/** The joiner's request, signed by the ticket's one-time key. Throws LABELS_REFUSED, USAGE. */
export function makeJoinRequest(fields: JoinFields, oneTime: SigningKey): pb.JoinRequest {
  const stated = {
    oneTime: oneTime.publicKey,
    site: bytesOf(fields.site),
    sealing: fields.sealing,
    name: fields.name === '' ? '' : checkSiteName(fields.name),
    labels: checkLabels(fields.labels) as Record<string, string>,
  }
  const { signature } = sign('join', undefined, joinBody(stated), oneTime)
  return new pb.JoinRequest({ ...stated, addresses: [...fields.addresses], time: fields.time, signature })
}

/**
 * Checks a request against its slot and the membership; `join` has the name and labels the member will have. Throws
 * TICKET_UNKNOWN, TICKET_EXPIRED, TICKET_USED, SIGNATURE_INVALID, LABELS_REFUSED, NAME_TAKEN, NOT_ALLOWED,
 * ALREADY_MEMBER, MESSAGE_INVALID.
 */
export function verifyJoin(
  membership: Membership,
  slotSigned: pb.Signed,
  request: pb.JoinRequest.$Properties,
  now: number,
): { slot: Slot; join: JoinFields } {
  const slot = parseSlot(membership.mesh, slotSigned)
  const stated = statedBy(request)
  if (Buffer.compare(slot.oneTime, stated.oneTime) !== 0)
    throw new HoldfastError('TICKET_UNKNOWN', 'the ticket is for another invite')
  verifyJoiner(stated, request.signature ?? new Uint8Array())
  if (membership.frozen)
    throw new HoldfastError('NOT_ALLOWED', 'the constitution has forked; nobody can join until an owner mends it')
  if (!membership.isOwner(slot.owner))
    throw new HoldfastError('NOT_ALLOWED', 'the invite was signed by a key that owns this mesh no longer')
  if (now > slot.expires) throw new HoldfastError('TICKET_EXPIRED', 'the ticket has expired')
  const site = idOf('SiteId', stated.site)
  const usedBy = membership.slotUsed(slot.oneTime)
  if (usedBy !== undefined && usedBy !== site) throw new HoldfastError('TICKET_USED', 'the ticket has been used')
  const known = membership.members.get(site)
  if (known?.revoked) throw new HoldfastError('NOT_ALLOWED', 'this site was revoked; it needs a new identity')
  if (known !== undefined) throw new HoldfastError('ALREADY_MEMBER', `this site is a member already, as ${known.name}`)
  const name = agreedName(slot, stated.name)
  if (membership.isNameTaken(name)) throw new HoldfastError('NAME_TAKEN', `a site called ${name} is already a member`)
  const labels = agreedLabels(slot, stated.labels)
  const addresses = parseAddresses(request.addresses ?? [])
  return {
    slot,
    join: { site, sealing: parseSealing(stated.sealing), name, labels, addresses, time: request.time ?? 0 },
  }
}

/** The serving site's statement that takes the joiner in. The invite must have been consumed durably before. */
export function admissionStatement(
  mesh: MeshId,
  slot: pb.Signed,
  request: pb.JoinRequest.$Properties,
  time: number,
  serving: SigningKey,
): Statement {
  const { site, sealing, name, labels } = statedBy(request)
  const body = encode(pb.Admission, {
    slot: encodeSigned(slot),
    site,
    sealing,
    name,
    labels: sortedRecord(labels),
    addresses: [...(request.addresses ?? [])],
    joinerSignature: request.signature ?? new Uint8Array(),
    time,
  })
  return makeStatement('admission', encodeSigned(sign('admission', mesh, body, serving)))
}

/** A member taken in by an invite, complete in itself but for whether the slot's signer is an owner. */
export interface Admission {
  readonly slot: Slot
  readonly member: MemberFields // version 0
}

/** Verifies slot, joiner and serving site, and that the slot had not expired. Throws MESSAGE_INVALID, SIGNATURE_INVALID, TICKET_EXPIRED, LABELS_REFUSED. */
export function parseAdmission(mesh: MeshId, statement: Statement): Admission {
  const signed = signedOf(statement)
  const message = decode(pb.Admission, verifySigned('admission', mesh, signed), STATEMENT_BYTES)
  const slot = parseSlot(mesh, decodeSigned(message.slot, STATEMENT_BYTES))
  if (idOf('SiteId', signed.author) !== slot.serving)
    throw new HoldfastError('SIGNATURE_INVALID', 'an admission by a site that the slot does not name')
  if (message.time > slot.expires)
    throw new HoldfastError('TICKET_EXPIRED', 'an admission dated after its slot expired')
  // Field by field: a message's empty fields stand on its prototype, which a spread leaves behind.
  const { site, sealing, name } = message
  const stated = { site, sealing, name, oneTime: slot.oneTime, labels: parseLabels(message.labels) }
  verifyJoiner(stated, message.joinerSignature)
  const member: MemberFields = {
    site: idOf('SiteId', message.site),
    sealing: parseSealing(message.sealing),
    role: slot.role,
    name: agreedName(slot, message.name),
    labels: agreedLabels(slot, stated.labels),
    rings: slot.rings,
    addresses: parseAddresses(message.addresses),
    version: 0,
    projects: slot.projects,
    quota: slot.quota,
    retiring: false,
    revoked: false,
    lastHead: undefined,
    time: message.time,
  }
  return { slot, member }
}

interface Stated {
  readonly oneTime: Uint8Array
  readonly site: Uint8Array
  readonly sealing: Uint8Array
  readonly name: string
  readonly labels: Labels
}
function statedBy(request: pb.JoinRequest.$Properties): Stated {
  const none = new Uint8Array()
  const { oneTime, site, sealing, name, labels } = request
  return {
    oneTime: oneTime ?? none,
    site: site ?? none,
    sealing: sealing ?? none,
    name: name ?? '',
    labels: parseLabels(labels ?? {}),
  }
}

// Signed without a mesh: the joiner knows only half of its id yet. The one-time key belongs to one slot of one mesh.
function verifyJoiner(stated: Stated, signature: Uint8Array): void {
  verifySigned('join', undefined, new pb.Signed({ body: joinBody(stated), author: stated.oneTime, signature }))
}

// one-time key 32 ‖ site 32 ‖ sealing 32 ‖ name ‖ label count u16le ‖ labels sorted by name: name, value; each text is
// length u16le ‖ UTF-8. Fixed by this layout rather than by protobuf, since the admission repeats the fields.
function joinBody({ oneTime, site, sealing, name, labels }: Stated): Uint8Array {
  const keys = [oneTime, site, sealing]
  if (keys.some(key => key.byteLength !== PUBLIC_KEY_LENGTH)) throw invalid('a key of a wrong length')
  const entries = Object.entries(sortedRecord(labels))
  return Buffer.concat([...keys, text(name), u16(entries.length), ...entries.flat().map(text)])
}
function text(value: string): Uint8Array {
  const bytes = Buffer.from(value)
  if (bytes.byteLength > 1024) throw invalid('a text that is too long')
  return Buffer.concat([u16(bytes.byteLength), bytes])
}
function u16(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, value >> 8)
}

function agreedName(slot: Slot, stated: string): string {
  if (slot.name !== '' && stated !== '' && foldLabel(slot.name) !== foldLabel(stated))
    throw new HoldfastError('LABELS_REFUSED', `the invite is for a site called ${slot.name}, not ${stated}`)
  const name = slot.name === '' ? stated : slot.name
  if (!isSiteName(name))
    throw new HoldfastError('LABELS_REFUSED', 'neither the invite nor the joining site says how it is called')
  return name
}

// The slot's labels are the owner's word. The joiner may add others, but never where it stands.
function agreedLabels(slot: Slot, stated: Labels): Labels {
  for (const [label, value] of Object.entries(stated)) {
    const fixed = labelOf(slot.labels, label)
    if (fixed !== undefined && foldLabel(fixed) !== foldLabel(value))
      throw new HoldfastError('LABELS_REFUSED', `the invite says ${label}=${fixed}, the joining site ${label}=${value}`)
    if (fixed === undefined && label === 'location')
      throw new HoldfastError('LABELS_REFUSED', 'the location of a site is set by its invite, not by itself')
  }
  return sortedRecord({ ...stated, ...slot.labels })
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a slot or join request with ${what}`)
}
