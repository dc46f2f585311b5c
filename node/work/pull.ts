// One snapshot on its way here: a frontier of what may be missing, a queue of what is, and lanes of requests to the
// sites that have it. It can stop anywhere and go on from what is stored (§ Replication).
import { type ChildRef, verifyRef } from '../../protocol/chunk.ts'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import type { Cid, ProjectId, SiteId, SnapshotId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import type { SnapshotRecord } from '../../protocol/snapshot.ts'
import { type TreeRef, verifyTree } from '../../protocol/tree-load.ts'
import type { Ports } from '../ports.ts'
import { type Custody, hasBelow } from './custody/custody.ts'
import type { Peers } from './peers.ts'
import { SendOrder } from './send-order.ts'

export interface Wanted {
  readonly snapshot: SnapshotRecord
  /** Sites that may have it, best first; only connected ones are asked. */
  readonly sources: readonly SiteId[]
  /** Copies that count now: fewest first. */
  readonly copies: number
}

export interface Transfer {
  readonly project: ProjectId
  readonly snapshot: SnapshotId
  haveBytes: number
  needBytes: number
  readonly startedAt: number
  receivedBytes: number
}

const REQUESTS_PER_SOURCE = 2
const MAX_REQUESTS = 8
const REQUEST_BYTES = 8 * 1024 * 1024
const STORE_BATCH_BYTES = 4 * 1024 * 1024
const LOOK_BATCH = 512
const FRUITLESS_ROUNDS = 3

/** One snapshot on its way here. */
export class Pull {
  readonly #peers: Peers
  readonly #custody: Custody
  readonly #wanted: Wanted
  readonly #transfer: Transfer
  readonly #received: (bytes: number) => void
  readonly #ports: Ports
  /** Known to be needed, not yet looked for here. */
  readonly #frontier = new SendOrder()
  /** Known to be missing here, waiting for a request. */
  readonly #queue = new SendOrder()
  readonly #seen = new Set<Cid>()
  /** Sources that said they have not got it. */
  readonly #refused = new Map<Cid, Set<SiteId>>()
  readonly #broken = new Set<SiteId>()

  constructor(
    peers: Peers,
    custody: Custody,
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
    this.#frontier.push(wanted.snapshot.root)
    this.#seen.add(wanted.snapshot.root.cid)
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#look(signal)
    let fruitless = 0
    while (this.#queue.length > 0) {
      const sources = this.#sources()
      if (sources.length === 0) throw this.#nowhere()
      const before = this.#transfer.receivedBytes
      const lanes = sources
        .flatMap(source => Array.from({ length: REQUESTS_PER_SOURCE }, () => source))
        .slice(0, MAX_REQUESTS)
      await Promise.all(lanes.map(source => this.#lane(source, signal)))
      await this.#look(signal)
      if (this.#transfer.receivedBytes > before) fruitless = 0
      else if (this.#queue.length > 0 && ++fruitless === FRUITLESS_ROUNDS) throw this.#nowhere()
    }
  }

  #nowhere(): HoldfastError {
    const what = `${this.#queue.length} chunks of snapshot ${this.#wanted.snapshot.id.slice(0, 8)}`
    return new HoldfastError('NO_SOURCE', `${what} are not to be had from any reachable site now`)
  }

  #sources(): SiteId[] {
    const connected = new Set(this.#peers.connected())
    const open = this.#wanted.sources.filter(site => connected.has(site) && !this.#broken.has(site))
    // The nearest gets the first lanes; one not measured yet comes last.
    const distance = (site: SiteId) => this.#peers.rtt(site) ?? Number.POSITIVE_INFINITY
    return open.sort((a, b) => distance(a) - distance(b) || 0)
  }

  /** Moves the frontier into the queue, descending into tree chunks that are here. */
  async #look(signal: AbortSignal): Promise<void> {
    while (this.#frontier.length > 0) {
      signal.throwIfAborted()
      const refs = this.#frontier.take(LOOK_BATCH)
      const here = await this.#custody.has(refs.map(ref => ref.cid))
      for (const [index, ref] of refs.entries()) {
        const children = here[index] ? (hasBelow(ref) ? await this.#custody.loadChildren(ref) : []) : undefined
        if (children === undefined) {
          this.#queue.push(ref)
          continue
        }
        this.#transfer.haveBytes += ownBytes(ref, children)
        this.#descend(children)
      }
    }
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

  /** One line of requests to one source, until it has nothing left that is wanted. */
  async #lane(source: SiteId, signal: AbortSignal): Promise<void> {
    while (!this.#broken.has(source)) {
      if (this.#queue.length < LOOK_BATCH || this.#frontier.first < this.#queue.first) await this.#look(signal)
      const batch = this.#take(source)
      if (batch.length === 0) return
      try {
        await this.#request(source, batch, signal)
      } catch (error) {
        if (signal.aborted || !isError(error) || isError(error, 'DISK_FULL')) throw error
        this.#broken.add(source)
        this.#ports.log.warn({ site: source, err: error }, 'a source failed while it was sending chunks')
      }
    }
  }

  #take(source: SiteId): TreeRef[] {
    const batch: TreeRef[] = []
    let bytes = 0
    const kept: TreeRef[] = []
    while (this.#queue.length > 0 && batch.length < LIMITS.chunkCids && bytes < REQUEST_BYTES) {
      const ref = this.#queue.pop()!
      if (this.#refused.get(ref.cid)?.has(source)) kept.push(ref)
      else {
        batch.push(ref)
        bytes += 'stored' in ref ? ref.stored : LIMITS.treeChunk
      }
    }
    this.#queue.push(...kept)
    return batch
  }

  async #request(source: SiteId, batch: readonly TreeRef[], signal: AbortSignal): Promise<void> {
    const open = new Map(batch.map(ref => [ref.cid, ref]))
    let arrived: { cid: Cid; bytes: Uint8Array }[] = []
    let size = 0
    const write = async (): Promise<void> => {
      const chunks = arrived
      arrived = []
      size = 0
      if (chunks.length === 0) return
      await this.#custody.store(chunks)
      for (const { cid, bytes } of chunks) {
        const ref = open.get(cid)!
        open.delete(cid)
        this.#transfer.haveBytes += bytes.byteLength
        this.#transfer.receivedBytes += bytes.byteLength
        this.#received(bytes.byteLength)
        if (hasBelow(ref)) this.#descend(checked(ref, bytes))
      }
    }
    try {
      await this.#peers.chunks(
        source,
        { project: this.#wanted.snapshot.project, cids: batch.map(ref => ref.cid), window: LIMITS.chunkWindow },
        async (cid, bytes) => {
          const ref = open.get(cid)
          if (ref === undefined) return
          if (bytes === undefined) {
            this.#refuse(cid, source)
            return
          }
          checked(ref, bytes)
          arrived.push({ cid, bytes })
          size += bytes.byteLength
          if (size >= STORE_BATCH_BYTES) await write()
        },
        signal,
      )
      await write()
    } finally {
      this.#queue.push(...open.values())
    }
  }

  #refuse(cid: Cid, source: SiteId): void {
    const refused = this.#refused.get(cid) ?? new Set()
    refused.add(source)
    this.#refused.set(cid, refused)
  }
}

// A tree that lies about the size of what is below it would make byte-uniform proofs lie too. Throws CHUNK_CORRUPT.
function checked(ref: TreeRef, bytes: Uint8Array): readonly ChildRef[] {
  return ('storedBytes' in ref ? verifyTree(ref, bytes) : verifyRef(ref, bytes)).children
}

function ownBytes(ref: TreeRef, children: readonly ChildRef[]): number {
  if ('stored' in ref) return ref.stored
  return ref.storedBytes - children.reduce((sum, child) => sum + child.stored + child.below, 0)
}
