// One node of a Merkle map: its canonical bytes, its hash, and the rule that says where a node ends (§ Merkle map). The
// rule looks only at what lies to the left inside the node, so equal contents always give equal nodes.
import { HoldfastError } from './errors.ts'
import { hash } from './hash.ts'
import { bytesOf, idOf, type NodeHash } from './ids.ts'
import { LIMITS } from './limits.ts'

export interface MapEntry {
  readonly key: Uint8Array
  readonly value: Uint8Array
}
/** A child as its parent names it: `key` is the last key below it, `count` the entries below it. */
export interface MapChild {
  readonly key: Uint8Array
  readonly hash: NodeHash
  readonly count: number
}
export type MapItem = MapEntry | MapChild
interface AnyNode {
  /** Entries in this node and below. */
  readonly count: number
  /** Interior items from this index on are known not to end a node where they stand. */
  readonly settledFrom: number
  /** Whether the last item ends the node by the rule; if not, the node must be the last of its level. */
  readonly closed: boolean
}
export interface LeafNode extends AnyNode {
  readonly level: 0
  readonly items: readonly MapEntry[]
}
export interface InnerNode extends AnyNode {
  readonly level: number
  readonly items: readonly MapChild[]
}
export type MapNode = LeafNode | InnerNode

const MAGIC = 0x4d // 'M', so that no node can be taken for a chunk
const VERSION = 1
const HEADER = 5 // magic, version, level, number of items u16le
const CHILD = 36 // count u32le, hash
const MAX_LEVEL = 15 // an inner node that is not the last of its level has ≥ 4 children: enough for 2^30 entries
const MAX_ITEMS = 0xffff

// A node ends where its encoding has reached MIN bytes and an item's key hash says so, on average SPAN bytes later: some
// 2 KiB a node, between 24 and 40 items of usual size. MAX ends it whatever the hashes are.
const MIN = 1024
const SPAN = 1024
const MAX = 64 * 1024

/** Collects items in ascending order and says when their node is complete. */
export class NodeBuilder {
  readonly level: number
  items: MapItem[] = []
  #size = HEADER

  constructor(level: number) {
    if (level > MAX_LEVEL) throw invalid('a map has too many levels')
    this.level = level
  }

  /** Adds an item; true when it ends the node. `settled`: known not to end one beyond MIN bytes, spares a key hash. */
  add(item: MapItem, settled = false): boolean {
    this.#size += itemSize(item, this.items.at(-1)?.key)
    this.items.push(item)
    return this.#size >= MIN && ((!settled && isCut(this.level, item)) || this.#size >= MAX)
  }

  /** The bytes of the node and how its parent names it. Empties the builder. */
  finish(): { child: MapChild; bytes: Uint8Array } {
    const { items } = this
    const last = items.at(-1)
    if (!last) throw new TypeError('a map node has at least one item')
    const bytes = encodeItems(this.level, items, this.#size)
    this.items = []
    this.#size = HEADER
    return { child: { key: last.key, hash: idOf('NodeHash', hash(bytes)), count: countItems(items) }, bytes }
  }
}

/**
 * Reads a node from an untrusted source: its hash must match and its bytes must be the only ones that say what they say.
 * Throws MESSAGE_INVALID. Whether it fits its place in a tree is for checkPlace().
 */
export function parseNode(nodeHash: NodeHash, bytes: Uint8Array): MapNode {
  const node = readNode(nodeHash, bytes)
  let size = HEADER
  node.items.forEach((item, index) => {
    size += itemSize(item, node.items[index - 1]?.key)
    if (index + 1 < node.items.length && size >= MIN && (isCut(node.level, item) || size >= MAX))
      throw invalid(`map node ${nodeHash} goes on behind its end`)
  })
  return node
}

/** Reads a node that passed parseNode() when it was kept: all its checks but the cuts inside. Throws MESSAGE_INVALID. */
export function readNode(nodeHash: NodeHash, bytes: Uint8Array): MapNode {
  if (bytes.byteLength > LIMITS.mapNode) throw invalid(`a map node of ${bytes.byteLength} bytes`)
  if (idOf('NodeHash', hash(bytes)) !== nodeHash) throw invalid(`bytes are not map node ${nodeHash}`)
  return decodeNode(bytes)
}

/** Where a node stands: what its parent says of it, the last key before it, and whether it ends its level. */
export interface NodePlace {
  readonly child: MapChild
  readonly level: number
  readonly after: Uint8Array | undefined
  readonly last: boolean
}

/** Throws MESSAGE_INVALID unless `node` is what a canonical map has at `place`. */
export function checkPlace(node: MapNode, place: NodePlace): void {
  const { child } = place
  const first = node.items[0]?.key
  const last = node.items.at(-1)?.key
  if (node.level !== place.level) throw invalid(`map node ${child.hash} is of level ${node.level}, not ${place.level}`)
  if (!first || !last || compareKeys(last, child.key) !== 0 || node.count !== child.count)
    throw invalid(`map node ${child.hash} is not what its parent says`)
  if (place.after && compareKeys(first, place.after) <= 0)
    throw invalid(`map node ${child.hash} overlaps the one before`)
  if (!place.last && !node.closed) throw invalid(`map node ${child.hash} ends too early`)
}

/** Throws MESSAGE_INVALID unless `node` can be the root of a map: an inner root has at least two children. */
export function checkRoot(node: MapNode): void {
  if (node.level > 0 && node.items.length < 2) throw invalid('the root of a map has a single child')
}

/** The places of an inner node's children; `above` is the node's own, undefined for the root. */
export function placesBelow(node: MapNode, above: NodePlace | undefined): NodePlace[] {
  return isLeaf(node) ? [] : node.items.map((_, index) => placeBelow(node, above, index))
}

export function placeBelow(node: MapNode, above: NodePlace | undefined, index: number): NodePlace {
  return {
    child: node.items[index] as MapChild,
    level: node.level - 1,
    after: index === 0 ? above?.after : node.items[index - 1]!.key,
    last: (above?.last ?? true) && index === node.items.length - 1,
  }
}

export function isLeaf(node: MapNode): node is LeafNode {
  return node.level === 0
}

/** Bytewise order; a prefix comes first. */
export function compareKeys(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b)
}

/** Index of the first item whose key is ≥ `key` (> `key` when `after`); items.length when there is none. */
export function findItem(items: readonly MapItem[], key: Uint8Array, after = false): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const order = compareKeys(items[middle]!.key, key)
    if (order < 0 || (after && order === 0)) low = middle + 1
    else high = middle
  }
  return low
}

function isCut(level: number, item: MapItem): boolean {
  const weight = item.key.byteLength + ('value' in item ? item.value.byteLength : CHILD)
  if (weight >= SPAN) return true
  const digest = hash(item.key)
  const at = 4 * (level % 8)
  const draw = (digest[at]! | (digest[at + 1]! << 8) | (digest[at + 2]! << 16) | (digest[at + 3]! << 24)) >>> 0
  return draw * SPAN < weight * 2 ** 32
}

function itemSize(item: MapItem, previous: Uint8Array | undefined): number {
  const suffix = item.key.byteLength - (previous ? sharedLength(previous, item.key) : 0)
  return 2 + suffix + ('value' in item ? 4 + item.value.byteLength : CHILD)
}

function sharedLength(a: Uint8Array, b: Uint8Array): number {
  const end = Math.min(a.byteLength, b.byteLength)
  let at = 0
  while (at < end && a[at] === b[at]) at++
  return at
}

function countItems(items: readonly MapItem[]): number {
  return items.reduce((sum, item) => sum + ('value' in item ? 1 : item.count), 0)
}

function encodeItems(level: number, items: readonly MapItem[], size: number): Uint8Array {
  if (items.length > MAX_ITEMS) throw new TypeError('a map node closed too late')
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  bytes[0] = MAGIC
  bytes[1] = VERSION
  bytes[2] = level
  view.setUint16(3, items.length, true)
  let at = HEADER
  let previous: Uint8Array | undefined
  for (const item of items) {
    const shared = previous ? sharedLength(previous, item.key) : 0
    bytes[at++] = shared
    bytes[at++] = item.key.byteLength - shared - 1
    bytes.set(item.key.subarray(shared), at)
    at += item.key.byteLength - shared
    const isEntry = 'value' in item
    view.setUint32(at, isEntry ? item.value.byteLength : item.count, true)
    bytes.set(isEntry ? item.value : bytesOf(item.hash), at + 4)
    at += isEntry ? 4 + item.value.byteLength : CHILD
    previous = item.key
  }
  return bytes
}

// Keys are copied out of the node, because they are stored shortened; values are views into `bytes`.
function decodeNode(received: Uint8Array): MapNode {
  const bytes = new Uint8Array(received.buffer, received.byteOffset, received.byteLength)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.byteLength < HEADER || bytes[0] !== MAGIC || bytes[1] === 0) throw invalid('not a map node')
  if (bytes[1] !== VERSION)
    throw new HoldfastError('CATALOG_FORMAT', `a map node of format ${bytes[1]}; this Holdfast reads ${VERSION}`, {
      hint: 'run the newer Holdfast that wrote it',
    })
  const level = bytes[2]!
  if (level > MAX_LEVEL) throw invalid(`a map node of level ${level}`)
  const length = view.getUint16(3, true)
  if (length === 0) throw invalid('an empty map node')
  const items: MapItem[] = []
  let at = HEADER
  let settledFrom = length
  let previous = new Uint8Array(0)
  for (let index = 0; index < length; index++) {
    if (at + 2 > bytes.byteLength) throw invalid('a map node is cut short')
    const shared = bytes[at]!
    const suffix = bytes[at + 1]! + 1
    const rest = at + 2 + suffix
    if (rest + 4 > bytes.byteLength) throw invalid('a map node is cut short')
    if (shared > previous.byteLength || shared + suffix > LIMITS.mapKey)
      throw invalid('a key in a map node is malformed')
    const key = new Uint8Array(shared + suffix)
    key.set(previous.subarray(0, shared))
    key.set(bytes.subarray(at + 2, rest), shared)
    // Ascending, and shortened by exactly what both share: so the first new byte exceeds the one it replaces.
    if (index === 0 ? shared !== 0 : shared < previous.byteLength && key[shared]! <= previous[shared]!)
      throw invalid('keys in a map node are not in order')
    const number = view.getUint32(rest, true)
    const end = rest + (level === 0 ? 4 + number : CHILD)
    if (end > bytes.byteLength) throw invalid('a map node is cut short')
    if (level === 0) {
      if (number > LIMITS.mapValue) throw invalid(`a map value of ${number} bytes`)
      items.push({ key, value: bytes.subarray(rest + 4, end) })
    } else {
      if (number === 0) throw invalid('a map node names an empty child')
      items.push({ key, hash: idOf('NodeHash', bytes.subarray(rest + 4, end)), count: number })
    }
    at = end
    previous = key
    if (at >= MIN && settledFrom === length) settledFrom = index
  }
  if (at !== bytes.byteLength) throw invalid('a map node has bytes behind its end')
  const closed = at >= MIN && (at >= MAX || isCut(level, items.at(-1)!))
  return { level, items, count: countItems(items), settledFrom, closed } as MapNode
}

function invalid(message: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', message)
}
