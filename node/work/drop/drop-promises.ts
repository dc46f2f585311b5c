// The part of a site's promises that says what it is dropping and what it has promised others that drop to keep: removal
// locks and leases given, by project (§ Drop, § Journal). Folded from the journal and written again when it is compacted.
import { bytesOf, idOf, type ProjectId, packIds, type SnapshotId, unpackIds } from '../../../protocol/ids.ts'
import type { GivenLease } from '../../../protocol/lease.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'

export class DroppingPromises {
  readonly #given = new Map<ProjectId, Map<string, GivenLease>>()
  readonly removals = new Map<ProjectId, readonly SnapshotId[]>()

  given(project: ProjectId): readonly GivenLease[] {
    return [...(this.#given.get(project)?.values() ?? [])]
  }

  fold(entry: pb.JournalEntry): void {
    if (entry.removal) {
      const project = idOf('ProjectId', entry.removal.project ?? new Uint8Array())
      if (entry.removal.ended) this.removals.delete(project)
      else this.removals.set(project, unpackIds('SnapshotId', entry.removal.snapshots ?? new Uint8Array()))
    }
    if (entry.lease) this.#foldLease(entry.lease)
  }

  #foldLease(lease: pb.LeaseGiven.$Properties): void {
    const project = idOf('ProjectId', lease.project ?? new Uint8Array())
    const nonce = Buffer.from(lease.nonce ?? []).toString('hex')
    const given = this.#given.get(project) ?? new Map<string, GivenLease>()
    const dropper = idOf('SiteId', lease.dropper ?? new Uint8Array())
    if (lease.ended) given.delete(`${dropper}/${nonce}`)
    else {
      const snapshots = unpackIds('SnapshotId', lease.snapshots ?? new Uint8Array())
      given.set(`${dropper}/${nonce}`, { nonce, dropper, snapshots, until: lease.until ?? 0 })
    }
    if (given.size > 0) this.#given.set(project, given)
    else this.#given.delete(project)
  }

  /** Leases that have ended by the custody clock are of no use any more: forgotten here, and left out of what is kept. */
  forgetEnded(now: number): void {
    for (const [project, given] of this.#given) {
      for (const [key, { until }] of given) if (until <= now) given.delete(key)
      if (given.size === 0) this.#given.delete(project)
    }
  }

  entries(): pb.JournalEntry.$Properties[] {
    return [
      ...[...this.removals].map(([project, snapshots]) => ({ removal: removalMessage(project, snapshots, false) })),
      ...[...this.#given].flatMap(([project, given]) =>
        [...given.values()].map(lease => ({ lease: leaseMessage(project, lease) })),
      ),
    ]
  }
}

export function removalMessage(
  project: ProjectId,
  snapshots: readonly SnapshotId[],
  ended: boolean,
): pb.Removal.$Properties {
  return { project: bytesOf(project), snapshots: packIds(snapshots), ended }
}

export function leaseMessage(project: ProjectId, lease: GivenLease, ended = false): pb.LeaseGiven.$Properties {
  return {
    project: bytesOf(project),
    snapshots: packIds(lease.snapshots),
    dropper: bytesOf(lease.dropper),
    nonce: Buffer.from(lease.nonce, 'hex'),
    until: lease.until,
    ended,
  }
}
