// Threads that seal and open leaves, so that the event loop stays free and more than one core works. Each thread has two
// places of shared memory: while it works on one job the next is laid out. Idle threads are let go.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { DEFAULT_SEND_CLASS } from '../../protocol/category.ts'
import type { SealedChunk } from '../../protocol/chunk.ts'
import { type ErrorCode, HoldfastError } from '../../protocol/errors.ts'
import type { Cid } from '../../protocol/ids.ts'
import { encodeRing, type Ring } from '../../protocol/ring.ts'
import type { Openable, Sealable, Sealer } from '../work/sealer.ts'
import { type Answer, JOB_BYTES, JOB_ITEMS, type Job, type Order, OUT_BYTES, type Result } from './job.ts'

const PLACES = 2
const MAX_THREADS = 4
const IDLE_MS = 30_000
const OUTS_KEPT = 12
const FILE = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url)

interface Thread {
  readonly worker: Worker
  readonly memory: Buffer
  readonly rings: Set<string>
  readonly jobs: Map<number, PromiseWithResolvers<readonly Result[]>>
  gone: boolean
}
interface Place {
  readonly thread: Thread
  readonly at: number
}

export interface SealingPool extends Sealer, AsyncDisposable {}

export function openSealingPool(): SealingPool {
  const width = Math.min(MAX_THREADS, availableParallelism())
  const threads = new Set<Thread>()
  const free: Place[] = []
  const waiting: PromiseWithResolvers<Place>[] = []
  const freeOuts: SharedArrayBuffer[] = []
  /** How many results in it are still of use. */
  const outs = new WeakMap<ArrayBufferLike, number>()
  let nextId = 1
  let idle: NodeJS.Timeout | undefined
  let isClosed = false

  return {
    width: width * PLACES,
    async seal(ring, pieces) {
      const groups = groupsOf(pieces, ({ bytes }) => bytes.byteLength)
      const sealed = await Promise.all(groups.map(group => sealGroup(ring, group)))
      return sealed.flat()
    },
    async open(ring, leaves) {
      const opened = await Promise.all(
        groupsOf(leaves, ({ bytes, plain }) => Math.max(bytes.byteLength, plain)).map(group => openGroup(ring, group)),
      )
      return opened.flat()
    },
    done({ buffer }) {
      const left = outs.get(buffer)
      if (left === undefined) return
      if (left > 1) outs.set(buffer, left - 1)
      else {
        outs.delete(buffer)
        if (freeOuts.length < OUTS_KEPT) freeOuts.push(buffer as unknown as SharedArrayBuffer)
      }
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      clearTimeout(idle)
      for (const { reject } of waiting.splice(0)) reject(closed())
      await Promise.all([...threads].map(thread => letGo(thread)))
    },
  }

  async function sealGroup(ring: Ring, group: readonly Sealable[]): Promise<SealedChunk[]> {
    const items = group.map(({ codec, pid }) => ({ codec, pid }))
    const results = await work(ring, group, { kind: 'seal', items })
    return results.map(({ cid, bytes }, i) => ({
      cid,
      bytes,
      pid: group[i]!.pid,
      stored: bytes.byteLength,
      below: 0,
      sendClass: DEFAULT_SEND_CLASS,
    }))
  }

  async function openGroup(ring: Ring, group: readonly Openable[]): Promise<Uint8Array[]> {
    const items = group.map(({ cid, plain }) => ({ cid, plain }))
    return (await work(ring, group, { kind: 'open', items })).map(({ bytes }) => bytes)
  }

  async function work(
    ring: Ring,
    group: readonly { readonly bytes: Uint8Array }[],
    order: Order,
  ): Promise<{ readonly cid: Cid; readonly bytes: Uint8Array }[]> {
    const place = await takePlace()
    const { thread, at } = place
    try {
      let to = at
      const inputs = group.map(({ bytes }) => {
        const { buffer, byteOffset, byteLength: length } = bytes
        if (buffer instanceof SharedArrayBuffer) return { memory: buffer, at: byteOffset, length }
        thread.memory.set(bytes, to)
        to += length
        return { memory: undefined, at: to - length, length }
      })
      const name = `${ring.id}/${ring.epoch}`
      const ringKeys = thread.rings.has(name) ? undefined : encodeRing(ring)
      thread.rings.add(name)
      const out = freeOuts.pop() ?? new SharedArrayBuffer(OUT_BYTES)
      const id = nextId++
      const done = Promise.withResolvers<readonly Result[]>()
      thread.jobs.set(id, done)
      thread.worker.ref() // work under way keeps a process alive, an idle thread does not
      thread.worker.postMessage({ id, inputs, out, ring: name, ringKeys, ...order } satisfies Job)
      const results = await done.promise
      outs.set(out, results.length)
      return results.map(({ cid, at, length }) => ({ cid: cid as Cid, bytes: Buffer.from(out, at, length) }))
    } finally {
      givePlace(place)
    }
  }

  function takePlace(): Promise<Place> | Place {
    if (isClosed) throw closed()
    clearTimeout(idle)
    const place = free.pop()
    if (place) return place
    if (threads.size < width) {
      const thread = startThread()
      for (let n = 1; n < PLACES; n++) free.unshift({ thread, at: n * JOB_BYTES })
      return { thread, at: 0 }
    }
    const next = Promise.withResolvers<Place>()
    waiting.push(next)
    return next.promise
  }

  function givePlace(place: Place): void {
    if (place.thread.gone) {
      // Its thread died; whoever waits gets a place of another.
      const next = waiting.shift()
      if (next) Promise.resolve(takePlace()).then(next.resolve, next.reject)
    } else {
      const next = waiting.shift()
      // What lies unused longest is taken last: the other thread's place comes first.
      if (next) next.resolve(place)
      else free.unshift(place)
    }
    if (!isClosed && [...threads].every(thread => thread.jobs.size === 0)) rest()
  }

  function rest(): void {
    clearTimeout(idle)
    idle = setTimeout(() => {
      for (const thread of threads) if (thread.jobs.size === 0) void letGo(thread)
      freeOuts.length = 0
    }, IDLE_MS)
    idle.unref()
  }

  function startThread(): Thread {
    const shared = new SharedArrayBuffer(PLACES * JOB_BYTES)
    const worker = new Worker(FILE, { workerData: shared })
    const thread: Thread = { worker, memory: Buffer.from(shared), rings: new Set(), jobs: new Map(), gone: false }
    threads.add(thread)
    worker.on('message', (answer: Answer) => {
      const job = thread.jobs.get(answer.id)
      thread.jobs.delete(answer.id)
      if (thread.jobs.size === 0) worker.unref()
      if ('results' in answer) job?.resolve(answer.results)
      else job?.reject(errorOf(answer.failure))
    })
    worker.on('error', cause => fail(thread, cause))
    worker.on('exit', () => fail(thread, undefined))
    worker.unref()
    return thread
  }

  function fail(thread: Thread, cause: unknown): void {
    forget(thread)
    for (const job of thread.jobs.values())
      job.reject(new HoldfastError('INTERNAL', 'a thread that seals chunks ended before its time', { cause }))
    thread.jobs.clear()
  }

  async function letGo(thread: Thread): Promise<void> {
    forget(thread)
    await thread.worker.terminate()
  }

  function forget(thread: Thread): void {
    thread.gone = true
    threads.delete(thread)
    for (let at = free.length - 1; at >= 0; at--) if (free[at]!.thread === thread) free.splice(at, 1)
  }
}

function closed(): HoldfastError {
  return new HoldfastError('STOPPED', 'the threads that seal chunks are stopped')
}

// What goes in and what comes out must fit.
function groupsOf<Item>(items: readonly Item[], weigh: (item: Item) => number): Item[][] {
  const groups: Item[][] = []
  let bytes = JOB_BYTES
  for (const item of items) {
    bytes += weigh(item)
    if (bytes > JOB_BYTES || groups.at(-1)!.length === JOB_ITEMS) {
      groups.push([])
      bytes = weigh(item)
    }
    groups.at(-1)!.push(item)
  }
  return groups
}

function errorOf({ code, message }: { code: string | undefined; message: string }): Error {
  return code === undefined ? new Error(message) : new HoldfastError(code as ErrorCode, message)
}
