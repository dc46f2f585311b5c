// What the last ingest saw, one record a directory: a file whose stat is unchanged is not read again (§ Stat cache).
// A wrong hit would lose data, so a file that was written within the grain of its own time stamps is not remembered.
import { HoldfastError } from '../../../protocol/errors.ts'
import { hash } from '../../../protocol/hash.ts'
import type { ProjectId, RingId } from '../../../protocol/ids.ts'
import type { SourceStat } from './source.ts'
import { type CachedFile, type DirectoryRecord, decodeRecord, encodeRecord } from './stat-record.ts'

export interface IngestCache {
  getMany(keys: readonly string[]): Promise<(Uint8Array | undefined)[]>
  batch(edits: readonly { readonly key: string; readonly value: Uint8Array | undefined }[]): Promise<void>
}

export class StatCache {
  readonly #cache: IngestCache
  readonly #prefix: string

  /** Records are kept apart by project and ring, and by whether extended attributes could be read. */
  constructor(cache: IngestCache, project: ProjectId, ring: RingId, hasXattrs: boolean) {
    this.#cache = cache
    this.#prefix = `${project}/${ring}/${hasXattrs ? 'x' : '-'}/`
  }

  /** The record of each directory, undefined where there is none or it is damaged. */
  async load(paths: readonly Uint8Array[]): Promise<(DirectoryRecord | undefined)[]> {
    const values = await this.#cache.getMany(paths.map(path => this.#key(path)))
    return values.map(value => value && parse(value))
  }

  async save(records: readonly (readonly [path: Uint8Array, record: DirectoryRecord])[]): Promise<void> {
    await this.#cache.batch(records.map(([path, record]) => ({ key: this.#key(path), value: encodeRecord(record) })))
  }

  async forget(paths: readonly Uint8Array[]): Promise<void> {
    await this.#cache.batch(paths.map(path => ({ key: this.#key(path), value: undefined })))
  }

  #key(path: Uint8Array): string {
    return this.#prefix + Buffer.from(hash(path)).toString('hex', 0, 16)
  }
}

/** Whether a write after the look at `readAt` (wall, ms) is certain to change the time stamps. */
export function isPastGrain(stat: SourceStat, readAt: number): boolean {
  const NS = 1_000_000n
  const grainMs = stat.ctime % (1000n * NS) === 0n ? 2000 : 50 // whole seconds: a file system with a coarse clock
  return Number(stat.ctime / NS) + grainMs < readAt
}

export function isSameFile(cached: CachedFile, stat: SourceStat): boolean {
  return (
    cached.size === stat.size && cached.mtime === stat.mtime && cached.ctime === stat.ctime && cached.ino === stat.ino
  )
}

function parse(value: Uint8Array): DirectoryRecord | undefined {
  try {
    return decodeRecord(value)
  } catch (error) {
    if (error instanceof HoldfastError) return undefined // it can be rebuilt
    throw error
  }
}
