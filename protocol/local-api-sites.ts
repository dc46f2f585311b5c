// Local API: what it means that a site leaves the mesh (§ Local API). The command line asks before it signs, and while a
// retiring site's copies are made elsewhere.
import * as z from 'zod'
import { byteCount, haveNeed, projectId, reference, ringId, siteId } from './local-api-fields.ts'
import { unmet } from './local-api-projects.ts'

export const departureRequest = z.strictObject({ site: reference })

/** One project that the site holds, or whose copies elsewhere count by its proof alone. */
export const departureProject = z.strictObject({
  id: projectId,
  name: z.string().nullable(),
  heldBytes: byteCount, // what the site holds whole
  copies: haveNeed, // without its own; what it proved still counts here, and not in `met`
  met: z.boolean(), // without the site the policy is met, and every snapshot it holds is a counted copy elsewhere
  waiting: z.string().nullable(), // what keeps it from being met, in words
  moves: z.array(z.strictObject({ site: siteId, name: z.string(), bytes: byteCount })), // what is still to be sent where
  unmet: z.array(unmet), // what the other sites can't give
})
export const departure = z.strictObject({
  site: siteId,
  name: z.string(),
  here: z.boolean(),
  retiring: z.boolean(),
  revoked: z.boolean(),
  rings: z.array(ringId), // it is trusted for
  lastHead: z.strictObject({ id: z.string(), seq: z.number().int().positive() }).nullable(), // the last accepted here
  projects: z.array(departureProject),
})

export const revokeInviteRequest = z.strictObject({ invite: reference })

export type DepartureRequest = z.output<typeof departureRequest>
export type DepartureProject = z.output<typeof departureProject>
export type Departure = z.output<typeof departure>
export type RevokeInviteRequest = z.output<typeof revokeInviteRequest>
