// What a restore has written for it: leaves into open files, small files in one go, names given when bytes are on disk
// (§ Restore). Threads carry the orders out; tests and small restores do it in place.
import type { Cid } from '../../../protocol/ids.ts'

/** Where a stored chunk's bytes stand in a file; they may have rotted there, or be gone. */
export interface Located {
  readonly path: string
  readonly offset: number
  readonly length: number
}
/** A leaf as it is stored, what it must be, and the plain bytes it must hold. */
export interface Stored {
  readonly cid: Cid
  readonly from: Uint8Array | Located
  readonly plain: number
}

/** Write a leaf at a place of an open file, which has its full size already and nothing at that place. */
export interface LeafOrder {
  readonly kind: 'leaf'
  readonly fd: number
  readonly position: number
}
/** Make a file that must not exist yet, of one leaf or none, with its time and mode. */
export interface FileOrder {
  readonly kind: 'file'
  /** The bytes of its path, as latin1. */
  readonly path: string
  readonly mode: number
  /** As near as Node can set it: see nearTime. */
  readonly time: number | Date
}
/** Give a file its name. `mayReplace`: what bears the name. */
export interface NameOrder {
  readonly kind: 'name'
  /** The bytes of both paths, as latin1. */
  readonly from: string
  readonly to: string
  readonly mayReplace: boolean
}
export type Order = LeafOrder | FileOrder | NameOrder

export interface Writers extends AsyncDisposable {
  /**
   * Carries an order out; orders are begun in the order given. Throws what the file system throws, and for a leaf that is
   * not what it should be CHUNK_CORRUPT, MESSAGE_INVALID or KEY_MISSING.
   */
  carryOut(order: Order, leaf?: Stored): Promise<void>
}
