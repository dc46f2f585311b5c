// AIFF and AIFC: FORM chunks, big-endian. Samples are big-endian too, unless AIFC's compression says otherwise.
import { findBlock, iffLayout } from './blocks.ts'
import { type AudioForm, endsFile, type Family, placePayload, type SampleFormat, UNKNOWN_FORMAT } from './family.ts'
import type { Head } from './head.ts'

type Encoding = Pick<SampleFormat, 'encoding' | 'bigEndian'> & { width?: number }

const LAYOUT = iffLayout(false, ['SSND', 'COMM'])
const BLOCKS_AT = 12
/** AIFC's compressions that store plain samples. Width in bytes, where they state it and COMM's bits don't matter. */
const PLAIN: Readonly<Record<string, Encoding>> = {
  NONE: { encoding: 'int', bigEndian: true },
  twos: { encoding: 'int', bigEndian: true },
  sowt: { encoding: 'int', bigEndian: false },
  in24: { encoding: 'int', bigEndian: true, width: 3 },
  in32: { encoding: 'int', bigEndian: true, width: 4 },
  '42ni': { encoding: 'int', bigEndian: false, width: 3 },
  '23ni': { encoding: 'int', bigEndian: false, width: 4 },
  fl32: { encoding: 'float', bigEndian: true, width: 4 },
  FL32: { encoding: 'float', bigEndian: true, width: 4 },
  fl64: { encoding: 'float', bigEndian: true, width: 8 },
  FL64: { encoding: 'float', bigEndian: true, width: 8 },
}

export const aiff: Family = {
  layout: LAYOUT,
  agrees: head => endsFile(containerEnd(head), head.size),
  parse(head) {
    const walked = findBlock(head, BLOCKS_AT, LAYOUT, 'SSND')
    if (!walked) return undefined
    const { before, found } = walked
    // SSND begins with offset and block size: the samples stand `offset` bytes further.
    const skipped = 8 + head.u32(found.at, false)
    const at = found.at + skipped
    if (at > head.limit) return undefined
    const { isClosed, ...payload } = placePayload(head, at, found.length - skipped, containerEnd(head))
    const common = before.find(({ id }) => id === 'COMM')
    const form: AudioForm = {
      container: isCompressible(head) ? 'aifc' : 'aiff',
      ...(common ? parseCommon(head, common.at, common.length) : UNKNOWN_FORMAT),
      ...payload,
      agrees: isClosed && aiff.agrees(head),
      blocks: before,
    }
    return form
  },
}

function parseCommon(head: Head, at: number, length: number): SampleFormat {
  if (length < 18) return UNKNOWN_FORMAT
  const compression = isCompressible(head) && length >= 22 ? head.id(at + 18) : 'NONE'
  const { width, ...plain } = PLAIN[compression] ?? { encoding: 'other', bigEndian: true }
  const bits = head.u16(at + 6, false)
  const bytesPerSample = plain.encoding === 'other' ? 0 : (width ?? Math.ceil(bits / 8))
  return { ...plain, bits, bytesPerSample, channels: head.u16(at, false), rate: parseExtended(head, at + 8) }
}

// An 80-bit float: sign and exponent, then a mantissa with its leading 1. Rates are whole numbers of Hz in practice.
function parseExtended(head: Head, at: number): number {
  const exponent = head.u16(at, false)
  const value = head.u64(at + 2, false) * 2 ** (exponent - 16383 - 63)
  return exponent < 0x8000 && Number.isFinite(value) ? value : 0
}

function isCompressible(head: Head): boolean {
  return head.id(8) === 'AIFC'
}

function containerEnd(head: Head): number {
  return 8 + head.u32(4, false)
}
