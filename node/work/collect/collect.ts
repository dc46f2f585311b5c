// Frees what this site no longer keeps: what was let go of and whose time is over, what no root it keeps leads to, and nodes
// its own catalog has left behind. Runs when there is something to free, beside everything else (§ Store, Collection).
import { type HoldfastError, isError } from '../../../protocol/errors.ts'
import type { Cid, NodeHash, ProjectId, SnapshotId } from '../../../protocol/ids.ts'
import { type LoadNode, reachable } from '../../../protocol/merkle-map.ts'
import type { SnapshotRecord } from '../../../protocol/snapshot.ts'
import { formatBytes, formatCount } from '../../../protocol/units.ts'
import type { Ports } from '../../ports.ts'
import type { Worker } from '../../worker.ts'
import type { AuditLog } from '../audit/audit.ts'
import { CidTable } from '../cid-table.ts'
import type { CustodySet, KeptRoot } from '../keeping/custody-set.ts'
import type { Trash, TrashMark } from '../keeping/trash.ts'
import type { NodeCache } from '../mesh/map-cache.ts'
import type { Promises } from '../mesh/promises.ts'
import { Budget } from './budget.ts'
import { letGo } from './let-go.ts'
import { Occasion } from './occasion.ts'
import { type Keep, walkTrees } from './walk-trees.ts'
import { type Place, Young } from './young.ts'

export interface Collected {
  readonly chunks: number
  readonly nodes: number
  readonly chunkBytes: number
  readonly reclaimedBytes: number
  readonly deadBytes: number
}

export interface CollectStore {
  position(): Place
  stats(): { readonly chunkBytes: number; readonly nodes: number }
  health(): { readonly state: string }
  collect(
    options: {
      readonly before?: Place
      readonly mark: (keep: Keep & { node(hash: NodeHash): boolean }) => Promise<void>
      readonly pace?: (bytes: number) => Promise<void>
      readonly rotten?: (
        name: { readonly kind: 'chunk'; readonly cid: Cid } | { readonly kind: 'node'; readonly node: NodeHash },
        why: string,
      ) => Promise<void>
    },
    signal: AbortSignal,
  ): Promise<Collected>
}

interface Options {
  readonly store: CollectStore
  readonly cache: NodeCache
  readonly custodySet: Pick<CustodySet, 'roots'>
  readonly trash: Pick<Trash, 'due' | 'freed' | 'of'>
  readonly snapshot: (project: ProjectId, id: SnapshotId) => SnapshotRecord | undefined
  readonly promises: Pick<Promises, 'state' | 'setState' | 'tidy'>
  readonly custodyClock: { now(): number }
  /** Roots of the own catalog that a peer may still ask for, and its nodes. */
  readonly ownRoots: () => readonly NodeHash[]
  readonly loadNode: LoadNode
  readonly mender: { report(cid: Cid, why: string): Promise<void>; check(): void }
  readonly mendNode: (node: NodeHash, why: string, signal: AbortSignal) => Promise<void>
  readonly audit: Pick<AuditLog, 'record'>
  /** Awaited before each piece of work: while something else needs the disk more, it rests. */
  readonly giveWay: (signal: AbortSignal) => Promise<void>
}

const IDLE_MS = 60_000
/** After so long at work it rests as long. */
const TURN_MS = 20

export class Collector {
  readonly #options: Options
  readonly #ports: Ports
  readonly #budget: Budget
  readonly #young: Young
  readonly #occasion: Occasion
  #isRunning = false
  /** Of the collection under way: what is held has a tree chunk that can't be read. */
  #hidden: { readonly error: HoldfastError } | undefined
  #waiting: string | undefined
  /** Of this run: bytes that packs have shrunk by, and those that are of no use and still there. */
  freedBytes = 0
  deadBytes = 0

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
    this.#budget = new Budget(options.promises, options.custodyClock)
    this.#young = new Young(options.cache, options.custodyClock, () => options.store.position())
    this.#occasion = new Occasion(options, ports.clock)
  }

  worker(): Worker {
    return {
      name: 'collect',
      idleMs: IDLE_MS,
      status: () => ({
        running: this.#isRunning,
        waiting: this.#waiting,
        freedBytes: this.freedBytes,
        deadBytes: this.deadBytes,
        spentToday: this.#budget.spent(),
      }),
      step: async signal => {
        await this.#young.note()
        await this.#options.promises.tidy(this.#breather(signal))
        // While everything is young, nothing goes.
        if ((await this.#young.oldEnd()).pack === 0) return 'idle'
        if (!(await this.#occasion.isNow(await this.#hasDue()))) return 'idle'
        await this.#options.giveWay(signal)
        await this.collect(signal)
        return 'idle'
      },
    }
  }

  /** One collection. What it needs to see of held trees and can't makes it end with nothing freed, until that is mended. */
  async collect(signal: AbortSignal): Promise<Collected | undefined> {
    if (this.#isRunning) return undefined
    this.#isRunning = true
    const ended = this.#occasion.begin()
    try {
      const { collected, kept } = await this.#collect(signal)
      this.#waiting = undefined
      this.freedBytes += collected.reclaimedBytes
      this.deadBytes = collected.deadBytes
      await ended(kept)
      return collected
    } catch (error) {
      if (error !== this.#hidden?.error) throw error
      this.#waiting = `nothing is freed before it can be seen what is kept: ${error instanceof Error ? error.message : ''}`
      this.#options.mender.check()
      await ended(undefined)
      return undefined
    } finally {
      this.#isRunning = false
      this.#hidden = undefined
    }
  }

  async #collect(signal: AbortSignal): Promise<{ collected: Collected; kept: ReadonlySet<SnapshotId> }> {
    const { store, trash, mender, mendNode } = this.#options
    const trees = new CidTable(this.#secret())
    const walked = new Set<SnapshotId>()
    /** Let go of now, or in part: no longer kept for themselves. */
    const going = new Set<SnapshotId>()
    const breathe = this.#breather(signal)
    let freed: { marks: readonly TrashMark[]; bytes: number } = { marks: [], bytes: 0 }
    const mark = async (keep: Keep & { node(hash: NodeHash): boolean }): Promise<void> => {
      const isFirst = walked.size === 0 && going.size === 0
      const due = isFirst ? await this.#due() : []
      for (const one of due) going.add(one.mark.snapshot)
      for (const kept of this.#roots(going)) {
        if (walked.has(kept.snapshot)) continue
        walked.add(kept.snapshot)
        await this.#markTree(kept, keep, trees, breathe, signal)
      }
      if (!isFirst) return
      await this.#markNodes(keep, breathe)
      const ways = { keep, secret: this.#secret(), breathe }
      const { whole, bytes } = await letGo(due, this.#budget.left(store.stats().chunkBytes), ways, signal)
      // Taken back while this was found out: it is held, and a root again.
      const marks = whole.filter(({ snapshot }) => trash.of(snapshot) !== undefined)
      if (bytes > 0) await this.#budget.spend(bytes)
      await trash.freed(marks.map(({ snapshot }) => snapshot))
      freed = { marks, bytes }
    }
    const before = await this.#young.oldEnd()
    const rotten: NonNullable<Parameters<CollectStore['collect']>[0]['rotten']> = (name, why) =>
      name.kind === 'chunk' ? mender.report(name.cid, why) : mendNode(name.node, why, signal)
    const collected = await store.collect({ before, mark, pace: breathe, rotten }, signal)
    await this.#tell(freed, collected)
    for (const { snapshot } of freed.marks) going.delete(snapshot)
    return { collected, kept: new Set([...walked, ...going]) }
  }

  /** Something waits to be freed, and enough of the day's budget is there that it is worth a look. */
  async #hasDue(): Promise<boolean> {
    const due = await this.#due()
    const { chunkBytes } = this.#options.store.stats()
    return due.some(({ isFree }) => isFree || this.#budget.left(chunkBytes) >= this.#budget.most(chunkBytes) / 4)
  }

  async #due() {
    const due = (await this.#options.trash.due()).sort((a, b) => a.at - b.at)
    return due.flatMap(mark => {
      const root = this.#options.snapshot(mark.project, mark.snapshot)?.root
      return root === undefined ? [] : [{ mark, root, isFree: mark.reason === 'surplus' }]
    })
  }

  #roots(going: ReadonlySet<SnapshotId>): KeptRoot[] {
    // One that is held again after all, or read, is kept for that.
    return this.#options.custodySet.roots().filter(({ why, snapshot }) => why !== 'trashed' || !going.has(snapshot))
  }

  async #markTree(
    { root, why, snapshot }: KeptRoot,
    keep: Keep,
    trees: CidTable,
    breathe: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const damaged: { cid: Cid; error: HoldfastError }[] = []
    await walkTrees(
      root,
      {
        load: cids => keep.loadChunks(cids),
        trees,
        met: cid => keep.chunk(cid),
        hidden: ({ cid }, error) => {
          // What is still being fetched has holes. Of what is held, all has to be seen before anything goes.
          if (why === 'held') this.#hidden ??= { error }
          if (isError(error, 'CHUNK_CORRUPT')) damaged.push({ cid, error })
          else if (!isError(error, 'CHUNK_MISSING'))
            this.#ports.log.warn({ snapshot, cid, err: error }, 'a tree that is kept can not be followed')
        },
        breathe,
      },
      signal,
    )
    for (const { cid, error } of damaged) await this.#options.mender.report(cid, error.message)
    if (this.#hidden !== undefined) throw this.#hidden.error
  }

  async #markNodes(keep: { node(hash: NodeHash): boolean }, breathe: () => Promise<void>): Promise<void> {
    const seen = new Set<NodeHash>()
    for (const root of this.#options.ownRoots()) {
      for await (const hash of reachable(root, this.#options.loadNode, known => seen.has(known))) {
        seen.add(hash)
        keep.node(hash)
        if (seen.size % 64 === 0) await breathe()
      }
    }
  }

  async #tell(freed: { marks: readonly TrashMark[]; bytes: number }, collected: Collected): Promise<void> {
    const { chunks, nodes, chunkBytes, reclaimedBytes } = collected
    if (chunks + nodes > 0)
      this.#ports.log.info({ chunks, nodes, chunkBytes, reclaimedBytes, snapshots: freed.marks.length }, 'collected')
    const deleted = freed.marks.filter(({ reason }) => reason !== 'surplus')
    for (const [project, marks] of Map.groupBy(deleted, ({ project }) => project)) {
      const text = `freed ${formatCount(marks.length, 'snapshot', 'snapshots')}, of ${formatBytes(freed.bytes)} in all`
      await this.#options.audit.record({ act: 'freed', project, text })
    }
  }

  /** Rests as long as it has worked, and while something else needs the disk more. */
  #breather(signal: AbortSignal): () => Promise<void> {
    const { clock } = this.#ports
    let since = clock.monotonic()
    return async () => {
      const worked = clock.monotonic() - since
      if (worked < TURN_MS) return
      await clock.wait(worked, signal)
      await this.#options.giveWay(signal)
      since = clock.monotonic()
    }
  }

  #secret(): number {
    return this.#ports.random.below(2 ** 32)
  }
}
