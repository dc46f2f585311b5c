// Re-reads and re-hashes everything this site keeps, without end, at a pace that finishes well inside the scrub age; what
// is bad is mended at once (§ Scrub).

import type { ChildRef } from '../../protocol/chunk.ts'
import { type HoldfastError, isError } from '../../protocol/errors.ts'
import type { Cid, NodeHash } from '../../protocol/ids.ts'
import { TIMES_MS } from '../../protocol/limits.ts'
import { type RootRef, type TreeRef, verifyTree } from '../../protocol/tree-load.ts'
import type { Ports } from '../ports.ts'
import type { Worker } from '../worker.ts'
import type { ChunkStore, Custody } from './custody/custody.ts'
import type { Mender } from './mend.ts'

export type Scrubbed = (
  | { readonly kind: 'chunk'; readonly cid: Cid }
  | { readonly kind: 'node'; readonly node: NodeHash }
) & {
  readonly bytes: number
  readonly ok: boolean
  readonly why: string | undefined
}

type Damaged = ({ readonly kind: 'chunk'; readonly cid: Cid } | { readonly kind: 'node'; readonly node: NodeHash }) & {
  readonly why: string | undefined
}

export interface ScrubStore extends Pick<ChunkStore, 'loadChunks' | 'checkChunks'> {
  scrub(from: undefined, signal: AbortSignal): AsyncIterable<Scrubbed>
  stats(): { readonly chunkBytes: number; readonly quarantined: number }
}

/** A pass takes this long at the most, and this long at the least begins after the last. */
const PASS_MS = 7 * 24 * 3_600_000
const REST_MS = 24 * 3_600_000
const MIN_BYTES_PER_MS = 8_000
const SLICE_BYTES = 8 * 1024 * 1024
const SLICE_CHUNKS = 256

export interface ScrubResult {
  readonly chunks: number
  readonly bytes: number
  readonly bad: readonly Cid[]
}

interface Options {
  readonly store: ScrubStore
  readonly custody: Custody
  readonly mender: Mender
  readonly mendNode: (node: NodeHash, why: string, signal: AbortSignal) => Promise<void>
  /** Wall ms of the last full pass's begin. */
  readonly lastPass: () => number
  readonly passed: (startedAt: number) => Promise<void>
  /** Awaited before each slice of a paced pass: while takes grow, it rests. */
  readonly giveWay: (signal: AbortSignal) => Promise<void>
}

export class Scrubber {
  readonly #options: Options
  readonly #ports: Ports
  #progress: { bytes: number; of: number } | undefined
  passes = 0

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
  }

  worker(): Worker {
    return {
      name: 'scrub',
      idleMs: 10 * 60_000,
      status: () => ({ passes: this.passes, progress: this.#progress, lastPass: this.#options.lastPass() }),
      step: async signal => {
        // One dated in the future was dated by a clock that was wrong, and counts nowhere: it is made anew.
        const since = this.#ports.clock.wall() - this.#options.lastPass()
        if (since < REST_MS && since > -TIMES_MS.futureTolerance) return 'idle'
        await this.#options.giveWay(signal)
        await this.pass('paced', () => undefined, signal)
        return 'idle'
      },
    }
  }

  /** One full pass; 'now' doesn't rest between slices. Bad chunks are quarantined and mended before it resolves. */
  async pass(
    pace: 'paced' | 'now',
    progress: (bytes: number, of: number) => void,
    signal: AbortSignal,
  ): Promise<ScrubResult> {
    const startedAt = this.#ports.clock.wall()
    const of = this.#options.store.stats().chunkBytes
    const bytesPerMs = Math.max(MIN_BYTES_PER_MS, of / PASS_MS)
    const bad: Cid[] = []
    let chunks = 0
    let bytes = 0
    let slice = 0
    for await (const record of this.#options.store.scrub(undefined, signal)) {
      bytes += record.bytes
      slice += record.bytes
      if (record.kind === 'chunk') chunks++
      if (!record.ok) await this.#bad(record, bad, signal)
      if (slice >= SLICE_BYTES) {
        this.#progress = { bytes, of }
        progress(bytes, of)
        await this.#ports.clock.wait(pace === 'paced' ? slice / bytesPerMs : 0, signal)
        if (pace === 'paced') await this.#options.giveWay(signal)
        slice = 0
      }
    }
    this.#progress = undefined
    this.passes++
    if (bad.length > 0) await this.#options.mender.mend(signal)
    await this.#options.passed(startedAt)
    await this.#options.custody.scrubbed(startedAt)
    return { chunks, bytes, bad }
  }

  /** Re-hashes what the given snapshots consist of. Bad chunks are quarantined and mended before it resolves. */
  async passOver(
    roots: readonly RootRef[],
    progress: (bytes: number, of: number) => void,
    signal: AbortSignal,
  ): Promise<ScrubResult> {
    const of = roots.reduce((sum, root) => sum + root.storedBytes, 0)
    const bad: Cid[] = []
    const seen = new Set<Cid>()
    const trees: TreeRef[] = []
    const leaves: ChildRef[] = []
    const add = (refs: readonly TreeRef[]): void => {
      for (const ref of refs) {
        if (seen.has(ref.cid)) continue
        seen.add(ref.cid)
        if ('storedBytes' in ref || ref.below > 0) trees.push(ref)
        else leaves.push(ref)
      }
    }
    add(roots)
    let bytes = 0
    while (trees.length > 0 || leaves.length > 0) {
      signal.throwIfAborted()
      // Leaves first: a wide tree would have all of them waiting.
      if (leaves.length >= SLICE_CHUNKS || trees.length === 0) {
        const slice = takeSlice(leaves)
        const faults = await this.#options.store.checkChunks(slice.map(({ cid }) => cid))
        for (const [i, { cid, stored }] of slice.entries()) {
          if (faults[i]) await this.#cantBeHad(cid, faults[i], bad, signal)
          else bytes += stored
        }
      } else {
        const slice = trees.slice(-SLICE_CHUNKS)
        const found = await this.#options.store.loadChunks(slice.map(({ cid }) => cid))
        trees.splice(trees.length - slice.length, found.length)
        for (const [i, chunk] of found.entries()) {
          const ref = slice[i]!
          if (chunk instanceof Uint8Array) {
            bytes += chunk.byteLength
            add(verifyTree(ref, chunk).children)
          } else await this.#cantBeHad(ref.cid, chunk, bad, signal)
        }
      }
      progress(bytes, of)
    }
    if (bad.length > 0) await this.#options.mender.mend(signal)
    return { chunks: seen.size, bytes, bad }
  }

  async #cantBeHad(cid: Cid, why: HoldfastError, bad: Cid[], signal: AbortSignal): Promise<void> {
    if (isError(why, 'CHUNK_CORRUPT')) await this.#bad({ kind: 'chunk', cid, why: why.message }, bad, signal)
    else if (isError(why, 'CHUNK_MISSING')) this.#options.mender.check()
    else throw why
  }

  async #bad(record: Damaged, bad: Cid[], signal: AbortSignal): Promise<void> {
    const why = record.why ?? 'fails its hash'
    if (record.kind === 'node') await this.#options.mendNode(record.node, why, signal)
    else {
      bad.push(record.cid)
      await this.#options.mender.report(record.cid, why)
    }
  }
}

/** The last of them, as many as make a slice. */
function takeSlice(refs: ChildRef[]): ChildRef[] {
  let from = refs.length
  for (let bytes = 0; from > 0 && refs.length - from < SLICE_CHUNKS && bytes < SLICE_BYTES; )
    bytes += refs[--from]!.stored
  return refs.splice(from)
}
