// What is asked of other processes on this machine.
import { setTimeout as wait } from 'node:timers/promises'

/** A daemon drains within 20 s. */
export const STOPPED_WITHIN_MS = 30_000
const LOOK_EVERY_MS = 50

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Resolves to true once the process has ended, to false when it still runs after STOPPED_WITHIN_MS. */
export async function waitUntilEnded(pid: number, signal: AbortSignal): Promise<boolean> {
  const until = performance.now() + STOPPED_WITHIN_MS
  while (isRunning(pid)) {
    if (performance.now() > until) return false
    await wait(LOOK_EVERY_MS)
    signal.throwIfAborted()
  }
  return true
}
