// A folder in memory as a Source, for the simulation and for tests that count what is read: nothing of it depends on a
// disk or a real clock.
import type { Source, SourceHandle, SourceStat } from '../../node/work/ingest/source.ts'
import { HoldfastError } from '../../protocol/errors.ts'

interface MemoryEntry {
  stat: SourceStat
  /** A file's bytes or a symlink's target. */
  bytes: Uint8Array
  names: Set<string>
}

export class MemoryFolder {
  readonly #now: () => number
  readonly #entries = new Map<string, MemoryEntry>()
  #inodes = 1n
  /** Paths of the files that were opened, in order. */
  readonly opened: string[] = []
  /** Called after each read of a file's bytes. */
  onRead: (path: string, position: number, length: number) => unknown = () => undefined
  device = 'memory'
  /** False: the folder is gone. */
  exists = true

  /** `now`: wall time, ms. */
  constructor(now: () => number) {
    this.#now = now
    this.#put('', 'directory', new Uint8Array(0))
  }

  /** Writes a file, making the folders above it. A file that is there keeps its inode. */
  write(path: string, bytes: Uint8Array | string): void {
    this.#put(path, 'file', Buffer.from(bytes))
  }
  append(path: string, bytes: Uint8Array | string): void {
    this.#put(path, 'file', Buffer.concat([this.#at(path).bytes, Buffer.from(bytes)]))
  }
  /** Writes over what stands at `position`. */
  patch(path: string, position: number, bytes: Uint8Array): void {
    this.#put(path, 'file', overwritten(this.#at(path).bytes, position, bytes))
  }
  /** The same behind the file system's back, as a failing disk does: no time stamp tells. */
  rot(path: string, position: number, bytes: Uint8Array): void {
    const entry = this.#at(path)
    entry.bytes = overwritten(entry.bytes, position, bytes)
  }
  bytesOf(path: string): Uint8Array {
    return this.#at(path).bytes
  }
  /** ns; changes the ctime as well. */
  setMtime(path: string, mtime: bigint): void {
    const entry = this.#at(path)
    this.#touch(entry)
    entry.stat = { ...entry.stat, mtime }
  }
  mtimeOf(path: string): bigint {
    return this.#at(path).stat.mtime
  }
  /** Of a directory: what lies in it keeps its time stamps. */
  rename(from: string, to: string): void {
    const moved = [...this.#entries].filter(([path]) => path === from || path.startsWith(`${from}/`))
    this.#touch(this.#at(from))
    this.remove(from)
    for (const [path, entry] of moved) this.#entries.set(to + path.slice(from.length), entry)
    const parent = this.#at(parentOf(to))
    parent.names.add(to.slice(parentOf(to) === '' ? 0 : parentOf(to).length + 1))
    this.#touch(parent)
  }
  mkdir(path: string): void {
    this.#put(path, 'directory', new Uint8Array(0))
  }
  symlink(path: string, target: string): void {
    this.#put(path, 'symlink', Buffer.from(target))
  }
  remove(path: string): void {
    for (const other of [...this.#entries.keys()]) {
      if (other === path || other.startsWith(`${path}/`)) this.#entries.delete(other)
    }
    const parent = parentOf(path)
    this.#entries.get(parent)!.names.delete(path.slice(parent === '' ? 0 : parent.length + 1))
    this.#touch(this.#entries.get(parent)!)
  }

  /** Throws FOLDER_MISSING, as the disk does. */
  openSource = async (folder: string): Promise<Source> => {
    if (!this.exists) throw new HoldfastError('FOLDER_MISSING', `${folder} is not there`)
    return {
      folder,
      device: this.device,
      hasXattrs: false,
      list: async path => [...this.#get(path).names].map(name => Buffer.from(name)),
      stat: async path => this.#get(path).stat,
      open: async path => this.#open(path),
      readLink: async path => this.#get(path).bytes,
      breathe: async () => undefined,
    }
  }

  #open(path: Uint8Array): SourceHandle {
    const entry = this.#get(path)
    if (entry.stat.kind === 'symlink') throw failure('ELOOP', path)
    const name = textOf(path)
    if (entry.stat.kind === 'file') this.opened.push(name)
    const onRead = (position: number, length: number) => this.onRead(name, position, length)
    return {
      stat: async () => entry.stat,
      xattrs: async () => [],
      async read(buffer, position) {
        const piece = entry.bytes.subarray(position, position + buffer.byteLength)
        buffer.set(piece)
        onRead(position, piece.byteLength)
        return piece.byteLength
      },
      [Symbol.asyncDispose]: async () => undefined,
    }
  }

  #get(path: Uint8Array): MemoryEntry {
    const entry = this.exists ? this.#entries.get(textOf(path)) : undefined
    if (!entry) throw failure('ENOENT', path)
    return entry
  }

  #at(path: string): MemoryEntry {
    return this.#get(Buffer.from(path))
  }

  #put(path: string, kind: 'file' | 'directory' | 'symlink', bytes: Uint8Array): void {
    const known = this.#entries.get(path)
    const entry: MemoryEntry = known ?? { stat: this.#newStat(kind), bytes, names: new Set() }
    entry.bytes = bytes
    entry.stat = { ...entry.stat, size: kind === 'directory' ? 0 : bytes.byteLength }
    this.#touch(entry)
    if (known || path === '') {
      this.#entries.set(path, entry)
      return
    }
    const parent = parentOf(path)
    if (!this.#entries.has(parent)) this.mkdir(parent)
    this.#entries.set(path, entry)
    this.#entries.get(parent)!.names.add(path.slice(parent === '' ? 0 : parent.length + 1))
    this.#touch(this.#entries.get(parent)!)
  }

  #newStat(kind: SourceStat['kind']): SourceStat {
    const mode = kind === 'directory' ? 0o755 : 0o644
    return { kind, mode, size: 0, mtime: 0n, ctime: 0n, dev: 1n, ino: this.#inodes++, nlink: 1 }
  }

  #touch(entry: MemoryEntry): void {
    const now = BigInt(Math.trunc(this.#now())) * 1_000_000n + 1n // 1: the clock of this file system is fine-grained
    entry.stat = { ...entry.stat, mtime: now, ctime: now }
  }
}

function overwritten(bytes: Uint8Array, position: number, by: Uint8Array): Uint8Array {
  const now = Buffer.from(bytes)
  now.set(by, position)
  return now
}

function parentOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}

function textOf(path: Uint8Array): string {
  return Buffer.from(path).toString()
}

function failure(code: string, path: Uint8Array): Error {
  return Object.assign(new Error(`${code}: ${textOf(path)}`), { code })
}
