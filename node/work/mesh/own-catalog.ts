// This site's own catalog: edits are gathered, written as map nodes, then signed as a head, then announced, at most
// one head a second (§ Head). Nobody else writes here.
import { type CatalogEntry, parseKey, prefixes } from '../../../protocol/catalog.ts'
import { type HeadRecord, parseHead, signHead } from '../../../protocol/head.ts'
import type { MeshId, NodeHash, SiteId, SnapshotId } from '../../../protocol/ids.ts'
import type { SigningKey } from '../../../protocol/keys.ts'
import { TIMES_MS } from '../../../protocol/limits.ts'
import { countEntries, EMPTY_ROOT, getValue, scan } from '../../../protocol/merkle-map.ts'
import { editMap } from '../../../protocol/merkle-map-edit.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'
import type { Ports } from '../../ports.ts'
import type { Promises } from './promises.ts'
import type { Edit, View } from './view.ts'

export interface NodeStore {
  putNodes(nodes: readonly { hash: NodeHash; bytes: Uint8Array }[]): Promise<void>
  loadNode(hash: NodeHash): Promise<Uint8Array>
}

/** Heads at once after a rest of as many seconds. */
const HEAD_BURST = 4
const SNAPSHOTS = prefixes.snapshots()
const AUDIT = prefixes.audit()

/** What the catalog says: the snapshots it lists that are promises too, and all else. */
export interface Restored {
  readonly entries: readonly CatalogEntry[]
  readonly promised: ReadonlySet<SnapshotId>
  /** The newest entry of the audit log; the others stay where they are. */
  readonly lastAudit: Uint8Array | undefined
}

interface Options {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly store: NodeStore
  readonly promises: Promises
  readonly view: View
  readonly membershipHash: () => Uint8Array
  readonly announce: (head: pb.Signed) => void
}

export class OwnCatalog {
  readonly #options: Options
  readonly #ports: Ports
  readonly #pending = new Map<string, Edit>()
  #waiters: { resolve: () => void; reject: (reason: unknown) => void }[] = []
  #writing: Promise<void> | undefined
  #head: HeadRecord | undefined
  #signed: pb.Signed | undefined
  #incarnation: { counter: number; nonce: Uint8Array }
  #lastHeadAt = Number.NEGATIVE_INFINITY
  /** Heads that may be written before the next has to wait for its turn, at `#lastHeadAt`. */
  #headsLeft = HEAD_BURST
  #announcedMembership = ''
  #replaced: { readonly root: NodeHash; readonly at: number }[] = []
  wanted: () => void = () => undefined

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
    const last = options.promises.heads.get(options.key.id)
    this.#head = last?.record
    this.#signed = last?.signed
    // Each run writes under a new incarnation: a machine that was restored from an image can't collide with its own past.
    this.#incarnation = { counter: (last?.record.incarnation ?? 0) + 1, nonce: ports.random.bytes(16) }
  }

  get site(): SiteId {
    return this.#options.key.id
  }

  /** Counter of the incarnation this run writes under. */
  get incarnation(): number {
    return this.#incarnation.counter
  }

  get head(): HeadRecord | undefined {
    return this.#head
  }

  get signed(): pb.Signed | undefined {
    return this.#signed
  }

  get root(): NodeHash {
    return this.#head?.root ?? EMPTY_ROOT
  }

  /** Those that a peer may still ask for nodes of: the newest, and the ones it has taken the place of a short while ago. */
  roots(): NodeHash[] {
    const now = this.#ports.clock.monotonic()
    this.#replaced = this.#replaced.filter(({ at }) => now - at < TIMES_MS.nodeRetention)
    return [this.root, ...this.#replaced.map(({ root }) => root)]
  }

  readonly load = (hash: NodeHash): Promise<Uint8Array> => this.#options.store.loadNode(hash)

  /** Reads the catalog as it was at the last head into the view. Of snapshots that are promises it reads the keys alone. */
  async restore(): Promise<Restored> {
    const { promises, view } = this.#options
    const edits: Edit[] = []
    const promised = new Set<SnapshotId>()
    let lastAudit: Uint8Array | undefined
    for await (const { key, value } of scan(this.root, { prefix: new Uint8Array(0) }, this.load)) {
      if (startsWith(key, AUDIT)) {
        lastAudit = value
        continue
      }
      const snapshot = startsWith(key, SNAPSHOTS) ? parseKey(key) : undefined
      if (snapshot?.kind === 'snapshot' && promises.snapshots.has(snapshot.snapshot)) promised.add(snapshot.snapshot)
      else edits.push({ key, value })
    }
    return { entries: view.apply(this.site, edits).entries, promised, lastAudit }
  }

  /** Queues edits; resolves when a head that holds them is durable and announced. The view shows them at once. */
  edit(edits: readonly Edit[]): Promise<void> {
    for (const edit of edits) this.#pending.set(Buffer.from(edit.key).toString('hex'), edit)
    this.#options.view.apply(this.site, edits)
    const written = new Promise<void>((resolve, reject) => this.#waiters.push({ resolve, reject }))
    this.wanted()
    return written
  }

  /** Resolves when all that the view shows of this site by now is in a durable head. */
  async settled(): Promise<void> {
    if (this.#pending.size > 0) await this.edit([])
    else await this.#writing
  }

  async get(key: Uint8Array): Promise<Uint8Array | undefined> {
    const pending = this.#pending.get(Buffer.from(key).toString('hex'))
    return pending === undefined ? getValue(this.root, key, this.load) : pending.value
  }

  /** Writes one head when there is something to say. */
  async flush(signal: AbortSignal): Promise<boolean> {
    const membership = Buffer.from(this.#options.membershipHash()).toString('hex')
    if (this.#pending.size === 0 && membership === this.#announcedMembership) return false
    await this.#turn(signal)
    const edits = [...this.#pending.values()]
    const waiters = this.#waiters
    this.#pending.clear()
    this.#waiters = []
    this.#writing = this.#write(edits)
    try {
      await this.#writing
      this.#announcedMembership = membership
      for (const { resolve } of waiters) resolve()
    } catch (error) {
      // What could not be written stays wanted; edits made meanwhile win over it.
      for (const edit of edits) {
        const key = Buffer.from(edit.key).toString('hex')
        if (!this.#pending.has(key)) this.#pending.set(key, edit)
      }
      for (const { reject } of waiters) reject(error)
      throw error
    } finally {
      this.#writing = undefined
    }
    return true
  }

  // One head a second in the long run, and a few at once after a rest: a snapshot's, a holding's and a proof's follow each
  // other within one, and none of them should wait.
  async #turn(signal: AbortSignal): Promise<void> {
    const { clock } = this.#ports
    const left = () => this.#headsLeft + (clock.monotonic() - this.#lastHeadAt) / TIMES_MS.headMinInterval
    if (left() < 1) await clock.wait((1 - left()) * TIMES_MS.headMinInterval, signal)
    this.#headsLeft = Math.min(HEAD_BURST, left()) - 1
    this.#lastHeadAt = clock.monotonic()
  }

  async #write(edits: readonly Edit[]): Promise<void> {
    const { mesh, key, store, promises } = this.#options
    const { root, nodes } = await editMap(this.root, edits, this.load)
    await store.putNodes([...nodes].map(([hash, bytes]) => ({ hash, bytes })))
    const signed = signHead(
      {
        mesh,
        author: key.id,
        incarnation: this.#incarnation.counter,
        nonce: this.#incarnation.nonce,
        seq: (this.#head?.seq ?? 0) + 1,
        prev: this.#head?.id,
        root,
        membership: this.#options.membershipHash(),
        time: this.#ports.clock.wall(),
        entries: await countEntries(root, hash => Promise.resolve(nodes.get(hash) ?? this.load(hash))),
      },
      key,
    )
    await promises.record({ ownHead: signed })
    this.#replaced.push({ root: this.root, at: this.#ports.clock.monotonic() })
    this.#head = parseHead(mesh, signed)
    this.#signed = signed
    // Publish the head last: a peer that sees it may ask for any node below it.
    this.#options.announce(signed)
  }

  /**
   * A peer knows a head of ours that we don't: this machine was set back in time. Goes on after it under a new
   * incarnation; our own map stays what it is, since only the bytes here back what we say.
   */
  adopt(other: HeadRecord): void {
    const counter = Math.max(other.incarnation, this.#incarnation.counter) + 1
    this.#incarnation = { counter, nonce: this.#ports.random.bytes(16) }
    if (other.seq >= (this.#head?.seq ?? 0)) this.#head = { ...other, root: this.root }
    this.#announcedMembership = ''
    this.wanted()
  }
}

function startsWith(key: Uint8Array, prefix: Uint8Array): boolean {
  return prefix.every((byte, at) => key[at] === byte)
}
