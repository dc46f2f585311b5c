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
  forward(frames: number, channels: number, bytes: number, bigEndian: boolean, scale: number): number
  inverse(frames: number, channels: number, bytes: number, bigEndian: boolean, scale: number): number
}

/** More bytes of frames than this don't fit the module's memory: the plain length of the largest leaf. */
export const MAX_FRAMES_LENGTH = 4 * 1024 * 1024
const BLOCK = 4096
// Order of the differences, four weights.
const PREDICTOR = 5

let opened: { readonly module: PcmModule; readonly memory: Buffer } | undefined

/** Bytes of the predictors of so many frames: one predictor for each channel of a block of 4,096 frames. */
export function predictorsLength(frames: number, channels: number): number {
  return Math.ceil(frames / BLOCK) * channels * PREDICTOR
}

/** Whole frames to planes. Undefined where `scale` does not hold for all of them. */
export function transformFrames(bytes: Uint8Array, layout: FrameLayout): Transformed | undefined {
  const { module, memory } = open()
  const frames = framesIn(bytes.byteLength, layout)
  memory.set(bytes, module.INPUT.value)
  if (!call(module.forward, frames, layout)) return undefined
  return {
    predictors: viewOf(memory, module.PREDICTORS, predictorsLength(frames, layout.channels)),
    planes: viewOf(memory, module.PLANES, bytes.byteLength),
  }
}

/** The inverse. `planes` come in parts. Undefined where a predictor is none. */
export function restoreFrames(
  predictors: Uint8Array,
  planes: readonly Uint8Array[],
  layout: FrameLayout,
): Uint8Array | undefined {
  const { module, memory } = open()
  memory.set(predictors, module.PREDICTORS.value)
  let length = 0
  for (const part of planes) {
    memory.set(part, module.PLANES.value + length)
    length += part.byteLength
  }
  const frames = framesIn(length, layout)
  if (predictors.byteLength !== predictorsLength(frames, layout.channels)) throw new TypeError('too few predictors')
  return call(module.inverse, frames, layout) ? viewOf(memory, module.OUTPUT, length) : undefined
}

function framesIn(length: number, { bytes, channels }: FrameLayout): number {
  const frames = length / (bytes * channels)
  if (!Number.isInteger(frames) || length > MAX_FRAMES_LENGTH) throw new TypeError(`${length} bytes of frames`)
  return frames
}

function call(transform: PcmModule['forward'], frames: number, layout: FrameLayout): boolean {
  return transform(frames, layout.channels, layout.bytes, layout.bigEndian, layout.scale ?? -1) !== 0
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
