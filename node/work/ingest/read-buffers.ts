// Buffers for reading, used again: fresh memory for every read costs more than the reading does. They are shared memory,
// so that threads can look into them.

const SIZES = [1024 * 1024, 4 * 1024 * 1024]
const KEPT_BYTES = 48 * 1024 * 1024

export class ReadBuffers {
  readonly #free = new Map<number, Buffer[]>(SIZES.map(size => [size, []]))
  #kept = 0

  /** A buffer of `length` bytes, at most 4 MiB, with anything in it. */
  take(length: number): Buffer {
    const size = SIZES.find(size => length <= size)
    if (size === undefined) throw new TypeError(`a read of ${length} bytes`)
    const buffer = this.#free.get(size)!.pop()
    if (buffer) this.#kept -= size
    return (buffer ?? Buffer.from(new SharedArrayBuffer(size))).subarray(0, length)
  }

  /** Takes back what take() gave, or any part of it, once nobody looks at it any more. */
  give(buffer: Uint8Array): void {
    const whole = Buffer.from(buffer.buffer)
    const free = this.#free.get(whole.byteLength)
    if (!free || this.#kept + whole.byteLength > KEPT_BYTES) return
    this.#kept += whole.byteLength
    free.push(whole)
  }
}
