// Written files get their names in batches: many syncs at once cost hardly more than one. A file that bears its name is
// whole and on disk, so that the next restore may go by its size and time.
import { HoldfastError } from '../../../protocol/errors.ts'
import { showPath } from '../ingest/path.ts'
import { errnoOf } from '../ingest/source.ts'
import { mtimeOf } from './compare.ts'
import type { OpenDirectory } from './target-disk.ts'
import { setExactTimes, type Timed } from './times-disk.ts'
import type { WrittenFile } from './write-file.ts'

type Waiting = { readonly file: WrittenFile; readonly mayReplace: boolean }

// One sync of a file system's journal serves all files that wait for it.
const FILES = 256
const BYTES = 32 * 1024 * 1024
const TIMES_AT_ONCE = 1000

export class Finisher {
  #batch: Waiting[] = []
  #bytes = 0
  #finishing: Promise<void> = Promise.resolve()
  #timed: Timed[] = []
  #timing: Promise<void> = Promise.resolve()
  #inexactTimes = 0

  /** How many files have a time that is off by up to 0.24 µs. */
  get inexactTimes(): number {
    return this.#inexactTimes
  }

  /** Takes a written file over, handle included. Throws what finishing an earlier one threw. */
  async add(file: WrittenFile, mayReplace: boolean): Promise<void> {
    file.directory.hold()
    this.#batch.push({ file, mayReplace })
    this.#bytes += file.entry.size
    if (this.#batch.length >= FILES || this.#bytes >= BYTES) await this.#send()
  }

  /** Sets the exact time of something else than a file that was added. */
  async addTimed(timed: Timed): Promise<void> {
    this.#timed.push({ ...timed, directory: timed.directory.hold() })
    if (this.#timed.length >= TIMES_AT_ONCE) await this.#sendTimes()
  }

  /** Resolves when every file added bears its name and its time. */
  async flush(): Promise<void> {
    await this.#send()
    await this.#finishing
    await this.#sendTimes()
    await this.#timing
  }

  /** Lets go of everything that was not finished; the parts stay. */
  async abandon(): Promise<void> {
    await Promise.allSettled([this.#finishing, this.#timing])
    await Promise.allSettled(this.#batch.splice(0).map(closeWaiting))
    await Promise.allSettled(this.#timed.splice(0).map(({ directory }) => directory.release()))
  }

  // One batch is synced while the next is written. Batches are taken and queued in one go: several writers come here at
  // the same moment, and none may put its batch in the place of one that is still being finished.
  async #send(): Promise<void> {
    const batch = this.#batch
    this.#batch = []
    this.#bytes = 0
    const before = this.#finishing
    this.#finishing = before.then(
      () => this.#finish(batch),
      async error => {
        await Promise.allSettled(batch.map(closeWaiting))
        throw error
      },
    )
    this.#finishing.catch(() => undefined) // awaited before the batch after the next, or by flush
    await before
  }

  async #finish(batch: readonly Waiting[]): Promise<void> {
    const settled = await Promise.allSettled(batch.map(({ file }) => file.handle.sync()))
    const failed = settled.find(result => result.status === 'rejected')
    if (failed) {
      await Promise.allSettled(batch.map(closeWaiting))
      throw failed.reason
    }
    for (const [i, { file, mayReplace }] of batch.entries()) {
      try {
        await giveName(file.directory, file, mayReplace)
      } catch (error) {
        await Promise.allSettled(batch.slice(i).map(closeWaiting))
        throw error
      }
      await file.handle.close()
      this.#timed.push({ directory: file.directory, name: file.entry.name, mtime: mtimeOf(file.entry) })
    }
    if (this.#timed.length >= TIMES_AT_ONCE) await this.#sendTimes()
  }

  async #sendTimes(): Promise<void> {
    const timed = this.#timed
    this.#timed = []
    const before = this.#timing
    this.#timing = (async () => {
      try {
        await before
        this.#inexactTimes += await setExactTimes(timed)
      } finally {
        await Promise.all(timed.map(({ directory }) => directory.release()))
      }
    })()
    this.#timing.catch(() => undefined) // awaited before the one after the next, or by flush
    await before
  }
}

async function giveName(directory: OpenDirectory, { part, entry }: WrittenFile, mayReplace: boolean): Promise<void> {
  if (mayReplace) return directory.rename(part, entry.name)
  try {
    await directory.link(part, directory, entry.name) // unlike rename, it never replaces what appeared meanwhile
  } catch (cause) {
    const code = errnoOf(cause)
    if (code === 'EEXIST' || (await directory.look(entry.name))) throw appeared(directory, entry.name, cause)
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EMLINK') throw cause
    return directory.rename(part, entry.name) // a file system without hard links
  }
  await directory.remove(part)
}

function appeared(directory: OpenDirectory, name: Uint8Array, cause: unknown): HoldfastError {
  const path = showPath(directory.pathOf(name))
  return new HoldfastError('TARGET_EXISTS', `${path} appeared while the folder was restored`, {
    cause,
    hint: 'restore into a folder that nothing else writes to',
  })
}

async function closeWaiting({ file }: Waiting): Promise<void> {
  await file.handle.close()
  await file.directory.release()
}
