// A member's record in an owner's hands: found by what people call the site, signed anew with what changes (§ Members).
// Loaded by the commands that sign alone: it brings keys and signatures along.
import { HoldfastError } from '../protocol/errors.ts'
import { type MemberChanges, type MemberFields, memberStatement, nextRecord } from '../protocol/member.ts'
import type { MemberRecord } from '../protocol/membership.ts'
import type { Invocation } from './invocation.ts'
import { memberNamed } from './member-named.ts'
import { loadMembership, openTrust, type Trust } from './trust.ts'

export interface OwnerFlags {
  readonly passphraseFile: string | undefined
  readonly ownerKey: string | undefined
  readonly totp: string | undefined
}

export interface SiteRecord {
  readonly trust: Trust
  readonly member: MemberRecord
  /** Signs the next version of the record as it is now, and gives it to the daemon. */
  sign(changes: MemberChanges, note: string | undefined): Promise<MemberFields>
}

/** Throws SITE_UNKNOWN, AMBIGUOUS, KEY_MISSING, KEY_WRONG, NOT_ALLOWED. */
export async function openRecord(invocation: Invocation, reference: string, flags: OwnerFlags): Promise<SiteRecord> {
  const trust = await openTrust(invocation, flags.passphraseFile, flags.ownerKey)
  const member = memberNamed(trust.membership, reference)
  return {
    trust,
    member,
    async sign(changes, note) {
      if (trust.membership.frozen && !changes.revoked) {
        throw new HoldfastError(
          'NOT_ALLOWED',
          'the constitution has forked: until an owner mends it only revoking counts',
          {
            hint: `${invocation.say('owner list')} shows the branches`,
          },
        )
      }
      // Others may have signed one meanwhile.
      const current = (await loadMembership(invocation)).members.get(member.site) ?? member
      const fields = nextRecord(current, changes, invocation.cli.now())
      const statement = memberStatement(trust.membership.mesh, fields, trust.owner)
      await trust.submit([statement], { totp: flags.totp, ...(note === undefined ? {} : { note }) })
      return fields
    },
  }
}
