// The disk below the cache: what is durable at a moment of a recorded run, and what was asked for and may or may not have
// got there. `image` puts together one state a machine may be found in after its power failed at that moment.
import { type Change, type Event, type NodeNumber, ROOT } from './recorded-disk.ts'

/** What became of a change that was never synced. Data is lost in sectors; a name is there or it isn't. */
export type Fate =
  | { readonly kind: 'lost' | 'kept' }
  /** Of every sector `keeps` says whether it got to the disk. */
  | { readonly kind: 'torn'; readonly sector: number; readonly keeps: () => boolean }
  /** The file has grown, but the bytes in it are none that were written. */
  | { readonly kind: 'grown'; readonly fill: number }

/** Decides about each pending change in turn, `index` of `count`. */
export type Decide = (change: Change, index: number, count: number) => Fate

export type Image = ReadonlyMap<string, Buffer>

type Names = Map<string, { readonly to: NodeNumber; readonly isFolder: boolean }>

export class Platter {
  readonly #files = new Map<NodeNumber, Buffer>()
  readonly #folders = new Map<NodeNumber, Names>([[ROOT, new Map()]])
  readonly #pending = new Set<Change>()

  get pending(): number {
    return this.#pending.size
  }

  apply(event: Event): void {
    if (event.kind === 'told' || event.kind === 'index') return
    if (event.kind !== 'synced') {
      this.#pending.add(event)
      return
    }
    for (const change of event.covers) {
      if (!this.#pending.delete(change)) continue
      if (change.kind === 'write' || change.kind === 'truncate')
        this.#files.set(change.node, edited(this.#files.get(change.node), change, KEPT))
      else relink(namesOf(this.#folders, change.node), change)
    }
  }

  /** Files by path, with folders as paths that end in a slash. */
  image(decide: Decide): Image {
    const files = new Map(this.#files)
    const folders = new Map<NodeNumber, Names>()
    for (const [node, names] of this.#folders) folders.set(node, new Map(names))
    let index = 0
    for (const change of this.#pending) {
      const fate = decide(change, index++, this.#pending.size)
      if (fate.kind === 'lost') continue
      if (change.kind === 'write' || change.kind === 'truncate')
        files.set(change.node, edited(files.get(change.node), change, fate))
      else relink(namesOf(folders, change.node), change)
    }
    const image = new Map<string, Buffer>()
    const walk = (folder: NodeNumber, path: string): void => {
      for (const [name, { to, isFolder }] of namesOf(folders, folder)) {
        if (isFolder) {
          image.set(`${path}${name}/`, Buffer.alloc(0))
          walk(to, `${path}${name}/`)
        } else image.set(path + name, files.get(to) ?? Buffer.alloc(0))
      }
    }
    walk(ROOT, '')
    return image
  }
}

const KEPT: Fate = { kind: 'kept' }

function namesOf(folders: Map<NodeNumber, Names>, node: NodeNumber): Names {
  const names = folders.get(node) ?? new Map()
  folders.set(node, names)
  return names
}

function relink(names: Names, change: Change): void {
  if (change.kind === 'link') names.set(change.name, { to: change.to, isFolder: change.isFolder })
  if (change.kind === 'unlink') names.delete(change.name)
  if (change.kind !== 'rename') return
  // Also where the name it moves the file from never got to the disk.
  names.delete(change.from)
  names.set(change.to, { to: change.moved, isFolder: false })
}

type Edit = Extract<Change, { kind: 'write' | 'truncate' }>

function edited(before: Buffer | undefined, change: Edit, fate: Fate): Buffer {
  const bytes = before ?? Buffer.alloc(0)
  if (change.kind === 'truncate') return Buffer.concat([bytes.subarray(0, change.length)], change.length)
  const { position, bytes: written } = change
  const end = position + written.length
  const after = Buffer.concat([bytes], Math.max(bytes.length, fate.kind === 'torn' ? 0 : end))
  if (fate.kind === 'grown') {
    after.fill(fate.fill, bytes.length)
    return after
  }
  if (fate.kind !== 'torn') {
    written.copy(after, position)
    return after
  }
  let torn = after
  for (let at = position; at < end; ) {
    const next = Math.min(end, (Math.floor(at / fate.sector) + 1) * fate.sector)
    if (fate.keeps()) {
      if (torn.length < next) torn = Buffer.concat([torn], next)
      written.copy(torn, at, at - position, next - position)
    }
    at = next
  }
  return torn
}
