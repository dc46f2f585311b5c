// Gives leases to sites that drop their copies (§ Drop): journaled before the answer, over exactly what was asked for, and
// only of what this site holds and is not about to drop itself.
import { HoldfastError } from '../../../protocol/errors.ts'
import type { MeshId, ProjectId, SiteId, SnapshotId } from '../../../protocol/ids.ts'
import type { SigningKey } from '../../../protocol/keys.ts'
import { type GivenLease, giveLease, LEASE, type Refusal } from '../../../protocol/lease.ts'
import { type LeaseRequest, makeLease, parseLeaseRequest } from '../../../protocol/lease-message.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'
import { mayHold } from '../../../protocol/role.ts'
import type { Ports } from '../../ports.ts'
import type { Custody } from '../custody/custody.ts'
import { LONG_LOCK_MS, type Locks } from '../keeping/locks.ts'
import type { Members } from '../mesh/members.ts'
import type { Promises } from '../mesh/promises.ts'
import { leaseMessage } from './drop-promises.ts'
import type { Standing } from './standing.ts'

interface Options {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly members: Pick<Members, 'get' | 'has' | 'nameOf'>
  readonly custody: Pick<Custody, 'holding'>
  readonly locks: Pick<Locks, 'of' | 'left' | 'extend'>
  readonly promises: Pick<Promises, 'record' | 'dropping'>
  readonly standing: Standing
}

/** No lock is lengthened beyond this from its snapshot's acceptance: a dropper hands over what it has, and no more. */
const LONGEST_LOCK_MS = LONG_LOCK_MS + 30 * 24 * 3_600_000

export class Granter {
  readonly #options: Options
  readonly #ports: Ports

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
  }

  /** Throws NOT_ALLOWED, MESSAGE_INVALID. */
  answer(from: SiteId, message: pb.LeaseRequest): Promise<pb.LeaseResponse.$Properties> {
    const { members, key, standing } = this.#options
    const request = parseLeaseRequest(message)
    for (const site of [from, key.id]) {
      const member = members.get(site)
      if (member === undefined || member.revoked || !mayHold(member, request.project))
        throw new HoldfastError('NOT_ALLOWED', 'leases are between members that may hold the project')
    }
    return standing.inTurn(() => (request.release ? this.#release(from, request) : this.#give(from, request)))
  }

  async #give(from: SiteId, request: LeaseRequest): Promise<pb.LeaseResponse.$Properties> {
    const { mesh, key, promises, standing, locks, members } = this.#options
    const { project, snapshots, nonce, durationMs } = request
    promises.dropping.forgetEnded(standing.now().custody)
    const asked = { dropper: from, nonce, snapshots, durationMs }
    const holds = this.#holds(project, snapshots)
    const answer = giveLease(standing.of(project), asked, holds, this.#coversLocks(request), standing.now())
    if ('refusal' in answer) return { why: answer.refusal satisfies Refusal }
    for (const [id, left] of this.#longerLocks(request)) await locks.extend([id], standing.now().custody + left)
    await promises.record({ lease: leaseMessage(project, answer.lease) })
    this.#ports.log.info({ site: members.nameOf(from), project, snapshots: snapshots.length }, 'gave a lease')
    const lockLeftMs = Math.min(...snapshots.map(id => locks.left(id)))
    const given = Math.min(durationMs, LEASE.longestMs)
    return { lease: makeLease(mesh, { project, snapshots, nonce, dropper: from, durationMs: given, lockLeftMs }, key) }
  }

  async #release(from: SiteId, { project, nonce }: LeaseRequest): Promise<pb.LeaseResponse.$Properties> {
    const { promises, standing } = this.#options
    const isIt = (lease: GivenLease) => lease.dropper === from && lease.nonce === nonce
    const lease = standing.of(project).given.find(isIt)
    if (lease !== undefined) await promises.record({ lease: leaseMessage(project, lease, true) })
    return {}
  }

  #holds(project: ProjectId, snapshots: readonly SnapshotId[]): boolean {
    const holding = this.#options.custody.holding(project)
    if (holding === undefined || holding.voided) return false
    const held = new Set(holding.snapshots)
    return snapshots.every(id => held.has(id))
  }

  // What the dropper still has to keep, this site keeps as long: it lengthens its locks, within bounds.
  #coversLocks(request: LeaseRequest): boolean {
    const now = this.#options.standing.now().custody
    return this.#longerLocks(request).every(([id, left]) => {
      const lock = this.#options.locks.of(id)
      return lock !== undefined && now + left <= lock.acceptedAt + LONGEST_LOCK_MS
    })
  }

  #longerLocks({ snapshots, locksLeftMs }: LeaseRequest): [SnapshotId, number][] {
    return snapshots.flatMap((id, i): [SnapshotId, number][] => {
      const left = locksLeftMs[i] ?? 0
      return left > this.#options.locks.left(id) ? [[id, left]] : []
    })
  }
}
