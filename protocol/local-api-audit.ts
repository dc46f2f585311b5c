// Local API: the audit logs of all sites, and what members were found to have done wrong (§ Local API, § Audit).
import * as z from 'zod'
import { count, projectId, reference, siteId, snapshotId, time } from './local-api-fields.ts'
import { OFFENCES } from './offence.ts'

const named = z.strictObject({ id: siteId, name: z.string() })

export const auditRequest = z.strictObject({
  since: time.optional(),
  site: reference.optional(), // whose log
  project: reference.optional(),
  act: z.string().min(1).max(32).optional(),
  limit: z.number().int().min(1).max(10_000),
  verify: z.boolean(), // checks every chain and signature again
})

export const auditEntry = z.strictObject({
  site: named, // whose log it stands in
  seq: count,
  at: time, // by that site's clock
  act: z.string(),
  project: z.strictObject({ id: projectId, name: z.string().nullable() }).nullable(),
  about: named.nullable(), // the site it concerns
  snapshot: snapshotId.nullable(),
  by: z.string().nullable(), // hex: the key or token that asked; null = the site itself
  who: z.string().nullable(),
  text: z.string().nullable(),
  sealed: z.boolean(), // it has words, and this site holds no key to read them
  lost: z.boolean(), // no longer in its site's log; kept here as evidence
})

/** What this site has of one site's log. Only `whole` speaks of all that the site has said. */
export const auditLog = z.strictObject({
  site: named,
  state: z.enum(['whole', 'behind', 'unread']),
  why: z.string().nullable(), // why it is not whole
  asOf: time.nullable(), // the head that was read, by its author's clock
  entries: count.nullable(), // null = not counted
  verified: z.boolean().nullable(), // null = not asked for, or it could not be done
  problems: z.array(z.strictObject({ seq: count, what: z.string() })),
  breaks: z.array(z.strictObject({ at: time, kind: z.enum(['audit', 'fork']), what: z.string(), lost: count })),
})

export const audit = z.strictObject({
  entries: z.array(auditEntry), // newest last
  more: z.boolean(), // older ones were left out
  logs: z.array(auditLog),
})

/** One kind of offence of one site, as this site saw it. */
export const suspicion = z.strictObject({
  offence: z.enum(OFFENCES),
  times: count,
  first: time,
  last: time,
  what: z.string(), // what the last one was
})

export type AuditRequest = z.output<typeof auditRequest>
export type AuditEntryView = z.output<typeof auditEntry>
export type AuditLogView = z.output<typeof auditLog>
export type AuditView = z.output<typeof audit>
export type SuspicionView = z.output<typeof suspicion>
