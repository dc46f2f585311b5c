// A shared amount (bytes, streams) that callers take from and give back, first come, first served: what keeps the sum
// of all buffers in this process bounded, whatever the peers do (§ Limits).

export interface Lease extends Disposable {
  /** Gives back all but `amount`. */
  shrink(amount: number): void
}

export class Budget {
  readonly total: number
  #free: number
  readonly #waiting: { amount: number; grant: () => void }[] = []

  constructor(total: number) {
    this.total = total
    this.#free = total
  }

  get free(): number {
    return this.#free
  }

  /** Waits until `amount` is free and everyone who asked before has been served. Rejects with signal.reason. */
  async take(amount: number, signal: AbortSignal): Promise<Lease> {
    if (amount > this.total) throw new TypeError(`${amount} asked of a budget of ${this.total}`)
    signal.throwIfAborted()
    if (this.#waiting.length > 0 || this.#free < amount) await this.#wait(amount, signal)
    else this.#free -= amount

    let held = amount
    const shrink = (to: number): void => {
      if (to >= held) return
      this.#free += held - to
      held = to
      this.#serve()
    }
    return { shrink, [Symbol.dispose]: () => shrink(0) }
  }

  async #wait(amount: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiter = { amount, grant: resolve }
    const leave = (): void => {
      const at = this.#waiting.indexOf(waiter)
      if (at === -1) return // granted in the same turn: the lease stands
      this.#waiting.splice(at, 1)
      reject(signal.reason)
      this.#serve()
    }
    this.#waiting.push(waiter)
    signal.addEventListener('abort', leave, { once: true })
    try {
      await promise
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }

  #serve(): void {
    for (let first = this.#waiting[0]; first !== undefined && first.amount <= this.#free; first = this.#waiting[0]) {
      this.#waiting.shift()
      this.#free -= first.amount
      first.grant()
    }
  }
}
