// Contents known from an earlier ingest, and what this one leaves to the next (§ Stat cache).
import type { ProjectId, RingId } from '../../../protocol/ids.ts'
import { heldWhole } from './held.ts'
import { joinPath } from './path.ts'
import type { IngestStore } from './put-window.ts'
import { eachDirectory, type ScannedDirectory, type ScannedFile } from './scan.ts'
import type { Source } from './source.ts'
import {
  type CachedFile,
  type DirectoryRecord,
  type IngestCache,
  isPastGrain,
  isSameFile,
  StatCache,
} from './stat-cache.ts'

const DIRECTORIES_AT_ONCE = 16

export class Memory {
  readonly #cache: StatCache
  readonly #store: IngestStore
  readonly #source: Source
  readonly #changed = new Set<ScannedDirectory>()
  readonly #gone: Uint8Array[] = []

  constructor(options: { cache: IngestCache; store: IngestStore; project: ProjectId; ring: RingId }, source: Source) {
    this.#cache = new StatCache(options.cache, options.project, options.ring, source.hasXattrs)
    this.#store = options.store
    this.#source = source
  }

  /** Gives every unchanged file the content it had, if the store still holds it whole. */
  async recall(root: ScannedDirectory, signal: AbortSignal): Promise<void> {
    const directories = [...eachDirectory(root)]
    for (let at = 0; at < directories.length; at += DIRECTORIES_AT_ONCE) {
      signal.throwIfAborted()
      const batch = directories.slice(at, at + DIRECTORIES_AT_ONCE)
      const records = await this.#cache.load(batch.map(directory => directory.path))
      const matches = batch.flatMap((directory, i) => this.#match(directory, records[i]))
      const refs = matches.flatMap(({ cached }) => cached.child ?? [])
      const held = await heldWhole(this.#store, refs, signal)
      for (const { directory, file, cached } of matches) {
        const { child, headerAgrees, media, xattrs } = cached
        if (!child || held.has(child.cid)) file.content = { child, headerAgrees, media, xattrs, memorable: true }
        else this.#changed.add(directory)
      }
      await this.#source.breathe()
    }
  }

  /** The record of this directory must be written anew. */
  noteChanged(directory: ScannedDirectory): void {
    this.#changed.add(directory)
  }

  /** Writes the records that changed. Every chunk they refer to must be durable. `now`: wall time, ms. */
  async save(now: number): Promise<void> {
    const records = [...this.#changed].map(directory => [directory.path, recordOf(directory, now)] as const)
    this.#changed.clear()
    for (let at = 0; at < records.length; at += DIRECTORIES_AT_ONCE) {
      await this.#cache.save(records.slice(at, at + DIRECTORIES_AT_ONCE))
    }
  }

  /** Removes the records of directories that are no longer there, and of all that was below them. */
  async forgetGone(): Promise<void> {
    for (let paths = this.#gone.splice(0); paths.length > 0; ) {
      const batch = paths.splice(0, DIRECTORIES_AT_ONCE)
      const records = await this.#cache.load(batch)
      await this.#cache.forget(batch)
      for (const [i, path] of batch.entries()) {
        for (const name of records[i]?.directories ?? []) paths.push(joinPath(path, name))
      }
    }
  }

  #match(
    directory: ScannedDirectory,
    record: DirectoryRecord | undefined,
  ): { directory: ScannedDirectory; file: ScannedFile; cached: CachedFile }[] {
    if (!record) {
      this.#changed.add(directory)
      return []
    }
    if (record.ctime === directory.stat.ctime && record.ino === directory.stat.ino) directory.xattrs = record.xattrs
    else this.#changed.add(directory)
    const names = new Set(directory.directories.map(child => key(child.name)))
    for (const name of record.directories) if (!names.has(key(name))) this.#gone.push(joinPath(directory.path, name))
    const known = new Map(record.files.map(cached => [key(cached.name), cached]))
    const matches = []
    for (const file of directory.files) {
      const cached = known.get(key(file.name))
      if (cached && isSameFile(cached, file.stat)) matches.push({ directory, file, cached })
    }
    if (matches.length !== directory.files.length || matches.length !== known.size) this.#changed.add(directory)
    return matches
  }
}

function recordOf(directory: ScannedDirectory, now: number): DirectoryRecord {
  const { ctime, ino } = directory.stat
  return {
    // An impossible inode, unless a later change of the attributes is certain to show.
    ino: directory.xattrs && isPastGrain(directory.stat, now) ? ino : 0n,
    ctime,
    xattrs: directory.xattrs ?? [],
    directories: directory.directories.map(child => child.name),
    files: directory.files.flatMap(file => cachedFile(file) ?? []),
  }
}

function cachedFile({ name, stat, content }: ScannedFile): CachedFile | undefined {
  if (!content?.memorable) return undefined
  const { size, mtime, ctime, ino } = stat
  const { child, headerAgrees, media, xattrs } = content
  return { name, size, mtime, ctime, ino, headerAgrees, child, media, xattrs }
}

function key(name: Uint8Array): string {
  return Buffer.from(name.buffer, name.byteOffset, name.byteLength).toString('latin1')
}
