// Pulls what is missing of the projects this site should hold: the project nearest to loss first, many peers at once,
// tree chunks before what is below them, each chunk verified, fsynced and read back (§ Replication).
import { HoldfastError, isError } from '../../protocol/errors.ts'
import type { Cid, ProjectId, SiteId, SnapshotId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { WATERMARKS } from '../../protocol/watermark.ts'
import type { Ports } from '../ports.ts'
import type { Worker } from '../worker.ts'
import type { Custody } from './custody/custody.ts'
import type { Peers } from './peers.ts'
import { Pull, type Transfer, type Wanted } from './pull.ts'
import type { Quotas } from './quota.ts'

const RATE_AFTER_MS = 30_000

interface Options {
  readonly peers: Peers
  readonly custody: Custody
  readonly wanted: () => Wanted[]
  /** Awaited before a snapshot is pulled: what fetches its project ahead of it stops. */
  readonly release: (project: ProjectId) => Promise<void>
  /** What each author's snapshots may bring here; left out = no bounds. */
  readonly quotas?: Pick<Quotas, 'left' | 'charge' | 'settle'>
  /** Bytes this site still takes from others; left out = no bound. */
  readonly spare?: (() => number) | undefined
}

export class Replicator {
  readonly #peers: Peers
  readonly #custody: Custody
  readonly #wanted: () => Wanted[]
  readonly #release: (project: ProjectId) => Promise<void>
  readonly #quotas: Options['quotas']
  readonly #spare: () => number
  readonly #ports: Ports
  readonly #current = new Map<SnapshotId, Transfer>()
  #waiting: string | undefined
  /** What it was to fetch last did not fit. */
  isOutOfRoom = false
  receivedBytes = 0
  wrongChunks = 0

  constructor({ peers, custody, wanted, release, quotas, spare }: Options, ports: Ports) {
    this.#peers = peers
    this.#custody = custody
    this.#wanted = wanted
    this.#release = release
    this.#quotas = quotas
    this.#spare = spare ?? (() => Number.POSITIVE_INFINITY)
    this.#ports = ports
  }

  transfers(): Transfer[] {
    return [...this.#current.values()]
  }

  get waiting(): string | undefined {
    return this.#waiting
  }

  /** Bytes a second, once 30 s were measured. */
  rate(transfer: Transfer): { bytesPerSecond: number; measuredSeconds: number } | undefined {
    const ms = this.#ports.clock.monotonic() - transfer.startedAt
    return ms < RATE_AFTER_MS
      ? undefined
      : { bytesPerSecond: (transfer.receivedBytes * 1000) / ms, measuredSeconds: ms / 1000 }
  }

  worker(): Worker {
    return {
      name: 'replicate',
      idleMs: 5_000,
      status: () => ({ transfers: this.transfers(), waiting: this.#waiting, receivedBytes: this.receivedBytes }),
      step: signal => this.#step(signal),
    }
  }

  async #step(signal: AbortSignal): Promise<'worked' | 'idle'> {
    this.#waiting = undefined
    let worked = false
    // Nearest to loss first; what can't be had now must not hold up what can.
    for (const wanted of this.#wanted().sort((a, b) => a.copies - b.copies || a.snapshot.time - b.snapshot.time)) {
      if (this.#custody.isLie(wanted.snapshot.id)) continue
      try {
        await this.pull(wanted, signal)
        this.isOutOfRoom = false
        worked = true
      } catch (error) {
        if (signal.aborted || !isError(error)) throw error
        this.#waiting = error.message
        this.#ports.log.warn(
          { project: wanted.snapshot.project, err: error },
          'a snapshot could not be fetched whole yet',
        )
        this.isOutOfRoom = isError(error, 'DISK_FULL')
        if (this.isOutOfRoom) return 'idle'
      }
      if (worked) break
    }
    return worked ? 'worked' : 'idle'
  }

  /** Brings one snapshot here whole and states the holding. Throws NO_SOURCE, DISK_FULL, QUOTA_EXCEEDED. */
  async pull(wanted: Wanted, signal: AbortSignal): Promise<void> {
    const { snapshot } = wanted
    if (this.#spare() <= 0) throw keptForItself()
    await this.#release(snapshot.project)
    using _guard = this.#custody.guard()
    const transfer: Transfer = {
      project: snapshot.project,
      snapshot: snapshot.id,
      haveBytes: 0,
      needBytes: snapshot.root.storedBytes,
      startedAt: this.#ports.clock.monotonic(),
      receivedBytes: 0,
    }
    this.#current.set(snapshot.id, transfer)
    const { author } = snapshot
    const over = new AbortController()
    let unstored = 0
    const quota = (): number => (this.#quotas?.left(author) ?? Number.POSITIVE_INFINITY) - unstored
    const room = (): number => Math.min(quota(), this.#spare() - unstored)
    const arrived = (bytes: number): void => {
      unstored += bytes
      if (quota() < 0) over.abort(overQuota(snapshot.id))
      else if (room() < 0) over.abort(keptForItself())
    }
    const received = (bytes: number): void => {
      unstored -= bytes
      this.receivedBytes += bytes
      this.#quotas?.charge(author, bytes)
    }
    try {
      const pull = new Pull(this.#peers, this.#custody, { ...wanted, room, arrived }, transfer, received, this.#ports)
      await pull.run(AbortSignal.any([signal, over.signal]))
      await this.#custody.hold(snapshot)
      this.#ports.log.info(
        {
          project: snapshot.project,
          snapshot: snapshot.id,
          bytes: transfer.receivedBytes,
          ms: Math.round(this.#ports.clock.monotonic() - transfer.startedAt),
        },
        'a snapshot is here whole',
      )
    } finally {
      this.#current.delete(snapshot.id)
      await this.#quotas?.settle()
    }
  }

  /** Fetches single chunks of a project from whoever has them. Returns the site each came from. */
  async fetchChunks(
    project: ProjectId,
    cids: readonly Cid[],
    sources: readonly SiteId[],
    signal: AbortSignal,
  ): Promise<Map<Cid, SiteId>> {
    const came = new Map<Cid, SiteId>()
    for (const source of sources) {
      const left = cids.filter(cid => !came.has(cid))
      for (let at = 0; at < left.length; at += LIMITS.chunkCids) {
        try {
          await this.#peers.chunks(
            source,
            { project, cids: left.slice(at, at + LIMITS.chunkCids), window: LIMITS.chunkWindow },
            async (cid, bytes) => {
              if (bytes === undefined) return
              await this.#custody.store([{ cid, bytes }])
              this.receivedBytes += bytes.byteLength
              came.set(cid, source)
            },
            signal,
          )
        } catch (error) {
          if (signal.aborted || !isError(error)) throw error
          if (isError(error, 'PEER_MISBEHAVED')) this.wrongChunks++
        }
      }
    }
    return came
  }
}

function overQuota(snapshot: SnapshotId): HoldfastError {
  return new HoldfastError('QUOTA_EXCEEDED', `snapshot ${snapshot.slice(0, 8)} would take more than its author may`)
}

function keptForItself(): HoldfastError {
  return new HoldfastError(
    'DISK_FULL',
    `the store is ${WATERMARKS.kept * 100} % full: the rest is for what is captured here`,
  )
}
