// One snapshot on its way here: a frontier of what may be missing, a queue of what is, and requests to the sites that
// have it, as many at once as the way to each carries. Looking, asking, receiving and storing overlap. It can stop
// anywhere and go on from what is stored (§ Replication).
import type { ChildRef } from '../../protocol/chunk.ts'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import type { Cid, ProjectId, SiteId, SnapshotId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import type { SnapshotRecord } from '../../protocol/snapshot.ts'
import type { TreeRef } from '../../protocol/tree-load.ts'
import type { Ports } from '../ports.ts'
import { type Arrival, Arrivals } from './arrivals.ts'
import { type Custody, hasBelow } from './custody/custody.ts'
import type { Flow } from './flow.ts'
import type { Peers } from './peers.ts'
import { PullSources } from './pull-sources.ts'
import { childrenOf, ownBytes, sizeOf } from './pulled-chunk.ts'
import { SendOrder } from './send-order.ts'

export interface Wanted {
  readonly snapshot: SnapshotRecord
  /** Sites that may have it, best first; only connected ones are asked. */
  readonly sources: readonly SiteId[]
  /** Copies that count now: fewest first. */
  readonly copies: number
  /** Bytes that may still come, asked for again and again, and what has come, before it is stored; left out = no bound. */
  readonly room?: () => number
  readonly arrived?: (bytes: number) => void
}

/** What a pull needs to know and to keep of what is here. */
export type PullCustody = Pick<Custody, 'has' | 'loadChildren' | 'store'> &
  Partial<Pick<Custody, 'lookSometime' | 'noteLie' | 'isLie'>>

export interface Transfer {
  readonly project: ProjectId
  readonly snapshot: SnapshotId
  haveBytes: number
  needBytes: number
  readonly startedAt: number
  receivedBytes: number
}

const MiB = 1024 * 1024
/** In flight from all sources of a pull together. */
const IN_FLIGHT = 48 * MiB
const LOOK_BATCH = 512

/** One snapshot on its way here. */
export class Pull {
  readonly #peers: Peers
  readonly #custody: PullCustody
  readonly #wanted: Wanted
  readonly #transfer: Transfer
  readonly #received: (bytes: number) => void
  readonly #ports: Ports
  /** Known to be needed, not yet looked for here. */
  readonly #frontier = new SendOrder()
  /** Known to be missing here, waiting for a request. */
  readonly #queue = new SendOrder()
  readonly #seen = new Set<Cid>()
  readonly #sources: PullSources
  readonly #requests = new Set<Promise<void>>()
  readonly #arrivals: Arrivals
  #lie: { readonly error: HoldfastError } | undefined
  #changed = Promise.withResolvers<void>()

  constructor(
    peers: Peers,
    custody: PullCustody,
    wanted: Wanted,
    transfer: Transfer,
    received: (bytes: number) => void,
    ports: Ports,
  ) {
    this.#peers = peers
    this.#custody = custody
    this.#wanted = wanted
    this.#transfer = transfer
    this.#received = received
    this.#ports = ports
    this.#sources = new PullSources(peers, wanted.sources, ports.clock)
    this.#frontier.push(wanted.snapshot.root)
    this.#seen.add(wanted.snapshot.root.cid)
    this.#arrivals = new Arrivals(
      batch => custody.store(batch),
      batch => this.#stored(batch),
    )
  }

  /** Ends when all is here and durable. Throws NO_SOURCE, DISK_FULL, MESSAGE_INVALID for a tree that lies. */
  async run(signal: AbortSignal): Promise<void> {
    const { snapshot } = this.#wanted
    if (this.#custody.isLie?.(snapshot.id))
      throw new HoldfastError('MESSAGE_INVALID', `the tree of snapshot ${snapshot.id.slice(0, 8)} is not one`)
    try {
      await this.#run(signal)
    } catch (error) {
      if (error === this.#lie?.error) this.#custody.noteLie?.(snapshot, this.#lie!.error.message)
      throw error
    }
  }

  async #run(signal: AbortSignal): Promise<void> {
    const failed = new AbortController()
    const edge = AbortSignal.any([signal, failed.signal])
    try {
      while (true) {
        signal.throwIfAborted()
        failed.signal.throwIfAborted()
        const changed = this.#changed.promise
        const looked = await this.#look()
        const asked = this.#ask(edge, failed)
        if (looked || asked) continue
        if (this.#requests.size > 0) await changed
        else if (this.#queue.length > 0) throw this.#nowhere()
        else break
      }
      await this.#arrivals.settled()
    } finally {
      failed.abort(new HoldfastError('STOPPED', 'the pull is over'))
      await Promise.all(this.#requests)
      await this.#arrivals.settled().catch(ignoreSecond)
    }
  }

  #nowhere(): HoldfastError {
    // Others refuse what this site says it holds: it may have lost some of it.
    if (this.#sources.anyRefused) this.#custody.lookSometime?.()
    const what = `${this.#queue.length} chunks of snapshot ${this.#wanted.snapshot.id.slice(0, 8)}`
    return new HoldfastError('NO_SOURCE', `${what} are not to be had from any reachable site now`)
  }

  /**
   * Moves a piece of the frontier into the queue, descending into tree chunks that are here; false when the queue is full
   * enough, or nothing is left to look for.
   */
  async #look(): Promise<boolean> {
    if (this.#queue.length >= LOOK_BATCH && this.#frontier.first >= this.#queue.first) return false
    const refs = this.#frontier.take(LOOK_BATCH)
    if (refs.length === 0) return false
    const here = await this.#custody.has(refs.map(ref => ref.cid))
    for (const [index, ref] of refs.entries()) {
      const children = here[index] ? (hasBelow(ref) ? await this.#loadChildren(ref) : []) : undefined
      if (children === undefined) {
        this.#queue.push(ref)
        continue
      }
      this.#transfer.haveBytes += ownBytes(ref, children)
      this.#descend(children)
    }
    return true
  }

  async #loadChildren(ref: TreeRef): Promise<readonly ChildRef[] | undefined> {
    try {
      return await this.#custody.loadChildren(ref)
    } catch (error) {
      throw this.#asLie(error)
    }
  }

  // Every chunk is the one its parent names, up to the signed record: what does not fit is the author's own lie, whoever
  // sent it.
  #asLie(error: unknown): unknown {
    if (isError(error, 'MESSAGE_INVALID')) this.#lie ??= { error }
    return error
  }

  #descend(children: readonly ChildRef[]): void {
    for (const child of children) {
      // The same chunk in two places is stored once; its bytes count as had in both.
      if (this.#seen.has(child.cid)) this.#transfer.haveBytes += child.stored + child.below
      else {
        this.#seen.add(child.cid)
        this.#frontier.push(child)
      }
    }
  }

  /** Sends out what requests the sources have room for. */
  #ask(signal: AbortSignal, failed: AbortController): boolean {
    const sources = this.#sources.open()
    const most = Math.min(IN_FLIGHT, this.#wanted.room?.() ?? IN_FLIGHT)
    let asked = false
    for (const source of sources) {
      const flow = this.#sources.flowTo(source)
      for (let bytes = 1; bytes > 0 && this.#queue.length > 0; ) {
        bytes = flow.nextRequest(most / sources.length)
        const batch = bytes > 0 ? this.#take(source, bytes) : []
        if (batch.length === 0) break
        asked = true
        const request = this.#request(source, flow, batch, signal).catch((error: unknown) => failed.abort(error))
        this.#requests.add(request)
        void request.finally(() => {
          this.#requests.delete(request)
          this.#change()
        })
      }
    }
    return asked
  }

  /** Something came or ended: the loop looks again. */
  #change(): void {
    this.#changed.resolve()
    this.#changed = Promise.withResolvers()
  }

  #take(source: SiteId, most: number): TreeRef[] {
    const batch: TreeRef[] = []
    let bytes = 0
    const kept: TreeRef[] = []
    while (this.#queue.length > 0 && batch.length < LIMITS.chunkCids && bytes < most) {
      const ref = this.#queue.pop()!
      if (this.#sources.hasRefused(ref.cid, source)) kept.push(ref)
      else if (bytes + sizeOf(ref) > LIMITS.chunkWindow) {
        kept.push(ref)
        break
      } else {
        batch.push(ref)
        bytes += sizeOf(ref)
      }
    }
    for (const ref of kept.reverse()) this.#queue.push(ref)
    return batch
  }

  /** Rejects with what must end the pull; a source that fails is only left out of it. */
  async #request(source: SiteId, flow: Flow, batch: readonly TreeRef[], signal: AbortSignal): Promise<void> {
    const open = new Map(batch.map(ref => [ref.cid, ref]))
    const window = batch.reduce((sum, ref) => sum + sizeOf(ref), 0)
    const under = flow.ask(window)
    let answered = false
    try {
      await this.#peers.chunks(
        source,
        { project: this.#wanted.snapshot.project, cids: batch.map(ref => ref.cid), window },
        async (cid, bytes) => {
          const ref = open.get(cid)
          if (ref === undefined) return
          answered = true
          if (bytes === undefined) return this.#sources.noteRefused(cid, source)
          const children = this.#childrenOf(ref, bytes)
          open.delete(cid)
          under.arrived(bytes.byteLength)
          this.#wanted.arrived?.(bytes.byteLength)
          this.#descend(children)
          if (children.length > 0) this.#change()
          await this.#arrivals.add({ cid, bytes })
          this.#change()
        },
        signal,
      )
      this.#sources.noteEnded(source, answered)
    } catch (error) {
      if (signal.aborted || !isError(error) || this.#arrivals.failed || error === this.#lie?.error) throw error
      this.#sources.noteFailed(source)
      this.#ports.log.warn({ site: source, err: error }, 'a source failed while it was sending chunks')
    } finally {
      under.ended()
      for (const ref of open.values()) this.#queue.push(ref)
    }
  }

  #childrenOf(ref: TreeRef, bytes: Uint8Array): readonly ChildRef[] {
    try {
      return childrenOf(ref, bytes)
    } catch (error) {
      throw this.#asLie(error)
    }
  }

  #stored(batch: readonly Arrival[]): void {
    for (const { bytes } of batch) {
      this.#transfer.haveBytes += bytes.byteLength
      this.#transfer.receivedBytes += bytes.byteLength
      this.#received(bytes.byteLength)
    }
  }
}

// The first failure is the one that is told.
const ignoreSecond = (): void => undefined
