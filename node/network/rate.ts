// A token bucket for each of many: so many a second, and a burst. Buckets that are full again are forgotten, so that
// those who came once don't add up.
import type { Clock } from '../ports.ts'

export interface Rate<Key> {
  /** Takes `amount` (one if not said); false when there is less left for this key. */
  allows(key: Key, amount?: number): boolean
}

const LOOKED_THROUGH_AT = 1024

export function createRate<Key>(
  limit: { perSecond: number; burst: number },
  clock: Pick<Clock, 'monotonic'>,
): Rate<Key> {
  const buckets = new Map<Key, { tokens: number; at: number }>()
  let lookAt = LOOKED_THROUGH_AT

  function tokensOf(bucket: { tokens: number; at: number }, now: number): number {
    return Math.min(limit.burst, bucket.tokens + ((now - bucket.at) / 1000) * limit.perSecond)
  }

  function forgetFull(now: number): void {
    for (const [key, bucket] of buckets) if (tokensOf(bucket, now) >= limit.burst) buckets.delete(key)
    lookAt = Math.max(LOOKED_THROUGH_AT, 2 * buckets.size)
  }

  return {
    allows(key, amount = 1) {
      const now = clock.monotonic()
      const bucket = buckets.get(key) ?? { tokens: limit.burst, at: now }
      const tokens = tokensOf(bucket, now)
      const allowed = tokens >= amount
      buckets.set(key, { tokens: allowed ? tokens - amount : tokens, at: now })
      if (buckets.size > lookAt) forgetFull(now)
      return allowed
    },
  }
}
