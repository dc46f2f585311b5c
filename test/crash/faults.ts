// Disks under a store that gets the order of writing wrong: one sync is left out, as if the line were missing from the code.
// The recorder does not see it, and so must find states in which something acknowledged is lost.
import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import type { RecordedDisk } from './recorded-disk.ts'

/** Leaves out the syncs of files whose names match, by what they were called when they were opened. */
export function withoutSync(disk: RecordedDisk, files: RegExp): RecordedDisk {
  const opened = new WeakSet<FileHandle>()
  return {
    ...disk,
    async open(path, flags, mode) {
      const file = await disk.open(path, flags, mode)
      if (files.test(basename(path))) opened.add(file)
      return file
    },
    sync: async file => {
      if (!opened.has(file)) await disk.sync(file)
    },
  }
}

/** Leaves out the syncs of folders whose paths match. */
export function withoutSyncFolder(disk: RecordedDisk, folders: RegExp): RecordedDisk {
  return {
    ...disk,
    syncFolder: async folder => {
      if (!folders.test(folder)) await disk.syncFolder(folder)
    },
  }
}

/** Files lose their names before what they are replaced by has one: remove, then rename. */
export function withoutReplacing(disk: RecordedDisk): RecordedDisk {
  return {
    ...disk,
    async rename(from, to) {
      await disk.remove(to)
      await disk.rename(from, to)
    },
  }
}
