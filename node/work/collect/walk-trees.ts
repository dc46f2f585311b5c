// Everything below the roots that a site keeps, for a collection: tree chunks are read a few MiB at a time and each is looked
// into once, however many snapshots share it (§ Store, Collection).
import type { ChildRef } from '../../../protocol/chunk.ts'
import { HoldfastError, isError } from '../../../protocol/errors.ts'
import type { Cid } from '../../../protocol/ids.ts'
import { type RootRef, type TreeRef, verifyTree } from '../../../protocol/tree-load.ts'
import type { CidTable } from '../cid-table.ts'

/** What stays, and ways to look that keep nothing. */
export interface Keep {
  /** False when it was named before. */
  chunk(cid: Cid): boolean
  hasChunk(cid: Cid): boolean
  loadChunks(cids: readonly Cid[]): Promise<(Uint8Array | HoldfastError)[]>
  /** Of each that is here, its stored bytes and whether it goes if it isn't named: what is young doesn't. */
  look(cids: readonly Cid[]): Promise<({ readonly bytes: number; readonly mayGo: boolean } | undefined)[]>
}

export interface Walk {
  readonly load: Keep['loadChunks']
  /** Tree chunks that were looked into; what refers to one of them again is not followed. */
  readonly trees: CidTable
  /** Each chunk as something refers to it, the root first. */
  readonly met: (cid: Cid, ref: TreeRef) => void
  /** What is below this can't be seen. */
  readonly hidden: (ref: TreeRef, why: HoldfastError) => void
  /** Lets sockets and timers run. */
  readonly breathe: () => Promise<void>
}

const AT_ONCE = 64
/** Looking at so many references takes a few ms. */
const TURN = 512

export async function walkTrees(root: RootRef, walk: Walk, signal: AbortSignal): Promise<void> {
  const { load, trees, met, hidden, breathe } = walk
  const stack: TreeRef[] = [root]
  let turn = 0
  met(root.cid, root)
  while (stack.length > 0) {
    signal.throwIfAborted()
    const refs = stack.splice(-AT_ONCE).filter(({ cid }) => trees.get(cid) === undefined)
    if (refs.length === 0) continue
    const found = await load(refs.map(({ cid }) => cid))
    stack.push(...refs.slice(found.length))
    for (const [i, bytes] of found.entries()) {
      const ref = refs[i]!
      const children = bytes instanceof Uint8Array ? childrenOf(ref, bytes) : bytes
      if (children instanceof HoldfastError) {
        hidden(ref, children)
        continue
      }
      // Not before it has passed: another's reference to the same chunk may be the true one.
      trees.add(ref.cid, 0)
      for (const child of children) {
        met(child.cid, child)
        if (child.below > 0 && trees.get(child.cid) === undefined) stack.push(child)
      }
      turn += children.length
      if (turn < TURN) continue
      turn = 0
      await breathe()
    }
  }
}

function childrenOf(ref: TreeRef, bytes: Uint8Array): readonly ChildRef[] | HoldfastError {
  try {
    return verifyTree(ref, bytes).children
  } catch (error) {
    if (!isError(error)) throw error
    return error
  }
}
