// Which kind of file this is, by its content, and so how it is cut (§ Chunking). Kinds and sizes are today's policy of
// the writer, never part of the format: readers take any leaves.
import { type AudioForm, parseAudioForm } from '../audio/form.ts'
import { LIMITS } from '../limits.ts'
import type { PcmShape } from '../payload.ts'
import { isSessionDocument } from '../session-document.ts'
import type { CutRule, Section } from './cut.ts'
import { isDiskImage } from './disk-image.ts'
import { isText } from './text.ts'

const KiB = 1024
const MiB = 1024 * KiB

/** The start of a file that every kind but audio is told by. */
export const LOOK_BYTES = 64 * KiB

const TEXT_SAMPLE = 8 * KiB
const WHOLE_AUDIO = 256 * KiB
const WHOLE_TEXT = 32 * KiB
const WHOLE = MiB
// Small pieces cost an index entry and a tree record each, which very large files would notice.
const LARGEST_TEXT = 64 * MiB

const AS_LARGE_AS_CAN_BE: CutRule = { kind: 'fixed', size: LIMITS.chunkPlain }
const BY_CONTENT: CutRule = { kind: 'content', min: 256 * KiB, avg: MiB, max: LIMITS.chunkPlain }
const FINELY_BY_CONTENT: CutRule = { kind: 'content', min: 4 * KiB, avg: 16 * KiB, max: 64 * KiB }
const BLOCKS: CutRule = { kind: 'fixed', size: 64 * KiB }

/**
 * How a file of `size` bytes is cut that begins with `start`. 'more': needs more of it; never so when it is the first
 * 4 MiB or all. With at least LOOK_BYTES or all, an answer other than 'more' stays the same with more bytes.
 */
export function planCuts(start: Uint8Array, size: number, name: Uint8Array | undefined): readonly Section[] | 'more' {
  const form = parseAudioForm(start, size)
  if (form === 'more') return 'more'
  if (form) return planAudio(form, size)
  const look = start.subarray(0, Math.min(size, LOOK_BYTES))
  if (size > WHOLE && isDiskImage(look)) return [toEnd(BLOCKS)]
  if (size <= LARGEST_TEXT) {
    const isLong = size > WHOLE_TEXT
    if (isText(look.subarray(0, TEXT_SAMPLE))) return [toEnd(isLong ? FINELY_BY_CONTENT : AS_LARGE_AS_CAN_BE, 'zstd')]
    // Many programs' own formats are packed already, so it is tried whether zstd pays.
    if (isLong && name && isSessionDocument(name)) return [toEnd(FINELY_BY_CONTENT)]
  }
  return [rest(size)]
}

// The header, the samples counted from their own start, and what follows are cut apart: none moves another's pieces.
function planAudio(form: AudioForm, size: number): Section[] {
  const { payloadAt, payloadLength } = form
  const shape = shapeOf(form)
  if (size <= WHOLE_AUDIO) {
    const codec = shape ? { pcm: { ...shape, lead: payloadAt } } : 'auto'
    return [{ length: size, cut: AS_LARGE_AS_CAN_BE, codec }, toEnd(AS_LARGE_AS_CAN_BE)]
  }
  // The padding goes with the samples: alone it would be a piece of a few bytes, with the rest it would come and go.
  const behind = size - payloadAt - payloadLength
  const padded = payloadLength + Math.min(paddingOf(form), behind)
  return [
    { length: payloadAt, cut: AS_LARGE_AS_CAN_BE, codec: 'auto' },
    { length: padded, cut: wholeFrames(form), codec: shape ? { pcm: shape } : 'auto' },
    rest(size - payloadAt - padded),
  ]
}

function paddingOf({ container, payloadLength }: AudioForm): number {
  if (container === 'caf') return 0
  return container === 'w64' ? -payloadLength & 7 : payloadLength % 2
}

function wholeFrames({ bytesPerSample, channels }: AudioForm): CutRule {
  const frame = bytesPerSample * channels
  const isUsable = frame > 0 && frame <= LIMITS.chunkPlain
  return isUsable ? { kind: 'fixed', size: LIMITS.chunkPlain - (LIMITS.chunkPlain % frame) } : AS_LARGE_AS_CAN_BE
}

function shapeOf({ encoding, bytesPerSample, bigEndian, channels }: AudioForm): PcmShape | undefined {
  if (encoding === 'other' || channels < 1 || channels > 255) return undefined
  if (bytesPerSample !== 4 && (encoding === 'float' || (bytesPerSample !== 2 && bytesPerSample !== 3))) return undefined
  return { sample: encoding, bytes: bytesPerSample, bigEndian, channels, lead: 0 }
}

function rest(size: number): Section {
  return toEnd(size <= WHOLE ? AS_LARGE_AS_CAN_BE : BY_CONTENT)
}

function toEnd(cut: CutRule, codec: Section['codec'] = 'auto'): Section {
  return { length: Number.POSITIVE_INFINITY, cut, codec }
}
