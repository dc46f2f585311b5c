// Says that connections were refused without letting whoever is refused write the log: the first one at once, the rest
// as a sum, at most once a minute.
import type { Clock, Log } from '../ports.ts'

const TOLD_EVERY_MS = 60_000

export class Denials {
  readonly #ports: { readonly clock: Pick<Clock, 'monotonic'>; readonly log: Log }
  #untold = 0
  #toldAt = Number.NEGATIVE_INFINITY
  /** Since the start. */
  count = 0

  constructor(ports: { readonly clock: Pick<Clock, 'monotonic'>; readonly log: Log }) {
    this.#ports = ports
  }

  /** `peer`: who it was, where that is known. */
  add(address: string, peer?: string): void {
    const { clock, log } = this.#ports
    this.count++
    this.#untold++
    const now = clock.monotonic()
    if (now - this.#toldAt < TOLD_EVERY_MS) return
    log.info({ connections: this.#untold, address, peer }, 'connections were refused; the last one is named')
    this.#toldAt = now
    this.#untold = 0
  }
}
