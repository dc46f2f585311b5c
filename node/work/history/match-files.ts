// Files that were renamed or moved: the same content under another path, or content most of whose stored bytes were there
// before, as when a file was moved and its tags edited (§ Diff and history).
import type { Cid } from '../../../protocol/ids.ts'
import type { FileEntry } from '../../../protocol/tree-entry.ts'
import type { Trees } from './compare-folder.ts'
import type { Change, Found } from './diff.ts'
import { type Item, splitAbove } from './item.ts'
import { leavesOf } from './shared-bytes.ts'

// Beyond this many, files that changed on their way are told as removed and added.
const MOST_LOOKED_INTO = 10_000

/** Takes what it matches out of `gone` and `come`. */
export async function matchFiles(trees: Trees, found: Found): Promise<void> {
  const matched = new Map<Item, Item>() // after → before
  matchContent(found, matched)
  for (const [after, before] of matched) tell(found, before, after, 'moved', 0)
  remove(found, matched)
  const retagged = await matchLeaves(trees, found)
  for (const [after, { before, newBytes }] of retagged) tell(found, before, after, 'retagged', newBytes)
  remove(found, new Map([...retagged].map(([after, { before }]) => [after, before])))
}

function matchContent({ gone, come }: Found, matched: Map<Item, Item>): void {
  const byContent = new Map<string, Set<Item>>()
  for (const item of gone) {
    const content = contentOf(item)
    if (content !== undefined) byContent.set(content, (byContent.get(content) ?? new Set()).add(item))
  }
  const take = (after: Item, suits: (before: Item) => boolean) => {
    if (matched.has(after)) return
    const candidates = byContent.get(contentOf(after) ?? '') ?? new Set()
    for (const before of candidates) {
      if (!suits(before)) continue
      matched.set(after, before)
      candidates.delete(before)
      return
    }
  }
  // A file that kept its name comes before one that merely has the same content.
  for (const after of come) take(after, before => Buffer.compare(before.entry.name, after.entry.name) === 0)
  for (const after of come) take(after, () => true)
}

async function matchLeaves(trees: Trees, { gone, come }: Found) {
  const [before, after] = [gone.filter(isLarge), come.filter(isLarge)]
  const matched = new Map<Item, { before: Item; newBytes: number }>()
  if (before.length > MOST_LOOKED_INTO || after.length > MOST_LOOKED_INTO) return matched
  const having = new Map<Cid, Item[]>()
  for (const item of after.length === 0 ? [] : before) {
    for (const cid of (await leavesOf(trees, item.entry)).keys()) {
      const items = having.get(cid)
      if (items) items.push(item)
      else having.set(cid, [item])
    }
  }
  const used = new Set<Item>()
  for (const item of having.size === 0 ? [] : after) {
    const shared = new Map<Item, number>()
    let total = 0
    for (const [cid, stored] of await leavesOf(trees, item.entry)) {
      total += stored
      for (const other of having.get(cid) ?? [])
        if (!used.has(other)) shared.set(other, (shared.get(other) ?? 0) + stored)
    }
    const [best] = [...shared].sort((a, b) => b[1] - a[1])
    if (best === undefined || best[1] * 2 <= total) continue
    used.add(best[0])
    matched.set(item, { before: best[0], newBytes: total - best[1] })
  }
  return matched
}

function tell({ changes }: Found, before: Item, after: Item, kind: Change['kind'], newBytes: number): void {
  splitAbove(before)
  splitAbove(after)
  const sizeOf = ({ entry }: Item) => (entry.type === 'file' ? entry.size : undefined)
  const sizes = { size: sizeOf(after), sizeBefore: sizeOf(before), files: undefined, newBytes }
  changes.push({ kind, type: after.entry.type, path: after.path, from: before.path, ...sizes })
}

function remove(found: Found, matched: ReadonlyMap<Item, Item>): void {
  const gone = new Set(matched.values())
  found.gone.splice(0, found.gone.length, ...found.gone.filter(item => !gone.has(item)))
  found.come.splice(0, found.come.length, ...found.come.filter(item => !matched.has(item)))
}

/** Undefined where equal content says nothing. */
function contentOf({ entry }: Item): string | undefined {
  if (entry.type === 'symlink') return `link ${Buffer.from(entry.target).toString('latin1')}`
  return entry.type === 'file' && entry.child ? `${entry.child.cid} ${entry.size}` : undefined
}

/** Of several leaves: of one alone, nothing can be shared in part. */
function isLarge(item: Item): item is Item & { readonly entry: FileEntry } {
  return item.entry.type === 'file' && (item.entry.child?.below ?? 0) > 0
}
