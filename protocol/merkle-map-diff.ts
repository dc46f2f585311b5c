// What differs between two Merkle maps, found by skipping every subtree both have; and catching up by edits, which a
// receiver accepts only when they lead to the root it was promised (§ Merkle map, Catching up).
import { HoldfastError } from './errors.ts'
import type { NodeHash } from './ids.ts'
import { LIMITS } from './limits.ts'
import { type LoadNode, loadPlace, loadRoot, type MapEdit, type MapNodes } from './merkle-map.ts'
import { editMap } from './merkle-map-edit.ts'
import { compareKeys, isLeaf, type MapEntry, type MapNode, type NodePlace, placesBelow } from './merkle-map-node.ts'

/** `before` is missing for a key that is new, `after` for one that is gone. */
export interface MapChange {
  readonly key: Uint8Array
  readonly before?: Uint8Array
  readonly after?: Uint8Array
}

/**
 * The changes that lead from map `a` to map `b`, by key, leaving out keys with the prefix `without`. Loads only nodes that
 * the two don't share, and their parents; none that hold nothing but what is left out.
 */
export async function* diff(a: NodeHash, b: NodeHash, load: LoadNode, without?: Uint8Array): AsyncGenerator<MapChange> {
  if (a === b) return
  const before = await openCursor(a, load, without)
  const after = await openCursor(b, load, without)
  while (true) {
    const x = before.get()
    const y = after.get()
    if (!x && !y) return
    if (x?.place && x.place.child.hash === y?.place?.child.hash) {
      before.skip()
      after.skip()
    } else if (x?.place || y?.place) {
      // The taller first, so that the two can meet at a subtree they share.
      await ((x?.place?.level ?? -1) >= (y?.place?.level ?? -1) ? before : after).open()
    } else {
      const order = !x ? 1 : !y ? -1 : compareKeys(x.entry.key, y.entry.key)
      if (order <= 0) before.skip()
      if (order >= 0) after.skip()
      const change = compareEntries(order <= 0 ? x?.entry : undefined, order >= 0 ? y?.entry : undefined)
      if (change) yield change
    }
  }
}

/**
 * The edits that lead from `have` to `want`, ascending; undefined when they would exceed `max`, and the other side walks
 * the nodes instead. Bytes are those of keys and values, with 16 for each edit.
 */
export async function editsBetween(
  have: NodeHash,
  want: NodeHash,
  load: LoadNode,
  max: { edits: number; bytes: number } = { edits: LIMITS.catalogEdits, bytes: LIMITS.catalogFrame - 1024 },
): Promise<MapEdit[] | undefined> {
  const edits: MapEdit[] = []
  let bytes = 0
  for await (const { key, after } of diff(have, want, load)) {
    bytes += 16 + key.byteLength + (after?.byteLength ?? 0)
    if (edits.length === max.edits || bytes > max.bytes) return undefined
    edits.push({ key, value: after })
  }
  return edits
}

/**
 * Applies edits from an untrusted source to the map `root`. Throws MESSAGE_INVALID unless they are well formed, ascending
 * and lead to `expectedRoot`.
 */
export async function applyEdits(
  root: NodeHash,
  edits: readonly MapEdit[],
  expectedRoot: NodeHash,
  load: LoadNode,
): Promise<MapNodes> {
  if (edits.length > LIMITS.catalogEdits) throw invalid(`${edits.length} edits at once`)
  edits.forEach(({ key, value }, index) => {
    const previous = edits[index - 1]
    if (key.byteLength === 0 || key.byteLength > LIMITS.mapKey)
      throw invalid(`an edit of a key of ${key.byteLength} bytes`)
    if (value && value.byteLength > LIMITS.mapValue) throw invalid(`an edit with a value of ${value.byteLength} bytes`)
    if (previous && compareKeys(previous.key, key) >= 0) throw invalid('edits are not in order')
  })
  const edited = await editMap(root, edits, load)
  if (edited.root !== expectedRoot) throw invalid(`edits lead to ${edited.root}, not ${expectedRoot}`)
  return edited
}

function compareEntries(before: MapEntry | undefined, after: MapEntry | undefined): MapChange | undefined {
  if (before && after)
    return compareKeys(before.value, after.value) === 0
      ? undefined
      : { key: before.key, before: before.value, after: after.value }
  if (before) return { key: before.key, before: before.value }
  return after && { key: after.key, after: after.value }
}

type Spot = { readonly place: NodePlace; readonly entry?: never } | { readonly entry: MapEntry; readonly place?: never }

interface Cursor {
  /** What comes next: a subtree that is not opened yet, or an entry. */
  get(): Spot | undefined
  skip(): void
  /** Puts what the next subtree holds in its place. */
  open(): Promise<void>
}

async function openCursor(root: NodeHash, load: LoadNode, without: Uint8Array | undefined): Promise<Cursor> {
  const stack: Spot[] = []
  const isLeftOut = (key: Uint8Array) => without?.every((byte, at) => key[at] === byte) ?? false
  // Between two keys of one prefix there are only keys of that prefix.
  const isWanted = ({ entry, place }: Spot) =>
    entry ? !isLeftOut(entry.key) : !(isLeftOut(place.child.key) && place.after !== undefined && isLeftOut(place.after))
  const push = (node: MapNode, place?: NodePlace) => {
    const spots: Spot[] = isLeaf(node)
      ? node.items.map(entry => ({ entry }))
      : placesBelow(node, place).map(below => ({ place: below }))
    stack.push(...spots.filter(isWanted).reverse())
  }
  const top = await loadRoot(root, load)
  if (top) push(top)
  return {
    get: () => stack.at(-1),
    skip: () => void stack.pop(),
    async open() {
      const place = stack.pop()?.place
      if (place) push(await loadPlace(place, load), place)
    },
  }
}

function invalid(message: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', message)
}
