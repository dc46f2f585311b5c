// A membership statement: something owners, a serving site or a key holder signed, named by its hash and kept for ever
// (§ Membership). The envelope around the signed bytes has one encoding only, so that nobody can make many statements
// out of one.
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { hash } from './hash.ts'
import { holdfast as pb } from './messages.js'
import { decodeSigned, encodeSigned } from './signed.ts'

declare const brand: unique symbol
/** Hex of hash(type ‖ 0x00 ‖ body). */
export type StatementId = string & { readonly [brand]: 'StatementId' }
export type StatementType = 'constitution' | 'member' | 'admission' | 'grant'
export interface Statement {
  readonly id: StatementId
  readonly type: StatementType
  readonly body: Uint8Array // an encoded MultiSigned (constitution) or Signed
}

export const STATEMENT_BYTES = 32 * 1024
const TYPES: readonly string[] = ['constitution', 'member', 'admission', 'grant'] satisfies StatementType[]

export function makeStatement(type: StatementType, body: Uint8Array): Statement {
  if (body.byteLength > STATEMENT_BYTES)
    throw new HoldfastError('MESSAGE_INVALID', `a ${type} statement of ${body.byteLength} bytes`)
  const id = Buffer.from(hash(Buffer.from(`${type}\0`), body)).toString('hex') as StatementId
  return { id, type, body: Uint8Array.from(body) }
}

/** Reads one from a decoded message; checks type and size alone. Throws MESSAGE_INVALID. */
export function parseStatement(message: pb.Statement.$Properties): Statement {
  const type = message.type ?? ''
  if (!TYPES.includes(type)) {
    throw new HoldfastError('MESSAGE_INVALID', `not a membership statement: ${JSON.stringify(type.slice(0, 40))}`)
  }
  return makeStatement(type as StatementType, message.body ?? new Uint8Array())
}

export function statementMessage(statement: Statement): pb.Statement {
  return new pb.Statement({ type: statement.type, body: statement.body })
}

/** The signed message inside a member, admission or grant statement, not yet verified. Throws MESSAGE_INVALID. */
export function signedOf(statement: Statement): pb.Signed {
  const signed = decodeSigned(statement.body, STATEMENT_BYTES)
  requireCanonical(statement, encodeSigned(signed))
  return signed
}

/** The signed message inside a constitution statement, not yet verified. Throws MESSAGE_INVALID. */
export function multiSignedOf(statement: Statement): pb.MultiSigned {
  const signed = decode(pb.MultiSigned, statement.body, STATEMENT_BYTES)
  requireCanonical(statement, encode(pb.MultiSigned, signed))
  return signed
}

function requireCanonical(statement: Statement, encoded: Uint8Array): void {
  if (Buffer.compare(statement.body, encoded) !== 0) {
    throw new HoldfastError('MESSAGE_INVALID', `a ${statement.type} statement in an encoding of its own`)
  }
}
