// Changes of the constitution in words, and as files that owners send each other (§ Constitution, Proposals).
import { readFile, rename, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Constitution } from '../protocol/constitution.ts'
import { HoldfastError } from '../protocol/errors.ts'
import type { SiteId } from '../protocol/ids.ts'
import { ownerText } from '../protocol/owner-text.ts'
import { formatProposal, joinProposals, type Proposal, parseProposal } from '../protocol/proposal.ts'
import type { Invocation } from './invocation.ts'

/** Reads copies of one proposal, with the signatures of all. Throws USAGE, MESSAGE_INVALID. */
export async function readProposals({ cli }: Invocation, files: readonly string[]): Promise<Proposal> {
  const copies = await Promise.all(
    files.map(async file => {
      try {
        return parseProposal(await readFile(resolve(cli.cwd, file), 'utf8'))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
        throw new HoldfastError('USAGE', `no proposal at ${resolve(cli.cwd, file)}`)
      }
    }),
  )
  if (new Set(copies.map(({ proposed }) => proposed.hash)).size > 1)
    throw new HoldfastError('USAGE', 'these files propose different changes', { hint: 'give copies of one proposal' })
  return joinProposals(copies)
}

/** Replaces the file whole. Returns its path. */
export async function writeProposal({ cli }: Invocation, file: string, proposal: Proposal): Promise<string> {
  const path = resolve(cli.cwd, file)
  await writeFile(`${path}.new`, formatProposal(proposal, proposalWords(proposal)), { flush: true })
  await rename(`${path}.new`, path)
  return path
}

/** What it changes, who has signed, who could still: one line each. */
export function proposalWords(proposal: Proposal): string[] {
  const { proposed, chain, mesh, rules } = proposal
  return [
    `${proposed.name} (mesh ${mesh.slice(0, 16)}): constitution ${proposed.number}`,
    ...changeWords(chain.tips, proposed),
    ...rules.map(({ constitution, have, missing }) => {
      const who =
        constitution === proposed ? 'the owners after it' : `the owners of constitution ${constitution.number}`
      const need = constitution.threshold - have.length
      const signed = `${have.length} of ${constitution.threshold} signatures by ${who}`
      if (need <= 0) return `${signed}: enough`
      return `${signed}; ${need} more of ${missing.map(shortKey).join(', ')}`
    }),
  ]
}

/** How a constitution differs from those before it; several are the branches of a fork. */
export function changeWords(before: readonly Constitution[], after: Constitution): string[] {
  const lines = before.length > 1 ? [`ends the fork of ${before.map(one => one.hash.slice(0, 12)).join(' and ')}`] : []
  const owned = new Set(before.flatMap(({ owners }) => owners))
  for (const owner of after.owners) if (!owned.has(owner)) lines.push(`adds the owner ${ownerText(owner)}`)
  for (const owner of owned) if (!after.owners.includes(owner)) lines.push(`removes the owner ${ownerText(owner)}`)
  const rule = ({ threshold, owners }: Constitution) => `${threshold} of ${owners.length}`
  for (const one of before) {
    if (one.threshold !== after.threshold) lines.push(`${rule(after)} owners must sign; before, ${rule(one)}`)
    if (one.name !== after.name) lines.push(`renames the mesh ${one.name} to ${after.name}`)
    if (!isSame(one.totp, after.totp)) lines.push(codesWords(one, after))
    const isRecovery = one.recovery?.identity === after.recovery?.identity
    if (!isRecovery) lines.push('replaces the recovery identity: the printed recovery phrase so far opens nothing new')
  }
  return lines.length > 0 ? [...new Set(lines)] : ['changes nothing']
}

export function shortKey(owner: SiteId): string {
  return `${ownerText(owner).slice(0, 16)}…`
}

function codesWords(before: Constitution, after: Constitution): string {
  if (after.totp === undefined) return 'no more one-time codes before what is destructive'
  return before.totp === undefined ? 'one-time codes before what is destructive' : 'one-time codes by a new secret'
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return Buffer.compare(a ?? new Uint8Array(), b ?? new Uint8Array()) === 0
}
