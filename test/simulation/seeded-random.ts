// Randomness that a seed and a name decide. Each part of the world has its own, so that a change in one leaves the
// others' course as it was.
import type { Random } from '../../node/ports.ts'
import { hash } from '../../protocol/hash.ts'

export class SeededRandom implements Random {
  readonly #name: string
  readonly #state: Uint32Array

  constructor(name: string) {
    this.#name = name
    const seed = hash(Buffer.from(name))
    this.#state = new Uint32Array([0, 4, 8, 12].map(at => Buffer.from(seed).readUInt32LE(at)))
  }

  fork(name: string): SeededRandom {
    return new SeededRandom(`${this.#name}/${name}`)
  }

  bytes(length: number): Uint8Array {
    const bytes = Buffer.alloc(Math.ceil(length / 4) * 4)
    for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(this.#next(), at)
    return bytes.subarray(0, length)
  }

  below(bound: number): number {
    return Math.floor(this.fraction() * bound)
  }

  /** In [0, 1). */
  fraction(): number {
    return (this.#next() * 2 ** 21 + (this.#next() >>> 11)) / 2 ** 53
  }

  between(least: number, most: number): number {
    return least + this.fraction() * (most - least)
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  /** Throws TypeError when there is nothing to pick from. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new TypeError('nothing to pick from')
    return items[this.below(items.length)]!
  }

  // sfc32
  #next(): number {
    const state = this.#state
    const sum = (state[0]! + state[1]! + state[3]!) | 0
    state[3] = state[3]! + 1
    state[0] = state[1]! ^ (state[1]! >>> 9)
    state[1] = state[2]! + (state[2]! << 3)
    state[2] = ((state[2]! << 21) | (state[2]! >>> 11)) + sum
    return sum >>> 0
  }
}
