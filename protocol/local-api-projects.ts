// Local API: projects, policies, snapshots, restore, verify (§ Local API).
import * as z from 'zod'
import { captureChange, captureView, categoryRules } from './local-api-capture.ts'
import {
  byteCount,
  cid,
  count,
  haveNeed,
  labels,
  projectId,
  reference,
  ringId,
  seconds,
  siteId,
  snapshotId,
  time,
} from './local-api-fields.ts'
import { keeping, retentionView } from './local-api-retention.ts'

const projectName = z.string().min(1).max(128)
/** A policy as people write it: presets and `key=value` words, each laid over what was before. */
const policyWords = z.array(z.string().min(1).max(128)).max(64)

export const policy = z.strictObject({
  preset: z.string(), // the preset it started from, '' when none
  copies: count,
  distinct: z.record(z.string(), count),
  trusted: count,
  only: z.record(z.string(), z.string()),
  avoid: z.record(z.string(), z.string()),
  proofAge: seconds,
  scrubAge: seconds,
  grace: seconds,
  rpo: seconds,
  rto: seconds,
  retention: z.strictObject({ all: seconds, daily: seconds, weekly: seconds, monthly: z.boolean() }),
})

export const phase = z.enum(['active', 'closed', 'archived', 'stopped'])
export const project = z.strictObject({
  id: projectId,
  name: z.string().nullable(), // null at a site that can't read it
  phase,
  folder: z.string().nullable(), // where this site captures it from; null = not captured here
  policy,
  ring: ringId,
  rev: count,
  snapshots: count,
})
/** A project as the site that keeps it sees it. */
export const keptProject = z.strictObject({
  ...project.shape,
  rules: categoryRules.nullable(), // its own, before the built-in ones; null at a site that can't read it
  capture: captureView.nullable(), // null: not captured here
})
export const projectList = z.strictObject({ projects: z.array(keptProject) })
export const projectRequest = z.strictObject({ project: reference })
export const addProjectRequest = z.strictObject({
  name: projectName,
  folder: z.string().startsWith('/').max(4096),
  policy: policyWords,
  ring: ringId.optional(), // the one this site got first when absent
  capture: captureChange.optional(),
})
export const addedProject = z.strictObject({ project: keptProject, warnings: z.array(z.string()) })
export const setProjectRequest = z.strictObject({
  project: reference,
  name: projectName.optional(),
  folder: z.string().startsWith('/').max(4096).optional(),
  phase: z.enum(['active', 'closed', 'archived']).optional(),
  authority: reference.optional(), // a site; 'founder': whoever made the project
  retention: policyWords.optional(), // words of the policy: all, daily, weekly, monthly
  capture: captureChange.optional(), // at this site
  rules: categoryRules.optional(), // in place of those there are
  acknowledge: z.boolean().optional(), // that content changed in silence
})

export const policyView = z.strictObject({ project, policy })
export const setPolicyRequest = z.strictObject({ project: reference, words: policyWords.min(1) })
/** Something a policy asks for and doesn't get. `what`: copies, trusted, or a label. */
export const unmet = z.strictObject({ what: z.string(), have: count.nullable(), need: count, why: z.string() })
export const explanation = z.strictObject({
  project,
  sentences: z.array(z.string()), // what the policy asks for, in words
  retention: retentionView,
  unmet: z.array(unmet), // what no placement among today's sites can give
  sites: z.array(
    z.strictObject({
      id: siteId,
      name: z.string(),
      labels,
      wanted: z.boolean(),
      why: z.string(),
    }),
  ),
})

export const snapshot = z.strictObject({
  id: snapshotId,
  takenAt: time,
  by: z.strictObject({ id: siteId, name: z.string() }),
  seq: count,
  state: z.enum(['settled', 'live', 'suspect']), // suspect: kept aside, see suspicion
  files: count.nullable(), // null where this site can't read it
  plainBytes: byteCount.nullable(),
  newBytes: byteCount.nullable(),
  storedBytes: byteCount,
  skipped: count.nullable(),
  liveFiles: count.nullable(), // still growing when they were read
  rebuildable: z.strictObject({ files: count, bytes: byteCount }).nullable(), // left out: programs make them anew
  label: z.string().nullable(),
  suspicion: z.string().nullable(), // of a suspect one: what happened to the files of the one before
  copies: haveNeed,
  keeping, // whether it is kept, and what this site does about it
})
/** The newest snapshot of a line: sites that change a project apart from each other have one each (§ Lines). */
export const line = z.strictObject({
  snapshot: snapshotId,
  takenAt: time,
  by: z.strictObject({ id: siteId, name: z.string() }),
})
export const snapshotList = z.strictObject({
  project,
  snapshots: z.array(snapshot), // newest first
  lines: z.array(line), // newest first
})
export const snapshotRequest = z.strictObject({
  project: reference,
  label: z.string().max(255).optional(),
  acceptEmpty: z.boolean(),
  acceptChange: z.boolean().optional(), // most of the project is meant to be gone or rewritten
  waitSeconds: seconds.nullable(), // null: return once the snapshot stands here
})
/** A file left out. `pathBase64` holds the raw bytes; `path` is for people. */
export const skippedFile = z.strictObject({ path: z.string(), pathBase64: z.base64(), why: z.string() })
export const takenSnapshot = z.strictObject({
  project,
  snapshot,
  unchanged: z.boolean(), // nothing differed: `snapshot` is the one that already stood
  skipped: count,
  skippedFiles: z.array(skippedFile).max(1000), // the first thousand
  warnings: z.array(z.string()),
  wait: z.strictObject({ met: z.boolean(), seconds, copies: haveNeed }).nullable(),
})

export const overwrite = z.enum(['never', 'if-changed', 'always'])
export const restoreRequest = z.strictObject({
  project: reference,
  snapshot: reference.optional(), // newest settled when absent
  to: z.string().startsWith('/').max(4096),
  include: z.array(z.string().min(1).max(4096)).max(256), // empty: everything
  overwrite,
})
export const restored = z.strictObject({
  project,
  snapshot,
  files: count, // written or already right
  plainBytes: byteCount,
  kept: count, // files that were there already as they should be
  refused: count, // symlinks that lead out of the target, and entries no restore may make: left out
  refusedLinks: z.array(skippedFile).max(1000),
  failed: count,
  failedFiles: z.array(skippedFile).max(1000),
  renamed: count, // what the target's file system can't hold under its own name
  renamedFiles: z.array(skippedFile).max(1000), // why: the name it has there
  otherLines: z.array(line), // whose changes this snapshot lacks; only told when none was asked for
  warnings: z.array(z.string()),
})

export const verifyRequest = z.strictObject({ project: reference.optional(), acceptDisk: z.boolean().optional() })
export const verified = z.strictObject({
  chunks: count,
  bytes: byteCount,
  bad: count,
  missing: count, // named by a holding, not in the store
  diskAccepted: z.boolean().optional(), // the answer to `acceptDisk`
  badChunks: z.array(z.strictObject({ cid, repaired: z.boolean(), from: z.string().nullable() })).max(1000),
})

export type PolicyJson = z.output<typeof policy>
export type Phase = z.output<typeof phase>
export type ProjectView = z.output<typeof project>
export type KeptProject = z.output<typeof keptProject>
export type ProjectList = z.output<typeof projectList>
export type ProjectRequest = z.output<typeof projectRequest>
export type AddProjectRequest = z.output<typeof addProjectRequest>
export type AddedProject = z.output<typeof addedProject>
export type SetProjectRequest = z.output<typeof setProjectRequest>
export type PolicyView = z.output<typeof policyView>
export type SetPolicyRequest = z.output<typeof setPolicyRequest>
export type Unmet = z.output<typeof unmet>
export type Explanation = z.output<typeof explanation>
export type SnapshotView = z.output<typeof snapshot>
export type Line = z.output<typeof line>
export type SnapshotList = z.output<typeof snapshotList>
export type SnapshotRequest = z.output<typeof snapshotRequest>
export type SkippedFile = z.output<typeof skippedFile>
export type TakenSnapshot = z.output<typeof takenSnapshot>
export type RestoreRequest = z.output<typeof restoreRequest>
export type Restored = z.output<typeof restored>
export type VerifyRequest = z.output<typeof verifyRequest>
export type Verified = z.output<typeof verified>
