// One capture of a project at a time (§ Schedule). What somebody asks for takes the place of what runs by itself: nothing
// is lost by that, for the next ingest goes on from what is stored.
import { HoldfastError } from '../../../protocol/errors.ts'
import type { ProjectId } from '../../../protocol/ids.ts'

export type CaptureKind = 'asked' | 'snapshot' | 'rehash'

interface Running {
  readonly kind: CaptureKind
  readonly abort: AbortController
  readonly done: Promise<void>
}

export class Desk {
  readonly #running = new Map<ProjectId, Running>()

  running(project: ProjectId): CaptureKind | undefined {
    return this.#running.get(project)?.kind
  }

  /** Throws BUSY when the project is being captured by something that doesn't give way. */
  async run<T>(
    project: ProjectId,
    kind: CaptureKind,
    work: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    for (let other = this.#running.get(project); other; other = this.#running.get(project)) {
      if (kind !== 'asked' || other.kind === 'asked')
        throw new HoldfastError('BUSY', 'a snapshot of it is being taken', { hint: 'wait until it is done' })
      other.abort.abort(new HoldfastError('BUSY', 'a snapshot that was asked for goes first'))
      await other.done
      signal.throwIfAborted()
    }
    const abort = new AbortController()
    const done = Promise.withResolvers<void>()
    this.#running.set(project, { kind, abort, done: done.promise })
    try {
      return await work(AbortSignal.any([signal, abort.signal]))
    } finally {
      this.#running.delete(project)
      done.resolve()
    }
  }
}
