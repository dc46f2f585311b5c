// Whether a folder has changed as people change one, or as a deletion, a tool that encrypts, or a disk that fails does: most of it
// gone, rewritten, cut short or renamed from one snapshot to the next (§ Mass changes). Pure; it judges what a diff found.
import type { Change } from './diff.ts'

export interface MassChange {
  readonly removed: number
  readonly rewritten: number
  readonly truncated: number
  readonly renamed: number
  /** Files of the snapshot before, and plain bytes in them. */
  readonly filesBefore: number
  readonly bytesBefore: number
  /** Of these, what was hit. */
  readonly files: number
  readonly bytes: number
}

/** From this share of the files, or of their bytes, on. */
const SHARE = 0.5
/** A few files are soon most of a small project. */
const LEAST_FILES = 10
const LEAST_LARGE_FILES = 3
const LEAST_BYTES = 16 * 1024 * 1024
/** A file of which so much of what is stored is new has been written anew. */
const REWRITTEN_SHARE = 0.75

/** What happened to the files that were there before; undefined while most of them are as they were. */
export function massChange(
  before: { readonly files: number; readonly bytes: number },
  changes: readonly Change[],
): MassChange | undefined {
  const counts = { removed: 0, rewritten: 0, truncated: 0, renamed: 0 }
  let files = 0
  let bytes = 0
  for (const change of changes) {
    const what = kindOf(change)
    if (what === undefined) continue
    const count = what === 'removed' ? (change.files ?? (change.type === 'directory' ? 0 : 1)) : 1
    counts[what] += count
    files += count
    bytes += (what === 'removed' ? change.size : change.sizeBefore) ?? 0
  }
  const isMany = files >= LEAST_FILES && files >= before.files * SHARE
  const isMuch = files >= LEAST_LARGE_FILES && bytes >= LEAST_BYTES && bytes >= before.bytes * SHARE
  return isMany || isMuch
    ? { ...counts, files, bytes, filesBefore: before.files, bytesBefore: before.bytes }
    : undefined
}

function kindOf(change: Change): 'removed' | 'rewritten' | 'truncated' | 'renamed' | undefined {
  const { kind, type, size = 0, sizeBefore = 0 } = change
  if (kind === 'removed') return type === 'symlink' ? undefined : 'removed'
  if (type !== 'file') return undefined // a folder that was renamed has its files as they were
  if (kind === 'changed') {
    if (size < sizeBefore * SHARE) return 'truncated'
    // Of a file that was empty nothing is lost; one that grew has what it had.
    return sizeBefore > 0 && change.newBytes >= (change.storedBytes ?? 0) * REWRITTEN_SHARE ? 'rewritten' : undefined
  }
  if (kind === 'moved' || kind === 'retagged')
    return nameOf(change.path) === nameOf(change.from) ? undefined : 'renamed'
  return undefined
}

function nameOf(path: Buffer | undefined): string {
  return path === undefined ? '' : path.subarray(path.lastIndexOf('/') + 1).toString('latin1')
}
