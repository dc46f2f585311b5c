// Trees of snapshots grown in memory from paths, for tests of what reads them.
import { parseId, type SiteId, type SnapshotId } from '../../protocol/ids.ts'
import type { Media } from '../../protocol/media.ts'
import { buildDirectory } from '../../protocol/tree-directory.ts'
import type { DirectoryEntry, FileEntry } from '../../protocol/tree-entry.ts'
import { type RootRef, rootOf } from '../../protocol/tree-load.ts'
import { type ChunkMemory, fileEntry, ring } from './chunk-memory.ts'

/** A file's content as text, or in pieces of one leaf each, and what differs of its entry; null: an empty folder. */
export type Planted = string | ({ pieces?: readonly Uint8Array[] } & Partial<FileEntry>) | { target: string } | null

/** Paths, components joined by '/', to what stands there; folders come by themselves. Names are UTF-8 or Latin-1 bytes. */
export function plant(memory: ChunkMemory, paths: Readonly<Record<string, Planted>>, latin1 = false): RootRef {
  const bytesOf = (name: string) => Buffer.from(name, latin1 ? 'latin1' : 'utf8')
  const grow = (entries: readonly (readonly [string, Planted])[]) => {
    const byName = Map.groupBy(entries, ([path]) => path.split('/')[0]!)
    const grown = [...byName].map(([name, below]): DirectoryEntry => {
      const [[path, planted]] = below as [readonly [string, Planted]]
      if (path !== name)
        return folder(bytesOf(name), grow(below.map(([rest, what]) => [rest.slice(name.length + 1), what])))
      return planted === null ? folder(bytesOf(name), grow([])) : { ...leaf(memory, planted), name: bytesOf(name) }
    })
    return buildDirectory(ring, grown, memory.sink)
  }
  return rootOf(grow(Object.entries(paths)))
}

function folder(name: Uint8Array, child: ReturnType<typeof buildDirectory>): DirectoryEntry {
  return { type: 'directory', name, mode: 0o755, mtimeSeconds: 1_700_000_000, mtimeNanoseconds: 0, xattrs: [], child }
}

function leaf(memory: ChunkMemory, planted: NonNullable<Planted>): DirectoryEntry {
  if (typeof planted === 'string') return fileEntry(memory, 'x', ...(planted === '' ? [] : [Buffer.from(planted)]))
  if ('target' in planted) {
    const { mode, mtimeSeconds, mtimeNanoseconds } = fileEntry(memory, 'x')
    const times = { mode, mtimeSeconds, mtimeNanoseconds }
    return { ...times, type: 'symlink', name: Buffer.from('x'), xattrs: [], target: Buffer.from(planted.target) }
  }
  const { pieces = [Buffer.from('sound')], ...differences } = planted
  return { ...fileEntry(memory, 'x', ...pieces), ...differences }
}

/** A recording of 24 bit, 48 kHz with these tags. */
export function recording(tags: Media['tags'], differences: Partial<Media> = {}): Media {
  return {
    container: 'wav',
    codec: 'pcm',
    channels: 2,
    rate: 48_000,
    bits: 24,
    durationMs: 192_000,
    tags,
    ...differences,
  }
}

export const siteOf = (n: number): SiteId => parseId('SiteId', n.toString(16).padStart(64, '0'))
export const snapshotOf = (n: number): SnapshotId => parseId('SnapshotId', n.toString(16).padStart(64, '0'))

/** A snapshot as lines and histories see it. */
export function planted(n: number, author: number, root: RootRef, parents: readonly number[] = []) {
  return {
    id: snapshotOf(n),
    author: siteOf(author),
    incarnation: 1,
    seq: n,
    time: n * 1000,
    root,
    parents: parents.map(snapshotOf),
  }
}
