// Whether a file that grew while it was read has only grown: then what was read is how it began (§ Capture, A file as of
// one moment).
import { parseAudioForm } from '../../../protocol/audio/form.ts'
import type { Leaf } from './leaf-writer.ts'
import type { SourceHandle } from './source.ts'

/** The header of an audio file that, by what it says, is being recorded; undefined for any other. */
export function recordingHeader(head: Uint8Array, size: number): Uint8Array | undefined {
  const form = parseAudioForm(head, size)
  const isRecording = form && form !== 'more' && !form.agrees && form.payloadAt <= head.byteLength
  return isRecording ? head.subarray(0, form.payloadAt) : undefined
}

/**
 * The header as it is by now: `header` itself when nothing was patched. Undefined when the payload begins elsewhere: the
 * file was rewritten.
 */
export async function loadHeader(
  handle: SourceHandle,
  header: Uint8Array,
  size: number,
): Promise<Uint8Array | undefined> {
  const now = Buffer.allocUnsafe(header.byteLength)
  if ((await handle.read(now, 0)) < now.byteLength) return undefined
  if (now.equals(header)) return header
  const form = parseAudioForm(now, size)
  return form && form !== 'more' && form.payloadAt === now.byteLength ? now : undefined
}

/** Whether an earlier read of a file is the start of a later one. */
export function isStart(earlier: Uint8Array, later: Uint8Array): boolean {
  return Buffer.compare(earlier, later.subarray(0, earlier.byteLength)) === 0
}

/** The same of leaves: the last one of the earlier read ended where the file did. */
export function isStartInLeaves(earlier: readonly Leaf[], later: readonly Leaf[]): boolean {
  return earlier.slice(0, -1).every((leaf, i) => leaf.cid === later[i]?.cid)
}
