// Local API: find, diff, history, lint (§ Local API, § Find, § Diff and history, § Lint). What this site can't read or has
// not read yet is told beside every answer; nothing missing reads as nothing there.
import * as z from 'zod'
import { byteCount, count, projectId, reference, siteId, snapshotId, time } from './local-api-fields.ts'

const namedProject = z.strictObject({ id: projectId, name: z.string().nullable() })
const namedSite = z.strictObject({ id: siteId, name: z.string() })
/** A path for people, and its raw bytes. */
const path = { path: z.string(), pathBase64: z.base64() }
const text = z.string().min(1).max(256)
const limit = z.number().int().min(1).max(10_000)

/** A snapshot by what people know it by. */
export const namedSnapshot = z.strictObject({
  id: snapshotId,
  takenAt: time,
  by: namedSite,
  state: z.enum(['settled', 'live', 'suspect']),
  label: z.string().nullable(),
})

export const findRequest = z.strictObject({
  words: z.array(text).max(16), // each in the path or in a tag
  project: reference.optional(),
  scene: text.optional(), // all of the tag; * stands for anything
  take: text.optional(),
  by: text.optional(), // in originator or artist, or the site or user that took the snapshot
  from: z.iso.date().optional(), // the first day and the last
  to: z.iso.date().optional(),
  limit,
})
export const mediaFormat = z.strictObject({
  container: z.string(),
  codec: z.string(),
  channels: count,
  rate: count, // Hz; 0 = not known, as in all of these
  bits: count,
  durationMs: count,
})
export const foundFile = z.strictObject({
  project: namedProject,
  ...path,
  size: byteCount,
  modifiedAt: time,
  format: mediaFormat.nullable(),
  tags: z.record(z.string(), z.string()),
  category: z.string().nullable(),
  live: z.boolean(),
  snapshot: namedSnapshot, // the newest that has it so
})
/** A line of a project whose newest snapshot was not searched, and the older one that was. */
export const findGap = z.strictObject({
  project: namedProject,
  snapshot: namedSnapshot,
  files: count.nullable(), // null where this site can't read it
  why: z.enum(['keys', 'absent', 'reading', 'failed']),
  instead: namedSnapshot.nullable(),
})
export const found = z.strictObject({
  files: z.array(foundFile), // newest first
  total: count, // all that match
  unread: count, // of those listed by rights, files whose entry could not be read just now
  searched: count, // files of newest snapshots
  of: count.nullable(), // all files of the newest snapshots; null when some can't be counted here
  gaps: z.array(findGap), // empty: everything was searched
})

export const diffRequest = z.strictObject({
  project: reference,
  a: reference.optional(), // the one before b in its line
  b: reference.optional(), // the newest
  limit,
})
export const changeKind = z.enum(['added', 'removed', 'changed', 'moved', 'retagged', 'touched'])
export const change = z.strictObject({
  kind: changeKind,
  type: z.enum(['file', 'directory', 'symlink']),
  ...path,
  from: z.strictObject(path).nullable(), // of what moved
  size: byteCount.nullable(), // plain; of a folder added or removed, all in it
  sizeBefore: byteCount.nullable(),
  files: count.nullable(), // in a folder added or removed
  newBytes: byteCount, // stored bytes the other snapshot's file did not have
})
const totals = z.strictObject({ changes: count, files: count, newBytes: byteCount })
export const compared = z.strictObject({
  project: namedProject,
  a: namedSnapshot,
  b: namedSnapshot,
  changes: z.array(change), // by path
  total: count,
  totals: z.record(changeKind, totals),
})

export const historyRequest = z.strictObject({ project: reference, file: z.string().min(1).max(16_384), limit })
export const fileEvent = z.strictObject({
  kind: z.enum(['added', 'changed', 'renamed', 'touched', 'removed']),
  ...path, // as it was called then
  from: z.strictObject(path).nullable(),
  snapshot: namedSnapshot,
  user: z.string().nullable(),
  folder: z.string().nullable(), // where the snapshot was taken of
  size: byteCount.nullable(), // null once it is removed
  modifiedAt: time.nullable(),
  newBytes: byteCount,
  earlierUnknown: z.boolean(), // the snapshot before is not known here
})
export const fileHistory = z.strictObject({
  project: namedProject,
  events: z.array(fileEvent), // newest first
  total: count,
  snapshots: count, // of the project
  unread: z.array(namedSnapshot), // their trees could not be read
})

export const lintRequest = z.strictObject({ project: reference, snapshot: reference.optional() })
export const severity = z.enum(['error', 'warning', 'info'])
export const finding = z.strictObject({ severity, code: z.string(), ...path, message: z.string() })
export const linted = z.strictObject({
  project: namedProject,
  snapshot: namedSnapshot,
  files: count,
  sessionsRead: count,
  sessionsUnread: count,
  counts: z.record(severity, count),
  findings: z.array(finding), // the first thousand of each severity, most serious first
})

export type NamedSnapshot = z.output<typeof namedSnapshot>
export type FindRequest = z.output<typeof findRequest>
export type MediaFormat = z.output<typeof mediaFormat>
export type FoundFile = z.output<typeof foundFile>
export type FindGap = z.output<typeof findGap>
export type FoundFiles = z.output<typeof found>
export type DiffRequest = z.output<typeof diffRequest>
export type ChangeView = z.output<typeof change>
export type Compared = z.output<typeof compared>
export type HistoryRequest = z.output<typeof historyRequest>
export type FileEventView = z.output<typeof fileEvent>
export type FileHistory = z.output<typeof fileHistory>
export type LintRequest = z.output<typeof lintRequest>
export type FindingView = z.output<typeof finding>
export type Linted = z.output<typeof linted>
