// What a store and the site above it have promised up to a moment: what must be there whatever happens to the machine next.
import type { Cid, NodeHash, ProjectId, SiteId, SnapshotId } from '../../protocol/ids.ts'

export class Promised {
  /** Stored, or below a snapshot that was accepted or is held. */
  readonly chunks = new Set<Cid>()
  /** Taken out of service, and not put again. */
  readonly gone = new Set<Cid>()
  readonly nodes = new Set<NodeHash>()
  /** Journal entries, as hex, in the order they were acknowledged. */
  entries: string[] = []
  /** Accepted: their records are promises. */
  readonly snapshots = new Set<SnapshotId>()
  /** Announced as held whole, each with its lock. */
  readonly held = new Map<SnapshotId, ProjectId>()
  /** Let go of: marked as such, or locked since it is taken back, which a site does that finds no other copy. */
  readonly trashed = new Set<SnapshotId>()
  /** Leases given to others that drop their copies, by nonce, with the project. */
  readonly leases = new Map<string, ProjectId>()
  /** Place of the newest own head that was announced. */
  ownSeq = 0
  /** Accepted heads of others, by author. */
  readonly heads = new Map<SiteId, number>()
  /** Facts that must outlive a restart, by key. */
  readonly state = new Map<string, string>()
  /** Names under which the identity file may be found: the last one saved, and the one being saved. */
  identities: readonly string[] = []

  stored(cids: Iterable<Cid>): void {
    for (const cid of cids) {
      this.chunks.add(cid)
      this.gone.delete(cid)
    }
  }

  /** From now on they may be there or not. */
  released(cids: Iterable<Cid>): void {
    for (const cid of cids) {
      this.chunks.delete(cid)
      this.gone.delete(cid)
    }
  }

  withdrawn(cid: Cid): void {
    this.chunks.delete(cid)
    this.gone.add(cid)
  }
}
