// Remembered files that are not where they were. One whose inode, size and times are those of a file elsewhere in the
// folder is that file: the directory around it was renamed (§ Stat cache).
import type { SourceStat } from './source.ts'
import { isSameFile } from './stat-cache.ts'
import type { CachedFile } from './stat-record.ts'

export class Leftovers {
  readonly #byInode = new Map<bigint, CachedFile>()

  get size(): number {
    return this.#byInode.size
  }

  add(files: Iterable<CachedFile>): void {
    for (const file of files) this.#byInode.set(file.ino, file)
  }

  find(stat: SourceStat): CachedFile | undefined {
    const file = this.#byInode.get(stat.ino)
    return file && isSameFile(file, stat) ? file : undefined
  }
}
