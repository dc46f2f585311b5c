// Which member an owner means: a name, or the start of an id; of the same name rather one that is not revoked.
import { HoldfastError } from '../protocol/errors.ts'
import type { MemberRecord, Membership } from '../protocol/membership.ts'

/** Throws SITE_UNKNOWN, AMBIGUOUS. */
export function memberNamed(membership: Membership, reference: string): MemberRecord {
  const all = [...membership.members.values()]
  const named = all.filter(({ name, displayName }) => name === reference || displayName === reference)
  const inForce = named.filter(({ revoked }) => !revoked)
  const meant = inForce.length > 0 ? inForce : named
  const isStart = (id: string) => reference.length >= 3 && id.startsWith(reference.toLowerCase())
  const found = meant.length > 0 ? meant : all.filter(({ site }) => isStart(site))
  if (found.length === 1) return found[0]!
  if (found.length > 1) {
    throw new HoldfastError('AMBIGUOUS', `${found.length} sites are called ${reference}`, {
      hint: `use an id: ${found.map(({ site }) => site.slice(0, 8)).join(', ')}`,
    })
  }
  throw new HoldfastError('SITE_UNKNOWN', `no site is called ${reference}`, { hint: 'holdfast site list shows them' })
}
