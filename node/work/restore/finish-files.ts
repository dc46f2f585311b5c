// Written files get their names in batches: many syncs at once cost hardly more than one. A file that bears its name is
// whole and on disk, so that the next restore may go by its size and time.
import { HoldfastError } from '../../../protocol/errors.ts'
import { showPath } from '../ingest/path.ts'
import { errnoOf } from '../ingest/source.ts'
import { mtimeOf } from './compare.ts'
import type { Writers } from './orders.ts'
import type { SyncAll } from './sync-disk.ts'
import type { OpenDirectory, TargetFile } from './target-disk.ts'
import { isExact, setExactTimes, type Timed } from './times-disk.ts'
import type { WrittenFile } from './write-file.ts'

type Waiting = { readonly file: WrittenFile; readonly mayReplace: boolean }

/** Ways to do for many files at once what can be done one by one as well. */
export interface AtOnce {
  readonly syncAll: SyncAll
  readonly writers: Writers
}

// One sync of a file system serves all files that wait for it; many bytes are better on their way while others are written.
const FILES = 4096
const HANDLES = 256
const DIRECTORIES = 256
const BYTES = 64 * 1024 * 1024
const SYNC_ALL_FROM = 32
const SYNCS_AT_ONCE = 64
const NAMES_AT_ONCE = 256
const TIMES_AT_ONCE = 4000

export class Finisher {
  readonly #atOnce: AtOnce | undefined
  #batch: Waiting[] = []
  #bytes = 0
  #handles = 0
  #directories = new Set<OpenDirectory>()
  #finishing: Promise<void> = Promise.resolve()
  #timed: Timed[] = []
  #timedIn = new Set<OpenDirectory>()
  #timing: Promise<void> = Promise.resolve()
  #inexactTimes = 0

  constructor(atOnce?: AtOnce) {
    this.#atOnce = atOnce
  }

  /** How many files have a time that is off by up to 0.24 µs. */
  get inexactTimes(): number {
    return this.#inexactTimes
  }

  /** Takes a written file over, handle included. Throws what finishing an earlier one threw. */
  async add(file: WrittenFile, mayReplace: boolean): Promise<void> {
    file.directory.hold()
    this.#batch.push({ file, mayReplace })
    this.#bytes += file.entry.size
    this.#directories.add(file.directory)
    if (file.handle) this.#handles++
    const isFull =
      this.#batch.length >= FILES ||
      this.#bytes >= BYTES ||
      this.#handles >= HANDLES ||
      this.#directories.size >= DIRECTORIES
    if (isFull) await this.#send()
  }

  /** Sets the exact time of something else than a file that was added. */
  async addTimed(timed: Timed): Promise<void> {
    await this.#addHeld({ ...timed, directory: timed.directory.hold() })
    await this.#sendTimesIfMany()
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
    this.#handles = 0
    this.#directories = new Set()
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
    try {
      await this.#sync(batch)
    } catch (error) {
      await Promise.allSettled(batch.map(closeWaiting))
      throw error
    }
    for (let at = 0; at < batch.length; at += NAMES_AT_ONCE) {
      const part = batch.slice(at, at + NAMES_AT_ONCE)
      try {
        await this.#giveNames(part)
      } catch (error) {
        await Promise.allSettled(batch.slice(at).map(closeWaiting))
        throw error
      }
      for (const { file } of part) {
        await file.handle?.close()
        await this.#addHeld({ directory: file.directory, name: file.entry.name, mtime: mtimeOf(file.entry) })
      }
    }
    await this.#sendTimesIfMany()
  }

  // Takes the directory over; where the time is right already there is nothing to wait with it for.
  async #addHeld(timed: Timed): Promise<void> {
    if (isExact(timed.mtime)) return timed.directory.release()
    this.#timed.push(timed)
    this.#timedIn.add(timed.directory)
  }

  async #sendTimesIfMany(): Promise<void> {
    if (this.#timed.length >= TIMES_AT_ONCE || this.#timedIn.size >= DIRECTORIES) await this.#sendTimes()
  }

  async #sync(batch: readonly Waiting[]): Promise<void> {
    if (batch.length >= SYNC_ALL_FROM && (await this.#atOnce?.syncAll())) return
    for (let at = 0; at < batch.length; at += SYNCS_AT_ONCE) {
      const settled = await Promise.allSettled(batch.slice(at, at + SYNCS_AT_ONCE).map(({ file }) => syncFile(file)))
      for (const result of settled) if (result.status === 'rejected') throw result.reason
    }
  }

  async #giveNames(batch: readonly Waiting[]): Promise<void> {
    const writers = this.#atOnce?.writers
    const giveOne = async ({ file, mayReplace }: Waiting): Promise<void> => {
      const { directory, part, entry } = file
      if (!writers) return giveName(directory, file, mayReplace)
      const from = directory.at(part).toString('latin1')
      const to = directory.at(entry.name).toString('latin1')
      try {
        await writers.carryOut({ kind: 'name', from, to, mayReplace })
      } catch (error) {
        if (errnoOf(error) === undefined) throw error
        await giveName(directory, file, mayReplace) // finds out why, or another way
      }
    }
    const settled = await Promise.allSettled(batch.map(giveOne))
    for (const result of settled) if (result.status === 'rejected') throw result.reason
  }

  async #sendTimes(): Promise<void> {
    const timed = this.#timed
    this.#timed = []
    this.#timedIn = new Set()
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

// A failed write that nobody was told of yet is told to whoever opens the file next.
async function syncFile({ handle, directory, part }: WrittenFile): Promise<void> {
  if (handle) return handle.sync()
  const reopened: TargetFile = await directory.openFile(part, 'read')
  await reopened.sync().finally(() => reopened.close())
}

async function closeWaiting({ file }: Waiting): Promise<void> {
  await file.handle?.close()
  await file.directory.release()
}
