// What the parsers of the audio containers have in common.
import type { Block, BlockLayout } from './blocks.ts'
import type { Head } from './head.ts'

export type Container = 'wav' | 'rf64' | 'w64' | 'aiff' | 'aifc' | 'caf'

/** `bytesPerSample` is that of the container of a sample (24 bits may lie in 4 bytes), 0 where `encoding` is other. */
export interface SampleFormat {
  readonly encoding: 'int' | 'float' | 'other'
  readonly bits: number
  readonly bytesPerSample: number
  readonly bigEndian: boolean
  readonly channels: number
  /** Hz. */
  readonly rate: number
}

export interface AudioForm extends SampleFormat {
  readonly container: Container
  /** Within the first 4 MiB. */
  readonly payloadAt: number
  /** Never past the end of the file; up to there while it is being recorded. */
  readonly payloadLength: number
  /** The header's sizes agree with the file's length: the recorder has closed it. */
  readonly agrees: boolean
  /** The blocks before the payload. */
  readonly blocks: readonly Block[]
}

/** A family of containers, known by its first bytes. */
export interface Family {
  readonly layout: BlockLayout
  /** Whether the size that the container states is the file's. Needs the first 28 bytes at most. */
  agrees(head: Head): boolean
  /** Undefined when it lies, or when the head has missed something. */
  parse(head: Head): AudioForm | undefined
}

export const UNKNOWN_FORMAT: SampleFormat = {
  encoding: 'other',
  bits: 0,
  bytesPerSample: 0,
  bigEndian: false,
  channels: 0,
  rate: 0,
}

// What may follow a closed container: tags of taggers that don't know it. More than this has been recorded.
const APPENDED = 64 * 1024
// Fewer bytes are padding.
const SMALLEST_BLOCK = 8

/**
 * Where a payload of the stated length lies. One that is empty with bytes behind it, or longer than the file, is still
 * being recorded and reaches to the end (below 0 it is less than its own header); so does one that ends its container far before the file ends (`containerEnd`):
 * what a header says that was patched once, or has wrapped at 4 GiB.
 */
export function placePayload(
  { size }: Head,
  at: number,
  stated: number,
  containerEnd?: number,
): { payloadAt: number; payloadLength: number; isClosed: boolean } {
  const rest = size - at
  const isStale =
    containerEnd !== undefined &&
    Math.abs(containerEnd - at - stated) < SMALLEST_BLOCK &&
    size - containerEnd > APPENDED
  const isClosed = (stated > 0 ? stated <= rest : rest === 0) && !isStale
  return { payloadAt: at, payloadLength: isClosed ? Math.max(0, stated) : rest, isClosed }
}

/** Whether a container that ends at `end` is the whole file. An odd length has a pad byte that some writers leave out. */
export function endsFile(end: number, size: number): boolean {
  return end === size || end + (end % 2) === size
}
