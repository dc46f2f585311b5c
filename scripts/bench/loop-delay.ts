// Loaded into a daemon before its own code (`--delays`): how late its event loop is, told as a JSON line whenever the bench
// sends SIGUSR2, for the time since it last did. A timer of 1 ms looks twice: how late it comes, and what this thread has
// used of the processor since the last time. The first is what a caller feels, with all others that want the same cores;
// the second is the daemon's own part in it.
import { appendFileSync } from 'node:fs'
import { createHistogram, monitorEventLoopDelay, type RecordableHistogram } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

/** In ms. */
export interface LoopDelay {
  readonly late: Spread
  /** What the loop's turns took of the processor. */
  readonly turns: Spread
  /** Of the time, the share that the loop was at work. */
  readonly busy: number
}
interface Spread {
  readonly p50: number
  readonly p99: number
  readonly most: number
}

export const DELAYS_FILE = 'HOLDFAST_BENCH_DELAYS'
const RESOLUTION_MS = 1

const file = process.env[DELAYS_FILE]
if (isMainThread && file !== undefined) watch(file)

function watch(path: string): void {
  const late = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  late.enable()
  const turns = createHistogram()
  let cpu = process.threadCpuUsage()
  let since = performance.eventLoopUtilization()
  setInterval(() => {
    const now = process.threadCpuUsage()
    turns.record(Math.max(1, now.user + now.system - cpu.user - cpu.system))
    cpu = now
  }, RESOLUTION_MS).unref()
  process.on('SIGUSR2', () => {
    const busy = performance.eventLoopUtilization(since).utilization
    const told: LoopDelay = { late: spread(late, 1e6, RESOLUTION_MS), turns: spread(turns, 1e3, 0), busy }
    appendFileSync(path, `${JSON.stringify(told)}\n`)
    late.reset()
    turns.reset()
    since = performance.eventLoopUtilization()
  })
}

function spread(seen: Pick<RecordableHistogram, 'percentile' | 'max'>, unit: number, beyond: number): Spread {
  const ms = (value: number): number => Math.round(Math.max(0, value / unit - beyond) * 10) / 10
  return { p50: ms(seen.percentile(50)), p99: ms(seen.percentile(99)), most: ms(seen.max) }
}
