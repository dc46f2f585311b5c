// The start of a file, for parsers of headers that may lie, be cut off or be hostile: a read outside of what is there
// gives zeros and is remembered, so a parser reads on and its caller asks once, at the end, whether anything was missed.

/** A header that is longer than this is none. It bounds what a parser may ask for. */
export const MAX_HEADER = 4 * 1024 * 1024

/** `more`: the file has the bytes, this start of it does not. `never`: they are outside of the file or of any header. */
export type Missed = 'nothing' | 'more' | 'never'

export class Head {
  /** Of the whole file, as its stat says. */
  readonly size: number
  /** No header reaches past it. */
  readonly limit: number
  readonly #view: DataView
  #missed: Missed = 'nothing'

  constructor(start: Uint8Array, size: number) {
    this.size = size
    this.limit = Math.min(size, MAX_HEADER)
    this.#view = new DataView(start.buffer, start.byteOffset, Math.min(start.byteLength, this.limit))
  }

  /** The first read that found too little decides. */
  get missed(): Missed {
    return this.#missed
  }

  u8(at: number): number {
    return this.#has(at, 1) ? this.#view.getUint8(at) : 0
  }
  u16(at: number, littleEndian: boolean): number {
    return this.#has(at, 2) ? this.#view.getUint16(at, littleEndian) : 0
  }
  u32(at: number, littleEndian: boolean): number {
    return this.#has(at, 4) ? this.#view.getUint32(at, littleEndian) : 0
  }
  /** Rounded above 2^53, where it is larger than any file. */
  u64(at: number, littleEndian: boolean): number {
    const [high, low] = littleEndian ? [at + 4, at] : [at, at + 4]
    return this.#has(at, 8) ? this.u32(high, littleEndian) * 2 ** 32 + this.u32(low, littleEndian) : 0
  }
  f64(at: number): number {
    return this.#has(at, 8) ? this.#view.getFloat64(at) : 0
  }
  /** Four bytes as Latin-1, empty where they are missing. */
  id(at: number): string {
    if (!this.#has(at, 4)) return ''
    const word = this.#view.getUint32(at)
    return String.fromCharCode(word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff)
  }
  /** Lower-case hex, empty where bytes are missing. */
  hex(at: number, length: number): string {
    if (!this.#has(at, length)) return ''
    return Buffer.from(this.#view.buffer, this.#view.byteOffset + at, length).toString('hex')
  }

  // `at` may be anything that sums of untrusted sizes give, also more than a file can have.
  #has(at: number, length: number): boolean {
    const end = at + length
    if (end <= this.#view.byteLength) return true
    if (this.#missed === 'nothing') this.#missed = end <= this.limit ? 'more' : 'never'
    return false
  }
}
