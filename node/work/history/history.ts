// What happened to one file, snapshot by snapshot, newest first: followed through every line and back over renames. Only the
// directories on its path are read; two whole trees are compared only where it vanishes (§ Diff and history).
import type { Ring } from '../../../protocol/ring.ts'
import { loadEntry } from '../../../protocol/tree-directory.ts'
import type { FileEntry, SymlinkEntry } from '../../../protocol/tree-entry.ts'
import type { ChunkSource, TreeRef } from '../../../protocol/tree-load.ts'
import { type InLine, tipsOf } from '../mesh/lines.ts'
import { type Change, diffTrees } from './diff.ts'
import { newBytesOf, storedBytes } from './shared-bytes.ts'

/** What a history reads of a snapshot. */
export interface Told extends InLine {
  readonly root: { readonly cid: InLine['root']['cid']; readonly storedBytes: number }
}
export type EventKind = 'added' | 'changed' | 'renamed' | 'touched' | 'removed'
export interface FileEvent<Snapshot> {
  readonly kind: EventKind
  readonly snapshot: Snapshot
  /** Before it was removed, where it is removed. */
  readonly path: Buffer
  /** Of a rename. */
  readonly from: Buffer | undefined
  /** Undefined where it is removed. */
  readonly entry: Named | undefined
  /** Stored bytes that this version brought. */
  readonly newBytes: number
  /** The snapshot before it is not known here: it may have been there earlier. */
  readonly isCutOff: boolean
}
interface Options<Snapshot> {
  readonly snapshots: readonly Snapshot[]
  readonly ringOf: (snapshot: Snapshot) => Ring
  readonly source: ChunkSource
  readonly pace: () => Promise<void>
  /** A snapshot whose tree can't be read; its line is not followed further. */
  readonly unread: (snapshot: Snapshot, error: unknown) => void
}
type Named = FileEntry | SymlinkEntry
interface State<Snapshot> {
  readonly snapshot: Snapshot
  readonly path: Buffer
}

/** Every version of the file at `path` that any line has or had. Empty: no snapshot has such a file. */
export async function fileHistory<Snapshot extends Told>(
  options: Options<Snapshot>,
  path: Buffer,
): Promise<FileEvent<Snapshot>[]> {
  const { snapshots } = options
  const byId = new Map(snapshots.map(snapshot => [snapshot.id, snapshot]))
  const events: FileEvent<Snapshot>[] = []
  const seen = new Set<string>()
  const compared = new Map<string, Promise<Change[]>>()
  const known = new Map<string, Promise<Named | undefined>>()
  const open: State<Snapshot>[] = tipsOf(snapshots).map(snapshot => ({ snapshot, path }))
  for (let state = open.pop(); state; state = open.pop()) {
    const key = `${state.snapshot.id}/${state.path.toString('latin1')}`
    if (seen.has(key)) continue
    seen.add(key)
    try {
      open.push(...(await step(state)))
    } catch (error) {
      options.unread(state.snapshot, error)
    }
    await options.pace()
  }
  return events.sort((a, b) => b.snapshot.time - a.snapshot.time || b.snapshot.seq - a.snapshot.seq)

  /** Tells what this snapshot did to the file; returns where it is looked for next. */
  async function step({ snapshot, path }: State<Snapshot>): Promise<State<Snapshot>[]> {
    const entry = await fileAt(snapshot, path)
    const before = new Map<Snapshot, Named | undefined>()
    for (const id of snapshot.parents) {
      const parent = byId.get(id)
      if (parent !== undefined) await lookBack(parent, path, before)
    }
    const parents = [...before.keys()]
    const isCutOff = parents.length < snapshot.parents.length
    const had = parents.filter(parent => before.get(parent)).map(parent => ({ snapshot: parent, path }))
    const first = had[0] && before.get(had[0].snapshot)
    if (entry === undefined) {
      if (first === undefined) return parents.map(parent => ({ snapshot: parent, path }))
      const to = await otherEnd(had[0]!.snapshot, snapshot, change => change.from, path)
      if (to !== undefined) return [{ snapshot, path: to }, ...had]
      events.push({ kind: 'removed', snapshot, path, from: undefined, entry: undefined, newBytes: 0, isCutOff: false })
      return had
    }
    if ([...before.values()].some(one => one && isSame(one, entry))) return had
    const event = { snapshot, path, from: undefined, entry, isCutOff }
    if (first !== undefined) {
      const kind = contentOf(first) === contentOf(entry) ? ('touched' as const) : ('changed' as const)
      events.push({ ...event, kind, newBytes: await bytesBetween(snapshot, first, entry), isCutOff: false })
      return had
    }
    for (const parent of parents) {
      const from = await movedTo(snapshot, parent, path)
      if (from === undefined) continue
      const newBytes = await bytesBetween(snapshot, from.entry, entry)
      events.push({ ...event, kind: 'renamed', from: from.path, newBytes, isCutOff: false })
      return [{ snapshot: parent, path: from.path }]
    }
    events.push({ ...event, kind: 'added', newBytes: entry.type === 'file' ? storedBytes(entry) : 0 })
    // It may have been there before, and gone in between.
    return parents.map(parent => ({ snapshot: parent, path }))
  }

  async function bytesBetween(snapshot: Snapshot, before: Named, after: Named): Promise<number> {
    if (before.type !== 'file' || after.type !== 'file') return 0
    return newBytesOf({ ring: options.ringOf(snapshot), source: options.source }, before, after)
  }

  /** A parent that can't be read is told, and passed over. */
  async function lookBack(parent: Snapshot, path: Buffer, into: Map<Snapshot, Named | undefined>): Promise<void> {
    try {
      into.set(parent, await fileAt(parent, path))
    } catch (error) {
      options.unread(parent, error)
    }
  }

  async function movedTo(snapshot: Snapshot, parent: Snapshot, path: Buffer) {
    const from = await otherEnd(parent, snapshot, change => change.path, path)
    const entry = from && (await fileAt(parent, from))
    return entry && from ? { path: from, entry } : undefined
  }

  /** The other end of the move between two snapshots that has `path`, or a folder above it, at its `end`. */
  async function otherEnd(
    before: Snapshot,
    after: Snapshot,
    end: (change: Change) => Buffer | undefined,
    path: Buffer,
  ): Promise<Buffer | undefined> {
    const moves = (await changesBetween(before, after)).flatMap(change => {
      const at = end(change)
      const other = at === change.path ? change.from : change.path
      const isMoved = change.kind === 'moved' || change.kind === 'retagged'
      return isMoved && at && other && isAtOrBelow(path, at) ? [{ at, other }] : []
    })
    const nearest = moves.sort((a, b) => b.at.byteLength - a.at.byteLength)[0]
    return nearest && Buffer.concat([nearest.other, path.subarray(nearest.at.byteLength)])
  }

  function changesBetween(before: Snapshot, after: Snapshot): Promise<Change[]> {
    const key = `${before.id}/${after.id}`
    const trees = { ring: options.ringOf(after), source: options.source }
    const changes = compared.get(key) ?? diffTrees(trees, before.root, after.root, options.pace)
    compared.set(key, changes)
    return changes
  }

  /** What stands at a path, if it is a file or a link. */
  function fileAt(snapshot: Snapshot, path: Buffer): Promise<Named | undefined> {
    return fileBelow(options.ringOf(snapshot), snapshot.root, namesOf(path))
  }

  /** Equal directories have equal files: most snapshots are told from their root, or a few folders down, unread. */
  function fileBelow(ring: Ring, ref: TreeRef, names: readonly Buffer[]): Promise<Named | undefined> {
    const key = [ref.cid, ...names.map(name => name.toString('latin1'))].join('/')
    const found = known.get(key) ?? load(ring, ref, names)
    known.set(key, found)
    return found
  }

  async function load(ring: Ring, ref: TreeRef, names: readonly Buffer[]): Promise<Named | undefined> {
    const [name, ...rest] = names
    const entry = name && (await loadEntry(ring, options.source, ref, name))
    if (entry === undefined) return undefined
    if (rest.length === 0) return entry.type === 'directory' ? undefined : entry
    return entry.type === 'directory' ? fileBelow(ring, entry.child, rest) : undefined
  }
}

function namesOf(path: Buffer): Buffer[] {
  return path
    .toString('latin1')
    .split('/')
    .map(name => Buffer.from(name, 'latin1'))
}

function isAtOrBelow(path: Buffer, folder: Buffer): boolean {
  const isStart = path.subarray(0, folder.byteLength).equals(folder)
  return isStart && (path.byteLength === folder.byteLength || path[folder.byteLength] === 0x2f)
}

function contentOf(entry: Named): string {
  return entry.type === 'file' ? `${entry.child?.cid} ${entry.size}` : Buffer.from(entry.target).toString('latin1')
}

function isSame(a: Named, b: Named): boolean {
  const times = a.mtimeSeconds === b.mtimeSeconds && a.mtimeNanoseconds === b.mtimeNanoseconds
  return contentOf(a) === contentOf(b) && a.mode === b.mode && times
}
