// What this site holds, as it states it in its catalog: a snapshot enters a holding only when every chunk below its root
// was verified, fsynced and read back, and leaves it as soon as one is known to be missing (§ Holding).
import { encodeHolding, type Holding, keys } from '../../../protocol/catalog.ts'
import type { ChildRef } from '../../../protocol/chunk.ts'
import { type HoldfastError, isError } from '../../../protocol/errors.ts'
import type { Cid, ProjectId, SiteId, SnapshotId } from '../../../protocol/ids.ts'
import type { SnapshotRecord } from '../../../protocol/snapshot.ts'
import { type RootRef, type TreeRef, verifyTree } from '../../../protocol/tree-load.ts'
import type { Ports } from '../../ports.ts'
import type { OwnCatalog } from '../mesh/own-catalog.ts'
import type { View } from '../mesh/view.ts'

export interface ChunkStore {
  putChunks(chunks: readonly { cid: Cid; bytes: Uint8Array }[]): Promise<void>
  hasChunks(cids: readonly Cid[]): Promise<boolean[]>
  /** Checked against the cid. Throws CHUNK_MISSING, CHUNK_CORRUPT. */
  loadChunk(cid: Cid): Promise<Uint8Array>
  /** The first of them, a few MiB at a time, each checked; in the place of one that can't be had, why not. */
  loadChunks(cids: readonly Cid[]): Promise<(Uint8Array | HoldfastError)[]>
  /** Reads them back and checks each: undefined where one is well, seen by `look`, else why not, as loadChunk. */
  checkChunks(
    cids: readonly Cid[],
    look?: (cid: Cid, bytes: Uint8Array) => void,
  ): Promise<(HoldfastError | undefined)[]>
  quarantine(cid: Cid, why: string): Promise<void>
  /** Until it is disposed, whatever is put or found to be here from now on is not freed. */
  guard(): Disposable
}

const CHECK_BATCH = 512
/** What others state in a proof is bounded, so that none of them can use the numbers up. */
const MOST_GENERATIONS = 2 ** 32

export class Custody {
  readonly #store: ChunkStore
  readonly #own: OwnCatalog
  readonly #view: View
  readonly #ports: Ports
  readonly #me: SiteId
  /** Every chunk here was verified at or after this wall time: on arrival, or by the last full scrub. */
  #verifiedSince: number
  /** A chunk was found rotten: takes it out of service, to be mended. */
  damaged: (cid: Cid, why: string) => Promise<void>
  /** Promises to keep what is about to be stated as held. Resolves when that is durable. */
  lock: (snapshot: SnapshotRecord) => Promise<void> = async () => undefined
  /** Something may be missing below what is held. */
  lookAgain: () => void = () => undefined
  /** The same where it is less likely, or often so. */
  lookSometime: () => void = () => undefined
  /** A snapshot's tree says what can't be: nobody can ever hold it whole. */
  lied: (snapshot: SnapshotRecord, why: string) => void = () => undefined
  readonly #lies = new Set<SnapshotId>()
  /** The statements that holdings are void. */
  readonly #voids = new Map<ProjectId, Promise<void>>()
  /** How many fetches rest on the project's holding being voided. */
  readonly #fetching = new Map<ProjectId, number>()

  constructor(store: ChunkStore, own: OwnCatalog, view: View, verifiedSince: number, ports: Ports) {
    this.#store = store
    this.#own = own
    this.#view = view
    this.#ports = ports
    this.#me = own.site
    this.#verifiedSince = verifiedSince
    this.damaged = (cid, why) => store.quarantine(cid, why)
  }

  /** Held from the first look for what a snapshot needs until it is stated to be held. */
  guard(): Disposable {
    return this.#store.guard()
  }

  get verifiedSince(): number {
    return this.#verifiedSince
  }

  holding(project: ProjectId): Holding | undefined {
    return this.#view.holding(this.#me, project)
  }

  holds(project: ProjectId, snapshot: SnapshotId): boolean {
    return this.holding(project)?.snapshots.includes(snapshot) ?? false
  }

  projects(): ProjectId[] {
    return [...this.#view.holdings(this.#me).keys()]
  }

  /**
   * Stores chunks that match their cids, reads each back from the disk and compares. What comes back wrong is
   * quarantined and written once more, since it may have been here, rotten, before; then thrown as CHUNK_CORRUPT.
   */
  async store(chunks: readonly { cid: Cid; bytes: Uint8Array }[]): Promise<void> {
    await this.#store.putChunks(chunks)
    const wrong = await this.#unreadable(chunks)
    if (wrong.length === 0) return
    // A chunk that was here already and has rotted is not written again by a put until it is out of service.
    await this.#store.putChunks(wrong.map(({ chunk }) => chunk))
    const [still] = await this.#unreadable(wrong.map(({ chunk }) => chunk))
    if (still !== undefined) throw still.error
  }

  async #unreadable<Chunk extends { cid: Cid }>(chunks: readonly Chunk[]): Promise<{ chunk: Chunk; error: unknown }[]> {
    const errors = await this.#store.checkChunks(chunks.map(({ cid }) => cid))
    const wrong = chunks.flatMap((chunk, i) => (errors[i] ? [{ chunk, error: errors[i] }] : []))
    for (const { chunk } of wrong) await this.#store.quarantine(chunk.cid, 'wrong when read back')
    return wrong
  }

  /** Notes that a snapshot's tree, down from its signed record, is not one. */
  noteLie(snapshot: SnapshotRecord, why: string): void {
    if (this.#lies.has(snapshot.id)) return
    this.#lies.add(snapshot.id)
    this.lied(snapshot, why)
  }

  isLie(snapshot: SnapshotId): boolean {
    return this.#lies.has(snapshot)
  }

  has(cids: readonly Cid[]): Promise<boolean[]> {
    return this.#store.hasChunks(cids)
  }

  /**
   * What a tree chunk lists, checked against what refers to it; undefined when it is missing, or rotten and therefore
   * reported. Throws CHUNK_CORRUPT for one that lies, MESSAGE_INVALID.
   */
  async loadChildren(ref: TreeRef): Promise<readonly ChildRef[] | undefined> {
    let bytes: Uint8Array
    try {
      bytes = await this.#store.loadChunk(ref.cid)
    } catch (error) {
      if (isError(error, 'CHUNK_CORRUPT')) await this.damaged(ref.cid, error.message)
      else if (!isError(error, 'CHUNK_MISSING')) throw error
      return undefined
    }
    return verifyTree(ref, bytes).children
  }

  /**
   * The chunks from `root` down that are not here, as far as can be seen: an absent tree chunk hides what is below it.
   * `met` hears of each that is below, here or not.
   */
  async missing(root: RootRef, signal: AbortSignal, met: (cid: Cid) => void = () => undefined): Promise<Cid[]> {
    const missing: Cid[] = []
    const stack: TreeRef[] = [root]
    const seen = new Set<Cid>([root.cid])
    while (stack.length > 0) {
      signal.throwIfAborted()
      const refs = stack.splice(-CHECK_BATCH)
      const here = await this.has(refs.map(ref => ref.cid))
      for (const [index, ref] of refs.entries()) {
        met(ref.cid)
        const children = here[index] ? (hasBelow(ref) ? await this.loadChildren(ref) : []) : undefined
        if (children === undefined) missing.push(ref.cid)
        for (const child of children ?? []) {
          if (seen.has(child.cid)) continue
          seen.add(child.cid)
          stack.push(child)
        }
      }
    }
    return missing
  }

  /** States that the snapshot is held whole. Resolves when the head that says so is durable. */
  async hold(snapshot: SnapshotRecord): Promise<void> {
    // Stated already, by somebody else perhaps, and not durable yet.
    if (this.holds(snapshot.project, snapshot.id)) return this.#own.settled()
    // The promise first: what is announced is never without one.
    await this.lock(snapshot)
    const holding = this.holding(snapshot.project)
    if (holding?.snapshots.includes(snapshot.id)) return this.#own.settled()
    await this.#state(snapshot.project, {
      snapshots: [...(holding?.snapshots ?? []), snapshot.id].sort(),
      storedBytes: (holding?.storedBytes ?? 0) + snapshot.root.storedBytes,
      scrubbedAt: this.#verifiedSince,
      since: holding?.since ?? this.#ports.clock.wall(),
      voided: holding?.voided ?? false,
      generation: holding?.generation ?? this.#freshGeneration(snapshot.project),
    })
  }

  /** Takes back a statement that bytes no longer back. */
  async withdraw(project: ProjectId, snapshots: readonly SnapshotId[]): Promise<void> {
    const holding = this.holding(project)
    if (holding === undefined) return
    const left = holding.snapshots.filter(id => !snapshots.includes(id))
    await this.#state(
      project,
      left.length === 0 ? undefined : { ...holding, snapshots: left, generation: holding.generation + 1 },
    )
  }

  /**
   * Lets go of snapshots whose bytes are still here. What stays of the holding was proved with them and stays proved, so its
   * generation stands (§ Trash).
   */
  async release(project: ProjectId, snapshots: readonly SnapshotId[]): Promise<void> {
    const holding = this.holding(project)
    if (holding === undefined) return
    const left = holding.snapshots.filter(id => !snapshots.includes(id))
    if (left.length === holding.snapshots.length) return
    await this.#state(project, left.length === 0 ? undefined : { ...holding, snapshots: left })
  }

  /**
   * Says openly that the holding can't be relied on while what it lacks is fetched, for others refuse a site what it says
   * it holds; only a proof made afterwards counts again. Resolves when the head that says so is durable and announced.
   */
  async void(project: ProjectId): Promise<void> {
    const holding = this.holding(project)
    if (holding === undefined) return
    const known = holding.voided ? this.#voids.get(project) : undefined
    const generation = holding.voided ? holding.generation : holding.generation + 1
    const stated = known ?? this.#state(project, { ...holding, voided: true, generation })
    this.#voids.set(project, stated)
    try {
      await stated
    } catch (error) {
      this.#voids.delete(project)
      throw error
    }
  }

  /** Nothing is missing any more: the holding may be proved again. A run that ended while it mended left it voided. */
  async unvoid(project: ProjectId): Promise<void> {
    const holding = this.holding(project)
    if (holding?.voided && !this.#fetching.has(project)) await this.#state(project, { ...holding, voided: false })
  }

  /** Fetches what the holding lacks with the holding voided, however often this is under way. */
  async fetchVoided<T>(project: ProjectId, fetch: () => Promise<T>): Promise<T> {
    if (this.holding(project) === undefined) return fetch()
    this.#fetching.set(project, (this.#fetching.get(project) ?? 0) + 1)
    try {
      await this.void(project)
      return await fetch()
    } finally {
      const left = this.#fetching.get(project)! - 1
      if (left > 0) this.#fetching.set(project, left)
      else {
        this.#fetching.delete(project)
        this.lookAgain()
      }
    }
  }

  /** A full scrub that began at `startedAt` found everything well or mended it. */
  async scrubbed(startedAt: number): Promise<void> {
    this.#verifiedSince = startedAt
    const edits = this.projects().flatMap(project => {
      const holding = this.holding(project)
      return holding
        ? [{ key: keys.holding(project), value: encodeHolding({ ...holding, scrubbedAt: startedAt }) }]
        : []
    })
    if (edits.length > 0) await this.#own.edit(edits)
  }

  /** The disk failed and is trusted again: what was proved before says nothing of the bytes that are there now. */
  async renew(): Promise<void> {
    for (const project of this.projects()) {
      const holding = this.holding(project)
      if (holding) await this.#state(project, { ...holding, generation: holding.generation + 1 })
    }
  }

  // A proof of what was held once, let go of and is held again, says nothing of the bytes that came since.
  #freshGeneration(project: ProjectId): number {
    const proved = this.#view.proofsOf(this.#me, project).map(({ generation }) => generation)
    return 1 + Math.max(0, ...proved.filter(generation => generation < MOST_GENERATIONS))
  }

  async #state(project: ProjectId, holding: Holding | undefined): Promise<void> {
    await this.#own.edit([{ key: keys.holding(project), value: holding && encodeHolding(holding) }])
  }
}

/** True when the chunk lists others: a leaf and a childless node have nothing below them. */
export function hasBelow(ref: TreeRef): boolean {
  return 'storedBytes' in ref || ref.below > 0
}
