// How news travels: heads and beats are announced, and every 30 s each site asks its peers for what it may have missed.
// Correctness rests on the asking alone (§ Gossip).
import { parseBeat, signBeat } from '../../../protocol/beat.ts'
import { type ErrorCode, HoldfastError, isError } from '../../../protocol/errors.ts'
import { compareHeads } from '../../../protocol/head.ts'
import { bytesOf, idOf, type MeshId, type ProjectId, type SiteId } from '../../../protocol/ids.ts'
import type { SigningKey } from '../../../protocol/keys.ts'
import { TIMES_MS } from '../../../protocol/limits.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'
import type { Offence } from '../../../protocol/offence.ts'
import type { Ports } from '../../ports.ts'
import type { Worker } from '../../worker.ts'
import type { Peers, Topic, Verdict } from '../peers.ts'
import { FormerRelays } from './former-relays.ts'
import { HeardBeats } from './heard-beats.ts'
import type { Liveness } from './liveness.ts'
import type { Members } from './members.ts'
import { NewerSites } from './newer.ts'
import type { OwnCatalog } from './own-catalog.ts'
import type { HeadNews, Replicas } from './replicas.ts'

export interface Work {
  readonly intents: readonly { project: ProjectId; since: number; rank: number }[]
  readonly progress: readonly { project: ProjectId; haveBytes: number; needBytes: number; rate: number }[]
  readonly reading: readonly ProjectId[]
  /** The disk that failed under the store. */
  readonly sick?: string | undefined
}

interface Options {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly peers: Peers
  readonly members: Members
  readonly replicas: Replicas
  readonly own: OwnCatalog
  readonly liveness: Liveness
  readonly work: () => Work
  readonly suspect?: (site: SiteId, offence: Offence, what: string) => void
}

const INVALID: readonly ErrorCode[] = ['SIGNATURE_INVALID', 'MESSAGE_INVALID', 'MESH_MISMATCH']
const TELL_MS = 3_000

export class Gossip {
  readonly #options: Options
  readonly #ports: Ports
  readonly #lastAsked = new Map<SiteId, number>()
  readonly #due = new Set<SiteId>()
  /** Peers that are being asked. */
  readonly #asking = new Map<SiteId, Promise<void>>()
  #failure: { readonly error: unknown } | undefined
  #counter = 0
  readonly heard: HeardBeats
  readonly newer: NewerSites
  readonly #formerRelays: FormerRelays
  /** Peers asked since the start, with an answer. */
  exchanges = 0
  nudge: () => void = () => undefined
  /** A site reads a folder that others may follow. */
  heardOfReading: () => void = () => undefined

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
    this.heard = new HeardBeats(ports.clock)
    this.newer = new NewerSites(ports.clock)
    this.#formerRelays = new FormerRelays({ ...options, heard: this.heard }, ports.clock)
  }

  /** Ask this peer soon: it connected, or it knows something we lack. */
  ask(site: SiteId): void {
    if (!this.#options.members.has(site)) return
    this.#due.add(site)
    this.nudge()
  }

  async announced(from: SiteId, topic: Topic, signed: pb.Signed): Promise<Verdict> {
    try {
      if (topic === 'beat') return this.#takeBeat(signed, from)
      const news = await this.#offer(signed, from)
      if (news === 'newer') this.ask(from)
      // A stranger may be a member whom only the one who passed this on has met yet.
      return news === 'newer' ? 'accept' : 'ignore'
    } catch (error) {
      if (!isInvalid(error)) throw error
      this.#blame(from, topic, error)
      return 'reject'
    }
  }

  // Nobody honest passes on what it has not verified: what is invalid is the fault of whoever brought it.
  #blame(from: SiteId, topic: Topic, error: HoldfastError): void {
    this.#options.suspect?.(
      from,
      topic === 'head' ? 'head' : 'message',
      `brought a ${topic} that is not valid: ${error.message}`,
    )
  }

  async #offer(signed: pb.Signed, from: SiteId): Promise<HeadNews> {
    const news = await this.#options.replicas.offer(signed, from)
    if (news === 'stranger') this.#formerRelays.brought(idOf('SiteId', signed.author), from, 'head')
    return news
  }

  /** Takes a head that a peer brought; one that is not valid says nothing about the others it brings. */
  async #offered(signed: pb.Signed, from: SiteId): Promise<HeadNews | undefined> {
    try {
      return await this.#offer(signed, from)
    } catch (error) {
      if (!isInvalid(error)) throw error
      this.#blame(from, 'head', error)
      return undefined
    }
  }

  #known(): pb.HeadPlace.$Properties[] {
    const { members, own, replicas } = this.#options
    return [...members.sites()].flatMap(author => {
      const head = author === own.site ? own.head : replicas.head(author)?.record
      return head ? [{ author: bytesOf(author), incarnation: head.incarnation, seq: head.seq }] : []
    })
  }

  /** Tells these sites the newest head of another, as far as they answer soon. */
  async tell(author: SiteId, sites: readonly SiteId[], signal: AbortSignal): Promise<void> {
    const { peers, replicas } = this.#options
    const head = replicas.head(author)
    if (head === undefined || sites.length === 0) return
    const enough = new AbortController()
    const edge = AbortSignal.any([signal, enough.signal])
    const told = sites.map(site => peers.heads(site, { known: this.#known(), push: [head.signed] }, edge))
    const late = this.#ports.clock.wait(TELL_MS, edge)
    // Whoever can't be told now hears of it as of any other news.
    await Promise.race([Promise.allSettled(told), late.catch(() => undefined)])
    enough.abort(new HoldfastError('STOPPED', 'told long enough'))
    signal.throwIfAborted()
  }

  /** Asks a site for its own newest catalog. Throws what peers throw. */
  async follow(site: SiteId, signal: AbortSignal): Promise<void> {
    const { peers, replicas } = this.#options
    const head = replicas.head(site)?.record
    const known = head ? [{ author: bytesOf(site), incarnation: head.incarnation, seq: head.seq }] : []
    const answer = await peers.heads(site, { known, push: [] }, signal)
    for (const signed of answer.heads) await this.#offered(signed as pb.Signed, site)
    // A sync that was under way may have begun before this head came.
    for (let tries = 0; tries < 2 && !replicas.isCurrent(site); tries++) await replicas.sync(site, site, signal)
  }

  #takeBeat(signed: pb.Signed, from: SiteId): Verdict {
    const record = parseBeat(this.#options.mesh, signed)
    if (record.author === this.#options.key.id) return 'ignore'
    if (!this.#options.members.has(record.author)) {
      this.#formerRelays.brought(record.author, from, 'beat')
      return 'ignore'
    }
    if (!this.heard.take(record, signed)) return 'ignore'
    this.#options.liveness.heard(record.author)
    if (record.reading.length > 0) this.heardOfReading()
    const head = this.#options.replicas.head(record.author)?.record
    if (head === undefined || head.seq < record.seq || !this.#options.replicas.isCurrent(record.author)) this.ask(from)
    return 'accept'
  }

  /** Tells the mesh that this site lives and what it works at. */
  beatWorker(): Worker {
    return {
      name: 'beat',
      idleMs: TIMES_MS.beat,
      status: () => ({ beats: this.#counter }),
      step: async () => {
        const { key, own, peers, mesh, members } = this.#options
        this.#counter++
        const beat = signBeat(
          {
            author: key.id,
            incarnation: own.incarnation,
            seq: own.head?.seq ?? 0,
            time: this.#ports.clock.wall(),
            counter: this.#counter,
            membership: members.hash,
            ...this.#options.work(),
          },
          mesh,
          key,
        )
        peers.announce('beat', beat)
        this.#ownBeat = beat
        return 'idle'
      },
    }
  }

  #ownBeat: pb.Signed | undefined

  /** Asks every connected peer every 30 s, and at once those that are due. */
  askWorker(): Worker {
    return {
      name: 'anti-entropy',
      idleMs: TIMES_MS.beat,
      status: () => ({ due: this.#due.size }),
      step: async signal => {
        const now = this.#ports.clock.monotonic()
        const peers = this.#options.peers
          .connected()
          .filter(
            site =>
              this.#options.members.has(site) &&
              !this.#asking.has(site) &&
              (this.#due.has(site) ||
                now - (this.#lastAsked.get(site) ?? Number.NEGATIVE_INFINITY) >= TIMES_MS.antiEntropy),
          )
        for (const site of peers) {
          this.#due.delete(site)
          this.#lastAsked.set(site, now)
          this.#asking.set(site, this.#tryExchange(site, signal))
        }
        // All of them, but no longer than a beat: one that answers slowly, or never, keeps nobody else waiting.
        const over = new AbortController()
        await Promise.race([
          Promise.all(this.#asking.values()),
          this.#ports.clock.wait(TIMES_MS.beat, AbortSignal.any([signal, over.signal])),
        ]).finally(() => over.abort())
        const failure = this.#failure
        this.#failure = undefined
        if (failure !== undefined) throw failure.error
        return this.#due.size > 0 && peers.length > 0 ? 'worked' : 'idle'
      },
    }
  }

  // Never rejects: a step may have gone on without it.
  async #tryExchange(site: SiteId, signal: AbortSignal): Promise<void> {
    try {
      await this.#exchange(site, signal)
    } catch (error) {
      this.newer.failed(site, error)
      if (signal.aborted || !isError(error)) this.#failure = { error }
      else this.#ports.log.debug({ site, err: error }, 'a peer could not be asked')
    } finally {
      this.#asking.delete(site)
    }
  }

  async #exchange(site: SiteId, signal: AbortSignal): Promise<void> {
    const { peers, members, replicas, own, liveness } = this.#options
    await members.exchange(site, signal)
    this.newer.succeeded(site, 'protocol')
    const known = this.#known()
    const push = own.signed ? [own.signed] : []
    const answer = await peers.heads(site, { known, push }, signal)
    liveness.heard(site)
    for (const beat of answer.beats) await this.announced(site, 'beat', beat as pb.Signed)
    for (const signed of answer.heads) await this.#offered(signed as pb.Signed, site)
    this.exchanges++
    for (const author of members.sites()) {
      if (author !== own.site && !replicas.isCurrent(author)) await this.#sync(author, site, signal)
    }
  }

  async #sync(author: SiteId, from: SiteId, signal: AbortSignal): Promise<void> {
    try {
      await this.#options.replicas.sync(author, from, signal)
      this.newer.succeeded(author, 'catalog')
    } catch (error) {
      this.newer.failed(author, error)
      // The peer may not have that map yet; another peer, or the author, will be asked.
      if (signal.aborted || !isError(error)) throw error
      this.#ports.log.debug({ site: author, from, err: error }, 'a catalog could not be fetched')
    }
  }

  /** Answers a peer's heads request, taking in what it pushes. */
  async heads(from: SiteId, request: pb.HeadsRequest): Promise<pb.HeadsResponse.$Properties> {
    const { members, own, replicas, liveness } = this.#options
    liveness.heard(from)
    let isForked = false
    for (const signed of request.push) {
      const news = await this.#offered(signed as pb.Signed, from)
      if (news === 'newer') this.ask(from)
      if (news === 'fork') isForked = true
    }
    const known = new Map(request.known.map(place => [Buffer.from(place.author ?? []).toString('hex'), place]))
    const heads: pb.Signed[] = []
    for (const author of members.sites()) {
      const head =
        author === own.site ? own.head && own.signed && { record: own.head, signed: own.signed } : replicas.head(author)
      if (head === undefined) continue
      const place = known.get(author)
      const newer =
        place === undefined ||
        compareHeads(head.record, { incarnation: place.incarnation ?? 0, seq: place.seq ?? 0 }) > 0
      // A machine set back must hear of what it forgot: it went on at a place that is taken, or at one before.
      const forgot = author === from && (isForked || head.record.seq > (place?.seq ?? 0))
      if (newer || forgot) heads.push(head.signed)
      if (author === own.site && place !== undefined && !newer && head.record.seq < (place.seq ?? 0)) this.ask(from)
    }
    return { heads, beats: [...this.heard.passedOn(), ...(this.#ownBeat ? [this.#ownBeat] : [])] }
  }
}

function isInvalid(error: unknown): error is HoldfastError {
  return isError(error) && INVALID.includes(error.code)
}
