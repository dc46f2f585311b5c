// Making many files durable at once. Node has no syncfs; perl, which is part of nearly every Linux system, has the call.
// One sync of a file system writes what thousands of files wait for in one go, where fsync of each costs a commit of its
// journal (20,000 small files: 0.3 s against 5).
import { spawn } from 'node:child_process'
import { statfs } from 'node:fs/promises'
import { release } from 'node:os'
import type { OpenDirectory, Target } from './target-disk.ts'

/** Makes all that was written to the target durable, names and attributes too; false where that can't be done at once. */
export type SyncAll = () => Promise<boolean>

// Of these it is known that syncfs writes everything and waits for it. Others, FUSE among them, may answer without doing so.
const EXT = 0xef53
const XFS = 0x58465342
const BTRFS = 0x9123683e
const F2FS = 0xf2f52010
const TMPFS = 0x01021994
const KNOWN = new Set([EXT, XFS, BTRFS, F2FS, TMPFS])

const SYNCFS = { x64: 306, arm64: 267 } as Readonly<Record<string, number | undefined>>
const PERL = 'exit(syscall($ARGV[0], 3) == 0 ? 0 : $! + 0)'
const ENOSYS = 38

/**
 * To be opened before the first write: the system tells a failed write to those who held the file system open by then.
 * Where the target had something in it, a folder below it may be another file system, so each file is synced.
 */
export async function openSyncAll({ root, wasEmpty }: Target): Promise<SyncAll> {
  let canSync = wasEmpty && tellsFailures() && KNOWN.has(Number((await statfs(root.path)).type))
  return async () => {
    if (!canSync) return false
    const code = await runPerl(root)
    if (code === 0) return true
    if (code === undefined || code === ENOSYS) {
      canSync = false
      return false
    }
    throw Object.assign(new Error(`the file system could not be synced (errno ${code})`), { code: 'EIO' })
  }
}

// syncfs tells of writes that failed since Linux 5.8.
function tellsFailures(): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number)
  return process.platform === 'linux' && SYNCFS[process.arch] !== undefined && major * 1000 + minor >= 5008
}

/** The errno of the call, 0 when it succeeded, undefined where there is no perl. */
function runPerl({ handle }: OpenDirectory): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>()
  const child = spawn('perl', ['-e', PERL, String(SYNCFS[process.arch])], {
    stdio: ['ignore', 'ignore', 'ignore', handle.fd],
  })
  child.once('error', () => resolve(undefined)) // the system does not have it
  child.once('close', code => resolve(code ?? undefined))
  return promise
}
