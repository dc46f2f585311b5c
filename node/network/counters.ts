// What the network has counted since it started, and who is shunned because of it.
import type { SiteId } from '../../protocol/ids.ts'
import type { Clock, Ports } from '../ports.ts'
import { Denials } from './denials.ts'
import type { Traffic } from './frames.ts'

export interface NetworkCounters {
  /** Strangers and floods turned away. */
  readonly denied: number
  /** Bytes of requests and answers, by site. */
  readonly traffic: ReadonlyMap<SiteId, Readonly<Traffic>>
  /** Times a site sent what it must not send. */
  readonly misbehaved: ReadonlyMap<SiteId, number>
}

export class Counters implements NetworkCounters {
  readonly #denials: Denials
  readonly traffic = new Map<SiteId, Traffic>()
  readonly misbehaved = new Map<SiteId, number>()
  readonly #shunned = new Map<SiteId, number>()
  readonly #clock: Clock

  constructor({ clock, log }: Pick<Ports, 'clock' | 'log'>) {
    this.#clock = clock
    this.#denials = new Denials({ clock, log })
  }

  get denied(): number {
    return this.#denials.count
  }

  deny(address: string, peer?: string): void {
    this.#denials.add(address, peer)
  }

  trafficOf(site: SiteId): Traffic {
    const traffic = this.traffic.get(site) ?? { sent: 0, received: 0 }
    this.traffic.set(site, traffic)
    return traffic
  }

  countMisbehaved(site: SiteId): void {
    this.misbehaved.set(site, (this.misbehaved.get(site) ?? 0) + 1)
  }

  shun(site: SiteId, ms: number): void {
    this.#shunned.set(site, this.#clock.monotonic() + ms)
  }

  isShunned(site: SiteId): boolean {
    const until = this.#shunned.get(site)
    if (until === undefined) return false
    if (this.#clock.monotonic() < until) return true
    this.#shunned.delete(site)
    return false
  }

  /** Drops what is kept for sites that are no longer members. */
  keepOnly(members: ReadonlySet<SiteId>): void {
    for (const map of [this.traffic, this.misbehaved, this.#shunned])
      for (const site of map.keys()) if (!members.has(site)) map.delete(site)
  }
}
