// Walks the blocks of a container (RIFF and AIFF chunks, W64's and CAF's alike), one bounded step after the other.
import type { Head } from './head.ts'

/** `at`: the first byte of its content; `length`: of the content, as stated, so it may lie. */
export interface Block {
  readonly id: string
  readonly at: number
  readonly length: number
}

/** How a container lays its blocks out. */
export interface BlockLayout {
  /** The block whose header stands at `at`. A length below 0 says that the stated one makes no sense. */
  read(head: Head, at: number): Block
  /** Where the block behind `block` begins: at its end or later. */
  next(head: Head, block: Block): number
}

// More blocks than any writer makes; a header full of empty ones is hostile.
const MAX_BLOCKS = 1024

/** The blocks from `from` to the first `wanted` one. Undefined when there is none, or the head has missed something. */
export function findBlock(
  head: Head,
  from: number,
  layout: BlockLayout,
  wanted: string,
): { before: Block[]; found: Block } | undefined {
  const before: Block[] = []
  for (let at = from; before.length < MAX_BLOCKS; ) {
    const block = layout.read(head, at)
    if (head.missed !== 'nothing') return undefined
    if (block.id === wanted) return { before, found: block }
    if (block.length < 0 || !isPlain(block.id)) return undefined
    before.push(block)
    at = layout.next(head, block)
  }
  return undefined
}

/** The blocks from `from` on that lie within the head whole. */
export function listBlocks(head: Head, from: number, layout: BlockLayout): Block[] {
  const blocks: Block[] = []
  for (let at = from; at < head.limit && blocks.length < MAX_BLOCKS; ) {
    const block = layout.read(head, at)
    if (head.missed !== 'nothing' || block.length < 0 || !isPlain(block.id)) break
    if (block.at + block.length > head.limit) break
    blocks.push(block)
    at = layout.next(head, block)
  }
  return blocks
}

/**
 * Chunks of the IFF kind: id, u32 length, content, a pad byte behind an odd length that some writers leave out.
 * `required` are the ids of blocks that tell a pad byte that is not 0 from the first letter of an id.
 */
export function iffLayout(littleEndian: boolean, required: readonly string[]): BlockLayout {
  return {
    read: (head, at) => ({ id: head.id(at), at: at + 8, length: head.u32(at + 4, littleEndian) }),
    next(head, { at, length }) {
      const end = at + length
      if (length % 2 === 0) return end
      const isPadded = !isPlain(head.id(end)) || required.includes(head.id(end + 1))
      return isPadded ? end + 1 : end
    },
  }
}

function isPlain(id: string): boolean {
  return /^[\x20-\x7e]+$/.test(id)
}
