// Mends what is damaged here: a bad chunk leaves service, the holdings it belongs to are voided openly, the chunk comes
// back from a peer, and the holding counts again once it is proved anew; what nobody has is withdrawn (§ Scrub).
import type { Cid, ProjectId, SiteId, SnapshotId } from '../../protocol/ids.ts'
import type { Ports } from '../ports.ts'
import type { Worker } from '../worker.ts'
import type { ChunkStore, Custody } from './custody/custody.ts'
import type { Members } from './mesh/members.ts'
import type { Projects } from './mesh/projects.ts'
import type { Peers } from './peers.ts'
import type { Replicator } from './replicate.ts'

export interface Repair {
  readonly cid: Cid
  readonly project: ProjectId
  /** undefined = no reachable site had it; the snapshots that need it are withdrawn and fetched again later. */
  readonly from: SiteId | undefined
  /** Wall ms. */
  readonly at: number
}

const REPAIRS_KEPT = 1000
const SOMETIME_MS = 10 * 60_000

interface Options {
  readonly store: ChunkStore
  readonly custody: Custody
  readonly projects: Projects
  readonly members: Members
  readonly peers: Peers
  readonly replicator: Replicator
}

export class Mender {
  readonly #options: Options
  readonly #ports: Ports
  #due = false
  #running: Promise<Repair[]> | undefined
  readonly #lost = new Set<Cid>()
  #lookedAt = Number.NEGATIVE_INFINITY
  /** Found bad since the last look at everything. */
  #found = new Set<Cid>()
  repairs: Repair[] = []
  badChunks = 0
  nudge: () => void = () => undefined

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
  }

  /** Takes a damaged chunk out of service; it is mended soon. */
  async report(cid: Cid, why: string): Promise<void> {
    this.badChunks++
    this.#found.add(cid)
    this.#ports.log.error({ cid, why }, 'a chunk is damaged: quarantined, to be fetched from a peer')
    await this.#options.store.quarantine(cid, why)
    this.check()
  }

  /** Something may be missing below what is held. */
  check(): void {
    this.#due = true
    this.nudge()
  }

  /** The same where it is less likely, or often so: a look at everything takes long. */
  checkSometime(): void {
    const now = this.#ports.clock.monotonic()
    if (now - this.#lookedAt >= SOMETIME_MS) this.check()
  }

  /** Damaged chunks that no reachable site had, and that have not come since. */
  async loadLost(): Promise<Cid[]> {
    const cids = [...this.#lost]
    const here = await this.#options.store.hasChunks(cids)
    for (const [index, cid] of cids.entries()) if (here[index]) this.#lost.delete(cid)
    return [...this.#lost]
  }

  worker(): Worker {
    return {
      name: 'mend',
      idleMs: 60_000,
      status: () => ({
        due: this.#due,
        badChunks: this.badChunks,
        repaired: this.repairs.filter(repair => repair.from !== undefined).length,
      }),
      step: async signal => {
        if (!this.#due) return 'idle'
        await this.mend(signal)
        return this.#due ? 'worked' : 'idle'
      },
    }
  }

  /** Walks all holdings and mends what is missing below them, whatever was reported before this call included. */
  async mend(signal: AbortSignal): Promise<Repair[]> {
    const underWay = this.#running
    if (underWay !== undefined) {
      // It may be past what was reported since it began, and it ends with the one that called for it.
      const isPast = this.#due
      const repairs = await underWay.catch(() => undefined)
      signal.throwIfAborted()
      return isPast || repairs === undefined ? this.mend(signal) : repairs
    }
    const running = this.#mend(signal).finally(() => {
      this.#running = undefined
    })
    this.#running = running
    return running
  }

  async #mend(signal: AbortSignal): Promise<Repair[]> {
    this.#due = false
    this.#lookedAt = this.#ports.clock.monotonic()
    const found = this.#found
    this.#found = new Set()
    const repairs: Repair[] = []
    try {
      for (const project of this.#options.custody.projects())
        repairs.push(...(await this.#mendProject(project, found, signal)))
    } catch (error) {
      // A holding may stand voided now: it must not stay so until something else is found.
      this.#due = true
      this.#found = new Set([...found, ...this.#found])
      throw error
    }
    this.repairs = [...this.repairs, ...repairs].slice(-REPAIRS_KEPT)
    for (const { cid, from } of repairs) {
      if (from === undefined) this.#lost.add(cid)
      else this.#lost.delete(cid)
    }
    return repairs
  }

  async #mendProject(project: ProjectId, found: ReadonlySet<Cid>, signal: AbortSignal): Promise<Repair[]> {
    const { custody } = this.#options
    const met = new Set<Cid>()
    const note = (cid: Cid): void => {
      if (found.has(cid)) met.add(cid)
    }
    let damaged = await this.#damaged(project, signal, note)
    if (damaged.size === 0) {
      // It is here again already: what was proved before it was lost is to be proved anew all the same.
      if (met.size > 0) await custody.void(project)
      await custody.unvoid(project)
      return []
    }
    const repairs: Repair[] = []
    await custody.void(project)
    // A mended tree chunk may show more that is missing below it.
    while (damaged.size > 0) {
      const cids = [...new Set([...damaged.values()].flat())]
      const came = await this.#options.replicator.fetchChunks(project, cids, this.#sources(), signal)
      for (const cid of cids) repairs.push({ cid, project, from: came.get(cid), at: this.#ports.clock.wall() })
      if (came.size === 0) break
      damaged = await this.#damaged(project, signal)
    }
    await custody.unvoid(project)
    const lost = [...damaged.keys()]
    if (lost.length > 0) {
      this.#ports.log.error(
        { project, snapshots: lost.length },
        'damage could not be mended from any reachable site; these snapshots are withdrawn here',
      )
      await custody.withdraw(project, lost)
    }
    const mended = repairs.filter(repair => repair.from !== undefined).length
    this.#ports.log.info({ project, mended, lost: lost.length }, 'mended')
    return repairs
  }

  async #damaged(project: ProjectId, signal: AbortSignal, met?: (cid: Cid) => void): Promise<Map<SnapshotId, Cid[]>> {
    const damaged = new Map<SnapshotId, Cid[]>()
    for (const id of this.#options.custody.holding(project)?.snapshots ?? []) {
      const snapshot = this.#options.projects.snapshot(project, id)
      if (snapshot === undefined) continue
      const missing = await this.#options.custody.missing(snapshot.root, signal, met)
      if (missing.length > 0) damaged.set(id, missing)
    }
    return damaged
  }

  #sources(): SiteId[] {
    const { peers, members } = this.#options
    return peers.connected().filter(site => members.has(site))
  }
}
