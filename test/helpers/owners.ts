// A mesh of three owners and the statements they make, for tests of who owns it.
import { type Constitution, foundMesh, parseConstitution, succeedConstitution } from '../../protocol/constitution.ts'
import { idOf, type SiteId } from '../../protocol/ids.ts'
import { admissionStatement, makeJoinRequest, makeSlot } from '../../protocol/invite.ts'
import { type SigningKey, signingKeyFromSeed } from '../../protocol/keys.ts'
import { type MemberFields, memberStatement, UNBOUND } from '../../protocol/member.ts'
import { type Membership, openMembership } from '../../protocol/membership.ts'
import { parseStatement, type Statement, statementMessage } from '../../protocol/statement.ts'

export const key = (n: number): SigningKey => signingKeyFromSeed(new Uint8Array(32).fill(n))
export const [anna, bert, cleo, dora] = [key(1), key(2), key(3), key(4)]
export const sites = [10, 11, 12, 13].map(key)
export const salt = (n: number) => new Uint8Array(32).fill(n)
const ring = idOf('RingId', new Uint8Array(16).fill(7))
export const project = idOf('ProjectId', new Uint8Array(16).fill(8))

/** A mesh of Anna, Bert and Cleo, two of whom must sign. */
const founded = foundMesh({ name: 'kreuzberg', owners: [anna, bert, cleo], threshold: 2, salt: salt(5), time: 1000 })
export const { mesh, statement: genesis } = founded
export const first = parseConstitution(mesh, genesis).constitution

export function next(
  prev: readonly Constitution[],
  owners: readonly SigningKey[],
  signers: readonly SigningKey[],
  more = {},
) {
  const fields = { prev, name: 'kreuzberg', owners: owners.map(({ id }) => id), threshold: 2, recovery: undefined }
  return succeedConstitution(mesh, { ...fields, salt: salt(6), time: 2000, ...more }, signers)
}
export function member(site: SigningKey, by: SigningKey, more: Partial<MemberFields> = {}): Statement {
  const fields: MemberFields = {
    ...UNBOUND,
    site: site.id,
    sealing: salt(6),
    role: 'writer',
    name: `site-${site.id.slice(0, 4)}`,
    labels: { location: 'berlin' },
    rings: [ring],
    addresses: [],
    version: 1,
    time: 1500,
    ...more,
  }
  return memberStatement(mesh, fields, by)
}
export const open = (statements: readonly Statement[]): Membership => openMembership(mesh, statements).membership
export const inForce = (membership: Membership): SiteId[] =>
  [...membership.members.values()].filter(({ revoked }) => !revoked).map(({ site }) => site)

/** A site that an invite of `by` let in. */
export function admitted(site: SigningKey, by: SigningKey): Statement {
  const oneTime = key(50)
  const slot = makeSlot(
    mesh,
    {
      oneTime: oneTime.publicKey,
      role: 'holder',
      name: 'guest',
      labels: { location: 'potsdam' },
      expires: 9000,
      serving: sites[1]!.id,
      rings: [],
      projects: [],
      quota: 5,
      nonce: new Uint8Array(16),
    },
    by,
  )
  const request = makeJoinRequest(
    { site: site.id, sealing: salt(6), name: '', labels: {}, addresses: [], time: 1600 },
    oneTime,
  )
  return parseStatement(statementMessage(admissionStatement(mesh, slot, request, 1600, sites[1]!)))
}
