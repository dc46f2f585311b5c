// An invite: a slot that an owner signs, for the daemon; and the ticket with the one-time secret, for the joiner alone
// (§ Membership).
import { randomBytes } from 'node:crypto'
import { hash } from '../protocol/hash.ts'
import { bytesOf, type MeshId, type ProjectId, type RingId, type SiteId } from '../protocol/ids.ts'
import { makeSlot } from '../protocol/invite.ts'
import { type SigningKey, signingKeyFromSeed } from '../protocol/keys.ts'
import type { MemberRole } from '../protocol/role.ts'
import { encodeSigned } from '../protocol/signed.ts'
import { encodeTicket } from '../protocol/ticket.ts'

const MESH_PREFIX = 16

export interface InvitationFields {
  readonly mesh: MeshId
  readonly serving: SiteId
  readonly name: string // '' = the joiner chooses
  readonly labels: Readonly<Record<string, string>>
  readonly expires: number // ms, whole seconds
  readonly rings: readonly RingId[]
  readonly role: MemberRole
  readonly projects: readonly ProjectId[]
  readonly quota: number
}
export interface Invitation {
  /** What the serving site lists it under, hex. */
  readonly id: string
  readonly slot: Uint8Array
  /** The ticket with the addresses where the join host listens. */
  ticket(addresses: readonly string[]): string
}

export function makeInvitation(fields: InvitationFields, owner: SigningKey): Invitation {
  const { mesh, serving, expires, role } = fields
  const oneTimeSeed = randomBytes(32)
  const oneTime = signingKeyFromSeed(oneTimeSeed).publicKey
  const slot = makeSlot(mesh, { ...fields, oneTime, nonce: randomBytes(16) }, owner)
  const meshPrefix = bytesOf(mesh).subarray(0, MESH_PREFIX)
  return {
    id: Buffer.from(hash(oneTime)).toString('hex'),
    slot: encodeSigned(slot),
    ticket: addresses => encodeTicket({ meshPrefix, serving, addresses, oneTimeSeed, role, expires }),
  }
}
