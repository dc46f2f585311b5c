// How much more a store takes, and why not: its capacity, what the file system has beyond the reserve, and the ballast that
// has been given up (§ Store, Full).
import { formatBytes } from '../../protocol/units.ts'
import type { Ballast } from './ballast.ts'
import type { Disk } from './disk.ts'
import { TRAILER } from './pack-footer.ts'
import type { Packs } from './packs.ts'

interface Options {
  readonly folder: string
  readonly packs: Packs
  readonly disk: Disk
  readonly ballast: Ballast
  readonly capacity: number | undefined
  /** Bytes of the file system left to index, journal and map nodes. */
  readonly reserve: number
}

export class StoreRoom {
  readonly #options: Options
  /** The largest that was refused since it last would have fitted. */
  #refused: { readonly why: string; readonly bytes: number } | undefined

  constructor(options: Options) {
    this.#options = options
  }

  /** Why the store is full; undefined when it isn't. */
  get full(): string | undefined {
    const { missing } = this.#options.ballast
    if (this.#refused === undefined && missing > 0)
      return `the disk is full, and the ${formatBytes(missing)} kept for that are in use`
    return this.#refused?.why
  }

  /** Bytes that chunks may still take; negative when others have taken what is to stay free. */
  async left(): Promise<number> {
    const { capacity = Number.MAX_SAFE_INTEGER, packs, disk, folder } = this.#options
    return Math.min(capacity - packs.bytes - TRAILER, (await disk.free(folder)) - this.#reserve)
  }

  /** Whether so many bytes more leave the file system its reserve; the capacity is not asked. */
  async has(bytes: number): Promise<boolean> {
    const { disk, folder, reserve } = this.#options
    return (await disk.free(folder)) - bytes >= reserve
  }

  /** Why the store takes no more than it has; undefined when so many bytes still fit. */
  async refusal(bytes: number): Promise<string | undefined> {
    const { capacity, packs, disk, folder } = this.#options
    if (capacity !== undefined && packs.bytes + bytes + TRAILER > capacity)
      return `the store has used the ${formatBytes(capacity)} it was given`
    const reserve = this.#reserve
    if ((await disk.free(folder)) - bytes < reserve) return `the disk has less than ${formatBytes(reserve)} left`
    return undefined
  }

  /** So many bytes at once were refused. */
  refused(why: string, bytes: number): void {
    this.#refused = { why, bytes: Math.max(bytes, this.#refused?.bytes ?? 0) }
  }

  /** Takes back that the store is full once the largest of what it refused would fit. */
  async look(): Promise<void> {
    if (this.#refused && (await this.refusal(this.#refused.bytes)) === undefined) this.#refused = undefined
  }

  /** The same, after the ballast was taken anew if there is room for it. */
  async review(): Promise<void> {
    await this.#options.ballast.review(this.#options.reserve)
    await this.look()
  }

  // What was given up is not there for chunks.
  get #reserve(): number {
    return this.#options.reserve + this.#options.ballast.missing
  }
}
