// What the hot path of ingest costs a core, step by step: the pcm transform and its inverse, zstd on what it leaves, a whole
// payload made and verified, a payload decoded, the scan for cuts in WASM and as a plain loop. Times are CPU time, the best
// of several runs, in MB (10^6) of plaintext a second.
//   node scripts/bench/codec.ts [WAV…]     without files: takes made with sox
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseAudioForm } from '../../protocol/audio/form.ts'
import { findCut } from '../../protocol/gear.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { decodePayload, encodePayload, type PcmShape } from '../../protocol/payload.ts'
import { encodePcm } from '../../protocol/pcm.ts'
import { parseParameters } from '../../protocol/pcm-parameters.ts'
import { restoreFrames, transformFrames } from '../../protocol/pcm-transform.ts'
import { compressPlanes, compressZstd } from '../../protocol/zstd.ts'

const RUNS = 7
const PIECES = 4
const COLUMNS = ['ratio', 'zstd -1', 'transform', 'inverse', 'zstd planes', 'encode+verify', 'decode'] as const

interface Audio {
  readonly name: string
  readonly shape: PcmShape
  readonly frames: Buffer
}

function main(files: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-codec-'))
  try {
    const all = files.length > 0 ? files.map(readAudio) : makeTakes(folder).map(readAudio)
    console.log(`${'file'.padEnd(28)}${COLUMNS.map(name => name.padStart(14)).join('')}`)
    for (const audio of all) console.log(`${audio.name.slice(0, 27).padEnd(28)}${measure(audio).join('')}`)
    measureGear(Buffer.concat(all.map(audio => audio.frames)).subarray(0, 64e6))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function measure({ shape, frames }: Audio): string[] {
  const pieces = piecesOf(frames, shape.bytes * shape.channels)
  const length = sum(pieces.map(piece => piece.byteLength))
  const rate = (work: () => unknown) => (length / bestOf(work) / 1e6).toFixed(0).padStart(14)
  const ratio = (parts: readonly number[]) => (length / sum(parts)).toFixed(3).padStart(14)

  const encodings = pieces.map(piece => encodePcm(piece, shape))
  const layouts = encodings.map(pcm => pcm && parseParameters(pcm.parameters))
  const layoutOf = (index: number) => layouts[index]?.layout ?? { ...shape, scale: undefined }
  const transformed = pieces.map((piece, index) => {
    const { predictors, planes } = transformFrames(piece, layoutOf(index))!
    return { predictors: Buffer.from(predictors), planes: Buffer.from(planes) }
  })
  const skewed = transformed.map(({ planes }, index) =>
    planes.subarray((planes.byteLength / shape.bytes) * (layouts[index]?.rawPlanes ?? 0)),
  )
  const payloads = pieces.map(piece => Buffer.concat(encodePayload(piece, { pcm: shape })))
  return [
    ratio(payloads.map(payload => payload.byteLength)),
    ratio(pieces.map(piece => compressZstd(piece, 1).byteLength)),
    rate(() => pieces.forEach((piece, index) => void transformFrames(piece, layoutOf(index)))),
    rate(() =>
      transformed.forEach(({ predictors, planes }, index) => void restoreFrames(predictors, [planes], layoutOf(index))),
    ),
    rate(() => skewed.forEach(planes => void compressPlanes(planes))),
    rate(() => pieces.forEach(piece => void encodePayload(piece, { pcm: shape }))),
    rate(() => payloads.forEach(payload => void decodePayload(payload, LIMITS.chunkPlain))),
  ]
}

function measureGear(bytes: Uint8Array): void {
  const gear = new Uint32Array(256).map(
    (_, index) => Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(index + 7, 0x85ebca6b),
  )
  for (const sizes of [
    { min: 2 ** 18, avg: 2 ** 20, max: 2 ** 22 },
    { min: 4096, avg: 2 ** 14, max: 2 ** 16 },
  ]) {
    for (const [name, find] of [
      ['WASM', findCut],
      ['plain loop', plainCut],
    ] as const) {
      let cuts = 0
      const seconds = bestOf(() => {
        const state = { length: 0, hash: 0 }
        cuts = 0
        for (let at = 0; at !== -1; at = find(bytes, at, gear, sizes, state)) cuts++
      })
      const rate = (bytes.byteLength / seconds / 1e9).toFixed(2)
      console.log(`gear, ${sizes.avg / 1024} KiB on average, ${name.padEnd(10)}: ${rate} GB/s, ${cuts} cuts`)
    }
  }
}

// The loop without WASM, as findCut had it.
const plainCut: typeof findCut = (bytes, from, gear, { min, avg, max }, state) => {
  const start = from - state.length
  const bits = Math.log2(avg)
  let hash = state.hash
  let at = Math.max(from, start + min)
  for (const [size, limit] of [
    [avg, 30 - bits],
    [max, 34 - bits],
  ] as const) {
    for (const stop = Math.min(bytes.byteLength, start + size); at < stop; at++) {
      hash = ((hash << 1) + gear[bytes[at]!]!) >>> 0
      if (hash >>> limit === 0) return at + 1
    }
  }
  state.length = bytes.byteLength - start
  state.hash = hash
  return at >= start + max && at <= bytes.byteLength ? at : -1
}

function piecesOf(frames: Buffer, frame: number): Buffer[] {
  const length = LIMITS.chunkPlain - (LIMITS.chunkPlain % frame)
  if (frames.byteLength <= length) return [frames]
  const count = Math.min(PIECES, Math.floor(frames.byteLength / length))
  return Array.from({ length: count }, (_, index) => {
    const spread = Math.floor(((frames.byteLength - length) * index) / Math.max(1, count - 1))
    const at = spread - (spread % frame)
    return frames.subarray(at, at + length)
  })
}

function readAudio(path: string): Audio {
  const file = readFileSync(path)
  const form = parseAudioForm(file.subarray(0, LIMITS.chunkPlain), file.byteLength)
  if (!form || form === 'more' || form.encoding === 'other') throw new Error(`${path}: no PCM audio`)
  const { encoding: sample, bytesPerSample, bigEndian, channels, payloadAt, payloadLength } = form
  const shape: PcmShape = { sample, bytes: bytesPerSample as PcmShape['bytes'], bigEndian, channels, lead: 0 }
  return { name: basename(path), shape, frames: file.subarray(payloadAt, payloadAt + payloadLength) }
}

// A minute each of plucked strings in a quiet room, as 16, 24 bit and float.
function makeTakes(folder: string): string[] {
  const sox = (words: string) => execFileSync('sox', words.split(' '), { cwd: folder })
  sox('-R -n -r 48000 -c 2 -b 32 strings.wav synth 3 pluck C3 pluck E3 gain -6 repeat 19')
  sox('-R -n -r 48000 -c 2 -b 32 room.wav synth 60 pinknoise gain -60')
  const forms = {
    '24-mono': '-c 1 -b 24',
    '24-stereo': '-b 24',
    '16-stereo': '-b 16',
    'float-stereo': '-b 32 -e floating-point',
  }
  return Object.entries(forms).map(([name, form]) => {
    sox(`-R -m strings.wav room.wav ${form} ${name}.wav`)
    return join(folder, `${name}.wav`)
  })
}

// CPU seconds of the quickest of several runs.
function bestOf(work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < RUNS; run++) {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, user + system)
  }
  return best / 1e6
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

main(process.argv.slice(2))
