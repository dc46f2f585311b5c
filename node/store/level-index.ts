// Where each record stands, in LevelDB: fast, and never the record of a promise. It can be rebuilt from the packs, is
// compared with them at every open, and may lag behind them only while a batch is being written (§ Store, Index).
import { Level } from 'level'
import { HoldfastError } from '../../protocol/errors.ts'
import { emptyTally, IndexTally, type Tallied, tallyPlace, tallyTotal } from './index-tally.ts'
import { levelRead, levelWrite } from './level-error.ts'
import type { PackSum } from './pack-footer.ts'
import { kindOf, type Place, type RecordKey } from './pack-record.ts'
import { RAW, reopened } from './sublevel.ts'

export type IndexEdit =
  | { readonly type: 'set'; readonly key: RecordKey; readonly place: Place; readonly was: Place | undefined }
  | { readonly type: 'unset'; readonly key: RecordKey; readonly was: Place }
  | { readonly type: 'retire'; readonly entry: Retired }
  /** Out of service since nothing needs it: nobody misses it. */
  | { readonly type: 'free'; readonly key: RecordKey; readonly was: Place }
  /** A removal names the pack: what is left of it has to go. */
  | { readonly type: 'remove'; readonly pack: number }
  /** Its sum goes, when all of its entries are gone. */
  | { readonly type: 'drop'; readonly pack: number }
  /** Its file is gone as well. */
  | { readonly type: 'removed'; readonly pack: number }

/** A record out of service. */
export interface Retired {
  readonly key: RecordKey
  readonly place: Place
  readonly since: number
  readonly why: string
  /** `dead`: it stands in its pack · `lost`: it doesn't · `superseded`: dead, and of no interest to anybody. */
  readonly state: 'dead' | 'lost' | 'superseded'
}

const PLACE_BYTES = 12
const BATCH = 1000
const STORE_KEY = Buffer.from('store')
const WITHDRAWN_KEY = Buffer.from('withdrawn-up-to')
const SUPERSEDED = '"superseded"'

export class LevelIndex implements AsyncDisposable {
  readonly db: Level<Buffer, Buffer>
  readonly #records
  readonly #retired
  readonly #removing
  readonly #meta
  readonly #tally: IndexTally
  /** Edits that LevelDB has refused, by key: the packs have them, so they hold. */
  #owed: IndexEdit[] = []
  #reopening: Promise<void> | undefined
  /** As the newest edits say, those that are owed among them. */
  readonly totals = { chunks: 0, nodes: 0, chunkBytes: 0 }
  /** Keys with a retired record and none in service. */
  readonly unhealed = new Set<RecordKey>()

  constructor(db: Level<Buffer, Buffer>) {
    this.db = db
    this.#records = reopened(db, db.sublevel<Buffer, Buffer>('records', RAW))
    this.#retired = reopened(db, db.sublevel<Buffer, Buffer>('retired', RAW))
    this.#removing = reopened(db, db.sublevel<Buffer, Buffer>('removing', RAW))
    this.#meta = reopened(db, db.sublevel<Buffer, Buffer>('meta', RAW))
    this.#tally = new IndexTally(db)
  }

  /** Opens or creates the database. Throws what LevelDB throws when it can't. */
  static async open(path: string): Promise<LevelIndex> {
    const db = new Level<Buffer, Buffer>(path, RAW)
    db.setMaxListeners(0) // one for each part of it
    await db.open()
    return new LevelIndex(db)
  }

  /** Closes and opens the database: a disk that was full while it wrote leaves it refusing for ever. Throws what LevelDB throws. */
  async reopen(): Promise<void> {
    const reopening = this.#reopen()
    this.#reopening = reopening.catch(() => undefined) // told to who asked for it; others meet a closed database
    await reopening
  }

  async #reopen(): Promise<void> {
    await this.db.close()
    await this.db.open()
  }

  async storeId(): Promise<string | undefined> {
    return (await this.#meta.get(STORE_KEY))?.toString()
  }
  async setStoreId(id: string): Promise<void> {
    await this.#meta.put(STORE_KEY, Buffer.from(id))
  }

  /** The last pack whose withdrawals, and those of all before it, are known to be in here. */
  async withdrawnUpTo(): Promise<number> {
    return Number((await this.#meta.get(WITHDRAWN_KEY))?.toString() ?? 0)
  }
  async setWithdrawnUpTo(pack: number): Promise<void> {
    await this.#meta.put(WITHDRAWN_KEY, Buffer.from(String(pack)))
  }

  async find(keys: readonly RecordKey[]): Promise<(Place | undefined)[]> {
    await this.#reopening
    const stored = await levelRead(this.#records.getMany(keys.map(key => Buffer.from(key, 'hex'))))
    const places = stored.map(value => value && parsePlace(value))
    for (const edit of this.#owed) {
      if (!('key' in edit)) continue
      keys.forEach((key, index) => {
        if (key === edit.key) places[index] = edit.type === 'set' ? edit.place : undefined
      })
    }
    return places
  }

  /** Applies edits that the packs already carry. Where LevelDB refuses, they are kept in memory; see `settle`. */
  async apply(edits: readonly IndexEdit[], durable = false): Promise<void> {
    for (const edit of edits) this.#count(edit)
    this.#owed.push(...edits)
    try {
      await this.settle(durable)
    } catch {
      // Nothing is lost: the packs have it, and the next writer meets the same error before it writes.
      return
    }
  }

  /** The same for what nothing can bring back. Throws DISK_FULL, and is owed then. */
  async applyDurably(edits: readonly IndexEdit[]): Promise<void> {
    for (const edit of edits) this.#count(edit)
    this.#owed.push(...edits)
    await this.settle(true)
  }

  /** Writes what LevelDB still owes. Throws DISK_FULL: nothing more may be put until this works. */
  async settle(durable = false): Promise<void> {
    if (this.#owed.length === 0) return
    const edits = this.#owed
    const operations = [...edits.map(edit => this.#operation(edit)), this.#tally.step(edits)]
    await levelWrite(this.db.batch(operations, { sync: durable }))
    this.#tally.written()
    this.#owed = this.#owed.slice(edits.length)
  }

  /** Sums per pack as they were carried along, to hold against the packs; sets the totals. Undefined: measure(). */
  async tallied(): Promise<Map<number, PackSum> | undefined> {
    const tallied = await levelRead(this.#tally.load())
    if (tallied === undefined) return undefined
    Object.assign(this.totals, tallied.totals)
    await this.#findUnhealed(await this.retired('noted'))
    if (this.#tally.isLong) await levelWrite(this.#tally.settle(tallied))
    return tallied.sums
  }

  /** Edits without those that take out of service what is known to be; they would be told twice. */
  async withoutRepeats(edits: readonly IndexEdit[]): Promise<IndexEdit[]> {
    const known = await Promise.all(
      edits.map(async edit => {
        const key = edit.type === 'retire' ? retiredKey(edit.entry) : undefined
        const value = key && (await this.#retired.get(key))
        return value !== undefined && key !== undefined && parseRetired(key, value).state !== 'lost'
      }),
    )
    return edits.filter((_, index) => !known[index])
  }

  /** The same, read from every entry; the tally goes on from there. Throws when an entry is no entry. */
  async measure(): Promise<Map<number, PackSum>> {
    const tallied: Tallied = emptyTally()
    for await (const [key, place] of this.#everyRecord()) {
      tallyPlace(tallied, key, place)
      tallyTotal(tallied.totals, key[0]!, place.length, 1)
    }
    const retired = await this.retired()
    for (const { key, place, state } of retired)
      if (state !== 'lost') tallyPlace(tallied, Buffer.from(key, 'hex'), place)
    Object.assign(this.totals, tallied.totals)
    await this.#findUnhealed(retired)
    await levelWrite(this.#tally.settle(tallied))
    return tallied.sums
  }

  async #findUnhealed(retired: readonly Retired[]): Promise<void> {
    this.unhealed.clear()
    const keys = retired.filter(({ state }) => state !== 'superseded').map(({ key }) => key)
    const places = await this.find(keys)
    keys.forEach((key, index) => {
      if (!places[index]) this.unhealed.add(key)
    })
  }

  /** Entries of the given packs, or of all. */
  async *records(packs: (pack: number) => boolean): AsyncGenerator<{ key: RecordKey; place: Place }> {
    for await (const [key, place] of this.#everyRecord()) {
      if (packs(place.pack)) yield { key: key.toString('hex'), place }
    }
  }

  /** `noted`: without those that were superseded or freed, which are of interest to nobody and may be very many. */
  async retired(which: 'all' | 'noted' = 'all'): Promise<Retired[]> {
    const all: Retired[] = []
    for await (const [key, value] of this.#retired.iterator()) {
      if (which === 'all' || !value.includes(SUPERSEDED)) all.push(parseRetired(key, value))
    }
    return all.filter(({ state }) => which === 'all' || state !== 'superseded').sort((a, b) => a.since - b.since)
  }

  /** Those of one pack that stand in it, in the order of the file. */
  async retiredIn(pack: number): Promise<Retired[]> {
    const all: Retired[] = []
    for await (const [key, value] of this.#retired.iterator(rangeOf(pack))) all.push(parseRetired(key, value))
    return all.filter(({ state }) => state !== 'lost')
  }

  async clearRetiredIn(pack: number): Promise<void> {
    await levelWrite(this.#retired.clear(rangeOf(pack)))
  }

  /** Packs that a removal names and whose files may still be there. */
  async removing(): Promise<number[]> {
    const keys = await Array.fromAsync(this.#removing.keys())
    return keys.map(key => key.readUInt32BE(0))
  }

  async isRetired(entry: { readonly key: RecordKey; readonly place: Place }): Promise<boolean> {
    return this.#retired.has(retiredKey(entry))
  }

  /** Empties what a rebuild brings back; what is known as lost stays. */
  async clear(): Promise<void> {
    await this.#records.clear()
    const dead: Buffer[] = []
    for await (const [key, value] of this.#retired.iterator()) {
      if (parseRetired(key, value).state !== 'lost') dead.push(key)
    }
    await this.#retired.batch(dead.map(key => ({ type: 'del' as const, key })))
    this.#owed = []
  }

  /** Nobody asks for these any more: what stands in a pack is dead without a word, what is lost is forgotten. */
  async forgetNotes(retired: readonly Retired[]): Promise<void> {
    const silent = retired.filter(({ state }) => state === 'dead')
    const puts = silent.map(entry => this.#operation({ type: 'retire', entry: { ...entry, state: 'superseded' } }))
    if (puts.length > 0) await levelWrite(this.db.batch(puts))
    await this.forget(retired.filter(({ state }) => state === 'lost'))
    for (const { key } of retired) this.unhealed.delete(key)
  }

  /** Takes back notes of what is lost, which stand for no record of any pack. */
  async forget(retired: readonly Retired[]): Promise<void> {
    await this.#retired.batch(retired.map(entry => ({ type: 'del' as const, key: retiredKey(entry) })))
  }

  async *#everyRecord(): AsyncGenerator<[Buffer, Place]> {
    await using iterator = this.#records.iterator()
    for (let batch = await iterator.nextv(BATCH); batch.length > 0; batch = await iterator.nextv(BATCH)) {
      for (const [key, value] of batch) {
        if (key.length !== 33) throw new HoldfastError('STORE_DAMAGED', 'the index has an entry that is none')
        yield [key, parsePlace(value)]
      }
    }
  }

  #operation(edit: IndexEdit) {
    if (edit.type === 'retire') {
      const { place, since, why, state } = edit.entry
      const value = Buffer.from(JSON.stringify({ length: place.length, since, why, state }))
      return { type: 'put' as const, sublevel: this.#retired, key: retiredKey(edit.entry), value }
    }
    if (edit.type === 'removed') return { type: 'del' as const, sublevel: this.#removing, key: packKey(edit.pack) }
    // The sum of a dropped pack goes with the step of the tally; its file is still there.
    if (edit.type === 'remove' || edit.type === 'drop')
      return { type: 'put' as const, sublevel: this.#removing, key: packKey(edit.pack), value: Buffer.of(1) }
    const key = Buffer.from(edit.key, 'hex')
    if (edit.type !== 'set') return { type: 'del' as const, sublevel: this.#records, key }
    return { type: 'put' as const, sublevel: this.#records, key, value: encodePlace(edit.place) }
  }

  #count(edit: IndexEdit): void {
    if (edit.type === 'retire') {
      if (edit.entry.state === 'lost') this.unhealed.add(edit.entry.key)
      return
    }
    if (!('key' in edit)) return
    if (edit.was) tallyTotal(this.totals, kindOf(edit.key), edit.was.length, -1)
    if (edit.type === 'set') {
      tallyTotal(this.totals, kindOf(edit.key), edit.place.length, 1)
      this.unhealed.delete(edit.key)
    } else if (edit.type === 'unset') this.unhealed.add(edit.key)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.db.close()
  }
}

function encodePlace({ pack, offset, length }: Place): Buffer {
  const value = Buffer.alloc(PLACE_BYTES)
  value.writeUInt32BE(pack, 0)
  value.writeUInt32BE(offset, 4)
  value.writeUInt32BE(length, 8)
  return value
}

function parsePlace(value: Buffer): Place {
  if (value.length !== PLACE_BYTES) throw new HoldfastError('STORE_DAMAGED', 'the index has a place that is none')
  return { pack: value.readUInt32BE(0), offset: value.readUInt32BE(4), length: value.readUInt32BE(8) }
}

function packKey(pack: number): Buffer {
  const key = Buffer.alloc(4)
  key.writeUInt32BE(pack)
  return key
}

function rangeOf(pack: number) {
  return { gte: packKey(pack), lt: packKey(pack + 1) }
}

function retiredKey({ key, place }: Pick<Retired, 'key' | 'place'>): Buffer {
  const at = Buffer.alloc(8)
  at.writeUInt32BE(place.pack, 0)
  at.writeUInt32BE(place.offset, 4)
  return Buffer.concat([at, Buffer.from(key, 'hex')])
}

function parseRetired(key: Buffer, value: Buffer): Retired {
  try {
    const { length, since, why, state } = JSON.parse(value.toString()) as Omit<Retired, 'key' | 'place'> & Place
    const place = { pack: key.readUInt32BE(0), offset: key.readUInt32BE(4), length }
    return { key: key.toString('hex', 8), place, since, why, state }
  } catch (cause) {
    throw new HoldfastError('STORE_DAMAGED', 'the index has a retired entry that is none', { cause })
  }
}
