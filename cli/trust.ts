// What every owner-signed command stands on: the owner's key, opened here and never handed on, the membership as the
// daemon keeps it, and the way to give the daemon what was signed (§ Membership).
import { HoldfastError, isError } from '../protocol/errors.ts'
import type { SigningKey } from '../protocol/keys.ts'
import type { Submitted } from '../protocol/local-api-trust.ts'
import { type Membership, openMembership } from '../protocol/membership.ts'
import { ownerText } from '../protocol/owner-text.ts'
import { parseStatement, type Statement } from '../protocol/statement.ts'
import type { Invocation } from './invocation.ts'
import { openOwnerKey } from './owner-key.ts'
import { ask, canAsk } from './prompt.ts'

export { ownerOptions } from './owner-flags.ts'

export interface Trust {
  readonly owner: SigningKey
  /** As this site has it; members, constitution, rings. */
  readonly membership: Membership
  /** Gives the daemon what was signed. Asks for a one-time code where the mesh wants one and there is a terminal. */
  submit(statements: readonly Statement[], more?: { totp?: string | undefined; note?: string }): Promise<Submitted>
}

/** Throws NOT_FOUNDED, KEY_MISSING, KEY_WRONG, NOT_ALLOWED when the key owns nothing of this mesh. */
export async function openTrust(
  invocation: Invocation,
  passphraseFile: string | undefined,
  ownerKey?: string,
): Promise<Trust> {
  const membership = await loadMembership(invocation)
  const owner = await openOwnerKey(invocation, passphraseFile, ownerKey)
  if (![membership.constitution, ...membership.tips].some(({ owners }) => owners.includes(owner.id))) {
    throw new HoldfastError('NOT_ALLOWED', `the key ${ownerText(owner.id)} does not own ${membership.name}`, {
      hint: `${invocation.say('owner list')} shows whose keys do`,
    })
  }
  return { owner, membership, submit: (statements, more) => submitStatements(invocation, statements, more) }
}

/** Folded here, out of the statements themselves: nothing the daemon says beside them is trusted. */
export async function loadMembership(invocation: Invocation): Promise<Membership> {
  return (await loadStatements(invocation)).membership
}

/** `refused`: what is wrong with constitutions that were sent to the daemon and don't stand. */
export async function loadStatements(invocation: Invocation): Promise<{ membership: Membership; refused: string[] }> {
  const { value } = await invocation.client.call('statements', {})
  const { membership } = openMembership(value.mesh, value.statements.map(parseStatement))
  return { membership, refused: value.aside.map(({ why }) => why) }
}

export async function submitStatements(
  invocation: Invocation,
  statements: readonly Statement[],
  { totp, note }: { totp?: string | undefined; note?: string } = {},
): Promise<Submitted> {
  const send = async (code: string | undefined) => {
    const { value } = await invocation.client.call('submitStatements', {
      statements: statements.map(({ type, body }) => ({ type, body })),
      ...(code === undefined ? {} : { totp: code }),
      ...(note === undefined ? {} : { note }),
    })
    return value
  }
  try {
    return await send(totp)
  } catch (error) {
    if (!isError(error, 'TOTP_NEEDED') || !canAsk(invocation.cli)) throw error
    return await send(await ask(invocation.cli, 'one-time code: '))
  }
}
