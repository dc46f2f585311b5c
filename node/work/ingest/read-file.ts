// Reads files so that what was read is what the file was at one moment: stat before and after, again when they differ.
// Of a file that only grows, that is its start (§ Capture, A file as of one moment).
import { headerAgrees } from '../../../protocol/audio/form.ts'
import { openChunker } from '../../../protocol/chunker.ts'
import { HoldfastError } from '../../../protocol/errors.ts'
import type { Clock } from '../../ports.ts'
import { isStart, isStartInLeaves, loadHeader, recordingHeader } from './growing.ts'
import type { LeafStreams } from './leaf-stream.ts'
import type { Leaf } from './leaf-writer.ts'
import { showPath } from './path.ts'
import type { ReadBuffers } from './read-buffers.ts'
import { joinLeaves, type Stretch } from './resume.ts'
import { hasGrown, isUnchanged } from './scan.ts'
import type { Source, SourceHandle, SourceStat, SourceXattr } from './source.ts'
import { openTrailer } from './trailer.ts'

/** A file as it was throughout the read, or when it began. */
export interface ReadFile<Body> {
  readonly stat: SourceStat
  readonly xattrs: readonly SourceXattr[]
  /** Wall time before the read, ms. */
  readonly readAt: number
  /** It had grown by the end of the read. */
  readonly isGrowing: boolean
  readonly body: Body
}
export interface FileBody {
  readonly leaves: readonly Leaf[]
  /** The first bytes, 1 MiB or all. Whoever is done with them gives them back to the buffers. */
  readonly head: Uint8Array
  /** The file's last bytes, as far as tags may stand there. */
  readonly tail: Uint8Array | undefined
  readonly headerAgrees: boolean
  /** Some of it was taken from an earlier ingest. */
  readonly isPieced: boolean
}
export interface Reading {
  readonly source: Source
  readonly clock: Clock
}
export interface LargeReading extends Reading {
  /** Awaited before each read of so many bytes. */
  readonly pace: (bytes: number, signal: AbortSignal) => Promise<void>
  readonly gear: Uint32Array
  readonly streams: LeafStreams
  readonly buffers: ReadBuffers
  /** Hears what was read. */
  readonly onBytes: (bytes: number) => void
  /** What need not be read, given the file's stat and its first bytes. */
  readonly recall: (stat: SourceStat, head: Uint8Array) => Promise<Stretch | undefined>
}

const RETRY_MS = [50, 250]
const READ_BYTES = 1024 * 1024
const LARGEST_READ = 4 * 1024 * 1024
// A shorter rest of a piece is read together with what follows.
const SHORTEST_READ = 256 * 1024
const LOOK_EVERY = 16

interface Body<T> {
  /** Undefined when it noticed that the file changes otherwise than by growing. */
  read(handle: SourceHandle, before: SourceStat): Promise<T | undefined>
  /**
   * For a file that grew meanwhile: what was read, if that is how the file began when the read did, undefined if it can't
   * be told. `earlier`: what the attempt before this one read, if the file has only grown since.
   */
  confirm(handle: SourceHandle, before: SourceStat, read: T, earlier: T | undefined): Promise<T | undefined>
}

/**
 * Reads a file of at most `maxBytes` into memory. Throws FILE_CHANGED when it keeps changing otherwise than by growing,
 * CHUNK_TOO_LARGE when it is larger by now, and errno errors.
 */
export function readSmall(
  reading: Reading,
  path: Uint8Array,
  maxBytes: number,
  signal: AbortSignal,
): Promise<ReadFile<Uint8Array>> {
  const body: Body<Uint8Array> = {
    async read(handle, { size }) {
      if (size > maxBytes) throw new HoldfastError('CHUNK_TOO_LARGE', `${showPath(path)} has grown large`)
      const bytes = Buffer.allocUnsafe(size)
      return size === 0 || (await handle.read(bytes, 0)) === size ? bytes : undefined
    },
    async confirm(handle, { size }, bytes, earlier) {
      const header = recordingHeader(bytes, size)
      if (!header) return earlier && isStart(earlier, bytes) ? bytes : undefined
      const now = await loadHeader(handle, header, size)
      return now && withHeader(bytes, now)
    },
  }
  return readStable(reading, path, body, signal)
}

/** Reads a file of any size, storing its pieces on the way. Throws as readSmall, and what storing throws. */
export function readLarge(reading: LargeReading, path: Uint8Array, signal: AbortSignal): Promise<ReadFile<FileBody>> {
  const body: Body<FileBody> = {
    async read(handle, before) {
      await reading.pace(Math.min(READ_BYTES, before.size), signal)
      const head = await readAt(handle, 0, reading.buffers.take(Math.min(READ_BYTES, before.size), LARGEST_READ))
      const stretch = await reading.recall(before, head)
      const through = (known?: Stretch) => readThrough(reading, path, handle, before, head, known, signal)
      if (!stretch) return through()
      const found = await through(stretch)
      if (!found) return undefined
      const leaves = joinLeaves(stretch, found.leaves)
      return leaves ? { ...found, leaves, isPieced: true } : through() // another file under the same name
    },
    async confirm(handle, { size }, read, earlier) {
      const header = recordingHeader(read.head, size)
      if (!header) return earlier && isStartInLeaves(earlier.leaves, read.leaves) ? read : undefined
      const now = await loadHeader(handle, header, size)
      if (now === header || !now) return now && read
      const [first, ...rest] = read.leaves
      if (first?.plain !== now.byteLength) return undefined
      const stream = reading.streams.open()
      await stream.push([{ bytes: now, codec: 'auto' }])
      const leaves = await stream.end()
      const head = withHeader(read.head, now)
      return { ...read, head, headerAgrees: headerAgrees(head, size), leaves: [...leaves, ...rest] }
    },
  }
  return readStable(reading, path, body, signal)
}

// `known` is left out: the cutter sees what lies around it.
async function readThrough(
  { gear, streams, buffers, pace, onBytes }: LargeReading,
  path: Uint8Array,
  handle: SourceHandle,
  before: SourceStat,
  head: Uint8Array,
  known: Stretch | undefined,
  signal: AbortSignal,
): Promise<FileBody | undefined> {
  const { size } = before
  const cutter = openChunker(known ? size - (known.to - known.from) : size, gear, path)
  const stream = streams.open()
  const trailer = openTrailer(head, size)
  let last = head
  const read = async (position: number): Promise<Uint8Array> => {
    // Where a piece is sure to end is where the read ends: it then lies in one buffer.
    const { wanted = 0 } = cutter
    const length = Math.min(wanted < SHORTEST_READ ? READ_BYTES : wanted, size - position)
    await pace(length, signal)
    const next = buffers.after(last, length) ?? buffers.take(length, wanted < SHORTEST_READ ? LARGEST_READ - length : 0)
    last = next
    return readAt(handle, position, next)
  }
  let buffer = known ? head.subarray(0, known.from) : head
  let at = known?.to ?? buffer.byteLength
  for (let turn = 1; ; turn++) {
    signal.throwIfAborted()
    onBytes(buffer.byteLength)
    const pieces = cutter.push(buffer)
    const pushed = buffer
    // The first bytes are looked at again when all is read.
    stream.release(pushed.byteLength, () => (turn === 1 ? undefined : buffers.give(pushed)))
    const next = at < size ? read(at) : undefined
    next?.catch(() => undefined) // awaited below, unless this turn ends the read
    await stream.push(pieces)
    if (!next) break
    buffer = await next
    const isLooking = turn % LOOK_EVERY === 0
    if (buffer.byteLength === 0 || (isLooking && !isWorthReading(before, await handle.stat()))) {
      await stream.end() // to hear of its failure
      return undefined
    }
    trailer.see(buffer, at)
    at += buffer.byteLength
  }
  await stream.push(cutter.end())
  const leaves = await stream.end()
  return { leaves, head, tail: trailer.bytes(), headerAgrees: headerAgrees(head, size), isPieced: false }
}

async function readStable<T>(
  reading: Reading,
  path: Uint8Array,
  body: Body<T>,
  signal: AbortSignal,
): Promise<ReadFile<T>> {
  let earlier: { stat: SourceStat; body: T } | undefined
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted()
    const { found, grown } = await readOnce(reading, path, body, earlier)
    if (found) return found
    earlier = grown
    const wait = RETRY_MS[attempt]
    if (wait === undefined) throw new HoldfastError('FILE_CHANGED', `${showPath(path)} kept changing while it was read`)
    await reading.clock.wait(wait, signal)
  }
}

type Grown<T> = { readonly stat: SourceStat; readonly body: T }

// `found`: the file as of one moment. `grown`: what was read of one that grew, which the next attempt may confirm.
async function readOnce<T>(
  { source, clock }: Reading,
  path: Uint8Array,
  body: Body<T>,
  earlier: Grown<T> | undefined,
): Promise<{ found?: ReadFile<T>; grown?: Grown<T> | undefined }> {
  await using handle = await source.open(path)
  const readAt = clock.wall()
  const stat = await handle.stat()
  if (stat.kind !== 'file') throw Object.assign(new Error('no longer a file'), { code: 'ENXIO' })
  const xattrs = source.hasXattrs ? await handle.xattrs() : []
  const read = await body.read(handle, stat)
  if (read === undefined) return {}
  const after = await handle.stat()
  if (isUnchanged(stat, after)) return { found: { stat, xattrs, readAt, isGrowing: false, body: read } }
  if (!hasGrown(stat, after)) return {}
  const isNext = earlier && earlier.stat.ino === stat.ino && earlier.stat.size <= stat.size
  const confirmed = await body.confirm(handle, stat, read, isNext ? earlier.body : undefined)
  if (confirmed === undefined) return { grown: { stat, body: read } }
  return { found: { stat, xattrs, readAt, isGrowing: true, body: confirmed } }
}

// Pieces are views of `buffer`: nobody else may write to it until they are done with.
async function readAt(handle: SourceHandle, position: number, buffer: Buffer): Promise<Uint8Array> {
  return buffer.subarray(0, await handle.read(buffer, position))
}

function isWorthReading(before: SourceStat, now: SourceStat): boolean {
  return isUnchanged(before, now) || hasGrown(before, now)
}

function withHeader(bytes: Uint8Array, header: Uint8Array): Uint8Array {
  return Buffer.concat([header, bytes.subarray(header.byteLength)])
}
