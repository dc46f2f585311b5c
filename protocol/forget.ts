// What a project's authority says need not be kept any more, because its retention is over (§ Forget). It frees nothing by
// itself: each holder goes by its own locks, and keeps what is pinned or the newest whatever stands here.
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { bytesOf, idOf, type MeshId, type ProjectId, packIds, type SiteId, type SnapshotId, unpackIds } from './ids.ts'
import type { SigningKey } from './keys.ts'
import { LIMITS } from './limits.ts'
import { holdfast as pb } from './messages.js'
import { decodeSigned, encodeSigned, sign, verifySigned } from './signed.ts'

export interface ForgetFields {
  readonly project: ProjectId
  /** At least one, at most MAX_FORGOTTEN. */
  readonly snapshots: readonly SnapshotId[]
  /** ms since 1970 UTC by the author's clock, for people. */
  readonly time: number
  /** For people. */
  readonly why: string
}
export interface Forget extends ForgetFields {
  readonly author: SiteId
}

/** Snapshots one record names. */
export const MAX_FORGOTTEN = 1_000
const MAX_WHY = 256

/** An encoded Signed of type `forget`. */
export function signForget(mesh: MeshId, fields: ForgetFields, author: SigningKey): Uint8Array {
  const body = encode(pb.Forget, {
    project: bytesOf(fields.project),
    snapshots: packIds([...new Set(fields.snapshots)].sort()),
    author: author.publicKey,
    time: fields.time,
    why: fields.why,
  })
  parseBody(body) // what others would refuse must not leave its author
  return encodeSigned(sign('forget', mesh, body, author))
}

/** Throws MESSAGE_INVALID, SIGNATURE_INVALID. Whether its author may say so is the receiver's to check. */
export function parseForget(mesh: MeshId, bytes: Uint8Array): Forget {
  const signed = decodeSigned(bytes)
  const forget = parseBody(verifySigned('forget', mesh, signed))
  if (forget.author !== idOf('SiteId', signed.author)) throw invalid('names another author than its signer')
  return forget
}

function parseBody(body: Uint8Array): Forget {
  const message = decode(pb.Forget, body, LIMITS.controlFrame)
  const snapshots = unpackIds('SnapshotId', message.snapshots)
  if (snapshots.length === 0 || snapshots.length > MAX_FORGOTTEN) throw invalid(`names ${snapshots.length} snapshots`)
  if (snapshots.some((id, index) => index > 0 && id <= snapshots[index - 1]!))
    throw invalid('lists its snapshots out of order, or one twice')
  if (message.why.length > MAX_WHY) throw invalid('has a reason that is too long')
  return {
    project: idOf('ProjectId', message.project),
    snapshots,
    author: idOf('SiteId', message.author),
    time: message.time,
    why: message.why,
  }
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a forget record ${what}`)
}
