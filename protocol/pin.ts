// A snapshot that is kept whatever its age, and what people call it (§ Pin). Of two records about one snapshot the higher
// revision counts, of equal ones that which pins, so that keeping wins.
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { bytesOf, idOf, type MeshId, type ProjectId, type SiteId, type SnapshotId } from './ids.ts'
import type { SigningKey } from './keys.ts'
import { LIMITS } from './limits.ts'
import { holdfast as pb } from './messages.js'
import { openFromRing, type Ring, sealForRing } from './ring.ts'
import { decodeSigned, encodeSigned, sign, verifySigned } from './signed.ts'

export interface PinFields {
  readonly project: ProjectId
  readonly snapshot: SnapshotId
  readonly pinned: boolean
  /** From 1. */
  readonly rev: number
  /** ms since 1970 UTC by the author's clock, for people. */
  readonly time: number
  /** Its label, sealed to the project's ring; empty: none. */
  readonly sealed: Uint8Array
}
export interface Pin extends PinFields {
  readonly author: SiteId
}

const MAX_SEALED = 4 * 1024

/** An encoded Signed of type `pin`. */
export function signPin(mesh: MeshId, fields: PinFields, author: SigningKey): Uint8Array {
  const { project, snapshot, pinned, rev, time, sealed } = fields
  const body = encode(pb.Pin, {
    project: bytesOf(project),
    snapshot: bytesOf(snapshot),
    author: author.publicKey,
    ...{ pinned, rev, time, sealed },
  })
  parseBody(body) // what others would refuse must not leave its author
  return encodeSigned(sign('pin', mesh, body, author))
}

/** Throws MESSAGE_INVALID, SIGNATURE_INVALID. Whether its author may say so is the receiver's to check. */
export function parsePin(mesh: MeshId, bytes: Uint8Array): Pin {
  const signed = decodeSigned(bytes)
  const pin = parseBody(verifySigned('pin', mesh, signed))
  if (pin.author !== idOf('SiteId', signed.author)) throw invalid('names another author than its signer')
  return pin
}

/** The order of two records about one snapshot: positive when `a` replaces `b`. */
export function comparePins(a: { pin: Pin; id: string }, b: { pin: Pin; id: string }): number {
  return (
    a.pin.rev - b.pin.rev || Number(a.pin.pinned) - Number(b.pin.pinned) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  )
}

export function sealPinLabel(ring: Ring, place: Pick<Pin, 'project' | 'snapshot' | 'rev'>, label: string): Uint8Array {
  return label === '' ? new Uint8Array() : sealForRing(ring, contextOf(place), Buffer.from(label))
}

/** Throws KEY_MISSING, MESSAGE_INVALID. */
export function openPinLabel(ring: Ring, pin: Pin): string {
  if (pin.sealed.byteLength === 0) return ''
  return Buffer.from(openFromRing(ring, contextOf(pin), pin.sealed)).toString('utf8')
}

function parseBody(body: Uint8Array): Pin {
  const { project, snapshot, pinned, rev, author, time, sealed } = decode(pb.Pin, body, LIMITS.controlFrame)
  if (rev === 0) throw invalid('has no revision')
  if (sealed.byteLength > MAX_SEALED) throw invalid('has a label that is too long')
  return {
    project: idOf('ProjectId', project),
    snapshot: idOf('SnapshotId', snapshot),
    author: idOf('SiteId', author),
    // A copy: what came would keep all of the message it came in.
    ...{ pinned, rev, time, sealed: Uint8Array.from(sealed) },
  }
}

function contextOf({ project, snapshot, rev }: Pick<Pin, 'project' | 'snapshot' | 'rev'>): string {
  return `pin/${project}/${snapshot}/${rev}`
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a pin ${what}`)
}
