// Local API: what a project keeps and why, what is let go, pins (§ Retention). Spans are custody time: how long this site
// has to be at work until then, whatever its clock is set to.
import * as z from 'zod'
import { recordId } from './local-api-deletions.ts'
import { byteCount, count, projectId, reference, siteId, snapshotId, time } from './local-api-fields.ts'
import { KEEP_REASONS } from './retention.ts'

const named = z.strictObject({ id: siteId, name: z.string() })
const namedProject = z.strictObject({ id: projectId, name: z.string().nullable() })
const reason = z.enum(KEEP_REASONS)

/** What becomes of a snapshot, and what this site does about it. */
export const keeping = z.strictObject({
  state: z.enum(['retained', 'forgotten', 'deleted']),
  pinned: z.boolean(),
  here: z.enum(['held', 'trashed', 'none']),
  forMs: count.nullable(), // held: what is left of this site's lock; trashed: until its bytes may go
  deletion: recordId.nullable(), // the owners' certificate that names it and was not called back
})

/** Who says what need not be kept. */
export const authority = z.strictObject({
  ...named.shape,
  here: z.boolean(), // it is this site
  countsInMs: count.nullable(), // it was named only lately: what it says counts from then on
  may: z.boolean(), // it is a member that may direct the project; else nothing expires
})

export const retentionView = z.strictObject({
  authority,
  sentences: z.array(z.string()),
  kept: z.array(z.strictObject({ reason, snapshots: count })), // by this site's receipts; one may have several reasons
  retained: count,
  expired: count, // retention is over, and nobody has said so yet
  noticed: count, // kept by what was asked for before alone
  noticeMs: count.nullable(), // until that ends
  forgotten: count,
  deleted: count,
})

const plannedSnapshot = z.strictObject({
  id: snapshotId,
  takenAt: time,
  by: named,
  label: z.string().nullable(),
  reasons: z.array(reason), // why retention keeps it; none: it has expired
  forMs: count.nullable(), // how long these last; null: no time alone ends them
})
export const forgetRequest = z.strictObject({
  project: reference,
  snapshots: z.array(reference).max(1000), // none: what has expired
  dryRun: z.boolean(),
})
export const forgetPlan = z.strictObject({
  project: namedProject,
  authority,
  dryRun: z.boolean(),
  going: z.array(z.strictObject({ ...plannedSnapshot.shape, blocked: z.string().nullable(), lockedMs: count })),
  staying: z.array(plannedSnapshot),
  forgotten: count, // already, by earlier records
  sites: z.array(z.strictObject({ ...named.shape, snapshots: count, freeBytes: byteCount.nullable() })), // null: not known here
})

export const pinRequest = z.strictObject({
  project: reference,
  snapshot: reference,
  pinned: z.boolean(),
  label: z.string().max(255).optional(),
})
export const pinned = z.strictObject({
  project: namedProject,
  snapshot: plannedSnapshot,
  pinned: z.boolean(),
  wasForgotten: z.boolean(), // and is kept again, where its bytes still are
})

export type Keeping = z.output<typeof keeping>
export type RetentionView = z.output<typeof retentionView>
export type ForgetRequest = z.output<typeof forgetRequest>
export type ForgetPlan = z.output<typeof forgetPlan>
export type PinRequest = z.output<typeof pinRequest>
export type Pinned = z.output<typeof pinned>
