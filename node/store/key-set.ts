// A set of a great many record keys: 12 bytes a slot instead of the hundred that a Set of strings takes. Two keys that share
// 96 bits of their hashes count as one, which only ever keeps more than is needed; where a key goes depends on a secret, so
// that nobody makes chunks that crowd each other.
import { hashOf, type RecordKey } from './pack-record.ts'

const WORDS = 3
const LEAST = 1024
const GROWN = 0.7

export class KeySet {
  #words = new Uint32Array(LEAST * WORDS)
  #size = 0
  readonly #secret: number

  constructor(secret: number) {
    this.#secret = secret | 1
  }

  get size(): number {
    return this.#size
  }

  /** Bytes of memory it takes. */
  get bytes(): number {
    return this.#words.byteLength
  }

  has(key: RecordKey): boolean {
    const [a, b, c] = wordsOf(key)
    return !this.#isFree(this.#slot(a, b, c))
  }

  /** False when it is here already. */
  add(key: RecordKey): boolean {
    const [a, b, c] = wordsOf(key)
    const at = this.#slot(a, b, c)
    if (!this.#isFree(at)) return false
    this.#words[at] = a
    this.#words[at + 1] = b
    this.#words[at + 2] = c
    if (++this.#size > (this.#words.length / WORDS) * GROWN) this.#grow()
    return true
  }

  #isFree(at: number): boolean {
    return this.#words[at] === 0 && this.#words[at + 1] === 0 && this.#words[at + 2] === 0
  }

  // Where these words stand, or the free slot where they would.
  #slot(a: number, b: number, c: number): number {
    const words = this.#words
    const mask = words.length / WORDS - 1
    const mixed = Math.imul(a ^ this.#secret, 0x9e3779b1) ^ Math.imul(b + this.#secret, 0x85ebca6b)
    for (let slot = (Math.imul(mixed ^ (mixed >>> 15), this.#secret) >>> 0) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * WORDS
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c) return at
      if (this.#isFree(at)) return at
    }
  }

  #grow(): void {
    const old = this.#words
    this.#words = new Uint32Array(old.length * 2)
    for (let at = 0; at < old.length; at += WORDS) {
      const [a, b, c] = [old[at]!, old[at + 1]!, old[at + 2]!]
      if (a !== 0 || b !== 0 || c !== 0) this.#words.set([a, b, c], this.#slot(a, b, c))
    }
  }
}

// All zero stands for a free slot.
function wordsOf(key: RecordKey): [number, number, number] {
  const hex = hashOf(key)
  return [
    Number.parseInt(hex.slice(0, 8), 16) || 1,
    Number.parseInt(hex.slice(8, 16), 16),
    Number.parseInt(hex.slice(16, 24), 16),
  ]
}
