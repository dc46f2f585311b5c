// A file's time as the local API can tell it.
import type { DirectoryEntry } from '../../protocol/tree-entry.ts'

const LAST_TIME_MS = 253_402_300_799_999 // the last that RFC 3339 can write

/** ms since 1970, kept within what can be written. */
export function modifiedAt({ mtimeSeconds, mtimeNanoseconds }: DirectoryEntry): number {
  return Math.max(0, Math.min(mtimeSeconds * 1000 + Math.floor(mtimeNanoseconds / 1e6), LAST_TIME_MS))
}
