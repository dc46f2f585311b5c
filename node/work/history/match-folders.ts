// Folders that were renamed or moved: the same directory under another path, however deep, or one that kept most of what it
// had (§ Diff and history). The others are opened, for what moved from or to somewhere within them.
import type { ChildRef } from '../../../protocol/chunk.ts'
import { readDirectory } from '../../../protocol/tree-directory.ts'
import { childOf, type FolderEntry } from '../../../protocol/tree-entry.ts'
import { walkTree } from '../../../protocol/tree-walk.ts'
import type { Trees } from './compare-folder.ts'
import type { Change, Found } from './diff.ts'
import { type Item, pathBelow, splitAbove } from './item.ts'

type Compare = (beforePath: Buffer, before: ChildRef, afterPath: Buffer, after: ChildRef) => Promise<void>
type Folder = Item & { readonly entry: FolderEntry }

// More than these are counted, not looked through for what moved.
const MOST_ITEMS = 200_000
/** Of what either has, to be the same folder under another name. */
const ENOUGH = 0.5

/** Takes what it matches out of `gone` and `come`, and puts what lies in the other folders into them. */
export async function matchFolders(
  trees: Trees,
  found: Found,
  compare: Compare,
  pace: () => Promise<void>,
): Promise<void> {
  const come = new Set<Item>()
  const gone = new Set<Item>()
  const byCid = new Map<string, Folder[]>()
  const byContent = new Map<string, Folder[]>()
  while (found.gone.length + found.come.length > 0) {
    for (const item of found.come.splice(0)) await openAll(item)
    const left = found.gone.splice(0)
    // Topmost first: what is told of a folder need not be told of what lies in it.
    for (let next = 0; next < left.length; next++) {
      const item = left[next]!
      gone.add(item)
      if (isFolder(item)) left.push(...(await settle(item)))
      await pace()
    }
  }
  found.gone.push(...gone)
  found.come.push(...come)

  /** Makes items of all that lies below. */
  async function openAll(top: Item): Promise<void> {
    const open = [top]
    for (let item = open.pop(); item; item = open.pop()) {
      come.add(item)
      if (!isFolder(item)) continue
      add(byCid, item.entry.child.cid, item)
      const below = await entriesOf(item)
      for (const cid of contents(below)) add(byContent, cid, item)
      open.push(...below)
    }
  }

  /** Finds the folder again, or returns what lies in it. */
  async function settle(folder: Folder): Promise<readonly Item[]> {
    const same = byCid.get(folder.entry.child.cid)?.find(isFree)
    if (same !== undefined) {
      tell(folder, same)
      return []
    }
    const below = await entriesOf(folder)
    const like = mostAlike(contents(below))
    if (like === undefined) return below
    tell(folder, like)
    await compare(folder.path, folder.entry.child, like.path, like.entry.child)
    return []
  }

  function isFree(item: Item): boolean {
    if (item.isSplit) return false
    for (let at: Item | undefined = item; at; at = at.within) if (!come.has(at)) return false
    return true
  }

  function mostAlike(wanted: ReadonlySet<string>): Folder | undefined {
    const shared = new Map<Folder, number>()
    for (const cid of wanted)
      for (const folder of byContent.get(cid) ?? []) shared.set(folder, (shared.get(folder) ?? 0) + 1)
    let best: { folder: Folder; share: number } | undefined
    for (const [folder, count] of shared) {
      const share = count / Math.max(wanted.size, contents(folder.below ?? []).size)
      if (share >= ENOUGH && share > (best?.share ?? 0) && isFree(folder)) best = { folder, share }
    }
    return best?.folder
  }

  function tell(before: Folder, after: Folder): void {
    splitAbove(before)
    splitAbove(after)
    gone.delete(before)
    const taken: Item[] = [after]
    for (let item = taken.pop(); item; item = taken.pop()) {
      come.delete(item)
      taken.push(...(item.below ?? []))
    }
    found.changes.push(movedFolder(before.path, after.path))
  }

  async function entriesOf(folder: Folder): Promise<readonly Item[]> {
    await pace()
    if (come.size + gone.size > MOST_ITEMS) {
      folder.sums = await count(trees, folder, pace)
      return []
    }
    const below: Item[] = []
    for await (const entry of readDirectory(trees.ring, trees.source, folder.entry.child))
      below.push({ path: pathBelow(folder.path, entry.name), entry, within: folder })
    folder.below = below
    return below
  }
}

async function count(trees: Trees, { entry }: Folder, pace: () => Promise<void>): Promise<NonNullable<Item['sums']>> {
  const sums = { files: 0, size: 0, stored: entry.child.stored + entry.child.below }
  for await (const { entry: below } of walkTree(trees.ring, trees.source, entry.child)) {
    if (below.type !== 'directory') sums.files++
    if (below.type === 'file') sums.size += below.size
    if (sums.files % 1000 === 0) await pace()
  }
  return sums
}

function contents(items: readonly Item[]): Set<string> {
  return new Set(items.flatMap(({ entry }) => childOf(entry)?.cid ?? []))
}

function add(map: Map<string, Folder[]>, key: string, folder: Folder): void {
  const folders = map.get(key)
  if (folders) folders.push(folder)
  else map.set(key, [folder])
}

function isFolder(item: Item): item is Folder {
  return item.entry.type === 'directory'
}

function movedFolder(from: Buffer, path: Buffer): Change {
  const sizes = { size: undefined, sizeBefore: undefined, files: undefined, newBytes: 0 }
  return { kind: 'moved', type: 'directory', path, from, ...sizes }
}
