// Editing a Merkle map: rewrites only the nodes that edits touch, and those behind them until the old cuts come again;
// level by level, because what changes in one level is a list of edits to the one above (§ Merkle map, Editing).
import type { NodeHash } from './ids.ts'
import {
  buildMap,
  buildUp,
  EMPTY_ROOT,
  type LoadNode,
  loadPlace,
  loadRoot,
  type MapEdit,
  type MapNodes,
  sortEdits,
} from './merkle-map.ts'
import {
  compareKeys,
  findItem,
  isLeaf,
  type MapChild,
  type MapItem,
  type MapNode,
  NodeBuilder,
  type NodePlace,
  placeBelow,
  readNode,
} from './merkle-map-node.ts'

// An edit of any level: sets the item with this key, or removes it.
interface ItemEdit {
  readonly key: Uint8Array
  readonly item: MapItem | undefined
}
interface Spot {
  readonly node: MapNode
  readonly child: MapChild
  readonly last: boolean
}

/**
 * Applies edits, in any order; of two with the same key the later counts. `nodes` holds the nodes the new map has and
 * the old one hasn't. Loads and makes O(edits · log entries) nodes. Throws TypeError for keys or values out of bounds,
 * MESSAGE_INVALID when a loaded node is not what it should be.
 */
export async function editMap(root: NodeHash, edits: Iterable<MapEdit>, load: LoadNode): Promise<MapNodes> {
  const sorted = sortEdits(edits)
  const tree = await openTree(root, load)
  if (!tree) return buildMap(sorted.flatMap(({ key, value }) => (value ? [{ key, value }] : [])))
  const nodes = new Map<NodeHash, Uint8Array>()
  let pending: ItemEdit[] = sorted.map(({ key, value }) => ({ key, item: value && { key, value } }))
  for (let level = 0; level <= tree.height; level++) {
    if (pending.length === 0) return { root, nodes }
    pending = await editLevel(tree, level, pending, nodes)
  }
  if (pending.length === 0) return { root, nodes }
  const isKept = !pending.some(({ key }) => compareKeys(key, tree.whole.key) === 0)
  const row = pending.flatMap(({ item }) => (item ? [item as MapChild] : []))
  if (isKept) row.splice(findItem(row, tree.whole.key), 0, tree.whole) // the old root is now one of several nodes
  const top = buildUp(tree.height + 1, row, nodes)
  return { root: top ? await lowestRoot(top.hash, nodes, load) : EMPTY_ROOT, nodes }
}

// Applies sorted edits to one level of the old tree and returns what that means for the level above.
async function editLevel(
  tree: Tree,
  level: number,
  edits: readonly ItemEdit[],
  nodes: Map<NodeHash, Uint8Array>,
): Promise<ItemEdit[]> {
  const builder = new NodeBuilder(level)
  const removed: MapChild[] = []
  const added: { child: MapChild; bytes: Uint8Array }[] = []
  const add = (item: MapItem, settled: boolean) => {
    if (builder.add(item, settled)) added.push(builder.finish())
  }
  let next = 0
  let spot = await tree.find(level, edits[0]!.key)
  while (true) {
    const { items, settledFrom, closed } = spot.node
    items.forEach((item, index) => {
      let edit = edits[next]
      for (; edit && compareKeys(edit.key, item.key) < 0; edit = edits[++next]) if (edit.item) add(edit.item, false)
      if (edit && compareKeys(edit.key, item.key) === 0) {
        if (edit.item) add(edit.item, false)
        next++
      } else add(item, index >= settledFrom && (index < items.length - 1 || !closed))
    })
    if (spot.last) for (; next < edits.length; next++) if (edits[next]!.item) add(edits[next]!.item!, false)
    removed.push(spot.child)
    if (spot.last) break
    // A new node ended exactly where an old one did: everything up to the next edit stays as it is.
    const aligned = builder.items.length === 0
    if (aligned && next === edits.length) break
    spot = aligned ? await tree.find(level, edits[next]!.key) : await tree.find(level, spot.child.key, true)
  }
  if (builder.items.length > 0) added.push(builder.finish())
  return compareRows(removed, added, nodes)
}

// Both rows are sorted by key. Nodes that came out as they were are no change.
function compareRows(
  removed: readonly MapChild[],
  added: readonly { child: MapChild; bytes: Uint8Array }[],
  nodes: Map<NodeHash, Uint8Array>,
): ItemEdit[] {
  const edits: ItemEdit[] = []
  let at = 0
  for (const { child, bytes } of added) {
    for (; at < removed.length && compareKeys(removed[at]!.key, child.key) < 0; at++)
      edits.push({ key: removed[at]!.key, item: undefined })
    const old = removed[at]
    const sameKey = old !== undefined && compareKeys(old.key, child.key) === 0
    if (sameKey) at++
    if (sameKey && old.hash === child.hash) continue
    nodes.set(child.hash, bytes)
    edits.push({ key: child.key, item: child })
  }
  for (const { key } of removed.slice(at)) edits.push({ key, item: undefined })
  return edits
}

interface Tree {
  readonly height: number
  /** The old root, as a parent would name it. */
  readonly whole: MapChild
  /** The node of a level that holds `key` or would (the first that ends behind it, when `after`), else the last. */
  find(level: number, key: Uint8Array, after?: boolean): Promise<Spot>
}

async function openTree(root: NodeHash, load: LoadNode): Promise<Tree | undefined> {
  const top = await loadRoot(root, load)
  if (!top) return undefined
  const whole: MapChild = { key: top.items.at(-1)!.key, hash: root, count: top.count }
  const loaded = new Map<NodeHash, MapNode>()
  const nodeAt = async (place: NodePlace) => {
    const known = loaded.get(place.child.hash)
    if (known) return known
    const node = await loadPlace(place, load)
    loaded.set(place.child.hash, node)
    return node
  }
  return {
    height: top.level,
    whole,
    async find(level, key, after = false) {
      let place: NodePlace | undefined
      let node = top
      while (node.level > level) {
        const index = Math.min(findItem(node.items, key, after), node.items.length - 1)
        place = placeBelow(node, place, index)
        node = await nodeAt(place)
      }
      return place ? { node, child: place.child, last: place.last } : { node, child: whole, last: true }
    },
  }
}

// Removals can leave inner nodes with a single child at the top: the root is the lowest node that holds everything.
async function lowestRoot(root: NodeHash, nodes: Map<NodeHash, Uint8Array>, load: LoadNode): Promise<NodeHash> {
  let lowest = root
  while (true) {
    const node = readNode(lowest, nodes.get(lowest) ?? (await load(lowest)))
    if (isLeaf(node) || node.items.length > 1) return lowest
    nodes.delete(lowest)
    lowest = node.items[0]!.hash
  }
}
