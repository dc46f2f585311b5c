// What owners say about a member, and the ring keys members hand each other (§ Membership): one signed record a member
// and version, one grant a ring, member and granter.
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { bytesOf, idOf, type MeshId, type ProjectId, type RingId, type SiteId } from './ids.ts'
import { PUBLIC_KEY_LENGTH, type SigningKey } from './keys.ts'
import { checkLabels, checkSiteName, isSiteName, type Labels, parseLabels } from './labels.ts'
import type { MemberRecord } from './membership.ts'
import { holdfast as pb } from './messages.js'
import { type MemberRole, parseRole, roleNumber } from './role.ts'
import { encodeSigned, sign, verifySigned } from './signed.ts'
import { makeStatement, STATEMENT_BYTES, type Statement, signedOf } from './statement.ts'

export interface MemberFields {
  readonly site: SiteId
  readonly sealing: Uint8Array
  readonly role: MemberRole
  readonly name: string
  readonly labels: Labels
  readonly rings: readonly RingId[]
  readonly projects: readonly ProjectId[] // what it may touch; none = all
  readonly quota: number // bytes its own snapshots may take at a holder; 0 = no bound
  readonly addresses: readonly string[]
  readonly version: number // from 1; the highest wins
  readonly retiring: boolean // still a source, but no place for a copy
  readonly revoked: boolean // wins over every version, for ever
  readonly lastHead: LastHead | undefined // of a revoked site: the last head accepted of it; undefined = none
  readonly time: number
}
/** What an owner may change in a member's record. */
export type MemberChanges = Partial<Omit<MemberFields, 'site' | 'sealing' | 'version' | 'time'>>

/** The next version of a member's record: all of it as it stands, but for the changes. */
export function nextRecord(member: MemberRecord, changes: MemberChanges, time: number): MemberFields {
  const { site, sealing, role, name, labels, addresses, quota, retiring, revoked, lastHead } = member
  return {
    site,
    sealing,
    role,
    name,
    labels,
    rings: [...member.rings],
    projects: [...member.projects],
    quota,
    addresses,
    retiring,
    revoked,
    lastHead,
    ...changes,
    version: member.version + 1,
    time,
  }
}

/** A member that nothing is known against, and that may touch every project. */
export const UNBOUND = { projects: [], quota: 0, retiring: false, revoked: false, lastHead: undefined } as const

/** The place of a head: its id and its seq. */
export interface LastHead {
  readonly id: string // hex
  readonly seq: number
}
export interface GrantFields {
  readonly ring: RingId
  readonly epoch: number
  readonly member: SiteId
  readonly sealedKeys: Uint8Array // sealTo(member's sealing key, encodeRing(..))
}

const MAX_ADDRESSES = 16
const MAX_ADDRESS = 255
/** So many rings one member can be trusted for. */
export const MAX_RINGS = 64
const MAX_PROJECTS = 256
const MAX_SEALED_KEYS = 16 * 1024

/** An owner's record of a member: the founder's first site, a change, a revocation. Throws LABELS_REFUSED, USAGE. */
export function memberStatement(mesh: MeshId, fields: MemberFields, owner: SigningKey): Statement {
  const body = encode(pb.Member, {
    site: bytesOf(fields.site),
    sealing: fields.sealing,
    role: roleNumber(fields.role),
    name: checkSiteName(fields.name),
    labels: checkLabels(fields.labels),
    version: fields.version,
    revoked: fields.revoked,
    rings: fields.rings.map(bytesOf),
    projects: fields.projects.map(bytesOf),
    quota: fields.quota,
    addresses: [...fields.addresses],
    retiring: fields.retiring,
    lastHead: fields.lastHead ? Buffer.from(fields.lastHead.id, 'hex') : new Uint8Array(0),
    lastSeq: fields.lastHead?.seq ?? 0,
    time: fields.time,
  })
  return makeStatement('member', encodeSigned(sign('member', mesh, body, owner)))
}

/** Verifies that its author signed it; whether the author is an owner is the fold's to say. */
export function parseMember(mesh: MeshId, statement: Statement): { owner: SiteId; fields: MemberFields } {
  const signed = signedOf(statement)
  const message = decode(pb.Member, verifySigned('member', mesh, signed), STATEMENT_BYTES)
  if (!isSiteName(message.name)) throw invalid('name')
  if (message.version < 1) throw invalid('version')
  const fields = {
    site: idOf('SiteId', message.site),
    sealing: parseSealing(message.sealing),
    role: parseRole(message.role),
    name: message.name,
    labels: parseLabels(message.labels),
    rings: parseRings(message.rings),
    projects: parseProjects(message.projects),
    quota: message.quota,
    addresses: parseAddresses(message.addresses),
    version: message.version,
    retiring: message.retiring,
    revoked: message.revoked,
    lastHead: parseLastHead(message.lastHead, message.lastSeq),
    time: message.time,
  }
  return { owner: idOf('SiteId', signed.author), fields }
}

/** By an owner, or a member trusted for the ring. */
export function grantStatement(mesh: MeshId, fields: GrantFields, author: SigningKey): Statement {
  const { ring, epoch, member, sealedKeys } = fields
  const body = encode(pb.Grant, { ring: bytesOf(ring), epoch, member: bytesOf(member), sealedKeys })
  return makeStatement('grant', encodeSigned(sign('grant', mesh, body, author)))
}

export function parseGrant(mesh: MeshId, statement: Statement): { author: SiteId; fields: GrantFields } {
  const signed = signedOf(statement)
  const message = decode(pb.Grant, verifySigned('grant', mesh, signed), STATEMENT_BYTES)
  if (message.sealedKeys.byteLength === 0 || message.sealedKeys.byteLength > MAX_SEALED_KEYS)
    throw invalid('sealed keys')
  const fields = {
    ring: idOf('RingId', message.ring),
    epoch: message.epoch,
    member: idOf('SiteId', message.member),
    sealedKeys: message.sealedKeys,
  }
  return { author: idOf('SiteId', signed.author), fields }
}

export function parseSealing(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength !== PUBLIC_KEY_LENGTH) throw invalid('sealing key')
  return bytes
}
export function parseRings(rings: readonly Uint8Array[]): RingId[] {
  if (rings.length > MAX_RINGS) throw invalid('list of rings')
  return rings.map(ring => idOf('RingId', ring))
}
export function parseProjects(projects: readonly Uint8Array[]): ProjectId[] {
  if (projects.length > MAX_PROJECTS) throw invalid('list of projects')
  return projects.map(project => idOf('ProjectId', project))
}
export function parseAddresses(addresses: readonly string[]): string[] {
  const isWrong = (address: string) => address.length > MAX_ADDRESS || !/^[\x21-\x7e]+$/.test(address)
  if (addresses.length > MAX_ADDRESSES || addresses.some(isWrong)) throw invalid('list of addresses')
  return [...addresses]
}

function parseLastHead(id: Uint8Array, seq: number): LastHead | undefined {
  if (id.byteLength === 0 && seq === 0) return undefined
  if (id.byteLength !== 32 || seq === 0) throw invalid('last head')
  return { id: Buffer.from(id).toString('hex'), seq }
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a membership statement with a ${what} that can't be`)
}
