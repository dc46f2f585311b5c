// Seeded random numbers in 32-bit integer arithmetic: the same on every machine. Every file draws from a source of its
// own, so that a change to one leaves the bytes of the others alone.

export interface Random {
  /** A whole number from 0 up to `limit`, itself not included. */
  below(limit: number): number
  /** A number from `from` up to `to`. */
  between(from: number, to: number): number
  pick<T>(list: readonly T[]): T
  /** A signed 32-bit word, never 0. */
  word(): number
}

/** The source that belongs to `name` under `seed`. */
export function randomFor(seed: number, name: string): Random {
  let state = 0x811c9dc5 ^ seed
  for (let at = 0; at < name.length; at++) state = Math.imul(state ^ name.charCodeAt(at), 0x01000193)
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) || 1
  const word = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state
  }
  const below = (limit: number): number => Math.floor(((word() >>> 0) / 4294967296) * limit)
  return {
    word,
    below,
    between: (from, to) => from + ((word() >>> 0) / 4294967296) * (to - from),
    pick: list => list[below(list.length)]!,
  }
}
