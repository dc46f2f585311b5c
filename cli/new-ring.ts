// A ring for one project, so that who reads it reads nothing else: made here, handed to the daemon, and named by an owner
// in the records of those who may read it. The recovery identity gets it as it gets every ring (§ Ring).
import { randomBytes } from 'node:crypto'
import { HoldfastError } from '../protocol/errors.ts'
import { idOf, type RingId } from '../protocol/ids.ts'
import { MAX_RINGS, memberStatement, nextRecord } from '../protocol/member.ts'
import type { MemberRecord, Membership } from '../protocol/membership.ts'
import { createRing, encodeRing } from '../protocol/ring.ts'
import type { Invocation } from './invocation.ts'
import { memberNamed } from './member-named.ts'
import { printable } from './table.ts'
import { openTrust } from './trust.ts'

export interface RingOptions {
  /** Names of sites; none = the manager's trusted sites. This site is always one. */
  readonly trust: readonly string[]
  readonly passphraseFile: string | undefined
  readonly ownerKey: string | undefined
  readonly totp: string | undefined
}

/** Throws KEY_MISSING (no owner key here), SITE_UNKNOWN, PROJECT_EXISTS. */
export async function makeRing(invocation: Invocation, project: string, options: RingOptions): Promise<RingId> {
  const { client, cli } = invocation
  const { projects } = (await client.call('projects', {})).value
  if (projects.some(({ name }) => name === project))
    throw new HoldfastError('PROJECT_EXISTS', `${project} is a project already: its ring was chosen when it was made`)
  const { membership, owner, submit } = await openTrust(invocation, options.passphraseFile, options.ownerKey)
  const { site, mesh } = (await client.call('identity', {})).value
  const me = membership.members.get(site)
  if (me === undefined || me.revoked) throw new HoldfastError('NOT_MEMBER', 'this site is no member of the mesh')
  const named = options.trust.map(name => memberNamed(membership, name))
  const others = named.length > 0 ? named : sameManager(membership, me, mesh?.rings[0])
  const trusted = [...new Set([me, ...others])]
  const full = trusted.find(({ revoked, rings }) => revoked || rings.size >= MAX_RINGS)
  if (full !== undefined) {
    const why = full.revoked ? 'is revoked' : `is trusted for ${full.rings.size} rings, and can be for no more`
    throw new HoldfastError('NOT_ALLOWED', `${full.name} ${why}`)
  }
  const ring = createRing(idOf('RingId', randomBytes(16)), randomBytes(32), randomBytes(32))
  // The keys first: a member that is trusted for a ring nobody has the keys of could wait for ever.
  await client.call('addKeys', { rings: [encodeRing(ring)] })
  const statements = trusted.map(member =>
    memberStatement(membership.mesh, nextRecord(member, { rings: [...member.rings, ring.id] }, cli.now()), owner),
  )
  await submit(statements, { totp: options.totp, note: `a ring for ${project}` })
  invocation.note(`ring ${ring.id.slice(0, 8)}: ${trusted.map(({ name }) => printable(name)).join(', ')} may read it`)
  return ring.id
}

/** Sites under the same people, which can read this site's standard ring already: no new reader comes in. */
function sameManager({ members }: Membership, me: MemberRecord, standard: RingId | undefined): MemberRecord[] {
  return [...members.values()].filter(
    ({ revoked, labels, rings }) =>
      !revoked && labels.manager === me.labels.manager && standard !== undefined && rings.has(standard),
  )
}
