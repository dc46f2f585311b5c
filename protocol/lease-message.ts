// How a lease travels (§ Drop): what a dropper asks for, and the granter's signed word for exactly that.
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { bytesOf, idOf, type MeshId, type ProjectId, packIds, type SiteId, type SnapshotId, unpackIds } from './ids.ts'
import type { SigningKey } from './keys.ts'
import type { Nonce } from './lease.ts'
import { LIMITS } from './limits.ts'
import { holdfast as pb } from './messages.js'
import { sign, verifySigned } from './signed.ts'

export interface LeaseRequest {
  readonly project: ProjectId
  readonly snapshots: readonly SnapshotId[] // ascending
  readonly nonce: Nonce
  readonly durationMs: number
  /** The dropper no longer needs the lease of this nonce. */
  readonly release: boolean
  /** What each of its own locks has left, custody ms: the granter is to keep them as long. */
  readonly locksLeftMs: readonly number[]
}
export interface Lease {
  readonly project: ProjectId
  readonly snapshots: readonly SnapshotId[]
  readonly nonce: Nonce
  readonly dropper: SiteId
  readonly granter: SiteId
  readonly durationMs: number
  /** The shortest lock that the granter has on any of them, custody ms. */
  readonly lockLeftMs: number
}

/** As many as one challenge names. */
export const MOST_LEASED = 4096
const NONCE_LENGTH = 16

export function leaseRequestMessage(request: LeaseRequest): pb.LeaseRequest.$Properties {
  return {
    project: bytesOf(request.project),
    snapshots: packIds(request.snapshots),
    nonce: Buffer.from(request.nonce, 'hex'),
    durationMs: request.durationMs,
    release: request.release,
    locksLeftMs: request.locksLeftMs.some(left => left > 0) ? [...request.locksLeftMs] : [],
  }
}

/** Throws MESSAGE_INVALID. */
export function parseLeaseRequest(message: pb.LeaseRequest): LeaseRequest {
  const snapshots = parseSnapshots(message.snapshots)
  const { durationMs, release, locksLeftMs } = message
  if (locksLeftMs.length !== 0 && locksLeftMs.length !== snapshots.length)
    throw invalid('a request for a lease with locks of other snapshots')
  if (!release && durationMs === 0) throw invalid('a request for a lease of no time')
  return {
    project: idOf('ProjectId', message.project),
    snapshots,
    nonce: parseNonce(message.nonce),
    durationMs,
    release,
    locksLeftMs: snapshots.map((_, i) => locksLeftMs[i] ?? 0),
  }
}

/** Signs a lease by `key`'s site. */
export function makeLease(mesh: MeshId, lease: Omit<Lease, 'granter'>, key: SigningKey): pb.Signed {
  const body = encode(pb.Lease, {
    project: bytesOf(lease.project),
    snapshots: packIds(lease.snapshots),
    nonce: Buffer.from(lease.nonce, 'hex'),
    dropper: bytesOf(lease.dropper),
    granter: key.publicKey,
    durationMs: lease.durationMs,
    lockLeftMs: lease.lockLeftMs,
  })
  return sign('lease', mesh, body, key)
}

/** Verifies that the granter signed it. Throws MESSAGE_INVALID, SIGNATURE_INVALID. */
export function parseLease(mesh: MeshId, signed: pb.Signed): Lease {
  const message = decode(pb.Lease, verifySigned('lease', mesh, signed), LIMITS.membershipFrame)
  const granter = idOf('SiteId', message.granter)
  if (granter !== idOf('SiteId', signed.author))
    throw new HoldfastError('SIGNATURE_INVALID', 'a lease signed by another site than the one it names')
  return {
    project: idOf('ProjectId', message.project),
    snapshots: parseSnapshots(message.snapshots),
    nonce: parseNonce(message.nonce),
    dropper: idOf('SiteId', message.dropper),
    granter,
    durationMs: message.durationMs,
    lockLeftMs: message.lockLeftMs,
  }
}

/** Whether the lease is what was asked for, no less. */
export function isLeaseFor(lease: Lease, request: LeaseRequest, dropper: SiteId, granter: SiteId): boolean {
  return (
    lease.granter === granter &&
    lease.dropper === dropper &&
    lease.project === request.project &&
    lease.nonce === request.nonce &&
    lease.durationMs >= request.durationMs &&
    lease.snapshots.length === request.snapshots.length &&
    lease.snapshots.every((id, i) => id === request.snapshots[i])
  )
}

// Ascending, each once: one set has one form.
function parseSnapshots(packed: Uint8Array): SnapshotId[] {
  const ids = unpackIds('SnapshotId', packed)
  if (ids.length < 1 || ids.length > MOST_LEASED) throw invalid(`a lease over ${ids.length} snapshots`)
  if (ids.some((id, i) => i > 0 && id <= ids[i - 1]!)) throw invalid('a lease over snapshots out of order')
  return ids
}
function parseNonce(bytes: Uint8Array): Nonce {
  if (bytes.byteLength !== NONCE_LENGTH) throw invalid('a lease with a nonce of a wrong length')
  return Buffer.from(bytes).toString('hex')
}
function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', what)
}
