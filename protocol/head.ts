// Heads: the signed root of a site's catalog, chained, in an order of their own; and what two heads of one site say about
// each other (§ Head). A fork is a fact that anyone can check, not an accusation: restored machines fork by accident.
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { hash } from './hash.ts'
import { bytesOf, type HeadId, idOf, type MeshId, type NodeHash, type SiteId } from './ids.ts'
import type { SigningKey } from './keys.ts'
import { LIMITS } from './limits.ts'
import { holdfast as pb } from './messages.js'
import { sign, verifySigned } from './signed.ts'

export interface HeadFields {
  readonly mesh: MeshId
  readonly author: SiteId
  /** From 1; rises with each start that can't be sure to know the newest own head. */
  readonly incarnation: number
  /** 16 random bytes of the incarnation. */
  readonly nonce: Uint8Array
  /** From 1; rises through all incarnations. */
  readonly seq: number
  /** The head this one follows; undefined for seq 1 alone. */
  readonly prev: HeadId | undefined
  readonly root: NodeHash
  /** Hash of the membership the author knows. */
  readonly membership: Uint8Array
  /** ms since 1970 UTC, by the author's clock. */
  readonly time: number
  /** How many entries the catalog has. */
  readonly entries: number
}
export interface HeadRecord extends HeadFields {
  readonly id: HeadId
}
/** Two signed heads of one author that can't stand in one chain. */
export interface ForkProof {
  readonly a: pb.Signed
  readonly b: pb.Signed
}
export type HeadRelation = 'newer' | 'same' | 'older' | 'fork'

const NONCE_LENGTH = 16
const HASH_LENGTH = 32

export function signHead(fields: HeadFields, key: SigningKey): pb.Signed {
  if (fields.author !== key.id) throw new TypeError('a head is signed by its author')
  const body = encode(pb.Head, {
    mesh: bytesOf(fields.mesh),
    author: bytesOf(fields.author),
    incarnation: fields.incarnation,
    incarnationNonce: fields.nonce,
    seq: fields.seq,
    prev: fields.prev ? bytesOf(fields.prev) : new Uint8Array(0),
    root: bytesOf(fields.root),
    membership: fields.membership,
    time: fields.time,
    entries: fields.entries,
  })
  parseBody(body) // a head that others would refuse must not leave its author
  return sign('head', fields.mesh, body, key)
}

/** Verifies and reads a head. Throws MESSAGE_INVALID, SIGNATURE_INVALID, MESH_MISMATCH. */
export function parseHead(mesh: MeshId, signed: pb.Signed): HeadRecord {
  const head = parseBody(verifySigned('head', mesh, signed))
  if (head.mesh !== mesh) throw new HoldfastError('MESH_MISMATCH', `a head of mesh ${head.mesh}`)
  if (head.author !== idOf('SiteId', signed.author)) throw invalid('names another author than its signer')
  return head
}

/** Reads a head that was verified before it was kept. Throws MESSAGE_INVALID. */
export function readHead(signed: pb.Signed): HeadRecord {
  return parseBody(signed.body)
}

/** The order of heads of one author: by incarnation, then seq. Positive when `a` is the later. */
export function compareHeads(
  a: Pick<HeadRecord, 'incarnation' | 'seq'>,
  b: Pick<HeadRecord, 'incarnation' | 'seq'>,
): number {
  return a.incarnation - b.incarnation || a.seq - b.seq
}

/**
 * What `next` is to a `known` head of the same author. 'fork': no chain holds both (two heads at one place, a seq that
 * did not rise, a link that names another head, or one incarnation with two nonces); which of the two is later by order
 * is still for compareHeads() to say. Heads further apart can't be told from a chain.
 */
export function relateHeads(known: HeadRecord, next: HeadRecord): HeadRelation {
  if (known.mesh !== next.mesh || known.author !== next.author)
    throw new TypeError('heads of two authors are unrelated')
  if (known.id === next.id) return 'same'
  const isNewer = compareHeads(known, next) < 0
  const [early, late] = isNewer ? [known, next] : [next, known]
  if (late.seq <= early.seq) return 'fork'
  if (late.seq === early.seq + 1 && late.prev !== early.id) return 'fork'
  if (late.incarnation === early.incarnation && !equalBytes(late.nonce, early.nonce)) return 'fork'
  return isNewer ? 'newer' : 'older'
}

/** Whether two verified heads prove that their author's history has split. */
export function isForkProof(a: HeadRecord, b: HeadRecord): boolean {
  return a.mesh === b.mesh && a.author === b.author && relateHeads(a, b) === 'fork'
}

/** Verifies a fork proof from anyone. Throws MESSAGE_INVALID for two heads of one chain, and as parseHead does. */
export function parseForkProof(mesh: MeshId, { a, b }: ForkProof): { a: HeadRecord; b: HeadRecord } {
  const heads = { a: parseHead(mesh, a), b: parseHead(mesh, b) }
  if (!isForkProof(heads.a, heads.b)) throw invalid('does not contradict the one beside it')
  return heads
}

/** The id of a head whose signed body this is. */
export function headIdOf(body: Uint8Array): HeadId {
  return idOf('HeadId', hash(body))
}

function parseBody(body: Uint8Array): HeadRecord {
  const message = decode(pb.Head, body, LIMITS.controlFrame)
  const { incarnation, incarnationNonce, seq, prev, membership, time, entries } = message
  if (incarnation === 0 || seq === 0) throw invalid('has no place in an order')
  if (incarnationNonce.byteLength !== NONCE_LENGTH) throw invalid('has a malformed incarnation')
  if (membership.byteLength !== HASH_LENGTH) throw invalid('names no membership')
  if ((prev.byteLength === 0) !== (seq === 1)) throw invalid('links to nothing, or is the first and links to something')
  return {
    id: headIdOf(body),
    mesh: idOf('MeshId', message.mesh),
    author: idOf('SiteId', message.author),
    incarnation,
    nonce: incarnationNonce,
    seq,
    prev: prev.byteLength === 0 ? undefined : idOf('HeadId', prev),
    root: idOf('NodeHash', message.root),
    membership,
    time,
    entries,
  }
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

function invalid(message: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a head ${message}`)
}
