// Chunks: what is stored, sent, scrubbed and named by its hash (§ Chunk). The header is clear, so a site without keys can
// walk a tree; the body is sealed under keys that depend on all of it.
//   version u8 ‖ kind u8 ‖ ring 16 ‖ epoch u32le ‖ siv 32 ‖ [tree: count u32le ‖ count × (cid 32 ‖ stored and send
//   class u32le ‖ below u64le)] ‖ AES-256-GCM(payload) ‖ tag 16
import { DEFAULT_SEND_CLASS } from './category.ts'
import { HoldfastError } from './errors.ts'
import { hashHex, keyedHashHex } from './hash.ts'
import { bytesOf, type Cid, idOf, type Pid, type RingId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { type CodecChoice, decodePayload, encodePayload } from './payload.ts'
import type { Ring } from './ring.ts'
import { openSiv, SIV_LENGTH, sealInto, sivOf, TAG_LENGTH } from './siv.ts'

export type ChunkKind = 'leaf' | 'tree'

/** A chunk and its size. `below`: stored bytes of everything below it, itself not included; 0 if it has no children. */
export interface ChunkRef {
  readonly cid: Cid
  readonly stored: number
  readonly below: number
}
/** How a tree chunk refers to one. `sendClass`: 0 is sent first, 7 last; of a tree chunk, the least below it. */
export interface ChildRef extends ChunkRef {
  readonly sendClass: number
}
export interface SealedChunk extends ChildRef {
  readonly pid: Pid
  readonly bytes: Uint8Array
}
export interface ChunkHeader {
  readonly kind: ChunkKind
  readonly ring: RingId
  readonly epoch: number
  readonly children: readonly ChildRef[]
  readonly headerLength: number
}
/** Memory that is used again for one chunk after the other: what comes of one is a view of `out` and holds until the next. */
export interface Room {
  /** At least ROOM_BYTES. */
  readonly scratch: Buffer
  /** At least the largest result expected. */
  readonly out: Buffer
}
export interface OpenedChunk {
  readonly kind: ChunkKind
  readonly plaintext: Uint8Array
  readonly children: readonly ChildRef[]
}

const VERSION = 1
const KIND_BYTE = { leaf: 1, tree: 2 } as const
const SIV_AT = 22
const LEAF_HEADER = SIV_AT + SIV_LENGTH
const TREE_HEADER = LEAF_HEADER + 4
export const CHILD_LENGTH = 44
// The upper 3 bits of a reference's `stored` hold its send class.
const STORED_BITS = 29
/** A payload on its way: no codec grows by more than the slack here. */
export const ROOM_BYTES = LIMITS.chunk + 128 * 1024
const SMALLEST = LEAF_HEADER + 6 + TAG_LENGTH

/**
 * Seals a leaf of at most LIMITS.chunkPlain bytes. 'auto' (the default) compresses where that pays. `pid`: what pidOf gave,
 * if the caller has it already. `room`: see Room. Throws CHUNK_TOO_LARGE.
 */
export function sealLeaf(
  ring: Ring,
  plaintext: Uint8Array,
  options: { codec?: CodecChoice; pid?: Pid; room?: Room } = {},
): SealedChunk {
  const pid = options.pid ?? pidOf(ring, 'leaf', plaintext)
  return { ...seal(ring, 'leaf', plaintext, [], options.codec ?? 'auto', options.room), pid }
}

/** Seals a tree chunk. Throws CHUNK_TOO_LARGE above LIMITS.treeChunk. */
export function sealTree(ring: Ring, plaintext: Uint8Array, children: readonly ChildRef[]): SealedChunk {
  return { ...seal(ring, 'tree', plaintext, children, 'auto'), pid: pidOf(ring, 'tree', plaintext, children) }
}

/**
 * Opens a chunk: decrypts, checks the siv, decodes within bounds. The plaintext may be a view. Throws MESSAGE_INVALID for
 * a header of another form, KEY_MISSING for another ring or epoch, CHUNK_CORRUPT for a body that was not sealed so.
 */
export function openChunk(ring: Ring, bytes: Uint8Array, room?: Room): OpenedChunk {
  const { kind, ring: id, epoch, children, headerLength } = parseHeader(bytes)
  if (id !== ring.id) throw new HoldfastError('KEY_MISSING', `a chunk of ring ${id}, not ${ring.id}`)
  const header = bytes.subarray(0, headerLength)
  const payload = openSiv(
    ring.keys(epoch, 'chunk'),
    header.subarray(SIV_AT, LEAF_HEADER),
    header,
    clearParts(header),
    bytes.subarray(headerLength),
    room?.scratch,
  )
  if (!payload) throw new HoldfastError('CHUNK_CORRUPT', 'a chunk does not open: its body is not what was sealed')
  const maxPlain = kind === 'leaf' ? LIMITS.chunkPlain : LIMITS.treeChunk
  return { kind, plaintext: decodePayload(payload, maxPlain, room?.out), children }
}

/** Opens a leaf that must hold `plain` bytes. Throws as openChunk, and CHUNK_CORRUPT for another kind or length. */
export function openLeaf(ring: Ring, bytes: Uint8Array, plain: number, room?: Room): Uint8Array {
  const { kind, plaintext } = openChunk(ring, bytes, room)
  if (kind !== 'leaf' || plaintext.byteLength !== plain)
    throw new HoldfastError(
      'CHUNK_CORRUPT',
      `a ${kind} of ${plaintext.byteLength} bytes where a leaf of ${plain} belongs`,
    )
  return plaintext
}

/** What a site without keys can read of a whole chunk. Throws MESSAGE_INVALID. */
export function parseHeader(bytes: Uint8Array): ChunkHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.byteLength < SMALLEST || bytes.byteLength > LIMITS.chunk)
    throw invalid(`has ${bytes.byteLength} bytes, which no chunk has`)
  if (view.getUint8(0) !== VERSION) throw invalid(`has version ${view.getUint8(0)}`)
  const kind = kindOf(view.getUint8(1))
  if (kind === 'tree' && bytes.byteLength > LIMITS.treeChunk) throw invalid('is a tree chunk over its limit')
  const children = kind === 'tree' ? parseChildren(bytes, view) : []
  const headerLength = kind === 'tree' ? TREE_HEADER + children.length * CHILD_LENGTH : LEAF_HEADER
  return { kind, ring: idOf('RingId', bytes.subarray(2, 18)), epoch: view.getUint32(18, true), children, headerLength }
}

/** Throws CHUNK_CORRUPT when the bytes are not the ones the cid names. */
export function verifyCid(cid: Cid, bytes: Uint8Array): void {
  if (hashHex(bytes) !== cid) throw new HoldfastError('CHUNK_CORRUPT', `bytes do not match their cid ${cid}`)
}

/**
 * Checks a chunk against the reference that led to it: its hash, its size, and that what it lists adds up. A lie there
 * would make a blind site skip or over-count bytes. Returns the header. Throws CHUNK_CORRUPT, MESSAGE_INVALID.
 */
export function verifyRef(ref: ChildRef, bytes: Uint8Array): ChunkHeader {
  verifyCid(ref.cid, bytes)
  const header = parseHeader(bytes)
  if (bytes.byteLength !== ref.stored || bytesBelow(header.children) !== ref.below)
    throw invalid(`${ref.cid} has another size than its parent says`)
  return header
}

/**
 * The identity of a plaintext within a ring, for the writer's own deduplication; it never leaves the site. A tree chunk's
 * children belong to its identity.
 */
export function pidOf(ring: Ring, kind: ChunkKind, plaintext: Uint8Array, children: readonly ChildRef[] = []): Pid {
  const kindByte = Uint8Array.of(KIND_BYTE[kind])
  const parts = kind === 'leaf' ? [kindByte, plaintext] : [kindByte, packChildren(children), plaintext]
  return keyedHashHex(ring.pidKey, ...parts) as Pid
}

/** Stored bytes of the children and of everything below them. Throws MESSAGE_INVALID beyond 2^53 - 1. */
export function bytesBelow(children: readonly ChildRef[]): number {
  let total = 0
  for (const child of children) total += child.stored + child.below
  if (!Number.isSafeInteger(total)) throw invalid('counts more than 2^53 bytes below it')
  return total
}

function seal(
  ring: Ring,
  kind: ChunkKind,
  plaintext: Uint8Array,
  children: readonly ChildRef[],
  codec: CodecChoice,
  room?: Room,
): Omit<SealedChunk, 'pid'> {
  if (kind === 'leaf' && plaintext.byteLength > LIMITS.chunkPlain)
    throw new HoldfastError('CHUNK_TOO_LARGE', `a leaf of ${plaintext.byteLength} plain bytes`)
  const keys = ring.keys(ring.epoch, 'chunk')
  const payload = encodePayload(plaintext, codec, undefined, room?.scratch)
  const tail = kind === 'leaf' ? new Uint8Array(0) : packChildren(children)
  const headerLength = LEAF_HEADER + tail.byteLength
  const stored = headerLength + payload[0].byteLength + payload[1].byteLength + TAG_LENGTH
  if (stored > (kind === 'leaf' ? LIMITS.chunk : LIMITS.treeChunk))
    throw new HoldfastError('CHUNK_TOO_LARGE', `a ${kind} chunk of ${stored} bytes`)
  const bytes = room && room.out.byteLength >= stored ? room.out.subarray(0, stored) : Buffer.allocUnsafe(stored)
  const header = bytes.subarray(0, headerLength)
  header[0] = VERSION
  header[1] = KIND_BYTE[kind]
  header.set(bytesOf(ring.id), 2)
  header.writeUInt32LE(ring.epoch, 18)
  header.set(tail, LEAF_HEADER)
  const siv = sivOf(keys, clearParts(header), payload)
  header.set(siv, SIV_AT)
  sealInto(bytes, headerLength, keys, siv, header, payload)
  const sendClass = children.reduce(
    (least, child) => Math.min(least, child.sendClass),
    children.length ? 7 : DEFAULT_SEND_CLASS,
  )
  return { cid: hashHex(bytes) as Cid, bytes, stored, below: bytesBelow(children), sendClass }
}

// The header without its siv.
function clearParts(header: Uint8Array): Uint8Array[] {
  return [header.subarray(0, SIV_AT), header.subarray(LEAF_HEADER)]
}

function packChildren(children: readonly ChildRef[]): Uint8Array {
  const packed = Buffer.allocUnsafe(4 + children.length * CHILD_LENGTH)
  packed.writeUInt32LE(children.length)
  let at = 4
  for (const { cid, stored, below, sendClass } of children) {
    packed.write(cid, at, 'hex')
    packed.writeUInt32LE(((sendClass << STORED_BITS) | stored) >>> 0, at + 32)
    packed.writeBigUInt64LE(BigInt(below), at + 36)
    at += CHILD_LENGTH
  }
  return packed
}

function parseChildren(bytes: Uint8Array, view: DataView): ChildRef[] {
  const count = bytes.byteLength < TREE_HEADER ? 0 : view.getUint32(LEAF_HEADER, true)
  if (TREE_HEADER + count * CHILD_LENGTH + 6 + TAG_LENGTH > bytes.byteLength) throw invalid('lists more than it holds')
  const children: ChildRef[] = []
  for (let at = TREE_HEADER; children.length < count; at += CHILD_LENGTH) {
    const word = view.getUint32(at + 32, true)
    const stored = word & (2 ** STORED_BITS - 1)
    const below = Number(view.getBigUint64(at + 36, true))
    if (stored < SMALLEST || stored > LIMITS.chunk || !Number.isSafeInteger(below))
      throw invalid('lists a child of an impossible size')
    children.push({ cid: idOf('Cid', bytes.subarray(at, at + 32)), stored, below, sendClass: word >>> STORED_BITS })
  }
  bytesBelow(children)
  return children
}

function kindOf(byte: number): ChunkKind {
  if (byte === KIND_BYTE.leaf) return 'leaf'
  if (byte === KIND_BYTE.tree) return 'tree'
  throw invalid(`has kind ${byte}`)
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a chunk ${what}`)
}
