// Contents known from an earlier ingest, and what this one leaves to the next (§ Stat cache).
import type { ProjectId, RingId } from '../../../protocol/ids.ts'
import { heldWhole } from './held.ts'
import { Leftovers } from './leftovers.ts'
import type { Liveness } from './liveness.ts'
import { joinPath, nameKey } from './path.ts'
import type { IngestStore } from './put-window.ts'
import { eachDirectory, type ScannedDirectory, type ScannedFile } from './scan.ts'
import type { Source } from './source.ts'
import { type IngestCache, isPastGrain, isSameFile, StatCache } from './stat-cache.ts'
import type { CachedFile, CachedState, DirectoryRecord } from './stat-record.ts'

const DIRECTORIES_AT_ONCE = 16

interface Options {
  readonly cache: IngestCache
  readonly store: IngestStore
  readonly project: ProjectId
  readonly ring: RingId
  readonly liveness: Liveness
}
interface Match {
  readonly directory: ScannedDirectory
  readonly file: ScannedFile
  readonly cached: CachedFile
}

export class Memory {
  readonly #cache: StatCache
  readonly #store: IngestStore
  readonly #liveness: Liveness
  readonly #source: Source
  readonly #changed = new Set<ScannedDirectory>()
  readonly #gone: Uint8Array[] = []

  constructor({ cache, store, project, ring, liveness }: Options, source: Source) {
    this.#cache = new StatCache(cache, project, ring, source.hasXattrs)
    this.#store = store
    this.#liveness = liveness
    this.#source = source
  }

  /**
   * Gives every unchanged file the content it had, if the store still holds it whole; also where its folder has another
   * name now. `rehash`: gives none, only what was known.
   */
  async recall(root: ScannedDirectory, rehash: boolean, signal: AbortSignal): Promise<void> {
    const directories = [...eachDirectory(root)]
    const leftovers = new Leftovers()
    for (let at = 0; at < directories.length; at += DIRECTORIES_AT_ONCE) {
      signal.throwIfAborted()
      const batch = directories.slice(at, at + DIRECTORIES_AT_ONCE)
      const records = await this.#cache.load(batch.map(directory => directory.path))
      const matches = batch.flatMap((directory, i) => this.#match(directory, records[i], leftovers))
      if (!rehash) await this.#give(matches, signal)
      await this.#source.breathe()
    }
    if (!rehash) await this.#recallMoved(directories, leftovers, signal)
  }

  /** The record of this directory must be written anew. */
  noteChanged(directory: ScannedDirectory): void {
    this.#changed.add(directory)
  }

  /** From now on the records say what was read, also of files under suspicion. */
  replaceKnown(root: ScannedDirectory): void {
    for (const directory of eachDirectory(root)) {
      for (const file of directory.files) {
        if (!file.content || !file.known) continue
        file.known = undefined
        this.#changed.add(directory)
      }
    }
  }

  /** Writes the records that changed. Every chunk they refer to must be durable. `now`: wall time, ms. */
  async save(now: number): Promise<void> {
    const records = [...this.#changed].map(directory => [directory.path, this.#recordOf(directory, now)] as const)
    this.#changed.clear()
    for (let at = 0; at < records.length; at += DIRECTORIES_AT_ONCE) {
      await this.#cache.save(records.slice(at, at + DIRECTORIES_AT_ONCE))
    }
  }

  /** Removes the records of directories that are no longer there, and of all that was below them. */
  async forgetGone(): Promise<void> {
    for await (const { paths } of this.#recordsGone()) await this.#cache.forget(paths)
    this.#gone.length = 0
  }

  // A directory that was renamed has changed; the files in it have not, not even their ctime.
  async #recallMoved(
    directories: readonly ScannedDirectory[],
    leftovers: Leftovers,
    signal: AbortSignal,
  ): Promise<void> {
    const unread = directories.filter(({ files }) => files.some(({ content }) => !content))
    if (unread.length === 0) return
    for await (const { records } of this.#recordsGone()) {
      signal.throwIfAborted()
      for (const record of records) leftovers.add(record.files)
    }
    if (leftovers.size === 0) return
    for (const directory of unread) {
      const matches: Match[] = []
      for (const file of directory.files) {
        const cached = file.content ? undefined : leftovers.find(file.stat)
        if (cached) matches.push({ directory, file, cached })
      }
      await this.#give(matches, signal)
    }
  }

  async #give(matches: readonly Match[], signal: AbortSignal): Promise<void> {
    const usable = matches.filter(({ file, cached }) => this.#standsFor(cached, file))
    const refs = usable.flatMap(({ cached }) => cached.child ?? [])
    const held = await heldWhole(this.#store, refs, signal)
    for (const { file, cached } of usable) {
      const { child, headerAgrees, media, xattrs, state } = cached
      if (child && !held.has(child.cid)) continue
      const reading = state === 'pieced' ? 'pieced' : 'whole'
      file.content = { child, headerAgrees, media, xattrs, reading, memorable: true }
      file.known = undefined
    }
    for (const { directory, file, cached } of matches) {
      if (!file.content || stateOf(file, this.#liveness) !== cached.state) this.#changed.add(directory)
    }
  }

  #standsFor(cached: CachedFile, { stat }: ScannedFile): boolean {
    if (cached.state === 'growing' || !isSameFile(cached, stat)) return false
    return cached.state !== 'pieced' || this.#liveness.looksLive(stat, cached.headerAgrees)
  }

  // The directories that are gone and all below them, a few at a time.
  async *#recordsGone(): AsyncGenerator<{ paths: Uint8Array[]; records: DirectoryRecord[] }> {
    const open = [...this.#gone]
    while (open.length > 0) {
      const paths = open.splice(0, DIRECTORIES_AT_ONCE)
      const loaded = await this.#cache.load(paths)
      for (const [i, path] of paths.entries()) {
        for (const name of loaded[i]?.directories ?? []) open.push(joinPath(path, name))
      }
      yield { paths, records: loaded.filter(record => record !== undefined) }
    }
  }

  #match(directory: ScannedDirectory, record: DirectoryRecord | undefined, leftovers: Leftovers): Match[] {
    if (!record) {
      this.#changed.add(directory)
      return []
    }
    if (record.ctime === directory.stat.ctime && record.ino === directory.stat.ino) directory.xattrs = record.xattrs
    else this.#changed.add(directory)
    const names = new Set(directory.directories.map(child => nameKey(child.name)))
    for (const name of record.directories) {
      if (!names.has(nameKey(name))) this.#gone.push(joinPath(directory.path, name))
    }
    const left = new Map(record.files.map(cached => [nameKey(cached.name), cached]))
    const matches: Match[] = []
    for (const file of directory.files) {
      const key = nameKey(file.name)
      const cached = left.get(key)
      if (!cached) continue
      file.known = cached
      matches.push({ directory, file, cached })
      if (isSameFile(cached, file.stat)) left.delete(key)
    }
    if (matches.length !== directory.files.length || matches.length !== record.files.length)
      this.#changed.add(directory)
    leftovers.add(left.values())
    return matches
  }

  #recordOf(directory: ScannedDirectory, now: number): DirectoryRecord {
    const { ctime, ino } = directory.stat
    return {
      // An impossible inode, unless a later change of the attributes is certain to show.
      ino: directory.xattrs && isPastGrain(directory.stat, now) ? ino : 0n,
      ctime,
      xattrs: directory.xattrs ?? [],
      directories: directory.directories.map(child => child.name),
      files: directory.files.flatMap(file => this.#cachedFile(file) ?? []),
    }
  }

  // What was known stays as long as nothing has taken its place: an ingest that is cut off must not lose it.
  #cachedFile(file: ScannedFile): CachedFile | undefined {
    if (file.known) return file.known
    const state = stateOf(file, this.#liveness)
    if (!state) return undefined
    const { size, mtime, ctime, ino } = file.stat
    const { child, headerAgrees, media, xattrs } = file.content!
    return { state, name: file.name, size, mtime, ctime, ino, headerAgrees, child, media, xattrs }
  }
}

// Undefined where nothing is worth remembering.
function stateOf(file: ScannedFile, liveness: Liveness): CachedState | undefined {
  const { content } = file
  if (!content) return undefined
  const isLive = liveness.isLive(file)
  if (content.reading === 'growing' || !content.memorable) return isLive ? 'growing' : undefined
  if (content.reading === 'pieced') return 'pieced'
  return isLive ? 'live' : 'settled'
}
