// Reads a pack that has no (readable) footer record by record, checking every header and every hash: what a crash has
// torn off the end is left out, and damage in the middle does not hide what stands behind it (§ Store, Recovery).
import { isError } from '../../protocol/errors.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { PACK_HEAD } from './pack-footer.ts'
import type { PackHandles } from './pack-handles.ts'
import { matches, type PackRecord, parseRecordHead, RECORD_HEAD, RECORD_MAGIC } from './pack-record.ts'

const WINDOW = 2 * LIMITS.chunk
const SECTOR = 4096

export interface PackScan {
  /** Healthy records, in the order of the file. */
  readonly records: PackRecord[]
  /** Where the last healthy record ends: what follows was never acknowledged, or is lost. */
  readonly end: number
  /** Places before `end` that hold no healthy record. */
  readonly damaged: number
}

/** Scans `size` bytes of a pack. Throws only when the file can't be opened. */
export async function scanPack(handles: PackHandles, pack: number, size: number): Promise<PackScan> {
  const window = new Window(handles, pack, size)
  const records: PackRecord[] = []
  let end = PACK_HEAD
  let damaged = 0
  let suspects = 0
  let offset = PACK_HEAD
  while (offset < size) {
    const record = await recordAt(window, offset)
    if (record?.healthy) {
      records.push(record.record)
      damaged += suspects
      suspects = 0
      end = offset = offset + RECORD_HEAD + record.record.length
    } else {
      suspects++
      // A header that passes its checksum is right about the length even if the bytes have rotted.
      const next = record ? offset + RECORD_HEAD + record.record.length : await nextMagic(window, offset + 1)
      if (next === undefined) break
      offset = next
    }
  }
  return { records, end, damaged }
}

async function recordAt(window: Window, offset: number): Promise<{ record: PackRecord; healthy: boolean } | undefined> {
  try {
    const record = parseRecordHead(await window.at(offset, RECORD_HEAD), window.pack, offset)
    const bytes = await window.at(offset + RECORD_HEAD, record.length)
    return { record, healthy: bytes.length === record.length && matches(record.key, bytes) }
  } catch (error) {
    if (isError(error, 'MESSAGE_INVALID')) return undefined
    throw error
  }
}

async function nextMagic(window: Window, from: number): Promise<number | undefined> {
  for (let at = from; at + RECORD_HEAD <= window.size; at += WINDOW - RECORD_HEAD) {
    const bytes = await window.at(at, Math.min(WINDOW, window.size - at))
    for (let found = bytes.indexOf(RECORD_MAGIC); found >= 0; found = bytes.indexOf(RECORD_MAGIC, found + 1)) {
      // Most magics in the middle of audio are chance: only a header that passes is worth a scan.
      if (await recordAt(new Window(window.handles, window.pack, window.size), at + found)) return at + found
    }
  }
  return undefined
}

/** A sliding buffer over one file; sectors that can't be read come as zeros, which are no record. */
class Window {
  readonly handles: PackHandles
  readonly pack: number
  readonly size: number
  #start = 0
  #bytes: Buffer = Buffer.alloc(0)

  constructor(handles: PackHandles, pack: number, size: number) {
    this.handles = handles
    this.pack = pack
    this.size = size
  }

  async at(offset: number, length: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(length, this.size - offset))
    if (offset < this.#start || offset + wanted > this.#start + this.#bytes.length) {
      this.#bytes = await this.#load(offset, Math.min(Math.max(wanted, WINDOW), this.size - offset))
      this.#start = offset
    }
    return this.#bytes.subarray(offset - this.#start, offset - this.#start + wanted)
  }

  async #load(offset: number, length: number): Promise<Buffer> {
    try {
      const bytes = await this.handles.read(this.pack, offset, length)
      return bytes.length === length ? bytes : Buffer.concat([bytes], length)
    } catch {
      const bytes = Buffer.alloc(length)
      for (let at = 0; at < length; at += SECTOR) {
        try {
          const sector = await this.handles.read(this.pack, offset + at, Math.min(SECTOR, length - at))
          sector.copy(bytes, at)
        } catch {
          bytes.fill(0, at, at + SECTOR) // unreadable: the records it carries count as damaged
        }
      }
      return bytes
    }
  }
}
