// Directories as trees of nodes (§ Tree). Entries are sorted by the bytes of their names; a node ends where the keyed hash
// of a name says so, hence one changed entry rewrites one node a level, whatever the size of the directory.
import { CHILD_LENGTH, type ChildRef, type OpenedChunk, type SealedChunk, sealTree } from './chunk.ts'
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { keyedHashHex } from './hash.ts'
import { LIMITS } from './limits.ts'
import { weightOfMedia } from './media.ts'
import { holdfast as pb } from './messages.js'
import type { Ring } from './ring.ts'
import { checkEntry, checkName, childOf, type DirectoryEntry, entryFromMessage, entryToMessage } from './tree-entry.ts'
import { type ChunkSource, loadTree, type TreeRef } from './tree-load.ts'

type Sink = (chunk: SealedChunk) => void
type Child = { readonly ref: ChildRef; readonly last: Uint8Array }
type Node =
  | { readonly height: 0; readonly entries: DirectoryEntry[] }
  | { readonly height: number; readonly lastNames: Uint8Array[]; readonly children: readonly ChildRef[] }
/** Height 0 lists entries, any other the nodes below it. */
export type DirectoryNode = Node

// A name ends its node at height h when the h-th group of 7 bits of its hash is zero: 128 entries a node on average.
const GROUP_BITS = 7
const MAX_HEIGHT = 16
// Room for the header, the tag and the protobuf of the node itself.
const MAX_WEIGHT = LIMITS.treeChunk - 1024

/** Seals a directory's nodes into `sink`, children first; entries in any order. Throws MESSAGE_INVALID. */
export function buildDirectory(ring: Ring, entries: readonly DirectoryEntry[], sink: Sink): ChildRef {
  const sorted = entries.toSorted((a, b) => Buffer.compare(a.name, b.name))
  for (const [index, entry] of sorted.entries()) {
    checkEntry(entry)
    if (index > 0) checkOrder(sorted[index - 1]!.name, entry.name)
  }
  let nodes: Child[] = []
  for (const group of split(ring, 0, sorted, weightOf)) {
    nodes.push({ ref: sealEntries(ring, group, sink), last: group.at(-1)?.name ?? EMPTY })
  }
  for (let height = 1; nodes.length > 1; height++) {
    const parents: Child[] = []
    for (const group of split(ring, height, nodes, child => CHILD_LENGTH + child.last.byteLength + 4)) {
      parents.push({ ref: sealNames(ring, height, group, sink), last: group.at(-1)!.last })
    }
    nodes = parents
  }
  return nodes[0]!.ref
}

/** A directory's entries in order. Throws MESSAGE_INVALID, CHUNK_CORRUPT, KEY_MISSING, and what the source throws. */
export async function* readDirectory(ring: Ring, source: ChunkSource, ref: TreeRef): AsyncGenerator<DirectoryEntry> {
  yield* readNode(ring, source, parseNode(await loadTree(ring, source, ref)), undefined, undefined)
}

/** One entry by its name, loading one node a level; undefined if there is none. Throws as readDirectory. */
export async function loadEntry(
  ring: Ring,
  source: ChunkSource,
  ref: TreeRef,
  name: Uint8Array,
): Promise<DirectoryEntry | undefined> {
  let node = parseNode(await loadTree(ring, source, ref))
  while (!('entries' in node)) {
    const index = node.lastNames.findIndex(last => Buffer.compare(name, last) <= 0)
    const child = node.children[index]
    if (!child) return undefined
    node = parseBelow(node.height, await loadTree(ring, source, child))
  }
  return node.entries.find(entry => Buffer.compare(entry.name, name) === 0)
}

/**
 * One node of a directory, for those who leave out nodes they know: equal cids mean equal entries. Order is checked within
 * the node alone. Throws as readDirectory.
 */
export async function loadDirectoryNode(ring: Ring, source: ChunkSource, ref: TreeRef): Promise<DirectoryNode> {
  return parseNode(await loadTree(ring, source, ref))
}

async function* readNode(
  ring: Ring,
  source: ChunkSource,
  node: Node,
  after: Uint8Array | undefined,
  last: Uint8Array | undefined,
): AsyncGenerator<DirectoryEntry> {
  const names = 'entries' in node ? node.entries.map(entry => entry.name) : node.lastNames
  if (after && names[0]) checkOrder(after, names[0])
  if (last && Buffer.compare(names.at(-1) ?? EMPTY, last) !== 0) throw invalid('ends with another name than listed')
  if ('entries' in node) {
    yield* node.entries
    return
  }
  for (const [index, child] of node.children.entries()) {
    const below = parseBelow(node.height, await loadTree(ring, source, child))
    yield* readNode(ring, source, below, index === 0 ? after : node.lastNames[index - 1], node.lastNames[index])
  }
}

function parseBelow(height: number, chunk: OpenedChunk): Node {
  const node = parseNode(chunk)
  if (node.height !== height - 1) throw invalid(`has height ${node.height} below height ${height}`)
  return node
}

function parseNode({ plaintext, children }: OpenedChunk): Node {
  const message = decode(pb.DirectoryNode, plaintext, LIMITS.treeChunk, LIMITS.directoryFields)
  const names = message.height === 0 ? message.entries.map(entry => entry.name ?? EMPTY) : message.lastNames
  for (const [index, name] of names.entries()) if (index > 0) checkOrder(names[index - 1]!, name)
  if (message.height === 0) {
    if (message.lastNames.length > 0) throw invalid('has both entries and nodes below')
    return { height: 0, entries: parseEntries(message, children) }
  }
  if (
    message.entries.length > 0 ||
    names.length !== children.length ||
    names.length === 0 ||
    message.height > MAX_HEIGHT
  )
    throw invalid(`of height ${message.height} has ${names.length} names and ${children.length} children`)
  for (const name of names) checkName(name)
  return { height: message.height, lastNames: names, children }
}

function parseEntries(message: pb.DirectoryNode, children: readonly ChildRef[]): DirectoryEntry[] {
  let next = 0
  const entries = message.entries.map(entry => {
    const parsed = entryFromMessage(entry as pb.Entry, children)
    if (childOf(parsed) && entry.child !== ++next) throw invalid('does not use its children in order')
    return parsed
  })
  if (next !== children.length) throw invalid('has children no entry uses')
  return entries
}

function sealEntries(ring: Ring, entries: readonly DirectoryEntry[], sink: Sink): ChildRef {
  const children: ChildRef[] = []
  const messages = entries.map(entry => {
    const child = childOf(entry)
    return entryToMessage(entry, child ? children.push(child) : 0)
  })
  return deliver(sealTree(ring, encode(pb.DirectoryNode, { entries: messages }), children), sink)
}

function sealNames(ring: Ring, height: number, nodes: readonly Child[], sink: Sink): ChildRef {
  const plaintext = encode(pb.DirectoryNode, { height, lastNames: nodes.map(node => node.last) })
  const children = nodes.map(node => node.ref)
  return deliver(sealTree(ring, plaintext, children), sink)
}

function deliver(chunk: SealedChunk, sink: Sink): ChildRef {
  sink(chunk)
  return { cid: chunk.cid, stored: chunk.stored, below: chunk.below, sendClass: chunk.sendClass }
}

// Groups items into nodes. A node above the entries has at least two children, so that every level is at most half the
// one below it.
function* split<Item extends DirectoryEntry | Child>(
  ring: Ring,
  height: number,
  items: readonly Item[],
  weigh: (item: Item) => number,
): Generator<Item[]> {
  let group: Item[] = []
  let weight = 0
  for (const item of items) {
    const added = weigh(item)
    if (weight + added > MAX_WEIGHT) {
      yield group
      group = []
      weight = 0
    }
    group.push(item)
    weight += added
    if (group.length > (height === 0 ? 0 : 1) && endsNode(ring, height, 'name' in item ? item.name : item.last)) {
      yield group
      group = []
      weight = 0
    }
  }
  if (group.length > 0 || items.length === 0) yield group
}

function endsNode(ring: Ring, height: number, name: Uint8Array): boolean {
  const bit = height * GROUP_BITS
  const word = Number.parseInt(keyedHashHex(ring.splitKey, name).slice((bit >> 3) * 2, (bit >> 3) * 2 + 4), 16)
  return ((word >> (16 - GROUP_BITS - (bit & 7))) & ((1 << GROUP_BITS) - 1)) === 0
}

// An upper bound of what an entry adds to its chunk, bytes.
function weightOf(entry: DirectoryEntry): number {
  let weight = 96 + CHILD_LENGTH + entry.name.byteLength
  for (const { name, value } of entry.xattrs) weight += name.byteLength + value.byteLength + 16
  if (entry.type === 'symlink') return weight + entry.target.byteLength
  return entry.type === 'file' ? weight + weightOfMedia(entry.media) : weight
}

const EMPTY = new Uint8Array(0)

function checkOrder(before: Uint8Array, name: Uint8Array): void {
  if (Buffer.compare(before, name) >= 0) throw invalid('has names out of order, or one twice')
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a directory node ${what}`)
}
