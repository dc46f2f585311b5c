// When the process collects garbage. A daemon moves gigabytes through buffers that live for milliseconds. V8 counts each
// buffer against a limit of its own (64 MB since the last collection, less while the heap is small) and then marks the
// whole heap: one full collection for every 8 MB on the wire, two thirds of all CPU seconds of a transfer. Here buffers
// count as the rest of the heap does, and both may grow by ROOM between two collections, however much is alive.
import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapStatistics, setFlagsFromString } from 'node:v8'

const ROOM = 96 * 1024 * 1024
// Percent of what is alive. The steps are coarse, so that the flag seldom changes.
const GROWTHS = [400, 200, 100, 50, 25] as const

/** Holds for all threads of the process. */
export function giveHeapRoom(): Disposable {
  setFlagsFromString('--external-memory-accounted-in-global-limit')
  let growth = 0
  const settle = (): void => {
    const { used_heap_size: heap, external_memory: buffers } = getHeapStatistics()
    const next = GROWTHS.find(percent => ((heap + buffers) * percent) / 100 <= ROOM) ?? GROWTHS.at(-1)!
    if (next === growth) return
    growth = next
    setFlagsFromString(`--heap-growing-percent=${growth}`)
  }
  settle()
  // Only V8 knows when it has collected; what is alive then decides about the collection after the next.
  const observer = new PerformanceObserver(settle)
  observer.observe({ entryTypes: ['gc'] })
  return { [Symbol.dispose]: () => observer.disconnect() }
}
