// A folder on this machine's disks as a Source. Reads only: no marker, no lock, and no access time where the system
// lets the reader leave it alone (§ Capture).
import { constants, lstat } from 'node:fs'
import { type FileHandle, open, readdir, readlink, realpath, stat } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { HoldfastError } from '../../../protocol/errors.ts'
import { loadDevice } from './device-disk.ts'
import { joinPath } from './path.ts'
import { bulkOf, type Readers } from './readers-disk.ts'
import { errnoOf, folderError, type Source, type SourceHandle, type SourceStat } from './source.ts'
import { NO_ACCESS_TIME, OPEN_FLAGS, statOf } from './stat-disk.ts'
import { loadXattrPackage, loadXattrs } from './xattrs-disk.ts'

/**
 * Opens a folder, which may be reached through a symlink. `readers`: threads that look at directories and read small files;
 * without them every call goes through the event loop. Throws FOLDER_MISSING, FOLDER_UNREADABLE.
 */
export async function openDiskSource(folder: string, readers?: Readers): Promise<Source> {
  const { root, device } = await resolveFolder(folder)
  const hasXattrs = (await loadXattrPackage()) !== undefined
  const at = (path: Uint8Array) => (path.byteLength === 0 ? root : joinPath(root, path))
  let noAccessTime = NO_ACCESS_TIME

  async function openFile(path: Buffer): Promise<FileHandle> {
    if (noAccessTime === 0) return open(path, OPEN_FLAGS)
    try {
      return await open(path, OPEN_FLAGS | noAccessTime)
    } catch (error) {
      if (errnoOf(error) !== 'EPERM') throw error
      noAccessTime = 0 // only the owner may; ask no more
      return open(path, OPEN_FLAGS)
    }
  }

  return {
    folder,
    device,
    hasXattrs,
    list: path => readdir(at(path), { encoding: 'buffer' }),
    stat: path => loadStat(at(path)),
    open: async path => handleOf(await openFile(at(path)), at(path)),
    readLink: path => readlink(at(path), { encoding: 'buffer' }),
    bulk: readers && bulkOf(readers, at, hasXattrs),
    breathe: () => nextTurn(),
  }
}

async function resolveFolder(folder: string): Promise<{ root: Buffer; device: string }> {
  try {
    const root = await realpath(folder, { encoding: 'buffer' })
    const found = await stat(root, { bigint: true })
    if (!found.isDirectory()) {
      throw new HoldfastError('FOLDER_UNREADABLE', `${folder} is not a folder`, {
        hint: 'name the folder that holds the project',
      })
    }
    await (await open(root, constants.O_RDONLY | constants.O_DIRECTORY)).close()
    return { root, device: await loadDevice(folder, found.dev) }
  } catch (cause) {
    throw folderError(folder, cause)
  }
}

function handleOf(file: FileHandle, path: Buffer): SourceHandle {
  return {
    async stat() {
      return statOf(await file.stat({ bigint: true }))
    },
    async read(buffer, position) {
      let length = 0
      while (length < buffer.byteLength) {
        const { bytesRead } = await file.read(buffer, length, buffer.byteLength - length, position + length)
        if (bytesRead === 0) break
        length += bytesRead
      }
      return length
    },
    xattrs: () => loadXattrs(file.fd, path),
    [Symbol.asyncDispose]: () => file.close(),
  }
}

// The callback form costs a third less than the promise form, and a scan is made of it.
function loadStat(path: Buffer): Promise<SourceStat> {
  return new Promise((resolve, reject) => {
    lstat(path, { bigint: true }, (error, found) => (error ? reject(error) : resolve(statOf(found))))
  })
}
