// What members did wrong, as this site saw it: a ledger that outlives restarts, told in status and sites, and entered in
// the audit log once a day for each site and kind (§ Audit). It accuses nobody by itself: whoever reports has the evidence.
import type { SiteId } from '../../protocol/ids.ts'
import { OFFENCES, type Offence, offenceWords } from '../../protocol/offence.ts'
import type { Clock, Log } from '../ports.ts'
import type { Worker } from '../worker.ts'
import type { Act } from './audit/audit.ts'

export interface Suspicion {
  readonly site: SiteId
  readonly offence: Offence
  readonly times: number
  /** Wall ms. */
  readonly first: number
  readonly last: number
  /** What the last one was. */
  readonly what: string
}
interface Entry extends Suspicion {
  /** Wall ms when the audit log last told of it. */
  readonly auditedAt: number
}

interface Options {
  readonly me: SiteId
  readonly promises: {
    readonly state: ReadonlyMap<string, Uint8Array>
    setState(key: string, value: Uint8Array | undefined): Promise<void>
  }
  readonly audit: { record(act: Act): Promise<void> }
}
type SuspectPorts = { readonly clock: Pick<Clock, 'wall'>; readonly log: Log }

const KEPT = 1024
const WRITTEN_EVERY_MS = 60_000
const AUDITED_EVERY_MS = 24 * 3_600_000
const WORDS_KEPT = 300
const PREFIX = 'suspect/'

export class Suspects {
  readonly #options: Options
  readonly #ports: SuspectPorts
  readonly #entries = new Map<string, Entry>()
  /** Keys whose entry is not on the disk as it is here, or was dropped. */
  readonly #unwritten = new Set<string>()
  readonly #unaudited = new Set<string>()
  /** Has the ledger written at once. */
  nudge: () => void = () => undefined

  constructor(options: Options, ports: SuspectPorts) {
    this.#options = options
    this.#ports = ports
    for (const [key, bytes] of options.promises.state) {
      const entry = key.startsWith(PREFIX) ? parseEntry(bytes) : undefined
      if (entry) this.#entries.set(key, entry)
    }
  }

  /** Notes that a member did what it must not. `what`: one plain clause, for people. */
  report(site: SiteId, offence: Offence, what: string): void {
    if (site === this.#options.me) return
    const key = `${PREFIX}${site}/${offence}`
    const now = this.#ports.clock.wall()
    const known = this.#entries.get(key)
    const entry: Entry = {
      site,
      offence,
      times: (known?.times ?? 0) + 1,
      first: known?.first ?? now,
      last: now,
      what: what.slice(0, WORDS_KEPT).toWellFormed(),
      auditedAt: known?.auditedAt ?? Number.NEGATIVE_INFINITY,
    }
    // A clock that was set back must not keep the log silent.
    const isTold = now - entry.auditedAt < AUDITED_EVERY_MS && now >= entry.auditedAt
    this.#entries.set(key, isTold ? entry : { ...entry, auditedAt: now })
    this.#unwritten.add(key)
    if (known === undefined) {
      this.#ports.log.warn({ site, offence, what }, 'a member did what it must not')
      this.#dropOldest(key)
    }
    if (isTold) return
    this.#unaudited.add(key)
    this.nudge()
  }

  of(site: SiteId): Suspicion[] {
    return this.all().filter(entry => entry.site === site)
  }

  /** The latest last. */
  all(): Suspicion[] {
    return [...this.#entries.values()].sort((a, b) => a.last - b.last)
  }

  /** Writes what is new, at most once a minute, and at once what is the first of its kind. */
  worker(): Worker {
    return {
      name: 'suspects',
      idleMs: WRITTEN_EVERY_MS,
      status: () => ({ suspects: this.#entries.size }),
      step: async () => {
        for (const key of this.#unwritten) {
          this.#unwritten.delete(key)
          const entry = this.#entries.get(key)
          try {
            await this.#options.promises.setState(key, entry && Buffer.from(JSON.stringify(entry)))
          } catch (error) {
            this.#unwritten.add(key)
            throw error
          }
        }
        for (const key of this.#unaudited) {
          this.#unaudited.delete(key)
          const entry = this.#entries.get(key)
          if (entry === undefined) continue
          const text = `${offenceWords(entry.offence)}: ${entry.what} (${entry.times} in all)`
          try {
            await this.#options.audit.record({ act: `offence-${entry.offence}`, site: entry.site, text })
          } catch (error) {
            this.#unaudited.add(key)
            throw error
          }
        }
        return 'idle'
      },
    }
  }

  #dropOldest(newest: string): void {
    if (this.#entries.size <= KEPT) return
    const [oldest] = [...this.#entries].filter(([key]) => key !== newest).sort((a, b) => a[1].last - b[1].last)
    if (oldest === undefined) return
    this.#entries.delete(oldest[0])
    this.#unwritten.add(oldest[0])
  }
}

/** Undefined for what an older or a newer version wrote in another form. */
function parseEntry(bytes: Uint8Array): Entry | undefined {
  try {
    const entry = JSON.parse(Buffer.from(bytes).toString('utf8')) as Entry
    const isWhole = OFFENCES.includes(entry.offence) && typeof entry.what === 'string' && entry.times > 0
    return isWhole ? entry : undefined
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return undefined
  }
}
