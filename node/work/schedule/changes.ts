// What a watcher's hints mean for one folder: when a snapshot is due, and whether a take is growing. Times are monotonic
// ms, passed in; nothing here waits (§ Schedule).

export interface WatchTimes {
  /** A folder that changed is captured once it has been quiet this long. */
  readonly quietMs: number
  /** One that doesn't get quiet is captured this often. */
  readonly liveMs: number
  /** What is watched is scanned this often, whatever the watcher says. */
  readonly scanMs: number
}

/** What a capture saw of files that are being written. */
export interface Seen {
  /** In the snapshot, but maybe not for good. */
  readonly live: number
  /** Of those, seen to grow. */
  readonly growing: number
}

/** Writes to one file that follow each other this closely, for this long, are a take that grows. */
const GROWING_GAP_MS = 3_000
const GROWING_SPAN_MS = 5_000
const FILES = 10_000
/** A folder that takes long to scan is not scanned after every save. */
const REST_FACTOR = 4

export class FolderChanges {
  readonly #times: WatchTimes
  readonly #files = new Map<string, { since: number; last: number }>()
  #changedSince: number | undefined
  #changedLast = 0
  #begunAt: number | undefined
  #restMs = 0
  #followUp: number | undefined
  #livesInARow = 0

  constructor(times: WatchTimes) {
    this.#times = times
  }

  /**
   * Something at `path` changed, or may have: '' when nobody knows what. `isNews`: the first change since the last
   * capture began. `isGrowing`: the file is written to again and again.
   */
  note(path: string, now: number): { isNews: boolean; isGrowing: boolean } {
    const isNews = this.#changedSince === undefined
    this.#changedSince ??= now
    this.#changedLast = now
    return { isNews, isGrowing: path !== '' && this.#isGrowing(path, now) }
  }

  /** A capture begins: what changed before is in it. */
  begun(now: number): void {
    this.#begunAt = now
    this.#changedSince = undefined
    this.#followUp = undefined
  }

  /** The capture ended, well or not. A live snapshot is followed by another, whatever the watcher sees. */
  ended(now: number, { live, growing }: Seen): void {
    const { quietMs, liveMs, scanMs } = this.#times
    const begun = this.#begunAt ?? now
    this.#restMs = Math.min(liveMs, REST_FACTOR * (now - begun))
    if (growing > 0) this.#followUp = Math.max(now, begun + liveMs)
    else if (live > 0) {
      // At first only young; a file that stays live, such as one that a crash left behind, is looked at ever less.
      const again = this.#livesInARow === 0 ? quietMs : Math.min(scanMs, liveMs * 2 ** (this.#livesInARow - 1))
      this.#followUp = now + again
    }
    this.#livesInARow = live > 0 && growing === 0 ? Math.min(this.#livesInARow + 1, 10) : 0
  }

  /** When a snapshot is due; undefined when nothing has changed. */
  dueAt(): number | undefined {
    const { quietMs, liveMs } = this.#times
    const begun = this.#begunAt
    const since = this.#changedSince
    if (since === undefined) return this.#followUp
    const quiet = Math.max(this.#changedLast + quietMs, (begun ?? 0) + (begun === undefined ? 0 : this.#restMs))
    const live = Math.max(since, begun ?? since) + liveMs
    return Math.min(quiet, live, this.#followUp ?? live)
  }

  #isGrowing(path: string, now: number): boolean {
    const known = this.#files.get(path)
    const since = known && now - known.last <= GROWING_GAP_MS ? known.since : now
    this.#files.delete(path) // and to the end: the oldest goes first
    this.#files.set(path, { since, last: now })
    if (this.#files.size > FILES) for (const oldest of this.#files.keys()) if (this.#files.delete(oldest)) break
    return now - since >= GROWING_SPAN_MS
  }
}
