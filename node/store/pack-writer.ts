// The only writer of pack files. Order of writing: append → fdatasync → index → acknowledge; whatever waits while one
// batch is synced goes into the next batch together (§ Store, Order of writing).
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { formatBytes } from '../../protocol/units.ts'
import type { Log } from '../ports.ts'
import { type Disk, isNoRoom } from './disk.ts'
import { type FoldRecord, foldRecords } from './fold.ts'
import { joined } from './joined.ts'
import type { LevelIndex } from './level-index.ts'
import { encodeFooter, encodePackHead, INDEX_ENTRY, PACK_HEAD, parseTrailer, TRAILER } from './pack-footer.ts'
import { packName } from './pack-handles.ts'
import { kindOf, RECORD_HEAD, type RecordKey, type Withdrawal, writeRecordHead } from './pack-record.ts'
import type { Pack, Packs } from './packs.ts'
import type { StoreHealth } from './store.ts'

const BATCH_BYTES = 16 * 1024 * 1024
const BATCH_RECORDS = 1024

export interface NewRecord {
  readonly key: RecordKey
  readonly bytes: Uint8Array
  readonly withdrawal?: Withdrawal
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
  readonly log: Log
  /** Size at which a pack is sealed, its footer included. */
  readonly packBytes: number
  readonly capacity: number | undefined
  /** Bytes of the file system left to index, journal and map nodes. */
  readonly reserve: number
  /** Told of a pack whose sync failed, to re-read what was acknowledged from it. */
  readonly onSick: (pack: Pack) => Promise<void>
}

export class PackWriter implements AsyncDisposable {
  readonly #options: PackWriterOptions
  #queue: Waiting[] = []
  #running: Promise<void> | undefined
  #checks: Promise<void> = Promise.resolve()
  #open: OpenPack | undefined
  #closed = false
  #full: { readonly why: string; readonly bytes: number } | undefined
  #sick: string | undefined
  #failuresInARow = 0

  constructor(options: PackWriterOptions) {
    this.#options = options
  }

  /** Goes on at the end of an unsealed pack; nothing may stand behind it in the file. */
  async resume(pack: Pack): Promise<void> {
    const file = await open(join(this.#options.folder, packName(pack.id)), 'r+')
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

  health(): StoreHealth {
    if (this.#sick) return { state: 'sick', why: this.#sick }
    if (this.#full) return { state: 'full', why: this.#full.why }
    return { state: 'ok' }
  }

  /** Takes back that the store is full once the largest of what it refused would fit. */
  async review(): Promise<void> {
    if (this.#full && (await this.#refusal(this.#full.bytes)) === undefined) this.#full = undefined
  }

  async #run(): Promise<void> {
    await Promise.resolve() // lets a burst of calls gather
    while (this.#queue.length > 0) await this.#commit(this.#take())
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
      await this.#options.index.settle()
      await this.#admit(batch)
      for (let rest = batch; rest.length > 0; ) {
        const target = await this.#packFor(rest[0]!)
        const fitting = countFitting(target.pack, rest, this.#options.packBytes)
        await this.#append(target, rest.slice(0, fitting))
        rest = rest.slice(fitting)
      }
    } catch (error) {
      const rest = batch.filter(({ settled }) => !settled)
      // One large chunk must not take the small ones beside it down with it.
      if (isError(error, 'DISK_FULL') && batch.length > 1) for (const one of rest) await this.#commit([one])
      else for (const one of rest) this.#settle(one, error)
    }
  }

  #settle(one: Waiting, error?: unknown): void {
    one.settled = true
    if (isError(error, 'DISK_FULL'))
      this.#full = { why: error.message, bytes: Math.max(spaceFor(one), this.#full?.bytes ?? 0) }
    if (error === undefined) one.done.resolve()
    else one.done.reject(error)
  }

  async #admit(batch: readonly Waiting[]): Promise<void> {
    const bytes = batch.reduce((sum, one) => (one.bounded ? sum + spaceFor(one) : sum), 0)
    const why = bytes === 0 ? undefined : await this.#refusal(bytes)
    if (why !== undefined) throw new HoldfastError('DISK_FULL', why)
  }

  /** Why the store takes no more than it has; undefined when so many bytes still fit. */
  async #refusal(bytes: number): Promise<string | undefined> {
    const { capacity, reserve, packs, disk, folder } = this.#options
    if (capacity !== undefined && packs.bytes + bytes + TRAILER > capacity)
      return `the store has used the ${formatBytes(capacity)} it was given`
    if ((await disk.free(folder)) - bytes < reserve) return `the disk has less than ${formatBytes(reserve)} left`
    return undefined
  }

  async #append({ pack }: OpenPack, batch: readonly Waiting[]): Promise<void> {
    const { index } = this.#options
    const records: FoldRecord[] = []
    const buffers: Uint8Array[] = []
    let offset = pack.size
    const heads = Buffer.allocUnsafeSlow(batch.length * RECORD_HEAD)
    for (const [i, { key, bytes, withdrawal, isNew }] of batch.entries()) {
      const head = heads.subarray(i * RECORD_HEAD, (i + 1) * RECORD_HEAD)
      const length = bytes.byteLength
      writeRecordHead(head, key, length, pack.id, offset)
      records.push({ pack: pack.id, offset, length, key, kind: kindOf(key), withdrawal, isNew })
      buffers.push(head, bytes)
      offset += RECORD_HEAD + length
    }
    await this.#write(joined(buffers))
    pack.state.records.push(...records)
    pack.size = offset
    await index.apply(await foldRecords(index, records))
    this.#failuresInARow = 0
    // Whoever hears that it is stored must not read that the store is full.
    if (batch.some(({ bounded }) => bounded)) await this.review()
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
    this.#sick = why
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
      file = await open(path, 'wx+', 0o600)
      await disk.write(file, [encodePackHead(pack.id)], 0) // synced with the first record
      await disk.syncFolder(folder)
      packs.add(pack)
      return { pack, file }
    } catch (cause) {
      await file?.close()
      await rm(path, { force: true })
      if (isNoRoom(cause)) throw new HoldfastError('DISK_FULL', 'the disk has no room for a new pack', { cause })
      this.#failuresInARow++
      this.#sick = 'a new pack could not be begun'
      throw new HoldfastError('DISK_SICK', this.#sick, { cause })
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
