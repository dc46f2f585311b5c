// What an ingest tells: progress while it runs; what it left out, and what looks wrong, when it is done.
import type { Clock } from '../../ports.ts'
import { showPath } from './path.ts'
import type { ScanReport } from './scan.ts'
import type { Suspect } from './silent-changes.ts'

export interface IngestProgress {
  readonly files: number
  readonly filesTotal: number
  /** Plain bytes read, of those that must be read because they are new or changed. */
  readonly bytes: number
  readonly bytesTotal: number
  /** Bytes/s over the last seconds, undefined until measured. */
  readonly rate: number | undefined
}
export interface Skipped {
  readonly path: string
  readonly why: string
}

const LISTED = 10_000
const TELL_EVERY_MS = 200
const RATE_OVER_MS = 5000

export class IngestReport implements ScanReport {
  readonly #skipped = new Map<string, string>()
  readonly #warnings = new Set<string>()
  readonly #clock: Clock
  readonly #tell: (progress: IngestProgress) => void
  #skippedCount = 0
  #toldAt = Number.NEGATIVE_INFINITY
  #marks: { at: number; bytes: number }[] = []
  files = 0
  filesTotal = 0
  bytes = 0
  bytesTotal = 0
  /** To be looked into once everything is durable. */
  readonly suspects: Suspect[] = []

  constructor(clock: Clock, tell: (progress: IngestProgress) => void) {
    this.#clock = clock
    this.#tell = tell
  }

  skip(path: Uint8Array, why: string): void {
    const shown = showPath(path)
    if (this.#skipped.has(shown)) return
    this.#skippedCount++
    if (this.#skipped.size < LISTED) this.#skipped.set(shown, why)
  }

  warn(what: string): void {
    if (this.#warnings.size < LISTED) this.#warnings.add(what)
  }

  /** At most 10,000 of them; `skippedCount` counts all. */
  get skipped(): Skipped[] {
    return [...this.#skipped].map(([path, why]) => ({ path, why }))
  }
  get skippedCount(): number {
    return this.#skippedCount
  }
  get warnings(): string[] {
    return [...this.#warnings]
  }

  read(bytes: number): void {
    this.bytes += bytes
    this.tell()
  }

  /** Tells the progress, not more often than five times a second unless it is the last. */
  tell(last = false): void {
    const now = this.#clock.monotonic()
    if (!last && now - this.#toldAt < TELL_EVERY_MS) return
    this.#toldAt = now
    this.#marks.push({ at: now, bytes: this.bytes })
    while (this.#marks.length > 2 && now - this.#marks[0]!.at > RATE_OVER_MS) this.#marks.shift()
    const { files, filesTotal, bytes, bytesTotal } = this
    this.#tell({ files, filesTotal, bytes, bytesTotal, rate: this.#rate(now) })
  }

  #rate(now: number): number | undefined {
    const first = this.#marks[0]!
    const ms = now - first.at
    return ms >= 1000 ? ((this.bytes - first.bytes) * 1000) / ms : undefined
  }
}
