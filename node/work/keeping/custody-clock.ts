// The clock that retention, locks, leases, waiting times and quarantine run on: how long this site has been at work, never
// what time somebody says it is (§ Custody clock). Of each short span it counts the lesser of what the monotonic and what
// the wall clock say has passed, so that neither a wall clock that is set nor a machine that slept makes anything due.
import type { Ports } from '../../ports.ts'
import type { Worker } from '../../worker.ts'

interface Options {
  readonly state: ReadonlyMap<string, Uint8Array>
  setState(key: string, value: Uint8Array | undefined): Promise<void>
}

const KEY = 'custody-clock'
/** A span ends when the clock is asked after so long: shorter ones would be lost in the wall clock's grain. */
const SPAN_MS = 1_000
const SAMPLE_MS = 60_000

export class CustodyClock {
  readonly #promises: Options
  readonly #ports: Ports
  /** Counted until the span under way began. */
  #counted: number
  #began: { readonly wall: number; readonly monotonic: number }
  #last: number
  #written: number

  /** Goes on where the last run left it: the time between counts nothing. */
  constructor(promises: Options, ports: Ports) {
    this.#promises = promises
    this.#ports = ports
    const kept = Number(Buffer.from(promises.state.get(KEY) ?? []).toString())
    this.#counted = Number.isSafeInteger(kept) && kept > 0 ? kept : 0
    this.#last = this.#counted
    this.#written = this.#counted
    this.#began = this.#read()
  }

  /** Whole ms since this site first started, downtime left out; never falls. */
  now(): number {
    const { wall, monotonic } = this.#read()
    const passed = Math.min(monotonic - this.#began.monotonic, wall - this.#began.wall)
    this.#last = Math.max(this.#last, Math.floor(this.#counted + Math.max(0, passed)))
    if (monotonic - this.#began.monotonic >= SPAN_MS) {
      this.#counted = Math.max(this.#last, this.#counted + Math.max(0, passed))
      this.#began = { wall, monotonic }
    }
    return this.#last
  }

  /** Samples and persists: what a crash forgets of it makes everything due a minute later. */
  worker(): Worker {
    return {
      name: 'custody-clock',
      idleMs: SAMPLE_MS,
      status: () => ({ now: this.now() }),
      step: async () => {
        const now = this.now()
        if (now > this.#written) await this.persist()
        return 'idle'
      },
    }
  }

  async persist(): Promise<void> {
    const now = this.now()
    await this.#promises.setState(KEY, Buffer.from(String(now)))
    this.#written = now
  }

  #read(): { wall: number; monotonic: number } {
    return { wall: this.#ports.clock.wall(), monotonic: this.#ports.clock.monotonic() }
  }
}
