// Walking a snapshot's tree: with keys, entry by entry; without, chunk by chunk (§ Tree). Blind walks lean on one rule: a
// chunk has children exactly when its reference says that bytes lie below it.
import type { ChildRef, ChunkRef } from './chunk.ts'
import { HoldfastError } from './errors.ts'
import type { Cid } from './ids.ts'
import type { Ring } from './ring.ts'
import { readDirectory } from './tree-directory.ts'
import type { DirectoryEntry } from './tree-entry.ts'
import { type ChunkSource, loadHeader, type RootRef, type TreeRef } from './tree-load.ts'

export interface WalkedEntry {
  /** The components from the root down to the entry's own name. */
  readonly path: readonly Uint8Array[]
  readonly entry: DirectoryEntry
}
export interface BlindChunk {
  readonly ref: ChunkRef
  /** A tree chunk with children, which the walk has loaded; otherwise a leaf or a childless node, not loaded. */
  readonly inner: boolean
}
export interface SampledByte {
  readonly cid: Cid
  /** Where in the stored chunk. */
  readonly offset: number
  /** The stored chunk's size. */
  readonly stored: number
}

// No file system can hold a longer path; the bound keeps a hostile tree finite.
const MAX_DEPTH = 2048

/**
 * Every entry below a directory, each directory before what it contains, names in order. `enter` may leave out what is
 * below a directory. Throws MESSAGE_INVALID, CHUNK_CORRUPT, KEY_MISSING, and what the source throws.
 */
export async function* walkTree(
  ring: Ring,
  source: ChunkSource,
  root: TreeRef,
  enter: (path: readonly Uint8Array[]) => boolean = () => true,
): AsyncGenerator<WalkedEntry> {
  const open: { path: Uint8Array[]; entries: AsyncGenerator<DirectoryEntry> }[] = []
  open.push({ path: [], entries: readDirectory(ring, source, root) })
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const next = await top.entries.next()
    if (next.done) {
      open.pop()
      continue
    }
    const entry = next.value
    const path = [...top.path, entry.name]
    yield { path, entry }
    if (entry.type !== 'directory' || !enter(path)) continue
    if (path.length >= MAX_DEPTH) throw new HoldfastError('MESSAGE_INVALID', `a tree deeper than ${MAX_DEPTH}`)
    open.push({ path, entries: readDirectory(ring, source, entry.child) })
  }
}

/**
 * Every distinct chunk of a snapshot, root first, parents before children, without keys. Chunks in `seen` are left out with
 * all below them, and what is visited is added: a set kept over several roots visits each chunk once. Throws
 * MESSAGE_INVALID, CHUNK_CORRUPT, and what the source throws.
 */
export async function* walkBlind(
  source: ChunkSource,
  root: RootRef,
  seen: Set<Cid> = new Set(),
): AsyncGenerator<BlindChunk> {
  if (seen.has(root.cid)) return
  seen.add(root.cid)
  const { children, stored } = await loadHeader(source, root)
  yield { ref: { cid: root.cid, stored, below: root.storedBytes - stored }, inner: children.length > 0 }
  const open = [children.values()]
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const next = top.next()
    if (next.done) {
      open.pop()
      continue
    }
    const ref = next.value
    if (seen.has(ref.cid)) continue
    seen.add(ref.cid)
    if (ref.below > 0) open.push((await loadHeader(source, ref)).children.values())
    yield { ref, inner: ref.below > 0 }
  }
}

/**
 * The `n`-th stored byte of a snapshot, counted depth first, a chunk's own bytes before its children's; a chunk that is
 * referred to twice counts twice. 0 ≤ n < root.storedBytes. Loads one chunk a level. Throws as walkBlind.
 */
export async function sampleOffset(source: ChunkSource, root: RootRef, n: number): Promise<SampledByte> {
  if (!(Number.isSafeInteger(n) && n >= 0 && n < root.storedBytes))
    throw new TypeError(`byte ${n} of ${root.storedBytes}`)
  let { children, stored } = await loadHeader(source, root)
  let cid = root.cid
  let left = n
  while (left >= stored) {
    left -= stored
    const child = childHolding(children, left)
    left = child.left
    ;({ cid, stored } = child.ref)
    children = child.ref.below > 0 && left >= stored ? (await loadHeader(source, child.ref)).children : []
  }
  return { cid, offset: left, stored }
}

function childHolding(children: readonly ChildRef[], left: number): { ref: ChildRef; left: number } {
  for (const ref of children) {
    if (left < ref.stored + ref.below) return { ref, left }
    left -= ref.stored + ref.below
  }
  throw new HoldfastError('MESSAGE_INVALID', 'a tree chunk has fewer bytes below it than listed')
}
