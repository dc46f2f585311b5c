// What the pool and its threads say to each other. Input lies in memory both can see; output is handed over, not copied.
import type { Cid } from '../../protocol/ids.ts'
import type { CodecChoice } from '../../protocol/payload.ts'

/** Where an item's bytes lie: in memory of the caller's that is shared anyway, or in the thread's own. */
export interface Placed {
  readonly memory: SharedArrayBuffer | undefined
  readonly at: number
  readonly length: number
}
export interface SealItem {
  readonly codec: CodecChoice
  readonly pid: string
}
export interface OpenItem {
  readonly cid: Cid
  readonly plain: number
}
export type Order =
  | { readonly kind: 'identify' }
  | { readonly kind: 'seal'; readonly items: readonly SealItem[] }
  | { readonly kind: 'open'; readonly items: readonly OpenItem[] }
export type Job = Order & {
  readonly id: number
  readonly inputs: readonly Placed[]
  /** Where results go, one after the other: OUT_BYTES. An order to identify has none. */
  readonly out: SharedArrayBuffer | undefined
  /** Names the ring and its epoch; `ringKeys` comes with the first job of each. */
  readonly ring: string
  readonly ringKeys: Uint8Array | undefined
}

/** `id`: pid of what was identified, cid of what was sealed, '' for what was opened; `at`: where in the job's `out`. */
export interface Result {
  readonly id: string
  readonly at: number
  readonly length: number
}
export type Answer =
  | { readonly id: number; readonly results: readonly Result[] }
  | { readonly id: number; readonly failure: { readonly code: string | undefined; readonly message: string } }

/** Bytes of shared memory a job's items may have together: the largest chunk fits. */
export const JOB_BYTES = 4 * 1024 * 1024 + 64 * 1024
export const JOB_ITEMS = 512
/** Room for the results of a job: sealing adds at most a header, a prefix and a tag to each. */
export const OUT_BYTES = JOB_BYTES + JOB_ITEMS * 128
