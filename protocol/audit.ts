// A site's audit log: signed entries, each naming the hash of the one before, listed in the site's own catalog (§ Audit).
// What is open says what was done to what; who asked for it and the words are sealed to a ring.
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { hash } from './hash.ts'
import { bytesOf, idOf, type MeshId, type ProjectId, type SiteId, type SnapshotId } from './ids.ts'
import type { SigningKey } from './keys.ts'
import { holdfast as pb } from './messages.js'
import { openFromRing, type Ring, sealForRing } from './ring.ts'
import { encodeSigned, sign, verifySigned } from './signed.ts'

export interface AuditFields {
  /** From 1, by 1. */
  readonly seq: number
  /** Hash of the body of the entry before; undefined for the first alone. */
  readonly prev: AuditHash | undefined
  /** ms since 1970 UTC, by the author's clock. */
  readonly time: number
  /** What was done: `restore`, `site-revoke`. */
  readonly act: string
  readonly project: ProjectId | undefined
  readonly site: SiteId | undefined
  readonly snapshot: SnapshotId | undefined
  /** The key or token that asked; undefined = the site itself. */
  readonly by: Uint8Array | undefined
  /** AuditDetail, sealed to a ring; empty where the site has none. */
  readonly sealed: Uint8Array
}
export interface AuditRecord extends AuditFields {
  readonly author: SiteId
  readonly hash: AuditHash
}
export interface AuditDetail {
  readonly text: string
  readonly who: string
}
/** BLAKE3 of an entry's body, hex. */
export type AuditHash = string

/** Where a log stands. */
export interface AuditPlace {
  readonly seq: number
  readonly hash: AuditHash
}

/** An entry as a catalog lists it, signature and all. */
export const AUDIT_ENTRY_BYTES = 6 * 1024
const BODY_BYTES = 5 * 1024
const SEALED_BYTES = 4 * 1024
const BY_BYTES = 64
const TEXT_CHARACTERS = 1000
const WHO_CHARACTERS = 200
const HASH_BYTES = 32
const ACT = /^[a-z][a-z0-9-]{0,31}$/
const NO_BYTES = new Uint8Array(0)

/** The entry as the catalog lists it. Throws TypeError for an act that is no word. */
export function signAudit(mesh: MeshId, fields: AuditFields, key: SigningKey): Uint8Array {
  const { seq, prev, time, act, project, site, snapshot, by, sealed } = fields
  if (!ACT.test(act)) throw new TypeError(`"${act}" is no word for an act`)
  const body = encode(pb.AuditEntry, {
    seq,
    prev: prev === undefined ? NO_BYTES : Buffer.from(prev, 'hex'),
    time,
    act,
    project: project === undefined ? NO_BYTES : bytesOf(project),
    site: site === undefined ? NO_BYTES : bytesOf(site),
    snapshot: snapshot === undefined ? NO_BYTES : bytesOf(snapshot),
    by: by ?? NO_BYTES,
    sealed,
  })
  const signed = sign('audit', mesh, body, key)
  readAudit(signed) // an entry that others would refuse must not leave its author
  return encodeSigned(signed)
}

/** Reads an entry without verifying its signature. Throws MESSAGE_INVALID. */
export function readAudit(signed: pb.Signed): AuditRecord {
  const message = decode(pb.AuditEntry, signed.body, BODY_BYTES)
  const { seq, prev, time, act, by, sealed } = message
  if (seq === 0) throw invalid('without a place')
  if (prev.byteLength !== (seq === 1 ? 0 : HASH_BYTES)) throw invalid('that names no entry before it, or one too many')
  if (!ACT.test(act)) throw invalid('whose act is no word')
  if (by.byteLength > BY_BYTES || sealed.byteLength > SEALED_BYTES) throw invalid('that is too large')
  return {
    author: idOf('SiteId', signed.author),
    hash: Buffer.from(hash(signed.body)).toString('hex'),
    seq,
    prev: seq === 1 ? undefined : Buffer.from(prev).toString('hex'),
    time,
    act,
    project: message.project.byteLength === 0 ? undefined : idOf('ProjectId', message.project),
    site: message.site.byteLength === 0 ? undefined : idOf('SiteId', message.site),
    snapshot: message.snapshot.byteLength === 0 ? undefined : idOf('SnapshotId', message.snapshot),
    by: by.byteLength === 0 ? undefined : Uint8Array.from(by),
    sealed,
  }
}

/** Throws SIGNATURE_INVALID, MESSAGE_INVALID. */
export function verifyAudit(mesh: MeshId, signed: pb.Signed): void {
  verifySigned('audit', mesh, signed)
}

/** Why an entry can't follow the place; undefined when it does. `last` undefined: it is the first of its log. */
export function brokenLink(last: AuditPlace | undefined, next: AuditRecord): string | undefined {
  const seq = (last?.seq ?? 0) + 1
  if (next.seq !== seq) return `entry ${next.seq} stands where entry ${seq} belongs`
  if (next.prev !== last?.hash) return `entry ${seq} does not name the entry before it`
  return undefined
}

/** Texts that are too long are cut: an act must not go unlisted because of its words. */
export function sealAuditDetail(ring: Ring, author: SiteId, seq: number, { text, who }: AuditDetail): Uint8Array {
  const detail = { text: clip(text, TEXT_CHARACTERS), who: clip(who, WHO_CHARACTERS) }
  return sealForRing(ring, contextOf(author, seq), encode(pb.AuditDetail, detail))
}

/** Throws KEY_MISSING, MESSAGE_INVALID. */
export function openAuditDetail(ring: Ring, { author, seq, sealed }: AuditRecord): AuditDetail {
  const plain = openFromRing(ring, contextOf(author, seq), sealed)
  const { text, who } = decode(pb.AuditDetail, plain, SEALED_BYTES)
  return { text, who }
}

function contextOf(author: SiteId, seq: number): string {
  return `audit/${author}/${seq}`
}

function clip(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters - 1).toWellFormed()}…`
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `an audit entry ${what}`)
}
