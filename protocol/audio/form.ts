// What the header of an audio file says: where its samples lie and how, and whether it is closed (§ Chunking, § Capture).
// Headers are untrusted: nothing is read outside of the bytes given, and every size is held against the file's.
import { aiff } from './aiff.ts'
import { type Block, listBlocks } from './blocks.ts'
import { caf } from './caf.ts'
import type { AudioForm, Container, Family } from './family.ts'
import { Head } from './head.ts'
import { riff } from './riff.ts'
import { isW64, w64 } from './w64.ts'

export type { AudioForm } from './family.ts'
export { MAX_HEADER } from './head.ts'

/** Bytes from the start of a file that headerAgrees wants to see, or all of a shorter one. */
export const HEADER_LENGTH = 64 * 1024

const FAMILIES: Record<Container, Family> = { wav: riff, rf64: riff, w64, aiff, aifc: aiff, caf }

/**
 * The form of a file of `size` bytes that begins with `start`. Undefined: no container this knows, or one that lies, or
 * whose header is larger than MAX_HEADER. 'more': needs more of the file than `start`; never so when that is the first
 * MAX_HEADER bytes or all. An answer other than 'more' stays the same with more bytes.
 */
export function parseAudioForm(start: Uint8Array, size: number): AudioForm | 'more' | undefined {
  const head = new Head(start, size)
  const form = familyOf(head)?.parse(head)
  if (head.missed === 'nothing') return form
  return head.missed === 'more' ? 'more' : undefined
}

/**
 * Whether an audio file's header agrees with its length. Recorders write sizes of 0 or -1 and patch them when they stop,
 * so one that disagrees says: still being recorded. Other kinds of files always agree.
 */
export function headerAgrees(start: Uint8Array, size: number): boolean {
  const form = parseAudioForm(start, size)
  if (form !== undefined && form !== 'more') return form.agrees
  const head = new Head(start, size)
  return familyOf(head)?.agrees(head) ?? true
}

/**
 * The blocks behind the payload, where many writers put iXML and tags, as far as they lie within `tail` whole: the file
 * from the payload's end on, or the start of that. Their `at` counts from there.
 */
export function blocksBehind(form: AudioForm, tail: Uint8Array): Block[] {
  const { layout } = FAMILIES[form.container]
  const head = new Head(tail, tail.byteLength)
  const from = layout.next(head, { id: 'payload', at: -form.payloadLength, length: form.payloadLength })
  return listBlocks(head, from, layout)
}

function familyOf(head: Head): Family | undefined {
  switch (head.id(0)) {
    case 'RIFF':
    case 'RF64':
    case 'BW64':
      return head.id(8) === 'WAVE' ? riff : undefined
    case 'FORM':
      return head.id(8) === 'AIFF' || head.id(8) === 'AIFC' ? aiff : undefined
    case 'riff':
      return isW64(head) ? w64 : undefined
    case 'caff':
      return head.u16(4, false) === 1 ? caf : undefined
    default:
      return undefined
  }
}
