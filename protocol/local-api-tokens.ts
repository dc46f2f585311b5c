// Local API: tokens, by which programs and people without the control socket speak to a daemon (§ Local API, Tokens).
import * as z from 'zod'
import { projectId, reference, seconds, time } from './local-api-fields.ts'
import { SCOPES } from './local-api-scope.ts'

const YEARS_10 = 10 * 366 * 86_400

/** For people and the audit log; one word, so that it can be typed. */
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/)

export const createTokenRequest = z.strictObject({
  name,
  scope: z.enum(SCOPES),
  projects: z.array(reference).max(64), // what it is kept to; none = all
  seconds: seconds.max(YEARS_10).nullable(), // how long it counts; null = until it is revoked
})
export const token = z.strictObject({
  name,
  scope: z.enum(SCOPES),
  projects: z.array(z.strictObject({ id: projectId, name: z.string().nullable() })),
  createdAt: time,
  expiresAt: time.nullable(),
  expired: z.boolean(),
})
/** The only answer that ever holds the text of a token. */
export const createdToken = z.strictObject({ ...token.shape, token: z.string() })
export const tokenList = z.strictObject({ tokens: z.array(token) })
export const revokeTokenRequest = z.strictObject({ name })

export type CreateTokenRequest = z.output<typeof createTokenRequest>
export type Token = z.output<typeof token>
export type CreatedToken = z.output<typeof createdToken>
export type TokenList = z.output<typeof tokenList>
export type RevokeTokenRequest = z.output<typeof revokeTokenRequest>
