// Computing that must not hold up the event loop: files are worked on side by side, but all hashing and sealing stands in
// one line, and after each turn sockets and timers get theirs.

export class Turns {
  readonly #breathe: () => Promise<void>
  #last: Promise<void> = Promise.resolve()

  /** `breathe` resolves after sockets and timers have run. */
  constructor(breathe: () => Promise<void>) {
    this.#breathe = breathe
  }

  /** Runs `compute`, which takes at most a few ms, when its turn has come. */
  async take<T>(compute: () => T): Promise<T> {
    const before = this.#last
    const turn = Promise.withResolvers<void>()
    this.#last = turn.promise
    try {
      await before
      const result = compute()
      await this.#breathe()
      return result
    } finally {
      turn.resolve()
    }
  }
}
