// Other sites' catalogs as this site follows them: a head is verified, ordered and made a promise before anything is
// fetched; then its map is brought up to date by edits, or by walking what differs (§ Catch-up).
import { type CatalogEntry, keys, prefixes } from '../../../protocol/catalog.ts'
import { isError } from '../../../protocol/errors.ts'
import { compareHeads, type HeadRecord, parseHead, relateHeads } from '../../../protocol/head.ts'
import { bytesOf, idOf, type MeshId, type NodeHash, type SiteId } from '../../../protocol/ids.ts'
import { EMPTY_ROOT, type LoadNode, scan } from '../../../protocol/merkle-map.ts'
import { applyEdits, diff } from '../../../protocol/merkle-map-diff.ts'
import { type MapSource, syncMap } from '../../../protocol/merkle-map-sync.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'
import type { Ports } from '../../ports.ts'
import type { Peers } from '../peers.ts'
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
  readonly ownNewer: (head: HeadRecord, from: SiteId) => void
  /** Takes over what follows from new entries; durable when it resolves. */
  readonly learnt: (author: SiteId, entries: readonly CatalogEntry[]) => Promise<void>
}

export type HeadNews = 'newer' | 'known' | 'older' | 'fork' | 'stranger'

const SYNCS_PER_SWEEP = 512
/** Entries that only their author's catalog has; all others every site lists, once it has learnt of them. */
const OF_ITS_OWN = [keys.self(), prefixes.holdings(), prefixes.proofs()]

export class Replicas {
  readonly #options: Options
  readonly #ports: Ports
  /** The root each author's entries in the view stand at. */
  readonly #roots = new Map<SiteId, NodeHash>()
  readonly #syncing = new Map<SiteId, Promise<void>>()
  readonly #offering = new Map<SiteId, Promise<void>>()
  readonly #maps: MapCache
  #syncs = 0
  #sweeping: Promise<void> | undefined

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
    this.#maps = new MapCache(options.cache)
  }

  /** Reads what an earlier run had followed. What the cache lost is fetched again. */
  async restore(): Promise<void> {
    await this.#maps.clearFormer()
    for await (const [author, root] of this.#options.cache.entries('root/')) {
      const site = author.slice('root/'.length) as SiteId
      if (!this.#options.isMember(site)) continue
      const hash = idOf('NodeHash', root)
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

  /** What a map says that the own one does not: of a hundred catalogs with the same snapshots, little each. */
  async #differing(root: NodeHash): Promise<Edit[]> {
    const { own } = this.#options
    const edits: Edit[] = []
    for (const prefix of OF_ITS_OWN)
      for await (const { key, value } of scan(root, { prefix }, this.#maps.load)) edits.push({ key, value })
    const isRead = (key: Uint8Array) => OF_ITS_OWN.some(prefix => Buffer.from(key).indexOf(prefix) === 0)
    const load: LoadNode = async hash => (await this.#maps.get(hash)) ?? own.load(hash)
    for await (const { key, after } of diff(own.root, root, load))
      if (after !== undefined && !isRead(key)) edits.push({ key, value: after })
    return edits
  }

  head(site: SiteId): { record: HeadRecord; signed: pb.Signed } | undefined {
    return this.#options.promises.heads.get(site)
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
      if (relation === 'newer' || relation === 'fork') this.#options.ownNewer(record, from)
      return relation === 'fork' ? 'fork' : 'known'
    }
    if (relation === 'fork' && known !== undefined) {
      if (!this.#options.promises.forks.has(record.author)) {
        this.#ports.log.error(
          { site: record.author, seq: record.seq },
          'two heads at one place: fork, both branches kept',
        )
        await this.#options.promises.record({ forkOther: signed })
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
    if (running !== undefined) return running
    const sync = this.#sync(author, from, signal).finally(() => this.#syncing.delete(author))
    this.#syncing.set(author, sync)
    return sync
  }

  async #sync(author: SiteId, from: SiteId, signal: AbortSignal): Promise<void> {
    await this.#sweeping
    const head = this.head(author)?.record
    if (head === undefined || this.#roots.get(author) === head.root) return
    const have = this.rootOf(author)
    const edits =
      (await this.#byEdits(author, have, head.root, from, signal)) ??
      (await this.#byWalking(author, have, head.root, from, signal))
    const { entries, unreadable } = this.#options.view.apply(author, edits)
    if (unreadable > 0)
      this.#ports.log.warn({ site: author, unreadable }, "catalog entries that this version can't read are carried")
    await this.#options.learnt(author, entries)
    // Only now: what follows from these entries is durable, so that a crash before this line lets them be learnt again.
    await this.#options.cache.batch([{ key: `root/${author}`, value: bytesOf(head.root) }])
    this.#roots.set(author, head.root)
    if (++this.#syncs >= SYNCS_PER_SWEEP && this.#syncing.size === 1) await this.#sweep()
  }

  async #byEdits(
    author: SiteId,
    have: NodeHash,
    want: NodeHash,
    from: SiteId,
    signal: AbortSignal,
  ): Promise<Edit[] | undefined> {
    if (have === EMPTY_ROOT) return undefined
    try {
      const answer = await this.#options.peers.catalog(
        from,
        { author: bytesOf(author), root: bytesOf(want), haveRoot: bytesOf(have) },
        signal,
      )
      if (!answer.editsComplete) return undefined
      const edits = answer.edits.map(edit => ({
        key: edit.key ?? new Uint8Array(0),
        value: edit.removed ? undefined : (edit.value ?? new Uint8Array(0)),
      }))
      const { nodes } = await applyEdits(have, edits, want, this.#maps.load)
      await this.#maps.keep(nodes)
      return edits
    } catch (error) {
      if (isError(error, 'NODE_GONE') || isError(error, 'MESSAGE_INVALID')) return undefined
      throw error
    }
  }

  async #byWalking(author: SiteId, have: NodeHash, want: NodeHash, from: SiteId, signal: AbortSignal): Promise<Edit[]> {
    const fetch: MapSource['fetch'] = async hashes => {
      const request = { author: bytesOf(author), root: bytesOf(want), nodes: hashes.map(bytesOf) }
      return (await this.#options.peers.catalog(from, request, signal)).nodes
    }
    const keep: MapSource['keep'] = nodes => this.#maps.keep(nodes)
    await syncMap(want, { held: hash => this.#maps.get(hash), fetch, keep }, undefined, signal)
    try {
      return await this.#editsBetween(have, want)
    } catch (error) {
      if (!isError(error, 'NODE_GONE')) throw error
      // The cache lost a node below one it still has, and nobody was asked for it: what is above it counts as held whole.
      await syncMap(want, { held: () => undefined, fetch: this.#hereOr(fetch), keep }, undefined, signal)
      return this.#editsBetween(have, want)
    }
  }

  /** Takes from the cache what it has, up to the first node that it lost. */
  #hereOr(fetch: MapSource['fetch']): MapSource['fetch'] {
    return async hashes => {
      const here: Uint8Array[] = []
      for (const hash of hashes) {
        const node = await this.#maps.get(hash)
        if (node === undefined) break
        here.push(node)
      }
      return here.length > 0 ? here : fetch(hashes)
    }
  }

  async #editsBetween(have: NodeHash, want: NodeHash): Promise<Edit[]> {
    const edits: Edit[] = []
    for await (const { key, after } of diff(have, want, this.#maps.load)) edits.push({ key, value: after })
    return edits
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
