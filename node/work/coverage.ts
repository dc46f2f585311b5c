// Which chunks lie below the snapshots that a site holds, kept for a while once it was asked: what a peer says it holds it
// need not fetch (§ Proof). One list of snapshots serves all sites that have got equally far with a project.
import { isError } from '../../protocol/errors.ts'
import type { Cid, ProjectId, SnapshotId } from '../../protocol/ids.ts'
import type { SnapshotRecord } from '../../protocol/snapshot.ts'
import { type ChunkSource, loadHeader, type TreeRef } from '../../protocol/tree-load.ts'
import type { Clock, Random } from '../ports.ts'
import { CidTable } from './cid-table.ts'

interface Options {
  readonly snapshot: (project: ProjectId, id: SnapshotId) => SnapshotRecord | undefined
  readonly load: ChunkSource
}
interface Covered {
  readonly project: ProjectId
  /** Walked so far, in this order; a chunk's stamp is the place of the first that has it. */
  readonly order: Set<SnapshotId>
  /** What was last asked for, and the answer: lists are made anew when they change, so the same one says the same. */
  last: { readonly held: readonly SnapshotId[]; readonly below: number } | undefined
  readonly table: CidTable
  /** What could not be read, and whose it is: it may have come since. */
  holes: Hole[]
  triedAt: number
  usedAt: number
}
interface Hole {
  readonly ref: TreeRef
  readonly stamp: number
}
/** Tells which chunks lie below the snapshots it was asked for. */
export type IsBelow = (cid: Cid) => boolean

/** Of all projects together: 64 MiB. What is beyond is not known, and so not below. */
const MOST_CHUNKS = 2_900_000
/** Who fetches a project asks again within seconds; to walk it once more costs less than to keep all that was ever asked. */
const KEPT_MS = 10 * 60_000
const HOLES_EVERY_MS = 1_000
const MOST_HOLES = 10_000

export class Coverage {
  readonly #options: Options
  readonly #ports: { readonly clock: Clock; readonly random: Random }
  #known: Covered[] = []
  #walking: Promise<unknown> = Promise.resolve()

  constructor(options: Options, ports: { readonly clock: Clock; readonly random: Random }) {
    this.#options = options
    this.#ports = ports
  }

  /** Walks what is new in these snapshots. A chunk that can't be read here hides what is below it until it can. */
  of(project: ProjectId, held: readonly SnapshotId[], signal: AbortSignal): Promise<IsBelow> {
    const found = this.#walking.then(() => this.#of(project, held, signal))
    this.#walking = found.catch(() => undefined)
    return found
  }

  async #of(project: ProjectId, held: readonly SnapshotId[], signal: AbortSignal): Promise<IsBelow> {
    const now = this.#ports.clock.monotonic()
    this.#known = this.#known.filter(({ usedAt }) => now - usedAt < KEPT_MS)
    const ofProject = this.#known.filter(known => known.project === project)
    const wanted = new Set(held)
    const covered =
      ofProject.find(({ last }) => last?.held === held) ??
      ofProject.find(known => fits(known, wanted)) ??
      this.#begin(project)
    covered.usedAt = now
    if (covered.holes.length > 0 && now - covered.triedAt >= HOLES_EVERY_MS) {
      const holes = covered.holes
      covered.holes = []
      covered.triedAt = now
      for (const { ref, stamp } of holes) await this.#walk(covered, [ref], stamp, signal)
    }
    const below = covered.last?.held === held ? covered.last.below : await this.#extend(covered, held, wanted, signal)
    const { table } = covered
    return cid => (table.get(cid) ?? Number.POSITIVE_INFINITY) < below
  }

  /** Walks what is new among `wanted`, which are those of `held`; returns how many of those walked belong to it. */
  async #extend(
    covered: Covered,
    held: readonly SnapshotId[],
    wanted: ReadonlySet<SnapshotId>,
    signal: AbortSignal,
  ): Promise<number> {
    const { project, order, table } = covered
    const news = [...wanted].filter(id => !order.has(id))
    const records = news.map(id => this.#options.snapshot(project, id)).filter(record => record !== undefined)
    for (const record of records.sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1))) {
      const stamp = order.size
      await this.#walk(covered, table.add(record.root.cid, stamp) ? [record.root] : [], stamp, signal)
      order.add(record.id)
    }
    const below = [...wanted].filter(id => order.has(id)).length
    // One whose record has not come yet is to be looked for again.
    covered.last = records.length === news.length ? { held, below } : undefined
    return below
  }

  #begin(project: ProjectId): Covered {
    const secret = this.#ports.random.below(2 ** 32)
    const table = new CidTable(secret)
    const covered: Covered = { project, order: new Set(), last: undefined, table, holes: [], triedAt: 0, usedAt: 0 }
    this.#known.push(covered)
    return covered
  }

  async #walk({ table, holes }: Covered, from: readonly TreeRef[], stamp: number, signal: AbortSignal): Promise<void> {
    const open = [...from]
    for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
      signal.throwIfAborted()
      try {
        for (const child of (await loadHeader(this.#options.load, ref)).children) {
          if (this.#size() >= MOST_CHUNKS && !this.#drop(table)) return
          if (table.add(child.cid, stamp) && child.below > 0) open.push(child)
        }
      } catch (error) {
        if (!isError(error)) throw error
        if (holes.length < MOST_HOLES) holes.push({ ref, stamp })
      }
    }
  }

  #size(): number {
    return this.#known.reduce((sum, { table }) => sum + table.size, 0)
  }

  /** Makes room by what was not used for longest; false when there is nothing else. */
  #drop(besides: CidTable): boolean {
    const [oldest] = this.#known.filter(({ table }) => table !== besides).sort((a, b) => a.usedAt - b.usedAt)
    this.#known = this.#known.filter(known => known !== oldest)
    return oldest !== undefined
  }
}

// What was walked first must be what is held, so that the stamps tell it from the rest; more can be walked behind that.
function fits({ order }: Covered, wanted: ReadonlySet<SnapshotId>): boolean {
  let among = 0
  let isBehind = false
  for (const id of order) {
    if (!wanted.has(id)) isBehind = true
    else if (isBehind) return false
    else among++
  }
  return !isBehind || among === wanted.size
}
