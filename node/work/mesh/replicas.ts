// Other sites' catalogs as this site follows them: a head is verified, ordered and made a promise before anything is
// fetched; then its map is brought up to date by edits, or by walking what differs (§ Catch-up).
import { type CatalogEntry, keys, prefixes } from '../../../protocol/catalog.ts'
import { HoldfastError, isError } from '../../../protocol/errors.ts'
import { compareHeads, type HeadRecord, parseHead, relateHeads } from '../../../protocol/head.ts'
import { bytesOf, idOf, type MeshId, type NodeHash, type SiteId } from '../../../protocol/ids.ts'
import { EMPTY_ROOT, type LoadNode, reachable, scan } from '../../../protocol/merkle-map.ts'
import { diff } from '../../../protocol/merkle-map-diff.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'
import type { Offence } from '../../../protocol/offence.ts'
import type { Ports } from '../../ports.ts'
import type { CatalogStep } from '../audit/watch.ts'
import type { Peers } from '../peers.ts'
import { CatalogFetch } from './catalog-fetch.ts'
import { MapCache, type NodeCache } from './map-cache.ts'
import type { Promises } from './promises.ts'
import type { Edit, View } from './view.ts'

interface Options {
  readonly mesh: MeshId
  readonly me: SiteId
  readonly peers: Peers
  readonly promises: Promises
  readonly view: View
  readonly cache: NodeCache
  /** This site's own map, which lists what was learnt from the others. */
  readonly own: { readonly root: NodeHash; readonly load: LoadNode }
  readonly isMember: (site: SiteId) => boolean
  /** A peer knows a head of ours that we don't. */
  readonly ownNewer: (head: HeadRecord, from: SiteId) => void | Promise<void>
  /** Takes over what follows from new entries; durable when it resolves. */
  readonly learnt: (author: SiteId, entries: readonly CatalogEntry[]) => Promise<void>
  readonly suspect?: (site: SiteId, offence: Offence, what: string) => void
  /** Sees every step of an author's catalog; what it promises is durable when it resolves. */
  readonly stepped: (author: SiteId, step: CatalogStep) => Promise<void>
}

interface Sync {
  readonly from: SiteId
  readonly done: Promise<void>
  /** Ends the fetching. */
  readonly giveUp: AbortController
}

// How long a source may take over a catalog while another could be asked.
const SLOW_SOURCE_MS = 10_000

export type HeadNews = 'newer' | 'known' | 'older' | 'fork' | 'stranger'

const SYNCS_PER_SWEEP = 512
/** Entries that only their author's catalog has; all others every site lists, once it has learnt of them. */
const OF_ITS_OWN = [keys.self(), prefixes.holdings(), prefixes.proofs()]

export class Replicas {
  readonly #options: Options
  readonly #ports: Ports
  /** The root each author's entries in the view stand at. */
  readonly #roots = new Map<SiteId, NodeHash>()
  readonly #syncing = new Map<SiteId, Sync>()
  readonly #offering = new Map<SiteId, Promise<void>>()
  readonly #maps: MapCache
  readonly #fetch: CatalogFetch
  readonly #suspect: (site: SiteId, offence: Offence, what: string) => void
  #syncs = 0
  #sweeping: Promise<void> | undefined

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
    this.#maps = new MapCache(options.cache)
    this.#suspect = options.suspect ?? (() => undefined)
    this.#fetch = new CatalogFetch({ peers: options.peers, maps: this.#maps, suspect: this.#suspect })
  }

  /** Reads what an earlier run had followed. What the cache lost is fetched again. */
  async restore(): Promise<void> {
    await this.#maps.clearFormer()
    for await (const [author, root] of this.#options.cache.entries('root/')) {
      const site = author.slice('root/'.length) as SiteId
      const hash = idOf('NodeHash', root)
      if (!this.#options.isMember(site)) {
        await this.#keepFormer(site, hash)
        continue
      }
      let edits: Edit[]
      try {
        edits = await this.#differing(hash)
      } catch (error) {
        if (!isError(error)) throw error
        this.#ports.log.warn({ site, err: error }, 'a cached catalog is incomplete and will be fetched again')
        continue
      }
      const { entries } = this.#options.view.apply(site, edits)
      await this.#options.learnt(site, entries)
      this.#roots.set(site, hash)
    }
  }

  /** Nothing in the map of a site that is no member any more counts; what its audit log says is still to be read. */
  async #keepFormer(site: SiteId, root: NodeHash): Promise<void> {
    try {
      for await (const _ of reachable(root, this.#maps.load));
      this.#roots.set(site, root)
    } catch (error) {
      if (!isError(error)) throw error
      this.#ports.log.warn({ site, err: error }, 'the cached catalog of a former member is incomplete')
    }
  }

  /** What a map says that the own one does not: of a hundred catalogs with the same snapshots, little each. */
  async #differing(root: NodeHash): Promise<Edit[]> {
    const { own } = this.#options
    const edits: Edit[] = []
    for (const prefix of OF_ITS_OWN)
      for await (const { key, value } of scan(root, { prefix }, this.#maps.load)) edits.push({ key, value })
    const isRead = (key: Uint8Array) => OF_ITS_OWN.some(prefix => Buffer.from(key).indexOf(prefix) === 0)
    const load: LoadNode = async hash => (await this.#maps.get(hash)) ?? own.load(hash)
    for await (const { key, after } of diff(own.root, root, load, prefixes.audit()))
      if (after !== undefined && !isRead(key)) edits.push({ key, value: after })
    return edits
  }

  head(site: SiteId): { record: HeadRecord; signed: pb.Signed } | undefined {
    return this.#options.promises.heads.get(site)
  }

  /** Two branches of its catalog are known. */
  isForked(site: SiteId): boolean {
    return this.#options.promises.forks.has(site)
  }

  /** True when the view shows what the author's newest accepted head says. */
  isCurrent(site: SiteId): boolean {
    const head = this.head(site)
    return head === undefined || this.#roots.get(site) === head.record.root
  }

  rootOf(site: SiteId): NodeHash {
    return this.#roots.get(site) ?? EMPTY_ROOT
  }

  /** Verifies and orders a head; a newer one is durable when this resolves. Throws SIGNATURE_INVALID, MESSAGE_INVALID. */
  async offer(signed: pb.Signed, from: SiteId): Promise<HeadNews> {
    const record = parseHead(this.#options.mesh, signed)
    if (!this.#options.isMember(record.author)) return 'stranger'
    // One head of an author at a time: two compared with the same known one could be promised in the wrong order.
    const before = this.#offering.get(record.author)
    const offered = Promise.resolve(before).then(() => this.#offer(record, signed, from))
    const settled = offered.then(
      () => undefined,
      () => undefined,
    )
    this.#offering.set(record.author, settled)
    try {
      return await offered
    } finally {
      if (this.#offering.get(record.author) === settled) this.#offering.delete(record.author)
    }
  }

  async #offer(record: HeadRecord, signed: pb.Signed, from: SiteId): Promise<HeadNews> {
    const known = this.#options.promises.heads.get(record.author)
    const relation = known === undefined ? 'newer' : relateHeads(known.record, record)
    if (record.author === this.#options.me) {
      if (relation === 'newer' || relation === 'fork') await this.#options.ownNewer(record, from)
      return relation === 'fork' ? 'fork' : 'known'
    }
    if (relation === 'fork' && known !== undefined) {
      if (!this.#options.promises.forks.has(record.author)) {
        this.#ports.log.error(
          { site: record.author, seq: record.seq },
          'two heads at one place: fork, both branches kept',
        )
        await this.#options.promises.record({ forkOther: signed })
        this.#suspect(record.author, 'fork', `signed two heads at place ${record.seq}; both branches are kept`)
      }
      // The later by order counts as the newest, or this site would never follow a machine that was set back again.
      if (record.seq <= known.record.seq || compareHeads(record, known.record) <= 0) return 'fork'
      await this.#options.promises.record({ headAccepted: signed })
      return 'newer'
    }
    if (relation !== 'newer') return relation === 'same' ? 'known' : 'older'
    await this.#options.promises.record({ headAccepted: signed })
    return 'newer'
  }

  /** Brings the view of `author` to its newest accepted head, asking `from`. One sync an author at a time. */
  async sync(author: SiteId, from: SiteId, signal: AbortSignal): Promise<void> {
    const running = this.#syncing.get(author)
    if (running?.from === from) return this.#join(running.done, author, from, signal)
    if (running !== undefined) await this.#outwait(running, signal)
    const other = this.#syncing.get(author)
    if (other !== undefined) return this.#join(other.done, author, from, signal)
    const giveUp = new AbortController()
    const done = this.#sync(author, from, AbortSignal.any([signal, giveUp.signal])).finally(() =>
      this.#syncing.delete(author),
    )
    this.#syncing.set(author, { from, done, giveUp })
    return done
  }

  // Whoever began it may have stopped meanwhile, which is no reason for others to.
  async #join(done: Promise<void>, author: SiteId, from: SiteId, signal: AbortSignal): Promise<void> {
    try {
      await done
    } catch (error) {
      signal.throwIfAborted()
      if (isError(error)) throw error
      await this.sync(author, from, signal)
    }
  }

  // A source that answers slowly, or never, must not keep the others from being asked. What it gave is in the cache.
  async #outwait({ done, giveUp }: Sync, signal: AbortSignal): Promise<void> {
    const over = new AbortController()
    const ended = done.then(
      () => over.abort(),
      () => over.abort(),
    )
    const slow = this.#ports.clock.wait(SLOW_SOURCE_MS, AbortSignal.any([signal, over.signal])).then(
      () => giveUp.abort(new HoldfastError('PEER_UNREACHABLE', 'it gives the catalog too slowly: another is asked')),
      () => undefined, // it has ended, or nobody waits any more
    )
    await Promise.all([ended, slow])
  }

  async #sync(author: SiteId, from: SiteId, signal: AbortSignal): Promise<void> {
    await this.#sweeping
    const newest = this.head(author)
    if (newest === undefined || this.#roots.get(author) === newest.record.root) return
    const { record: head, signed } = newest
    const have = this.rootOf(author)
    const edits = await this.#fetch.edits({ author, have, want: head.root, from }, signal)
    await this.#options.stepped(author, { have, head, signed, edits, load: this.#maps.load })
    const { entries, unreadable, misplaced } = this.#options.view.apply(author, edits)
    if (misplaced > 0) this.#suspect(author, 'snapshot', `listed ${misplaced} records under ids that are not theirs`)
    if (unreadable > 0)
      this.#ports.log.warn({ site: author, unreadable }, "catalog entries that this version can't read are carried")
    await this.#options.learnt(author, entries)
    // Only now: what follows from these entries is durable, so that a crash before this line lets them be learnt again.
    await this.#options.cache.batch([{ key: `root/${author}`, value: bytesOf(head.root) }])
    this.#roots.set(author, head.root)
    if (++this.#syncs >= SYNCS_PER_SWEEP && this.#syncing.size === 1) await this.#sweep()
  }

  /** A node of another site's map as this site has it. Throws NODE_GONE. */
  loadNode(hash: NodeHash): Promise<Uint8Array> {
    return this.#maps.load(hash)
  }

  // Replaced nodes go when there are many; peers that were reading them start over. A map that is being fetched has no
  // root here yet: so none may be.
  async #sweep(): Promise<void> {
    this.#syncs = 0
    this.#sweeping = this.#maps.sweep(this.#roots.values()).finally(() => {
      this.#sweeping = undefined
    })
    await this.#sweeping
  }
}
