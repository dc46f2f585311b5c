// Which of the snapshots whose time is over go in this collection, as the day's budget allows, the oldest first. One that is
// larger than what is left of it goes piece by piece, leaves before the tree chunks that lead to them (§ Retention and locks).
import type { RootRef, TreeRef } from '../../../protocol/tree-load.ts'
import { CidTable } from '../cid-table.ts'
import { type Keep, walkTrees } from './walk-trees.ts'

export interface Due<Mark> {
  readonly mark: Mark
  readonly root: RootRef
  /** Surplus is held elsewhere, and costs nothing. */
  readonly isFree: boolean
}

export interface Going<Mark> {
  /** All that was theirs alone goes. */
  readonly whole: readonly Mark[]
  /** Bytes of the budget that are spent on them, and on a part of one more. */
  readonly bytes: number
}

interface Ways {
  readonly keep: Keep
  readonly secret: number
  readonly breathe: () => Promise<void>
}

const LOOKED_UP = 256

/** Everything else that is to stay is named in `keep` by now; what doesn't go is named here. */
export async function letGo<Mark>(
  due: readonly Due<Mark>[],
  budget: number,
  ways: Ways,
  signal: AbortSignal,
): Promise<Going<Mark>> {
  const whole: Mark[] = []
  /** Going already with an earlier one. */
  const gone = new CidTable(ways.secret)
  let bytes = 0
  for (const { mark, root, isFree } of due) {
    const cost = await loneBytes(root, ways, gone, signal)
    const left = isFree ? Number.POSITIVE_INFINITY : budget - bytes
    // What can't go yet would go unnoticed later, when the budget is another day's.
    if (!cost.isYoung && cost.leaves + cost.trees <= left) {
      if (!isFree) bytes += cost.leaves + cost.trees
      const note = async (refs: readonly TreeRef[]): Promise<void> => {
        for (const { cid } of refs) gone.add(cid, 0)
      }
      await each(root, ways, note, signal)
      whole.push(mark)
    } else {
      const spent = await part(root, cost.isYoung || cost.leaves > 0, left, ways, gone, signal)
      if (!isFree) bytes += spent
    }
  }
  return { whole, bytes }
}

/** Lets go of as much of it as the budget allows, and names the rest. Returns the bytes of what goes. */
async function part(
  root: RootRef,
  isTreeNeeded: boolean,
  budget: number,
  { keep, secret, breathe }: Ways,
  gone: CidTable,
  signal: AbortSignal,
): Promise<number> {
  let bytes = 0
  const trees: TreeRef[] = []
  const going = new CidTable(secret)
  await each(
    root,
    { keep, secret, breathe },
    async refs => {
      const lone = refs.filter(({ cid }) => !keep.hasChunk(cid) && going.get(cid) === undefined)
      const found = await keep.look(lone.map(({ cid }) => cid))
      for (const [i, ref] of lone.entries()) {
        const size = found[i]?.bytes
        if (size === undefined || keep.hasChunk(ref.cid) || going.get(ref.cid) !== undefined) continue
        // What an earlier one would have taken along stays with this one.
        if (gone.get(ref.cid) !== undefined) keep.chunk(ref.cid)
        else if (isTree(ref)) trees.push(ref)
        else if (found[i]?.mayGo && bytes + size <= budget) {
          bytes += size
          going.add(ref.cid, 0)
        } else keep.chunk(ref.cid)
      }
    },
    signal,
  )
  // Those below come after those above them.
  let isOver = isTreeNeeded
  for (const ref of trees.reverse()) {
    const size = 'stored' in ref ? ref.stored : 0
    isOver ||= bytes + size > budget
    if (isOver) keep.chunk(ref.cid)
    else bytes += size
  }
  return bytes
}

/** Bytes here that nothing else needs. */
async function loneBytes(
  root: RootRef,
  ways: Ways,
  gone: CidTable,
  signal: AbortSignal,
): Promise<{ leaves: number; trees: number; isYoung: boolean }> {
  const { keep } = ways
  const counted = new CidTable(ways.secret)
  const cost = { leaves: 0, trees: 0, isYoung: false }
  await each(
    root,
    ways,
    async refs => {
      const lone = refs.filter(({ cid }) => !keep.hasChunk(cid) && gone.get(cid) === undefined && counted.add(cid, 0))
      const found = await keep.look(lone.map(({ cid }) => cid))
      for (const [i, ref] of lone.entries()) {
        cost[isTree(ref) ? 'trees' : 'leaves'] += found[i]?.bytes ?? 0
        cost.isYoung ||= found[i]?.mayGo === false
      }
    },
    signal,
  )
  return cost
}

/** Calls `visit` with what is below a root, itself included, some hundreds at a time. */
async function each(
  root: RootRef,
  { keep, secret, breathe }: Ways,
  visit: (refs: readonly TreeRef[]) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let refs: TreeRef[] = []
  const flush = async (): Promise<void> => {
    for (let at = 0; at < refs.length; at += LOOKED_UP) await visit(refs.slice(at, at + LOOKED_UP))
    refs = []
  }
  await walkTrees(
    root,
    {
      load: cids => keep.loadChunks(cids),
      trees: new CidTable(secret),
      met: (_, ref) => refs.push(ref),
      hidden: () => undefined,
      breathe: async () => {
        await flush()
        await breathe()
      },
    },
    signal,
  )
  await flush()
}

function isTree(ref: TreeRef): boolean {
  return 'storedBytes' in ref || ref.below > 0
}
