// The directories from the target down to where a restore is at work, held open: going from one directory to the next
// opens what differs, so that the deepest tree costs one step a directory. Very long ladders keep only some rungs open.
import type { PlannedDirectory } from './plan.ts'
import type { OpenDirectory } from './target-disk.ts'

interface Rung {
  readonly planned: PlannedDirectory
  open: OpenDirectory | undefined
}

// Every EVERY-th stays open, and the last EVERY: a tree of 4,096 levels takes 128 descriptors.
const EVERY = 64

export class Ladder implements AsyncDisposable {
  readonly #root: OpenDirectory
  /** Of depth 1 and on. */
  readonly #rungs: Rung[] = []

  /** The root stays the caller's. */
  constructor(root: OpenDirectory) {
    this.#root = root
  }

  /** Opens a planned directory that exists, name by name, never through a symlink. It is the ladder's until the next call. */
  async to(planned: PlannedDirectory): Promise<OpenDirectory> {
    const below: PlannedDirectory[] = []
    let at: PlannedDirectory | undefined = planned
    for (; at?.parent && this.#rungs[at.depth - 1]?.planned !== at; at = at.parent) below.push(at)
    await this.#cut(at?.depth ?? 0)
    for (let next = below.pop(); next; next = below.pop()) {
      this.#rungs.push({ planned: next, open: undefined })
      await this.#opened(next.depth)
      await this.#close(next.depth - EVERY)
    }
    return this.#opened(this.#rungs.length)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#cut(0)
  }

  /** The directory of that depth, opened from the nearest open one above it. */
  async #opened(depth: number): Promise<OpenDirectory> {
    let from = depth
    while (from > 0 && !this.#rungs[from - 1]!.open) from--
    let open = from === 0 ? this.#root : this.#rungs[from - 1]!.open!
    for (; from < depth; from++) {
      const rung = this.#rungs[from]!
      open = await open.open(rung.planned.entry!.name)
      rung.open = open
    }
    return open
  }

  async #cut(depth: number): Promise<void> {
    while (this.#rungs.length > depth) await this.#rungs.pop()!.open?.release()
  }

  async #close(depth: number): Promise<void> {
    if (depth <= 0 || depth % EVERY === 0) return
    const rung = this.#rungs[depth - 1]!
    await rung.open?.release()
    rung.open = undefined
  }
}
