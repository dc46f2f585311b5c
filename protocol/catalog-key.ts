// The keys of a catalog: a word that says what the entry is, then the raw bytes of the ids it is about (§ Catalog).
import { HoldfastError } from './errors.ts'
import {
  bytesOf,
  ID_LENGTH,
  idOf,
  type ProjectId,
  type RecordId,
  type RingId,
  type SiteId,
  type SnapshotId,
} from './ids.ts'

export type CatalogKey =
  | { readonly kind: 'self' }
  | { readonly kind: 'project'; readonly project: ProjectId }
  | { readonly kind: 'snapshot'; readonly project: ProjectId; readonly snapshot: SnapshotId }
  | { readonly kind: 'holding'; readonly project: ProjectId }
  | { readonly kind: 'proof'; readonly holder: SiteId; readonly project: ProjectId }
  | { readonly kind: 'grant'; readonly ring: RingId; readonly epoch: number; readonly member: SiteId }
  | { readonly kind: 'audit'; readonly seq: number }
  | { readonly kind: 'forget'; readonly project: ProjectId; readonly record: RecordId }
  | { readonly kind: 'pin'; readonly project: ProjectId; readonly snapshot: SnapshotId }
  | { readonly kind: 'delete'; readonly record: RecordId }
  | { readonly kind: 'undelete'; readonly record: RecordId }
  /** A word this version does not know: carried as it is. */
  | { readonly kind: 'unknown' }

const EPOCH_LENGTH = 4
const SEQ_LENGTH = 8
const WORDS = [
  'self',
  'project/',
  'snapshot/',
  'holding/',
  'proof/',
  'grant/',
  'audit/',
  'forget/',
  'pin/',
  'delete/',
  'undelete/',
] as const
type Word = (typeof WORDS)[number]
const WORD_BYTES = new Map(WORDS.map(word => [word, Buffer.from(word)]))

export const keys = {
  self: (): Uint8Array => key('self'),
  project: (project: ProjectId): Uint8Array => key('project/', bytesOf(project)),
  snapshot: (project: ProjectId, snapshot: SnapshotId): Uint8Array =>
    key('snapshot/', bytesOf(project), bytesOf(snapshot)),
  holding: (project: ProjectId): Uint8Array => key('holding/', bytesOf(project)),
  proof: (holder: SiteId, project: ProjectId): Uint8Array => key('proof/', bytesOf(holder), bytesOf(project)),
  /** The epoch is big-endian, so that a member's epochs of a ring are not mixed and stand in order. */
  grant: (ring: RingId, epoch: number, member: SiteId): Uint8Array => {
    const number = Buffer.alloc(EPOCH_LENGTH)
    number.writeUInt32BE(epoch)
    return key('grant/', bytesOf(ring), number, bytesOf(member))
  },
  /** Big-endian, so that a log stands in its order. */
  audit: (seq: number): Uint8Array => {
    const number = Buffer.alloc(SEQ_LENGTH)
    number.writeBigUInt64BE(BigInt(seq))
    return key('audit/', number)
  },
  forget: (project: ProjectId, record: RecordId): Uint8Array => key('forget/', bytesOf(project), bytesOf(record)),
  pin: (project: ProjectId, snapshot: SnapshotId): Uint8Array => key('pin/', bytesOf(project), bytesOf(snapshot)),
  delete: (record: RecordId): Uint8Array => key('delete/', bytesOf(record)),
  undelete: (record: RecordId): Uint8Array => key('undelete/', bytesOf(record)),
}

/** What all keys of a kind begin with, to scan for them; of one project's snapshots when it is given. */
export const prefixes = {
  projects: (): Uint8Array => key('project/'),
  snapshots: (project?: ProjectId): Uint8Array => key('snapshot/', ...(project ? [bytesOf(project)] : [])),
  holdings: (): Uint8Array => key('holding/'),
  proofs: (holder?: SiteId): Uint8Array => key('proof/', ...(holder ? [bytesOf(holder)] : [])),
  grants: (ring?: RingId): Uint8Array => key('grant/', ...(ring ? [bytesOf(ring)] : [])),
  audit: (): Uint8Array => key('audit/'),
}

/** The first key behind an audit log. */
export const BEHIND_AUDIT = Buffer.from('audit0')

/** Throws MESSAGE_INVALID for a known word with ids of a wrong length. */
export function parseKey(bytes: Uint8Array): CatalogKey {
  const word = WORDS.find(known => startsWith(bytes, WORD_BYTES.get(known)!))
  if (!word || (word === 'self' && bytes.byteLength !== word.length)) return { kind: 'unknown' }
  const rest = bytes.subarray(word.length)
  switch (word) {
    case 'self':
      return { kind: 'self' }
    case 'project/':
      return { kind: 'project', project: idOf('ProjectId', rest) }
    case 'snapshot/':
    case 'pin/': {
      const [project, snapshot] = split(rest, ID_LENGTH.ProjectId, ID_LENGTH.SnapshotId)
      const kind = word === 'pin/' ? 'pin' : 'snapshot'
      return { kind, project: idOf('ProjectId', project!), snapshot: idOf('SnapshotId', snapshot!) }
    }
    case 'forget/': {
      const [project, record] = split(rest, ID_LENGTH.ProjectId, ID_LENGTH.RecordId)
      return { kind: 'forget', project: idOf('ProjectId', project!), record: idOf('RecordId', record!) }
    }
    case 'delete/':
      return { kind: 'delete', record: idOf('RecordId', rest) }
    case 'undelete/':
      return { kind: 'undelete', record: idOf('RecordId', rest) }
    case 'holding/':
      return { kind: 'holding', project: idOf('ProjectId', rest) }
    case 'proof/': {
      const [holder, project] = split(rest, ID_LENGTH.SiteId, ID_LENGTH.ProjectId)
      return { kind: 'proof', holder: idOf('SiteId', holder!), project: idOf('ProjectId', project!) }
    }
    case 'grant/': {
      const [ring, epoch, member] = split(rest, ID_LENGTH.RingId, EPOCH_LENGTH, ID_LENGTH.SiteId)
      return {
        kind: 'grant',
        ring: idOf('RingId', ring!),
        epoch: Buffer.from(epoch!).readUInt32BE(),
        member: idOf('SiteId', member!),
      }
    }
    case 'audit/': {
      const seq = Buffer.from(split(rest, SEQ_LENGTH)[0]!).readBigUInt64BE()
      if (seq < 1n || seq > Number.MAX_SAFE_INTEGER)
        throw new HoldfastError('MESSAGE_INVALID', 'an audit entry stands at a place that is none')
      return { kind: 'audit', seq: Number(seq) }
    }
  }
}

function key(word: Word, ...parts: Uint8Array[]): Uint8Array {
  return Buffer.concat([WORD_BYTES.get(word)!, ...parts])
}

function startsWith(bytes: Uint8Array, word: Uint8Array): boolean {
  return word.every((byte, index) => bytes[index] === byte)
}

function split(bytes: Uint8Array, ...lengths: number[]): Uint8Array[] {
  const total = lengths.reduce((sum, length) => sum + length, 0)
  if (bytes.byteLength !== total) throw new HoldfastError('MESSAGE_INVALID', 'a catalog key has ids of a wrong length')
  let end = 0
  return lengths.map(length => {
    end += length
    return bytes.subarray(end - length, end)
  })
}
