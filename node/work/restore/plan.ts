// What a restore will write, read from the snapshot's tree before anything is written: the sizes, and the names checked
// once more (§ Restore).
import { HoldfastError } from '../../../protocol/errors.ts'
import type { Include } from '../../../protocol/patterns.ts'
import type { Ring } from '../../../protocol/ring.ts'
import { checkName, type FileEntry, type FolderEntry, type SymlinkEntry } from '../../../protocol/tree-entry.ts'
import type { ChunkSource, TreeRef } from '../../../protocol/tree-load.ts'
import { walkTree } from '../../../protocol/tree-walk.ts'
import { joinPath } from '../ingest/path.ts'

export interface PlannedFile {
  readonly entry: FileEntry
  readonly path: Uint8Array
  readonly directory: PlannedDirectory
  /** What the look at the target decided. */
  action: Action
  /** What stands there has the exact time already. */
  isTimed?: boolean
}
export interface PlannedLink {
  readonly entry: SymlinkEntry
  readonly path: Uint8Array
  readonly directory: PlannedDirectory
  action: Action
}
export interface PlannedDirectory {
  /** Undefined for the target itself. */
  readonly entry: FolderEntry | undefined
  readonly path: Uint8Array
  readonly parent: PlannedDirectory | undefined
  readonly files: PlannedFile[]
  readonly links: PlannedLink[]
  readonly directories: PlannedDirectory[]
  action: Action
}
/** 'create': nothing is there. 'keep': it is there as it should be. 'replace': something else is, and may go. */
export type Action = 'create' | 'keep' | 'replace'

export interface Plan {
  readonly root: PlannedDirectory
  readonly files: number
  readonly bytes: number
}

/** Throws PATH_UNKNOWN when nothing is wanted, NAME_HOSTILE, and what reading the tree throws. */
export async function planRestore(
  from: { readonly ring: Ring; readonly source: ChunkSource; readonly root: TreeRef; readonly include: Include },
  signal: AbortSignal,
): Promise<Plan> {
  const root = plannedDirectory(undefined, new Uint8Array(0), undefined)
  root.action = 'keep'
  const open: PlannedDirectory[] = [root]
  let files = 0
  let bytes = 0
  for await (const { path, entry } of walkTree(from.ring, from.source, from.root)) {
    signal.throwIfAborted()
    checkAgain(entry.name)
    open.length = path.length // ancestors of this entry
    const directory = open[path.length - 1]!
    const joined = joinPath(directory.path, entry.name)
    if (entry.type === 'directory') {
      const planned = plannedDirectory(entry, joined, directory)
      open.push(planned)
      if (from.include(joined)) attach(planned)
    } else if (from.include(joined)) {
      attach(directory)
      if (entry.type === 'file') {
        directory.files.push({ entry, path: joined, directory, action: 'create' })
        files++
        bytes += entry.size
      } else directory.links.push({ entry, path: joined, directory, action: 'create' })
    }
  }
  return { root, files, bytes }
}

/** The directory and all below it, parents first. */
export function* eachPlanned(root: PlannedDirectory): Generator<PlannedDirectory> {
  const open = [root]
  for (let next = open.pop(); next; next = open.pop()) {
    yield next
    for (let i = next.directories.length - 1; i >= 0; i--) open.push(next.directories[i]!)
  }
}

export function isEmptyPlan({ root }: Plan): boolean {
  return root.files.length === 0 && root.links.length === 0 && root.directories.length === 0
}

function plannedDirectory(
  entry: FolderEntry | undefined,
  path: Uint8Array,
  parent: PlannedDirectory | undefined,
): PlannedDirectory {
  return { entry, path, parent, files: [], links: [], directories: [], action: 'create' }
}

// A directory is planned when it is wanted itself, or something below it is.
function attach(directory: PlannedDirectory): void {
  for (let child = directory; child.parent; child = child.parent) {
    if (child.parent.directories.at(-1) === child) return
    child.parent.directories.push(child)
  }
}

// The format refuses such names when it decodes them. What leads out of the target is checked where it would.
function checkAgain(name: Uint8Array): void {
  try {
    checkName(name)
  } catch (cause) {
    throw new HoldfastError('NAME_HOSTILE', 'the snapshot has a name that would leave the target folder', { cause })
  }
}
