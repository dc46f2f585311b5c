// Threads that identify, seal and open leaves, so that the event loop stays free and more than one core works. Each thread
// has two places of shared memory: while it works on one job the next is laid out. Idle threads are let go.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { DEFAULT_SEND_CLASS } from '../../protocol/category.ts'
import { pidOf, type SealedChunk } from '../../protocol/chunk.ts'
import type { Piece } from '../../protocol/chunker.ts'
import { type ErrorCode, HoldfastError } from '../../protocol/errors.ts'
import type { Cid, Pid } from '../../protocol/ids.ts'
import { encodeRing, type Ring } from '../../protocol/ring.ts'
import type { Openable, Sealable, Sealer } from '../work/sealer.ts'
import { type Answer, JOB_BYTES, JOB_ITEMS, type Job, type Order, OUT_BYTES, type Placed, type Result } from './job.ts'

const PLACES = 2
// Results of a job that are no larger together are copied: they may be needed long, and would keep all of its memory.
const COPIED_BYTES = 512 * 1024
const MAX_THREADS = 4
const IDLE_MS = 30_000
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
  /** All that were in use at once: the collector does not see how large shared memory is, and would let it pile up. */
  const freeOuts: SharedArrayBuffer[] = []
  /** How many results in it are still of use. */
  const outs = new WeakMap<ArrayBufferLike, number>()
  let nextId = 1
  let idle: NodeJS.Timeout | undefined
  let isClosed = false

  return {
    // One for each place, and one that finds out what it has.
    width: width * PLACES + 1,
    async identify(ring, pieces) {
      // Threads don't see it, and to copy what is small takes as long as to hash it.
      if (!pieces.every(({ bytes }) => bytes.buffer instanceof SharedArrayBuffer))
        return pieces.map(({ bytes }) => pidOf(ring, 'leaf', bytes))
      const groups = groupsOf(pieces, ({ bytes }) => bytes.byteLength)
      return (await Promise.all(groups.map(group => identifyGroup(ring, group)))).flat()
    },
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
        freeOuts.push(buffer as unknown as SharedArrayBuffer)
      }
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      clearTimeout(idle)
      for (const { reject } of waiting.splice(0)) reject(closed())
      await Promise.all([...threads].map(thread => letGo(thread)))
    },
  }

  async function identifyGroup(ring: Ring, group: readonly Piece[]): Promise<Pid[]> {
    const thread = leastBusy()
    try {
      const inputs = group.map(({ bytes }) => placed(bytes)!)
      return (await post(thread, ring, inputs, { kind: 'identify' }, undefined)).map(({ id }) => id as Pid)
    } finally {
      restIfIdle()
    }
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
        const shared = placed(bytes)
        if (shared) return shared
        thread.memory.set(bytes, to)
        to += bytes.byteLength
        return { memory: undefined, at: to - bytes.byteLength, length: bytes.byteLength }
      })
      const out = freeOuts.pop() ?? new SharedArrayBuffer(OUT_BYTES)
      const results = await post(thread, ring, inputs, order, out)
      const bytes = results.map(({ at, length }) => Buffer.from(out, at, length))
      const isCopied = bytes.reduce((sum, { byteLength }) => sum + byteLength, 0) <= COPIED_BYTES
      if (isCopied) freeOuts.push(out)
      else outs.set(out, results.length)
      return results.map(({ id }, i) => ({
        cid: id as Cid,
        bytes: isCopied ? Buffer.copyBytesFrom(bytes[i]!) : bytes[i]!,
      }))
    } finally {
      givePlace(place)
    }
  }

  function post(
    { rings, jobs, worker }: Thread,
    ring: Ring,
    inputs: readonly Placed[],
    order: Order,
    out: SharedArrayBuffer | undefined,
  ): Promise<readonly Result[]> {
    const name = `${ring.id}/${ring.epoch}/${ring.epochs}`
    const ringKeys = rings.has(name) ? undefined : encodeRing(ring)
    rings.add(name)
    const id = nextId++
    const done = Promise.withResolvers<readonly Result[]>()
    jobs.set(id, done)
    worker.ref() // work under way keeps a process alive, an idle thread does not
    worker.postMessage({ id, inputs, out, ring: name, ringKeys, ...order } satisfies Job)
    return done.promise
  }

  function leastBusy(): Thread {
    if (isClosed) throw closed()
    clearTimeout(idle)
    if (threads.size < width) {
      const thread = startThread()
      for (let n = 0; n < PLACES; n++) free.push({ thread, at: n * JOB_BYTES })
      return thread
    }
    return [...threads].reduce((least, thread) => (thread.jobs.size < least.jobs.size ? thread : least))
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
    restIfIdle()
  }

  function restIfIdle(): void {
    if (isClosed || [...threads].some(thread => thread.jobs.size > 0)) return
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

// Where a thread sees the bytes, if they lie in shared memory.
function placed({ buffer, byteOffset: at, byteLength: length }: Uint8Array): Placed | undefined {
  return buffer instanceof SharedArrayBuffer ? { memory: buffer, at, length } : undefined
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
