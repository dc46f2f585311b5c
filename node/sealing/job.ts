// What the pool and its threads say to each other. Input lies in memory both can see; output is handed over, not copied.
import type { CodecChoice } from '../../protocol/payload.ts'

export interface SealItem {
  readonly length: number
  readonly codec: CodecChoice
  readonly pid: string
}
export interface OpenItem {
  readonly length: number
  readonly plain: number
}
export type Job = {
  readonly id: number
  /** Where the first item's bytes begin in the shared memory; the others follow. */
  readonly at: number
  /** Names the ring and its epoch; `ringKeys` comes with the first job of each. */
  readonly ring: string
  readonly ringKeys: Uint8Array | undefined
} & (
  | { readonly kind: 'seal'; readonly items: readonly SealItem[] }
  | { readonly kind: 'open'; readonly items: readonly OpenItem[] }
)

/** `cid` of what was sealed; '' for what was opened. */
export interface Result {
  readonly cid: string
  readonly bytes: Uint8Array<ArrayBuffer>
}
export type Answer =
  | { readonly id: number; readonly results: readonly Result[] }
  | { readonly id: number; readonly failure: { readonly code: string | undefined; readonly message: string } }

/** Bytes of shared memory a job's items may have together: the largest chunk fits. */
export const JOB_BYTES = 4 * 1024 * 1024 + 64 * 1024
export const JOB_ITEMS = 512
