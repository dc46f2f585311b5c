// A token bucket for each of many: so many a second, and a burst.
import type { Clock } from '../ports.ts'

export interface Rate<Key> {
  /** Takes one; false when there is none left for this key. */
  allows(key: Key): boolean
}

export function createRate<Key>(limit: { perSecond: number; burst: number }, clock: Clock): Rate<Key> {
  const buckets = new Map<Key, { tokens: number; at: number }>()
  return {
    allows(key) {
      const now = clock.monotonic()
      const bucket = buckets.get(key) ?? { tokens: limit.burst, at: now }
      const tokens = Math.min(limit.burst, bucket.tokens + ((now - bucket.at) / 1000) * limit.perSecond)
      const allowed = tokens >= 1
      buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at: now })
      return allowed
    },
  }
}
