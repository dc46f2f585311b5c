// A lease (§ Drop): a holder's promise to keep exactly these snapshots for so long, given to a site that drops its copy. The
// granter counts it on its custody clock and journals it before it answers; the dropper counts it from when it asked.
import type { SiteId, SnapshotId } from './ids.ts'

/** One site's clocks, ms. Only differences count, and those of `monotonic` only within one run. */
export interface Times {
  readonly monotonic: number
  readonly wall: number
  readonly custody: number
}
/** Names one request for a lease; never used twice. */
export type Nonce = string

/** A lease this site has given: until then (custody ms) it begins no drop of any of these snapshots. */
export interface GivenLease {
  readonly nonce: Nonce
  readonly dropper: SiteId
  readonly snapshots: readonly SnapshotId[]
  readonly until: number
}
/** What a site's journal says of its dropping of one project. */
export interface DropPromises {
  readonly given: readonly GivenLease[]
  /** Its own removal lock: what it is about to drop, or has dropped and not freed. */
  readonly removal: readonly SnapshotId[] | undefined
  /** What it has dropped and not freed; `freeAt` in custody ms. */
  readonly trashed: { readonly snapshots: readonly SnapshotId[]; readonly freeAt: number } | undefined
}
export interface LeaseAsked {
  readonly dropper: SiteId
  readonly nonce: Nonce
  readonly snapshots: readonly SnapshotId[]
  readonly durationMs: number
}
export type Refusal = 'not-held' | 'removing' | 'locked' | 'too-many' | 'unreachable'

export const LEASE = {
  ms: 10 * 60_000,
  longestMs: 60 * 60_000, // that a granter gives
  perDropper: 8, // of one project at once
} as const

/** The granter: the lease to journal before it answers, or why it gives none. `holds`: all of them, by its own statement. */
export function giveLease(
  promises: DropPromises,
  asked: LeaseAsked,
  holds: boolean,
  coversLocks: boolean,
  now: Times,
): { readonly lease: GivenLease } | { readonly refusal: Refusal } {
  const { dropper, nonce, snapshots } = asked
  if (!holds || overlaps(snapshots, promises.trashed?.snapshots)) return { refusal: 'not-held' }
  if (overlaps(snapshots, promises.removal)) return { refusal: 'removing' }
  if (!coversLocks) return { refusal: 'locked' }
  const standing = promises.given.filter(lease => lease.dropper === dropper && lease.until > now.custody)
  if (standing.length >= LEASE.perDropper && !standing.some(lease => lease.nonce === nonce))
    return { refusal: 'too-many' }
  const durationMs = Math.min(asked.durationMs, LEASE.longestMs)
  return { lease: { nonce, dropper, snapshots, until: now.custody + durationMs } }
}

/** Whether this site has promised somebody to keep any of these for now. */
export function isLeased(promises: DropPromises, snapshots: readonly SnapshotId[], now: Times): boolean {
  return promises.given.some(lease => lease.until > now.custody && overlaps(snapshots, lease.snapshots))
}

/**
 * Whether a lease may still be built on: within half of its time since it was asked for, by whichever of the two clocks says
 * that more has passed. The granter counts from later, so its clock may run twice as fast as these.
 */
export function isUsable(
  sent: { readonly monotonic: number; readonly wall: number },
  now: Times,
  leaseMs: number,
): boolean {
  return Math.max(now.monotonic - sent.monotonic, now.wall - sent.wall) * 2 < leaseMs
}

function overlaps(a: readonly SnapshotId[], b: readonly SnapshotId[] | undefined): boolean {
  if (b === undefined || b.length === 0) return false
  const known = new Set(b)
  return a.some(id => known.has(id))
}
