// Who belongs to the mesh (§ Membership): folded from a set of signed statements, the same for everyone with the same
// set, whatever the order. Revocation wins, then the higher version, then the smaller statement id.
import { type Constitution, parseConstitution, type SignedConstitution } from './constitution.ts'
import { type ConstitutionChain, chainConstitutions, whyNotStanding } from './constitution-chain.ts'
import { HoldfastError, isError } from './errors.ts'
import { hash } from './hash.ts'
import type { MeshId, RingId, SiteId } from './ids.ts'
import { type Admission, parseAdmission } from './invite.ts'
import { foldLabel } from './labels.ts'
import { type GrantFields, type MemberFields, parseGrant, parseMember } from './member.ts'
import { foldMembers } from './member-fold.ts'
import type { RoleHolder } from './role.ts'
import type { Statement, StatementId } from './statement.ts'

export type { MemberRole } from './role.ts'

/** A member, in force or revoked. Times ms. */
export interface MemberRecord extends RoleHolder {
  readonly site: SiteId
  readonly sealing: Uint8Array // X25519 public key
  readonly earlier: readonly RoleHolder[] // what it was allowed before, by records that still count
  readonly name: string
  readonly displayName: string // the name, with the first 6 hex digits of the id where two members share it
  readonly labels: MemberFields['labels']
  readonly rings: ReadonlySet<RingId> // trusted for
  readonly quota: number // bytes its own snapshots may take at a holder; 0 = no bound
  readonly addresses: readonly string[]
  readonly version: number // 0: by admission alone
  readonly retiring: boolean // still a source, but no place for a copy
  readonly revoked: boolean
  readonly lastHead: MemberFields['lastHead'] // of a revoked site
  readonly via: 'owner' | 'invite'
  readonly since: number
}
export interface GrantRecord extends GrantFields {
  readonly author: SiteId
}
export interface Refusal {
  readonly id: StatementId
  readonly why: string
}
export interface Merged {
  readonly membership: Membership
  readonly added: readonly Statement[] // new and kept: journal these
  readonly refused: readonly Refusal[]
}
/** Immutable. A function of the set of its statements alone. */
export interface Membership {
  readonly mesh: MeshId
  readonly name: string
  readonly constitution: Constitution // in force
  readonly tips: readonly Constitution[] // more than one while frozen: what a record that mends it must name
  readonly frozen: boolean // two constitutions claim one place: nothing dated after counts until a record names both
  readonly members: ReadonlyMap<SiteId, MemberRecord> // revoked ones too
  readonly hash: Uint8Array // of the sorted statement ids
  readonly statements: ReadonlyMap<StatementId, Statement>
  readonly statementIds: readonly StatementId[] // sorted
  readonly aside: readonly Refusal[] // constitutions that don't stand, and why
  /** All statements, each after what it is judged by: whoever learns them one by one loses no member on the way. */
  inOrder(): readonly Statement[]
  has(site: SiteId): boolean // a member, not revoked
  isOwner(key: SiteId): boolean
  isNameTaken(name: string): boolean
  ringsOf(site: SiteId): ReadonlySet<RingId>
  grantsFor(site: SiteId): readonly GrantRecord[] // newest epoch first
  slotUsed(oneTime: Uint8Array): SiteId | undefined // whom an admission took in by that slot
  /** What can't be judged yet, since its signer is not known, is kept aside and counts once it can be. */
  merge(more: readonly Statement[]): Merged
}

/** A statement whose signatures hold. */
export type Parsed =
  | { readonly type: 'constitution'; readonly statement: Statement; readonly signed: SignedConstitution }
  | { readonly type: 'member'; readonly statement: Statement; readonly owner: SiteId; readonly fields: MemberFields }
  | { readonly type: 'admission'; readonly statement: Statement; readonly admission: Admission }
  | { readonly type: 'grant'; readonly statement: Statement; readonly author: SiteId; readonly fields: GrantFields }
type ParsedOf<Type extends Parsed['type']> = Extract<Parsed, { type: Type }>

const PENDING = 256 // statements kept aside

/** Throws SIGNATURE_INVALID when the genesis of `mesh`, signed by its owners, is not among the statements. */
export function openMembership(mesh: MeshId, statements: readonly Statement[]): Merged {
  return mergeStatements(mesh, new Map(), new Map(), statements)
}

function mergeStatements(
  mesh: MeshId,
  kept: ReadonlyMap<StatementId, Parsed>,
  pending: ReadonlyMap<StatementId, Parsed>,
  more: readonly Statement[],
): Merged {
  const all = new Map([...kept, ...pending])
  const refused: Refusal[] = []
  for (const statement of more) {
    if (all.has(statement.id)) continue
    try {
      all.set(statement.id, parse(mesh, statement))
    } catch (error) {
      if (!isError(error)) throw error
      refused.push({ id: statement.id, why: error.message })
    }
  }
  const { chain, admitted, aside } = sift(mesh, [...all.values()])
  const membership = membershipOf(mesh, chain, admitted, aside)
  const added = [...admitted.values()]
    .filter(({ statement }) => !kept.has(statement.id))
    .map(({ statement }) => statement)
  return { membership, added, refused }
}

function parse(mesh: MeshId, statement: Statement): Parsed {
  const { type } = statement
  if (type === 'constitution') return { type, statement, signed: parseConstitution(mesh, statement) }
  if (type === 'member') return { type, statement, ...parseMember(mesh, statement) }
  if (type === 'admission') return { type, statement, admission: parseAdmission(mesh, statement) }
  return { type, statement, ...parseGrant(mesh, statement) }
}

interface Sifted {
  readonly chain: ConstitutionChain
  readonly admitted: ReadonlyMap<StatementId, Parsed> // sorted by id
  readonly aside: ReadonlyMap<StatementId, Parsed>
}

// Keeps what somebody signed who may: any owner there ever was, and for grants any site there ever was. The set only
// grows with what is learnt, so it doesn't depend on the order; what counts of it today is foldMembers' to say.
function sift(mesh: MeshId, all: readonly Parsed[]): Sifted {
  const sorted = all.toSorted((a, b) => (a.statement.id < b.statement.id ? -1 : 1))
  const constitutions = sorted.filter(one => one.type === 'constitution')
  const chain = chainConstitutions(
    mesh,
    constitutions.map(({ signed }) => signed),
  )
  if (chain === undefined)
    throw new HoldfastError('SIGNATURE_INVALID', 'the genesis of the mesh, signed by its owners, is missing')
  const owners = chain.ownersEver
  const sites = new Set<SiteId>()
  for (const one of sorted) {
    if (one.type === 'member' && owners.has(one.owner)) sites.add(one.fields.site)
    if (one.type === 'admission' && owners.has(one.admission.slot.owner)) sites.add(one.admission.member.site)
  }
  const newest = newestGrants(sorted.filter(one => one.type === 'grant'))
  const admitted = new Map<StatementId, Parsed>()
  const aside = new Map<StatementId, Parsed>()
  for (const one of sorted) {
    if (one.type === 'grant' && !newest.has(one)) continue
    if (isAuthorized(one, chain, sites)) admitted.set(one.statement.id, one)
    else if (aside.size < PENDING) aside.set(one.statement.id, one)
  }
  return { chain, admitted, aside }
}

function isAuthorized(one: Parsed, chain: ConstitutionChain, sites: ReadonlySet<SiteId>): boolean {
  const owners = chain.ownersEver
  if (one.type === 'constitution') {
    return chain.valid.has(one.signed.constitution.hash) && [...one.signed.signers].every(signer => owners.has(signer))
  }
  if (one.type === 'member') return owners.has(one.owner)
  if (one.type === 'admission') return owners.has(one.admission.slot.owner)
  return owners.has(one.author) || sites.has(one.author)
}

// Of the grants of one ring by one author to one member only the newest epoch's is kept: it carries the earlier ones.
function newestGrants(grants: readonly ParsedOf<'grant'>[]): Set<Parsed> {
  const byPlace = Map.groupBy(grants, ({ author, fields }) => `${author}/${fields.ring}/${fields.member}`)
  return new Set([...byPlace.values()].map(same => same.reduce((a, b) => (b.fields.epoch > a.fields.epoch ? b : a))))
}

function membershipOf(
  mesh: MeshId,
  chain: ConstitutionChain,
  kept: ReadonlyMap<StatementId, Parsed>,
  pending: ReadonlyMap<StatementId, Parsed>,
): Membership {
  const { members, slots } = foldMembers(chain, [...kept.values()])
  const statementIds = [...kept.keys()]
  const owners = new Set(chain.inForce.owners)
  const inForce = (site: SiteId) => {
    const member = members.get(site)
    return member === undefined || member.revoked ? undefined : member
  }
  const ringsOf = (site: SiteId): ReadonlySet<RingId> => inForce(site)?.rings ?? new Set()
  // The recovery identity is no member, and every ring is granted to it.
  const recovery = chain.inForce.recovery?.identity
  const mayReceive = (site: SiteId, ring: RingId) => site === recovery || ringsOf(site).has(ring)
  const grants = [...kept.values()].filter(one => one.type === 'grant')
  return {
    mesh,
    name: chain.inForce.name,
    constitution: chain.inForce,
    tips: chain.tips,
    frozen: chain.frozenSince !== undefined,
    members,
    hash: hash(Buffer.from(statementIds.join(''), 'hex')),
    statements: new Map([...kept].map(([id, { statement }]) => [id, statement])),
    statementIds,
    aside: [...pending].flatMap(([id, one]) => {
      if (one.type !== 'constitution') return []
      return { id, why: `constitution ${one.signed.constitution.number} ${whyNotStanding(chain, one.signed)}` }
    }),
    inOrder: () => statementsInOrder(chain, [...kept.values()]),
    has: site => inForce(site) !== undefined,
    isOwner: key => owners.has(key),
    isNameTaken: name =>
      [...members.values()].some(member => !member.revoked && foldLabel(member.name) === foldLabel(name)),
    ringsOf,
    grantsFor: site =>
      grants
        .filter(
          ({ author, fields }) =>
            fields.member === site &&
            mayReceive(site, fields.ring) &&
            (owners.has(author) || ringsOf(author).has(fields.ring)),
        )
        .map(({ author, fields }) => ({ ...fields, author }))
        .sort((a, b) => b.epoch - a.epoch),
    slotUsed: oneTime => slots.get(Buffer.from(oneTime).toString('hex')),
    merge: more => mergeStatements(mesh, kept, pending, more),
  }
}

// What an owner signed comes right after the first constitution that names that owner: before a later one that leaves
// others out, whose members are signed for again by those who stay.
function statementsInOrder(chain: ConstitutionChain, kept: readonly Parsed[]): Statement[] {
  const since = new Map<SiteId, number>()
  for (const { owners, number } of chain.valid.values())
    for (const owner of owners) since.set(owner, Math.min(number, since.get(owner) ?? number))
  const placeOf = (one: Parsed): number => {
    if (one.type === 'constitution') return one.signed.constitution.number
    const owner = one.type === 'member' ? one.owner : one.type === 'admission' ? one.admission.slot.owner : undefined
    return owner === undefined ? Number.POSITIVE_INFINITY : (since.get(owner) ?? 0) + 0.5
  }
  const placed = kept.map(one => ({ one, place: placeOf(one) }))
  placed.sort((a, b) => (a.place === b.place ? 0 : a.place - b.place))
  return placed.map(({ one }) => one.statement)
}
