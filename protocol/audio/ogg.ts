// How long an Ogg stream is: its last page says at which sample it ends (RFC 3533), of 48,000 a second in Opus.
const PAGE = Buffer.from('OggS')
const PAGE_HEADER = 27
const OPUS_RATE = 48_000

/**
 * Seconds; undefined where the file's end is not in `tail`, its last bytes. `head`: its first; `rate`: that of a stream
 * which is not Opus.
 */
export function oggSeconds(head: Uint8Array, tail: Uint8Array, rate: number): number | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const first = pageAt(bytes, 0)
  const end = first && lastPosition(tail, first.serial)
  if (!first || end === undefined) return undefined
  const start = bytes.subarray(PAGE_HEADER + first.segments)
  const isOpus = start.toString('latin1', 0, 8) === 'OpusHead' && start.byteLength >= 12
  if (isOpus) return Math.max(0, end - start.readUInt16LE(10)) / OPUS_RATE
  return rate > 0 ? end / rate : undefined
}

function lastPosition(tail: Uint8Array, serial: number): number | undefined {
  const bytes = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength)
  for (let at = bytes.lastIndexOf(PAGE); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(PAGE, at - 1)) {
    const page = pageAt(bytes, at)
    if (page?.serial === serial && page.position >= 0) return page.position
  }
  return undefined
}

function pageAt(bytes: Buffer, at: number): { position: number; serial: number; segments: number } | undefined {
  if (at + PAGE_HEADER > bytes.byteLength || bytes[at + 4] !== 0) return undefined
  if (!bytes.subarray(at, at + PAGE.byteLength).equals(PAGE)) return undefined
  return {
    position: Number(bytes.readBigInt64LE(at + 6)), // -1: no packet ends on the page
    serial: bytes.readUInt32LE(at + 14),
    segments: bytes[at + 26]!,
  }
}
