// The search index of a site that can read projects: blocks of the newest snapshot of every line that is whole here, kept
// current by a worker at half a core's pace at most. It lives in memory alone, since no plain name may reach the disk, and
// it never passes off what it has not read yet as searched (§ Find).
import { isError } from '../../../protocol/errors.ts'
import type { Cid, ProjectId, RingId, SiteId, SnapshotId } from '../../../protocol/ids.ts'
import type { Ring } from '../../../protocol/ring.ts'
import type { SnapshotInfo } from '../../../protocol/snapshot.ts'
import type { Ports } from '../../ports.ts'
import type { Worker } from '../../worker.ts'
import { currentTipsOf, previousOf } from '../mesh/lines.ts'
import type { Snapshot } from '../mesh/projects.ts'
import { type Block, Blocks } from './blocks.ts'
import { foldText } from './fold.ts'
import { type Found, type SearchedLine, search } from './search.ts'
import type { Query } from './terms.ts'

interface Options {
  readonly projects: {
    all(): readonly { readonly id: ProjectId }[]
    snapshots(project: ProjectId): readonly Snapshot[]
    revisionOf(project: ProjectId): number
    ring(id: RingId): Ring | undefined
    info(snapshot: Snapshot): SnapshotInfo | undefined
  }
  /** Whether a snapshot is whole here. */
  readonly holds: (project: ProjectId, snapshot: SnapshotId) => boolean
  /** Throws CHUNK_MISSING, CHUNK_CORRUPT. */
  readonly loadChunk: (cid: Cid) => Promise<Uint8Array>
  readonly nameOf: (site: SiteId) => string
  /** Resolves after sockets and timers have run. */
  readonly breathe: () => Promise<void>
}

/** A line that is not searched as it is now. */
export interface Gap {
  readonly project: ProjectId
  readonly snapshot: Snapshot
  /** `keys`: none here to read it; `absent`: its tree is not whole here; `reading`: will be soon; `failed`: as logged. */
  readonly why: 'keys' | 'absent' | 'reading' | 'failed'
  /** The older snapshot of the line that is searched instead. */
  readonly instead: Snapshot | undefined
}
export interface Coverage {
  /** Files of the newest snapshots that are searched. */
  readonly files: number
  readonly gaps: readonly Gap[]
}
interface Held {
  readonly project: ProjectId
  readonly snapshot: Snapshot
  readonly root: Block
  readonly user: string
}
interface Tips {
  readonly revision: number
  readonly tips: readonly Snapshot[]
}

const IDLE_MS = 2_000
const TRY_AGAIN_MS = 60_000
const SLICE_MS = 5
/** How far back a line is followed for a snapshot that is whole here. */
const STEPS_BACK = 64

export class FindIndex {
  readonly #options: Options
  readonly #ports: Ports
  readonly #blocks = new Blocks()
  readonly #held = new Map<SnapshotId, Held>()
  readonly #failed = new Map<SnapshotId, number>()
  readonly #tips = new Map<ProjectId, Tips>()
  /** What was last made of each project's lines. */
  readonly #done = new Map<ProjectId, Tips>()
  #sliceFrom = 0

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
  }

  worker(): Worker {
    return {
      name: 'find',
      idleMs: IDLE_MS,
      status: () => ({ snapshots: this.#held.size, nodes: this.#blocks.size }),
      step: async signal => {
        this.#sliceFrom = this.#ports.clock.monotonic()
        for (const { id } of this.#options.projects.all()) {
          const tips = this.#tipsOf(id)
          if (this.#done.get(id) !== tips || tips.tips.some(tip => this.#canTake(id, tip))) {
            await this.#update(id, signal)
            this.#done.set(id, tips)
          }
          await this.#pace(signal)
        }
        return 'idle'
      },
    }
  }

  /** Searches `projects`, or all. */
  async search(
    query: Query,
    projects: readonly ProjectId[] | undefined,
    limit: number,
    signal: AbortSignal,
  ): Promise<Found<Snapshot>> {
    const wanted = projects && new Set(projects)
    const lines = new Map<ProjectId, SearchedLine<Snapshot>[]>()
    for (const { project, snapshot, root, user } of this.#held.values()) {
      if (wanted && !wanted.has(project)) continue
      const by = [this.#options.nameOf(snapshot.author), user].map(foldText)
      lines.set(project, [...(lines.get(project) ?? []), { snapshot, root, by }])
    }
    for (const each of lines.values()) each.sort((a, b) => b.snapshot.time - a.snapshot.time)
    const { clock } = this.#ports
    const breathe = async () => {
      await this.#options.breathe()
      signal.throwIfAborted()
    }
    return search(lines.values(), query, limit, { monotonic: () => clock.monotonic(), breathe })
  }

  coverage(projects: readonly ProjectId[]): Coverage {
    let files = 0
    const gaps: Gap[] = []
    for (const project of projects) {
      for (const tip of this.#tipsOf(project).tips) {
        const held = this.#held.get(tip.id)
        if (held !== undefined) {
          files += held.root.files
          continue
        }
        const older = [...lineBack(tip, this.#options.projects.snapshots(project))].find(({ id }) => this.#held.has(id))
        gaps.push({ project, snapshot: tip, why: this.#whyNot(project, tip), instead: older })
      }
    }
    return { files, gaps }
  }

  #tipsOf(project: ProjectId): Tips {
    const revision = this.#options.projects.revisionOf(project)
    const known = this.#tips.get(project)
    if (known?.revision === revision) return known
    const tips = { revision, tips: currentTipsOf(this.#options.projects.snapshots(project)) }
    this.#tips.set(project, tips)
    return tips
  }

  #whyNot(project: ProjectId, tip: Snapshot): Gap['why'] {
    if (this.#options.projects.ring(tip.ring) === undefined) return 'keys'
    if (!this.#options.holds(project, tip.id)) return 'absent'
    return this.#failed.has(tip.id) ? 'failed' : 'reading'
  }

  /** Reads what is new of a project's lines, then lets go of what they have left behind. */
  async #update(project: ProjectId, signal: AbortSignal): Promise<void> {
    const snapshots = this.#options.projects.snapshots(project)
    const wanted = new Set<SnapshotId>()
    for (const tip of currentTipsOf(snapshots)) {
      for (const snapshot of lineBack(tip, snapshots)) {
        if (!(await this.#take(project, snapshot, signal))) continue
        wanted.add(snapshot.id)
        break
      }
    }
    for (const held of this.#held.values()) {
      if (held.project !== project || wanted.has(held.snapshot.id)) continue
      this.#held.delete(held.snapshot.id)
      this.#blocks.release(held.root)
    }
  }

  /** Not searched yet, and can be. */
  #canTake(project: ProjectId, snapshot: Snapshot): boolean {
    if (this.#held.has(snapshot.id) || this.#options.projects.ring(snapshot.ring) === undefined) return false
    if (!this.#options.holds(project, snapshot.id)) return false
    const failedAt = this.#failed.get(snapshot.id)
    return failedAt === undefined || this.#ports.clock.monotonic() - failedAt >= TRY_AGAIN_MS
  }

  /** False when it can't be searched now. */
  async #take(project: ProjectId, snapshot: Snapshot, signal: AbortSignal): Promise<boolean> {
    if (this.#held.has(snapshot.id)) return true
    if (!this.#canTake(project, snapshot)) return false
    const { clock, log } = this.#ports
    const ring = this.#options.projects.ring(snapshot.ring)!
    try {
      const root = await this.#blocks.hold(ring, this.#options.loadChunk, snapshot.root, () => this.#pace(signal))
      const user = this.#options.projects.info(snapshot)?.user ?? ''
      this.#held.set(snapshot.id, { project, snapshot, root, user })
      this.#failed.delete(snapshot.id)
      return true
    } catch (error) {
      if (signal.aborted || !isError(error)) throw error
      this.#failed.set(snapshot.id, clock.monotonic())
      log.warn({ project, snapshot: snapshot.id, err: error }, "a snapshot can't be read for searching")
      return false
    }
  }

  /** Rests as long as it has worked. */
  async #pace(signal: AbortSignal): Promise<void> {
    const { clock } = this.#ports
    const worked = clock.monotonic() - this.#sliceFrom
    if (worked < SLICE_MS) return
    await clock.wait(worked, signal)
    this.#sliceFrom = clock.monotonic()
  }
}

/** A line's snapshots, newest first. */
function* lineBack(tip: Snapshot, snapshots: readonly Snapshot[]): Generator<Snapshot> {
  let at: Snapshot | undefined = tip
  for (let step = 0; at !== undefined && step < STEPS_BACK; step++) {
    if (at.state !== 'suspect') yield at
    at = previousOf(at, snapshots)
  }
}
