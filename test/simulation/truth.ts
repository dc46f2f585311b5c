// What nobody in the mesh can know: every snapshot's chunks and content, what each disk really holds, and whether a
// holder had everything when it answered a challenge. Claims are measured against this.
import type { Cid, ProjectId, SiteId, SnapshotId } from '../../protocol/ids.ts'
import type { Challenge } from '../../protocol/proof.ts'
import type { RootRef } from '../../protocol/tree-load.ts'
import type { VirtualDisk } from './virtual-disk.ts'

export interface TrueSnapshot {
  readonly id: SnapshotId
  readonly project: ProjectId
  readonly author: SiteId
  readonly root: RootRef
  readonly cids: readonly Cid[]
  readonly files: ReadonlyMap<string, Buffer>
  /** The operator was told that it is taken. */
  acknowledged: boolean
}

export class Truth {
  readonly disks = new Map<SiteId, VirtualDisk>()
  readonly snapshots = new Map<SnapshotId, TrueSnapshot>()
  /** By challenge: the snapshots whose every chunk had come, and was still right wherever it was sampled. */
  readonly #proved = new Map<string, ReadonlySet<SnapshotId>>()

  /** Called as the holder begins to answer. */
  challenged(challenge: Challenge): void {
    const disk = this.disks.get(challenge.holder)!
    const sampled = new Set(challenge.ranges.map(range => range.cid))
    const isDamaged = (cid: Cid) => disk.rotten.has(cid) || disk.lost.has(cid)
    const isBacked = (cid: Cid) => disk.good.has(cid) || (isDamaged(cid) && !sampled.has(cid))
    const backed = challenge.snapshots.filter(id => this.snapshots.get(id)?.cids.every(isBacked))
    this.#proved.set(Buffer.from(challenge.hash).toString('hex'), new Set(backed))
  }

  wasProved(challengeHash: string, snapshot: SnapshotId): boolean {
    return this.#proved.get(challengeHash)?.has(snapshot) ?? false
  }

  isWhole(site: SiteId, snapshot: SnapshotId): boolean {
    const disk = this.disks.get(site)
    return this.snapshots.get(snapshot)?.cids.every(cid => disk?.good.has(cid)) ?? false
  }

  /** Since when chunks of a snapshot are rotten or lost at a site; undefined = none is. */
  damagedSince(site: SiteId, snapshot: SnapshotId, kind: 'rotten' | 'lost'): number | undefined {
    const damage = this.disks.get(site)?.[kind]
    if (damage === undefined || damage.size === 0) return undefined
    const since = (this.snapshots.get(snapshot)?.cids ?? []).flatMap(cid => damage.get(cid) ?? [])
    return since.length === 0 ? undefined : Math.min(...since)
  }

  /** Chunks of a snapshot that never arrived at a site. */
  neverThere(site: SiteId, snapshot: SnapshotId): Cid[] {
    const { good, rotten, lost } = this.disks.get(site)!
    return (this.snapshots.get(snapshot)?.cids ?? []).filter(
      cid => !good.has(cid) && !rotten.has(cid) && !lost.has(cid),
    )
  }

  /** Whether every chunk of a snapshot is right on at least one of these sites. */
  isRestorable(snapshot: SnapshotId, sites: readonly SiteId[]): boolean {
    return this.snapshots.get(snapshot)!.cids.every(cid => sites.some(site => this.disks.get(site)!.good.has(cid)))
  }
}
