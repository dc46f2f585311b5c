// What the mesh says of a project: signed revisions, of which the highest wins (§ Catalog). A project's id is made of its
// founder's key, so that nobody takes another's project for its own. Who may sign a revision is role.ts's to say.
import protobuf from 'protobufjs/minimal.js'
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { hash } from './hash.ts'
import { bytesOf, ID_LENGTH, idOf, type MeshId, type ProjectId, type RingId, type SiteId } from './ids.ts'
import type { SigningKey } from './keys.ts'
import { LIMITS } from './limits.ts'
import { holdfast as pb } from './messages.js'
import { type Policy, parsePolicy, policyMessage } from './policy.ts'
import { sign, verifySigned } from './signed.ts'

export type Phase = 'active' | 'closed' | 'archived' | 'stopped'

/** What the author of a revision says. */
export interface ProjectFields {
  /** Made the project. */
  readonly founder: SiteId
  /** 16 bytes, random. */
  readonly nonce: Uint8Array
  /** From 1; of two revisions the higher wins, of equal ones that with the greater hash. */
  readonly rev: number
  /** Hash of the revision this one replaces. */
  readonly prev: Uint8Array | undefined
  readonly policy: Policy
  readonly ring: RingId
  readonly phase: Phase
  /** The site whose receipts retention counts by, and that says what need not be kept (§ Retention); absent: the founder. */
  readonly authority?: SiteId | undefined
  /** ProjectInfo, sealed to the ring. */
  readonly sealed: Uint8Array
  /** ms since 1970 UTC. */
  readonly time: number
  /** Fields of a newer version, written again as they came. */
  readonly carried?: readonly Uint8Array[]
}

/** A revision whose signature holds. */
export interface ProjectEntry extends ProjectFields {
  readonly project: ProjectId
  readonly author: SiteId
  /** Of the signed body. */
  readonly hash: Uint8Array
}

const ID_CONTEXT = Buffer.from('holdfast v1 project')
const NONCE_LENGTH = 16
const HASH_LENGTH = 32
const MAX_SEALED = 16 * 1024
const LAST_FIELD = 12
const PHASES = {
  active: pb.Phase.ACTIVE,
  closed: pb.Phase.CLOSED,
  archived: pb.Phase.ARCHIVED,
  stopped: pb.Phase.STOPPED,
} as const

/** The id of the project that `founder` makes with `nonce`. */
export function projectIdOf(founder: SiteId, nonce: Uint8Array): ProjectId {
  if (nonce.byteLength !== NONCE_LENGTH) throw invalid(`names a nonce of ${nonce.byteLength} bytes`)
  return idOf('ProjectId', hash(ID_CONTEXT, bytesOf(founder), nonce).subarray(0, ID_LENGTH.ProjectId))
}

/** Throws POLICY_INVALID. */
export function signProject(mesh: MeshId, fields: ProjectFields, author: SigningKey): pb.Signed {
  const body = encode(pb.ProjectEntry, {
    project: bytesOf(projectIdOf(fields.founder, fields.nonce)),
    rev: fields.rev,
    prev: fields.prev ?? new Uint8Array(0),
    policy: policyMessage(fields.policy),
    ring: bytesOf(fields.ring),
    phase: PHASES[fields.phase],
    sealed: fields.sealed,
    author: author.publicKey,
    time: fields.time,
    founder: bytesOf(fields.founder),
    nonce: fields.nonce,
    ...(fields.authority !== undefined && { authority: bytesOf(fields.authority) }),
    $unknowns: [...(fields.carried ?? [])],
  })
  return sign('project', mesh, body, author)
}

/** Throws MESSAGE_INVALID, SIGNATURE_INVALID, POLICY_INVALID. Whether its author may say so is the receiver's to check. */
export function parseProject(mesh: MeshId, signed: pb.Signed): ProjectEntry {
  const body = verifySigned('project', mesh, signed)
  const message = decode(pb.ProjectEntry, body, LIMITS.mapValue)
  const { rev, prev, sealed, time, nonce } = message
  const author = idOf('SiteId', message.author)
  const founder = idOf('SiteId', message.founder)
  const project = projectIdOf(founder, nonce)
  if (idOf('SiteId', signed.author) !== author) throw invalid('names another author than signed it')
  if (idOf('ProjectId', message.project) !== project) throw invalid('has an id that its founder did not make')
  if (rev === 0) throw invalid('has no revision')
  if (prev.byteLength !== 0 && prev.byteLength !== HASH_LENGTH) throw invalid('names a malformed predecessor')
  if (sealed.byteLength > MAX_SEALED) throw invalid('is too large')
  const phase = (Object.keys(PHASES) as Phase[]).find(name => PHASES[name] === message.phase)
  if (!phase) throw invalid(`has phase ${message.phase}`)
  const carried = newerFields(body)
  return {
    project,
    founder,
    // Copies: what came would keep all of the message it came in.
    nonce: Uint8Array.from(nonce),
    rev,
    prev: prev.byteLength === 0 ? undefined : Uint8Array.from(prev),
    policy: parsePolicy(message.policy),
    ring: idOf('RingId', message.ring),
    phase,
    sealed: Uint8Array.from(sealed),
    author,
    time,
    hash: hash(body),
    ...(message.authority.byteLength > 0 && { authority: idOf('SiteId', message.authority) }),
    ...(carried.length > 0 && { carried }),
  }
}

/** The site that says what need not be kept of a project. */
export function authorityOf({ authority, founder }: Pick<ProjectFields, 'authority' | 'founder'>): SiteId {
  return authority ?? founder
}

/** The project a revision is about, before its signature is checked. Throws MESSAGE_INVALID. */
export function projectNamed(signed: pb.Signed): ProjectId {
  return idOf('ProjectId', decode(pb.ProjectEntry, signed.body, LIMITS.mapValue).project)
}

/** The order of a project's revisions: positive when `a` replaces `b`, 0 when they are the same. */
export function compareProjects(a: ProjectEntry, b: ProjectEntry): number {
  return a.rev - b.rev || Buffer.compare(a.hash, b.hash)
}

// Fields of a version that knows more than this one. The bytes have passed decode().
function newerFields(bytes: Uint8Array): Uint8Array[] {
  const reader = protobuf.Reader.create(bytes)
  const fields: Uint8Array[] = []
  while (reader.pos < reader.len) {
    const start = reader.pos
    const tag = reader.uint32()
    reader.skipType(tag & 7)
    if (tag >>> 3 > LAST_FIELD) fields.push(Uint8Array.from(bytes.subarray(start, reader.pos)))
  }
  return fields
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a project entry ${what}`)
}
