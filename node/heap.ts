// When the process collects garbage. A daemon moves gigabytes through buffers that live for milliseconds. V8 counts them
// against a limit of its own (64 MB since the last collection, less while the heap is small) and then marks the whole heap:
// one full collection for every 8 MB on the wire, more than a third of all CPU seconds of a transfer. Here buffers count as the rest
// of the heap does. Bounded by the budgets of what may be in flight (LIMITS.bufferedBytes).
import { setFlagsFromString } from 'node:v8'

/** Holds for all threads of the process. */
export function countBuffersAsHeap(): void {
  setFlagsFromString('--external-memory-accounted-in-global-limit')
}

const SLAB_BYTES = 8 * 1024

/**
 * Small buffers are cut from slabs, and one that is kept (a nonce, a peer's id) keeps its slab: of 64 KiB, as Node has them
 * by now, a daemon gathered a megabyte an hour. Holds for this thread.
 */
export function cutBuffersFromSmallSlabs(): void {
  Buffer.poolSize = SLAB_BYTES
}
