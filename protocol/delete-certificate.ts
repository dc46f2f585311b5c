// What owners sign to have snapshots deleted before their retention ends, and what one owner or operator signs to call it
// back (§ Deletion). A certificate names every snapshot it means; what is taken later is never meant. It frees nothing by
// itself: each holder waits, keeps its locks, and leaves time for an undelete.
import { decode, encode } from './codec.ts'
import type { Constitution } from './constitution.ts'
import { HoldfastError } from './errors.ts'
import { hash } from './hash.ts'
import {
  bytesOf,
  idOf,
  type MeshId,
  type ProjectId,
  packIds,
  type RecordId,
  type SiteId,
  type SnapshotId,
  unpackIds,
} from './ids.ts'
import { type SigningKey, verifySignature } from './keys.ts'
import { LIMITS } from './limits.ts'
import { holdfast as pb } from './messages.js'
import { decodeSigned, encodeSigned, sign, signedBytes, verifySigned } from './signed.ts'

export interface DeleteFields {
  readonly project: ProjectId
  readonly snapshots: readonly SnapshotId[]
  /** ms since 1970 UTC, by whoever drew it up: makes two certificates differ, and decides nothing. */
  readonly time: number
  /** Custody seconds that each holder waits from accepting it. */
  readonly waitSeconds: number
  /** For people; every site reads it, blind ones too. */
  readonly why: string
}
export interface DeleteCertificate extends DeleteFields {
  readonly id: RecordId
}
/** A certificate whose signatures hold; whether they are enough is the constitution's to say. */
export interface SignedDelete {
  readonly certificate: DeleteCertificate
  readonly signers: ReadonlySet<SiteId>
}
export interface Undelete {
  readonly id: RecordId
  readonly certificate: RecordId
  /** Those of the certificate it takes back; none = all. */
  readonly snapshots: readonly SnapshotId[]
  readonly author: SiteId
  readonly time: number
}

/** Time for somebody to notice: three days at the least. */
export const DELETE_WAIT_S = 72 * 3600
export const DELETE_WAIT_MAX_S = 366 * 24 * 3600
export const DELETE_SNAPSHOTS_MAX = 2_000
const WHY_MAX = 1024
const SIGNATURES_MAX = 16

/** Encoded, without a signature yet. Throws MESSAGE_INVALID for what no holder would accept. */
export function drawUpDelete(mesh: MeshId, fields: DeleteFields): Uint8Array {
  const body = encode(pb.DeleteCertificate, {
    mesh: bytesOf(mesh),
    project: bytesOf(fields.project),
    snapshots: packIds([...new Set(fields.snapshots)].sort()),
    time: fields.time,
    waitS: fields.waitSeconds,
    why: fields.why,
  })
  parseBody(mesh, body)
  return encode(pb.MultiSigned, { body, signatures: [] })
}

/** The certificate with one owner's signature more. Throws MESSAGE_INVALID, SIGNATURE_INVALID. */
export function cosignDelete(mesh: MeshId, signed: Uint8Array, key: SigningKey): Uint8Array {
  parseDelete(mesh, signed)
  const { body } = decode(pb.MultiSigned, signed, LIMITS.mapValue)
  const { author, signature } = sign('delete', mesh, body, key)
  return joinDeletes([signed, encode(pb.MultiSigned, { body, signatures: [{ author, signature }] })])
}

/** One certificate with the signatures of several copies. Throws MESSAGE_INVALID. */
export function joinDeletes(copies: readonly Uint8Array[]): Uint8Array {
  const parts = copies.map(copy => decode(pb.MultiSigned, copy, LIMITS.mapValue))
  const body = parts[0]?.body
  if (body === undefined || parts.some(part => Buffer.compare(part.body, body) !== 0))
    throw invalid('is not the same in all copies')
  const byAuthor = new Map(
    parts.flatMap(part => part.signatures).map(one => [Buffer.from(one.author ?? []).toString('hex'), one]),
  )
  const signatures = [...byAuthor].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, signature]) => signature)
  return encode(pb.MultiSigned, { body, signatures })
}

/** Verifies every signature. Throws MESSAGE_INVALID, SIGNATURE_INVALID, MESH_MISMATCH. */
export function parseDelete(mesh: MeshId, signed: Uint8Array): SignedDelete {
  const message = decode(pb.MultiSigned, signed, LIMITS.mapValue)
  const { body, signatures } = message
  if (Buffer.compare(signed, encode(pb.MultiSigned, message)) !== 0) throw invalid('is in an encoding of its own')
  if (signatures.length > SIGNATURES_MAX) throw invalid('has too many signatures')
  const certificate = parseBody(mesh, body)
  const signers = signatures.map(({ author }) => idOf('SiteId', author ?? new Uint8Array()))
  if (signers.some((signer, at) => at > 0 && signer <= signers[at - 1]!)) throw invalid('has signatures out of order')
  const covered = signedBytes('delete', mesh, body)
  for (const { author, signature } of signatures) {
    if (!verifySignature(author ?? new Uint8Array(), covered, signature ?? new Uint8Array()))
      throw new HoldfastError('SIGNATURE_INVALID', 'a delete certificate with a signature that does not hold')
  }
  return { certificate, signers: new Set(signers) }
}

/** Whether as many owners of the constitution have signed as it asks for. */
export function isSignedByOwners({ signers }: SignedDelete, { owners, threshold }: Constitution): boolean {
  return owners.filter(owner => signers.has(owner)).length >= threshold
}

export function signUndelete(
  mesh: MeshId,
  fields: { certificate: RecordId; snapshots: readonly SnapshotId[]; time: number },
  key: SigningKey,
): Uint8Array {
  const body = encode(pb.Undelete, {
    certificate: bytesOf(fields.certificate),
    author: key.publicKey,
    time: fields.time,
    snapshots: packIds([...new Set(fields.snapshots)].sort()),
  })
  return encodeSigned(sign('undelete', mesh, body, key))
}

/** Throws MESSAGE_INVALID, SIGNATURE_INVALID. Whether its author may sign it is the receiver's to check. */
export function parseUndelete(mesh: MeshId, bytes: Uint8Array): Undelete {
  const signed = decodeSigned(bytes, LIMITS.mapValue)
  const body = verifySigned('undelete', mesh, signed)
  const message = decode(pb.Undelete, body, LIMITS.mapValue)
  const author = idOf('SiteId', message.author)
  if (author !== idOf('SiteId', signed.author)) throw invalid('is called back by another than signed it')
  return {
    id: idOf('RecordId', hash(body)),
    certificate: idOf('RecordId', message.certificate),
    snapshots: snapshotsOf(message.snapshots),
    author,
    time: message.time,
  }
}

function parseBody(mesh: MeshId, body: Uint8Array): DeleteCertificate {
  const message = decode(pb.DeleteCertificate, body, LIMITS.mapValue)
  if (idOf('MeshId', message.mesh) !== mesh)
    throw new HoldfastError('MESH_MISMATCH', 'a delete certificate of another mesh')
  const snapshots = snapshotsOf(message.snapshots)
  if (snapshots.length === 0) throw invalid('names no snapshot')
  if (message.waitS < DELETE_WAIT_S || message.waitS > DELETE_WAIT_MAX_S)
    throw invalid(`has a waiting time of ${message.waitS} s`)
  if (Buffer.byteLength(message.why) > WHY_MAX) throw invalid('has too long a reason')
  return {
    id: idOf('RecordId', hash(body)),
    project: idOf('ProjectId', message.project),
    snapshots,
    time: message.time,
    waitSeconds: message.waitS,
    why: message.why,
  }
}

function snapshotsOf(packed: Uint8Array): SnapshotId[] {
  const snapshots = unpackIds('SnapshotId', packed)
  if (snapshots.length > DELETE_SNAPSHOTS_MAX) throw invalid(`names more than ${DELETE_SNAPSHOTS_MAX} snapshots`)
  if (snapshots.some((id, at) => at > 0 && id <= snapshots[at - 1]!)) throw invalid('names snapshots out of order')
  return snapshots
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a delete certificate ${what}`)
}
