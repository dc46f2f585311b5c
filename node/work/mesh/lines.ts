// Lines of a project: sites that change it each go their own way until their trees are equal (§ Lines). A snapshot names as
// parents what its tree grew from, never another site's changes that it does not contain.
import type { Cid, SiteId, SnapshotId } from '../../../protocol/ids.ts'

/** What lines are told by. */
export interface InLine {
  readonly id: SnapshotId
  readonly author: SiteId
  readonly incarnation: number
  readonly seq: number
  readonly time: number
  readonly root: { readonly cid: Cid }
  readonly parents: readonly SnapshotId[]
}

const MAX_PARENTS = 256

/** The snapshots no other one names as its parent, in the order given: the newest of every line. */
export function tipsOf<Snapshot extends InLine>(snapshots: readonly Snapshot[]): Snapshot[] {
  const parents = new Set(snapshots.flatMap(snapshot => snapshot.parents))
  return snapshots.filter(snapshot => !parents.has(snapshot.id))
}

/** The same without what is kept aside (§ Mass changes): where that is the newest of a line, what it was measured against. */
export function currentTipsOf<Snapshot extends InLine & { readonly state: string }>(
  snapshots: readonly Snapshot[],
): Snapshot[] {
  const byId = new Map(snapshots.map(snapshot => [snapshot.id, snapshot]))
  const current = new Set<Snapshot>()
  const seen = new Set<Snapshot>()
  const open = tipsOf(snapshots)
  for (let tip = open.pop(); tip; tip = open.pop()) {
    if (seen.has(tip)) continue
    seen.add(tip)
    if (tip.state !== 'suspect') current.add(tip)
    else open.push(...tip.parents.flatMap(parent => byId.get(parent) ?? []))
  }
  return snapshots.filter(snapshot => current.has(snapshot))
}

/** An author's last snapshot among those given. */
export function lastBy<Snapshot extends InLine>(author: SiteId, snapshots: readonly Snapshot[]): Snapshot | undefined {
  return snapshots
    .filter(snapshot => snapshot.author === author)
    .reduce<Snapshot | undefined>((last, one) => (last && isLater(last, one) ? last : one), undefined)
}

/**
 * The parents of a new snapshot: the author's own last one, and every other tip with the tree that this one has or that the
 * last one had. Such a tip holds nothing this line lacks, so the lines meet. A first snapshot has no other parents than tips
 * with its tree.
 */
export function parentsFor(author: SiteId, root: Cid, snapshots: readonly InLine[]): SnapshotId[] {
  const last = lastBy(author, snapshots)
  const met = tipsOf(snapshots).filter(tip => tip.root.cid === root || tip.root.cid === last?.root.cid)
  const parents = new Set([...(last ? [last.id] : []), ...met.map(tip => tip.id)])
  return [...parents].slice(0, MAX_PARENTS)
}

/** What a snapshot follows in its line: its author's own parent, else the newest; undefined for the first, or where unknown. */
export function previousOf<Snapshot extends InLine>(
  snapshot: Snapshot,
  snapshots: readonly Snapshot[],
): Snapshot | undefined {
  const wanted = new Set(snapshot.parents)
  const parents = snapshots.filter(({ id }) => wanted.has(id))
  return lastBy(snapshot.author, parents) ?? parents.toSorted((a, b) => a.time - b.time).at(-1)
}

function isLater(a: InLine, b: InLine): boolean {
  return a.incarnation - b.incarnation > 0 || (a.incarnation === b.incarnation && a.seq > b.seq)
}
