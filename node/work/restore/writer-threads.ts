// Threads that open leaves and write them, for one restore: stored bytes go in through memory both can see, and nothing
// comes back but failures. What waits is handed over in batches, so that small files cost one message for many.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type ErrorCode, HoldfastError } from '../../../protocol/errors.ts'
import type { Cid } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { encodeRing, type Ring } from '../../../protocol/ring.ts'
import type { Located, Order, Stored, Writers } from './orders.ts'

export interface Start {
  readonly ring: Uint8Array
  readonly memory: SharedArrayBuffer
}
interface Item {
  readonly order: Order
  readonly leaf:
    | {
        readonly cid: Cid
        readonly plain: number
        /** Where its stored bytes stand in a file, or lie in the shared memory. */
        readonly from: Located | { readonly at: number; readonly length: number }
      }
    | undefined
}
export interface Batch {
  readonly id: number
  readonly items: readonly Item[]
}
export interface Failure {
  readonly index: number
  readonly code: ErrorCode | undefined
  readonly errno: string | undefined
  readonly message: string
}
export interface Answer {
  readonly id: number
  readonly failures: readonly Failure[]
}

interface Waiting {
  readonly order: Order
  readonly leaf: Stored | undefined
  readonly done: PromiseWithResolvers<void>
}
interface Thread {
  readonly worker: Worker
  readonly memory: Buffer
  /** Batches under way, and where in `memory` each has its place. */
  readonly batches: Map<number, { readonly items: readonly Waiting[]; readonly place: number }>
  readonly places: number[]
}

const MAX_THREADS = 4
// While a thread works on one batch the next is laid out.
const PLACES = 2
const PLACE_BYTES = LIMITS.chunk
const BATCH_ITEMS = 128
const FILE = new URL(import.meta.url.endsWith('.ts') ? './writer-thread.ts' : './writer-thread.js', import.meta.url)

/** Threads are started as they are needed. */
export function openWriterThreads(ring: Ring): Writers {
  const width = Math.min(MAX_THREADS, availableParallelism())
  const threads = new Set<Thread>()
  const waiting: Waiting[] = []
  let next = 0
  let nextId = 1
  let ended: HoldfastError | undefined
  let isPlanned = false

  return {
    carryOut(order, leaf) {
      if (ended) return Promise.reject(ended)
      if (leaf && sizeOf(leaf) > PLACE_BYTES) return Promise.reject(tooLarge(leaf))
      const done = Promise.withResolvers<void>()
      waiting.push({ order, leaf, done })
      // What is ordered in the same moment goes together.
      if (!isPlanned) {
        isPlanned = true
        queueMicrotask(handOver)
      }
      return done.promise
    },
    async [Symbol.asyncDispose]() {
      end(new HoldfastError('STOPPED', 'the threads of this restore are stopped'))
      await Promise.all([...threads].map(({ worker }) => worker.terminate()))
      for (const thread of threads) abandon(thread)
    },
  }

  function handOver(): void {
    isPlanned = false
    while (next < waiting.length) {
      const thread = freeThread()
      if (!thread) return
      send(thread, takeBatch())
    }
  }

  function freeThread(): Thread | undefined {
    const free = [...threads].filter(({ places }) => places.length > 0)
    const idle = free.find(({ batches }) => batches.size === 0)
    return idle ?? (threads.size < width ? startThread() : free[0])
  }

  function takeBatch(): Waiting[] {
    const items: Waiting[] = []
    for (let bytes = 0; next < waiting.length && items.length < BATCH_ITEMS; next++) {
      const one = waiting[next]!
      bytes += one.leaf ? sizeOf(one.leaf) : 0
      if (bytes > PLACE_BYTES && items.length > 0) break
      items.push(one)
    }
    if (next === waiting.length) {
      waiting.length = 0
      next = 0
    }
    return items
  }

  function send(thread: Thread, waiting: readonly Waiting[]): void {
    const place = thread.places.pop()!
    let to = place
    const items = waiting.map(({ order, leaf }): Item => {
      if (!leaf) return { order, leaf }
      const { cid, plain, from } = leaf
      if (!(from instanceof Uint8Array)) return { order, leaf: { cid, plain, from } }
      thread.memory.set(from, to)
      to += from.byteLength
      return { order, leaf: { cid, plain, from: { at: to - from.byteLength, length: from.byteLength } } }
    })
    const id = nextId++
    thread.batches.set(id, { items: waiting, place })
    thread.worker.postMessage({ id, items } satisfies Batch)
  }

  function startThread(): Thread {
    const memory = new SharedArrayBuffer(PLACES * PLACE_BYTES)
    const worker = new Worker(FILE, { workerData: { ring: encodeRing(ring), memory } satisfies Start })
    const places = Array.from({ length: PLACES }, (_, place) => place * PLACE_BYTES)
    const thread: Thread = { worker, memory: Buffer.from(memory), batches: new Map(), places }
    threads.add(thread)
    worker.on('message', ({ id, failures }: Answer) => {
      const batch = thread.batches.get(id)
      if (!batch) return
      thread.batches.delete(id)
      thread.places.push(batch.place)
      handOver()
      for (const failure of failures) batch.items[failure.index]?.done.reject(errorOf(failure))
      for (const { done } of batch.items) done.resolve()
    })
    worker.on('error', cause => {
      end(new HoldfastError('INTERNAL', 'a thread that writes files failed', { cause }))
      abandon(thread)
    })
    worker.on('exit', () => {
      end(new HoldfastError('INTERNAL', 'a thread that writes files ended before its time'))
      abandon(thread)
    })
    return thread
  }

  // What is under way in other threads is let finish: nobody may close a file that one of them still writes to.
  function end(reason: HoldfastError): void {
    ended ??= reason
    for (const { done } of waiting.splice(0)) done.reject(ended)
    next = 0
  }

  function abandon({ batches }: Thread): void {
    for (const { items } of batches.values()) for (const { done } of items) done.reject(ended)
    batches.clear()
  }
}

function sizeOf({ from }: Stored): number {
  return from instanceof Uint8Array ? from.byteLength : from.length
}

function tooLarge(leaf: Stored): HoldfastError {
  return new HoldfastError('CHUNK_CORRUPT', `${sizeOf(leaf)} bytes came for chunk ${leaf.cid}`)
}

function errorOf({ code, errno, message }: Failure): Error {
  if (code !== undefined) return new HoldfastError(code, message)
  return Object.assign(new Error(message), errno === undefined ? {} : { code: errno })
}
