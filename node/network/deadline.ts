// The end of a request's time. AbortSignal.timeout would keep itself, and all that hangs on it, until the time is over,
// which for a window of chunks is ten minutes after the request has ended.
export class Deadline implements Disposable {
  readonly #late = new AbortController()
  readonly #timer: NodeJS.Timeout

  constructor(ms: number) {
    this.#timer = setTimeout(() => this.#late.abort(new DOMException(`over ${ms} ms`, 'TimeoutError')), ms)
    this.#timer.unref()
  }

  get signal(): AbortSignal {
    return this.#late.signal
  }

  /** From now on it never passes. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
  }
}
