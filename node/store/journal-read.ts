// Reading a journal file: frame by frame from the start, to its acknowledged end, or around damage (§ Journal).
import type { FileHandle } from 'node:fs/promises'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import { errnoOf } from './disk.ts'
import {
  FRAME_HEAD,
  FRAME_MAGIC,
  holds,
  JOURNAL_HEAD,
  JOURNAL_START,
  type JournalEnd,
  parseFrameBody,
  parseFrameHead,
  parseJournalHead,
} from './journal-frame.ts'

const WINDOW = 4 * 1024 * 1024

export interface FoundFrame {
  readonly head: Buffer
  readonly body: Buffer
  readonly before: Uint8Array
  readonly end: JournalEnd
}

/** Every frame up to `end`. Throws JOURNAL_DAMAGED. */
export async function* framesOf(path: string, file: FileHandle, end: number): AsyncGenerator<FoundFrame> {
  let at: JournalEnd = JOURNAL_START
  while (at.offset < end) {
    const frame = await nextFrame(file, at, end)
    if (!frame) throw damaged(path, at.offset)
    yield frame
    at = frame.end
  }
}

/** Where the acknowledged part ends. Throws JOURNAL_DAMAGED when something before that is broken. */
export async function findEnd(path: string, file: FileHandle, size: number): Promise<JournalEnd> {
  if (size < JOURNAL_HEAD) throw damaged(path, size)
  const mark = await loadMark(file)
  let at = JOURNAL_START
  for (let frame = await nextFrame(file, at, size); frame; frame = await nextFrame(file, at, size)) at = frame.end
  // A frame behind a broken one means that this was not the torn end of the last append.
  const before = mark !== undefined && at.offset < mark.offset
  if (before || (await findFrame(file, at.offset + 1, size))) throw damaged(path, at.offset)
  return at
}

/** Every frame that is whole, wherever it stands and whatever comes before it. */
export async function* intactFrames(file: FileHandle, size: number): AsyncGenerator<FoundFrame> {
  let offset = JOURNAL_HEAD
  while (offset < size) {
    const frame = (await frameAt(file, offset, size)) ?? (await findFrame(file, offset + 1, size))
    if (!frame) return
    yield frame
    offset = frame.end.offset
  }
}

export function damaged(path: string, offset: number): HoldfastError {
  return new HoldfastError('JOURNAL_DAMAGED', `the journal ${path} is damaged at byte ${offset}, before its end`, {
    hint: 'holdfast up --salvage-journal goes on with what is whole of it and keeps the damaged file beside it; what it promised elsewhere is learnt again from the other sites',
  })
}

async function nextFrame(file: FileHandle, at: JournalEnd, size: number): Promise<FoundFrame | undefined> {
  const frame = await frameAt(file, at.offset, size)
  return frame && Buffer.compare(frame.before, at.chain) === 0 ? frame : undefined
}

async function frameAt(file: FileHandle, offset: number, size: number): Promise<FoundFrame | undefined> {
  try {
    const head = await readAt(file, offset, FRAME_HEAD)
    const frame = parseFrameHead(head, offset)
    const end = { offset: offset + FRAME_HEAD + frame.length, chain: frame.chain }
    if (end.offset > size) return undefined
    const body = await readAt(file, offset + FRAME_HEAD, frame.length)
    if (!holds(frame, body)) return undefined
    parseFrameBody(body)
    return { head, body, before: frame.before, end }
  } catch (error) {
    if (isError(error, 'MESSAGE_INVALID') || errnoOf(error) === 'EIO') return undefined
    throw error
  }
}

/** The first whole frame that begins at `from` or later. */
async function findFrame(file: FileHandle, from: number, size: number): Promise<FoundFrame | undefined> {
  for (let start = from; start + FRAME_HEAD <= size; start += WINDOW - FRAME_HEAD) {
    const bytes = await readAt(file, start, Math.min(WINDOW, size - start))
    for (let found = bytes.indexOf(FRAME_MAGIC); found >= 0; found = bytes.indexOf(FRAME_MAGIC, found + 1)) {
      const frame = await frameAt(file, start + found, size)
      if (frame) return frame
    }
  }
  return undefined
}

async function loadMark(file: FileHandle): Promise<JournalEnd | undefined> {
  try {
    return parseJournalHead(await readAt(file, 0, JOURNAL_HEAD))
  } catch (error) {
    if (isError(error, 'MESSAGE_INVALID')) return undefined // torn or rotten; the frames speak for themselves
    throw error
  }
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, offset)
  return buffer.subarray(0, bytesRead)
}
