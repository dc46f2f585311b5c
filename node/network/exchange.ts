// The request protocols between members: names, caps and times, for both sides (§ Wire, protocols).
import type { Connection } from '@libp2p/interface'
import { encode } from '../../protocol/codec.ts'
import { bytesOf, type Cid, type SiteId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import type { Offence } from '../../protocol/offence.ts'
import type { Traffic } from './frames.ts'

export interface Protocol {
  readonly name: string
  /** Largest request and largest message of the answer, bytes. */
  readonly request: number
  readonly response: number
  /** Most fields of one message. */
  readonly fields: number
  /** Requests one side has open at once on a connection. The server allows twice as many: it may see ends late. */
  readonly slots: number
  /** From the opening of the stream to the end of the answer. */
  readonly ms: number
}

/** What a ChunkFrame adds to the chunk: cid, tags, lengths. */
export const CHUNK_FRAME_EXTRA = 64

/**
 * A ChunkFrame's bytes, but for the chunk's own, which come last: encoding them as all messages are would copy each
 * chunk twice.
 */
export function chunkFrameStart(cid: Cid, length: number): Uint8Array {
  const named = encode(pb.ChunkFrame, { cid: bytesOf(cid) })
  const start = [...named, BYTES_FIELD]
  let left = length
  for (; left > 0x7f; left >>>= 7) start.push((left & 0x7f) | 0x80)
  return new Uint8Array([...start, left])
}

// Field 2, length-delimited.
const BYTES_FIELD = (2 << 3) | 2

export const PROTOCOLS = {
  hello: {
    name: '/holdfast/hello/1',
    request: LIMITS.membershipFrame,
    response: LIMITS.membershipFrame,
    fields: LIMITS.listFields,
    slots: 2,
    ms: 30_000,
  },
  heads: {
    name: '/holdfast/heads/1',
    request: LIMITS.membershipFrame,
    response: LIMITS.catalogFrame,
    fields: LIMITS.listFields,
    slots: 4,
    ms: 30_000,
  },
  catalog: {
    name: '/holdfast/catalog/1',
    request: LIMITS.controlFrame,
    response: LIMITS.catalogFrame,
    fields: LIMITS.listFields,
    slots: 6,
    ms: 60_000,
  },
  ahead: {
    name: '/holdfast/ahead/1',
    request: 1024,
    response: LIMITS.controlFrame,
    fields: LIMITS.protobufFields,
    slots: 4,
    ms: 30_000,
  },
  lease: {
    name: '/holdfast/lease/1',
    request: LIMITS.membershipFrame,
    response: LIMITS.membershipFrame,
    fields: LIMITS.listFields,
    slots: 2,
    ms: 30_000,
  },
  prove: {
    name: '/holdfast/prove/1',
    request: LIMITS.membershipFrame,
    response: LIMITS.controlFrame,
    fields: LIMITS.protobufFields,
    slots: 2,
    ms: 180_000, // the holder reads and hashes every chunk it is asked about
  },
  chunks: {
    name: '/holdfast/chunks/1',
    request: LIMITS.controlFrame,
    response: LIMITS.chunk + CHUNK_FRAME_EXTRA,
    fields: LIMITS.protobufFields,
    slots: 4,
    ms: 600_000, // a whole window at 256 kbit/s
  },
} as const satisfies Record<string, Protocol>

/** What client and server need of the host that carries them. */
export interface Links {
  /** The connection to use for a site; undefined without one. */
  connectionTo(site: SiteId): Connection | undefined
  isMember(site: SiteId): boolean
  trafficOf(site: SiteId): Traffic
  /** Counts it, closes every connection to the site and shuns it for a while. `offence`: 'message' unless said. */
  misbehaved(site: SiteId, cause: Error, offence?: Offence): void
}
