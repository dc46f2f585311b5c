// The only writer of pack files. Order of writing: append → fdatasync → index → acknowledge; whatever waits while one
// batch is synced goes into the next batch together (§ Store, Order of writing).
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import { LIMITS } from '../../protocol/limits.ts'
import type { Log } from '../ports.ts'
import type { Ballast } from './ballast.ts'
import { type Disk, diskError, errnoOf, isNoRoom } from './disk.ts'
import { type FoldRecord, foldRecords, samePlace } from './fold.ts'
import { joined } from './joined.ts'
import type { LevelIndex } from './level-index.ts'
import { encodeFooter, encodePackHead, INDEX_ENTRY, PACK_HEAD, parseTrailer, TRAILER } from './pack-footer.ts'
import { packName } from './pack-handles.ts'
import { kindOf, type Place, RECORD_HEAD, type RecordKey, type Withdrawal, writeRecordHead } from './pack-record.ts'
import type { Pack, Packs } from './packs.ts'
import type { SickDisk } from './sick-disk.ts'
import type { ScrubCursor, StoreHealth } from './store.ts'
import type { StoreRoom } from './store-room.ts'

const BATCH_BYTES = 16 * 1024 * 1024
const BATCH_RECORDS = 1024
// LevelDB writes its logs and tables in files of a few MiB: with more than that free it is not room that it lacks.
export const INDEX_ROOM = 16 * 1024 * 1024

export interface NewRecord {
  readonly key: RecordKey
  readonly bytes: Uint8Array
  readonly withdrawal?: Withdrawal
  /** Packs that are gone after this; in the index for good when it resolves. */
  readonly removal?: readonly number[]
  /** It is a copy of the record there, written only if that is not out of service by then. */
  readonly copyOf?: Place
  /** The index has nothing of this key. */
  readonly isNew: boolean
  /** Held back by the capacity and the reserve; what keeps the store itself going is not. */
  readonly bounded: boolean
}
interface Waiting extends NewRecord {
  readonly done: PromiseWithResolvers<void>
  settled: boolean
}
interface OpenPack {
  readonly pack: Pack & { state: { kind: 'unsealed' } }
  readonly file: FileHandle
}

export interface PackWriterOptions {
  readonly folder: string
  readonly packs: Packs
  readonly index: LevelIndex
  readonly disk: Disk
  readonly room: StoreRoom
  readonly sick: SickDisk
  readonly ballast: Ballast
  readonly log: Log
  /** Size at which a pack is sealed, its footer included. */
  readonly packBytes: number
  /** Told of a pack whose sync failed, to re-read what was acknowledged from it. */
  readonly onSick: (pack: Pack) => Promise<void>
}

export class PackWriter implements AsyncDisposable {
  readonly #options: PackWriterOptions
  #queue: Waiting[] = []
  #tasks: (() => Promise<void>)[] = []
  #running: Promise<void> | undefined
  #checks: Promise<void> = Promise.resolve()
  #open: OpenPack | undefined
  #closed = false
  #failuresInARow = 0

  constructor(options: PackWriterOptions) {
    this.#options = options
  }

  /** Goes on at the end of an unsealed pack; nothing may stand behind it in the file. */
  async resume(pack: Pack): Promise<void> {
    const file = await this.#options.disk.open(join(this.#options.folder, packName(pack.id)), 'r+')
    this.#open = { pack: pack as OpenPack['pack'], file }
  }

  /** Durable and in the index on resolve. Throws DISK_FULL, DISK_SICK, STOPPED. */
  append(record: NewRecord): Promise<void> {
    if (this.#closed) return Promise.reject(new HoldfastError('STOPPED', 'the store is closing'))
    const waiting = { ...record, done: Promise.withResolvers<void>(), settled: false }
    this.#queue.push(waiting)
    this.#running ??= this.#run()
    return waiting.done.promise
  }

  /** Runs `work` between two batches: meanwhile nobody else writes to packs or index. */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new HoldfastError('STOPPED', 'the store is closing')
    const done = Promise.withResolvers<T>()
    this.#tasks.push(() => work().then(done.resolve, done.reject))
    this.#running ??= this.#run()
    return done.promise
  }

  /** Seals the pack that is being written, so that it can be collected. Throws DISK_FULL, DISK_SICK. */
  roll(): Promise<void> {
    return this.inTurn(async () => {
      if (this.#open && this.#failuresInARow <= 1) await this.#seal()
    })
  }

  /** Where the next record goes: everything written from now on stands there or behind it. */
  position(): ScrubCursor {
    const pack = this.#open?.pack
    return pack ? { pack: pack.id, offset: pack.size } : { pack: this.#options.packs.nextId, offset: 0 }
  }

  health(): StoreHealth {
    const { sick, room } = this.#options
    if (sick.sickness) return { state: 'sick', ...sick.sickness }
    return room.full === undefined ? { state: 'ok' } : { state: 'full', why: room.full }
  }

  /** What a failing disk is asked before it is trusted again. Throws DISK_SICK. */
  async acceptDisk(): Promise<void> {
    if (this.#failuresInARow > 1)
      throw new HoldfastError('DISK_SICK', 'the disk failed two writes in a row, and is not written to any more', {
        hint: 'holdfast stop, see to the disk, start anew, then: holdfast verify --accept-disk',
      })
    try {
      await this.#options.sick.accept()
    } catch (cause) {
      throw new HoldfastError('DISK_SICK', 'the disk still fails to write', { cause })
    }
  }

  async #run(): Promise<void> {
    await Promise.resolve() // lets a burst of calls gather
    while (this.#queue.length > 0 || this.#tasks.length > 0) {
      await this.#tasks.shift()?.()
      if (this.#queue.length > 0) await this.#commit(this.#take())
    }
    this.#running = undefined
  }

  #take(): Waiting[] {
    let bytes = 0
    let count = 0
    while (count < this.#queue.length && count < BATCH_RECORDS && (count === 0 || bytes < BATCH_BYTES)) {
      bytes += this.#queue[count++]!.bytes.byteLength
    }
    return this.#queue.splice(0, count)
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    try {
      if (this.#failuresInARow > 1) throw new HoldfastError('DISK_SICK', 'the disk failed two writes in a row')
      await this.#settleIndex()
      await this.#admit(batch)
      for (let rest = await this.#stillMeant(batch); rest.length > 0; ) {
        const target = await this.#packFor(rest[0]!)
        const fitting = countFitting(target.pack, rest, this.#options.packBytes)
        await this.#append(target, rest.slice(0, fitting))
        rest = rest.slice(fitting)
      }
    } catch (cause) {
      const error = diskError(cause, 'the store takes no more')
      const rest = batch.filter(({ settled }) => !settled)
      // What the site itself must still say goes into the room that was kept for it; what was refused room gets none of that.
      const isOwn = isError(error, 'DISK_FULL') && rest.length > 0 && !rest.some(({ bounded }) => bounded)
      if (isOwn && (await this.#options.ballast.giveUp())) return this.#commit(rest)
      // One large chunk must not take the small ones beside it down with it.
      if (isError(error, 'DISK_FULL') && batch.length > 1) for (const one of rest) await this.#commit([one])
      else for (const one of rest) this.#settle(one, error)
    }
  }

  /** Without what has been overtaken: a withdrawal from a pack that is gone, a copy of what was taken out of service. */
  async #stillMeant(batch: readonly Waiting[]): Promise<readonly Waiting[]> {
    const { index, packs } = this.#options
    const copies = batch.filter(({ copyOf }) => copyOf !== undefined)
    const places = copies.length === 0 ? [] : await index.find(copies.map(({ key }) => key))
    const overtaken = new Set(batch.filter(({ withdrawal }) => withdrawal && !packs.has(withdrawal.place.pack)))
    for (const [i, one] of copies.entries()) {
      const isLost = places[i] === undefined && !(await index.isRetired({ key: one.key, place: one.copyOf! }))
      if (!isLost && !samePlace(places[i], one.copyOf)) overtaken.add(one)
    }
    for (const one of overtaken) this.#settle(one)
    return overtaken.size === 0 ? batch : batch.filter(one => !overtaken.has(one))
  }

  async #settleIndex(): Promise<void> {
    const { index, disk, folder, sick, log } = this.#options
    try {
      await index.settle()
    } catch (error) {
      const isIo = isError(error, 'DISK_FULL') && errnoOf(error.cause) === 'LEVEL_IO_ERROR'
      if (!isIo || (await disk.free(folder)) < INDEX_ROOM) throw error
      try {
        await index.reopen()
        await index.settle()
        log.warn({ err: error }, 'the index was opened again: the disk was full while it wrote')
      } catch (cause) {
        const why = 'the index could not be written'
        sick.note(why)
        throw new HoldfastError('DISK_SICK', why, { cause })
      }
    }
  }

  #settle(one: Waiting, error?: unknown): void {
    one.settled = true
    if (isError(error, 'DISK_FULL')) this.#options.room.refused(error.message, spaceFor(one))
    if (error === undefined) one.done.resolve()
    else one.done.reject(error)
  }

  async #admit(batch: readonly Waiting[]): Promise<void> {
    const bytes = batch.reduce((sum, one) => (one.bounded ? sum + spaceFor(one) : sum), 0)
    const why = bytes === 0 ? undefined : await this.#options.room.refusal(bytes)
    if (why !== undefined) throw new HoldfastError('DISK_FULL', why)
  }

  async #append({ pack }: OpenPack, batch: readonly Waiting[]): Promise<void> {
    const { index } = this.#options
    const records: FoldRecord[] = []
    const buffers: Uint8Array[] = []
    let offset = pack.size
    const heads = Buffer.allocUnsafeSlow(batch.length * RECORD_HEAD)
    for (const [i, { key, bytes, withdrawal, removal, isNew }] of batch.entries()) {
      const head = heads.subarray(i * RECORD_HEAD, (i + 1) * RECORD_HEAD)
      const length = bytes.byteLength
      writeRecordHead(head, key, length, pack.id, offset)
      records.push({ pack: pack.id, offset, length, key, kind: kindOf(key), withdrawal, removal, isNew })
      buffers.push(head, bytes)
      offset += RECORD_HEAD + length
    }
    await this.#write(joined(buffers))
    pack.state.records.push(...records)
    pack.size = offset
    const edits = await foldRecords(index, records)
    if (batch.some(({ removal }) => removal)) await index.applyDurably(edits)
    else await index.apply(edits)
    this.#failuresInARow = 0
    // Whoever hears that it is stored must not read that the store is full.
    if (batch.some(({ bounded }) => bounded)) await this.#options.room.look()
    for (const one of batch) this.#settle(one)
  }

  /** Appends to the open pack and syncs it; on failure takes back what it can, or gives the pack up. */
  async #write(buffers: readonly Uint8Array[]): Promise<void> {
    const { disk } = this.#options
    const { pack, file } = this.#open!
    try {
      await disk.write(file, buffers, pack.size)
    } catch (cause) {
      if (!isNoRoom(cause)) throw this.#giveUp(cause)
      try {
        await disk.truncate(file, pack.size)
      } catch (error) {
        throw this.#giveUp(error)
      }
      throw new HoldfastError('DISK_FULL', 'the disk is full', { cause })
    }
    try {
      await disk.sync(file)
    } catch (cause) {
      throw this.#giveUp(cause)
    }
  }

  // After a failed sync the kernel may have dropped the pages and will say "clean" next time: never ask again. The pack
  // stays as it is, unsealed, until the next start scans it; writing goes on in a new one.
  #giveUp(cause: unknown): HoldfastError {
    const { log, onSick } = this.#options
    const { pack, file } = this.#open!
    this.#open = undefined
    this.#failuresInARow++
    const why = `writing to pack ${pack.id} failed: ${cause instanceof Error ? cause.message : String(cause)}`
    log.error({ pack: pack.id, err: cause }, 'the disk failed a write; a new pack is begun')
    this.#checks = this.#checks.then(async () => {
      await file.close().catch((error: unknown) => log.warn({ err: error }, 'a failing pack did not close'))
      // Where the store closes first, the next start scans the pack anyway.
      await onSick(pack).catch((error: unknown) =>
        log.warn({ err: error }, 'a given-up pack was not re-read to its end'),
      )
    })
    if (isNoRoom(cause)) return new HoldfastError('DISK_FULL', why, { cause })
    this.#options.sick.note(why)
    return new HoldfastError('DISK_SICK', why, { cause })
  }

  async #packFor(first: Waiting): Promise<OpenPack> {
    if (this.#open && countFitting(this.#open.pack, [first], this.#options.packBytes) === 1) return this.#open
    if (this.#open) await this.#seal()
    this.#open = await this.#create()
    return this.#open
  }

  async #seal(): Promise<void> {
    const { pack, file } = this.#open!
    const footer = encodeFooter(pack.id, pack.state.records, pack.size)
    await this.#write(footer)
    const size = pack.size + footer.reduce((bytes, part) => bytes + part.byteLength, 0)
    const sealed: Pack = pack
    sealed.state = { kind: 'sealed', trailer: parseTrailer(footer[1]!, pack.id, size) }
    sealed.size = size
    this.#open = undefined
    await file.close()
  }

  async #create(): Promise<OpenPack> {
    const { folder, packs, disk } = this.#options
    const pack = { id: packs.nextId, size: PACK_HEAD, state: { kind: 'unsealed' as const, records: [] } }
    const path = join(folder, packName(pack.id))
    let file: FileHandle | undefined
    try {
      file = await disk.open(path, 'wx+', 0o600)
      await disk.write(file, [encodePackHead(pack.id)], 0) // synced with the first record
      await disk.syncFolder(folder)
      packs.add(pack)
      return { pack, file }
    } catch (cause) {
      await file?.close()
      await disk.remove(path)
      if (isNoRoom(cause)) throw new HoldfastError('DISK_FULL', 'the disk has no room for a new pack', { cause })
      this.#failuresInARow++
      const why = 'a new pack could not be begun'
      this.#options.sick.note(why)
      throw new HoldfastError('DISK_SICK', why, { cause })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    await this.#running
    await this.#checks
    await this.#open?.file.close()
    this.#open = undefined
  }
}

function spaceFor({ bytes }: NewRecord): number {
  return RECORD_HEAD + bytes.byteLength + INDEX_ENTRY
}

/** How many of the records fit into the pack before it must be sealed; an empty pack takes at least one. */
function countFitting(pack: Pack, records: readonly NewRecord[], packBytes: number): number {
  const stored = pack.state.kind === 'unsealed' ? pack.state.records.length : 0
  let end = pack.size + TRAILER + stored * INDEX_ENTRY
  let count = 0
  for (const { bytes } of records) {
    end += RECORD_HEAD + bytes.byteLength + INDEX_ENTRY
    if (end > Math.min(packBytes, LIMITS.pack) && (stored > 0 || count > 0)) break
    count++
  }
  return count
}
