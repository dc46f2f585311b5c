// A deletion on its way from owner to owner (§ Deletion): the constitutions of the mesh, so that whoever signs can check
// without a daemon whose signatures count, and the certificate with those it has so far. It travels as text, as a change of
// the constitution does.
import { decode, encode } from './codec.ts'
import { type Constitution, meshOf, parseConstitution } from './constitution.ts'
import { chainConstitutions } from './constitution-chain.ts'
import { type DeleteCertificate, isSignedByOwners, joinDeletes, parseDelete } from './delete-certificate.ts'
import { isError } from './errors.ts'
import type { MeshId, SiteId } from './ids.ts'
import { holdfast as pb } from './messages.js'
import { damagedProposal, formatProposalText, PROPOSAL_BYTES, parseProposalText } from './proposal-text.ts'
import { parseStatement, type Statement, statementMessage } from './statement.ts'

export interface DeleteProposal {
  readonly mesh: MeshId
  readonly name: string
  readonly constitution: Constitution // whose owners must sign
  readonly statements: readonly Statement[] // of the constitutions
  readonly signed: Uint8Array // the certificate with all its signatures
  readonly certificate: DeleteCertificate
  readonly have: readonly SiteId[]
  readonly missing: readonly SiteId[] // who could sign still
  readonly stands: boolean
}

const TYPE = 'delete'

/** Throws MESSAGE_INVALID, SIGNATURE_INVALID, MESH_MISMATCH. */
export function deleteProposalOf(constitutions: readonly Statement[], copies: readonly Uint8Array[]): DeleteProposal {
  const mesh = constitutions.map(meshOf).find(one => one !== undefined)
  if (mesh === undefined) throw damagedProposal('it does not begin with the genesis of a mesh')
  const chain = chainConstitutions(
    mesh,
    constitutions.map(statement => parseConstitution(mesh, statement)),
  )
  if (chain === undefined || chain.tips.length !== 1)
    throw damagedProposal('its constitutions do not lead to one that is in force')
  const constitution = chain.tips[0]!
  const signed = joinDeletes(copies)
  const parsed = parseDelete(mesh, signed)
  return {
    mesh,
    name: constitution.name,
    constitution,
    statements: constitutions,
    signed,
    certificate: parsed.certificate,
    have: constitution.owners.filter(owner => parsed.signers.has(owner)),
    missing: constitution.owners.filter(owner => !parsed.signers.has(owner)),
    stands: isSignedByOwners(parsed, constitution),
  }
}

/** One proposal out of several copies that different owners have signed. Throws MESSAGE_INVALID. */
export function joinDeleteProposals(copies: readonly DeleteProposal[]): DeleteProposal {
  const statements = new Map(copies.flatMap(copy => copy.statements).map(statement => [statement.id, statement]))
  return deleteProposalOf(
    [...statements.values()],
    copies.map(({ signed }) => signed),
  )
}

/** `words`: lines for people, above the bytes. */
export function formatDeleteProposal({ statements, signed }: DeleteProposal, words: readonly string[]): string {
  const all = [...statements.map(statementMessage), new pb.Statement({ type: TYPE, body: signed })]
  return formatProposalText(encode(pb.Membership, { statements: all }), words)
}

/** Undefined when the text proposes something else. Throws MESSAGE_INVALID, SIGNATURE_INVALID, MESH_MISMATCH. */
export function parseDeleteProposal(text: string): DeleteProposal | undefined {
  const { statements } = decode(pb.Membership, parseProposalText(text), PROPOSAL_BYTES)
  const deletes = statements.filter(({ type }) => type === TYPE)
  if (deletes.length === 0) return undefined
  const constitutions = statements.filter(({ type }) => type !== TYPE).map(parseStatement)
  if (constitutions.some(({ type }) => type !== 'constitution'))
    throw damagedProposal('it holds more than constitutions and a deletion')
  try {
    return deleteProposalOf(
      constitutions,
      deletes.map(({ body }) => Uint8Array.from(body ?? [])),
    )
  } catch (error) {
    if (isError(error, 'MESSAGE_INVALID') && error.hint === undefined) throw damagedProposal(error.message)
    throw error
  }
}
