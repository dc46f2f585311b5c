// Local API: founding, joining, inviting, sites, the daemon itself (§ Local API). Schemas are strict on both sides.
import * as z from 'zod'
import { suspicion } from './local-api-audit.ts'
import { binary, byteCount, count, labels, meshId, projectId, ringId, siteId, time } from './local-api-fields.ts'
import { MEMBER_ROLES } from './role.ts'

const siteName = z.string().min(1).max(64)

/** Who the daemon is, before and after it belongs to a mesh. */
export const identity = z.strictObject({
  site: siteId,
  sealing: binary, // X25519 public key, 32 bytes
  pid: count,
  software: z.string(),
  home: z.string(),
  addresses: z.array(z.string()), // multiaddrs it listens on, without the peer id
  startedAt: time,
  mesh: z
    .strictObject({
      id: meshId,
      name: z.string(),
      siteName: z.string(),
      owners: z.array(binary), // Ed25519 public keys
      rings: z.array(ringId), // those this site is trusted for, the project default first
    })
    .nullable(),
})

/** The CLI signs, the daemon keeps: constitution and this site's member record, and the first ring's keys. */
export const foundRequest = z.strictObject({
  statements: z
    .array(z.strictObject({ type: z.string().max(32), body: binary }))
    .min(2)
    .max(16),
  ring: binary, // encoded RingKeys
})
export const founded = z.strictObject({ mesh: meshId, name: z.string(), site: siteId, siteName: z.string() })

export const joinRequest = z.strictObject({
  ticket: z.string().min(1).max(4096),
  name: siteName.optional(), // only where the invite left it open
  labels, // only those the invite left open; LABELS_REFUSED else, and the ticket stays unused
})
export const joined = z.strictObject({
  mesh: meshId,
  name: z.string(),
  site: siteId,
  siteName: z.string(),
  labels,
  via: z.string(), // name of the site that served the invite
  sites: count, // members including this one
})

const role = z.enum(MEMBER_ROLES)
export const invite = z.strictObject({
  id: z.string(), // hex
  siteName: z.string().nullable(),
  labels,
  role,
  rings: z.array(ringId), // the site will be trusted for; none = blind
  projects: z.array(projectId), // the site will be kept to; none = all
  quotaBytes: byteCount, // 0 = no bound
  expiresAt: time,
  state: z.enum(['open', 'used', 'expired', 'revoked']),
  usedBy: siteId.nullable(),
})
export const inviteList = z.strictObject({ invites: z.array(invite) })
export const openInviteRequest = z.strictObject({ slot: binary }) // encoded Signed(Slot)
/** What the ticket needs beside the one-time seed, which only the CLI knows. */
export const openedInvite = z.strictObject({
  mesh: meshId,
  serving: siteId,
  addresses: z.array(z.string()), // of the join host, best first
  expiresAt: time,
})

/** `here` is the site that answers. */
export const siteState = z.enum(['here', 'up', 'down', 'never-seen', 'revoked'])
export const site = z.strictObject({
  id: siteId,
  name: z.string(),
  role,
  labels,
  trusted: z.boolean(), // holds the keys of at least one ring
  projects: z.array(projectId), // those it is kept to; none = all
  quotaBytes: byteCount, // that its own snapshots may take at a holder; 0 = no bound
  retiring: z.boolean(),
  state: siteState,
  seenAt: time.nullable(), // when this daemon last heard of it; null = never
  addresses: z.array(z.string()),
  rttMs: z.number().nonnegative().nullable(),
  inBytesPerSecond: z.number().nonnegative().nullable(),
  outBytesPerSecond: z.number().nonnegative().nullable(),
  clockOffsetMs: z.number().nullable(), // positive: its clock is ahead of ours
  capacityBytes: byteCount.nullable(),
  usedBytes: byteCount.nullable(),
  full: z.boolean(),
  health: z.string(), // 'ok', or what is wrong
  sickDisk: z.string().nullable(), // the disk that failed under its store; its copies don't count
  software: z.string(),
  lastError: z.string().nullable(), // why the last dial failed
  offences: z.array(suspicion), // what it did wrong, as this site saw it; the latest last
})
export const siteList = z.strictObject({ sites: z.array(site) })

export const signReportRequest = z.strictObject({ report: z.string().max(512 * 1024) })
export const signedReport = z.strictObject({ site: siteId, mesh: meshId, body: binary, signature: binary })

export const stopped = z.strictObject({ pid: count })

export type Identity = z.output<typeof identity>
export type FoundRequest = z.output<typeof foundRequest>
export type Founded = z.output<typeof founded>
export type JoinRequest = z.output<typeof joinRequest>
export type Joined = z.output<typeof joined>
export type Invite = z.output<typeof invite>
export type InviteList = z.output<typeof inviteList>
export type OpenInviteRequest = z.output<typeof openInviteRequest>
export type OpenedInvite = z.output<typeof openedInvite>
export type SiteState = z.output<typeof siteState>
export type SiteView = z.output<typeof site>
export type SiteList = z.output<typeof siteList>
export type SignReportRequest = z.output<typeof signReportRequest>
export type SignedReport = z.output<typeof signedReport>
export type Stopped = z.output<typeof stopped>
