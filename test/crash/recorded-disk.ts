// A disk that writes down everything that is asked of it, in the order it was asked, together with what was acknowledged
// meanwhile: from that every state can be told that a loss of power could have left behind (platter.ts).
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { type Disk, realDisk } from '../../node/store/disk.ts'
import type { Promised } from './promised.ts'

/** A file or a folder, whatever its name is by now. */
export type NodeNumber = number
export const ROOT: NodeNumber = 0

export type Change =
  | { readonly kind: 'write'; readonly node: NodeNumber; readonly position: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly node: NodeNumber; readonly length: number }
  | {
      readonly kind: 'link'
      readonly node: NodeNumber
      readonly name: string
      readonly to: NodeNumber
      readonly isFolder: boolean
    }
  | { readonly kind: 'unlink'; readonly node: NodeNumber; readonly name: string }
  | {
      readonly kind: 'rename'
      readonly node: NodeNumber
      readonly from: string
      readonly to: string
      readonly moved: NodeNumber
    }

export type Event =
  | Change
  /** A sync of a file or a folder that has resolved, with the changes it was asked after. */
  | { readonly kind: 'synced'; readonly node: NodeNumber; readonly covers: ReadonlySet<Change> }
  /** What the store, or the site above it, has promised from now on. */
  | { readonly kind: 'told'; readonly change: (promised: Promised) => void }
  /** The files of an index that nothing here knows the order of: whole at this moment. */
  | { readonly kind: 'index'; readonly files: ReadonlyMap<string, Buffer> }

export interface RecordedDisk extends Disk {
  readonly events: readonly Event[]
  /** What has been acknowledged just now. */
  tell(change: (promised: Promised) => void): void
}

/** Records what happens below `root` to files written through it. `index`: a folder that is copied as it is, below root. */
export function recordDisk(root: string, index: string): RecordedDisk {
  const events: Event[] = []
  const done = new Set<Change>()
  const numbers = new Map<string, NodeNumber>([['', ROOT]])
  const nodes = new WeakMap<FileHandle, NodeNumber>()
  let last = ROOT
  let copied = ''

  const pathOf = (path: string): string => relative(root, path)
  const folderOf = (path: string): NodeNumber => numberOf(dirname(path) === '.' ? '' : dirname(path))
  function numberOf(path: string): NodeNumber {
    const number = numbers.get(path)
    if (number === undefined) throw new TypeError(`${path} came about behind the recorder's back`)
    return number
  }
  async function change<T>(change: Change, doing: () => Promise<T>): Promise<T> {
    events.push(change)
    const result = await doing()
    done.add(change)
    return result
  }
  async function synced(node: NodeNumber, doing: () => Promise<void>): Promise<void> {
    const covers = new Set<Change>()
    for (const event of events)
      if ('node' in event && event.node === node && done.has(event as Change)) covers.add(event as Change)
    await doing()
    events.push({ kind: 'synced', node, covers })
  }
  const nodeOf = (file: FileHandle): NodeNumber => {
    const node = nodes.get(file)
    if (node === undefined) throw new TypeError('a file that was not opened through the disk is written to')
    return node
  }
  async function link<T>(path: string, isFolder: boolean, doing: () => Promise<T>): Promise<T> {
    const to = ++last
    const linking: Change = { kind: 'link', node: folderOf(path), name: basename(path), to, isFolder }
    const result = await change(linking, doing)
    numbers.set(path, to)
    return result
  }

  return {
    events,
    async open(path, flags, mode) {
      const name = pathOf(path)
      const file =
        flags === 'r+'
          ? await realDisk.open(path, flags, mode)
          : await link(name, false, () => realDisk.open(path, flags, mode))
      nodes.set(file, numberOf(name))
      return file
    },
    write: (file, buffers, position) =>
      change({ kind: 'write', node: nodeOf(file), position, bytes: Buffer.concat(buffers) }, () =>
        realDisk.write(file, buffers, position),
      ),
    truncate: (file, length) =>
      change({ kind: 'truncate', node: nodeOf(file), length }, () => realDisk.truncate(file, length)),
    sync: file => synced(nodeOf(file), () => realDisk.sync(file)),
    syncFolder: async folder => {
      if (!pathOf(folder).startsWith('..')) await synced(numberOf(pathOf(folder)), () => realDisk.syncFolder(folder))
    },
    async rename(from, to) {
      const [before, after] = [pathOf(from), pathOf(to)]
      const number = numberOf(before)
      if (folderOf(before) !== folderOf(after)) throw new TypeError('a rename from one folder to another')
      numbers.delete(before)
      numbers.set(after, number)
      await change(
        { kind: 'rename', node: folderOf(after), from: basename(from), to: basename(to), moved: number },
        () => realDisk.rename(from, to),
      )
    },
    async remove(path) {
      const name = pathOf(path)
      if (!numbers.delete(name)) return realDisk.remove(path)
      await change({ kind: 'unlink', node: folderOf(name), name: basename(name) }, () => realDisk.remove(path))
    },
    async makeFolder(path) {
      const name = pathOf(path)
      if (name === '' || numbers.has(name)) return
      await this.makeFolder(dirname(path))
      await link(name, true, () => realDisk.makeFolder(path))
    },
    free: realDisk.free,
    tell(change) {
      copyIndex()
      events.push({ kind: 'told', change })
    },
  }

  /** The index is another's database: its files are taken as they are, whenever they have changed. */
  function copyIndex(): void {
    const folder = join(root, index)
    if (!existsSync(folder)) return
    const files = new Map<string, Buffer>()
    for (const name of readdirSync(folder).sort()) {
      // Removed since the folder was listed: a compaction, and the copy is one that was cut off in the middle of it.
      if (name !== 'LOCK' && !name.startsWith('LOG') && existsSync(join(folder, name)))
        files.set(name, readFileSync(join(folder, name)))
    }
    const shape = [...files].map(([name, bytes]) => `${name} ${bytes.length}`).join()
    if (shape === copied) return
    copied = shape
    events.push({ kind: 'index', files })
  }
}
