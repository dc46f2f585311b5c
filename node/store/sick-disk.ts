// Whether the disk under a store is to be trusted. One that failed a sync has dropped bytes it had taken, and says so once:
// it is marked for good, in files that outlive the process, until an operator takes the mark back (§ Store, Sick).
import { type FileHandle, readFile, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Clock, Log } from '../ports.ts'
import { type Disk, errnoOf, isNoRoom, isOfTheDevice } from './disk.ts'

export interface Sickness {
  /** The disk, for people: device, file system, mount; and the store's folder. */
  readonly disk: string
  readonly why: string
  /** Wall ms. */
  readonly since: number
}

interface Options {
  /** The mark in the store, and, since that disk may take nothing more, another on what may be another disk. */
  readonly paths: readonly string[]
  readonly storeId: string
  readonly disk: Disk
  /** What to call the disk. */
  readonly name: string
  readonly clock: Pick<Clock, 'wall'>
  readonly log: Log
}

const HEAD = 'holdfast sick disk 1\n'
const PROBE_BYTES = 64 * 1024

export class SickDisk implements AsyncDisposable {
  readonly #options: Options
  #sickness: Sickness | undefined
  #marking: Promise<void> = Promise.resolve()

  constructor(options: Options) {
    this.#options = options
  }

  /** Reads the marks that earlier runs have left. */
  static async open(options: Options): Promise<SickDisk> {
    const sick = new SickDisk(options)
    for (const path of options.paths) sick.#sickness ??= await sick.#load(path)
    return sick
  }

  get sickness(): Sickness | undefined {
    return this.#sickness
  }

  /** The first word stands. Its marks are written as well as this disk still can. */
  note(why: string): void {
    if (this.#sickness !== undefined) return
    const { name, clock, log } = this.#options
    this.#sickness = { disk: name, why, since: clock.wall() }
    log.error({ disk: name, why }, 'the disk is sick: what is kept here counts as no copy until an operator says so')
    const sickness = this.#sickness
    this.#marking = this.#marking.then(async () => {
      for (const path of this.#options.paths) await this.#write(path, sickness)
    })
  }

  /** Takes the marks back, once the disk has shown that it syncs. Throws what it throws when it doesn't. */
  async accept(): Promise<void> {
    await this.#marking
    const { paths, disk } = this.#options
    const probe = `${paths[0]}.probe`
    await disk.remove(probe)
    {
      await using file = await disk.open(probe, 'wx', 0o600)
      await disk.write(file, [new Uint8Array(PROBE_BYTES).fill(0xa5)], 0)
      await disk.sync(file)
    }
    await disk.remove(probe)
    for (const path of paths) {
      await disk.remove(path)
      await disk.syncFolder(dirname(path))
    }
    this.#sickness = undefined
  }

  /** The disk, watched: a call that fails as only a sick one does leaves its mark. */
  watch(disk: Disk): Disk {
    const names = new WeakMap<FileHandle, string>()
    const nameOf = (file: FileHandle): string => names.get(file) ?? 'a file'
    const isSick = (error: unknown, isSync: boolean): boolean =>
      // Whatever a failed sync says but for "no room": what had been taken is not there.
      isOfTheDevice(error) || (isSync && !isNoRoom(error) && errnoOf(error) !== 'ENOENT')
    const watched = async <T>(what: string, doing: Promise<T>, isSync = false): Promise<T> => {
      try {
        return await doing
      } catch (error) {
        if (isSick(error, isSync)) this.note(`${what} failed (${errnoOf(error) ?? String(error)})`)
        throw error
      }
    }
    return {
      async open(path, flags, mode) {
        const file = await watched(`opening ${basename(path)}`, disk.open(path, flags, mode))
        names.set(file, basename(path))
        return file
      },
      write: (file, buffers, position) => watched(`a write to ${nameOf(file)}`, disk.write(file, buffers, position)),
      sync: file => watched(`the sync of ${nameOf(file)}`, disk.sync(file), true),
      truncate: (file, length) => watched(`cutting ${nameOf(file)}`, disk.truncate(file, length)),
      rename: (from, to) => watched(`renaming ${basename(from)}`, disk.rename(from, to)),
      remove: path => watched(`removing ${basename(path)}`, disk.remove(path)),
      makeFolder: path => watched(`making ${basename(path)}`, disk.makeFolder(path)),
      syncFolder: folder => watched(`the sync of the folder ${basename(folder)}`, disk.syncFolder(folder), true),
      free: folder => watched('asking for its room', disk.free(folder)),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#marking
  }

  // A mark is worth having in whatever way the disk takes it: unsynced it still outlives the process.
  async #write(path: string, sickness: Sickness): Promise<void> {
    const { disk, storeId, log } = this.#options
    try {
      await disk.remove(path)
      await using file = await disk.open(path, 'wx', 0o600)
      await disk.write(file, [Buffer.from(`${HEAD}${JSON.stringify({ store: storeId, ...sickness })}\n`)], 0)
      await disk.sync(file)
      await disk.syncFolder(dirname(path))
    } catch (error) {
      log.warn({ path, err: error }, 'the mark of a sick disk could not be written, or not for sure')
    }
  }

  /** What the mark says; one that can't be read says enough by being there. */
  async #load(path: string): Promise<Sickness | undefined> {
    let text: string
    try {
      text = await readFile(path, 'utf8')
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return undefined
      return this.#unreadable(path)
    }
    try {
      if (!text.startsWith(HEAD)) return this.#unreadable(path)
      const { store, disk, why, since } = JSON.parse(text.slice(HEAD.length)) as Partial<Sickness> & { store?: string }
      if (store !== this.#options.storeId) {
        // Of a store that was here before, on a disk that has been replaced. One of hex digits that rot turned stays a mark.
        if (path === this.#options.paths[0]) return this.#unreadable(path)
        await rm(path, { force: true })
        return undefined
      }
      if (typeof disk !== 'string' || typeof why !== 'string' || typeof since !== 'number')
        return this.#unreadable(path)
      return { disk, why, since }
    } catch {
      return this.#unreadable(path)
    }
  }

  #unreadable(path: string): Sickness {
    const { name, clock } = this.#options
    return { disk: name, why: `it was marked so in ${path}, which can't be read`, since: clock.wall() }
  }
}

/** Where the mark stands in a folder. */
export const markIn = (folder: string): string => join(folder, 'disk-sick')
