// How much the snapshots of each other site may take here (§ Quota). A site is charged for the chunks its snapshots
// brought that were new here, when they are stored, whatever becomes of the snapshot; once it has taken its quota nothing
// more of it is fetched, and it is named. What was charged is a promise: a restart forgives nothing.
import type { SiteId, SnapshotId } from '../../protocol/ids.ts'
import { formatBytes } from '../../protocol/units.ts'
import type { Log } from '../ports.ts'
import type { Suspects } from './suspects.ts'

export interface OverQuota {
  readonly site: SiteId
  readonly usedBytes: number
  readonly quotaBytes: number
  /** Its snapshots that are not fetched. */
  readonly snapshots: number
}

interface Options {
  readonly me: SiteId
  readonly promises: {
    readonly state: ReadonlyMap<string, Uint8Array>
    setState(key: string, value: Uint8Array | undefined): Promise<void>
  }
  /** 0 = no bound. */
  readonly quotaOf: (site: SiteId) => number
  readonly suspects: Pick<Suspects, 'report'>
}

const PREFIX = 'quota/'
/** A crash may forgive so many bytes. */
const WRITTEN_EVERY = 16 * 1024 * 1024
/** Of one site. */
const WITHHELD_KEPT = 10_000

export class Quotas {
  readonly #options: Options
  readonly #log: Log
  readonly #used = new Map<SiteId, number>()
  readonly #unwritten = new Map<SiteId, number>()
  readonly #withheld = new Map<SiteId, Set<SnapshotId>>()

  constructor(options: Options, { log }: { readonly log: Log }) {
    this.#options = options
    this.#log = log
    for (const [key, bytes] of options.promises.state) {
      const used = Number(Buffer.from(bytes).toString('utf8'))
      if (key.startsWith(PREFIX) && Number.isSafeInteger(used)) this.#used.set(key.slice(PREFIX.length) as SiteId, used)
    }
  }

  /** Bytes that the site's snapshots brought here. */
  used(site: SiteId): number {
    return this.#used.get(site) ?? 0
  }

  /** Bytes that the site's snapshots may still bring here; Infinity where nothing bounds it. */
  left(site: SiteId): number {
    const quota = site === this.#options.me ? 0 : this.#options.quotaOf(site)
    return quota === 0 ? Number.POSITIVE_INFINITY : Math.max(0, quota - this.used(site))
  }

  /** So many bytes of the site's are stored here. */
  charge(site: SiteId, bytes: number): void {
    if (site === this.#options.me || bytes === 0) return
    this.#used.set(site, this.used(site) + bytes)
    const unwritten = (this.#unwritten.get(site) ?? 0) + bytes
    this.#unwritten.set(site, unwritten)
    if (unwritten >= WRITTEN_EVERY)
      this.#write(site).catch(error =>
        this.#log.error({ err: error, site }, 'what a site has taken is not written yet'),
      )
  }

  /** What was charged to all is durable when this resolves. */
  async settle(): Promise<void> {
    for (const site of [...this.#unwritten.keys()]) await this.#write(site)
  }

  async #write(site: SiteId): Promise<void> {
    const unwritten = this.#unwritten.get(site)
    if (unwritten === undefined) return
    this.#unwritten.delete(site)
    try {
      await this.#options.promises.setState(PREFIX + site, Buffer.from(String(this.used(site))))
    } catch (error) {
      this.#unwritten.set(site, unwritten + (this.#unwritten.get(site) ?? 0))
      throw error
    }
  }

  /** True when the snapshot is not to be fetched; its author is named for it, once a snapshot. */
  withholds(author: SiteId, snapshot: SnapshotId): boolean {
    if (this.left(author) > 0) {
      this.#withheld.delete(author)
      return false
    }
    const withheld = this.#withheld.get(author) ?? new Set()
    this.#withheld.set(author, withheld)
    if (withheld.has(snapshot) || withheld.size >= WITHHELD_KEPT) return true
    withheld.add(snapshot)
    const taken = `its snapshots have taken ${formatBytes(this.used(author))} here`
    const what = `${taken} of the ${formatBytes(this.#options.quotaOf(author))} they may: no more of them is fetched`
    this.#options.suspects.report(author, 'quota', what)
    return true
  }

  /** Whose snapshots are not fetched now. */
  over(): OverQuota[] {
    return [...this.#withheld].flatMap(([site, withheld]) => {
      if (this.left(site) > 0) return []
      return { site, usedBytes: this.used(site), quotaBytes: this.#options.quotaOf(site), snapshots: withheld.size }
    })
  }
}
