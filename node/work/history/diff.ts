// What happened between two snapshots: what was added, removed, changed, moved (§ Diff and history). Equal subtrees are
// left out unread; what vanished here and appeared there is matched by content, whole folders before files.

import type { DirectoryEntry } from '../../../protocol/tree-entry.ts'
import type { RootRef } from '../../../protocol/tree-load.ts'
import { compareFolder, type EntryPair, type Trees } from './compare-folder.ts'
import { type Item, pathBelow, type Sums, wholeOf } from './item.ts'
import { matchFiles } from './match-files.ts'
import { matchFolders } from './match-folders.ts'
import { newBytesOf, storedBytes } from './shared-bytes.ts'

/**
 * `moved`: also `retagged` where the content changed on the way, mostly shared. `touched`: content as it was, but for
 * mode, time or other attributes.
 */
export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved' | 'retagged' | 'touched'
export interface Change {
  readonly kind: ChangeKind
  readonly type: DirectoryEntry['type']
  /** As it is after, or was before it was removed. */
  readonly path: Buffer
  readonly from: Buffer | undefined
  /** Plain bytes, of a folder that was added or removed all that lay in it; undefined for other folders. */
  readonly size: number | undefined
  readonly sizeBefore: number | undefined
  /** Files in a folder that was added or removed; undefined for other folders. */
  readonly files: number | undefined
  /** Stored bytes that were not there before. */
  readonly newBytes: number
  /** Of a file that changed in its place: all its stored bytes. */
  readonly storedBytes?: number
}

/** What two trees come to: changes in no order, and what was only here or only there before moves are looked for. */
export interface Found {
  readonly changes: Change[]
  readonly gone: Item[]
  readonly come: Item[]
}

/** Every change, by path. `pace` is awaited after each directory. Throws as readDirectory. */
export async function diffTrees(
  trees: Trees,
  before: RootRef,
  after: RootRef,
  pace: () => Promise<void>,
): Promise<Change[]> {
  const found: Found = { changes: [], gone: [], come: [] }
  const compare = (beforePath: Buffer, a: RootRef | Child, afterPath: Buffer, b: RootRef | Child) =>
    compareFolders(trees, { path: beforePath, ref: a }, { path: afterPath, ref: b }, found, pace)
  await compare(NO_PATH, before, NO_PATH, after)
  await matchFolders(trees, found, compare, pace)
  await matchFiles(trees, found)
  for (const [kind, items] of [
    ['removed', found.gone],
    ['added', found.come],
  ] as const)
    collapse(kind, items, found)
  return found.changes.sort((a, b) => Buffer.compare(a.path, b.path))
}

type Child = Extract<DirectoryEntry, { type: 'directory' }>['child']
interface State {
  readonly path: Buffer
  readonly ref: RootRef | Child
}
const NO_PATH = Buffer.alloc(0)

async function compareFolders(
  trees: Trees,
  before: State,
  after: State,
  found: Found,
  pace: () => Promise<void>,
): Promise<void> {
  const open = [{ before, after }]
  for (let next = open.pop(); next; next = open.pop()) {
    for (const pair of await compareFolder(trees, next.before.ref, next.after.ref)) {
      const at = { before: next.before.path, after: next.after.path }
      const isFolder = pair.before?.type === 'directory' && pair.after?.type === 'directory'
      if (isFolder && pair.before.child.cid !== pair.after.child.cid) {
        open.push({
          before: { path: pathBelow(at.before, pair.before.name), ref: pair.before.child },
          after: { path: pathBelow(at.after, pair.after.name), ref: pair.after.child },
        })
      }
      await comparePair(trees, at, pair, found)
    }
    await pace()
  }
}

async function comparePair(
  trees: Trees,
  at: { before: Buffer; after: Buffer },
  { before, after }: EntryPair,
  { changes, gone, come }: Found,
): Promise<void> {
  if (before && after && before.type === after.type) {
    const change = await changeOf(trees, before, after)
    if (change) changes.push({ ...change, path: pathBelow(at.after, after.name) })
    return
  }
  if (before) gone.push({ path: pathBelow(at.before, before.name), entry: before, within: undefined })
  if (after) come.push({ path: pathBelow(at.after, after.name), entry: after, within: undefined })
}

async function changeOf(
  trees: Trees,
  before: DirectoryEntry,
  after: DirectoryEntry,
): Promise<Omit<Change, 'path'> | undefined> {
  const common = {
    type: after.type,
    from: undefined,
    files: undefined,
    newBytes: 0,
    size: undefined,
    sizeBefore: undefined,
  }
  if (before.type === 'file' && after.type === 'file') {
    const sizes = { size: after.size, sizeBefore: before.size }
    if (before.child?.cid !== after.child?.cid) {
      const newBytes = await newBytesOf(trees, before, after)
      return { ...common, ...sizes, kind: 'changed', newBytes, storedBytes: storedBytes(after) }
    }
    return isTouched(before, after) ? { ...common, ...sizes, kind: 'touched' } : undefined
  }
  if (before.type === 'symlink' && after.type === 'symlink' && Buffer.compare(before.target, after.target) !== 0)
    return { ...common, kind: 'changed' }
  return isTouched(before, after) ? { ...common, kind: 'touched' } : undefined
}

/** A folder's time says no more than that something in it changed. */
function isTouched(before: DirectoryEntry, after: DirectoryEntry): boolean {
  const isRetimed = before.mtimeSeconds !== after.mtimeSeconds || before.mtimeNanoseconds !== after.mtimeNanoseconds
  if (before.mode !== after.mode || (isRetimed && after.type === 'file')) return true
  const show = (entry: DirectoryEntry) =>
    entry.xattrs.map(({ name, value }) => `${Buffer.from(name).toString('hex')}=${Buffer.from(value).toString('hex')}`)
  return show(before).sort().join() !== show(after).sort().join()
}

/** One line for a folder none of whose files came from elsewhere, or went there. */
function collapse(kind: 'added' | 'removed', items: readonly Item[], { changes }: Found): void {
  const folders = new Map<Item, Sums>()
  const tell = ({ path, entry }: Item, files: number | undefined, size: number, stored: number) => {
    const newBytes = kind === 'added' ? stored : 0
    changes.push({ kind, type: entry.type, path, from: undefined, size, sizeBefore: undefined, files, newBytes })
  }
  for (const item of items) {
    const sums = sumsOf(item)
    const whole = wholeOf(item)
    if (whole === undefined) {
      if (item.entry.type !== 'directory') tell(item, undefined, sums.size, sums.stored)
      continue
    }
    const total = folders.get(whole) ?? { files: 0, size: 0, stored: 0 }
    folders.set(whole, {
      files: total.files + sums.files,
      size: total.size + sums.size,
      stored: total.stored + sums.stored,
    })
  }
  for (const [item, { files, size, stored }] of folders) tell(item, files, size, stored)
}

function sumsOf({ entry, sums }: Item): Sums {
  if (sums !== undefined) return sums
  const files = entry.type === 'directory' ? 0 : 1
  return entry.type === 'file' ? { files, size: entry.size, stored: storedBytes(entry) } : { files, size: 0, stored: 0 }
}
