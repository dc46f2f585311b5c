// The stored leaves of a file in order, fetched ahead within a bound that all files of a restore share. They are handed
// over in order, so that a restore that is cut off leaves a beginning that the next one finds.

import { isError } from '../../../protocol/errors.ts'
import type { Cid } from '../../../protocol/ids.ts'
import type { Ring } from '../../../protocol/ring.ts'
import type { FileEntry } from '../../../protocol/tree-entry.ts'
import { type FileLeaf, fileLeaves } from '../../../protocol/tree-file.ts'
import type { ChunkSource } from '../../../protocol/tree-load.ts'
import type { Sealer } from '../sealer.ts'
import type { FileOrder, LeafOrder, Located, Writers } from './orders.ts'

/** So much of something may be in use at once; who needs more waits, first come first served. */
export class Budget {
  #left: number
  readonly #waiting: { amount: number; go: () => void }[] = []

  constructor(amount: number) {
    this.#left = amount
  }
  /** Whether take() would return at once. */
  hasRoom(amount: number): boolean {
    return this.#waiting.length === 0 && this.#left >= amount
  }
  /** `amount` at most the whole budget. */
  async take(amount: number): Promise<void> {
    if (this.hasRoom(amount)) this.#left -= amount
    else await new Promise<void>(go => this.#waiting.push({ amount, go }))
  }
  give(amount: number): void {
    this.#left += amount
    for (let next = this.#waiting[0]; next && next.amount <= this.#left; next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#left -= next.amount
      next.go()
    }
  }
}

export interface LeafFetcher {
  readonly ring: Ring
  readonly source: ChunkSource
  /** Where a chunk stands in a file here; undefined when the source must be asked. */
  readonly locate?: ((cid: Cid) => Promise<Located | undefined>) | undefined
  /** Bytes of stored chunks in memory. */
  readonly budget: Budget
  readonly sealer: Sealer
  readonly writers: Writers
}

const AHEAD = 8

/**
 * Calls `write` with each leaf and its stored bytes, or where they are, in order, before the last has been written. Leaves for which `has` answers
 * true are not fetched; it is called in order, until it first answers false: then `begin` is called once with that leaf.
 * Settles when no write is under way any more. Throws what the source and `write` throw.
 */
export async function fetchLeaves(
  fetcher: LeafFetcher,
  entry: FileEntry,
  has: (leaf: FileLeaf) => Promise<boolean>,
  begin: (leaf: FileLeaf) => Promise<void>,
  write: (leaf: FileLeaf, from: Uint8Array | Located) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { ring, source, budget } = fetcher
  const underway: Promise<void>[] = []
  let last: Promise<void> = Promise.resolve()
  const fetchOne = async (leaf: FileLeaf): Promise<void> => {
    const before = last
    const begun = Promise.withResolvers<void>()
    last = begun.promise
    last.catch(() => undefined) // heard by the leaf after it, if there is one
    try {
      const from = await findLeaf(fetcher, leaf.ref.cid)
      await before
      signal.throwIfAborted()
      const writing = write(leaf, from)
      begun.resolve()
      await writing
    } catch (error) {
      begun.reject(error)
      throw error
    } finally {
      budget.give(leaf.ref.stored)
    }
  }
  let isHeld = true
  try {
    for await (const leaf of fileLeaves(ring, source, entry)) {
      signal.throwIfAborted()
      if (isHeld) {
        if (await has(leaf)) continue
        isHeld = false
        await begin(leaf)
      }
      if (underway.length >= AHEAD) await underway.shift()
      // A file never waits for room while it holds some: else two that wait for each other would wait for ever.
      while (underway.length > 0 && !budget.hasRoom(leaf.ref.stored)) await underway.shift()
      await budget.take(leaf.ref.stored)
      const fetching = fetchOne(leaf)
      fetching.catch(() => undefined) // awaited in its turn
      underway.push(fetching)
    }
    await Promise.all(underway)
  } finally {
    await Promise.allSettled(underway)
  }
}

/** The stored bytes of a leaf, or where they are. Throws what the source throws. */
export async function findLeaf({ source, locate }: LeafFetcher, cid: Cid): Promise<Uint8Array | Located> {
  return (await locate?.(cid)) ?? source(cid)
}

/** Has a leaf written. What has rotted where it stood is had from the source. Throws as Writers.carryOut. */
export async function writeLeaf(
  { source, writers }: LeafFetcher,
  order: LeafOrder | FileOrder,
  leaf: { readonly cid: Cid; readonly from: Uint8Array | Located; readonly plain: number },
): Promise<void> {
  try {
    await writers.carryOut(order, leaf)
  } catch (error) {
    if (leaf.from instanceof Uint8Array || !isError(error, 'CHUNK_CORRUPT')) throw error
    await writers.carryOut(order, { ...leaf, from: await source(leaf.cid) })
  }
}

/** The verified plaintext of one leaf. Throws as fetchLeaves. */
export async function loadLeaf({ ring, source, sealer }: LeafFetcher, leaf: FileLeaf): Promise<Uint8Array> {
  const bytes = await source(leaf.ref.cid)
  const [plaintext] = await sealer.open(ring, [{ cid: leaf.ref.cid, bytes, plain: leaf.plain }])
  return plaintext!
}
