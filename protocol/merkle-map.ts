// An ordered map in content-addressed nodes: the same entries always have the same root, whatever the order of edits
// (§ Merkle map). Here: building and reading one. Editing, comparing and syncing are in merkle-map-{edit,diff,sync}.ts.
import type { NodeHash } from './ids.ts'
import { LIMITS } from './limits.ts'
import {
  checkPlace,
  checkRoot,
  compareKeys,
  findItem,
  isLeaf,
  type MapChild,
  type MapEntry,
  type MapItem,
  type MapNode,
  NodeBuilder,
  type NodePlace,
  placeBelow,
  placesBelow,
  readNode,
} from './merkle-map-node.ts'

/**
 * Bytes of a kept node. Only nodes that were made here or went through syncMap() may come from it: hash, form and place
 * are checked at every load, the cuts inside are not. Rejects with the store's own error when a node is gone.
 */
export type LoadNode = (hash: NodeHash) => Promise<Uint8Array>

/** A map's root, and nodes by hash: all of it, or those that an edit made. */
export interface MapNodes {
  readonly root: NodeHash
  readonly nodes: Map<NodeHash, Uint8Array>
}

/** `value` undefined removes the key. Keys have 1 to LIMITS.mapKey bytes, values up to LIMITS.mapValue. */
export interface MapEdit {
  readonly key: Uint8Array
  readonly value: Uint8Array | undefined
}

/** Keys that begin with `prefix`; or those from `from` up to, not including, `to`. */
export type KeyRange =
  | { readonly prefix: Uint8Array }
  | { readonly from?: Uint8Array | undefined; readonly to?: Uint8Array | undefined }

/** Root of the map without entries, which has no node. */
export const EMPTY_ROOT = '0'.repeat(64) as NodeHash

/** Builds a map from entries in any order; of two with the same key the later counts. */
export function buildMap(entries: Iterable<MapEntry>): MapNodes {
  const nodes = new Map<NodeHash, Uint8Array>()
  const items = sortEdits(entries).flatMap(({ key, value }) => (value ? [{ key, value }] : []))
  return { root: buildUp(1, cutLevel(0, items, nodes), nodes)?.hash ?? EMPTY_ROOT, nodes }
}

/** The value of a key, or undefined. Loads one node a level. */
export async function getValue(root: NodeHash, key: Uint8Array, load: LoadNode): Promise<Uint8Array | undefined> {
  let node = await loadRoot(root, load)
  let place: NodePlace | undefined
  while (node && !isLeaf(node)) {
    const index = findItem(node.items, key)
    if (index === node.items.length) return undefined
    place = placeBelow(node, place, index)
    node = await loadPlace(place, load)
  }
  const entry = node?.items[findItem(node.items, key)]
  return entry && compareKeys(entry.key, key) === 0 ? (entry as MapEntry).value : undefined
}

/** The number of entries. Loads the root alone. */
export async function countEntries(root: NodeHash, load: LoadNode): Promise<number> {
  return (await loadRoot(root, load))?.count ?? 0
}

/** The entries in a range of keys, ascending. Values are views into the loaded nodes. */
export async function* scan(root: NodeHash, range: KeyRange, load: LoadNode): AsyncGenerator<MapEntry> {
  const { from, to } = 'prefix' in range ? { from: range.prefix, to: afterPrefix(range.prefix) } : range
  const isBefore = (key: Uint8Array) => from !== undefined && compareKeys(key, from) < 0
  const isBehind = (key: Uint8Array) => to !== undefined && compareKeys(key, to) >= 0
  const isWanted = (place: NodePlace) => !isBefore(place.child.key)
  for await (const [, node] of walk(root, load, isWanted)) {
    if (!isLeaf(node)) continue
    for (const entry of node.items) {
      if (isBehind(entry.key)) return
      if (!isBefore(entry.key)) yield entry
    }
  }
}

/** The hashes of all nodes of a map, each parent before what is below it; without those below a node that `isKnown`. */
export async function* reachable(
  root: NodeHash,
  load: LoadNode,
  isKnown: (hash: NodeHash) => boolean = () => false,
): AsyncGenerator<NodeHash> {
  if (isKnown(root)) return
  for await (const [hash] of walk(root, load, ({ child }) => !isKnown(child.hash))) yield hash
}

/** The root node, checked; undefined for the empty map. Throws MESSAGE_INVALID. */
export async function loadRoot(root: NodeHash, load: LoadNode): Promise<MapNode | undefined> {
  if (root === EMPTY_ROOT) return undefined
  const node = readNode(root, await load(root))
  checkRoot(node)
  return node
}

/** The node of a place, checked. Throws MESSAGE_INVALID. */
export async function loadPlace(place: NodePlace, load: LoadNode): Promise<MapNode> {
  const node = readNode(place.child.hash, await load(place.child.hash))
  checkPlace(node, place)
  return node
}

/** Cuts sorted items into the nodes of a level, puts these into `nodes`, and names them for the level above. */
export function cutLevel(level: number, items: Iterable<MapItem>, nodes: Map<NodeHash, Uint8Array>): MapChild[] {
  const builder = new NodeBuilder(level)
  const row: MapChild[] = []
  const close = () => {
    const { child, bytes } = builder.finish()
    nodes.set(child.hash, bytes)
    row.push(child)
  }
  for (const item of items) if (builder.add(item)) close()
  if (builder.items.length > 0) close()
  return row
}

/** Puts levels, from `level` on, over the nodes of the level below until one node is left, and names that one. */
export function buildUp(level: number, below: MapChild[], nodes: Map<NodeHash, Uint8Array>): MapChild | undefined {
  let row = below
  for (let at = level; row.length > 1; at++) row = cutLevel(at, row, nodes)
  return row[0]
}

/** Sorts edits by key; of two with the same key the later stays. Throws TypeError for a key or value out of bounds. */
export function sortEdits(edits: Iterable<MapEdit>): MapEdit[] {
  const sorted = [...edits].sort((a, b) => compareKeys(a.key, b.key))
  for (const { key, value } of sorted) {
    if (key.byteLength === 0 || key.byteLength > LIMITS.mapKey)
      throw new TypeError(`map key of ${key.byteLength} bytes`)
    if (value && value.byteLength > LIMITS.mapValue) throw new TypeError(`map value of ${value.byteLength} bytes`)
  }
  return sorted.filter((edit, index) => {
    const next = sorted[index + 1]
    return !next || compareKeys(edit.key, next.key) !== 0
  })
}

// Depth first, in the order of keys; parents first. Subtrees that aren't wanted are not loaded.
async function* walk(
  root: NodeHash,
  load: LoadNode,
  isWanted: (place: NodePlace) => boolean,
): AsyncGenerator<[NodeHash, MapNode]> {
  const top = await loadRoot(root, load)
  if (!top) return
  yield [root, top]
  const stack = placesBelow(top, undefined).filter(isWanted).reverse()
  for (let place = stack.pop(); place; place = stack.pop()) {
    const node = await loadPlace(place, load)
    yield [place.child.hash, node]
    stack.push(...placesBelow(node, place).filter(isWanted).reverse())
  }
}

function afterPrefix(prefix: Uint8Array): Uint8Array | undefined {
  const end = prefix.findLastIndex(byte => byte !== 0xff)
  if (end < 0) return undefined
  const next = new Uint8Array(prefix.subarray(0, end + 1)) // a copy: slice() of a Buffer is none
  next[end]!++
  return next
}
