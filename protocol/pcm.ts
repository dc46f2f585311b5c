// The pcm codec (§ Chunk): samples become small differences from what earlier ones predict, these are split into planes of
// bytes, and the planes that are more than noise go through zstd. Bytes before the first frame and after the last whole
// one are kept as they are.
//   encoded = lead ‖ tail ‖ predictors ‖ raw planes ‖ zstd frame of the other planes, if there are any
import { HoldfastError } from './errors.ts'
import { free } from './free.ts'
import { packParameters, parseParameters } from './pcm-parameters.ts'
import { bitsPerByte, scaleOf } from './pcm-sample.ts'
import {
  type FrameLayout,
  MAX_FRAMES_LENGTH,
  predictorsLength,
  restoreFrames,
  restoresFrames,
  transformFrames,
} from './pcm-transform.ts'
import { compressPlanes, decompressZstd } from './zstd.ts'

/** The shape of audio inside a plaintext. A frame is `channels` samples of `bytes` bytes each. */
export interface PcmShape {
  readonly sample: 'int' | 'float'
  readonly bytes: 2 | 3 | 4
  readonly bigEndian: boolean
  /** 1 to 255. */
  readonly channels: number
  /** Plain bytes before the first frame. */
  readonly lead: number
}
export interface EncodedPcm {
  readonly parameters: Uint8Array
  readonly encoded: Uint8Array
}

const NOTHING = new Uint8Array(0)
// From so many bits a byte on, zstd would gain less than 2 % of a plane, and take as long as for all that is worth it.
const NOISE = 7.85
// Estimated share of the plaintext above which the rest of the work is not worth starting.
const HOPELESS = 0.97

/**
 * The plaintext as pcm; undefined where the shape does not fit it or it would hardly shrink. Not verified. What is encoded
 * is a view of `room` where that is given and large enough.
 */
export function encodePcm(plaintext: Uint8Array, shape: PcmShape, room?: Buffer): EncodedPcm | undefined {
  if (!fits(plaintext.byteLength, shape)) return undefined
  const { sample, bytes, bigEndian, channels, lead } = shape
  const end = lead + framesLength(plaintext.byteLength, lead, bytes * channels)
  const frames = plaintext.subarray(lead, end)
  if (frames.byteLength === 0) return undefined
  const plain = { bytes, bigEndian, channels, scale: undefined }
  const scaled = sample === 'float' ? { ...plain, scale: scaleOf(frames, bigEndian) } : plain
  let layout = scaled
  let transformed = transformFrames(frames, scaled)
  if (!transformed) {
    layout = plain
    transformed = transformFrames(frames, plain)!
  }
  const rawPlanes = countRawPlanes(transformed.planes, bytes)
  if (rawPlanes === undefined) return undefined
  const { predictors, planes } = transformed
  const split = (planes.byteLength / bytes) * rawPlanes
  const parts = [plaintext.subarray(0, lead), plaintext.subarray(end), predictors, planes.subarray(0, split)]
  const frame = rawPlanes < bytes ? compressPlanes(planes.subarray(split)) : NOTHING
  const encoded = joinInto([...parts, frame], room)
  free(frame)
  return { parameters: packParameters({ sample, layout, rawPlanes, lead }), encoded }
}

/**
 * The plaintext of exactly `plainLength` bytes, a view of `room` where that is given and large enough. Throws CHUNK_CORRUPT.
 */
export function decodePcm(
  parameters: Uint8Array,
  encoded: Uint8Array,
  plainLength: number,
  room?: Uint8Array,
): Uint8Array {
  const { lead, tail, predictors, planes, layout } = openPcm(parameters, encoded, plainLength)
  const plaintext =
    room && room.byteLength >= plainLength ? room.subarray(0, plainLength) : Buffer.allocUnsafe(plainLength)
  const frames = plaintext.subarray(lead.byteLength, plainLength - tail.byteLength)
  plaintext.set(lead)
  plaintext.set(tail, plainLength - tail.byteLength)
  const isRestored = restoreFrames(predictors, planes, layout, frames)
  free(planes[1])
  if (!isRestored) throw corrupt('a predictor this version does not know')
  return plaintext
}

/** Whether decoding gives this plaintext again, without a copy of it. */
export function restoresTo(plaintext: Uint8Array, { parameters, encoded }: EncodedPcm): boolean {
  const { lead, tail, predictors, planes, layout } = openPcm(parameters, encoded, plaintext.byteLength)
  const tailAt = plaintext.byteLength - tail.byteLength
  const isSame =
    Buffer.compare(lead, plaintext.subarray(0, lead.byteLength)) === 0 &&
    Buffer.compare(tail, plaintext.subarray(tailAt)) === 0 &&
    restoresFrames(predictors, planes, layout, plaintext.subarray(lead.byteLength, tailAt))
  free(planes[1])
  return isSame
}

interface OpenedPcm {
  readonly lead: Uint8Array
  readonly tail: Uint8Array
  readonly predictors: Uint8Array
  /** Those that stood as they are, and the others, which are to be freed. */
  readonly planes: readonly [raw: Uint8Array, others: Uint8Array]
  readonly layout: FrameLayout
}

function openPcm(packed: Uint8Array, encoded: Uint8Array, plainLength: number): OpenedPcm {
  const parameters = parseParameters(packed)
  const { bytes, channels } = parameters.layout
  if (parameters.lead > plainLength) throw corrupt('a lead longer than its plaintext')
  const length = framesLength(plainLength, parameters.lead, bytes * channels)
  if (length > MAX_FRAMES_LENGTH) throw corrupt('more frames than a leaf holds')
  const samples = length / bytes
  const lengths = [
    parameters.lead,
    plainLength - parameters.lead - length,
    predictorsLength(samples / channels, channels),
    parameters.rawPlanes * samples,
  ]
  const [lead, tail, predictors, raw, rest] = splitAt(encoded, lengths)
  const others = unpackPlanes(rest!, length - raw!.byteLength)
  return { lead: lead!, tail: tail!, predictors: predictors!, planes: [raw!, others], layout: parameters.layout }
}

// One after the other in `room`, where they fit.
function joinInto(parts: readonly Uint8Array[], room: Uint8Array | undefined): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0)
  if (!room || room.byteLength < length) return Buffer.concat(parts, length)
  let at = 0
  for (const part of parts) {
    room.set(part, at)
    at += part.byteLength
  }
  return room.subarray(0, length)
}

function unpackPlanes(packed: Uint8Array, length: number): Uint8Array {
  if (length > 0) return decompressZstd(packed, length)
  if (packed.byteLength > 0) throw corrupt('bytes after its planes')
  return packed
}

// How many planes from the lowest on are noise; undefined where the planes together would hardly shrink.
function countRawPlanes(planes: Uint8Array, bytes: number): number | undefined {
  const length = planes.byteLength / bytes
  const bits = Array.from({ length: bytes }, (_, p) => bitsPerByte(planes.subarray(p * length, (p + 1) * length)))
  const share = bits.reduce((sum, each) => sum + each, 0) / (8 * bytes)
  if (share > HOPELESS) return undefined
  const first = bits.findIndex(each => each < NOISE)
  return first === -1 ? bytes : first
}

function fits(length: number, { sample, bytes, channels, lead }: PcmShape): boolean {
  if (sample === 'float' ? bytes !== 4 : bytes < 2 || bytes > 4) return false
  if (!Number.isInteger(channels) || channels < 1 || channels > 255) return false
  return Number.isInteger(lead) && lead >= 0 && lead <= length && length - lead <= MAX_FRAMES_LENGTH
}

function framesLength(plainLength: number, lead: number, frame: number): number {
  return plainLength - lead - ((plainLength - lead) % frame)
}

// The parts of these lengths, and what is left behind them.
function splitAt(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const parts: Uint8Array[] = []
  let at = 0
  for (const length of lengths) {
    parts.push(bytes.subarray(at, at + length))
    at += length
  }
  if (at > bytes.byteLength) throw corrupt('less than its parameters promise')
  return [...parts, bytes.subarray(at)]
}

function corrupt(what: string): HoldfastError {
  return new HoldfastError('CHUNK_CORRUPT', `a chunk's pcm payload has ${what}`)
}
