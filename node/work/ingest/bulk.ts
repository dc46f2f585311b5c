// Many names and small files in one call: where a source can, it looks at a whole directory, or reads a group of small
// files, at the price of one question (§ Capture).
import { joinPath } from './path.ts'
import { errnoOf, type Source, type SourceStat, type SourceXattr } from './source.ts'

/** One name in a directory, as it was when looked at. */
export interface Looked {
  readonly name: Uint8Array
  /** Undefined where the look failed; `failure` says why. */
  readonly stat: SourceStat | undefined
  readonly failure: unknown
  /** Of a symlink. */
  readonly target: Uint8Array | undefined
}
export interface SmallFile {
  readonly stat: SourceStat
  readonly xattrs: readonly SourceXattr[]
  /** A view of the memory that was given for it. */
  readonly bytes: Uint8Array
}
/** A file to read and the bytes it may have. */
export interface SmallOrder {
  readonly path: Uint8Array
  readonly size: number
}

export interface BulkSource {
  /** Everything in a directory, sorted by name. Rejects as list. */
  look(directory: Uint8Array): Promise<Looked[]>
  /**
   * Reads files into `memory`, which has room for all the bytes they may have. Undefined in the place of one that did not
   * come out whole, with equal stats before and after, at the first attempt.
   */
  readSmall(orders: readonly SmallOrder[], memory: Buffer): Promise<(SmallFile | undefined)[]>
}

const STATS_AT_ONCE = 64

/** Everything in a directory, sorted by name. Rejects as list. */
export async function lookAt(source: Source, directory: Uint8Array): Promise<Looked[]> {
  if (source.bulk) return source.bulk.look(directory)
  const names = (await source.list(directory)).sort(Buffer.compare)
  const found: Looked[] = []
  for (let at = 0; at < names.length; at += STATS_AT_ONCE) {
    const batch = names.slice(at, at + STATS_AT_ONCE)
    found.push(...(await Promise.all(batch.map(name => lookAtOne(source, directory, name)))))
  }
  return found
}

async function lookAtOne(source: Source, directory: Uint8Array, name: Uint8Array): Promise<Looked> {
  try {
    const path = joinPath(directory, name)
    const stat = await source.stat(path)
    const target = stat.kind === 'symlink' ? await source.readLink(path) : undefined
    return { name, stat, failure: undefined, target }
  } catch (failure) {
    if (errnoOf(failure) === undefined) throw failure
    return { name, stat: undefined, failure, target: undefined }
  }
}
