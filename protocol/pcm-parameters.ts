// The parameters of a pcm payload (§ Chunk), twelve bytes: version ‖ sample ‖ bytes ‖ endianness ‖ channels ‖ scale ‖ raw planes ‖
// zero ‖ lead u32le.
import { HoldfastError } from './errors.ts'
import type { FrameLayout } from './pcm-transform.ts'

export interface PcmParameters {
  readonly sample: 'int' | 'float'
  readonly layout: FrameLayout
  /** How many planes, from the lowest, stand as they are; the others are one zstd frame. */
  readonly rawPlanes: number
  /** Plain bytes before the first frame. */
  readonly lead: number
}

const VERSION = 1
const LENGTH = 12
const SAMPLE = { int: 0, float: 1, scaled: 2 } as const
const MAX_SCALE = 126

export function packParameters({ sample, layout, rawPlanes, lead }: PcmParameters): Uint8Array {
  const { bytes, bigEndian, channels, scale } = layout
  const kind = scale === undefined ? SAMPLE[sample] : SAMPLE.scaled
  const packed = Buffer.alloc(LENGTH)
  packed.set([VERSION, kind, bytes, bigEndian ? 1 : 0, channels, scale ?? 0, rawPlanes])
  packed.writeUInt32LE(lead, 8)
  return packed
}

/** Throws CHUNK_CORRUPT. */
export function parseParameters(packed: Uint8Array): PcmParameters {
  if (packed.byteLength !== LENGTH || packed[0] !== VERSION) throw unknown('length or version')
  const [, kind, bytes, endianness, channels, scale, rawPlanes, zero] = packed as Uint8Array & number[]
  if (kind! > SAMPLE.scaled) throw unknown('kind of sample')
  if (bytes! < 2 || bytes! > 4 || (kind !== SAMPLE.int && bytes !== 4)) throw unknown('size of sample')
  if (endianness! > 1 || channels === 0 || zero !== 0 || rawPlanes! > bytes!) throw unknown('layout')
  if (scale! > (kind === SAMPLE.scaled ? MAX_SCALE : 0)) throw unknown('scale')
  return {
    sample: kind === SAMPLE.int ? 'int' : 'float',
    layout: {
      bytes: bytes!,
      bigEndian: endianness === 1,
      channels: channels!,
      scale: kind === SAMPLE.scaled ? scale : undefined,
    },
    rawPlanes: rawPlanes!,
    lead: new DataView(packed.buffer, packed.byteOffset).getUint32(8, true),
  }
}

function unknown(what: string): HoldfastError {
  return new HoldfastError('CHUNK_CORRUPT', `a chunk's pcm parameters have a ${what} this version does not know`)
}
