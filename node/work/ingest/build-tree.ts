// A scanned folder with its contents, sealed into directory nodes from the bottom up (§ Tree).
import { sendClassOf } from '../../../protocol/category.ts'
import type { ChildRef, SealedChunk } from '../../../protocol/chunk.ts'
import { hash } from '../../../protocol/hash.ts'
import { bytesOf, type ProjectId } from '../../../protocol/ids.ts'
import type { Ring } from '../../../protocol/ring.ts'
import { buildDirectory } from '../../../protocol/tree-directory.ts'
import type { DirectoryEntry } from '../../../protocol/tree-entry.ts'
import type { Liveness } from './liveness.ts'
import { eachDirectory, type ScannedDirectory, type ScannedFile } from './scan.ts'
import type { SourceStat } from './source.ts'

export interface BuildOptions {
  readonly ring: Ring
  readonly project: ProjectId
  readonly liveness: Liveness
  /** Stores tree chunks, children before parents. */
  readonly store: (chunks: readonly SealedChunk[]) => Promise<void>
  /** Lets sockets and timers run. */
  readonly breathe: () => Promise<void>
}

// Encoding and sealing this many entries takes a few ms.
const TURN_ENTRIES = 256

/** Builds the tree of everything that has content; its category must be known. Returns the root directory's reference. */
export async function buildTree(root: ScannedDirectory, options: BuildOptions, signal: AbortSignal): Promise<ChildRef> {
  const groups = linkGroups(root, options.project)
  const built = new Map<ScannedDirectory, ChildRef>()
  let entriesOfTurn = 0
  let chunks: SealedChunk[] = []
  for (const directory of [...eachDirectory(root)].reverse()) {
    signal.throwIfAborted()
    const entries = entriesOf(directory, built, groups, options)
    built.set(
      directory,
      buildDirectory(options.ring, entries, chunk => chunks.push(chunk)),
    )
    for (const child of directory.directories) built.delete(child)
    entriesOfTurn += entries.length + 8
    if (entriesOfTurn < TURN_ENTRIES) continue
    entriesOfTurn = 0
    await options.store(chunks)
    chunks = []
    await options.breathe()
  }
  await options.store(chunks)
  return built.get(root)!
}

function* filesWithContent(directory: ScannedDirectory): Generator<ScannedFile> {
  for (const file of directory.files) if (file.content) yield file
}

function entriesOf(
  directory: ScannedDirectory,
  built: ReadonlyMap<ScannedDirectory, ChildRef>,
  groups: ReadonlyMap<ScannedFile, Uint8Array>,
  { liveness }: BuildOptions,
): DirectoryEntry[] {
  const entries: DirectoryEntry[] = []
  for (const file of filesWithContent(directory)) {
    const { category } = file
    const { child, xattrs, media } = file.content!
    entries.push({
      ...base(file),
      xattrs,
      type: 'file',
      size: file.stat.size,
      // Its name may lie in another class than when it was read.
      child: child && { ...child, sendClass: sendClassOf(category) },
      linkGroup: groups.get(file),
      live: liveness.isLive(file),
      category,
      media,
    })
  }
  for (const link of directory.links) {
    entries.push({ ...base(link), xattrs: [], type: 'symlink', target: link.target })
  }
  for (const child of directory.directories) {
    entries.push({ ...base(child), xattrs: child.xattrs ?? [], type: 'directory', child: built.get(child)! })
  }
  return entries
}

function base({ name, stat }: { name: Uint8Array; stat: SourceStat }) {
  const seconds = stat.mtime / 1_000_000_000n - (stat.mtime % 1_000_000_000n < 0n ? 1n : 0n)
  return {
    name,
    mode: stat.mode,
    mtimeSeconds: Number(seconds),
    mtimeNanoseconds: Number(stat.mtime - seconds * 1_000_000_000n),
  }
}

// Named after the first path of the inode rather than the inode, so that a copy of the folder gives the same tree.
function linkGroups(root: ScannedDirectory, project: ProjectId): Map<ScannedFile, Uint8Array> {
  const inodes = new Map<string, ScannedFile[]>()
  for (const directory of eachDirectory(root)) {
    for (const file of filesWithContent(directory)) {
      const key = inodeOf(file.stat)
      if (key === undefined) continue
      const names = inodes.get(key)
      if (names) names.push(file)
      else inodes.set(key, [file])
    }
  }
  const groups = new Map<ScannedFile, Uint8Array>()
  for (const files of inodes.values()) {
    if (files.length < 2) continue // its other names lie outside the folder
    const first = files.map(file => file.path).reduce((a, b) => (Buffer.compare(a, b) <= 0 ? a : b))
    const group = hash(Buffer.from('holdfast v1 link group\0'), bytesOf(project), first).slice(0, 16)
    for (const file of files) groups.set(file, group)
  }
  return groups
}

/** Names an inode that may have several names; undefined when it has one. */
export function inodeOf(stat: SourceStat): string | undefined {
  return stat.nlink > 1 ? `${stat.dev}:${stat.ino}` : undefined
}
