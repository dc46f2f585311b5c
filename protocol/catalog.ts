// What a site says in its catalog: about itself, the projects and snapshots it knows, what it holds and whom it proved
// (§ Catalog). Keys are in catalog-key.ts. Entries this version can't read are carried by whoever keeps the map.
import { type CatalogKey, parseKey } from './catalog-key.ts'
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { hash } from './hash.ts'
import { idOf, type ProjectId, packIds, type RingId, type SiteId, type SnapshotId, unpackIds } from './ids.ts'
import { LIMITS } from './limits.ts'
import { holdfast as pb } from './messages.js'
import { projectNamed } from './project-entry.ts'
import { decodeSigned } from './signed.ts'

export { BEHIND_AUDIT, keys, parseKey, prefixes } from './catalog-key.ts'

export interface SelfEntry {
  /** Multiaddrs the site can be dialled at. */
  readonly addresses: readonly string[]
  /** Bytes it may use, 0 = as many as the disk has. */
  readonly capacity: number
  readonly used: number
  readonly full: boolean
  /** 'ok', or what is wrong, for people. */
  readonly health: string
  readonly software: string
  /** The disk that failed under its store, for people; absent: none. */
  readonly sick?: string | undefined
  /** Format features it reads; writers use only what all trusted readers of a ring list. */
  readonly features: readonly string[]
}

export interface Holding {
  /** Held whole; sorted. */
  readonly snapshots: readonly SnapshotId[]
  readonly storedBytes: number
  /** ms since 1970 UTC: every byte was good at or after this time. */
  readonly scrubbedAt: number
  readonly since: number
  /** The site fetches what it claims to hold: counts nothing until proved again. */
  readonly voided: boolean
  /** Raised with every voiding; only a proof of the same generation counts. */
  readonly generation: number
}

export interface Proof {
  /** Proved; sorted. */
  readonly snapshots: readonly SnapshotId[]
  /** ms since 1970 UTC. */
  readonly time: number
  readonly challengeHash: Uint8Array
  /** How many ranges were asked for. */
  readonly ranges: number
  readonly result: 'passed' | 'failed'
  /** Of the holding that was challenged. */
  readonly generation: number
  /** Signed messages, as evidence of a failure. */
  readonly challenge?: Uint8Array | undefined
  readonly answer?: Uint8Array | undefined
}

/** `value` is undefined for an entry that was removed. */
export type CatalogEntry =
  | { readonly kind: 'self'; readonly value: SelfEntry | undefined }
  | {
      readonly kind: 'project'
      readonly project: ProjectId
      /** Not verified yet, but its body is of the project the key names. */
      readonly value: pb.Signed | undefined
    }
  | {
      readonly kind: 'snapshot'
      readonly project: ProjectId
      readonly snapshot: SnapshotId
      /** Not verified yet, but its body is the one the key names. */
      readonly value: pb.Signed | undefined
    }
  | { readonly kind: 'holding'; readonly project: ProjectId; readonly value: Holding | undefined }
  | {
      readonly kind: 'proof'
      readonly holder: SiteId
      readonly project: ProjectId
      readonly value: Proof | undefined
    }
  | {
      readonly kind: 'grant'
      readonly ring: RingId
      readonly epoch: number
      readonly member: SiteId
      /** Not verified yet. */
      readonly value: pb.Signed | undefined
    }
  /** As it stands in the catalog: read by whoever follows that log. */
  | { readonly kind: 'audit'; readonly seq: number; readonly value: Uint8Array | undefined }
  /** As it stands in the catalog: judged by whoever keeps such records (§ Kept records). */
  | (KeptKey & { readonly value: Uint8Array | undefined })
  | { readonly kind: 'unknown'; readonly value: Uint8Array | undefined }

/** Where a record stands that says what need not be kept any more, or must be. */
export type KeptKey = Extract<CatalogKey, { kind: 'forget' | 'pin' | 'delete' | 'undelete' }>

const MAX_ADDRESSES = 64
const MAX_FEATURES = 256
const MAX_TEXT = 512
const MAX_EVIDENCE = 128 * 1024

/** Reads an entry; `value` undefined stands for a removed one. Throws MESSAGE_INVALID. */
export function parseEntry(key: Uint8Array, value: Uint8Array | undefined): CatalogEntry {
  const parsed = parseKey(key)
  switch (parsed.kind) {
    case 'self':
      return { ...parsed, value: value && parseSelf(value) }
    case 'project':
      return { ...parsed, value: value && parseProjectValue(parsed.project, value) }
    case 'snapshot':
      return { ...parsed, value: value && parseSnapshotValue(parsed.snapshot, value) }
    case 'holding':
      return { ...parsed, value: value && parseHolding(value) }
    case 'proof':
      return { ...parsed, value: value && parseProof(value) }
    case 'grant':
      return { ...parsed, value: value && decodeSigned(value) }
    case 'audit':
    case 'forget':
    case 'pin':
    case 'delete':
    case 'undelete':
    case 'unknown':
      return { ...parsed, value }
  }
}

export function encodeSelf(entry: SelfEntry): Uint8Array {
  const { addresses, features, sick = '' } = entry
  return encode(pb.SelfEntry, { ...entry, addresses: [...addresses], features: [...features], sick })
}

export function encodeHolding(holding: Holding): Uint8Array {
  return encode(pb.HoldingEntry, { ...holding, snapshots: packIds([...holding.snapshots].sort()) })
}

export function encodeProof(proof: Proof): Uint8Array {
  return encode(pb.ProofEntry, {
    snapshots: packIds([...proof.snapshots].sort()),
    time: proof.time,
    challengeHash: proof.challengeHash,
    ranges: proof.ranges,
    result: proof.result === 'passed' ? pb.ProofResult.PASSED : pb.ProofResult.FAILED,
    generation: proof.generation,
    challenge: proof.challenge ?? new Uint8Array(0),
    answer: proof.answer ?? new Uint8Array(0),
  })
}

function parseSelf(bytes: Uint8Array): SelfEntry {
  const message = decode(pb.SelfEntry, bytes, LIMITS.mapValue)
  const { addresses, capacity, used, full, health, software, features, sick } = message
  if (addresses.length > MAX_ADDRESSES || features.length > MAX_FEATURES) throw invalid('self entry lists too much')
  if ([health, software, sick, ...addresses, ...features].some(text => text.length > MAX_TEXT))
    throw invalid('self entry has a text that is too long')
  return { addresses, capacity, used, full, health, software, features, ...(sick !== '' && { sick }) }
}

function parseProjectValue(project: ProjectId, bytes: Uint8Array): pb.Signed {
  const signed = decodeSigned(bytes)
  if (projectNamed(signed) !== project) throw invalid('project entry stands under another id')
  return signed
}

function parseSnapshotValue(snapshot: SnapshotId, bytes: Uint8Array): pb.Signed {
  const signed = decodeSigned(bytes)
  if (idOf('SnapshotId', hash(signed.body)) !== snapshot) throw invalid('snapshot record stands under another id')
  return signed
}

function parseHolding(bytes: Uint8Array): Holding {
  const message = decode(pb.HoldingEntry, bytes, LIMITS.mapValue)
  const { storedBytes, scrubbedAt, since, voided, generation } = message
  return { snapshots: unpackSorted(message.snapshots), storedBytes, scrubbedAt, since, voided, generation }
}

function parseProof(bytes: Uint8Array): Proof {
  const message = decode(pb.ProofEntry, bytes, LIMITS.mapValue)
  const { time, challengeHash, ranges, generation, challenge, answer } = message
  const failed = message.result === pb.ProofResult.FAILED
  if (!failed && message.result !== pb.ProofResult.PASSED) throw invalid(`proof entry has result ${message.result}`)
  if (challengeHash.byteLength !== 32) throw invalid('proof entry does not name its challenge')
  if (challenge.byteLength > MAX_EVIDENCE || answer.byteLength > MAX_EVIDENCE) throw invalid('proof entry is too large')
  if (failed && (challenge.byteLength === 0 || answer.byteLength === 0)) throw invalid('proof entry lacks its evidence')
  const snapshots = unpackSorted(message.snapshots)
  const common = { snapshots, time, challengeHash, ranges, generation }
  return failed ? { ...common, result: 'failed', challenge, answer } : { ...common, result: 'passed' }
}

function unpackSorted(packed: Uint8Array): SnapshotId[] {
  const snapshots = unpackIds('SnapshotId', packed)
  if (snapshots.some((id, index) => index > 0 && id <= snapshots[index - 1]!))
    throw invalid('snapshot ids are not in order')
  return snapshots
}

function invalid(message: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a ${message}`)
}
