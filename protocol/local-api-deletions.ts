// Local API: what owners have deleted before its time, and what calls that back (§ Deletion). The command line draws the
// certificate up and signs it; the daemon checks it, accepts it as every holder does, and lists it in its catalog.
import * as z from 'zod'
import type { RecordId } from './ids.ts'
import {
  binary,
  byteCount,
  count,
  meshId,
  projectId,
  reference,
  seconds,
  snapshotId,
  time,
} from './local-api-fields.ts'
import { totpCode } from './local-api-trust.ts'

export const recordId = z.string().regex(/^[0-9a-f]{64}$/) as unknown as z.ZodType<RecordId, string>

/** What a certificate over these would mean; nothing is changed by asking. */
export const planDeletionRequest = z.strictObject({
  project: reference,
  snapshots: z.array(reference).max(2_000), // none: every one the project has now
})
export const deletionPlan = z.strictObject({
  mesh: meshId,
  project: projectId,
  name: z.string().nullable(), // null at a site that can't read it
  snapshots: z.array(
    z.strictObject({
      id: snapshotId,
      takenAt: time,
      label: z.string().nullable(),
      storedBytes: byteCount, // of all it refers to, which others may share
      lockSeconds: seconds, // what is left of this site's lock; 0 where there is none
    }),
  ),
  left: count, // snapshots of the project that stay
})

/** `signed`: the certificate as deletions of owners are encoded, with enough signatures. */
export const deleteRequest = z.strictObject({
  signed: binary,
  totp: totpCode.optional(),
})

/** Times are of this site's custody clock: they pass while it runs. */
export const deletion = z.strictObject({
  certificate: recordId,
  project: projectId,
  name: z.string().nullable(),
  why: z.string(),
  state: z.enum(['waiting', 'suspended', 'over', 'undeleted']), // suspended: today's owners are not behind it
  snapshots: z.array(snapshotId),
  undeleted: z.array(snapshotId), // of those, called back
  waitSeconds: seconds, // until its waiting time is over here
  held: count, // here, still in the holding: waiting, or locked
  quarantined: count, // here, out of the holding, their bytes still there
  freesSeconds: seconds.nullable(), // until the first of its bytes may go here; null: it has none here
})
export const deletionList = z.strictObject({ deletions: z.array(deletion) })

/** Signed by this site as an operator, or by an owner: `signed`. */
export const undeleteRequest = z.strictObject({
  certificate: recordId,
  snapshots: z.array(snapshotId).max(2_000), // none: all of the certificate's
  signed: binary.optional(),
})

export type PlanDeletionRequest = z.output<typeof planDeletionRequest>
export type DeletionPlan = z.output<typeof deletionPlan>
export type DeleteRequest = z.output<typeof deleteRequest>
export type DeletionView = z.output<typeof deletion>
export type DeletionList = z.output<typeof deletionList>
export type UndeleteRequest = z.output<typeof undeleteRequest>
