// What a restore will write, read from the snapshot's tree before anything is written: the sizes, and the names checked
// once more (§ Restore). What can't be read of the tree, or may not be made of it, is set aside with its reason.
import { HoldfastError } from '../../../protocol/errors.ts'
import type { Include } from '../../../protocol/patterns.ts'
import type { Ring } from '../../../protocol/ring.ts'
import { checkName, type FileEntry, type FolderEntry, type SymlinkEntry } from '../../../protocol/tree-entry.ts'
import type { ChunkSource, TreeRef } from '../../../protocol/tree-load.ts'
import { isLoss, type Salvaged, salvageDirectory } from '../../../protocol/tree-salvage.ts'
import { showPath } from '../ingest/path.ts'

export interface PlannedFile {
  entry: FileEntry
  readonly directory: PlannedDirectory
  /** What the look at the target decided. */
  action: Action
  /** What stands there has the exact time already. */
  isTimed?: boolean
}
export interface PlannedLink {
  entry: SymlinkEntry
  readonly directory: PlannedDirectory
  action: Action
}
export interface PlannedDirectory {
  /** Undefined for the target itself. */
  entry: FolderEntry | undefined
  readonly parent: PlannedDirectory | undefined
  /** How many stand above it. */
  readonly depth: number
  readonly files: PlannedFile[]
  readonly links: PlannedLink[]
  readonly directories: PlannedDirectory[]
  action: Action
}
/** 'create': nothing is there. 'keep': it is there as it should be. 'replace': something else is, and may go. */
export type Action = 'create' | 'keep' | 'replace'

/** Something of the snapshot that is not restored. */
export interface Refused {
  readonly path: string
  readonly why: string
}

export interface Plan {
  readonly root: PlannedDirectory
  readonly files: number
  readonly bytes: number
  /** Entries no restore may make. */
  readonly refused: Refused[]
  /** Folders, or parts of them, that can't be read. */
  readonly lost: Refused[]
  /** Why the first of `refused` or `lost` is among them. */
  readonly why: HoldfastError | undefined
}

/** A path of single letters is longer than any system takes by then, but not its names one by one. */
const MAX_DEPTH = 4096
// Folders that repeat each other are read again each time, and hashes don't keep them from doing so without end: a few
// that each hold the next one twice are more files than any disk has.
const MAX_REPEATED = 1_048_576

export interface PlanSource {
  readonly ring: Ring
  readonly source: ChunkSource
  readonly root: TreeRef
  /** Everything, when absent. */
  readonly include: Include | undefined
}

/** Throws what reading the tree throws, but for what isLoss is true of where it is not the tree's top. */
export async function planRestore(from: PlanSource, signal: AbortSignal): Promise<Plan> {
  const root = plannedDirectory(undefined, undefined)
  root.action = 'keep'
  const plan = { root, files: 0, bytes: 0, refused: [], lost: [], why: undefined as HoldfastError | undefined }
  const seen = new Set<string>()
  let repeated = 0
  const isWanted = (directory: PlannedDirectory, name: Uint8Array): boolean =>
    !from.include || from.include(pathOf(directory, name))
  const open = [reading(from, root, from.root, false)]
  for (let top = open.at(-1); top; top = open.at(-1)) {
    signal.throwIfAborted()
    const next = await nextOf(top, top === open[0])
    if (next === undefined) open.pop()
    else if ('lost' in next) setAside(plan, plan.lost, top.directory, undefined, next.lost)
    else if ('refused' in next) {
      if (isWanted(top.directory, next.refused)) setAside(plan, plan.refused, top.directory, next.refused, next.why)
    } else {
      const { entry } = next
      const { directory } = top
      if (top.isRepeated) repeated++
      checkAgain(entry.name)
      const wanted = isWanted(directory, entry.name)
      if (entry.type === 'directory') {
        const planned = plannedDirectory(entry, directory)
        if (wanted) attach(planned)
        const isRepeated = seen.has(entry.child.cid)
        seen.add(entry.child.cid)
        const why = tooMuch(planned, isRepeated ? repeated : 0)
        if (why) setAside(plan, plan.lost, planned, undefined, why)
        else open.push(reading(from, planned, entry.child, isRepeated || top.isRepeated))
        continue
      }
      if (!wanted) continue
      attach(directory)
      if (entry.type === 'file') {
        directory.files.push({ entry, directory, action: 'create' })
        plan.files++
        plan.bytes += entry.size
      } else directory.links.push({ entry, directory, action: 'create' })
    }
  }
  return plan
}

/** The path of a planned thing, or of a name in a planned directory, from the target on. */
export function pathOf(planned: PlannedFile | PlannedLink | PlannedDirectory, name?: Uint8Array): Buffer {
  const names = name ? [name] : []
  let at = planned
  if ('directory' in at) {
    names.push(at.entry.name)
    at = at.directory
  }
  for (let up: PlannedDirectory | undefined = at; up?.entry; up = up.parent) names.push(up.entry.name)
  const parts: Uint8Array[] = []
  for (const part of names.reverse()) parts.push(...(parts.length > 0 ? [SLASH, part] : [part]))
  return Buffer.concat(parts)
}

/** The path for people: of a very long one, its beginning and its end. */
export function showPlanned(planned: PlannedFile | PlannedLink | PlannedDirectory, name?: Uint8Array): string {
  const path = pathOf(planned, name)
  if (path.byteLength <= SHOWN) return showPath(path)
  return `${showPath(path.subarray(0, SHOWN / 2))}…${showPath(path.subarray(-SHOWN / 2))}`
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

interface Reading {
  readonly directory: PlannedDirectory
  readonly entries: AsyncGenerator<Salvaged>
  readonly isRepeated: boolean
}

function reading(from: PlanSource, directory: PlannedDirectory, ref: TreeRef, isRepeated: boolean): Reading {
  return { directory, entries: salvageDirectory(from.ring, from.source, ref), isRepeated }
}

async function nextOf({ entries }: Reading, isTop: boolean): Promise<Salvaged | undefined> {
  try {
    const next = await entries.next()
    return next.done ? undefined : next.value
  } catch (error) {
    if (isTop || !isLoss(error)) throw error
    return { lost: error }
  }
}

function tooMuch({ depth }: PlannedDirectory, repeated: number): HoldfastError | undefined {
  const why =
    depth > MAX_DEPTH
      ? `it lies more than ${MAX_DEPTH} folders deep`
      : repeated > MAX_REPEATED
        ? `folders repeat each other over ${MAX_REPEATED} times`
        : undefined
  return why === undefined ? undefined : new HoldfastError('MESSAGE_INVALID', why)
}

function setAside(
  plan: { why: HoldfastError | undefined },
  list: Refused[],
  directory: PlannedDirectory,
  name: Uint8Array | undefined,
  why: HoldfastError,
): void {
  plan.why ??= why
  list.push(list.length < LISTED ? { path: showPlanned(directory, name) || '.', why: why.message } : ONE_MORE)
}

function plannedDirectory(entry: FolderEntry | undefined, parent: PlannedDirectory | undefined): PlannedDirectory {
  const depth = parent ? parent.depth + 1 : 0
  return { entry, parent, depth, files: [], links: [], directories: [], action: 'create' }
}

// A directory is planned when it is wanted itself, or something below it is.
function attach(directory: PlannedDirectory): void {
  for (let child = directory; child.parent; child = child.parent) {
    if (child.parent.directories.at(-1) === child) return
    child.parent.directories.push(child)
  }
}

const SLASH = Buffer.from('/')
const SHOWN = 4096
// What is beyond is counted.
const LISTED = 10_000
const ONE_MORE: Refused = { path: '…', why: '…' }

// The format refuses such names when it decodes them. What leads out of the target is checked where it would.
function checkAgain(name: Uint8Array): void {
  try {
    checkName(name)
  } catch (cause) {
    throw new HoldfastError('NAME_HOSTILE', 'the snapshot has a name that would leave the target folder', { cause })
  }
}
