// What differs between two states of one directory. Nodes that both have are left out unread: equal cids mean equal entries,
// so one changed file in a hundred thousand costs a node a level (§ Diff and history).
import type { ChildRef } from '../../../protocol/chunk.ts'
import type { Ring } from '../../../protocol/ring.ts'
import { type DirectoryNode, loadDirectoryNode } from '../../../protocol/tree-directory.ts'
import type { DirectoryEntry } from '../../../protocol/tree-entry.ts'
import type { ChunkSource, TreeRef } from '../../../protocol/tree-load.ts'

export interface Trees {
  readonly ring: Ring
  readonly source: ChunkSource
}
/** At least one of them is there. */
export interface EntryPair {
  readonly before: DirectoryEntry | undefined
  readonly after: DirectoryEntry | undefined
}

/** Entries by name, in order, without those in nodes that both states share. Throws as readDirectory. */
export async function compareFolder(trees: Trees, before: TreeRef, after: TreeRef): Promise<EntryPair[]> {
  if (before.cid === after.cid) return []
  let [left, right] = await Promise.all([load(trees, [before]), load(trees, [after])])
  while (heightOf(left) > 0 || heightOf(right) > 0) {
    const deepest = Math.max(heightOf(left), heightOf(right))
    const [below, beside] = [childrenAt(left, deepest), childrenAt(right, deepest)]
    const [known, kept] = [cidsOf(below), cidsOf(beside)]
    left = [
      ...notAt(left, deepest),
      ...(await load(
        trees,
        below.filter(({ cid }) => !kept.has(cid)),
      )),
    ]
    right = [
      ...notAt(right, deepest),
      ...(await load(
        trees,
        beside.filter(({ cid }) => !known.has(cid)),
      )),
    ]
  }
  return pairs(entriesOf(left), entriesOf(right))
}

async function load({ ring, source }: Trees, refs: readonly TreeRef[]): Promise<DirectoryNode[]> {
  return Promise.all(refs.map(ref => loadDirectoryNode(ring, source, ref)))
}

function heightOf(nodes: readonly DirectoryNode[]): number {
  return nodes.reduce((height, node) => Math.max(height, node.height), 0)
}

function notAt(nodes: readonly DirectoryNode[], height: number): DirectoryNode[] {
  return nodes.filter(node => node.height !== height)
}

function childrenAt(nodes: readonly DirectoryNode[], height: number): ChildRef[] {
  return nodes.flatMap(node => ('children' in node && node.height === height ? node.children : []))
}

function cidsOf(refs: readonly ChildRef[]): Set<string> {
  return new Set(refs.map(ref => ref.cid))
}

function entriesOf(nodes: readonly DirectoryNode[]): Map<string, DirectoryEntry> {
  const entries = nodes.flatMap(node => ('entries' in node ? node.entries : []))
  return new Map(entries.map(entry => [Buffer.from(entry.name).toString('latin1'), entry]))
}

function pairs(before: Map<string, DirectoryEntry>, after: Map<string, DirectoryEntry>): EntryPair[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  return names.map(name => ({ before: before.get(name), after: after.get(name) }))
}
