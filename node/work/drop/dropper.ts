// Carries out drops (§ Drop): feeds the pure machine (protocol/drop.ts) with what happens, project by project, and does what
// it says in its order, each thing durable before the next. When a drop begins is the worker's to say (drop.ts).

import {
  type Drop,
  type DropEffect,
  type DropEvent,
  type DropRules,
  type DropState,
  type Ending,
  NO_DROP,
  restartedDrop,
  stepDrop,
} from '../../../protocol/drop.ts'
import { isError } from '../../../protocol/errors.ts'
import type { MeshId, ProjectId, SiteId, SnapshotId } from '../../../protocol/ids.ts'
import { isUsable, LEASE, type Nonce, type Refusal } from '../../../protocol/lease.ts'
import { isLeaseFor, type LeaseRequest, leaseRequestMessage, parseLease } from '../../../protocol/lease-message.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'
import type { Ports } from '../../ports.ts'
import type { Locks } from '../keeping/locks.ts'
import type { Trash, TrashMark } from '../keeping/trash.ts'
import type { Promises } from '../mesh/promises.ts'
import type { Peers } from '../peers.ts'
import { removalMessage } from './drop-promises.ts'
import type { Standing } from './standing.ts'

export interface DropperOptions {
  readonly me: SiteId
  readonly mesh: MeshId
  readonly peers: Pick<Peers, 'lease'>
  readonly promises: Pick<Promises, 'record' | 'dropping'>
  readonly trash: Pick<Trash, 'mark' | 'takeBack'>
  readonly locks: Pick<Locks, 'left'>
  readonly standing: Standing
  /** Whether these sites alone are what the project's policy asks for. */
  readonly isEnough: (project: ProjectId, sites: readonly SiteId[]) => boolean
  /** Whom to ask: holders whose copies count and that can be reached. */
  readonly stayers: (project: ProjectId) => readonly SiteId[]
  /** Challenges a holder over exactly these, now. */
  readonly challenge: (
    holder: SiteId,
    project: ProjectId,
    snapshots: readonly SnapshotId[],
    signal: AbortSignal,
  ) => Promise<boolean>
  readonly done: (project: ProjectId, what: 'dropped' | 'taken-back') => void
  readonly leaseMs?: number
  /** Second counts that may fail before the copy is taken back. */
  readonly lastTries?: number
  /** Aborts when the site stops. */
  readonly signal: AbortSignal
}

/** Between second counts of one project that failed. */
const RECOUNT_MS = 60_000
const LAST_TRIES = 3
const REFUSALS: readonly string[] = ['not-held', 'removing', 'locked', 'too-many'] satisfies Refusal[]

export class Dropper {
  readonly #options: DropperOptions
  readonly #ports: Ports
  readonly #states = new Map<ProjectId, DropState>()
  readonly #waiting = new Map<ProjectId, (() => void)[]>()
  readonly #recountFrom = new Map<ProjectId, number>()
  /** How the last attempt at each project ended. */
  readonly endings = new Map<ProjectId, Ending>()

  constructor(options: DropperOptions, ports: Ports) {
    this.#options = options
    this.#ports = ports
    options.signal.addEventListener('abort', () => {
      for (const project of this.#waiting.keys()) this.#wake(project)
    })
  }

  /** What an earlier run only meant to drop stays. */
  async restore(): Promise<void> {
    for (const project of this.#options.promises.dropping.removals.keys())
      for (const effect of restartedDrop(this.#options.standing.of(project))) await this.#carryOut(project, effect)
  }

  underWay(): ProjectId[] {
    return [...this.#states].flatMap(([project, { drop }]) => (drop === undefined ? [] : [project]))
  }

  /** How far a drop under way is; undefined = none is. */
  phase(project: ProjectId): Drop['phase'] | undefined {
    return this.#states.get(project)?.drop?.phase
  }

  /** One event for one project; resolves when all that follows from it at once is done. */
  async happen(project: ProjectId, event: DropEvent): Promise<void> {
    await this.#options.standing.inTurn(() => this.#step(project, event))
  }

  /** The collector asks whether the bytes may go (§ Trash): counted again, with leases that stand while it answers. */
  async mayFree(mark: TrashMark): Promise<boolean> {
    const { project } = mark
    if (this.#isCleared(mark)) return true
    const { clock } = this.#ports
    if (this.phase(project) === undefined) {
      if (clock.monotonic() < (this.#recountFrom.get(project) ?? 0)) return false
      this.#recountFrom.set(project, clock.monotonic() + RECOUNT_MS)
      await this.happen(project, { type: 'due', stay: this.#options.stayers(project) })
    }
    while (this.phase(project) !== undefined && !this.#isCleared(mark) && !this.#options.signal.aborted) {
      const changed = Promise.withResolvers<void>()
      this.#waiting.set(project, [...(this.#waiting.get(project) ?? []), changed.resolve])
      await changed.promise
    }
    return this.#isCleared(mark)
  }

  #isCleared({ project, snapshot }: TrashMark): boolean {
    const drop = this.#states.get(project)?.drop
    if (drop?.phase !== 'cleared' || !drop.snapshots.includes(snapshot)) return false
    const now = this.#options.standing.now()
    return drop.asks.every(ask => ask.state !== 'passed' || isUsable(ask, now, this.#leaseMs()))
  }

  async #step(project: ProjectId, event: DropEvent): Promise<void> {
    const { standing } = this.#options
    const before = this.#states.get(project) ?? NO_DROP
    const { state, effects } = stepDrop(before, event, standing.of(project), standing.now(), this.#rules(project))
    if (state.drop === undefined && state.failures === 0) this.#states.delete(project)
    else this.#states.set(project, state)
    try {
      for (const effect of effects) await this.#carryOut(project, effect)
    } catch (error) {
      // What could not be made durable is as if this run had ended here.
      this.#states.delete(project)
      throw error
    } finally {
      if (state !== before) this.#wake(project)
    }
  }

  #wake(project: ProjectId): void {
    for (const wake of this.#waiting.get(project)?.splice(0) ?? []) wake()
  }

  #rules(project: ProjectId): DropRules {
    return {
      me: this.#options.me,
      leaseMs: this.#leaseMs(),
      lastTries: this.#options.lastTries ?? LAST_TRIES,
      isEnough: sites => this.#options.isEnough(project, sites),
      nonce: () => Buffer.from(this.#ports.random.bytes(16)).toString('hex'),
    }
  }

  #leaseMs(): number {
    return this.#options.leaseMs ?? LEASE.ms
  }

  async #carryOut(project: ProjectId, effect: DropEffect): Promise<void> {
    const { promises, trash, done, signal } = this.#options
    const { log } = this.#ports
    switch (effect.type) {
      case 'remove':
        return promises.record({ removal: removalMessage(project, effect.snapshots, effect.ended) })
      case 'ask':
        return this.#inBackground(this.#ask(project, effect))
      case 'challenge':
        return this.#inBackground(this.#challenge(project, effect))
      case 'release':
        return this.#inBackground(this.#release(project, effect))
      case 'mark':
        await trash.mark(effect.snapshots.map(snapshot => ({ project, snapshot, reason: 'surplus' as const })))
        log.info({ project, snapshots: effect.snapshots.length }, 'dropped a copy that the policy does not need')
        done(project, 'dropped')
        return this.#step(project, { type: 'marked' })
      case 'take-back':
        for (const snapshot of effect.snapshots) await trash.takeBack(snapshot, signal)
        log.info({ project, snapshots: effect.snapshots.length }, 'took back a copy that was dropped')
        done(project, 'taken-back')
        return this.#step(project, { type: 'gone' })
      case 'free':
        return log.info({ project, snapshots: effect.snapshots.length }, 'counted again: what was dropped may be freed')
      case 'ended':
        this.endings.set(project, effect.why)
        return log.info({ project, why: effect.why }, 'a drop was not carried out')
    }
  }

  async #ask(project: ProjectId, { site, nonce, snapshots }: Extract<DropEffect, { type: 'ask' }>): Promise<void> {
    let refusal: Refusal | undefined
    try {
      refusal = await this.#leaseOf(site, this.#request(project, nonce, snapshots, false))
    } catch (error) {
      if (this.#options.signal.aborted || !isError(error)) throw error
      this.#ports.log.debug({ site, project, err: error }, 'no answer to a request for a lease')
      refusal = 'unreachable'
    }
    await this.happen(project, { type: 'answered', site, nonce, refusal })
  }

  async #leaseOf(site: SiteId, request: LeaseRequest): Promise<Refusal | undefined> {
    const { mesh, me, peers, signal } = this.#options
    const { lease, why } = await peers.lease(site, leaseRequestMessage(request), signal)
    if (lease && isLeaseFor(parseLease(mesh, lease as pb.Signed), request, me, site)) return undefined
    return REFUSALS.includes(why) ? (why as Refusal) : 'not-held'
  }

  async #challenge(
    project: ProjectId,
    { site, nonce, snapshots }: Extract<DropEffect, { type: 'challenge' }>,
  ): Promise<void> {
    const { challenge, signal } = this.#options
    let passed = false
    try {
      passed = await challenge(site, project, snapshots, signal)
    } catch (error) {
      if (signal.aborted || !isError(error)) throw error
      this.#ports.log.debug({ site, project, err: error }, 'a challenge before a drop was not answered')
    }
    await this.happen(project, { type: 'proved', site, nonce, passed })
  }

  // Nothing depends on it: the lease ends by itself.
  async #release(
    project: ProjectId,
    { site, nonce, snapshots }: Extract<DropEffect, { type: 'release' }>,
  ): Promise<void> {
    try {
      const { peers, signal } = this.#options
      await peers.lease(site, leaseRequestMessage(this.#request(project, nonce, snapshots, true)), signal)
    } catch (error) {
      if (this.#options.signal.aborted || !isError(error)) throw error
      this.#ports.log.debug({ site, project, err: error }, 'a lease was not given back')
    }
  }

  #request(project: ProjectId, nonce: Nonce, snapshots: readonly SnapshotId[], release: boolean): LeaseRequest {
    const locksLeftMs = snapshots.map(id => this.#options.locks.left(id))
    return { project, snapshots, nonce, durationMs: this.#leaseMs(), release, locksLeftMs }
  }

  #inBackground(work: Promise<void>): void {
    work.catch(error => {
      if (!this.#options.signal.aborted) this.#ports.log.error({ err: error }, 'a step of a drop failed')
    })
  }
}
