// The inside of a chunk before sealing (§ Chunk): codec u8 ‖ parameters length u8 ‖ parameters ‖ plain length u32le ‖
// encoded bytes. Decoding never allocates more than the plain length it has checked.
import { HoldfastError } from './errors.ts'
import { free } from './free.ts'
import { decodePcm, type EncodedPcm, encodePcm, type PcmShape, restoresTo } from './pcm.ts'
import { compressZstd, decompressZstd } from './zstd.ts'

export type { PcmShape } from './pcm.ts'

/** `pcm` falls back to 'auto' where it does not pay. */
export type CodecChoice = 'raw' | 'zstd' | 'auto' | { readonly pcm: PcmShape }

const RAW = 0
const ZSTD = 1
const PCM = 2
// Large pieces are media, where level 3 saves 1 % more and takes twice the time.
const LEVEL = { small: 3, large: 1 }
// An encoding must save this share to be worth decoding for; a sample decides before a large plaintext is compressed whole.
const WORTHWHILE = 0.95
const SAMPLE = 32 * 1024
const SAMPLE_FROM = 256 * 1024

/**
 * The payload in two parts (prefix, encoded bytes), so that a raw plaintext is never copied. What is encoded is a view of
 * `room` where that is given and large enough. `toPcm`: the encoder for pcm; a parameter so that a test can hand in a broken
 * one.
 */
export function encodePayload(
  plaintext: Uint8Array,
  codec: CodecChoice,
  toPcm: typeof encodePcm = encodePcm,
  room?: Buffer,
): [prefix: Uint8Array, encoded: Uint8Array] {
  if (typeof codec === 'object') {
    const pcm = verifiedPcm(plaintext, codec.pcm, toPcm, room)
    if (pcm) return [prefixOf(PCM, pcm.parameters, plaintext.byteLength), pcm.encoded]
  }
  const compressed = codec === 'raw' ? undefined : compress(plaintext, codec === 'zstd' ? 'zstd' : 'auto')
  const prefix = prefixOf(compressed ? ZSTD : RAW, NO_PARAMETERS, plaintext.byteLength)
  return [prefix, compressed ? moveInto(room, compressed) : plaintext]
}

/**
 * The plaintext of a payload, a view of `room` where that is given and large enough, else of the payload where the codec is
 * raw. Throws CHUNK_CORRUPT.
 */
export function decodePayload(payload: Uint8Array, maxPlain: number, room?: Uint8Array): Uint8Array {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
  if (payload.byteLength < 6) throw corrupt('is cut')
  const codec = view.getUint8(0)
  const encodedAt = 6 + view.getUint8(1)
  if (payload.byteLength < encodedAt) throw corrupt('is cut')
  const plainLength = view.getUint32(encodedAt - 4, true)
  if (plainLength > maxPlain) throw corrupt(`claims ${plainLength} plain bytes, at most ${maxPlain} allowed`)
  const parameters = payload.subarray(2, encodedAt - 4)
  const plaintext = decodeAs(codec, parameters, payload.subarray(encodedAt), plainLength, room)
  if (plaintext.byteLength !== plainLength) throw corrupt(`has ${plaintext.byteLength} plain bytes, not ${plainLength}`)
  return plaintext
}

function decodeAs(
  codec: number,
  parameters: Uint8Array,
  encoded: Uint8Array,
  plainLength: number,
  room: Uint8Array | undefined,
): Uint8Array {
  if (codec === RAW) return room && encoded.byteLength === plainLength ? copyInto(room, encoded) : encoded
  if (codec === ZSTD) return moveInto(room, decompressZstd(encoded, plainLength))
  if (codec === PCM) return decodePcm(parameters, encoded, plainLength, room)
  throw corrupt(`has codec ${codec}, which this version does not know`)
}

// Bytes that are nobody else's: their own memory goes back.
function moveInto(room: Uint8Array | undefined, bytes: Uint8Array): Uint8Array {
  const moved = copyInto(room, bytes)
  if (moved !== bytes) free(bytes)
  return moved
}

function copyInto(room: Uint8Array | undefined, bytes: Uint8Array): Uint8Array {
  if (!room || room.byteLength < bytes.byteLength) return bytes
  room.set(bytes)
  return room.subarray(0, bytes.byteLength)
}

const NO_PARAMETERS = new Uint8Array(0)

function prefixOf(codec: number, parameters: Uint8Array, plainLength: number): Uint8Array {
  const prefix = Buffer.allocUnsafe(6 + parameters.byteLength)
  prefix[0] = codec
  prefix[1] = parameters.byteLength
  prefix.set(parameters, 2)
  prefix.writeUInt32LE(plainLength, 2 + parameters.byteLength)
  return prefix
}

// Every pcm payload is decoded again before anyone may rely on it: a bug in the transform costs space, never a take.
function verifiedPcm(
  plaintext: Uint8Array,
  shape: PcmShape,
  toPcm: typeof encodePcm,
  room: Buffer | undefined,
): EncodedPcm | undefined {
  try {
    const pcm = toPcm(plaintext, shape, room)
    return pcm && pays(plaintext, pcm) && restoresTo(plaintext, pcm) ? pcm : undefined
  } catch {
    return undefined // whatever went wrong there, the other codecs don't depend on it
  }
}

function pays(plaintext: Uint8Array, { parameters, encoded }: EncodedPcm): boolean {
  const length = parameters.byteLength + encoded.byteLength
  if (length > plaintext.byteLength * WORTHWHILE) return false
  // Silence and repetitions are what zstd may do better.
  return sampledShare(plaintext) * plaintext.byteLength >= length || zstdLength(plaintext) >= length
}

function compress(plaintext: Uint8Array, codec: 'zstd' | 'auto'): Uint8Array | undefined {
  if (codec === 'zstd') return zstd(plaintext)
  if (plaintext.byteLength > SAMPLE_FROM && sampledShare(plaintext) > WORTHWHILE) return undefined
  const compressed = zstd(plaintext)
  if (compressed.byteLength <= plaintext.byteLength * WORTHWHILE) return compressed
  free(compressed)
  return undefined
}

// The share of itself that zstd leaves of a sample from the middle.
function sampledShare(plaintext: Uint8Array): number {
  const from = Math.max(0, (plaintext.byteLength - SAMPLE) >> 1)
  const sample = plaintext.subarray(from, from + SAMPLE)
  return zstdLength(sample) / sample.byteLength
}

function zstdLength(bytes: Uint8Array): number {
  const compressed = zstd(bytes)
  const { byteLength } = compressed
  free(compressed)
  return byteLength
}

function zstd(bytes: Uint8Array): Uint8Array {
  return compressZstd(bytes, bytes.byteLength > SAMPLE_FROM ? LEVEL.large : LEVEL.small)
}

function corrupt(what: string, cause?: unknown): HoldfastError {
  return new HoldfastError('CHUNK_CORRUPT', `a chunk's payload ${what}`, { cause })
}
