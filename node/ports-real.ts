// The real clock and randomness behind ports.ts; nothing else in node/ reaches for them.
import { randomBytes, randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Clock, Random } from './ports.ts'

export const realClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  async wait(ms, signal) {
    try {
      await wait(ms, undefined, { signal })
    } catch (error) {
      throw signal.aborted ? signal.reason : error
    }
  },
}

export const realRandom: Random = {
  bytes: length => randomBytes(length),
  below: bound => (bound <= 1 ? 0 : randomInt(bound)),
}
