// What a file system says of a thing, in the words of a Source.
import { type BigIntStats, constants } from 'node:fs'
import type { SourceStat } from './source.ts'

/** O_NONBLOCK: a fifo that took the file's place must not hold us. */
export const OPEN_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
/** Leaves the access time alone; only a file's owner may ask for it. 0 where the system has no such thing. */
export const NO_ACCESS_TIME = constants.O_NOATIME ?? 0

export function statOf(found: BigIntStats): SourceStat {
  return {
    kind: kindOf(Number(found.mode) & constants.S_IFMT),
    mode: Number(found.mode) & 0o7777,
    size: Number(found.size),
    mtime: found.mtimeNs,
    ctime: found.ctimeNs,
    dev: found.dev,
    ino: found.ino,
    nlink: Number(found.nlink),
  }
}

function kindOf(format: number): SourceStat['kind'] {
  if (format === constants.S_IFREG) return 'file'
  if (format === constants.S_IFDIR) return 'directory'
  if (format === constants.S_IFLNK) return 'symlink'
  if (format === constants.S_IFIFO) return 'fifo'
  return format === constants.S_IFSOCK ? 'socket' : 'device'
}
