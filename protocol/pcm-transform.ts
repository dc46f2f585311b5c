// The WASM side of the pcm codec: frames of audio to predictors and planes of bytes, and back (§ Chunk). One module a
// thread with memory for one chunk; what it gives are views that hold until its next call.
import { instantiate, type Place, type WasmMemory } from './wasm/instantiate.ts'
import { pcmWasm } from './wasm/pcm.wasm.ts'

/** How frames are read. `scale`: floats are integers × 2^-scale; undefined: integers, or floats' bit patterns. */
export interface FrameLayout {
  readonly bytes: number
  readonly bigEndian: boolean
  readonly channels: number
  readonly scale: number | undefined
}
export interface Transformed {
  readonly predictors: Uint8Array
  /** The lowest bytes of all samples, then the next ones, …; within a plane channel by channel. */
  readonly planes: Uint8Array
}

interface PcmModule {
  readonly memory: WasmMemory
  readonly INPUT: Place
  readonly PLANES: Place
  readonly OUTPUT: Place
  readonly PREDICTORS: Place
  forward: Transform
  inverse: Transform
}
type Transform = (
  frames: number,
  channels: number,
  bytes: number,
  bigEndian: boolean,
  scale: number,
  from: number,
  length: number,
) => number

/** More bytes of frames than this don't fit the module's memory: the plain length of the largest leaf. */
export const MAX_FRAMES_LENGTH = 4 * 1024 * 1024
const BLOCK = 4096
// Order of the differences, four weights.
const PREDICTOR = 5
// Frames go in and out in stretches that stay in the cache.
const STRETCH_BYTES = 256 * 1024

let opened: { readonly module: PcmModule; readonly memory: Buffer } | undefined

/** Bytes of the predictors of so many frames: one predictor for each channel of a block of 4,096 frames. */
export function predictorsLength(frames: number, channels: number): number {
  return Math.ceil(frames / BLOCK) * channels * PREDICTOR
}

/** Whole frames to planes. Undefined where `scale` does not hold for all of them. */
export function transformFrames(bytes: Uint8Array, layout: FrameLayout): Transformed | undefined {
  const { module, memory } = open()
  const frames = framesIn(bytes.byteLength, layout)
  for (const { from, length, at, end } of stretches(frames, layout)) {
    memory.set(bytes.subarray(at, end), module.INPUT.value)
    if (!call(module.forward, frames, layout, from, length)) return undefined
  }
  return {
    predictors: viewOf(memory, module.PREDICTORS, predictorsLength(frames, layout.channels)),
    planes: viewOf(memory, module.PLANES, bytes.byteLength),
  }
}

/**
 * The inverse: fills `room`, which has the length of the frames, or memory of its own. `planes` come in parts. Undefined
 * where a predictor is none.
 */
export function restoreFrames(
  predictors: Uint8Array,
  planes: readonly Uint8Array[],
  layout: FrameLayout,
  room: Uint8Array = Buffer.allocUnsafe(planes.reduce((sum, part) => sum + part.byteLength, 0)),
): Uint8Array | undefined {
  const isRestored = restore(predictors, planes, layout, (stretch, at) => {
    room.set(stretch, at)
    return true
  })
  return isRestored ? room : undefined
}

/** Whether the inverse gives these frames. */
export function restoresFrames(
  predictors: Uint8Array,
  planes: readonly Uint8Array[],
  layout: FrameLayout,
  frames: Uint8Array,
): boolean {
  return restore(
    predictors,
    planes,
    layout,
    (stretch, at) => Buffer.compare(stretch, frames.subarray(at, at + stretch.byteLength)) === 0,
  )
}

// Gives `take` one stretch of frames after the other, until it wants no more; false then, or where a predictor is none.
function restore(
  predictors: Uint8Array,
  planes: readonly Uint8Array[],
  layout: FrameLayout,
  take: (stretch: Uint8Array, at: number) => boolean,
): boolean {
  const { module, memory } = open()
  memory.set(predictors, module.PREDICTORS.value)
  let end = 0
  for (const part of planes) {
    memory.set(part, module.PLANES.value + end)
    end += part.byteLength
  }
  const frames = framesIn(end, layout)
  if (predictors.byteLength !== predictorsLength(frames, layout.channels)) throw new TypeError('too few predictors')
  for (const { from, length, at, end } of stretches(frames, layout)) {
    if (!call(module.inverse, frames, layout, from, length)) return false
    if (!take(viewOf(memory, module.OUTPUT, end - at), at)) return false
  }
  return true
}

interface Stretch {
  readonly from: number
  readonly length: number
  /** Where its bytes start and end. */
  readonly at: number
  readonly end: number
}

function* stretches(frames: number, { bytes, channels }: FrameLayout): Generator<Stretch> {
  const frame = bytes * channels
  const most = Math.max(1, Math.floor(STRETCH_BYTES / (BLOCK * frame))) * BLOCK
  for (let from = 0; from < frames; from += most) {
    const length = Math.min(most, frames - from)
    yield { from, length, at: from * frame, end: (from + length) * frame }
  }
}

function framesIn(length: number, { bytes, channels }: FrameLayout): number {
  const frames = length / (bytes * channels)
  if (!Number.isInteger(frames) || length > MAX_FRAMES_LENGTH) throw new TypeError(`${length} bytes of frames`)
  return frames
}

function call(transform: Transform, frames: number, layout: FrameLayout, from: number, length: number): boolean {
  const { channels, bytes, bigEndian, scale = -1 } = layout
  return transform(frames, channels, bytes, bigEndian, scale, from, length) !== 0
}

function viewOf(memory: Buffer, at: Place, length: number): Uint8Array {
  return memory.subarray(at.value, at.value + length)
}

function open(): { readonly module: PcmModule; readonly memory: Buffer } {
  if (opened) return opened
  const module = instantiate<PcmModule>(pcmWasm)
  opened = { module, memory: Buffer.from(module.memory.buffer) }
  return opened
}
