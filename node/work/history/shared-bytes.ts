// How much of a file's stored bytes another already had: the leaves they share (§ Diff and history).
import type { Cid } from '../../../protocol/ids.ts'
import type { FileEntry } from '../../../protocol/tree-entry.ts'
import { fileLeaves } from '../../../protocol/tree-file.ts'
import type { Trees } from './compare-folder.ts'

/** The distinct leaves of a file and their stored sizes. */
export async function leavesOf({ ring, source }: Trees, file: FileEntry): Promise<Map<Cid, number>> {
  const leaves = new Map<Cid, number>()
  for await (const { ref } of fileLeaves(ring, source, file)) leaves.set(ref.cid, ref.stored)
  return leaves
}

/** Stored bytes of `after` that `before` did not have. */
export async function newBytesOf(trees: Trees, before: FileEntry, after: FileEntry): Promise<number> {
  if (before.child?.cid === after.child?.cid) return 0
  const [known, leaves] = await Promise.all([leavesOf(trees, before), leavesOf(trees, after)])
  return [...leaves].reduce((sum, [cid, stored]) => sum + (known.has(cid) ? 0 : stored), 0)
}

export function storedBytes(file: FileEntry): number {
  return file.child ? file.child.stored + file.child.below : 0
}
