// holdfast owner sign, owner submit: one change of the constitution, signed by several owners on machines of their own.
import { HoldfastError } from '../../protocol/errors.ts'
import type { SiteId } from '../../protocol/ids.ts'
import type { Proposal } from '../../protocol/proposal.ts'
import { defineCommand } from '../command.ts'
import { EXIT } from '../exit.ts'
import { positional } from '../options.ts'
import { ownerFlags } from '../owner-flags.ts'

export const signCommand = defineCommand({
  usage: 'sign <file> [more..]',
  summary: 'Show a proposal and sign it; needs no daemon. Further copies add their signatures',
  options: yargs =>
    ownerFlags(yargs)
      .positional('file', positional('the proposal; it is written again with your signature'))
      .positional('more', { type: 'string', array: true, describe: 'copies that other owners have signed' } as const),
  async run(invocation, { file, more, out, ...flags }) {
    const { readProposals, writeProposal } = await import('../proposal.ts')
    const { isAgreed, report } = await import('../constitution-change.ts')
    const { openOwnerKey } = await import('../owner-key.ts')
    const { agrees, deletionJson, deletionWords, readDeletions, signDeletion, writeDeletion } = await import(
      '../deletion.ts'
    )
    const { cosignConstitution } = await import('../../protocol/constitution.ts')
    const { proposalOf, statementsOf } = await import('../../protocol/proposal.ts')
    const files = [file, ...(more ?? [])]
    const deletion = await readDeletions(invocation, files)
    if (deletion !== undefined) {
      if (!(await agrees(invocation, { ...flags, out }, deletionWords(deletion)))) {
        if (flags.dryRun) invocation.printJson({ ...deletionJson(deletion), submitted: false, dryRun: true })
        return flags.dryRun ? EXIT.done : EXIT.failed
      }
      const key = await openOwnerKey(invocation, flags.passphraseFile, flags.ownerKey)
      const signed = signDeletion(deletion, key)
      const path = await writeDeletion(invocation, out ?? file, signed)
      invocation.printJson({ ...deletionJson(signed), submitted: false, file: path })
      invocation.print(`signed: ${path}`)
      const next = signed.stands ? 'enough have signed: holdfast owner submit FILE' : 'more owners must sign it'
      invocation.note(`next: ${next}`)
      return EXIT.done
    }
    const proposal = await readProposals(invocation, files)
    if (!(await isAgreed(invocation, { ...flags, out }, proposal))) return flags.dryRun ? EXIT.done : EXIT.failed
    const key = await openOwnerKey(invocation, flags.passphraseFile, flags.ownerKey)
    await refuseStranger(proposal, key.id)
    const signature = cosignConstitution(proposal.mesh, proposal.statement, key)
    const signed = proposalOf([...statementsOf(proposal), signature])
    const path = await writeProposal(invocation, out ?? file, signed)
    report(invocation, signed, { submitted: false, file: path })
    invocation.print(`signed: ${path}`)
    const next = signed.stands ? 'enough have signed: holdfast owner submit FILE' : 'more owners must sign it'
    invocation.note(`next: ${next}`)
    return EXIT.done
  },
})

export const submitCommand = defineCommand({
  usage: 'submit <file> [more..]',
  summary: 'Put a proposal in force that enough owners have signed',
  options: yargs =>
    ownerFlags(yargs)
      .positional('file', positional('the proposal'))
      .positional('more', { type: 'string', array: true, describe: 'copies that other owners have signed' } as const),
  async run(invocation, { file, more, ...flags }) {
    const { readProposals } = await import('../proposal.ts')
    const { isAgreed, submitProposal } = await import('../constitution-change.ts')
    const { loadMembership } = await import('../trust.ts')
    const { agrees, deletionJson, deletionWords, readDeletions, submitDeletion, withSignaturesOf } = await import(
      '../deletion.ts'
    )
    const { openOwnerKey } = await import('../owner-key.ts')
    const files = [file, ...(more ?? [])]
    const deletion = await readDeletions(invocation, files)
    if (deletion !== undefined) {
      const signed = withSignaturesOf(deletion, await loadMembership(invocation))
      if (!signed.stands)
        throw new HoldfastError('NOT_ALLOWED', deletionWords(signed).at(-1) ?? '', {
          hint: 'they run: holdfast owner sign FILE',
        })
      if (!(await agrees(invocation, flags, deletionWords(signed)))) {
        if (flags.dryRun) invocation.printJson({ ...deletionJson(signed), submitted: false, dryRun: true })
        return flags.dryRun ? EXIT.done : EXIT.failed
      }
      return await submitDeletion(invocation, flags, signed)
    }
    const proposal = await readProposals(invocation, files)
    const membership = await loadMembership(invocation)
    if (proposal.mesh !== membership.mesh)
      throw new HoldfastError('MESH_MISMATCH', `the proposal is for the mesh ${proposal.mesh}`)
    if (!proposal.stands) {
      const { proposalWords } = await import('../proposal.ts')
      const missing = proposalWords(proposal).filter(line => line.includes(' more of '))
      throw new HoldfastError('CONSTITUTION_REFUSED', missing.join('\n'), {
        hint: 'they run: holdfast owner sign FILE',
      })
    }
    if (!(await isAgreed(invocation, flags, proposal))) return flags.dryRun ? EXIT.done : EXIT.failed
    return await submitProposal(invocation, flags, proposal, membership, () =>
      openOwnerKey(invocation, flags.passphraseFile, flags.ownerKey),
    )
  },
})

async function refuseStranger({ rules }: Proposal, key: SiteId): Promise<void> {
  if (rules.some(({ constitution }) => constitution.owners.includes(key))) return
  const { shortKey } = await import('../proposal.ts')
  throw new HoldfastError('NOT_ALLOWED', `${shortKey(key)} owns the mesh neither before nor after this change`, {
    hint: 'say which key is to sign: --owner-key FILE',
  })
}
