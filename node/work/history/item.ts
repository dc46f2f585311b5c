// Something that only one of two trees has at its path. A folder whose insides were looked at stands for them as long as
// none of them was found elsewhere.
import type { DirectoryEntry } from '../../../protocol/tree-entry.ts'
import { joinPath } from '../ingest/path.ts'

export interface Sums {
  files: number
  /** Plain bytes. */
  size: number
  stored: number
}

export interface Item {
  readonly path: Buffer
  readonly entry: DirectoryEntry
  /** The folder, itself only on this side, that it was found in. */
  readonly within: Item | undefined
  /** What lies in a folder that was opened. */
  below?: readonly Item[]
  /** Of a folder that was only counted. */
  sums?: Sums
  /** Something in it was moved: it can't be told in one line. */
  isSplit?: boolean
}

export function pathBelow(folder: Uint8Array, name: Uint8Array): Buffer {
  return joinPath(folder, name)
}

/** The topmost folder that can stand for it, itself if it is one; undefined when it has to be told alone. */
export function wholeOf(item: Item): Item | undefined {
  let top: Item | undefined
  for (let at: Item | undefined = item; at; at = at.within) if (at.entry.type === 'directory' && !at.isSplit) top = at
  return top
}

/** It was found on the other side, so what it lay in is no longer gone, or come, as a whole. */
export function splitAbove(item: Item): void {
  for (let at = item.within; at; at = at.within) at.isSplit = true
}
