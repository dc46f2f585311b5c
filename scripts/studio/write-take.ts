// Writes takes: samples from a performance, encoded and written in pieces, so memory stays at a few MiB whatever the
// length. Gives the peaks a workstation would draw.
import { type FileHandle, open } from 'node:fs/promises'
import { INSTRUMENTS, type Instrument } from './instruments.ts'
import { startPerformance } from './performance.ts'
import { randomFor } from './random.ts'
import type { Take } from './take.ts'
import { SAMPLE_BYTES, waveHeader } from './wave-header.ts'

export interface Written {
  readonly bytes: number
  /** Lowest and highest sample of each stretch, as shares of 127. */
  readonly peaks: Int8Array
}

const FRAMES_A_PIECE = 1 << 18
const FRAMES_A_BLOCK = 1 << 12
const FRAMES_A_PEAK = 512
const PEAK_STRIDE = 16
const ONE_DB_DOWN = 0.8912509381337456

export async function writeTake(file: string, take: Take, seed: number): Promise<Written> {
  const width = SAMPLE_BYTES[take.shape.sample] * take.shape.channels
  const samples = take.frames * width
  const header = waveHeader(take.shape, take.before, samples, take.behind.length)
  await using out = await open(file, 'w')
  await out.write(header)
  const peaks = await writeSamples(out, take, header.length, seed)
  const pad = Buffer.alloc(samples % 2)
  await out.write(Buffer.concat([pad, take.behind]), 0, pad.length + take.behind.length, header.length + samples)
  return { bytes: header.length + samples + pad.length + take.behind.length, peaks }
}

/** Writes a take's frames alone, from `at` on. */
export async function writeSamples(out: FileHandle, take: Take, at: number, seed: number): Promise<Int8Array> {
  const { sample, channels } = take.shape
  const width = SAMPLE_BYTES[sample] * channels
  const instrument: Instrument = { ...INSTRUMENTS[take.instrument], gated: take.gated ?? false }
  const perform = startPerformance(instrument, randomFor(seed, take.path))
  const encode = encoderOf(take)
  const piece = Buffer.allocUnsafe(Math.min(FRAMES_A_PIECE, take.frames) * width)
  const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength)
  const left = new Float64Array(FRAMES_A_BLOCK)
  const right = channels === 2 ? new Float64Array(FRAMES_A_BLOCK) : undefined
  const peaks = new Int8Array(2 * Math.ceil(take.frames / FRAMES_A_PEAK))
  let filled = 0
  for (let done = 0; done < take.frames; done += FRAMES_A_BLOCK) {
    const frames = Math.min(FRAMES_A_BLOCK, take.frames - done)
    perform(left, right)
    takePeaks(left, frames, peaks, (2 * done) / FRAMES_A_PEAK)
    encode(view, filled, left, frames, width)
    if (right) encode(view, filled + width / 2, right, frames, width)
    filled += frames * width
    if (filled === piece.length || done + frames === take.frames) {
      await out.write(piece, 0, filled, at)
      at += filled
      filled = 0
    }
  }
  return peaks
}

type Encode = (view: DataView, at: number, from: Float64Array, frames: number, step: number) => void

function encoderOf({ shape, precision }: Take): Encode {
  if (shape.sample === 'int24') return encodeInt24
  if (shape.sample === 'int16') return encodeInt16
  return precision === '24 bit' ? encodeGrid : encodeFloat
}

function encodeInt24(view: DataView, at: number, from: Float64Array, frames: number, step: number): void {
  for (let frame = 0; frame < frames; frame++, at += step) {
    const value = whole(from[frame]! * 8_388_608, 8_388_607)
    view.setUint16(at, value & 0xffff, true)
    view.setUint8(at + 2, (value >> 16) & 0xff)
  }
}

function encodeInt16(view: DataView, at: number, from: Float64Array, frames: number, step: number): void {
  for (let frame = 0; frame < frames; frame++, at += step) view.setInt16(at, whole(from[frame]! * 32_768, 32_767), true)
}

function encodeFloat(view: DataView, at: number, from: Float64Array, frames: number, step: number): void {
  for (let frame = 0; frame < frames; frame++, at += step) view.setFloat32(at, from[frame]! * ONE_DB_DOWN, true)
}

function encodeGrid(view: DataView, at: number, from: Float64Array, frames: number, step: number): void {
  for (let frame = 0; frame < frames; frame++, at += step)
    view.setFloat32(at, whole(from[frame]! * 8_388_608, 8_388_607) / 8_388_608, true)
}

function whole(value: number, limit: number): number {
  const rounded = Math.floor(value + 0.5)
  return rounded > limit ? limit : rounded < -limit ? -limit : rounded
}

function takePeaks(samples: Float64Array, frames: number, peaks: Int8Array, at: number): void {
  for (let from = 0; from < frames; from += FRAMES_A_PEAK, at += 2) {
    let low = 0
    let high = 0
    for (let frame = from; frame < Math.min(frames, from + FRAMES_A_PEAK); frame += PEAK_STRIDE) {
      const value = samples[frame]!
      if (value < low) low = value
      if (value > high) high = value
    }
    peaks[at] = whole(low * 127, 127)
    peaks[at + 1] = whole(high * 127, 127)
  }
}
