// A decoder of pcm payloads that follows the specification word by word, sample by sample, and shares no code with the
// product: no WASM, no planes at once, no checks.
import { zstdDecompressSync } from 'node:zlib'

const BLOCK = 4096
const RUN = 512

/** The plaintext of a whole payload (codec byte and all). */
export function decodeNaively(payload: Buffer): Buffer {
  const [, , version, kind, bytes, endianness, channels, scale, rawPlanes] = payload as Buffer & number[]
  if (payload[0] !== 2 || payload[1] !== 12 || version !== 1) throw new Error('no pcm payload')
  const plainLength = payload.readUInt32LE(14)
  const lead = payload.readUInt32LE(10)
  const frames = Math.floor((plainLength - lead) / (bytes! * channels!))
  const samples = frames * channels!
  const tail = plainLength - lead - samples * bytes!
  const blocks = Math.ceil(frames / BLOCK)

  let at = 18
  const take = (length: number) => {
    at += length
    return payload.subarray(at - length, at)
  }
  const leadBytes = take(lead)
  const tailBytes = take(tail)
  const predictors = take(blocks * channels! * 5)
  const raw = take(rawPlanes! * samples)
  const others = rawPlanes! < bytes! && samples > 0 ? zstdDecompressSync(payload.subarray(at)) : Buffer.alloc(0)
  const planes = Buffer.concat([raw, others])

  const values = Array.from({ length: channels! }, () => new Int32Array(frames))
  for (let block = 0; block < blocks; block++) {
    const from = block * BLOCK
    const to = Math.min(frames, from + BLOCK)
    const predictor = (channel: number) => predictors.subarray((block * channels! + channel) * 5)
    const midSide = channels === 2 && (predictor(0)[0]! & 4) !== 0
    // What the block is predicted from, in the form the block has.
    const parts = values.map(samplesOf => Int32Array.from(samplesOf))
    if (midSide) for (let i = Math.max(0, from - 2); i < from; i++) toMidSide(parts, i, bytes!)
    for (let channel = 0; channel < channels!; channel++) {
      const order = predictor(channel)[0]! & 3
      const weights = [1, 2, 3, 4].map(index => predictor(channel).readInt8(index))
      const differences: number[] = []
      for (let i = from; i < to; i++) {
        let folded = 0
        for (let p = 0; p < bytes!; p++) folded += planes[p * samples + channel * frames + i]! * 2 ** (8 * p)
        let value = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2
        if (weights.some(weight => weight !== 0)) {
          const before = (n: number) => ((i - from) % RUN >= n ? differences[i - from - n]! : 0)
          const sum = weights.reduce((total, weight, index) => (total + Math.imul(weight, before(index + 1))) | 0, 0)
          value = signed(value + (sum >> 5), bytes!)
        }
        differences.push(value)
      }
      const x = parts[channel]!
      for (let i = from; i < to; i++) {
        const predicted = order === 0 ? 0 : order === 1 ? (x[i - 1] ?? 0) : 2 * (x[i - 1] ?? 0) - (x[i - 2] ?? 0)
        x[i] = signed(differences[i - from]! + predicted, bytes!)
      }
    }
    if (midSide) for (let i = from; i < to; i++) fromMidSide(parts, i, bytes!)
    for (const [channel, part] of parts.entries()) values[channel]!.set(part.subarray(from, to), from)
  }

  const audio = Buffer.alloc(samples * bytes!)
  for (let i = 0; i < frames; i++) {
    for (let channel = 0; channel < channels!; channel++) {
      const value = values[channel]![i]!
      const place = (i * channels! + channel) * bytes!
      if (kind === 2) {
        if (endianness === 1) audio.writeFloatBE(value * 2 ** -scale!, place)
        else audio.writeFloatLE(value * 2 ** -scale!, place)
      } else if (endianness === 1) audio.writeIntBE(value, place, bytes!)
      else audio.writeIntLE(value, place, bytes!)
    }
  }
  return Buffer.concat([leadBytes, audio, tailBytes])
}

function toMidSide(channels: readonly Int32Array[], i: number, bytes: number): void {
  const [left, right] = channels as [Int32Array, Int32Array]
  const side = signed(left[i]! - right[i]!, bytes)
  left[i] = signed(right[i]! + (side >> 1), bytes)
  right[i] = side
}

function fromMidSide(channels: readonly Int32Array[], i: number, bytes: number): void {
  const [mid, side] = channels as [Int32Array, Int32Array]
  const right = signed(mid[i]! - (side[i]! >> 1), bytes)
  mid[i] = signed(right + side[i]!, bytes)
  side[i] = right
}

// Modulo 2^(8 × bytes), as a signed number.
function signed(value: number, bytes: number): number {
  const size = 2 ** (8 * bytes)
  const rest = ((value % size) + size) % size
  return rest >= size / 2 ? rest - size : rest
}
