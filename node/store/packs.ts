// The set of pack files of a store: which there are, what each holds, and reading from them.
import { INDEX_ENTRY, parsePackIndex, parseTrailer, TRAILER, type Trailer } from './pack-footer.ts'
import type { PackHandles } from './pack-handles.ts'
import {
  type PackRecord,
  type Place,
  parseRemoval,
  parseWithdrawal,
  RECORD_HEAD,
  type Withdrawal,
} from './pack-record.ts'
import { scanPack } from './pack-scan.ts'

export interface Pack {
  readonly id: number
  /** Bytes of the file that count: for an unsealed pack, where its last acknowledged record ends. */
  size: number
  state:
    | { readonly kind: 'sealed'; readonly trailer: Trailer }
    | { readonly kind: 'unsealed'; readonly records: PackRecord[] }
}

export class Packs {
  readonly handles: PackHandles
  readonly #packs = new Map<number, Pack>()
  /** Packs whose entries leave the index, and then they: what is not found of them is not lost. */
  readonly leaving = new Set<number>()

  constructor(handles: PackHandles) {
    this.handles = handles
  }

  add(pack: Pack): void {
    this.#packs.set(pack.id, pack)
  }
  has(id: number): boolean {
    return this.#packs.has(id)
  }
  /** Forgets a pack that a removal names. Its id isn't given again: the removal stands in a later one. */
  delete(id: number): void {
    this.#packs.delete(id)
  }
  /** In ascending order. */
  all(): Pack[] {
    return [...this.#packs.values()].sort((a, b) => a.id - b.id)
  }
  get count(): number {
    return this.#packs.size
  }
  get bytes(): number {
    let bytes = 0
    for (const pack of this.#packs.values()) bytes += pack.size
    return bytes
  }
  get nextId(): number {
    return Math.max(0, ...this.#packs.keys()) + 1
  }

  /** `length` bytes from `offset` of a record's bytes; fewer where the file ends. Throws what the file system throws. */
  read(place: Place, offset: number, length: number): Promise<Buffer> {
    return this.handles.read(place.pack, place.offset + RECORD_HEAD + offset, length)
  }

  /** Every record of a pack in the order of the file, or undefined where a sealed pack's index can't be read. */
  async loadIndex(pack: Pack): Promise<readonly PackRecord[] | undefined> {
    if (pack.state.kind === 'unsealed') return pack.state.records
    const { trailer } = pack.state
    try {
      const bytes = await this.handles.read(pack.id, trailer.indexOffset, trailer.records * INDEX_ENTRY)
      return parsePackIndex(bytes, trailer)
    } catch {
      return undefined // cut short, rotten or unreadable: whoever asks has a second way
    }
  }

  /** Every record of a pack; where its index can't be read, what a scan finds. */
  async loadRecords(pack: Pack): Promise<readonly PackRecord[]> {
    const { state } = pack
    const end = state.kind === 'sealed' ? state.trailer.indexOffset : pack.size
    return (await this.loadIndex(pack)) ?? (await scanPack(this.handles, pack.id, end)).records
  }

  /** What a withdrawal record says, or undefined when it has rotted. */
  async loadWithdrawal(record: PackRecord): Promise<Withdrawal | undefined> {
    try {
      return parseWithdrawal(await this.read(record, 0, record.length))
    } catch {
      return undefined // the record it meant comes back into service, fails its hash, and is withdrawn again
    }
  }

  /** Which packs a removal record names, or undefined when it has rotted. */
  async loadRemoval(record: PackRecord): Promise<number[] | undefined> {
    try {
      return parseRemoval(await this.read(record, 0, record.length))
    } catch {
      return undefined // a pack that is still there stays, and what it has dead is freed again
    }
  }
}

/** The trailer of a pack file of `size` bytes, or undefined when it isn't sealed or its trailer is damaged. */
export async function loadTrailer(handles: PackHandles, pack: number, size: number): Promise<Trailer | undefined> {
  if (size < TRAILER) return undefined
  try {
    return parseTrailer(await handles.read(pack, size - TRAILER, TRAILER), pack, size)
  } catch {
    return undefined // the scan that follows tells why
  }
}
