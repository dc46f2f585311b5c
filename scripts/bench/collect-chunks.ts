// What freeing bytes costs in a store of very many chunks: once with nothing to free, which is what a look costs, and once with
// every other chunk of no use. Beside the time: the memory that marking takes, and how long the event loop waits.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { scheduler } from 'node:timers/promises'
import type { Store } from '../../node/store/store.ts'
import { chunkFor } from './many-chunks.ts'

export interface CollectCost {
  readonly collect_s: number
  /** Of marks and touched keys, and of the whole process more than before. */
  readonly marks_mb: number
  readonly rss_mb: number
  readonly loop_p99_ms: number
  readonly freed_mb: number
}

const TURN = 100

/** `stays` tells by its number which chunk of `count` is kept. */
export async function collectCost(store: Store, count: number, stays: (n: number) => boolean): Promise<CollectCost> {
  const rss = process.memoryUsage.rss()
  let most = rss
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const start = performance.now()
  let isFirst = true
  const collected = await store.collect(
    {
      mark: async keep => {
        if (!isFirst) return
        isFirst = false
        for (let n = 0; n < count; n++) {
          if (stays(n)) keep.chunk(chunkFor(n).cid)
          if (n % TURN === 0) await scheduler.yield()
        }
      },
      pace: async () => {
        most = Math.max(most, process.memoryUsage.rss())
      },
    },
    new AbortController().signal,
  )
  delay.disable()
  return {
    collect_s: (performance.now() - start) / 1000,
    marks_mb: collected.memoryBytes / 1e6,
    rss_mb: (most - rss) / 1e6,
    loop_p99_ms: delay.percentile(99) / 1e6,
    freed_mb: collected.reclaimedBytes / 1e6,
  }
}
