// Room that is taken while there is some and given up when there is none: on a disk that other programs have filled, promises,
// own map nodes and the index go on in it, so that the site can still say how it stands (§ Store, Ballast).
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import type { Log } from '../ports.ts'
import { type Disk, errnoOf, isNoRoom } from './disk.ts'

const run = promisify(execFile)
const PIECE = 1024 * 1024
/** Of what is free when it is made. */
const SHARE = 32

interface Options {
  readonly path: string
  /** At the most, bytes; 0 = none. */
  readonly bytes: number
  readonly disk: Disk
  readonly log: Log
}

export class Ballast {
  readonly #options: Options
  /** What stands there. */
  #bytes: number
  /** What was there before it was given up. */
  #missing = 0
  #giving: Promise<boolean> | undefined

  private constructor(options: Options, bytes: number) {
    this.#options = options
    this.#bytes = bytes
  }

  /** As an earlier run has left it; on a disk with no room left it goes at once, for opening a store takes some. */
  static async open(options: Options): Promise<Ballast> {
    const ballast = new Ballast(options, await sizeOf(options.path))
    if (ballast.#bytes > 0 && (await options.disk.free(dirname(options.path))) < ballast.#bytes) await ballast.giveUp()
    return ballast
  }

  /** Bytes that were given up and are to be kept free of anything else. */
  get missing(): number {
    return this.#missing
  }

  /** Gives the room to whoever met a full disk. False when there is none left to give. */
  giveUp(): Promise<boolean> {
    // Whoever comes meanwhile gets the same room.
    this.#giving ??= this.#giveUp().finally(() => {
      this.#giving = undefined
    })
    return this.#giving
  }

  async #giveUp(): Promise<boolean> {
    const { path, disk, log } = this.#options
    if (this.#bytes === 0) return false
    try {
      await disk.remove(path)
    } catch (error) {
      log.warn({ err: error }, 'the ballast could not be given up')
      return false
    }
    log.warn({ bytes: this.#bytes }, 'the disk is full: the ballast was given up for what the site must still write')
    this.#missing = this.#bytes
    this.#bytes = 0
    return true
  }

  /** Takes it anew, or more of it, where the disk has room for that and for `reserve` beside. */
  async review(reserve: number): Promise<void> {
    const { path, bytes, disk, log } = this.#options
    if (bytes === 0) return
    const free = (await disk.free(dirname(path))) + this.#bytes
    const wanted = Math.max(this.#missing, Math.min(bytes, Math.floor(free / SHARE)))
    if (wanted === 0 || wanted < 2 * this.#bytes || free - wanted < Math.max(reserve, wanted)) return
    try {
      await disk.remove(path)
      this.#bytes = 0
      await take(disk, path, wanted)
      this.#bytes = wanted
      this.#missing = 0
    } catch (error) {
      await disk.remove(path)
      if (!isNoRoom(error)) log.warn({ err: error }, 'the ballast could not be taken')
    }
  }

  /** The disk for what must be written: where it has no room left, the ballast makes some. */
  under(disk: Disk): Disk {
    const again = async <T>(doing: () => Promise<T>): Promise<T> => {
      try {
        return await doing()
      } catch (error) {
        if (!isNoRoom(error) || !(await this.giveUp())) throw error
        return doing()
      }
    }
    return {
      ...disk,
      open: (path, flags, mode) => again(() => disk.open(path, flags, mode)),
      write: (file, buffers, position) => again(() => disk.write(file, buffers, position)),
      rename: (from, to) => again(() => disk.rename(from, to)),
    }
  }
}

// Allocated, not sparse: a hole takes no room from anybody. Where the system can't allocate, noise is written, since a file
// system may keep anything else in less.
async function take(disk: Disk, path: string, bytes: number): Promise<void> {
  await using file = await disk.open(path, 'wx', 0o600)
  try {
    await run('fallocate', ['--length', String(bytes), path])
    return
  } catch (error) {
    // Full, or no such program, or no such call on this file system: writing it tells which.
    if (error instanceof TypeError) throw error
  }
  const noise = randomBytes(PIECE)
  for (let at = 0; at < bytes; at += PIECE) await disk.write(file, [noise.subarray(0, Math.min(PIECE, bytes - at))], at)
  await disk.sync(file)
}

async function sizeOf(path: string): Promise<number> {
  try {
    const { blocks } = await stat(path)
    return blocks * 512
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return 0
    throw error
  }
}
