// How many bytes come free where some trees go and others stay: what no tree that stays leads to. Exact, or not known where a
// part of a tree is not here.
import type { Cid } from '../../../protocol/ids.ts'
import type { RootRef, TreeRef } from '../../../protocol/tree-load.ts'
import { type Custody, hasBelow } from '../custody/custody.ts'

type Trees = Pick<Custody, 'loadChildren'>

/** undefined where what is below a root can't be seen here. Throws CHUNK_CORRUPT for a tree that lies. */
export async function freedBytes(
  trees: Trees,
  going: readonly RootRef[],
  staying: readonly RootRef[],
  signal: AbortSignal,
): Promise<number | undefined> {
  const sizes = new Map<Cid, number>()
  const found = await walk(trees, going, signal, (cid, bytes) => sizes.set(cid, bytes))
  if (!found) return undefined
  const kept = await walk(trees, staying, signal, cid => sizes.delete(cid))
  return kept ? [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0) : undefined
}

// Each chunk below the roots with its stored bytes; false when some of it can't be seen.
async function walk(
  trees: Trees,
  roots: readonly RootRef[],
  signal: AbortSignal,
  met: (cid: Cid, bytes: number) => void,
): Promise<boolean> {
  const seen = new Set<Cid>()
  const stack: TreeRef[] = [...roots]
  for (let ref = stack.pop(); ref !== undefined; ref = stack.pop()) {
    if (seen.has(ref.cid)) continue
    signal.throwIfAborted()
    // Of leaves only what is asked for is remembered: there are a hundred of them to a tree chunk.
    if (!hasBelow(ref)) {
      if ('stored' in ref) met(ref.cid, ref.stored)
      continue
    }
    seen.add(ref.cid)
    const children = await trees.loadChildren(ref)
    if (children === undefined) return false
    const below = children.reduce((sum, child) => sum + child.stored + child.below, 0)
    // A root's record says how much it is with all below it.
    met(ref.cid, 'storedBytes' in ref ? ref.storedBytes - below : ref.stored)
    stack.push(...children)
  }
  return true
}
