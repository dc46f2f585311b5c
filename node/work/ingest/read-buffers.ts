// Buffers for reading, used again: fresh memory for every read costs more than the reading does. They are shared memory,
// so that threads can look into them. All that were in use at once are kept: the collector does not see how large shared
// memory is, and would let it pile up.

const SIZES = [1024 * 1024, 4 * 1024 * 1024, 5 * 1024 * 1024]

export class ReadBuffers {
  readonly #free = new Map<number, SharedArrayBuffer[]>(SIZES.map(size => [size, []]))
  /** How many views of it were taken and not given back. */
  readonly #taken = new WeakMap<ArrayBufferLike, number>()

  /** A buffer of `length` bytes with anything in it; at most 5 MiB with the room that after() may take behind it. */
  take(length: number, room = 0): Buffer {
    const size = SIZES.find(size => length + room <= size)
    if (size === undefined) throw new TypeError(`a read of ${length} bytes`)
    const memory = this.#free.get(size)!.pop()
    return this.#view(memory ?? new SharedArrayBuffer(size), 0, length)
  }

  /** The next `length` bytes of memory behind `buffer`, where so many are left: what is read there needs no joining. */
  after({ buffer, byteOffset, byteLength }: Uint8Array, length: number): Buffer | undefined {
    const from = byteOffset + byteLength
    return this.#taken.has(buffer) && from + length <= buffer.byteLength ? this.#view(buffer, from, length) : undefined
  }

  /** Takes back what take() and after() gave, or any part of it, once nobody looks at it any more. */
  give({ buffer }: Uint8Array): void {
    const left = this.#taken.get(buffer)
    if (left === undefined) return
    if (left > 1) {
      this.#taken.set(buffer, left - 1)
      return
    }
    this.#taken.delete(buffer)
    this.#free.get(buffer.byteLength)!.push(buffer as SharedArrayBuffer)
  }

  #view(memory: ArrayBufferLike, from: number, length: number): Buffer {
    this.#taken.set(memory, (this.#taken.get(memory) ?? 0) + 1)
    return Buffer.from(memory, from, length)
  }
}
