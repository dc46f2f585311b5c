// A change of the constitution from one owner's wish to what the daemon keeps: signed here, submitted where that is enough,
// and left as a file for the other owners where it is not (§ Constitution, Proposals).
import { randomBytes } from 'node:crypto'
import {
  type Constitution,
  cosignConstitution,
  type SuccessorFields,
  succeedConstitution,
} from '../protocol/constitution.ts'
import { HoldfastError } from '../protocol/errors.ts'
import type { SigningKey } from '../protocol/keys.ts'
import type { Membership } from '../protocol/membership.ts'
import { type Proposal, proposalOf, statementsOf } from '../protocol/proposal.ts'
import type { Statement } from '../protocol/statement.ts'
import { membersLost, signAgain } from '../protocol/succession.ts'
import { usageError } from './context.ts'
import { EXIT } from './exit.ts'
import type { Invocation } from './invocation.ts'
import { canAsk, confirm } from './prompt.ts'
import { proposalWords, shortKey, writeProposal } from './proposal.ts'
import { openTrust, submitStatements } from './trust.ts'

/** Flags of every command that changes the constitution. */
export interface ChangeFlags {
  readonly passphraseFile: string | undefined
  readonly ownerKey: string | undefined
  readonly totp: string | undefined
  readonly yes: boolean
  readonly dryRun: boolean
  readonly out: string | undefined
}
export type Change = Partial<Pick<SuccessorFields, 'owners' | 'threshold' | 'recovery' | 'totp'>>

/**
 * Makes the successor of the constitution in force (of all `branches` where they are given), and brings it as far as this
 * owner's key can. `before`: run once the operator has agreed. Throws MEMBERSHIP_FROZEN.
 */
export async function changeConstitution(
  invocation: Invocation,
  flags: ChangeFlags,
  changeOf: (current: Constitution, membership: Membership) => Promise<Change> | Change,
  branches?: (membership: Membership) => { readonly prev: readonly Constitution[]; readonly base: Constitution },
): Promise<number> {
  const { owner, membership } = await openTrust(invocation, flags.passphraseFile, flags.ownerKey)
  if (membership.frozen && branches === undefined) {
    throw new HoldfastError('MEMBERSHIP_FROZEN', `the constitution of ${membership.name} has forked`, {
      hint: `${invocation.say('owner list')} shows the branches, ${invocation.say('owner mend')} ends it`,
    })
  }
  const { prev, base } = branches?.(membership) ?? {
    prev: [membership.constitution],
    base: membership.constitution,
  }
  const fields: SuccessorFields = {
    prev,
    name: base.name,
    owners: base.owners,
    threshold: base.threshold,
    recovery: base.recovery,
    totp: base.totp,
    salt: randomBytes(32),
    time: Math.max(invocation.cli.now(), 1 + Math.max(...prev.map(({ time }) => time))),
    ...(await changeOf(base, membership)),
  }
  checkThreshold(fields)
  const unsigned = succeedConstitution(membership.mesh, fields, [])
  const constitutions = [...membership.statements.values()].filter(({ type }) => type === 'constitution')
  const proposal = proposalOf([...constitutions, unsigned])
  if (!(await isAgreed(invocation, flags, proposal))) return flags.dryRun ? EXIT.done : EXIT.failed
  const signed = proposalOf([...statementsOf(proposal), cosignConstitution(membership.mesh, unsigned, owner)])
  if (signed.stands) return await submitProposal(invocation, flags, signed, membership, async () => owner)
  const file = await writeProposal(invocation, flags.out ?? `constitution-${signed.proposed.number}.proposal`, signed)
  report(invocation, signed, { submitted: false, file })
  invocation.print(`more owners must sign: send them ${file}`)
  invocation.note(
    `next: each of them, holdfast owner sign FILE --owner-key KEY; then ${invocation.say('owner submit FILE')}`,
  )
  return EXIT.done
}

/**
 * Gives the daemon a proposal that enough owners have signed, with everything that must be signed again under it. The key
 * is opened only where something must.
 */
export async function submitProposal(
  invocation: Invocation,
  flags: ChangeFlags,
  proposal: Proposal,
  membership: Membership,
  openKey: () => Promise<SigningKey>,
): Promise<number> {
  const after = membership.merge([proposal.statement]).membership
  const again = membersLost(membership, after).length === 0 ? [] : await signMembers()
  const { added } = await submitStatements(invocation, [proposal.statement, ...again], { totp: flags.totp })
  report(invocation, proposal, { submitted: true, added, signedAgain: again.length })
  const { threshold, owners, number } = proposal.proposed
  invocation.print(`constitution ${number} is in force: ${threshold} of ${owners.length} owners must sign`)
  if (again.length > 0) invocation.print(`signed again: ${again.length} records of members`)
  return EXIT.done

  async function signMembers(): Promise<Statement[]> {
    const owner = await openKey()
    if (proposal.proposed.owners.includes(owner.id)) return signAgain(membership, after, owner, invocation.cli.now())
    const who = shortKey(owner.id)
    throw new HoldfastError(
      'NOT_ALLOWED',
      `members must be signed for again, and ${who} owns nothing after this change`,
      {
        hint: 'have an owner who stays submit the proposal: holdfast owner submit FILE --owner-key KEY',
      },
    )
  }
}

/** Shows the change and asks, as far as the flags leave it open. False: not agreed, or only shown. */
export async function isAgreed(invocation: Invocation, flags: ChangeFlags, proposal: Proposal): Promise<boolean> {
  const { cli, command } = invocation
  if (flags.dryRun || !flags.yes) invocation.print(proposalWords(proposal).join('\n'))
  if (flags.dryRun) {
    report(invocation, proposal, { submitted: false, dryRun: true })
    return false
  }
  if (flags.yes) return true
  if (!canAsk(cli)) throw usageError(`${command} asks before it acts`, 'without a terminal, give --yes')
  return await confirm(cli, 'sign it?')
}

export function report(invocation: Invocation, proposal: Proposal, more: object): void {
  const { mesh, proposed, signers, stands, rules } = proposal
  invocation.printJson({
    mesh,
    number: proposed.number,
    owners: proposed.owners,
    threshold: proposed.threshold,
    totp: proposed.totp !== undefined,
    changes: proposalWords(proposal).slice(1, -rules.length),
    signers: [...signers].sort(),
    missing: [
      ...new Set(rules.filter(one => one.have.length < one.constitution.threshold).flatMap(one => one.missing)),
    ],
    stands,
    ...more,
  })
}

function checkThreshold({ owners, threshold }: SuccessorFields): void {
  if (owners.length === 0) throw usageError('the last owner can not be removed', 'add another owner first')
  if (threshold >= 1 && threshold <= owners.length) return
  throw usageError(
    `${threshold} of ${owners.length} owners can't be asked to sign`,
    `give --threshold 1 to ${owners.length}`,
  )
}
