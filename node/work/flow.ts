// How many bytes are asked of one source ahead of what has come: twice its rate times the time an answer takes, so that
// the way from there is full and the next request is there before the last is answered (§ Replication). While what is in
// flight limits the rate, this doubles it from one measurement to the next; once the line does, it stays.
const MiB = 1024 * 1024

export const FLOW = {
  /** In flight from a source of which nothing is known; then between these. */
  start: 16 * MiB,
  least: 4 * MiB,
  most: 32 * MiB,
  /** Requests that share what is in flight. */
  requests: 4,
  smallestRequest: 1 * MiB,
  gain: 2,
  /** Beyond the first chunk's way: a chunk counts when it is here whole, and those of one source come side by side. */
  slackMs: 200,
  /** A measurement takes at least so long: chunks come in bursts. */
  measureMs: 100,
  /** A rate and a delay are believed for so many measurements. */
  memory: 10,
} as const

export class Flow {
  readonly #now: () => number
  #inFlight = 0
  #requests = 0
  #delay = Number.POSITIVE_INFINITY
  #target: number = FLOW.start
  #delivered = 0
  #since: number | undefined
  /** Something was left unasked while this was measured. */
  #full = false
  /** The newest measurements: bytes a ms. */
  readonly #rates: number[] = []

  constructor(now: () => number) {
    this.#now = now
  }

  /** Bytes asked for and not yet here. */
  get inFlight(): number {
    return this.#inFlight
  }

  /** Bytes that should be in flight. */
  get target(): number {
    return this.#target
  }

  /** Bytes the next request should ask for; 0 = none now. `most`: what all sources together leave this one. */
  nextRequest(most: number): number {
    const target = Math.min(this.#target, Math.max(most, FLOW.smallestRequest))
    if (this.#requests >= FLOW.requests || this.#inFlight >= target) {
      this.#full = true
      return 0
    }
    return Math.max(FLOW.smallestRequest, Math.ceil(target / FLOW.requests))
  }

  /** A request for so many bytes goes out. */
  ask(bytes: number): FlowRequest {
    const askedAt = this.#now()
    this.#since ??= askedAt
    this.#requests++
    this.#inFlight += bytes
    let left = bytes
    let answered = false
    return {
      arrived: came => {
        if (!answered) this.#delay = Math.min(this.#delay, Math.max(1, this.#now() - askedAt))
        answered = true
        const counted = Math.min(left, came)
        left -= counted
        this.#inFlight -= counted
        this.#delivered += came
        this.#measure()
      },
      ended: () => {
        this.#inFlight -= left
        left = 0
        this.#requests--
        // A source with nothing to do shows no rate.
        if (this.#requests === 0) this.#restart(undefined)
      },
    }
  }

  #measure(): void {
    const now = this.#now()
    const ms = now - (this.#since ?? now)
    if (ms < Math.max(FLOW.measureMs, 2 * this.#delay)) return
    this.#rates.push(this.#delivered / ms)
    if (this.#rates.length > FLOW.memory) this.#rates.shift()
    const wanted = Math.ceil(FLOW.gain * Math.max(...this.#rates) * (this.#delay + FLOW.slackMs))
    // Little asked shows nothing of what the way carries.
    const least = this.#full ? FLOW.least : this.#target
    this.#target = Math.min(FLOW.most, Math.max(least, wanted))
    this.#restart(now)
  }

  #restart(now: number | undefined): void {
    this.#delivered = 0
    this.#full = false
    this.#since = now
  }
}

/** One request on its way. */
export interface FlowRequest {
  arrived(bytes: number): void
  /** It is over, whatever came of it. */
  ended(): void
}
