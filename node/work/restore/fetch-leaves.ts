// The plaintext of a file's leaves in order, fetched ahead within a bound that all files of a restore share.
import type { Ring } from '../../../protocol/ring.ts'
import type { FileEntry } from '../../../protocol/tree-entry.ts'
import { type FileLeaf, fileLeaves } from '../../../protocol/tree-file.ts'
import type { ChunkSource } from '../../../protocol/tree-load.ts'
import type { Sealer } from '../sealer.ts'

/** Bytes that may be in memory at once; who needs more waits, first come first served. */
export class ByteBudget {
  #left: number
  readonly #waiting: { bytes: number; go: () => void }[] = []

  constructor(bytes: number) {
    this.#left = bytes
  }
  /** Whether take() would return at once. */
  hasRoom(bytes: number): boolean {
    return this.#waiting.length === 0 && this.#left >= bytes
  }
  /** `bytes` at most the whole budget. */
  async take(bytes: number): Promise<void> {
    if (this.#waiting.length > 0 || this.#left < bytes) {
      await new Promise<void>(go => this.#waiting.push({ bytes, go }))
      return
    }
    this.#left -= bytes
  }
  give(bytes: number): void {
    this.#left += bytes
    for (let next = this.#waiting[0]; next && next.bytes <= this.#left; next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#left -= next.bytes
      next.go()
    }
  }
}

export interface LeafFetcher {
  readonly ring: Ring
  readonly source: ChunkSource
  readonly budget: ByteBudget
  readonly sealer: Sealer
}

const AHEAD = 4

/**
 * Calls `write` with each leaf's place and verified plaintext, one at a time and in order. Leaves for which `has` answers
 * true are not fetched; it is called in order as well, until it first answers false. Throws what the source and the
 * opening of chunks throw.
 */
export async function fetchLeaves(
  fetcher: LeafFetcher,
  entry: FileEntry,
  has: (leaf: FileLeaf) => Promise<boolean>,
  write: (leaf: FileLeaf, plaintext: Uint8Array) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { ring, source, budget, sealer } = fetcher
  const underway: { leaf: FileLeaf; plaintext: Promise<Uint8Array> }[] = []
  const writeNext = async (): Promise<void> => {
    const { leaf, plaintext } = underway.shift()!
    try {
      const bytes = await plaintext
      signal.throwIfAborted()
      await write(leaf, bytes)
      sealer.done(bytes)
    } finally {
      budget.give(leaf.plain)
    }
  }
  let isHeld = true
  try {
    for await (const leaf of fileLeaves(ring, source, entry)) {
      signal.throwIfAborted()
      if (isHeld && (await has(leaf))) continue
      isHeld = false
      if (underway.length >= AHEAD) await writeNext()
      // A file never waits for room while it holds some: else two that wait for each other would wait for ever.
      while (underway.length > 0 && !budget.hasRoom(leaf.plain)) await writeNext()
      await budget.take(leaf.plain)
      const plaintext = loadLeaf(fetcher, leaf)
      plaintext.catch(() => undefined) // awaited in its turn
      underway.push({ leaf, plaintext })
    }
    while (underway.length > 0) await writeNext()
  } finally {
    for (const { leaf } of underway) budget.give(leaf.plain)
  }
}

/** The verified plaintext of one leaf. Throws as fetchLeaves. */
export async function loadLeaf({ ring, source, sealer }: LeafFetcher, leaf: FileLeaf): Promise<Uint8Array> {
  const bytes = await source(leaf.ref.cid)
  const [plaintext] = await sealer.open(ring, [{ cid: leaf.ref.cid, bytes, plain: leaf.plain }])
  return plaintext!
}
