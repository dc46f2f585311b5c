// Threads that look at directories and read small files for all captures. One does it while files come from memory; more
// are started where it falls behind, which is where a disk has to be waited for. Idle ones are let go.
import { Worker } from 'node:worker_threads'
import { HoldfastError } from '../../../protocol/errors.ts'
import type { BulkSource, Looked } from './bulk.ts'
import {
  type Answer,
  type Asked,
  type LookAnswer,
  type Question,
  type ReadAnswer,
  StatRows,
} from './reader-messages.ts'

export interface Readers extends AsyncDisposable {
  ask(question: Question): Promise<LookAnswer | ReadAnswer>
}

const MAX_THREADS = 4
const BEHIND_MS = 200
const IDLE_MS = 30_000
const FILE = new URL(
  import.meta.url.endsWith('.ts') ? './reader-thread-disk.ts' : './reader-thread-disk.js',
  import.meta.url,
)

interface Waiting {
  readonly asked: Asked
  readonly since: number
  readonly done: PromiseWithResolvers<LookAnswer | ReadAnswer>
}
interface Thread {
  readonly worker: Worker
  /** What it works on. */
  current: Waiting | undefined
  /** It has answered once: until then it is starting, and nobody falls behind by its fault. */
  isUp: boolean
}

export function openReaders(): Readers {
  const threads = new Set<Thread>()
  const queue: Waiting[] = []
  let nextId = 1
  let idle: NodeJS.Timeout | undefined
  let isClosed = false

  return {
    ask(question) {
      if (isClosed) return Promise.reject(stopped())
      clearTimeout(idle)
      const done = Promise.withResolvers<LookAnswer | ReadAnswer>()
      queue.push({ asked: { ...question, id: nextId++ }, since: performance.now(), done })
      dispatch()
      return done.promise
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      clearTimeout(idle)
      for (const { done } of queue.splice(0)) done.reject(stopped())
      await Promise.all([...threads].map(letGo))
    },
  }

  function dispatch(): void {
    for (const thread of threads) if (!thread.current) give(thread)
    const first = queue[0]
    if (!first) return
    const areUp = [...threads].every(({ isUp }) => isUp)
    const isBehind = performance.now() - first.since > BEHIND_MS
    if (threads.size === 0 || (areUp && isBehind && threads.size < MAX_THREADS)) give(start())
  }

  function give(thread: Thread): void {
    const next = queue.shift()
    if (!next) return
    thread.current = next
    thread.worker.ref() // work under way keeps a process alive, an idle thread does not
    thread.worker.postMessage(next.asked)
  }

  function start(): Thread {
    const worker = new Worker(FILE)
    const thread: Thread = { worker, current: undefined, isUp: false }
    threads.add(thread)
    worker.on('message', (answer: Answer) => {
      const { done } = thread.current!
      thread.current = undefined
      thread.isUp = true
      worker.unref()
      if (answer.kind === 'failed') done.reject(errorOf(answer.failure))
      else done.resolve(answer)
      dispatch()
      if ([...threads].every(({ current }) => !current)) rest()
    })
    worker.on('error', cause => fail(thread, cause))
    worker.on('exit', () => fail(thread, undefined))
    worker.unref()
    return thread
  }

  function fail(thread: Thread, cause: unknown): void {
    threads.delete(thread)
    const current = thread.current
    thread.current = undefined
    current?.done.reject(
      isClosed
        ? stopped()
        : new HoldfastError('INTERNAL', 'a thread that reads folders ended before its time', { cause }),
    )
    if (!isClosed) dispatch()
  }

  function rest(): void {
    clearTimeout(idle)
    idle = setTimeout(() => {
      for (const thread of threads) if (!thread.current) void letGo(thread)
    }, IDLE_MS)
    idle.unref()
  }

  async function letGo(thread: Thread): Promise<void> {
    if (!isClosed) threads.delete(thread)
    await thread.worker.terminate()
  }
}

/** The bulk calls of a folder. `at`: where a path of it is on the disk. */
export function bulkOf(readers: Readers, at: (path: Uint8Array) => Buffer, withXattrs: boolean): BulkSource {
  const textAt = (path: Uint8Array) => at(path).toString('latin1')
  return {
    async look(directory) {
      return lookedIn((await readers.ask({ kind: 'look', directory: textAt(directory) })) as LookAnswer)
    },
    async readSmall(orders, memory) {
      const { buffer, byteOffset } = memory
      if (!(buffer instanceof SharedArrayBuffer)) throw new TypeError('threads can not see this memory')
      const paths = orders.map(({ path }) => textAt(path))
      const sizes = orders.map(({ size }) => size)
      const question = { kind: 'read', paths, sizes, withXattrs, memory: buffer, at: byteOffset } as const
      const answer = (await readers.ask(question)) as ReadAnswer
      const rows = new StatRows(answer.rows)
      const xattrs = new Map(answer.xattrs.map(one => [one.index, one.xattrs]))
      let end = 0
      return sizes.map((size, i) => {
        end += size
        const stat = rows.get(i)
        const bytes = stat && memory.subarray(end - size, end - size + stat.size)
        return bytes && { stat, bytes, xattrs: xattrs.get(i) ?? [] }
      })
    },
  }
}

function lookedIn({ names, rows: buffer, failures, targets }: LookAnswer): Looked[] {
  const rows = new StatRows(buffer)
  const looked: { -readonly [K in keyof Looked]: Looked[K] }[] = []
  if (names.length === 0) return looked
  for (const name of names.split('/')) {
    const stat = rows.get(looked.length)
    looked.push({ name: Buffer.from(name, 'latin1'), stat, failure: undefined, target: undefined })
  }
  for (const failure of failures) looked[failure.index]!.failure = errorOf(failure)
  for (const { index, target } of targets) looked[index]!.target = Buffer.from(target, 'latin1')
  return looked
}

function errorOf({ code, message }: { readonly code: string | undefined; readonly message: string }): Error {
  return Object.assign(new Error(message), { code })
}

function stopped(): HoldfastError {
  return new HoldfastError('STOPPED', 'the threads that read folders are stopped')
}
