// What must be signed again when the owners change (§ Members): a record counts while its signer owns the constitution in
// force, so whoever stays signs, with a higher version, what the leaving ones had said of each member. Nobody drops out,
// no revocation is forgotten, and what a member was allowed before stays known.
import type { SigningKey } from './keys.ts'
import { memberStatement, nextRecord } from './member.ts'
import type { MemberRecord, Membership } from './membership.ts'
import type { RoleHolder } from './role.ts'
import type { Statement } from './statement.ts'

/** The members of whom `after` doesn't say what `before` says. What counts anew in `after`, and is newer, stays. */
export function membersLost(before: Membership, after: Membership): MemberRecord[] {
  return [...before.members.values()].filter(member => {
    const then = after.members.get(member.site)
    return then === undefined || forgotten(member, then).length > 0 || isLost(member, then)
  })
}

/** The records that say it again, signed by an owner of `after`. */
export function signAgain(before: Membership, after: Membership, owner: SigningKey, time: number): Statement[] {
  return membersLost(before, after).flatMap(member => {
    const then = after.members.get(member.site)
    const versions = Math.max(member.version, then?.version ?? 0)
    // The newest is what stands; those below only tell what was allowed once.
    const roles: RoleHolder[] = [...forgotten(member, then).filter(one => !isSameRole(one, member)), member]
    return roles.map(({ role, projects }, at) => {
      const fields = nextRecord(member, { role, projects: [...projects] }, time)
      return memberStatement(before.mesh, { ...fields, version: versions + 1 + at }, owner)
    })
  })
}

function isLost(before: MemberRecord, then: MemberRecord): boolean {
  if (before.revoked !== then.revoked) return before.revoked
  if (before.version !== then.version) return before.version > then.version
  return wordsOf(before) !== wordsOf(then)
}

function wordsOf(member: MemberRecord): string {
  const { sealing, labels, ...rest } = nextRecord(member, {}, 0)
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([Buffer.from(sealing).toString('hex'), sorted, rest])
}

/** What the member was allowed before, or is, that `then` knows nothing of. */
function forgotten(member: MemberRecord, then: MemberRecord | undefined): RoleHolder[] {
  return allowed(member).filter(one => !allowed(then).some(other => isSameRole(one, other)))
}

function allowed(member: MemberRecord | undefined): RoleHolder[] {
  return member === undefined ? [] : [member, ...member.earlier]
}

function isSameRole(a: RoleHolder, b: RoleHolder): boolean {
  return a.role === b.role && a.projects.size === b.projects.size && [...a.projects].every(one => b.projects.has(one))
}
