// Apple's Core Audio Format: big-endian blocks with 64-bit sizes and no padding. A data block of size -1 reaches to the
// end of the file: how a recorder writes it until it stops.
import { type BlockLayout, findBlock } from './blocks.ts'
import { type AudioForm, type Family, placePayload, type SampleFormat, UNKNOWN_FORMAT } from './family.ts'
import type { Head } from './head.ts'

const LAYOUT: BlockLayout = {
  read: (head, at) => ({ id: head.id(at), at: at + 12, length: head.u64(at + 4, false) }),
  next: (_, { at, length }) => at + length,
}
const BLOCKS_AT = 8
const EDIT_COUNT = 4 // bytes, before the samples
const IS_FLOAT = 1
const IS_LITTLE_ENDIAN = 2

export const caf: Family = {
  layout: LAYOUT,
  agrees: () => true, // it states no size of the whole
  parse(head) {
    const walked = findBlock(head, BLOCKS_AT, LAYOUT, 'data')
    if (!walked) return undefined
    const { before, found } = walked
    const at = found.at + EDIT_COUNT
    if (at > head.limit) return undefined
    const { isClosed, ...payload } = placePayload(head, at, found.length - EDIT_COUNT)
    const description = before.find(({ id }) => id === 'desc')
    const form: AudioForm = {
      container: 'caf',
      ...(description ? parseDescription(head, description.at, description.length) : UNKNOWN_FORMAT),
      ...payload,
      agrees: isClosed,
      blocks: before,
    }
    return form
  },
}

function parseDescription(head: Head, at: number, length: number): SampleFormat {
  if (length < 32) return UNKNOWN_FORMAT
  const flags = head.u32(at + 12, false)
  const packet = head.u32(at + 16, false)
  const channels = head.u32(at + 24, false)
  const bits = head.u32(at + 28, false)
  const isPlain = head.id(at + 8) === 'lpcm' && head.u32(at + 20, false) === 1
  const width = packet / channels
  const bytesPerSample = isPlain && Number.isInteger(width) && width <= 8 ? width : 0
  return {
    encoding: bytesPerSample === 0 ? 'other' : (flags & IS_FLOAT) !== 0 ? 'float' : 'int',
    bits,
    bytesPerSample,
    bigEndian: (flags & IS_LITTLE_ENDIAN) === 0,
    channels,
    rate: parseRate(head.f64(at)),
  }
}

function parseRate(stated: number): number {
  return Number.isFinite(stated) && stated > 0 ? stated : 0
}
