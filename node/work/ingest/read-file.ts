// Reads files so that what was read is what the file was at one moment: stat before and after, again when they differ.

import { type ChunkerKind, openCutter } from '../../../protocol/chunker.ts'
import { HoldfastError } from '../../../protocol/errors.ts'
import type { Clock } from '../../ports.ts'
import { HEADER_LENGTH, headerAgrees } from './audio-header.ts'
import type { Leaf, LeafWriter } from './leaf-writer.ts'
import { showPath } from './path.ts'
import { isUnchanged } from './scan.ts'
import type { Source, SourceHandle, SourceStat, SourceXattr } from './source.ts'

/** A file as it was throughout the read. */
export interface ReadFile<Body> {
  readonly stat: SourceStat
  readonly xattrs: readonly SourceXattr[]
  /** Wall time before the read, ms. */
  readonly readAt: number
  readonly body: Body
}
export interface LargeBody {
  readonly leaves: readonly Leaf[]
  readonly headerAgrees: boolean
}

const RETRY_MS = [50, 250]
const READ_BYTES = 1024 * 1024
const WRITE_BYTES = 4 * 1024 * 1024
const LOOK_EVERY = 16

/** Undefined when the body noticed that the file changes; it is then read again. */
type Body<T> = (handle: SourceHandle, before: SourceStat) => Promise<T | undefined>

/**
 * Reads a file of at most `maxBytes` into memory. Throws FILE_CHANGED when it keeps changing, CHUNK_TOO_LARGE when it is
 * larger by now, and errno errors.
 */
export function readSmall(
  source: Source,
  path: Uint8Array,
  maxBytes: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<ReadFile<Uint8Array>> {
  const body: Body<Uint8Array> = async (handle, before) => {
    if (before.size > maxBytes) throw new HoldfastError('CHUNK_TOO_LARGE', `${showPath(path)} has grown large`)
    if (before.size === 0) return new Uint8Array(0)
    const bytes = Buffer.allocUnsafe(before.size)
    return (await handle.read(bytes, 0)) === before.size ? bytes : undefined
  }
  return readStable(source, path, body, clock, signal)
}

/** Reads a file of any size, storing its pieces on the way. `onBytes` hears what was read. Throws as readSmall. */
export function readLarge(
  source: Source,
  path: Uint8Array,
  how: { chunker: (size: number) => ChunkerKind; gear: Uint32Array; writer: LeafWriter; onBytes: (n: number) => void },
  clock: Clock,
  signal: AbortSignal,
): Promise<ReadFile<LargeBody>> {
  const body: Body<LargeBody> = async (handle, before) => {
    const cutter = openCutter(how.chunker(before.size), how.gear)
    const leaves: Leaf[] = []
    let agrees = true
    let pieces: Uint8Array[] = []
    let writing: Promise<void> = Promise.resolve()
    const write = async (): Promise<void> => {
      await writing
      const batch = pieces
      pieces = []
      writing = how.writer.write(batch).then(written => void leaves.push(...written))
      writing.catch(() => undefined) // awaited below; it may fail before
    }
    let next = readAt(handle, 0, before.size)
    for (let at = 0, turn = 0; at < before.size; turn++) {
      signal.throwIfAborted()
      const buffer = await next
      if (buffer.byteLength === 0) return settle(writing) // shorter than it was
      if (at === 0) agrees = headerAgrees(buffer.subarray(0, HEADER_LENGTH), before.size)
      at += buffer.byteLength
      next = readAt(handle, at, before.size)
      next.catch(() => undefined) // awaited in the next turn, unless this one ends the read
      how.onBytes(buffer.byteLength)
      pieces.push(...cutter.push(buffer))
      if (bytesOf(pieces) >= WRITE_BYTES) await write()
      if (turn % LOOK_EVERY === LOOK_EVERY - 1 && !isUnchanged(before, await handle.stat())) return settle(writing)
    }
    await next
    pieces.push(...cutter.end())
    await write()
    await writing
    return { leaves, headerAgrees: agrees }
  }
  return readStable(source, path, body, clock, signal)
}

async function readStable<T>(
  source: Source,
  path: Uint8Array,
  body: Body<T>,
  clock: Clock,
  signal: AbortSignal,
): Promise<ReadFile<T>> {
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted()
    const found = await readOnce(source, path, body, clock)
    if (found) return found
    const wait = RETRY_MS[attempt]
    if (wait === undefined) throw new HoldfastError('FILE_CHANGED', `${showPath(path)} kept changing while it was read`)
    await clock.wait(wait, signal)
  }
}

async function readOnce<T>(
  source: Source,
  path: Uint8Array,
  body: Body<T>,
  clock: Clock,
): Promise<ReadFile<T> | undefined> {
  await using handle = await source.open(path)
  const readAt = clock.wall()
  const before = await handle.stat()
  if (before.kind !== 'file') throw Object.assign(new Error('no longer a file'), { code: 'ENXIO' })
  const xattrs = source.hasXattrs ? await handle.xattrs() : []
  const value = await body(handle, before)
  const after = await handle.stat()
  return value !== undefined && isUnchanged(before, after) ? { stat: after, xattrs, readAt, body: value } : undefined
}

async function readAt(handle: SourceHandle, position: number, size: number): Promise<Uint8Array> {
  if (position >= size) return new Uint8Array(0)
  // Pieces are views of it, so every read has a buffer of its own.
  const buffer = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, size - position))
  return buffer.subarray(0, await handle.read(buffer, position))
}

async function settle(writing: Promise<void>): Promise<undefined> {
  await writing
  return undefined
}

function bytesOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((total, piece) => total + piece.byteLength, 0)
}
