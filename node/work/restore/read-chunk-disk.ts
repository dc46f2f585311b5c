// Stored chunks read from where they stand, into memory that is used again, on the thread that opens them.
import { closeSync, openSync, readSync } from 'node:fs'
import { HoldfastError } from '../../../protocol/errors.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type { Located, Stored } from './orders.ts'

const FILES_OPEN = 8

export class ChunkReader {
  /** Least recently used first. */
  readonly #files = new Map<string, number>()
  #memory: Buffer | undefined

  /** A leaf's stored bytes, good until the next is asked for; unchecked. CHUNK_CORRUPT when they can't be read. */
  bytesOf({ cid, from }: Stored): Uint8Array {
    if (from instanceof Uint8Array) return from
    try {
      return this.#read(from)
    } catch (cause) {
      throw new HoldfastError('CHUNK_CORRUPT', `chunk ${cid} can't be read from ${from.path}`, { cause })
    }
  }

  close(): void {
    for (const fd of this.#files.values()) closeSync(fd)
    this.#files.clear()
  }

  #read({ path, offset, length }: Located): Uint8Array {
    const fd = this.#open(path)
    this.#memory ??= Buffer.allocUnsafeSlow(LIMITS.chunk)
    const bytes = this.#memory.subarray(0, length)
    for (let at = 0; at < bytes.length; ) {
      const count = readSync(fd, bytes, at, bytes.length - at, offset + at)
      if (count === 0) return bytes.subarray(0, at)
      at += count
    }
    return bytes
  }

  #open(path: string): number {
    const found = this.#files.get(path)
    if (found !== undefined) {
      this.#files.delete(path)
      this.#files.set(path, found)
      return found
    }
    const [oldest] = this.#files
    if (oldest && this.#files.size >= FILES_OPEN) {
      this.#files.delete(oldest[0])
      closeSync(oldest[1])
    }
    const fd = openSync(path, 'r')
    this.#files.set(path, fd)
    return fd
  }
}
