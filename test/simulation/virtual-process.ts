// A virtual process: a life that ends at once when it is killed, and a clock. A killed process stops at whatever it
// awaits: its ports never answer again, and nobody is told.
import type { Clock } from '../../node/ports.ts'
import type { Timeline } from './timeline.ts'

export class Life {
  #ended = false

  get ended(): boolean {
    return this.#ended
  }

  end(): void {
    this.#ended = true
  }
}

/** What a killed process gets from every port. */
export function hang<T>(): Promise<T> {
  return new Promise(() => undefined)
}

/** Virtual 2027. */
const EPOCH = 1_800_000_000_000

/** The wall clock of a machine may be wrong and may be set; the monotonic one starts anew with each process. */
export function processClock(timeline: Timeline, life: Life, wallOffset: () => number): Clock {
  const startedAt = timeline.now - 1_000
  return {
    wall: () => EPOCH + timeline.now + wallOffset(),
    monotonic: () => timeline.now - startedAt,
    wait(ms, signal) {
      if (life.ended) return hang()
      if (signal.aborted) return Promise.reject(signal.reason)
      return new Promise((resolve, reject) => {
        const stop = () => {
          timer.cancelled = true
          reject(signal.reason)
        }
        const timer = timeline.after(ms, () => {
          if (life.ended) return
          signal.removeEventListener('abort', stop)
          resolve()
        })
        signal.addEventListener('abort', stop, { once: true })
      })
    },
  }
}
