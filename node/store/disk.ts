// The few calls on the file system that durability rests on, in one place so that tests can make each of them fail, and
// can write down the order they come in (test/crash). Whatever changes a file or a name that must outlive a loss of power
// goes through here. A write that resolves has written everything; nothing is durable before `sync`, no name before
// `syncFolder`.
import { type FileHandle, mkdir, open, rename, rm, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'

export interface Disk {
  /** A file to write to: 'r+' one that is there, 'wx' and 'wx+' one that must not be, with that mode. */
  open(path: string, flags: 'r+' | 'wx' | 'wx+', mode?: number): Promise<FileHandle>
  /** Writes all buffers one after the other from `position` on. */
  write(file: FileHandle, buffers: readonly Uint8Array[], position: number): Promise<void>
  /** fdatasync. After a failure nothing is known about the file's unsynced bytes: never call it again to make sure. */
  sync(file: FileHandle): Promise<void>
  truncate(file: FileHandle, length: number): Promise<void>
  /** Gives a file another name, in the place of what had it. */
  rename(from: string, to: string): Promise<void>
  /** Takes a file's name away; none is no error. */
  remove(path: string): Promise<void>
  /** Makes a folder, and those above it, for this user alone. */
  makeFolder(path: string): Promise<void>
  /** fsync of a folder: makes names created, renamed or removed in it durable. */
  syncFolder(folder: string): Promise<void>
  /** Bytes an ordinary user may still write to the file system of `folder`. */
  free(folder: string): Promise<number>
}

export const realDisk: Disk = {
  open: (path, flags, mode) => open(path, flags, mode),
  async write(file, buffers, position) {
    let left = buffers.filter(buffer => buffer.byteLength > 0)
    while (left.length > 0) {
      let { bytesWritten } = await file.writev(left, position)
      if (bytesWritten === 0) throw Object.assign(new Error('the disk takes no more bytes'), { code: 'ENOSPC' })
      position += bytesWritten
      // A disk that fills up answers with a short write first and with ENOSPC only then.
      let whole = 0
      while (whole < left.length && bytesWritten >= left[whole]!.byteLength) bytesWritten -= left[whole++]!.byteLength
      left = left.slice(whole)
      if (bytesWritten > 0) left[0] = left[0]!.subarray(bytesWritten)
    }
  },
  sync: file => file.datasync(),
  truncate: (file, length) => file.truncate(length),
  rename: (from, to) => rename(from, to),
  remove: path => rm(path, { force: true }),
  async makeFolder(path) {
    await mkdir(path, { recursive: true, mode: 0o700 })
  },
  async syncFolder(folder) {
    await using handle = await open(folder, 'r')
    await handle.sync()
  },
  async free(folder) {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  },
}

/** Puts `parts` in the place of `path`, whole or not at all: temp, write, fsync, rename, fsync of the folder. */
export async function replaceFile(disk: Disk, path: string, parts: readonly Uint8Array[], mode = 0o600): Promise<void> {
  const temporary = `${path}.new`
  try {
    await disk.remove(temporary)
    await using file = await disk.open(temporary, 'wx', mode)
    await disk.write(file, parts, 0)
    await file.chmod(mode) // whatever the umask left of it
    await disk.sync(file)
    await disk.rename(temporary, path)
  } catch (error) {
    await disk.remove(temporary)
    throw error
  }
  await disk.syncFolder(dirname(path))
}

/** The errno name of a failed call (`ENOSPC`, `EIO`, …), if it is one. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** True for the errors that mean "no room", which leave the disk healthy. */
export function isNoRoom(error: unknown): boolean {
  const code = errnoOf(error)
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
}

/** A failed call in the words of the store, DISK_FULL or DISK_SICK; anything else as it is. */
export function diskError(cause: unknown, what: string): unknown {
  if (isNoRoom(cause)) return new HoldfastError('DISK_FULL', `${what}: the disk is full`, { cause })
  const code = errnoOf(cause)
  if (code === undefined || !OF_THE_DEVICE.has(code)) return cause
  return new HoldfastError('DISK_SICK', `${what}: the disk failed (${code})`, { cause })
}

/** True when the device didn't do what it was told; what else fails is somebody's mistake. */
export function isOfTheDevice(error: unknown): boolean {
  return OF_THE_DEVICE.has(errnoOf(error) ?? '')
}

const OF_THE_DEVICE: ReadonlySet<string> = new Set(
  ['EIO', 'EROFS', 'ENXIO', 'ENODEV', 'ESTALE', 'EUCLEAN', 'EREMOTEIO', 'EBADMSG', 'ETIMEDOUT'], //
)
