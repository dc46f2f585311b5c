// Ids as they travel through the code: branded lower-case hex strings, so that they can be Map keys and never be
// mixed up; raw bytes exist only on wire and disk (§ Ids).
import { HoldfastError } from './errors.ts'

declare const brand: unique symbol
type Id<Name extends string> = string & { readonly [brand]: Name }

/** BLAKE3 of a stored chunk (32 bytes). */
export type Cid = Id<'Cid'>
/** Ed25519 public key of a site (32 bytes). */
export type SiteId = Id<'SiteId'>
/** Hash of the genesis constitution (32 bytes). */
export type MeshId = Id<'MeshId'>
/** 16 random bytes. */
export type ProjectId = Id<'ProjectId'>
/** Hash of a snapshot record's signed body (32 bytes). */
export type SnapshotId = Id<'SnapshotId'>
/** 16 random bytes. */
export type RingId = Id<'RingId'>
/** Hash of a Merkle-map node (32 bytes). */
export type NodeHash = Id<'NodeHash'>
/** Keyed hash of a chunk's plaintext (32 bytes); never leaves the writer. */
export type Pid = Id<'Pid'>
/** Hash of a head's signed body (32 bytes). */
export type HeadId = Id<'HeadId'>
/** Hash of the signed body of a record that says what need not be kept, or must (32 bytes). */
export type RecordId = Id<'RecordId'>

export const ID_LENGTH = {
  Cid: 32,
  SiteId: 32,
  MeshId: 32,
  ProjectId: 16,
  SnapshotId: 32,
  RingId: 16,
  NodeHash: 32,
  Pid: 32,
  HeadId: 32,
  RecordId: 32,
} as const
type Kinds = {
  Cid: Cid
  SiteId: SiteId
  MeshId: MeshId
  ProjectId: ProjectId
  SnapshotId: SnapshotId
  RingId: RingId
  NodeHash: NodeHash
  Pid: Pid
  HeadId: HeadId
  RecordId: RecordId
}
export type IdKind = keyof Kinds

/** Names raw bytes. Throws MESSAGE_INVALID when the length is not the kind's. */
export function idOf<K extends IdKind>(kind: K, bytes: Uint8Array): Kinds[K] {
  if (bytes.byteLength !== ID_LENGTH[kind]) {
    throw new HoldfastError('MESSAGE_INVALID', `a ${kind} has ${ID_LENGTH[kind]} bytes, not ${bytes.byteLength}`)
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex') as Kinds[K]
}

/** The raw bytes of an id. */
export function bytesOf(id: Kinds[IdKind]): Uint8Array {
  return Buffer.from(id, 'hex')
}

/** Reads an id from text (full hex). Throws MESSAGE_INVALID. */
export function parseId<K extends IdKind>(kind: K, text: string): Kinds[K] {
  if (text.length !== ID_LENGTH[kind] * 2 || !/^[0-9a-f]+$/.test(text)) {
    throw new HoldfastError('MESSAGE_INVALID', `not a ${kind}: ${text.slice(0, 80)}`)
  }
  return text as Kinds[K]
}

/** Splits a packed field of equal-length ids. Throws MESSAGE_INVALID. */
export function unpackIds<K extends IdKind>(kind: K, packed: Uint8Array): Kinds[K][] {
  const length = ID_LENGTH[kind]
  if (packed.byteLength % length !== 0)
    throw new HoldfastError('MESSAGE_INVALID', `packed ${kind}s of ${packed.byteLength} bytes`)
  const ids: Kinds[K][] = []
  for (let at = 0; at < packed.byteLength; at += length) ids.push(idOf(kind, packed.subarray(at, at + length)))
  return ids
}

/** Joins ids into one packed field, in the order given. */
export function packIds(ids: readonly Kinds[IdKind][]): Uint8Array {
  return Buffer.from(ids.join(''), 'hex')
}
