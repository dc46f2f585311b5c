// Local API: what owners sign. The command line makes and signs statements, the daemon checks, keeps and spreads them; no
// owner's key ever comes here (§ Local API).
import * as z from 'zod'
import { binary, count, meshId } from './local-api-fields.ts'

const statement = z.strictObject({ type: z.string().max(32), body: binary })
export const totpCode = z.string().min(1).max(32)

export const submitRequest = z.strictObject({
  statements: z.array(statement).min(1).max(8192),
  totp: totpCode.optional(), // where the constitution in force asks for one
  note: z.string().max(1024).optional(), // why, for the audit log
})
export const submitted = z.strictObject({
  added: count, // 0 when all were known already
  refused: z.array(z.strictObject({ why: z.string() })),
})

/** Every membership statement this site keeps: enough to judge who belongs to the mesh, and to make successors. */
export const statementList = z.strictObject({
  mesh: meshId,
  statements: z.array(statement),
  aside: z.array(z.strictObject({ why: z.string() })), // constitutions that were sent here and don't stand
})

/** Seals the secret of one-time codes to this site's first ring, for a constitution. */
export const sealTotpRequest = z.strictObject({ secret: binary })
export const sealedTotp = z.strictObject({ sealed: binary })

/** Wraps this site's keys at rest, or unwraps them; the running daemon goes on with them. */
export const wrapRequest = z.discriminatedUnion('with', [
  z.strictObject({ with: z.literal('passphrase'), passphrase: z.string().min(8).max(1024) }),
  z.strictObject({ with: z.literal('credential'), credential: binary }),
  z.strictObject({ with: z.literal('nothing') }),
])
export const wrapped = z.strictObject({ with: z.enum(['passphrase', 'credential', 'nothing']), file: z.string() })

export type SubmitRequest = z.output<typeof submitRequest>
export type Submitted = z.output<typeof submitted>
export type StatementList = z.output<typeof statementList>
export type SealTotpRequest = z.output<typeof sealTotpRequest>
export type SealedTotp = z.output<typeof sealedTotp>
export type WrapRequest = z.output<typeof wrapRequest>
export type Wrapped = z.output<typeof wrapped>
