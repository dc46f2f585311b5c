// What the threads that read folders are asked and answer: paths and names as latin1 text, a character a byte, and stats
// as rows of numbers, for an object a file would cost more to hand over than the file to look at.
import type { SourceStat, SourceXattr } from './source.ts'

export type Question =
  | { readonly kind: 'look'; readonly directory: string }
  | {
      readonly kind: 'read'
      readonly paths: readonly string[]
      /** The bytes each may have. */
      readonly sizes: readonly number[]
      readonly withXattrs: boolean
      /** Where the bytes go, one file after the other. */
      readonly memory: SharedArrayBuffer
      readonly at: number
    }
export type Asked = Question & { readonly id: number }

export interface LookAnswer {
  readonly kind: 'look'
  /** Sorted, with a '/' between two. */
  readonly names: string
  readonly rows: ArrayBuffer
  readonly failures: readonly Failure[]
  readonly targets: readonly { readonly index: number; readonly target: string }[]
}
export interface ReadAnswer {
  readonly kind: 'read'
  /** Empty rows for what did not come out whole at the first attempt. */
  readonly rows: ArrayBuffer
  readonly xattrs: readonly { readonly index: number; readonly xattrs: readonly SourceXattr[] }[]
}
export interface Failure {
  readonly index: number
  /** The errno name, if it was a failed call. */
  readonly code: string | undefined
  readonly message: string
}
export type Answer = { readonly id: number } & (
  | LookAnswer
  | ReadAnswer
  | { readonly kind: 'failed'; readonly failure: Failure }
)

const KINDS = ['none', 'file', 'directory', 'symlink', 'socket', 'fifo', 'device'] as const
const COLUMNS = 8

/** Stats of many things: kind, mode, size and links as floats, times and numbers of inodes as 64-bit integers. */
export class StatRows {
  readonly buffer: ArrayBuffer
  readonly #floats: Float64Array
  readonly #signed: BigInt64Array
  readonly #unsigned: BigUint64Array

  /** Rows that are empty, or those in `buffer`. */
  constructor(rows: number | ArrayBuffer) {
    this.buffer = typeof rows === 'number' ? new ArrayBuffer(rows * COLUMNS * 8) : rows
    this.#floats = new Float64Array(this.buffer)
    this.#signed = new BigInt64Array(this.buffer)
    this.#unsigned = new BigUint64Array(this.buffer)
  }

  set(row: number, stat: SourceStat): void {
    const at = row * COLUMNS
    this.#floats[at] = KINDS.indexOf(stat.kind)
    this.#floats[at + 1] = stat.mode
    this.#floats[at + 2] = stat.size
    this.#floats[at + 3] = stat.nlink
    this.#signed[at + 4] = stat.mtime
    this.#signed[at + 5] = stat.ctime
    this.#unsigned[at + 6] = stat.dev
    this.#unsigned[at + 7] = stat.ino
  }

  /** Undefined for an empty row. */
  get(row: number): SourceStat | undefined {
    const at = row * COLUMNS
    const kind = KINDS[this.#floats[at]!]!
    if (kind === 'none') return undefined
    return {
      kind,
      mode: this.#floats[at + 1]!,
      size: this.#floats[at + 2]!,
      mtime: this.#signed[at + 4]!,
      ctime: this.#signed[at + 5]!,
      dev: this.#unsigned[at + 6]!,
      ino: this.#unsigned[at + 7]!,
      nlink: this.#floats[at + 3]!,
    }
  }
}
