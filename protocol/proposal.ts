// A change of the constitution on its way from owner to owner (§ Constitution, Proposals): the chain of constitutions from
// the genesis on, so that whoever signs can check it without a daemon, and the one that is proposed with the signatures it
// has so far. As text it survives mail and paste; what stands above the bytes is for people and is not read.
import { decode, encode } from './codec.ts'
import { type Constitution, joinCosignatures, meshOf, parseConstitution } from './constitution.ts'
import { type ConstitutionChain, chainConstitutions } from './constitution-chain.ts'
import { isError } from './errors.ts'
import type { MeshId, SiteId } from './ids.ts'
import { holdfast as pb } from './messages.js'
import { damagedProposal, formatProposalText, PROPOSAL_BYTES, parseProposalText } from './proposal-text.ts'
import { parseStatement, type Statement, statementMessage } from './statement.ts'

export interface Proposal {
  readonly mesh: MeshId
  readonly chain: ConstitutionChain // without what is proposed
  readonly before: readonly Statement[] // the statements of the chain
  readonly statement: Statement // what is proposed, with all its signatures
  readonly proposed: Constitution
  readonly signers: ReadonlySet<SiteId>
  readonly rules: readonly Rule[]
  readonly stands: boolean // every rule is met
}
/** A constitution whose owners must sign: each that is followed, and the proposed one. */
export interface Rule {
  readonly constitution: Constitution
  readonly have: readonly SiteId[]
  readonly missing: readonly SiteId[] // who could sign still
}

/**
 * Reads a proposal out of constitution statements: one body that follows all tips of the chain that the others make.
 * Statements of one body add their signatures. Throws MESSAGE_INVALID, SIGNATURE_INVALID, MESH_MISMATCH.
 */
export function proposalOf(statements: readonly Statement[]): Proposal {
  const mesh = statements.map(meshOf).find(one => one !== undefined)
  if (mesh === undefined) throw damagedProposal('it does not begin with the genesis of a mesh')
  const records = statements.map(statement => ({ statement, signed: parseConstitution(mesh, statement) }))
  const last = Math.max(...records.map(({ signed }) => signed.constitution.number))
  const newest = records.filter(({ signed }) => signed.constitution.number === last)
  const proposed = newest[0]!.signed.constitution
  if (newest.some(({ signed }) => signed.constitution.hash !== proposed.hash))
    throw damagedProposal('it holds two different changes: sign and submit one of them')
  const earlier = records.filter(({ signed }) => signed.constitution.hash !== proposed.hash)
  const chain = chainConstitutions(
    mesh,
    earlier.map(({ signed }) => signed),
  )
  const tips = chain?.tips.map(({ hash }) => hash).sort()
  if (chain === undefined || tips?.join() !== [...proposed.prev].join())
    throw damagedProposal('what it changes is not among the constitutions it holds')
  if (proposed.number !== 1 + Math.max(...chain.tips.map(({ number }) => number)))
    throw damagedProposal(`constitution ${proposed.number} does not follow the one before it`)
  const signers = new Set(newest.flatMap(({ signed }) => [...signed.signers]))
  const rules = [...chain.tips, proposed].map(constitution => ruleOf(constitution, signers))
  return {
    mesh,
    chain,
    before: earlier.map(({ statement }) => statement),
    statement: joinCosignatures(newest.map(({ statement }) => statement)),
    proposed,
    signers,
    rules,
    stands: rules.every(({ constitution, have }) => have.length >= constitution.threshold),
  }
}

/** One proposal out of several copies that different owners have signed. Throws MESSAGE_INVALID. */
export function joinProposals(proposals: readonly Proposal[]): Proposal {
  const all = new Map(proposals.flatMap(statementsOf).map(statement => [statement.id, statement]))
  return proposalOf([...all.values()])
}

export function statementsOf(proposal: Proposal): Statement[] {
  return [...proposal.before, proposal.statement]
}

/** `words`: lines for people, above the bytes. */
export function formatProposal(proposal: Proposal, words: readonly string[]): string {
  const bytes = encode(pb.Membership, { statements: statementsOf(proposal).map(statementMessage) })
  return formatProposalText(bytes, words)
}

/** Throws MESSAGE_INVALID, SIGNATURE_INVALID, MESH_MISMATCH. */
export function parseProposal(text: string): Proposal {
  const { statements } = decode(pb.Membership, parseProposalText(text), PROPOSAL_BYTES)
  const parsed = statements.map(parseStatement)
  if (parsed.some(({ type }) => type !== 'constitution')) throw damagedProposal('it holds more than constitutions')
  try {
    return proposalOf(parsed)
  } catch (error) {
    if (isError(error, 'MESSAGE_INVALID') && error.hint === undefined) throw damagedProposal(error.message)
    throw error
  }
}

function ruleOf(constitution: Constitution, signers: ReadonlySet<SiteId>): Rule {
  const { owners } = constitution
  return {
    constitution,
    have: owners.filter(owner => signers.has(owner)),
    missing: owners.filter(owner => !signers.has(owner)),
  }
}
