// What a site that is reading a folder has stored of it so far, told to those that will hold the project before there is a
// snapshot: chunk ids and sizes in the order they became durable (§ Protocols, Ahead of the snapshot).
import { HoldfastError } from './errors.ts'
import { bytesOf, type Cid, idOf } from './ids.ts'
import { LIMITS } from './limits.ts'

export interface AheadChunk {
  readonly cid: Cid
  /** Bytes. */
  readonly stored: number
}

const CID = 32
const RECORD = CID + 4

/** {cid 32, stored u32le} each. */
export function packAhead(chunks: readonly AheadChunk[]): Buffer {
  const packed = Buffer.allocUnsafe(chunks.length * RECORD)
  for (const [i, { cid, stored }] of chunks.entries()) {
    packed.set(bytesOf(cid), i * RECORD)
    packed.writeUInt32LE(stored, i * RECORD + CID)
  }
  return packed
}

/** Throws MESSAGE_INVALID: not whole records, more than one answer may have, a size no chunk has. */
export function unpackAhead(packed: Uint8Array): AheadChunk[] {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength)
  const count = bytes.length / RECORD
  if (!Number.isInteger(count) || count > LIMITS.chunkCids) throw invalid(`${bytes.length} bytes of chunk names`)
  return Array.from({ length: count }, (_, i) => {
    const stored = bytes.readUInt32LE(i * RECORD + CID)
    if (stored === 0 || stored > LIMITS.chunk) throw invalid(`a chunk of ${stored} bytes`)
    return { cid: idOf('Cid', bytes.subarray(i * RECORD, i * RECORD + CID)), stored }
  })
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a list of chunks ahead of their snapshot: ${what}`)
}
