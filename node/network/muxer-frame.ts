// Headers of yamux frames: version u8, type u8, flags u16be, stream u32be, length u32be
// (https://github.com/hashicorp/yamux/blob/master/spec.md).
export const HEADER_LENGTH = 12

export const FrameType = { data: 0, windowUpdate: 1, ping: 2, goAway: 3 } as const
export const Flag = { syn: 1, ack: 2, fin: 4, rst: 8 } as const
export const GoAway = { normal: 0, protocolError: 1, internalError: 2 } as const

/** What either side may send on a stream before it was granted more. */
export const INITIAL_WINDOW = 256 * 1024

export interface FrameHeader {
  readonly type: number
  readonly flags: number
  /** 0: the session itself. */
  readonly stream: number
  /** Of the data that follows; else a window's growth, a ping's id or the reason of a go-away. */
  readonly length: number
}

/** The peer sent what yamux does not allow, or more of it than this side does. */
export class BrokenRule extends Error {}

export function encodeHeader({ type, flags, stream, length }: FrameHeader): Uint8Array {
  const bytes = new Uint8Array(HEADER_LENGTH)
  const view = new DataView(bytes.buffer)
  bytes[1] = type
  view.setUint16(2, flags)
  view.setUint32(4, stream)
  view.setUint32(8, length)
  return bytes
}

/** Throws when the bytes are of another version or type. */
export function parseHeader(bytes: Uint8Array): FrameHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_LENGTH)
  const type = view.getUint8(1)
  if (view.getUint8(0) !== 0 || type > FrameType.goAway) throw new BrokenRule('not a yamux frame')
  return { type, flags: view.getUint16(2), stream: view.getUint32(4), length: view.getUint32(8) }
}
