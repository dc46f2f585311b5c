// The few calls on the file system that durability rests on, in one place so that tests can make each of them fail.
// A write that resolves has written everything; nothing is durable before `sync`, no new name before `syncFolder`.
import { type FileHandle, open, rename, rm, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface Disk {
  /** Writes all buffers one after the other from `position` on. */
  write(file: FileHandle, buffers: readonly Uint8Array[], position: number): Promise<void>
  /** fdatasync. After a failure nothing is known about the file's unsynced bytes: never call it again to make sure. */
  sync(file: FileHandle): Promise<void>
  truncate(file: FileHandle, length: number): Promise<void>
  /** fsync of a folder: makes names created, renamed or removed in it durable. */
  syncFolder(folder: string): Promise<void>
  /** Bytes an ordinary user may still write to the file system of `folder`. */
  free(folder: string): Promise<number>
}

export const realDisk: Disk = {
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
    await rm(temporary, { force: true })
    await using file = await open(temporary, 'wx', mode)
    await disk.write(file, parts, 0)
    await file.chmod(mode) // whatever the umask left of it
    await disk.sync(file)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
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
