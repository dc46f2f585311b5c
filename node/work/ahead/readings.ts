// The folders that are being read into snapshots here, and what is durable of each: sites that will hold a project may
// fetch its chunks while it is still being read (§ Protocols, Ahead of the snapshot).
import type { AheadChunk } from '../../../protocol/ahead.ts'
import { packAhead } from '../../../protocol/ahead.ts'
import { idOf, type ProjectId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'
import type { Ports } from '../../ports.ts'

/** One folder being read; disposed when its snapshot is taken or was given up. */
export interface Reading extends Disposable {
  /** These are durable now. */
  stored(chunks: readonly AheadChunk[]): void
}

interface Run {
  readonly id: Uint8Array
  readonly chunks: AheadChunk[][]
  count: number
  bytes: number
  isTold: boolean
  /** Resolves when something changes. */
  changed: PromiseWithResolvers<void>
}

// Less is sent as fast once there is a snapshot.
const TOLD_FROM_BYTES = 16 * 1024 * 1024
const ANSWER_WITHIN_MS = 2_000
const RUN_ID = 16

export class Readings {
  readonly #ports: Ports
  readonly #runs = new Map<ProjectId, Run>()
  /** Called when there is one more to tell of. */
  begun: () => void = () => undefined

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** Those with enough stored for others to begin. */
  projects(): ProjectId[] {
    return [...this.#runs].flatMap(([project, run]) => (run.isTold ? [project] : []))
  }

  /** Whether a folder of the project is being read, told of or not. */
  isReading(project: ProjectId): boolean {
    return this.#runs.has(project)
  }

  begin(project: ProjectId): Reading {
    const id = this.#ports.random.bytes(RUN_ID)
    const run: Run = { id, chunks: [], count: 0, bytes: 0, isTold: false, changed: Promise.withResolvers() }
    this.#runs.set(project, run)
    return {
      stored: chunks => this.#stored(run, chunks),
      [Symbol.dispose]: () => {
        if (this.#runs.get(project) === run) this.#runs.delete(project)
        run.changed.resolve()
      },
    }
  }

  /** Answers a site that follows a reading; waits a little where there is nothing new yet. */
  async answer(request: pb.AheadRequest, signal: AbortSignal): Promise<pb.AheadResponse.$Properties> {
    const run = this.#runs.get(idOf('ProjectId', request.project))
    if (run === undefined) return { done: true }
    // Of another reading than this one the peer knows nothing.
    const from = Buffer.compare(request.run, run.id) === 0 ? request.from : 0
    if (from >= run.count) await this.#waitForMore(run, signal)
    const part = run.chunks[Math.floor(from / LIMITS.chunkCids)] ?? []
    return { run: run.id, chunks: packAhead(part.slice(from % LIMITS.chunkCids)) }
  }

  #stored(run: Run, chunks: readonly AheadChunk[]): void {
    for (const { cid, stored } of chunks) {
      if (run.count++ % LIMITS.chunkCids === 0) run.chunks.push([])
      run.chunks.at(-1)!.push({ cid, stored })
      run.bytes += stored
    }
    if (!run.isTold && run.bytes >= TOLD_FROM_BYTES) {
      run.isTold = true
      this.begun()
    }
    run.changed.resolve()
    run.changed = Promise.withResolvers()
  }

  async #waitForMore(run: Run, signal: AbortSignal): Promise<void> {
    const enough = new AbortController()
    const late = this.#ports.clock.wait(ANSWER_WITHIN_MS, AbortSignal.any([signal, enough.signal]))
    // It rejects when it is cut short below, or by the caller's signal, which is looked at next.
    await Promise.race([run.changed.promise, late.catch(() => undefined)])
    enough.abort()
    signal.throwIfAborted()
  }
}
