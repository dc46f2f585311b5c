// A disk one of whose calls fails, once, in one of the ways disks fail; and the calls of a run, told apart by the lines of
// code they come from, so that each can be made to fail.
import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Disk, realDisk } from '../../node/store/disk.ts'

/**
 * `late`: done, and said to have failed. `short`: half of the bytes are written, then the disk is full. `torn`: half of them,
 * then it fails.
 */
export type Fault = 'EIO' | 'ENOSPC' | 'late' | 'short' | 'torn'

export interface Call {
  readonly what: keyof Disk
  /** What is called, what for, and from which lines of the store. */
  readonly site: string
}

export interface FaultyDisk extends Disk {
  readonly calls: readonly Call[]
  /** The fault has happened. */
  readonly hit: Call | undefined
}

/** `at`: which call fails, of those that have been recorded; undefined: none does. */
export function faultyDisk(at: ((call: Call, index: number) => boolean) | undefined, fault: Fault): FaultyDisk {
  const calls: Call[] = []
  const names = new WeakMap<FileHandle, string>()
  let hit: Call | undefined

  function isHit(what: keyof Disk, name: string): boolean {
    const call = { what, site: `${what} ${nameIn(name)} ${linesOf(new Error().stack ?? '')}` }
    calls.push(call)
    if (hit !== undefined || !at?.(call, calls.length - 1)) return false
    hit = call
    return true
  }
  async function perhaps<T>(what: keyof Disk, name: string, doing: () => Promise<T>): Promise<T> {
    if (!isHit(what, name)) return doing()
    if (fault === 'late') await doing()
    throw errno(fault === 'ENOSPC' || fault === 'short' ? 'ENOSPC' : 'EIO')
  }
  const nameOf = (file: FileHandle): string => names.get(file) ?? '?'

  return {
    calls,
    get hit() {
      return hit
    },
    async open(path, flags, mode) {
      // A file that was opened and is said not to be would stay open.
      const file = await perhaps('open', basename(path), async () =>
        fault === 'late' && isOpening() ? undefined : realDisk.open(path, flags, mode),
      )
      if (file === undefined) throw errno('EIO')
      names.set(file, basename(path))
      return file
    },
    async write(file, buffers, position) {
      if (!isHit('write', nameOf(file))) return realDisk.write(file, buffers, position)
      if (fault === 'late') await realDisk.write(file, buffers, position)
      if (fault === 'short' || fault === 'torn') {
        const bytes = Buffer.concat(buffers)
        await realDisk.write(file, [bytes.subarray(0, bytes.length >> 1)], position)
      }
      throw errno(fault === 'ENOSPC' || fault === 'short' ? 'ENOSPC' : 'EIO')
    },
    sync: file => perhaps('sync', nameOf(file), () => realDisk.sync(file)),
    truncate: (file, length) => perhaps('truncate', nameOf(file), () => realDisk.truncate(file, length)),
    rename: (from, to) => perhaps('rename', basename(to), () => realDisk.rename(from, to)),
    remove: path => perhaps('remove', basename(path), () => realDisk.remove(path)),
    makeFolder: path => perhaps('makeFolder', basename(path), () => realDisk.makeFolder(path)),
    syncFolder: folder => perhaps('syncFolder', basename(folder), () => realDisk.syncFolder(folder)),
    free: folder => perhaps('free', basename(folder), () => realDisk.free(folder)),
  }

  function isOpening(): boolean {
    return hit !== undefined && hit === calls.at(-1)
  }
}

/** The faults that make sense for a call. */
export function faultsOf(what: keyof Disk): readonly Fault[] {
  if (what === 'write') return ['EIO', 'ENOSPC', 'short', 'torn', 'late']
  if (what === 'sync' || what === 'syncFolder' || what === 'rename' || what === 'truncate')
    return ['EIO', 'ENOSPC', 'late']
  if (what === 'free') return ['EIO']
  if (what === 'remove') return ['EIO', 'late']
  return ['EIO', 'ENOSPC']
}

/** Files and folders by what they are for. */
function nameIn(name: string): string {
  return name.startsWith('holdfast-') ? 'home' : name.replaceAll(/\d+/g, 'N')
}

// The store's own lines, the innermost three: the same call in a loop is one, the same helper called for two ends is two.
function linesOf(stack: string): string {
  const lines = stack.split('\n').flatMap(line => /\/node\/(store\/[\w-]+\.ts:\d+)/.exec(line)?.[1] ?? [])
  return lines
    .filter(line => !line.startsWith('store/sick-disk') && !line.startsWith('store/ballast'))
    .slice(0, 3)
    .join(' < ')
}

function errno(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code })
}
