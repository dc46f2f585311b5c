// Where a site stands with dropping: what its journal says of a project, the clocks it is counted on, and one line in which
// everything that looks at the one and writes the other stands (§ Drop). A lease that is being journaled and a drop that is
// being begun would not see each other otherwise.
import type { ProjectId } from '../../../protocol/ids.ts'
import type { DropPromises, Times } from '../../../protocol/lease.ts'
import type { Ports } from '../../ports.ts'
import type { Trash, TrashMark } from '../keeping/trash.ts'
import type { Promises } from '../mesh/promises.ts'

interface Options {
  readonly promises: Pick<Promises, 'dropping'>
  readonly trash: Pick<Trash, 'marks'>
  readonly clock: { now(): number }
}

export class Standing {
  readonly #options: Options
  readonly #ports: Ports
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
  }

  now(): Times {
    const { clock } = this.#ports
    return { monotonic: clock.monotonic(), wall: clock.wall(), custody: this.#options.clock.now() }
  }

  of(project: ProjectId): DropPromises {
    const { promises } = this.#options
    const marks = this.marks(project)
    return {
      given: promises.dropping.given(project),
      removal: promises.dropping.removals.get(project),
      trashed:
        marks.length === 0
          ? undefined
          : {
              snapshots: marks.map(({ snapshot }) => snapshot).sort(),
              freeAt: Math.max(...marks.map(({ freeAt }) => freeAt)),
            },
    }
  }

  /** What was dropped here as more than needed and is not freed yet. */
  marks(project: ProjectId): TrashMark[] {
    return this.#options.trash.marks().filter(mark => mark.reason === 'surplus' && mark.project === project)
  }

  /** Runs it once all that came before has ended. */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#last
    const turn = Promise.withResolvers<void>()
    this.#last = turn.promise
    await before
    try {
      return await work()
    } finally {
      turn.resolve()
    }
  }
}
