// Waits for a condition by asking again, never by a fixed sleep.
import { setTimeout as wait } from 'node:timers/promises'

/** Calls `check` until it returns something truthy without throwing; fails with its last error after `within` ms. */
export async function eventually<T>(
  check: () => T | Promise<T>,
  options: { within: number; every?: number },
): Promise<T> {
  const until = performance.now() + options.within
  let last: unknown
  while (true) {
    try {
      const value = await check()
      if (value) return value
      last = new Error(`still ${String(value)} after ${options.within} ms`)
    } catch (error) {
      last = error
    }
    if (performance.now() > until) throw last
    await wait(options.every ?? 50)
  }
}
