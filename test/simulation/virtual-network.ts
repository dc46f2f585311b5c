// A network between virtual processes, as bad as it is told to be: connections open by and by and hang before they break,
// announcements get lost, doubled, late and out of order, requests fail before or after they were served.
import type { Peers, Serves, Topic } from '../../node/work/peers.ts'
import { decode, encode } from '../../protocol/codec.ts'
import type { SiteId } from '../../protocol/ids.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import type { SeededRandom } from './seeded-random.ts'
import type { Timeline } from './timeline.ts'
import type { Trace } from './trace.ts'
import type { Life } from './virtual-process.ts'
import { requestsOf } from './virtual-requests.ts'

/** How bad one link is. Probabilities, and the mean of the delay in ms. */
export interface Weather {
  readonly delay: number
  /** Of a message: another 0 to 4 s on its way. */
  readonly late: number
  /** Of an announcement. */
  readonly lost: number
  readonly doubled: number
  /** Of a request, or of one chunk in an answer. */
  readonly failed: number
}

export const CALM: Weather = { delay: 20, late: 0, lost: 0, doubled: 0, failed: 0 }

/** One process on the network. */
export interface End {
  readonly id: SiteId
  readonly serves: Serves
  readonly life: Life
  readonly knows: (site: SiteId) => boolean
  readonly connections: Map<SiteId, Connection>
  readonly heard: Set<string>
}

export interface Connection {
  readonly ends: readonly [End, End]
  open: boolean
  /** When it went silent; a connection without an answer for 12 s is given up. */
  silentSince: number | undefined
  readonly calls: Set<{ cutOff(): void }>
}

export interface NetworkHooks {
  /** A handler threw something that is not a HoldfastError. */
  readonly bug: (error: unknown, where: string) => void
  /** A site is about to answer a challenge. */
  readonly challenged: (holder: SiteId, challenge: pb.Signed) => void
}

const LOOK_MS = 2_000
const GIVEN_UP_MS = 12_000
const MESSAGES_REMEMBERED = 4_000

export class VirtualNetwork {
  readonly timeline: Timeline
  readonly trace: Trace
  readonly random: SeededRandom
  readonly hooks: NetworkHooks
  readonly #ends = new Map<SiteId, End>()
  readonly #weather = new Map<string, Weather>()
  #side = new Map<SiteId, number>()
  readonly #lastNews = new Map<string, number>()
  #passedAt = Number.NEGATIVE_INFINITY
  readonly #sites: readonly SiteId[]

  constructor(sites: readonly SiteId[], timeline: Timeline, trace: Trace, random: SeededRandom, hooks: NetworkHooks) {
    this.#sites = sites
    this.timeline = timeline
    this.trace = trace
    this.random = random
    this.hooks = hooks
    for (const [index, a] of sites.entries()) for (const b of sites.slice(index + 1)) this.#look(a, b)
  }

  join(id: SiteId, serves: Serves, life: Life, knows: (site: SiteId) => boolean): Peers & AsyncDisposable {
    const end: End = { id, serves, life, knows, connections: new Map(), heard: new Set() }
    this.#pass()
    this.#ends.set(id, end)
    this.#passedAt = Number.NEGATIVE_INFINITY
    return {
      connected: () => [...end.connections.keys()],
      rtt: () => undefined,
      ...requestsOf(this, end),
      announce: (topic, message) => {
        if (!life.ended) this.#spread(end, topic, encode(pb.Signed, message), undefined)
      },
      [Symbol.asyncDispose]: async () => this.#leave(end),
    }
  }

  /** A process was killed. Its peers notice soon, or, when the whole machine went, not before they give it up. */
  killed(id: SiteId, how: 'process' | 'machine'): void {
    const end = this.#ends.get(id)
    if (end === undefined) return
    this.#pass()
    this.#ends.delete(id)
    this.#passedAt = Number.NEGATIVE_INFINITY
    if (how === 'process') for (const connection of end.connections.values()) this.#closeSoon(connection)
  }

  /** Sites on different sides don't reach each other. */
  split(sides: ReadonlyMap<SiteId, number>): void {
    this.#pass()
    this.#side = new Map(sides)
    this.#passedAt = Number.NEGATIVE_INFINITY
  }

  setWeather(draw: () => Weather): void {
    for (const [index, a] of this.#sites.entries()) {
      for (const b of this.#sites.slice(index + 1)) this.#weather.set(pairOf(a, b), draw())
    }
  }

  weather(a: SiteId, b: SiteId): Weather {
    return this.#weather.get(pairOf(a, b)) ?? CALM
  }

  delay(a: SiteId, b: SiteId): number {
    const weather = this.weather(a, b)
    const late = this.random.chance(weather.late) ? this.random.between(0, 4_000) : 0
    return weather.delay * this.random.between(0.5, 1.5) + late
  }

  /** Whether what was sent over a connection arrives. */
  passes({ open }: Connection, receiver: End, sender: End): boolean {
    return open && !receiver.life.ended && this.#isOneSide(sender.id, receiver.id)
  }

  /** The latest moment of a site's life that an observer can have heard of, straight or through others. */
  lastNews(observer: SiteId, of: SiteId): number {
    this.#pass()
    return this.#newsOf(observer, of)
  }

  #isOneSide(a: SiteId, b: SiteId): boolean {
    return (this.#side.get(a) ?? 0) === (this.#side.get(b) ?? 0)
  }

  // While sites reach each other, each may come to know what any of them knows.
  #pass(): void {
    if (this.#passedAt === this.timeline.now) return
    this.#passedAt = this.timeline.now
    for (const observer of this.#ends.keys()) {
      const others = [...this.#ends.keys()].filter(site => this.#isOneSide(site, observer))
      for (const site of this.#sites) {
        const news = others.map(other => (other === site ? this.timeline.now : this.#newsOf(other, site)))
        this.#lastNews.set(`${observer}<${site}`, Math.max(this.#newsOf(observer, site), ...news))
      }
    }
  }

  #newsOf(observer: SiteId, site: SiteId): number {
    return this.#lastNews.get(`${observer}<${site}`) ?? Number.NEGATIVE_INFINITY
  }

  // Each pair looks after its connection every few seconds.
  #look(a: SiteId, b: SiteId): void {
    this.timeline.after(this.random.between(LOOK_MS / 2, LOOK_MS * 1.5), () => {
      this.#lookAfter(a, b)
      this.#look(a, b)
    })
  }

  #lookAfter(a: SiteId, b: SiteId): void {
    const [one, other] = [this.#ends.get(a), this.#ends.get(b)]
    const { now } = this.timeline
    for (const connection of new Set([one?.connections.get(b), other?.connections.get(a)])) {
      if (connection === undefined) continue
      const alive = connection.ends.every(end => !end.life.ended) && this.#isOneSide(a, b)
      if (alive) connection.silentSince = undefined
      else connection.silentSince ??= now
      if (!alive && now - (connection.silentSince ?? now) >= GIVEN_UP_MS) this.#close(connection)
    }
    if (one === undefined || other === undefined || !this.#isOneSide(a, b) || !one.knows(b) || !other.knows(a)) return
    const existing = one.connections.get(b)
    if (existing !== undefined && existing === other.connections.get(a)) return
    // One end restarted, or gave up before the other: the new connection replaces the old one.
    for (const old of new Set([existing, other.connections.get(a)])) if (old) this.#close(old)
    const connection: Connection = { ends: [one, other], open: true, silentSince: undefined, calls: new Set() }
    one.connections.set(b, connection)
    other.connections.set(a, connection)
    one.serves.connected(b)
    other.serves.connected(a)
  }

  #close(connection: Connection): void {
    if (!connection.open) return
    connection.open = false
    const [one, other] = connection.ends
    for (const call of connection.calls) call.cutOff()
    for (const [end, peer] of [
      [one, other],
      [other, one],
    ] as const) {
      if (end.connections.get(peer.id) === connection) end.connections.delete(peer.id)
      if (!end.life.ended) end.serves.disconnected(peer.id)
    }
  }

  #closeSoon(connection: Connection): void {
    this.timeline.after(this.random.between(1, 500), () => this.#close(connection))
  }

  #leave(end: End): void {
    if (end.life.ended) return
    this.#pass()
    if (this.#ends.get(end.id) === end) this.#ends.delete(end.id)
    this.#passedAt = Number.NEGATIVE_INFINITY
    for (const connection of [...end.connections.values()]) this.#close(connection)
  }

  #spread(from: End, topic: Topic, bytes: Uint8Array, source: SiteId | undefined): void {
    const name = Buffer.from(decode(pb.Signed, bytes, bytes.byteLength).signature).toString('latin1')
    from.heard.add(name)
    if (from.heard.size > MESSAGES_REMEMBERED) from.heard.clear()
    for (const [site, connection] of from.connections) {
      const to = connection.ends[0] === from ? connection.ends[1] : connection.ends[0]
      if (site === source || to.heard.has(name)) continue
      const { lost, doubled } = this.weather(from.id, site)
      if (this.random.chance(lost)) continue
      const again = this.random.chance(doubled)
      this.#announce(connection, from, to, topic, bytes, name, false)
      if (again) this.#announce(connection, from, to, topic, bytes, name, true)
    }
  }

  #announce(
    connection: Connection,
    from: End,
    to: End,
    topic: Topic,
    bytes: Uint8Array,
    name: string,
    doubled: boolean,
  ): void {
    this.timeline.after(this.delay(from.id, to.id), () => {
      if (!this.passes(connection, to, from) || (to.heard.has(name) && !doubled)) return
      to.heard.add(name)
      this.trace.message(topic, from.id, to.id, bytes)
      to.serves.announced(from.id, topic, decode(pb.Signed, bytes, bytes.byteLength)).then(
        verdict => {
          if (verdict === 'reject') this.hooks.bug(new Error(`a ${topic} of an honest site was rejected`), 'announced')
          if (verdict === 'accept' && !to.life.ended) this.#spread(to, topic, bytes, from.id)
        },
        error => this.hooks.bug(error, 'announced'),
      )
    })
  }
}

function pairOf(a: SiteId, b: SiteId): string {
  return a < b ? `${a}${b}` : `${b}${a}`
}
