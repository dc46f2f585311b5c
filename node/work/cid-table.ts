// Which snapshot of a list each of a great many chunks was first met in: 16 bytes a slot instead of the hundred that a Map
// of strings takes. Told apart by 96 bits of the cid; where one goes depends on a secret, so that nobody makes chunks that
// crowd each other.
const WORDS = 4 // three of the cid, then 1 + the stamp; 0 there = free
const LEAST = 1024
const GROWN = 0.7

export class CidTable {
  #words = new Uint32Array(LEAST * WORDS)
  #size = 0
  readonly #secret: number

  constructor(secret: number) {
    this.#secret = secret | 1
  }

  get size(): number {
    return this.#size
  }

  /** The stamp a cid was added with. */
  get(cid: string): number | undefined {
    const [a, b, c] = wordsOf(cid)
    const stamp = this.#words[this.#slot(a, b, c) + 3]!
    return stamp === 0 ? undefined : stamp - 1
  }

  /** False when it is here already; its stamp stays. */
  add(cid: string, stamp: number): boolean {
    const [a, b, c] = wordsOf(cid)
    const at = this.#slot(a, b, c)
    if (this.#words[at + 3] !== 0) return false
    this.#words.set([a, b, c, stamp + 1], at)
    if (++this.#size > (this.#words.length / WORDS) * GROWN) this.#grow()
    return true
  }

  // Where these words stand, or the free slot where they would.
  #slot(a: number, b: number, c: number): number {
    const words = this.#words
    const mask = words.length / WORDS - 1
    const mixed = Math.imul(a ^ this.#secret, 0x9e3779b1) ^ Math.imul(b + this.#secret, 0x85ebca6b)
    for (let slot = (Math.imul(mixed ^ (mixed >>> 15), this.#secret) >>> 0) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * WORDS
      if (words[at + 3] === 0 || (words[at] === a && words[at + 1] === b && words[at + 2] === c)) return at
    }
  }

  #grow(): void {
    const old = this.#words
    this.#words = new Uint32Array(old.length * 2)
    for (let at = 0; at < old.length; at += WORDS) {
      if (old[at + 3] === 0) continue
      this.#words.set(old.subarray(at, at + WORDS), this.#slot(old[at]!, old[at + 1]!, old[at + 2]!))
    }
  }
}

function wordsOf(cid: string): [number, number, number] {
  return [parse(cid, 0), parse(cid, 8), parse(cid, 16)]
}

function parse(cid: string, at: number): number {
  return Number.parseInt(cid.slice(at, at + 8), 16)
}
