// What the kept statements say about each member today (§ Membership, Fold). Only the owners in force count: who changes
// owners first has the new ones sign every member's record again, then leaves the old ones out.
import type { ConstitutionChain } from './constitution-chain.ts'
import type { SiteId } from './ids.ts'
import { foldLabel } from './labels.ts'
import type { MemberFields } from './member.ts'
import type { MemberRecord, Parsed } from './membership.ts'
import type { StatementId } from './statement.ts'

interface Claim {
  readonly id: StatementId
  readonly fields: MemberFields
  readonly via: MemberRecord['via']
}

/** `slots`: by one-time key in hex, whom it took in. */
export function foldMembers(
  chain: ConstitutionChain,
  kept: readonly Parsed[],
): { members: ReadonlyMap<SiteId, MemberRecord>; slots: ReadonlyMap<string, SiteId> } {
  const slots = new Map<string, SiteId>()
  const claims: Claim[] = []
  // Sorted by id: of two admissions by one slot the smaller id counts.
  for (const one of kept.toSorted((a, b) => (a.statement.id < b.statement.id ? -1 : 1))) {
    const { id } = one.statement
    if (one.type === 'member' && isCounted(chain, one.owner, one.fields)) {
      claims.push({ id, fields: one.fields, via: 'owner' })
    } else if (one.type === 'admission' && isCounted(chain, one.admission.slot.owner, one.admission.member)) {
      const oneTime = Buffer.from(one.admission.slot.oneTime).toString('hex')
      if (slots.has(oneTime)) continue
      slots.set(oneTime, one.admission.member.site)
      claims.push({ id, fields: one.admission.member, via: 'invite' })
    }
  }
  const bySite = Map.groupBy(claims, ({ fields }) => fields.site)
  const records = [...bySite].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, same]) => recordOf(same))
  const names = Map.groupBy(
    records.filter(({ revoked }) => !revoked),
    ({ name }) => foldLabel(name),
  )
  const members = records.map(record => {
    const isShared = !record.revoked && (names.get(foldLabel(record.name))?.length ?? 0) > 1
    return { ...record, displayName: isShared ? `${record.name}-${record.site.slice(0, 6)}` : record.name }
  })
  return { members: new Map(members.map(member => [member.site, member])), slots }
}

// While the constitution is forked, what is dated from the fork on doesn't count; but a revocation does, and any
// branch's owners may make one: leaving a site out is the safe side.
function isCounted(chain: ConstitutionChain, owner: SiteId, { time, revoked }: MemberFields): boolean {
  const isOwner = chain.inForce.owners.includes(owner)
  if (chain.frozenSince === undefined) return isOwner
  return (isOwner && time < chain.frozenSince) || (revoked && (isOwner || chain.ownersOfTips.has(owner)))
}

// Claims are sorted by id.
function recordOf(claims: readonly Claim[]): MemberRecord {
  const { fields, via } = claims.reduce((a, b) => (b.fields.version > a.fields.version ? b : a))
  return {
    site: fields.site,
    sealing: fields.sealing,
    role: fields.role,
    projects: new Set(fields.projects),
    earlier: claims
      .filter(claim => claim.fields !== fields)
      .map(claim => ({ role: claim.fields.role, projects: new Set(claim.fields.projects) })),
    name: fields.name,
    displayName: fields.name,
    labels: fields.labels,
    rings: new Set(fields.rings),
    quota: fields.quota,
    addresses: fields.addresses,
    version: fields.version,
    retiring: fields.retiring,
    revoked: claims.some(claim => claim.fields.revoked),
    lastHead: claims.find(claim => claim.fields.revoked)?.fields.lastHead,
    via,
    since: Math.min(...claims.map(claim => claim.fields.time)),
  }
}
