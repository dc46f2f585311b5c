// Snapshot records: which tree a project was at a moment, signed by the site that took it (§ Snapshot record). A record
// stands by itself: whoever accepts it lists and serves it, and nobody can withdraw it. Its id is the hash of its body.
import { DEFAULT_SEND_CLASS } from './category.ts'
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { hash } from './hash.ts'
import { bytesOf, idOf, type MeshId, type ProjectId, type RingId, type SiteId, type SnapshotId } from './ids.ts'
import type { SigningKey } from './keys.ts'
import { LIMITS } from './limits.ts'
import { holdfast as pb } from './messages.js'
import { openFromRing, type Ring, sealForRing } from './ring.ts'
import { sign, verifySigned } from './signed.ts'
import type { RootRef } from './tree-load.ts'

/** `suspect`: most of the project was gone or rewritten at once; kept aside until somebody says that it is meant. */
export type SnapshotState = 'settled' | 'live' | 'suspect'

export interface SnapshotFields {
  readonly project: ProjectId
  readonly root: RootRef
  readonly incarnation: number
  /** Per author and project, from 1. */
  readonly seq: number
  readonly parents: readonly SnapshotId[]
  /** 'live': some files were still being written. */
  readonly state: SnapshotState
  /** ms since 1970 UTC, by the author's clock. */
  readonly time: number
  /** 0 (most urgent) to 7; the default is 3. */
  readonly sendClass?: number
}
export interface SnapshotRecord extends Required<SnapshotFields> {
  readonly id: SnapshotId
  readonly author: SiteId
  readonly ring: RingId
  readonly epoch: number
  readonly sealed: Uint8Array
}
/** What only sites with the ring's keys can read of a snapshot. */
export interface SnapshotInfo {
  readonly projectName: string
  readonly label: string
  /** The folder it was taken of, raw bytes. */
  readonly path: Uint8Array
  readonly user: string
  readonly files: number
  readonly directories: number
  readonly plainBytes: number
  /** Files left out because they kept changing or could not be read. */
  readonly skipped: number
  /** Stored bytes this snapshot added at its author. */
  readonly newBytes: number
  /** Files still growing when they were read: above 0, the snapshot is live. */
  readonly liveFiles: number
  /** Left out, since programs make them anew (§ Categories). */
  readonly rebuildableFiles: number
  readonly rebuildableBytes: number
  /** Of a suspect one: what happened to the files of the snapshot before. */
  readonly suspicion?: string
}

const MAX_PARENTS = 256
const MAX_SEALED = 16 * 1024

export function signSnapshot(
  fields: SnapshotFields,
  info: SnapshotInfo,
  ring: Ring,
  mesh: MeshId,
  key: SigningKey,
): { id: SnapshotId; signed: pb.Signed } {
  const sealed = sealForRing(ring, infoContext({ ...fields, author: key.id }), encode(pb.SnapshotInfo, info))
  const body = encode(pb.Snapshot, {
    project: bytesOf(fields.project),
    root: bytesOf(fields.root.cid),
    storedBytes: fields.root.storedBytes,
    ring: bytesOf(ring.id),
    epoch: ring.epoch,
    author: bytesOf(key.id),
    incarnation: fields.incarnation,
    seq: fields.seq,
    parents: fields.parents.map(bytesOf),
    state: STATES[fields.state],
    time: fields.time,
    sealed,
    sendClass: fields.sendClass ?? DEFAULT_SEND_CLASS,
  })
  parseBody(body) // a record that others would refuse must not leave its author
  return { id: snapshotIdOf(body), signed: sign('snapshot', mesh, body, key) }
}

/** Throws MESSAGE_INVALID, SIGNATURE_INVALID. Whether the author may take snapshots is the caller's to check. */
export function parseSnapshot(mesh: MeshId, signed: pb.Signed): SnapshotRecord {
  const record = parseBody(verifySigned('snapshot', mesh, signed))
  if (record.author !== idOf('SiteId', signed.author)) throw invalid('names another author than its signer')
  return record
}

/** Reads a record that was verified before it was kept under its id. Throws MESSAGE_INVALID. */
export function readSnapshot(signed: pb.Signed, id: SnapshotId): SnapshotRecord {
  return parseBody(signed.body, id)
}

/** The id of a snapshot whose signed body this is. */
export function snapshotIdOf(body: Uint8Array): SnapshotId {
  return idOf('SnapshotId', hash(body))
}

/** Opens the sealed part. Throws KEY_MISSING, MESSAGE_INVALID. */
export function openSnapshotInfo(ring: Ring, record: SnapshotRecord): SnapshotInfo {
  const message = decode(pb.SnapshotInfo, openFromRing(ring, infoContext(record), record.sealed), MAX_SEALED)
  const { projectName, label, path, user, files, directories, plainBytes, skipped, newBytes } = message
  const { liveFiles, rebuildableFiles, rebuildableBytes, suspicion } = message
  const counts = { files, directories, plainBytes, skipped, newBytes, liveFiles, rebuildableFiles, rebuildableBytes }
  return { projectName, label, path, user, ...counts, ...(suspicion ? { suspicion } : {}) }
}

function parseBody(body: Uint8Array, id = snapshotIdOf(body)): SnapshotRecord {
  const message = decode(pb.Snapshot, body, LIMITS.controlFrame)
  if (message.parents.length > MAX_PARENTS || message.sealed.byteLength > MAX_SEALED) throw invalid('is too large')
  if (message.seq === 0 || message.epoch === 0 || message.storedBytes === 0 || message.sendClass > 7)
    throw invalid('lacks its seq, its epoch or its size, or has no such send class')
  return {
    id,
    project: idOf('ProjectId', message.project),
    root: { cid: idOf('Cid', message.root), storedBytes: message.storedBytes },
    ring: idOf('RingId', message.ring),
    epoch: message.epoch,
    author: idOf('SiteId', message.author),
    incarnation: message.incarnation,
    seq: message.seq,
    parents: message.parents.map(parent => idOf('SnapshotId', parent)),
    state: stateOf(message.state),
    time: message.time,
    sealed: message.sealed,
    sendClass: message.sendClass,
  }
}

const STATES = {
  settled: pb.SnapshotState.SETTLED,
  live: pb.SnapshotState.LIVE,
  suspect: pb.SnapshotState.SUSPECT,
} as const

function stateOf(state: pb.SnapshotState): SnapshotState {
  if (state === pb.SnapshotState.SETTLED) return 'settled'
  if (state === pb.SnapshotState.LIVE) return 'live'
  if (state === pb.SnapshotState.SUSPECT) return 'suspect'
  throw invalid(`has state ${state}`)
}

// Ties the sealed part to its record: it opens in no other.
function infoContext(record: { project: ProjectId; author: SiteId; incarnation: number; seq: number }): string {
  return `snapshot/${record.project}/${record.author}/${record.incarnation}/${record.seq}`
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a snapshot record ${what}`)
}
