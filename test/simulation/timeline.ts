// Virtual time. Nothing happens between two timers but what the earlier one set off: all its microtasks end before the
// next timer fires, and timers of one moment fire in the order they were set. So one seed gives one course of events.

export interface Timer {
  readonly at: number
  readonly order: number
  readonly fire: () => void
  cancelled: boolean
}

/** More timers than this in one virtual ms: somebody turns in a circle without waiting. */
const MOST_AT_ONCE = 20_000

export class Timeline {
  readonly #heap: Timer[] = []
  #now = 0
  #order = 0
  /** Timers that fired. */
  steps = 0

  /** Virtual ms since the beginning. */
  get now(): number {
    return this.#now
  }

  /** Calls `fire` after `ms`, at the earliest in the next turn. */
  after(ms: number, fire: () => void): Timer {
    const timer = { at: this.#now + Math.max(1, ms), order: this.#order++, fire, cancelled: false }
    this.#push(timer)
    return timer
  }

  /** Resolves after `ms`; only the story of the simulation waits like this, processes wait on their clocks. */
  pause(ms: number): Promise<void> {
    return new Promise(resolve => this.after(ms, resolve))
  }

  /** Runs until `done` resolves or rejects. */
  async runWhile<T>(done: Promise<T>): Promise<T> {
    let over = false
    const end = () => {
      over = true
    }
    done.then(end, end)
    await settled()
    let atOnce = 0
    while (!over) {
      const timer = this.#pop()
      if (timer === undefined) throw new Error('nothing is left to happen, and the simulation is not over')
      if (timer.cancelled) continue
      atOnce = timer.at - this.#now < 1 ? atOnce + 1 : 0
      if (atOnce > MOST_AT_ONCE) throw new Error(`virtual time stands still at ${this.#now} ms`)
      this.#now = timer.at
      this.steps++
      timer.fire()
      await settled()
    }
    return done
  }

  #push(timer: Timer): void {
    const heap = this.#heap
    let at = heap.push(timer) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(timer, heap[parent]!)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = timer
  }

  #pop(): Timer | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    let at = 0
    while (true) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++
      if (!isBefore(heap[child]!, last)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    return first
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

// The queue of microtasks is empty when the event loop comes round: no code under simulation uses real timers, threads
// or sockets, so nothing else can be on its way.
function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
