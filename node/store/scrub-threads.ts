// Threads that check spans of packs, so that a scrub reads and hashes at the same time and leaves the event loop alone.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { HoldfastError } from '../../protocol/errors.ts'
import type { SpanRecord } from './check-span.ts'

export interface SpanOrder {
  readonly id: number
  readonly path: string
  readonly records: readonly SpanRecord[]
}
export interface SpanAnswer {
  readonly id: number
  readonly faults: readonly { readonly index: number; readonly why: string }[]
}

export interface SpanCheckers extends AsyncDisposable {
  /** How many spans to have under way, so that none of the threads waits for the next. */
  readonly width: number
  /** For each record of a pack file what is wrong with it. */
  check(path: string, records: readonly SpanRecord[]): Promise<(string | undefined)[]>
}

const MAX_THREADS = 2
const FILE = new URL(import.meta.url.endsWith('.ts') ? './scrub-thread.ts' : './scrub-thread.js', import.meta.url)

export function openScrubThreads(): SpanCheckers {
  const underway = new Map<number, PromiseWithResolvers<SpanAnswer['faults']>>()
  let nextId = 0
  const fail = (cause: unknown): void => {
    const error = new HoldfastError('INTERNAL', 'a thread that checks the store ended before its time', { cause })
    for (const { reject } of underway.values()) reject(error)
    underway.clear()
  }
  const threads = Array.from({ length: Math.min(MAX_THREADS, availableParallelism()) }, () => {
    const thread = new Worker(FILE)
    thread.on('message', ({ id, faults }: SpanAnswer) => {
      underway.get(id)?.resolve(faults)
      underway.delete(id)
    })
    thread.on('error', fail)
    thread.on('exit', fail)
    return thread
  })
  return {
    width: threads.length * 2,
    async check(path, records) {
      const id = nextId++
      const done = Promise.withResolvers<SpanAnswer['faults']>()
      underway.set(id, done)
      threads[id % threads.length]!.postMessage({ id, path, records } satisfies SpanOrder)
      const faults: (string | undefined)[] = records.map(() => undefined)
      for (const { index, why } of await done.promise) faults[index] = why
      return faults
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(threads.map(thread => thread.terminate()))
    },
  }
}
