// What the index holds of each pack, carried along with every batch of edits instead of being read from all entries at
// every start (§ Store, Index). A base, and numbered steps since: a batch that LevelDB has lost leaves a gap, or sums that
// are not the packs'.
import type { BatchOperation, Level } from 'level'
import { openValue, sealValue } from './checked-value.ts'
import type { IndexEdit } from './level-index.ts'
import { addToSum, emptySum, type PackSum, takeFromSum } from './pack-footer.ts'
import { KIND, kindOf, type Place, type RecordKey } from './pack-record.ts'
import { RAW, reopened } from './sublevel.ts'

export interface Totals {
  chunks: number
  nodes: number
  chunkBytes: number
}

export interface Tallied {
  readonly sums: Map<number, PackSum>
  readonly totals: Totals
}

type Encoded = {
  readonly sums: readonly (readonly number[])[]
  readonly totals: Totals
  /** Packs that are gone after this. */
  readonly dropped?: readonly number[]
}

const LONG = 1000
const BASE = Buffer.from('base')
const STEP = Buffer.from('step')
const STEP_END = Buffer.from('steq')
const STEP_BYTES = STEP.length + 8

export class IndexTally {
  readonly #level
  /** Of the last step; those up to the base's are in the base. */
  #step = 0n
  #steps = 0

  constructor(db: Level<Buffer, Buffer>) {
    this.#level = reopened(db, db.sublevel<Buffer, Buffer>('tally', RAW))
  }

  /** Base and steps together; undefined where one is missing or damaged. */
  async load(): Promise<Tallied | undefined> {
    const base = parse(BASE, await this.#level.get(BASE))
    if (base === undefined) return undefined
    const tallied = emptyTally()
    add(tallied, base)
    let step = BigInt(base.step ?? 0)
    for await (const [key, value] of this.#level.iterator({ gt: STEP, lt: STEP_END })) {
      const change = parse(key, value)
      if (change === undefined || key.length !== STEP_BYTES || key.readBigUInt64BE(STEP.length) !== ++step)
        return undefined
      add(tallied, change)
    }
    this.#steps = Number(step - BigInt(base.step ?? 0))
    this.#step = step
    return tallied
  }

  /** So many steps that the next start had better not read them all. */
  get isLong(): boolean {
    return this.#steps >= LONG
  }

  /** Makes these sums the base that the next steps count from. */
  async settle({ sums, totals }: Tallied): Promise<void> {
    this.#steps = 0
    const steps: Buffer[] = []
    for await (const key of this.#level.keys({ gt: STEP, lt: STEP_END })) steps.push(key)
    const value = encode({ sums, totals }, this.#step)
    await this.#level.batch([
      ...steps.map(key => ({ type: 'del' as const, key })),
      { type: 'put' as const, key: BASE, value: sealValue(BASE, value) },
    ])
  }

  /** What goes into the batch that applies these edits; `written` once LevelDB has it. */
  step(edits: readonly IndexEdit[]): BatchOperation<Level<Buffer, Buffer>, Buffer, Buffer> {
    const key = Buffer.alloc(STEP_BYTES)
    STEP.copy(key)
    key.writeBigUInt64BE(this.#step + 1n, STEP.length)
    const dropped = edits.flatMap(edit => (edit.type === 'drop' ? [edit.pack] : []))
    const value = sealValue(key, encode(changeOf(edits), undefined, dropped))
    return { type: 'put', sublevel: this.#level, key, value }
  }

  written(): void {
    this.#step++
    this.#steps++
  }
}

export function emptyTally(): Tallied {
  return { sums: new Map(), totals: { chunks: 0, nodes: 0, chunkBytes: 0 } }
}

/** Adds an entry in service, or with `sign` -1 takes it out. */
export function tallyTotal(totals: Totals, kind: number, length: number, sign: 1 | -1): void {
  if (kind === KIND.chunk) {
    totals.chunks += sign
    totals.chunkBytes += sign * length
  } else totals.nodes += sign
}

/** Records of a pack count whether they are in service or dead; what is lost stands in no pack. */
export function tallyPlace({ sums }: Tallied, key: Uint8Array, place: Place, change = addToSum): void {
  const sum = sums.get(place.pack) ?? emptySum()
  sums.set(place.pack, sum)
  change(sum, key, place.offset, place.length)
}

function changeOf(edits: readonly IndexEdit[]): Tallied {
  const tallied = emptyTally()
  for (const edit of edits) {
    if (edit.type === 'retire') {
      if (edit.entry.state !== 'lost') tallyPlace(tallied, raw(edit.entry.key), edit.entry.place)
      continue
    }
    if (!('key' in edit)) continue
    if (edit.was) {
      tallyPlace(tallied, raw(edit.key), edit.was, takeFromSum)
      tallyTotal(tallied.totals, kindOf(edit.key), edit.was.length, -1)
    }
    if (edit.type === 'set') {
      tallyPlace(tallied, raw(edit.key), edit.place)
      tallyTotal(tallied.totals, kindOf(edit.key), edit.place.length, 1)
    }
  }
  return tallied
}

function raw(key: RecordKey): Buffer {
  return Buffer.from(key, 'hex')
}

function add(tallied: Tallied, { sums, totals, dropped = [] }: Encoded): void {
  for (const [pack = 0, count = 0, ...words] of sums) {
    const sum = tallied.sums.get(pack) ?? emptySum()
    tallied.sums.set(pack, sum)
    sum.count += count
    words.forEach((word, at) => {
      sum.words[at]! += word
    })
  }
  for (const pack of dropped) tallied.sums.delete(pack)
  tallied.totals.chunks += totals.chunks
  tallied.totals.nodes += totals.nodes
  tallied.totals.chunkBytes += totals.chunkBytes
}

function encode({ sums, totals }: Tallied, step: bigint | undefined, dropped: readonly number[] = []): Buffer {
  const rows = [...sums].map(([pack, { count, words }]) => [pack, count, ...words])
  const gone = dropped.length === 0 ? {} : { dropped }
  const at = step === undefined ? {} : { step: String(step) }
  return Buffer.from(JSON.stringify({ sums: rows, totals, ...gone, ...at }))
}

function parse(key: Buffer, stored: Buffer | undefined): (Encoded & { readonly step?: string }) | undefined {
  const value = openValue(key, stored)
  return value && (JSON.parse(Buffer.from(value).toString()) as Encoded & { readonly step?: string })
}
