// What a round of a challenge finds, thousands of times over: the production sample over a tree with production headers.
// Descending again and again would take hours, so a flat list of where each chunk's bytes lie stands for the descent; a
// test shows that both name the same ranges.

import type { ChildRef } from '../../protocol/chunk.ts'
import type { Cid } from '../../protocol/ids.ts'
import { planSamples } from '../../protocol/proof.ts'
import type { ChunkSource, RootRef } from '../../protocol/tree-load.ts'
import { loadHeader } from '../../protocol/tree-load.ts'

export interface FlatTree {
  readonly cids: readonly Cid[]
  /** Where each begins among all stored bytes; one more at the end. */
  readonly starts: Float64Array
}

/** Every reference of a tree in the order in which its bytes are counted: a chunk's own, then its children's. */
export async function flatten(source: ChunkSource, root: RootRef): Promise<FlatTree> {
  const cids: Cid[] = []
  const starts: number[] = []
  let at = 0
  async function add(cid: Cid, stored: number, children: readonly ChildRef[]): Promise<void> {
    cids.push(cid)
    starts.push(at)
    at += stored
    for (const child of children)
      await add(child.cid, child.stored, child.below > 0 ? (await loadHeader(source, child)).children : [])
  }
  const { stored, children } = await loadHeader(source, root)
  await add(root.cid, stored, children)
  return { cids, starts: Float64Array.from([...starts, at]) }
}

export function chunkAt({ starts }: FlatTree, position: number): number {
  let [low, high] = [0, starts.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (starts[middle]! <= position) low = middle
    else high = middle
  }
  return low
}

export type Loss = 'scattered' | 'one run' | 'largest first'

/** Loses chunks until `share` of all bytes is gone. */
export function lose(tree: FlatTree, share: number, how: Loss, below: (bound: number) => number): Set<number> {
  const count = tree.cids.length
  const size = (index: number): number => tree.starts[index + 1]! - tree.starts[index]!
  const bytes = tree.starts[count]!
  const order = Array.from({ length: count }, (_, index) => index)
  if (how === 'largest first') order.sort((a, b) => size(b) - size(a))
  const from = below(count)
  const lost = new Set<number>()
  for (let n = 0, gone = 0; gone < bytes * share; n++) {
    const index = how === 'scattered' ? below(count) : order[how === 'one run' ? (from + n) % count : n]!
    if (lost.has(index)) continue
    lost.add(index)
    gone += size(index)
  }
  return lost
}

/** Whether one round over a tree that is not all new finds any of what is lost. */
export function findsLoss(
  tree: FlatTree,
  lost: ReadonlySet<number>,
  freshBytes: number,
  below: (bound: number) => number,
): boolean {
  const bytes = tree.starts.at(-1)!
  const parts = [
    { bytes: bytes - freshBytes, fresh: false },
    { bytes: freshBytes, fresh: true },
  ]
  return planSamples(parts, below).some(({ part, position }) =>
    lost.has(chunkAt(tree, part === 0 ? position : bytes - freshBytes + position)),
  )
}
