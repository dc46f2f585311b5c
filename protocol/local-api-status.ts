// Local API: `status` and `whereis` (§ Local API). Everything is one observer's view; what it doesn't know is null,
// and null never reads as enough.
import * as z from 'zod'
import { captureState, captureView } from './local-api-capture.ts'
import {
  byteCount,
  count,
  haveNeed,
  labels,
  meshId,
  projectId,
  seconds,
  siteId,
  snapshotId,
  time,
} from './local-api-fields.ts'
import { siteState } from './local-api-mesh.ts'
import { phase, unmet } from './local-api-projects.ts'

/** Bytes still to move. A time may be told only from a rate measured for 30 s or more; else `waiting` says why not. */
export const left = z.strictObject({
  bytes: byteCount.nullable(),
  rate: z.strictObject({ bytesPerSecond: z.number().nonnegative(), measuredSeconds: seconds }).nullable(),
  waiting: z.string().nullable(), // why nothing moves now: 'no site qualifies', 'in grace', …
  startsAt: time.nullable(), // when it will start, if that is known
})

export const projectStatus = z.strictObject({
  id: projectId,
  name: z.string().nullable(),
  phase,
  state: z.enum(['ok', 'healing', 'below', 'arriving', 'unknown', 'empty']), // empty: no snapshot yet
  live: z.boolean(), // the newest snapshot was taken while a file grew; figures speak of the last settled one
  copies: haveNeed,
  inGrace: count, // of the counted copies, those at silent sites within their grace
  claimed: count, // whole copies that don't count: unproved, stale, voided
  distinct: z.record(z.string(), haveNeed), // by label: location, medium, manager, …
  trusted: haveNeed,
  provedAt: time.nullable(), // the oldest proof among the counted copies, or among all when none counts
  proofAge: seconds, // the policy's
  snapshotAt: time.nullable(), // newest snapshot
  arriving: count, // snapshots newer than those the figures speak of
  left: left.nullable(), // null: nothing to move
  unmet: z.array(unmet), // what no placement among today's sites can give; empty while healing can still do it
  counted: z.array(siteId),
  capture: captureView.nullable(), // by this site; null: not captured here
})

export const alarm = z.strictObject({
  code: z.string(), // an error code, for machines
  sentence: z.string(),
  next: z.string().nullable(), // the next command
  severity: z.enum(['warning', 'critical']),
  since: time,
})

export const status = z.strictObject({
  mesh: z.strictObject({ id: meshId, name: z.string() }),
  site: z.strictObject({ id: siteId, name: z.string() }),
  at: time, // when this view was made
  heardAt: time.nullable(), // when this daemon last heard from any other site; null = never
  sites: z.array(
    z.strictObject({
      id: siteId,
      name: z.string(),
      labels,
      state: siteState,
      retiring: z.boolean(),
      seenAt: time.nullable(),
    }),
  ),
  stored: z.strictObject({
    usedBytes: byteCount.nullable(),
    capacityBytes: byteCount.nullable(),
    deadBytes: byteCount.nullable(), // of the used: of no use any more, too scattered to be given back yet
    freedBytes: byteCount.nullable(), // given back to the disk since the daemon started
  }),
  repair: z.strictObject({ bytesPerSecond: z.number().nonnegative(), measuredSeconds: seconds }).nullable(),
  projects: z.array(projectStatus),
  alarms: z.array(alarm),
  capture: captureState,
})

/** What one site has of one project. Only `copy` and `in-grace` count. */
export const copyState = z.enum([
  'copy',
  'in-grace',
  'reproving', // its only good proof is by a site that was revoked: it is proved again
  'claimed',
  'receiving',
  'unreachable',
  'proof-stale',
  'scrub-stale',
  'sick', // on a disk that failed a write
  'voided',
  'missing',
])
export const whereis = z.strictObject({
  project: z.strictObject({ id: projectId, name: z.string().nullable() }),
  at: time,
  copies: haveNeed,
  inGrace: count,
  snapshot: z
    .strictObject({ id: snapshotId, takenAt: time, storedBytes: byteCount, files: count.nullable() })
    .nullable(),
  sites: z.array(
    z.strictObject({
      id: siteId,
      name: z.string(),
      labels,
      here: z.boolean(),
      reachable: z.boolean(),
      haveBytes: byteCount.nullable(),
      needBytes: byteCount.nullable(),
      state: copyState,
      counted: z.boolean(),
      seenAt: time.nullable(),
      provedAt: time.nullable(),
      scrubbedAt: time.nullable(),
      countsUntil: time.nullable(), // end of its grace
      left: left.nullable(),
      note: z.string().nullable(),
    }),
  ),
})

export type Left = z.output<typeof left>
export type ProjectStatus = z.output<typeof projectStatus>
export type Alarm = z.output<typeof alarm>
export type StatusView = z.output<typeof status>
export type CopyState = z.output<typeof copyState>
export type WhereisView = z.output<typeof whereis>
