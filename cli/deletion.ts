// Deletions as owners handle them: drawn up from what the daemon knows, shown in words, signed here, submitted where that
// is enough, and left as a file for the other owners where it is not (§ Deletion).
import { readFile, rename, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { cosignDelete, DELETE_WAIT_S } from '../protocol/delete-certificate.ts'
import {
  type DeleteProposal,
  deleteProposalOf,
  formatDeleteProposal,
  joinDeleteProposals,
  parseDeleteProposal,
} from '../protocol/delete-proposal.ts'
import { HoldfastError, isError } from '../protocol/errors.ts'
import type { SigningKey } from '../protocol/keys.ts'
import type { DeletionPlan, DeletionView } from '../protocol/local-api-deletions.ts'
import type { Membership } from '../protocol/membership.ts'
import { formatBytes, formatCount, formatSpan } from '../protocol/units.ts'
import type { ChangeFlags } from './constitution-change.ts'
import { usageError } from './context.ts'
import { EXIT } from './exit.ts'
import type { Invocation } from './invocation.ts'
import { localTime } from './moments.ts'
import { ask, canAsk, confirm } from './prompt.ts'
import { shortKey } from './proposal.ts'
import { printable } from './table.ts'

const SHOWN = 10

/** What is to be deleted, as the daemon knows it. */
export function planWords({ name, project, snapshots, left }: DeletionPlan, waitSeconds: number): string[] {
  const what = printable(name ?? project.slice(0, 8))
  const locked = snapshots.filter(({ lockSeconds }) => lockSeconds > 0)
  const longest = Math.max(0, ...locked.map(({ lockSeconds }) => lockSeconds))
  return [
    `${what}: ${formatCount(snapshots.length, 'snapshot')} to delete at every site, ${left} stay`,
    ...snapshots.slice(0, SHOWN).map(({ id, takenAt, label, storedBytes }) => {
      const named = label === null || label === '' ? '' : `  "${printable(label)}"`
      return `  ${id.slice(0, 8)}  ${localTime(takenAt)}  ${formatBytes(storedBytes)}${named}`
    }),
    ...(snapshots.length > SHOWN ? [`  and ${snapshots.length - SHOWN} more`] : []),
    `each site waits ${formatSpan(waitSeconds)} of its own running time, then keeps the bytes for 7 d more`,
    ...(locked.length > 0
      ? [
          `${locked.length} ${locked.length === 1 ? 'is' : 'are'} locked here, the last for ${formatSpan(longest)}: locks end first`,
        ]
      : []),
    ...(left === 0 ? ['NOTHING OF THE PROJECT STAYS'] : []),
  ]
}

/** What it deletes, who has signed, who could still: one line each. */
export function deletionWords({ certificate, name, mesh, constitution, have, missing }: DeleteProposal): string[] {
  const { project, snapshots, waitSeconds, why } = certificate
  const need = constitution.threshold - have.length
  const signed = `${have.length} of ${constitution.threshold} signatures by the owners of constitution ${constitution.number}`
  return [
    `${printable(name)} (mesh ${mesh.slice(0, 16)}): deletion ${certificate.id.slice(0, 12)}`,
    `deletes ${formatCount(snapshots.length, 'snapshot')} of project ${project} at every site`,
    ...snapshots.slice(0, SHOWN).map(snapshot => `  ${snapshot}`),
    ...(snapshots.length > SHOWN ? [`  and ${snapshots.length - SHOWN} more`] : []),
    `each site waits ${formatSpan(waitSeconds)} of its own running time, then keeps the bytes for 7 d more`,
    ...(why === '' ? [] : [`why: ${printable(why)}`]),
    need <= 0 ? `${signed}: enough` : `${signed}; ${need} more of ${missing.map(shortKey).join(', ')}`,
  ]
}

export function deletionJson({ certificate, have, missing, stands, mesh }: DeleteProposal): object {
  const { id, project, snapshots, waitSeconds, why } = certificate
  const who = { signers: [...have].sort(), missing: stands ? [] : [...missing].sort(), stands }
  return { mesh, certificate: id, project, snapshots, waitSeconds, why, ...who }
}

/** Undefined when the files propose a change of the constitution. Throws USAGE, MESSAGE_INVALID. */
export async function readDeletions(
  { cli }: Invocation,
  files: readonly string[],
): Promise<DeleteProposal | undefined> {
  const texts = await Promise.all(
    files.map(async file => {
      try {
        return await readFile(resolve(cli.cwd, file), 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
        throw new HoldfastError('USAGE', `no proposal at ${resolve(cli.cwd, file)}`)
      }
    }),
  )
  const copies = texts.flatMap(text => parseDeleteProposal(text) ?? [])
  if (copies.length === 0) return undefined
  if (copies.length < texts.length || new Set(copies.map(({ certificate }) => certificate.id)).size > 1)
    throw new HoldfastError('USAGE', 'these files propose different things', { hint: 'give copies of one proposal' })
  return joinDeleteProposals(copies)
}

/** Replaces the file whole. Returns its path. */
export async function writeDeletion({ cli }: Invocation, file: string, proposal: DeleteProposal): Promise<string> {
  const path = resolve(cli.cwd, file)
  await writeFile(`${path}.new`, formatDeleteProposal(proposal, deletionWords(proposal)), { flush: true })
  await rename(`${path}.new`, path)
  return path
}

/** The proposal with one owner's signature more. Throws NOT_ALLOWED for a key that owns nothing. */
export function signDeletion(proposal: DeleteProposal, key: SigningKey): DeleteProposal {
  if (!proposal.constitution.owners.includes(key.id)) {
    throw new HoldfastError('NOT_ALLOWED', `${shortKey(key.id)} does not own the mesh`, {
      hint: 'say which key is to sign: --owner-key FILE',
    })
  }
  return deleteProposalOf(proposal.statements, [cosignDelete(proposal.mesh, proposal.signed, key)])
}

/** The same, judged by the owners of today, as the daemon knows them. Throws MESH_MISMATCH. */
export function withSignaturesOf(proposal: DeleteProposal, { mesh, statements }: Membership): DeleteProposal {
  if (proposal.mesh !== mesh) throw new HoldfastError('MESH_MISMATCH', `the proposal is for the mesh ${proposal.mesh}`)
  const constitutions = [...statements.values()].filter(({ type }) => type === 'constitution')
  return deleteProposalOf(constitutions, [proposal.signed])
}

/** Shows it and asks, as far as the flags leave it open. False: not agreed, or only shown. */
export async function agrees(invocation: Invocation, flags: ChangeFlags, words: readonly string[]): Promise<boolean> {
  const { cli, command } = invocation
  if (flags.dryRun || !flags.yes) invocation.print(words.join('\n'))
  if (flags.dryRun || flags.yes) return !flags.dryRun
  if (!canAsk(cli)) throw usageError(`${command} asks before it acts`, 'without a terminal, give --yes')
  return await confirm(cli, 'sign it?')
}

/** Gives the daemon what enough owners have signed. Asks for a one-time code where the mesh wants one. */
export async function submitDeletion(
  invocation: Invocation,
  flags: Pick<ChangeFlags, 'totp'>,
  proposal: DeleteProposal,
): Promise<number> {
  const send = async (totp: string | undefined): Promise<DeletionView> => {
    const { value } = await invocation.client.call('submitDeletion', {
      signed: proposal.signed,
      ...(totp === undefined ? {} : { totp }),
    })
    return value
  }
  const view = await send(flags.totp).catch(async (error: unknown) => {
    if (!isError(error, 'TOTP_NEEDED') || !canAsk(invocation.cli)) throw error
    return await send(await ask(invocation.cli, 'one-time code: '))
  })
  invocation.printJson({ ...deletionJson(proposal), submitted: true, state: view.state })
  const what = `${formatCount(view.snapshots.length, 'snapshot')} of ${printable(view.name ?? view.project.slice(0, 8))}`
  invocation.print(`${what} will be deleted: certificate ${view.certificate.slice(0, 12)}`)
  invocation.note(`each site waits ${formatSpan(proposal.certificate.waitSeconds)} of its running time first`)
  invocation.note(`to call it back: ${invocation.say(`undelete ${view.certificate.slice(0, 12)}`)}`)
  return EXIT.done
}

export { DELETE_WAIT_S }
