// Orders carried out on the caller's own thread: for tests, and for restores too small to be worth a thread.
import type { Ring } from '../../../protocol/ring.ts'
import { Turns } from '../turns.ts'
import type { Writers } from './orders.ts'
import { ChunkReader } from './read-chunk-disk.ts'
import { carryOut } from './write-disk.ts'

/** `breathe`: see Turns. */
export function inlineWriters(ring: Ring, breathe: () => Promise<void>): Writers {
  const turns = new Turns(breathe)
  const chunks = new ChunkReader()
  return {
    carryOut: (order, leaf) => turns.take(() => carryOut(ring, order, leaf, chunks, undefined)),
    [Symbol.asyncDispose]: async () => chunks.close(),
  }
}
