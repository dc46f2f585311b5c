// The inside of a chunk before sealing (§ Chunk): codec u8 ‖ parameters length u8 ‖ parameters ‖ plain length u32le ‖
// encoded bytes. Decoding never allocates more than the plain length it has checked.
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { HoldfastError } from './errors.ts'
import type { PcmShape } from './pcm.ts'

export type { PcmShape } from './pcm.ts'

/** `pcm` falls back to 'auto' where it does not pay. */
export type CodecChoice = 'raw' | 'zstd' | 'auto' | { readonly pcm: PcmShape }

const RAW = 0
const ZSTD = 1
// Large pieces are media, where level 3 saves 1 % more and takes twice the time.
const LEVEL = { small: 3, large: 1 }
// zstd must save this share to be worth decoding for; a sample decides before a large plaintext is compressed whole.
const WORTHWHILE = 0.95
const SAMPLE = 32 * 1024
const SAMPLE_FROM = 256 * 1024

/** The payload in two parts (prefix, encoded bytes), so that a raw plaintext is never copied. */
export function encodePayload(plaintext: Uint8Array, codec: CodecChoice): [prefix: Uint8Array, encoded: Uint8Array] {
  const compressed = codec === 'raw' ? undefined : compress(plaintext, codec === 'zstd' ? 'zstd' : 'auto')
  const prefix = Buffer.allocUnsafe(6)
  prefix[0] = compressed ? ZSTD : RAW
  prefix[1] = 0
  prefix.writeUInt32LE(plaintext.byteLength, 2)
  return [prefix, compressed ?? plaintext]
}

/** The plaintext of a payload, a view into it where the codec is raw. Throws CHUNK_CORRUPT. */
export function decodePayload(payload: Uint8Array, maxPlain: number): Uint8Array {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
  if (payload.byteLength < 6) throw corrupt('is cut')
  const codec = view.getUint8(0)
  const encodedAt = 6 + view.getUint8(1)
  if (payload.byteLength < encodedAt) throw corrupt('is cut')
  const plainLength = view.getUint32(encodedAt - 4, true)
  if (plainLength > maxPlain) throw corrupt(`claims ${plainLength} plain bytes, at most ${maxPlain} allowed`)
  const plaintext = decodeAs(codec, payload.subarray(encodedAt), plainLength)
  if (plaintext.byteLength !== plainLength) throw corrupt(`has ${plaintext.byteLength} plain bytes, not ${plainLength}`)
  return plaintext
}

function decodeAs(codec: number, encoded: Uint8Array, plainLength: number): Uint8Array {
  if (codec === RAW) return encoded
  if (codec !== ZSTD) throw corrupt(`has codec ${codec}, which this version does not know`)
  try {
    return zstdDecompressSync(encoded, { maxOutputLength: Math.max(plainLength, 1) })
  } catch (cause) {
    throw corrupt('does not decompress to what it claims', cause)
  }
}

function compress(plaintext: Uint8Array, codec: 'zstd' | 'auto'): Uint8Array | undefined {
  if (codec === 'zstd') return zstd(plaintext)
  if (plaintext.byteLength > SAMPLE_FROM) {
    const from = (plaintext.byteLength - SAMPLE) >> 1
    if (zstd(plaintext.subarray(from, from + SAMPLE)).byteLength > SAMPLE * WORTHWHILE) return undefined
  }
  const compressed = zstd(plaintext)
  return compressed.byteLength <= plaintext.byteLength * WORTHWHILE ? compressed : undefined
}

function zstd(bytes: Uint8Array): Uint8Array {
  const level = bytes.byteLength > SAMPLE_FROM ? LEVEL.large : LEVEL.small
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: level } })
}

function corrupt(what: string, cause?: unknown): HoldfastError {
  return new HoldfastError('CHUNK_CORRUPT', `a chunk's payload ${what}`, { cause })
}
