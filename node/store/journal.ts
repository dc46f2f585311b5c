// The journal of promises on disk: appended to, chained by hashes, synced before it answers. A torn end was never
// acknowledged and is cut off; damage before that is never passed over in silence (§ Journal).
import { type FileHandle, open, stat } from 'node:fs/promises'
import { scheduler } from 'node:timers/promises'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Log } from '../ports.ts'
import { type Disk, errnoOf, isNoRoom, replaceFile } from './disk.ts'
import {
  checkEntries,
  encodeFrame,
  encodeJournalHead,
  FRAME_BODY,
  JOURNAL_START,
  type JournalEnd,
  parseFrameBody,
} from './journal-frame.ts'
import { damaged, findEnd, framesOf, intactFrames } from './journal-read.ts'
import type { Journal } from './store.ts'

const COMPACT_FRAME = 1024 * 1024

/** An open journal file; one that has been replaced closes when its last reader is through. */
interface Source {
  readonly file: FileHandle
  readers: number
  replaced: boolean
}

interface Waiting {
  readonly entries: readonly Uint8Array[]
  readonly bytes: number
  readonly done: PromiseWithResolvers<void>
}

/** Opens the journal at `path`; creates it unless it `exists` by what else is known. Throws JOURNAL_DAMAGED. */
export async function openJournal(path: string, exists: boolean, disk: Disk, log: Log): Promise<DiskJournal> {
  await disk.remove(`${path}.new`) // a compaction that did not come to its rename
  if (!(await isThere(path))) {
    if (exists) throw damaged(path, 0)
    await replaceFile(disk, path, [encodeJournalHead(JOURNAL_START)])
  }
  const file = await disk.open(path, 'r+')
  try {
    const { size } = await file.stat()
    const end = await findEnd(path, file, size)
    if (end.offset < size) {
      log.warn({ bytes: size - end.offset }, 'the torn end of the journal is cut off')
      await disk.truncate(file, end.offset)
    }
    await disk.write(file, [encodeJournalHead(end)], 0)
    await disk.sync(file)
    return new DiskJournal(path, file, end, disk)
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Writes a new journal of all that is whole in a damaged one, which stays beside it as `<path>.damaged-<n>`. */
export async function salvageJournal(path: string, disk: Disk, log: Log): Promise<void> {
  let aside = 1
  while (await isThere(`${path}.damaged-${aside}`)) aside++
  // Where there is none, an earlier salvage was cut off after it had set the damaged one aside.
  if (aside > 1 && !(await isThere(path))) aside--
  else await disk.rename(path, `${path}.damaged-${aside}`)
  const entries: Uint8Array[] = []
  await using file = await open(`${path}.damaged-${aside}`, 'r')
  const { size } = await file.stat()
  for await (const { body } of intactFrames(file, size)) entries.push(...parseFrameBody(body))
  await replaceFile(disk, path, (await framesFor(entries)).parts)
  log.warn({ kept: entries.length, aside: `${path}.damaged-${aside}` }, 'what is whole of the journal was saved')
}

export class DiskJournal implements Journal, AsyncDisposable {
  readonly #path: string
  readonly #disk: Disk
  #source: Source
  #end: JournalEnd
  #queue: Waiting[] = []
  #last: Promise<void> = Promise.resolve()
  /** Set when a write failed and the file's tail is unknown: what was acknowledged moves to a new file first. */
  #broken = false
  #closed = false

  constructor(path: string, file: FileHandle, end: JournalEnd, disk: Disk) {
    this.#path = path
    this.#source = { file, readers: 0, replaced: false }
    this.#end = end
    this.#disk = disk
  }

  get bytes(): number {
    return this.#end.offset
  }

  async append(entries: readonly Uint8Array[]): Promise<void> {
    if (this.#closed) throw new HoldfastError('STOPPED', 'the journal is closing')
    checkEntries(entries)
    if (entries.length === 0) return
    const bytes = entries.reduce((sum, entry) => sum + 4 + entry.byteLength, 0)
    const waiting = { entries, bytes, done: Promise.withResolvers<void>() }
    const queue = this.#queue
    queue.push(waiting)
    void this.#inTurn(() => this.#writeQueue(queue))
    await waiting.done.promise
  }

  async *replay(): AsyncGenerator<Uint8Array> {
    await this.#last
    const source = this.#source
    const { offset } = this.#end
    source.readers++
    try {
      for await (const { body } of framesOf(this.#path, source.file, offset)) yield* parseFrameBody(body)
    } finally {
      source.readers--
      if (source.replaced && source.readers === 0) await source.file.close()
    }
  }

  async compact(entries: readonly Uint8Array[]): Promise<void> {
    if (this.#closed) throw new HoldfastError('STOPPED', 'the journal is closing')
    for (const entry of entries) checkEntries([entry])
    // What is appended from now on goes into a turn behind this one, not into one that still waits before it.
    this.#queue = []
    await this.#inTurn(async () => {
      const { parts, end } = await framesFor(entries)
      await this.#replace(parts, end)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    await this.#last
    try {
      if (!this.#broken) await this.#disk.sync(this.#source.file) // the mark of the last frame
    } catch (cause) {
      throw this.#fail(cause)
    } finally {
      await this.#source.file.close()
    }
  }

  /** Runs `task` after everything begun before it, whatever became of that. */
  #inTurn(task: () => Promise<void>): Promise<void> {
    const running = this.#last.then(task)
    this.#last = running.catch(() => undefined) // told to the caller of the task
    return running
  }

  /** Writes all that waits as one frame; settles every waiting one and never rejects. */
  async #writeQueue(queue: Waiting[]): Promise<void> {
    let bytes = 0
    let count = 0
    while (count < queue.length && (count === 0 || bytes + queue[count]!.bytes <= FRAME_BODY)) {
      bytes += queue[count++]!.bytes
    }
    const batch = queue.splice(0, count)
    if (batch.length === 0) return
    try {
      await this.#writeFrame(batch.flatMap(({ entries }) => entries))
      for (const { done } of batch) done.resolve()
    } catch (error) {
      for (const { done } of batch) done.reject(error)
    }
  }

  async #writeFrame(entries: readonly Uint8Array[]): Promise<void> {
    if (this.#broken) await this.#moveToNewFile()
    const frame = encodeFrame(this.#end, entries)
    try {
      await this.#disk.write(this.#source.file, [frame.bytes], this.#end.offset)
    } catch (cause) {
      if (!isNoRoom(cause)) throw this.#fail(cause)
      try {
        await this.#disk.truncate(this.#source.file, this.#end.offset)
      } catch (error) {
        throw this.#fail(error)
      }
      throw new HoldfastError('DISK_FULL', 'the disk has no room for the journal', { cause })
    }
    try {
      await this.#disk.sync(this.#source.file)
    } catch (cause) {
      throw this.#fail(cause)
    }
    this.#end = frame.end
    try {
      // Synced with the next frame, so it never runs ahead: a dead process leaves it exact, a power cut one frame behind.
      await this.#disk.write(this.#source.file, [encodeJournalHead(this.#end)], 0)
    } catch {
      this.#broken = true // the frame is safe; the file is not to be trusted with another
    }
  }

  #fail(cause: unknown): HoldfastError {
    this.#broken = true
    const code = isNoRoom(cause) ? 'DISK_FULL' : 'DISK_SICK'
    return new HoldfastError(code, 'the journal could not be written', { cause })
  }

  /** Copies what was acknowledged: frames are bound to their place, so the same bytes at the same place stay valid. */
  async #moveToNewFile(): Promise<void> {
    const end = this.#end
    const parts: Uint8Array[] = [encodeJournalHead(end)]
    for await (const { head, body } of framesOf(this.#path, this.#source.file, end.offset)) parts.push(head, body)
    await this.#replace(parts, end)
  }

  async #replace(parts: readonly Uint8Array[], end: JournalEnd): Promise<void> {
    const old = this.#source
    try {
      await replaceFile(this.#disk, this.#path, parts)
      this.#source = { file: await this.#disk.open(this.#path, 'r+'), readers: 0, replaced: false }
    } catch (cause) {
      // The rename may have happened without its sync: the old file stays the one to read, and the next append begins
      // with replacing whichever of the two has the name now.
      this.#broken = true
      throw new HoldfastError(isNoRoom(cause) ? 'DISK_FULL' : 'DISK_SICK', 'the journal could not be replaced', {
        cause,
      })
    }
    this.#end = end
    this.#broken = false
    old.replaced = true
    if (old.readers === 0) await old.file.close()
  }
}

/** A whole file of these entries. */
async function framesFor(entries: readonly Uint8Array[]): Promise<{ parts: Uint8Array[]; end: JournalEnd }> {
  const frames: Uint8Array[] = []
  let end = JOURNAL_START
  for (const group of groupsOf(entries)) {
    const frame = encodeFrame(end, group)
    frames.push(frame.bytes)
    end = frame.end
    await scheduler.yield() // hashing each takes a moment
  }
  return { parts: [encodeJournalHead(end), ...frames], end }
}

function* groupsOf(entries: readonly Uint8Array[]): Generator<Uint8Array[]> {
  let group: Uint8Array[] = []
  let bytes = 0
  for (const entry of entries) {
    if (bytes + entry.byteLength > COMPACT_FRAME && group.length > 0) {
      yield group
      group = []
      bytes = 0
    }
    group.push(entry)
    bytes += entry.byteLength
  }
  if (group.length > 0) yield group
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false
    throw error
  }
}
