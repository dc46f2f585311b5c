// Records that say what need not be kept any more, or must be: forget, pin, delete, undelete (§ Kept records). Whoever
// accepts one journals it and lists it in its own catalog, so that it outlives its author. What each kind means, and who
// may sign it, is said by whoever defines the kind.
import type { CatalogEntry, KeptKey } from '../../../protocol/catalog.ts'
import { keys } from '../../../protocol/catalog-key.ts'
import { HoldfastError, isError } from '../../../protocol/errors.ts'
import type { RecordId, SiteId } from '../../../protocol/ids.ts'
import type { Log } from '../../ports.ts'
import { type KeptPromise, type KeptType, recordIdOf } from '../keeping/kept-promises.ts'
import type { OwnCatalog } from './own-catalog.ts'
import type { Promises } from './promises.ts'
import type { Edit } from './view.ts'

/** `waits`: it may come to count, when more is known. */
export type Verdict = 'counts' | 'waits' | 'never'

export interface Kept<Value> {
  readonly id: RecordId
  readonly value: Value
  /** An encoded Signed, or MultiSigned of a delete. */
  readonly signed: Uint8Array
  /** Custody ms. */
  readonly acceptedAt: number
  /** Set by settle(). */
  readonly settled: boolean
}

export interface KeptKind<Value> {
  readonly type: KeptType
  /** Verifies every signature. Throws MESSAGE_INVALID, SIGNATURE_INVALID. */
  readonly parse: (signed: Uint8Array) => Value
  readonly keyOf: (value: Value, id: RecordId) => KeptKey
  /** Whether one that a catalog lists counts here; asked once, what was accepted stays so. */
  readonly judge: (value: Value, by: SiteId) => Verdict
  /** Of two under one key, whether `a` replaces `b`; without it all stand, each under a key of its own. */
  readonly replaces?: (a: Kept<Value>, b: Kept<Value>) => boolean
  /** One was accepted, in this run or an earlier one. */
  readonly taken: (kept: Kept<Value>) => void
}

interface Options {
  readonly me: SiteId
  readonly promises: Pick<Promises, 'keeping' | 'record'>
  readonly own: Pick<OwnCatalog, 'edit'>
  readonly clock: { now(): number }
  /** A member lists what nobody signed. */
  readonly forged: (site: SiteId, what: string) => void
  readonly log: Log
}

type KeptEntry = Extract<CatalogEntry, KeptKey>
interface Waiting {
  readonly entry: KeptEntry
  readonly by: SiteId
}

const MOST_WAITING = 1_000
const TYPES: ReadonlySet<string> = new Set(['forget', 'pin', 'delete', 'undelete'] satisfies KeptType[])

export class KeptRecords {
  readonly #options: Options
  readonly #kinds = new Map<KeptType, KeptKind<unknown>>()
  /** By type and catalog key. */
  readonly #kept = new Map<string, Kept<unknown>>()
  readonly #byId = new Map<RecordId, Kept<unknown>>()
  #waiting = new Map<string, Waiting>()
  readonly #listeners: ((type: KeptType) => void)[] = []

  constructor(options: Options) {
    this.#options = options
  }

  /** Before restore(). */
  define<Value>(kind: KeptKind<Value>): void {
    this.#kinds.set(kind.type, kind as KeptKind<unknown>)
  }

  subscribe(listener: (type: KeptType) => void): void {
    this.#listeners.push(listener)
  }

  /** Every one accepted of a kind that stands. */
  all<Value>(type: KeptType): Kept<Value>[] {
    return [...this.#kept].flatMap(([key, kept]) => (key.startsWith(`${type}/`) ? [kept as Kept<Value>] : []))
  }

  get<Value>(id: RecordId): Kept<Value> | undefined {
    return this.#byId.get(id) as Kept<Value> | undefined
  }

  /**
   * Takes in what the journal promises, and lists what an earlier run came not to list. What the catalog alone lists, since
   * the journal was damaged, is judged again.
   */
  async restore(entries: readonly CatalogEntry[]): Promise<void> {
    const listed = entries.filter(isKept)
    const known = new Set(listed.map(keyText))
    const edits: Edit[] = []
    for (const promise of [...this.#options.promises.keeping.kept.values()]) {
      const edit = this.#restore(promise)
      if (edit !== undefined && !known.has(edit.text)) edits.push(edit)
    }
    this.#list(edits)
    await this.learn(listed, this.#options.me)
  }

  #restore(promise: KeptPromise): (Edit & { text: string }) | undefined {
    const kind = this.#kinds.get(promise.type)
    if (kind === undefined) return undefined
    // Verified before it was promised; a version that reads less than the one that wrote it must still start.
    try {
      const { id, signed, acceptedAt, settled } = promise
      const value = kind.parse(signed)
      const key = kind.keyOf(value, id)
      if (!this.#take(kind, key, { id, value, signed, acceptedAt, settled })) return undefined
      return { key: keyBytes(key), value: signed, text: keyText(key) }
    } catch (error) {
      if (!isError(error)) throw error
      this.#options.log.warn({ type: promise.type, err: error }, 'a record that was accepted can not be read')
      return undefined
    }
  }

  /** The catalog of `by` changed: what counts of it is a promise when this resolves. */
  async learn(entries: readonly CatalogEntry[], by: SiteId): Promise<void> {
    let accepted = false
    for (const entry of entries) {
      if (!isKept(entry) || entry.value === undefined) continue
      const kind = this.#kinds.get(entry.kind)
      if (kind === undefined) continue
      try {
        const id = recordIdOf(entry.kind, entry.value)
        if (this.#options.promises.keeping.kept.has(id)) continue
        if (await this.#learn(kind, id, entry, by)) accepted = true
      } catch (error) {
        if (!isError(error)) throw error
        this.#options.log.debug({ by, err: error }, 'a record in a catalog is not valid and is ignored')
        if (isError(error, 'SIGNATURE_INVALID') && by !== this.#options.me)
          this.#options.forged(by, `listed what nobody signed: ${error.message}`)
      }
    }
    // What waited may have waited for just that.
    if (accepted) await this.relearn()
  }

  async #learn(kind: KeptKind<unknown>, id: RecordId, entry: KeptEntry, by: SiteId): Promise<boolean> {
    // A copy: what came would keep all of the message it came in.
    const signed = Uint8Array.from(entry.value!)
    const value = kind.parse(signed)
    const key = kind.keyOf(value, id)
    if (keyText(key) !== keyText(entry)) throw new HoldfastError('MESSAGE_INVALID', `a ${kind.type} under a wrong key`)
    if (this.#isOutdone(kind, key, { id, value, signed, acceptedAt: 0, settled: false })) return false
    const verdict = kind.judge(value, by)
    const place = `${by}/${keyText(entry)}`
    if (verdict === 'waits' && this.#waiting.size < MOST_WAITING) this.#waiting.set(place, { entry, by })
    else this.#waiting.delete(place)
    if (verdict === 'counts') await this.#accept(kind, key, id, value, signed)
    return verdict === 'counts'
  }

  /** Its place is taken already by one that it does not replace: a peer that is behind may list it for long. */
  #isOutdone(kind: KeptKind<unknown>, key: KeptKey, kept: Kept<unknown>): boolean {
    const before = this.#kept.get(keyText(key))
    return before !== undefined && kind.replaces !== undefined && !kind.replaces(kept, before)
  }

  /** Looks again at what may count by now: membership has changed, or more is known. */
  async relearn(): Promise<void> {
    const bySite = Map.groupBy([...this.#waiting.values()], ({ by }) => by)
    this.#waiting = new Map()
    for (const [by, waiting] of bySite)
      await this.learn(
        waiting.map(({ entry }) => entry),
        by,
      )
  }

  /**
   * Accepts one made here or handed in by a client; whether it may be is the caller's to have checked. Resolves when it is a
   * promise; the catalog lists it with its next head.
   */
  async add<Value>(type: KeptType, signed: Uint8Array): Promise<Kept<Value>> {
    const kind = this.#kinds.get(type)
    if (kind === undefined) throw new TypeError(`nobody defines ${type} records`)
    const value = kind.parse(signed)
    const id = recordIdOf(type, signed)
    const known = this.get<Value>(id)
    if (known !== undefined) return known
    await this.#accept(kind, kind.keyOf(value, id), id, value, Uint8Array.from(signed))
    return (
      this.get<Value>(id) ?? {
        id,
        value: value as Value,
        signed,
        acceptedAt: this.#options.clock.now(),
        settled: false,
      }
    )
  }

  /** Its waiting time is over here, for good. Resolves when that is durable. */
  async settle(id: RecordId): Promise<void> {
    const kept = this.#byId.get(id)
    const promise = this.#options.promises.keeping.kept.get(id)
    if (kept === undefined || promise === undefined || kept.settled) return
    const { type, signed, acceptedAt } = promise
    await this.#options.promises.record({ kept: { type, signed, acceptedAt, settled: true } })
    const kind = this.#kinds.get(type)!
    const settled = { ...kept, settled: true }
    this.#kept.set(keyText(kind.keyOf(kept.value, id)), settled)
    this.#byId.set(id, settled)
    kind.taken(settled)
    this.#tell(type)
  }

  async #accept(
    kind: KeptKind<unknown>,
    key: KeptKey,
    id: RecordId,
    value: unknown,
    signed: Uint8Array,
  ): Promise<void> {
    const acceptedAt = this.#options.clock.now()
    await this.#options.promises.record({ kept: { type: kind.type, signed, acceptedAt } })
    if (!this.#take(kind, key, { id, value, signed, acceptedAt, settled: false })) return
    this.#list([{ key: keyBytes(key), value: signed }])
    this.#tell(kind.type)
  }

  /** False when what stands under its key already is the newer one. */
  #take(kind: KeptKind<unknown>, key: KeptKey, kept: Kept<unknown>): boolean {
    const text = keyText(key)
    const before = this.#kept.get(text)
    const loser =
      before !== undefined && kind.replaces !== undefined ? (kind.replaces(kept, before) ? before : kept) : undefined
    if (loser !== undefined) this.#options.promises.keeping.kept.delete(loser.id)
    if (loser === kept) return false
    if (loser !== undefined) this.#byId.delete(loser.id)
    this.#kept.set(text, kept)
    this.#byId.set(kept.id, kept)
    kind.taken(kept)
    return true
  }

  // Not awaited: the head that carries it is written by its own worker, which tries again until it is.
  #list(edits: readonly Edit[]): void {
    if (edits.length === 0) return
    this.#options.own.edit(edits).catch(error => this.#options.log.error({ err: error }, 'own catalog not written yet'))
  }

  #tell(type: KeptType): void {
    for (const listener of this.#listeners) listener(type)
  }
}

function isKept(entry: CatalogEntry): entry is KeptEntry {
  return TYPES.has(entry.kind)
}

function keyBytes(key: KeptKey): Uint8Array {
  switch (key.kind) {
    case 'forget':
      return keys.forget(key.project, key.record)
    case 'pin':
      return keys.pin(key.project, key.snapshot)
    case 'delete':
      return keys.delete(key.record)
    case 'undelete':
      return keys.undelete(key.record)
  }
}

function keyText(key: KeptKey): string {
  return `${key.kind}/${Buffer.from(keyBytes(key)).toString('hex')}`
}
