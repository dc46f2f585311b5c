// One process a store. LevelDB's LOCK is the kernel's own lock, so it ends with its process, however that dies; a pid
// file beside it is only for the message.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Level } from 'level'
import { HoldfastError } from '../../protocol/errors.ts'

/** Holds the lock of the store in `folder` until disposed. Throws STORE_LOCKED, naming the pid that holds it. */
export async function lockStore(folder: string): Promise<AsyncDisposable> {
  const path = join(folder, 'lock')
  const pidFile = join(folder, 'pid')
  await mkdir(path, { recursive: true, mode: 0o700 })
  let level = new Level(path)
  try {
    await level.open()
  } catch (error) {
    if (isLocked(error)) throw lockedBy(folder, await readPid(pidFile), error)
    // It holds nothing but the lock, so damage is mended by starting it anew.
    await rm(path, { recursive: true, force: true })
    level = new Level(path)
    await level.open()
  }
  await writeFile(pidFile, `${process.pid}\n`, { mode: 0o600 })
  return {
    async [Symbol.asyncDispose]() {
      await rm(pidFile, { force: true })
      await level.close()
    },
  }
}

/** True when LevelDB refused because another process, or this one, has the database open. */
export function isLocked(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && 'code' in error.cause
    ? error.cause.code === 'LEVEL_LOCKED'
    : false
}

function lockedBy(folder: string, pid: number | undefined, cause: unknown): HoldfastError {
  const who = pid === undefined ? 'another process' : `process ${pid}`
  return new HoldfastError('STORE_LOCKED', `${who} holds the store in ${folder}`, {
    cause,
    hint: 'stop the daemon that runs on this store, or give this one a store of its own: store.path in its config.toml',
  })
}

async function readPid(path: string): Promise<number | undefined> {
  try {
    const pid = Number.parseInt(await readFile(path, 'utf8'), 10)
    return pid > 0 ? pid : undefined
  } catch {
    return undefined // the holder has just begun or just ended: it goes unnamed
  }
}
