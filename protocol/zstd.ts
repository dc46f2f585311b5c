// zstd as payloads use it (§ Chunk): one frame, made and unmade in one part, never larger than the caller said.
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { HoldfastError } from './errors.ts'

/** Readers refuse windows over 4 MiB, the largest plaintext: a frame must not make them allocate more. */
const WINDOW_LOG_MAX = 22
// Where zstd is given room for its largest output it writes there directly, instead of into parts of 16 KiB.
const ROOM = 1024

/** One frame at this level of compression; it may be freed. */
export function compressZstd(bytes: Uint8Array, level: number): Uint8Array {
  return compressWith(bytes, { [constants.ZSTD_c_compressionLevel]: level })
}

/**
 * One frame of level 1 for bytes that hardly repeat but are skewed, as planes of audio are. Blocks follow the window's
 * size: 16 KiB of statistics follow a take's dynamics better than 128 KiB do. Fewer candidates for matches are faster, and
 * smaller too, for most matches would be chance. The frame may be freed.
 */
export function compressPlanes(bytes: Uint8Array): Uint8Array {
  return compressWith(bytes, {
    [constants.ZSTD_c_compressionLevel]: 1,
    [constants.ZSTD_c_windowLog]: 14,
    [constants.ZSTD_c_hashLog]: 6,
    [constants.ZSTD_c_minMatch]: 7,
  })
}

function compressWith(bytes: Uint8Array, params: Record<number, number>): Uint8Array {
  return zstdCompressSync(bytes, { chunkSize: bytes.byteLength + (bytes.byteLength >> 7) + ROOM, params })
}

/** Throws CHUNK_CORRUPT unless the bytes decompress to exactly `length`; allocates for no more than that. They may be freed. */
export function decompressZstd(bytes: Uint8Array, length: number): Uint8Array {
  const plain = decompressAtMost(bytes, length)
  if (plain.byteLength === length) return plain
  throw new HoldfastError('CHUNK_CORRUPT', `a chunk's payload has ${plain.byteLength} plain bytes, not ${length}`)
}

function decompressAtMost(bytes: Uint8Array, length: number): Uint8Array {
  try {
    return zstdDecompressSync(bytes, {
      chunkSize: length + ROOM,
      maxOutputLength: Math.max(length, 1),
      params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
    })
  } catch (cause) {
    throw new HoldfastError('CHUNK_CORRUPT', "a chunk's payload does not decompress to what it claims", { cause })
  }
}
