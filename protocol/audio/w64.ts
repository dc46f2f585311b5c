// Sony Wave64: RIFF with GUIDs for ids and 64-bit sizes that count their own 24 bytes of header; blocks begin at
// multiples of 8.
import { type BlockLayout, findBlock } from './blocks.ts'
import { type AudioForm, endsFile, type Family, placePayload, UNKNOWN_FORMAT } from './family.ts'
import type { Head } from './head.ts'
import { parseWaveFormat } from './wave-format.ts'

const RIFF = '726966662e91cf11a5d628db04c10000'
// Most blocks are named by four letters and this.
const LETTERED = 'f3acd3118cd100c04f8edb8a'
const WAVE = `77617665${LETTERED}`
const BLOCK_HEADER = 24
const BLOCKS_AT = 40

const LAYOUT: BlockLayout = {
  read(head, at) {
    const isLettered = head.hex(at + 4, 12) === LETTERED
    const id = isLettered ? head.id(at) : head.hex(at, 16)
    return { id, at: at + BLOCK_HEADER, length: head.u64(at + 16, true) - BLOCK_HEADER }
  },
  // Contents begin at multiples of 8 too, so the length alone tells the padding.
  next: (_, { at, length }) => at + Math.ceil(length / 8) * 8,
}

/** Whether an id of `riff` in small letters begins a W64 file. */
export function isW64(head: Head): boolean {
  return head.hex(0, 16) === RIFF
}

export const w64: Family = {
  layout: LAYOUT,
  agrees: head => endsFile(containerEnd(head), head.size),
  parse(head) {
    if (head.hex(24, 16) !== WAVE) return undefined
    const walked = findBlock(head, BLOCKS_AT, LAYOUT, 'data')
    if (!walked) return undefined
    const { before, found } = walked
    const { isClosed, ...payload } = placePayload(head, found.at, found.length, containerEnd(head))
    const format = before.find(({ id }) => id === 'fmt ')
    const form: AudioForm = {
      container: 'w64',
      ...(format ? parseWaveFormat(head, format.at, format.length) : UNKNOWN_FORMAT),
      ...payload,
      agrees: isClosed && w64.agrees(head),
      blocks: before,
    }
    return form
  },
}

function containerEnd(head: Head): number {
  return head.u64(16, true)
}
