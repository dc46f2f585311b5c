// The folder a restore writes into, reached through handles of its directories: a path is never resolved twice, so a
// symlink that is swapped in afterwards leads nowhere (§ Restore). Where the system has no /proc/self/fd, by path.
import { type BigIntStats, constants, existsSync } from 'node:fs'
import {
  type FileHandle,
  link,
  lstat,
  lutimes,
  mkdir,
  open,
  readdir,
  readlink,
  realpath,
  rename,
  symlink,
  unlink,
} from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { HoldfastError } from '../../../protocol/errors.ts'
import { joinPath, showPath } from '../ingest/path.ts'
import { errnoOf } from '../ingest/source.ts'

/** An open file of the target. */
export type TargetFile = FileHandle
export type TargetStat = BigIntStats

const HAS_PROC = existsSync('/proc/self/fd')
const DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW
// O_NONBLOCK: a fifo that stands there must not hold us.
const FILE = constants.O_NOFOLLOW | constants.O_NONBLOCK

/** An open directory. Closes when everyone who holds it has let go. */
export class OpenDirectory {
  readonly handle: FileHandle
  readonly #path: Buffer
  #holders = 1

  constructor(handle: FileHandle, path: Buffer) {
    this.handle = handle
    this.#path = path
  }

  /** How to reach a name in this very directory. */
  at(name: Uint8Array): Buffer {
    return HAS_PROC
      ? Buffer.concat([Buffer.from(`/proc/self/fd/${this.handle.fd}/`), name])
      : joinPath(this.#path, name)
  }
  /** For attributes, where the system takes paths only. */
  pathOf(name: Uint8Array): Buffer {
    return joinPath(this.#path, name)
  }
  get path(): Buffer {
    return this.#path
  }

  hold(): this {
    this.#holders++
    return this
  }
  async release(): Promise<void> {
    if (--this.#holders === 0) await this.handle.close()
  }

  /** What a name stands for, symlinks not followed; undefined when there is nothing. */
  async look(name: Uint8Array): Promise<TargetStat | undefined> {
    try {
      return await lstat(this.at(name), { bigint: true })
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return undefined
      throw error
    }
  }

  /** Opens a directory in this one. Throws TARGET_EXISTS when a symlink or something else stands there. */
  async open(name: Uint8Array): Promise<OpenDirectory> {
    try {
      return new OpenDirectory(await open(this.at(name), DIRECTORY), this.pathOf(name))
    } catch (cause) {
      const code = errnoOf(cause)
      if (code !== 'ELOOP' && code !== 'ENOTDIR') throw cause
      throw new HoldfastError('TARGET_EXISTS', `${showPath(this.pathOf(name))} is no longer a directory`, {
        cause,
        hint: 'something changes the target while it is restored; restore into a folder of its own',
      })
    }
  }

  /** Makes a directory. What is there already is looked at by whoever opens it. */
  async create(name: Uint8Array): Promise<void> {
    await mkdir(this.at(name), 0o700).catch(error => {
      if (errnoOf(error) !== 'EEXIST') throw error
    })
  }

  /** Opens a file for reading; `write` for both. Never through a symlink. */
  openFile(name: Uint8Array, mode: 'read' | 'write'): Promise<TargetFile> {
    return open(this.at(name), FILE | (mode === 'read' ? constants.O_RDONLY : constants.O_RDWR))
  }
  /** Makes a file that must not exist yet (EEXIST). */
  createFile(name: Uint8Array): Promise<TargetFile> {
    return open(this.at(name), FILE | constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600)
  }

  /** A further name for a file, in this directory or another; never replaces one (EEXIST). */
  link(name: Uint8Array, directory: OpenDirectory, further: Uint8Array): Promise<void> {
    return link(this.at(name), directory.at(further))
  }
  /** Replaces what bears the new name. */
  rename(name: Uint8Array, to: Uint8Array): Promise<void> {
    return rename(this.at(name), this.at(to))
  }
  remove(name: Uint8Array): Promise<void> {
    return unlink(this.at(name))
  }
  symlink(target: Uint8Array, name: Uint8Array): Promise<void> {
    return symlink(Buffer.from(target), this.at(name))
  }
  readLink(name: Uint8Array): Promise<Buffer> {
    return readlink(this.at(name), { encoding: 'buffer' })
  }
  /** Sets the modification time of the thing itself, symlinks not followed. */
  setTime(name: Uint8Array, time: number | Date): Promise<void> {
    return lutimes(this.at(name), time, time)
  }
}

/** The target of one restore. */
export interface Target {
  readonly root: OpenDirectory
  /** For people. */
  readonly folder: string
  readonly wasEmpty: boolean
  breathe(): Promise<void>
}

/** Opens the target, making it (and the folders above it) where it does not exist. */
export async function openTarget(folder: string): Promise<Target> {
  await mkdir(folder, { recursive: true })
  const path = await realpath(folder, { encoding: 'buffer' })
  const root = new OpenDirectory(await open(path, DIRECTORY), path)
  return { root, folder, wasEmpty: (await readdir(path)).length === 0, breathe: () => nextTurn() }
}
