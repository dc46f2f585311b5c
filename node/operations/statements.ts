// What owners have signed, given to this site to keep and spread (§ Membership). Owner keys never come here: the command
// line signs, and the daemon refuses what would not count, fork the mesh, or lacks a one-time code.
import { parseConstitution } from '../../protocol/constitution.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { bytesOf } from '../../protocol/ids.ts'
import type { Caller } from '../../protocol/local-api-scope.ts'
import type { StatementList, SubmitRequest, Submitted } from '../../protocol/local-api-trust.ts'
import { type MemberFields, parseMember } from '../../protocol/member.ts'
import type { MemberRecord, Membership } from '../../protocol/membership.ts'
import { parseStatement, type Statement, statementMessage } from '../../protocol/statement.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import type { Act } from '../work/audit/audit.ts'
import { checkTotp } from './totp.ts'

export function statements(context: NodeContext): StatementList {
  const { site } = joinedOf(context)
  const { current } = site.members
  return {
    mesh: site.mesh,
    statements: [...current.statements.values()].map(({ type, body }) => ({ type, body })),
    aside: current.aside.map(({ why }) => ({ why })),
  }
}

// One at a time: two changes of the constitution that are judged side by side would fork the mesh.
let submitting: Promise<unknown> = Promise.resolve()

export function submitStatements(context: NodeContext, request: SubmitRequest, caller: Caller): Promise<Submitted> {
  const submitted = submitting.then(() => submitNow(context, request, caller))
  submitting = submitted.catch(() => undefined)
  return submitted
}

async function submitNow(context: NodeContext, request: SubmitRequest, caller: Caller): Promise<Submitted> {
  const { site } = joinedOf(context)
  const given = request.statements.map(parseStatement)
  const now = site.members.current
  const fresh = given.filter(({ id }) => !now.statements.has(id))
  const { membership: then, refused } = now.merge(fresh)
  const isKept = ({ id }: Statement): boolean => then.statements.has(id)
  const constitutions = fresh.filter(({ type }) => type === 'constitution')
  for (const statement of constitutions) checkConstitution(now, then, statement)
  const lost = fresh.filter(statement => !isKept(statement))
  if (fresh.length > 0 && lost.length === fresh.length) {
    const why = refused[0]?.why ?? 'who signed it owns nothing of this mesh'
    throw new HoldfastError('SIGNATURE_INVALID', `nothing of it counts: ${why}`, {
      hint: 'holdfast owner list shows whose keys count',
    })
  }
  if (fresh.some(statement => isKept(statement) && isDestructive(now, statement)))
    await checkTotp(context, request.totp)
  // Members first: where the owners change, what the leaving ones signed is already signed again.
  const messages = (some: readonly Statement[]) => some.map(statementMessage)
  const others = fresh.filter(statement => isKept(statement) && statement.type !== 'constitution')
  const added =
    (await site.members.merge(messages(others))) + (await site.members.merge(messages([...constitutions, ...others])))
  for (const statement of fresh) {
    if (isKept(statement)) await site.audit.record({ ...actOf(now, statement, request.note), who: caller.name })
  }
  return { added, refused: lost.map(statement => ({ why: whyLost(refused, statement) })) }
}

// Who signed is `by`; the reason is for those who hold the ring.
function actOf(now: Membership, statement: Statement, note: string | undefined): Act {
  if (statement.type === 'constitution') {
    const { constitution } = parseConstitution(now.mesh, statement)
    const { number, owners, threshold, totp } = constitution
    const words = `constitution ${number}: ${threshold} of ${owners.length} owners, ${totp ? 'one-time codes' : 'no one-time codes'}`
    return { act: 'owner-change', text: note === undefined ? words : `${words}; ${note}` }
  }
  if (statement.type !== 'member') return { act: `${statement.type}-add`, text: note }
  const { owner, fields } = parseMember(now.mesh, statement)
  const before = now.members.get(fields.site)
  const by = bytesOf(owner)
  if (fields.revoked && !before?.revoked) return { act: 'site-revoke', site: fields.site, by, text: note }
  if (fields.retiring && !before?.retiring) return { act: 'site-retire', site: fields.site, by, text: note }
  return { act: 'site-set', site: fields.site, by, text: note }
}

function whyLost(refused: readonly { id: string; why: string }[], { id, type }: Statement): string {
  return refused.find(one => one.id === id)?.why ?? `a ${type} statement that no owner signed`
}

// A constitution that names anything but what is newest here would fork the mesh: an old proposal, as a rule.
function checkConstitution(now: Membership, then: Membership, statement: Statement): void {
  const { constitution } = parseConstitution(now.mesh, statement)
  const isKnown = [...now.tips, now.constitution].some(({ hash }) => hash === constitution.hash)
  if (isKnown) return // one more signature under what stands already
  const tips = now.tips.map(({ hash }) => hash).sort()
  if (constitution.prev.join() !== tips.join()) {
    const which = now.frozen
      ? 'both branches of the fork'
      : `constitution ${now.constitution.number}, which is in force`
    throw new HoldfastError(
      'CONSTITUTION_REFUSED',
      `constitution ${constitution.number} does not follow ${which}: it would fork the mesh`,
      { hint: now.frozen ? 'holdfast owner mend' : 'make the change anew: holdfast owner list shows what is in force' },
    )
  }
  if (then.statements.has(statement.id)) return
  const why = then.aside.find(({ id }) => id === statement.id)?.why ?? 'it does not stand'
  throw new HoldfastError('CONSTITUTION_REFUSED', why, { hint: 'holdfast owner sign FILE, by another owner' })
}

/** What a stolen owner key must not do alone. A site that retires was asked for once already. */
function isDestructive(now: Membership, statement: Statement): boolean {
  if (statement.type === 'constitution') return true
  if (statement.type !== 'member') return false
  const { fields } = parseMember(now.mesh, statement)
  const before = now.members.get(fields.site)
  if (before === undefined) return fields.revoked
  if (fields.revoked) return !before.revoked && !before.retiring
  return takesAway(before, fields)
}

function takesAway(before: MemberRecord, fields: MemberFields): boolean {
  const losesKeys = [...before.rings].some(ring => !fields.rings.includes(ring))
  const losesCopies = fields.role === 'reader' && before.role !== 'reader'
  return (fields.retiring && !before.retiring) || losesKeys || losesCopies
}
