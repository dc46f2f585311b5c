// Copies a Merkle map from an untrusted source by walking the nodes that are missing, level by level, and checks on the
// way that it is the one canonical form of its entries (§ Merkle map, Walking).
import { HoldfastError } from './errors.ts'
import type { NodeHash } from './ids.ts'
import { LIMITS } from './limits.ts'
import { EMPTY_ROOT, type LoadNode } from './merkle-map.ts'
import {
  checkPlace,
  checkRoot,
  isLeaf,
  type MapNode,
  type NodePlace,
  parseNode,
  placesBelow,
  readNode,
} from './merkle-map-node.ts'

export interface MapSource {
  /** The bytes of a node that is kept together with everything below it, else undefined. */
  held(hash: NodeHash): Uint8Array | undefined | Promise<Uint8Array | undefined>
  /**
   * Nodes from the other side, in the order asked; an empty one is gone. The answer may end early, after at least one
   * node: the rest is asked for again.
   */
  fetch(hashes: NodeHash[]): Promise<readonly Uint8Array[]>
  /** Keeps checked nodes, each only after everything below it, so that they count as held from then on. */
  keep(nodes: ReadonlyMap<NodeHash, Uint8Array>): void | Promise<void>
}
export interface SyncBounds {
  /** Most entries the map may have. */
  readonly entries?: number
  /** Most bytes all fetched nodes together may have. */
  readonly bytes?: number
}

/** Most hashes one call of `fetch` asks for. */
export const NODES_AT_ONCE = 64
const FETCHES_AT_ONCE = 4
// Inner nodes wait in memory until the leaves are kept; honest ones are some 3 % of a map.
const INNER_BYTES = 32 * 1024 * 1024

type Want = { readonly hash: NodeHash; readonly place: NodePlace | undefined }

/**
 * Makes the whole map `root` held. Throws MESSAGE_INVALID for anything but a canonical map within bounds, NODE_GONE when
 * the other side no longer has a node; what was kept until then stays valid, and the next try goes on from it.
 */
export async function syncMap(
  root: NodeHash,
  source: MapSource,
  { entries = LIMITS.mapEntries, bytes = LIMITS.mapBytes }: SyncBounds = {},
  signal?: AbortSignal,
): Promise<{ nodes: number; bytes: number }> {
  const inner: Map<NodeHash, Uint8Array>[] = []
  const fetched = { nodes: 0, bytes: 0, inner: 0 }
  let wanted: Want[] = root === EMPTY_ROOT ? [] : [{ hash: root, place: undefined }]
  while (wanted.length > 0) {
    const missing: Want[] = []
    for (const want of wanted) {
      const known = await source.held(want.hash)
      if (known) check(readNode(want.hash, known), want, entries)
      else missing.push(want)
    }
    wanted = []
    const level = new Map<NodeHash, Uint8Array>()
    for await (const round of fetchRounds(missing, source, signal)) {
      const leaves = new Map<NodeHash, Uint8Array>()
      for (const [want, received] of round) {
        fetched.nodes++
        fetched.bytes += received.byteLength
        if (fetched.bytes > bytes) throw invalid(`a map of more than ${bytes} bytes`)
        const node = parseNode(want.hash, received)
        check(node, want, entries)
        if (isLeaf(node)) leaves.set(want.hash, received)
        else {
          fetched.inner += received.byteLength
          if (fetched.inner > INNER_BYTES) throw invalid('a map with more inner nodes than its entries need')
          level.set(want.hash, received)
          for (const place of placesBelow(node, want.place)) wanted.push({ hash: place.child.hash, place })
        }
      }
      if (leaves.size > 0) await source.keep(leaves)
    }
    if (level.size > 0) inner.push(level)
  }
  for (const level of inner.reverse()) await source.keep(level)
  return { nodes: fetched.nodes, bytes: fetched.bytes }
}

/** Checks a whole kept map, cuts included. Throws MESSAGE_INVALID, or what `load` rejects with. */
export async function verifyMap(root: NodeHash, load: LoadNode): Promise<void> {
  await syncMap(root, {
    held: () => undefined,
    fetch: hashes => Promise.all(hashes.map(load)),
    keep: () => undefined,
  })
}

// A few requests are under way at a time; what an answer left out goes into the next round.
async function* fetchRounds(
  missing: readonly Want[],
  source: MapSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<[Want, Uint8Array][]> {
  let queue = missing
  while (queue.length > 0) {
    signal?.throwIfAborted()
    const now = queue.slice(0, FETCHES_AT_ONCE * NODES_AT_ONCE)
    const batches: Want[][] = []
    for (let at = 0; at < now.length; at += NODES_AT_ONCE) batches.push(now.slice(at, at + NODES_AT_ONCE))
    const answers = await Promise.all(batches.map(batch => source.fetch(batch.map(({ hash }) => hash))))
    const round: [Want, Uint8Array][] = []
    const left: Want[] = []
    for (const [index, batch] of batches.entries()) {
      const answer = answers[index]!
      if (answer.length === 0 || answer.length > batch.length)
        throw invalid(`${answer.length} map nodes in an answer to ${batch.length}`)
      for (const [at, want] of batch.entries()) {
        const bytes = answer[at]
        if (!bytes) left.push(want)
        else if (bytes.byteLength === 0) throw new HoldfastError('NODE_GONE', `map node ${want.hash} is gone`)
        else round.push([want, bytes])
      }
    }
    yield round
    queue = [...left, ...queue.slice(now.length)]
  }
}

function check(node: MapNode, { place }: Want, entries: number): void {
  if (place) checkPlace(node, place)
  else checkRoot(node)
  if (node.count > entries) throw invalid(`a map of ${node.count} entries, at most ${entries} allowed`)
}

function invalid(message: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', message)
}
