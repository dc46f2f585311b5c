// Captures by schedule that failed: since when, why, and when to try again. Not kept over a restart: the next run finds out
// anew.
import type { HoldfastError } from '../../../protocol/errors.ts'
import type { ProjectId } from '../../../protocol/ids.ts'
import type { Clock } from '../../ports.ts'

export interface Failure {
  /** Wall ms of the first in a row. */
  readonly since: number
  readonly times: number
  readonly error: HoldfastError | Error
  readonly waitMs: number
  /** Monotonic ms. */
  readonly retryAt: number
}

const FIRST_MS = 60_000
const MOST_MS = 3_600_000

export class Failures {
  readonly #clock: Clock
  readonly #failures = new Map<ProjectId, Failure>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add(project: ProjectId, error: HoldfastError | Error): Failure {
    const known = this.#failures.get(project)
    const times = (known?.times ?? 0) + 1
    const waitMs = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(times - 1, 10))
    const failure = {
      since: known?.since ?? this.#clock.wall(),
      times,
      error,
      waitMs,
      retryAt: this.#clock.monotonic() + waitMs,
    }
    this.#failures.set(project, failure)
    return failure
  }

  clear(project: ProjectId): void {
    this.#failures.delete(project)
  }

  of(project: ProjectId): Failure | undefined {
    return this.#failures.get(project)
  }
}
