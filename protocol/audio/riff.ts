// RIFF/WAVE and its 64-bit forms RF64 and BW64 (EBU Tech 3306, ITU-R BS.2088), whose ds64 block has the true sizes.
import { type Block, findBlock, iffLayout } from './blocks.ts'
import { type AudioForm, endsFile, type Family, placePayload, UNKNOWN_FORMAT } from './family.ts'
import type { Head } from './head.ts'
import { parseWaveFormat } from './wave-format.ts'

const LAYOUT = iffLayout(true, ['data', 'fmt '])
const UNSIZED = 0xffffffff
const BLOCKS_AT = 12

export const riff: Family = {
  layout: LAYOUT,
  agrees(head) {
    if (is64(head)) return hasLongSizes(head) && endsFile(containerEnd(head), head.size)
    return endsFile(containerEnd(head), head.size)
  },
  parse(head) {
    const walked = findBlock(head, BLOCKS_AT, LAYOUT, 'data')
    if (!walked) return undefined
    const { before, found } = walked
    const { isClosed, ...payload } = placePayload(head, found.at, payloadLength(head, found), containerEnd(head))
    const format = before.find(({ id }) => id === 'fmt ')
    const form: AudioForm = {
      container: is64(head) ? 'rf64' : 'wav',
      ...(format ? parseWaveFormat(head, format.at, format.length) : UNKNOWN_FORMAT),
      ...payload,
      agrees: isClosed && riff.agrees(head),
      blocks: before,
    }
    return form
  },
}

function is64(head: Head): boolean {
  return head.id(0) !== 'RIFF'
}

// Before it is closed, an RF64 file has a JUNK block where ds64 will stand, or an empty ds64.
function hasLongSizes(head: Head): boolean {
  return head.id(BLOCKS_AT) === 'ds64'
}

function containerEnd(head: Head): number {
  return 8 + (is64(head) && hasLongSizes(head) ? head.u64(20, true) : head.u32(4, true))
}

function payloadLength(head: Head, data: Block): number {
  const isLong = is64(head) && hasLongSizes(head) && (data.length === UNSIZED || data.length === 0)
  return isLong ? head.u64(28, true) : data.length
}
