// The sites one pull may ask, as it has come to know them: how much the way to each carries, who said that it lacks
// what, and who failed or answers without an answer and is left out (§ Replication).
import type { Cid, SiteId } from '../../protocol/ids.ts'
import type { Clock } from '../ports.ts'
import { Flow } from './flow.ts'
import type { Peers } from './peers.ts'

const FRUITLESS_REQUESTS = 3

export class PullSources {
  readonly #peers: Pick<Peers, 'connected' | 'rtt'>
  readonly #sites: readonly SiteId[]
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #flows = new Map<SiteId, Flow>()
  /** Sources that said they have not got it. */
  readonly #refused = new Map<Cid, Set<SiteId>>()
  /** Requests in a row that brought nothing and refused nothing. */
  readonly #fruitless = new Map<SiteId, number>()
  readonly #broken = new Set<SiteId>()

  /** `sites`: best first. */
  constructor(peers: Pick<Peers, 'connected' | 'rtt'>, sites: readonly SiteId[], clock: Pick<Clock, 'monotonic'>) {
    this.#peers = peers
    this.#sites = sites
    this.#clock = clock
  }

  /** Whom to ask now: the nearest first; one not measured yet comes last. */
  open(): SiteId[] {
    const connected = new Set(this.#peers.connected())
    const open = this.#sites.filter(site => connected.has(site) && !this.#broken.has(site))
    const distance = (site: SiteId) => this.#peers.rtt(site) ?? Number.POSITIVE_INFINITY
    return open.sort((a, b) => distance(a) - distance(b) || 0)
  }

  flowTo(site: SiteId): Flow {
    const flow = this.#flows.get(site) ?? new Flow(() => this.#clock.monotonic())
    this.#flows.set(site, flow)
    return flow
  }

  /** The site said that it lacks the chunk: it is not asked for it again. */
  noteRefused(cid: Cid, site: SiteId): void {
    const refused = this.#refused.get(cid) ?? new Set()
    refused.add(site)
    this.#refused.set(cid, refused)
  }

  hasRefused(cid: Cid, site: SiteId): boolean {
    return this.#refused.get(cid)?.has(site) ?? false
  }

  /** Somebody lacked something. */
  get anyRefused(): boolean {
    return this.#refused.size > 0
  }

  /** A request ended well. A source that answers again and again without an answer is one that fails. */
  noteEnded(site: SiteId, answered: boolean): void {
    const fruitless = answered ? 0 : (this.#fruitless.get(site) ?? 0) + 1
    this.#fruitless.set(site, fruitless)
    if (fruitless >= FRUITLESS_REQUESTS) this.#broken.add(site)
  }

  /** It is not asked any more. */
  noteFailed(site: SiteId): void {
    this.#broken.add(site)
  }
}
