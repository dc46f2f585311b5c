// What the blocks of a RIFF, W64, AIFF or CAF file say of it (§ Media), from its form and the bytes around its payload.
import { boundedMedia, type Media, type Tags, tagsOf } from '../media.ts'
import { parseBext } from './bext.ts'
import type { Block } from './blocks.ts'
import { type AudioForm, blocksBehind } from './form.ts'
import { parseIxml } from './ixml.ts'
import { parseCafInfo, parseInfoList, parseTextChunk } from './tags.ts'

export interface NamedBlock {
  readonly id: string
  /** Its content. */
  readonly bytes: Uint8Array
}
export interface FormMetadata {
  readonly media: Media
  /** ID3 tags that a block holds, unread. */
  readonly id3: Uint8Array | undefined
}

/** Readers of blocks by id, those that know best first: the first to say something of a name is believed. */
const READERS: readonly (readonly [id: string, read: (block: Uint8Array) => Tags])[] = [
  ['iXML', parseIxml],
  ['bext', parseBext],
  ['LIST', parseInfoList],
  ['NAME', block => parseTextChunk('title', block)],
  ['AUTH', block => parseTextChunk('artist', block)],
  ['ANNO', block => parseTextChunk('comment', block)],
  ['(c) ', block => parseTextChunk('copyright', block)],
  ['info', parseCafInfo],
]

/** `head`: the file's start, with all that the form was read from; `tail`: what is known of it from its payload's end on. */
export function describeForm(form: AudioForm, head: Uint8Array, tail: Uint8Array): FormMetadata {
  const blocks = [
    ...form.blocks.map(block => ({ id: block.id, bytes: contentOf(block, head) })),
    ...blocksBehind(form, tail).map(block => ({ id: block.id, bytes: contentOf(block, tail) })),
  ]
  const { codec, seconds } = soundOf(form, blocks)
  const media = boundedMedia({
    container: form.container,
    codec,
    channels: form.channels,
    rate: form.rate,
    bits: form.bits,
    durationMs: seconds * 1000,
    tags: tagsOfBlocks(blocks),
  })
  return { media, id3: blocks.find(({ id }) => id === 'ID3 ' || id === 'id3 ')?.bytes }
}

export function tagsOfBlocks(blocks: readonly NamedBlock[]): Tags {
  return tagsOf(
    ...READERS.flatMap(([id, read]) => blocks.filter(block => block.id === id).map(({ bytes }) => read(bytes))),
  )
}

function contentOf({ at, length }: Block, bytes: Uint8Array): Uint8Array {
  return bytes.subarray(at, at + length)
}

const CODECS: Readonly<Record<number, string>> = {
  2: 'adpcm',
  6: 'alaw',
  7: 'mulaw',
  17: 'ima adpcm',
  80: 'mpeg',
  85: 'mp3',
  255: 'aac',
}

// A form that is not of plain samples has its codec and length in a block.
function soundOf(form: AudioForm, blocks: readonly NamedBlock[]) {
  const { encoding, bytesPerSample, channels, rate, payloadLength } = form
  if (encoding !== 'other') {
    const seconds = payloadLength / (bytesPerSample * channels) / rate
    return { codec: encoding === 'int' ? 'pcm' : 'float', seconds }
  }
  const { id, view } = describing(blocks)
  if (id === 'fmt ' && view.byteLength >= 12) {
    const isExtensible = view.getUint16(0, true) === 0xfffe && view.byteLength >= 26
    const tag = view.getUint16(isExtensible ? 24 : 0, true)
    return { codec: CODECS[tag] ?? `wave ${tag}`, seconds: payloadLength / view.getUint32(8, true) }
  }
  if (id === 'COMM' && view.byteLength >= 22) return { codec: fourLetters(view, 18), seconds: view.getUint32(2) / rate }
  if (id === 'desc' && view.byteLength >= 24) {
    const packets = payloadLength / view.getUint32(16)
    const frames = Number.isFinite(packets) ? packets * view.getUint32(20) : cafFrames(blocks)
    return { codec: fourLetters(view, 8), seconds: frames / rate }
  }
  return { codec: '', seconds: 0 }
}

function describing(blocks: readonly NamedBlock[]): { id: string; view: DataView } {
  const found = blocks.find(({ id }) => id === 'fmt ' || id === 'COMM' || id === 'desc')
  const bytes = found?.bytes ?? new Uint8Array(0)
  return { id: found?.id ?? '', view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) }
}

// Where packets are of different sizes, a table tells how many frames they are.
function cafFrames(blocks: readonly NamedBlock[]): number {
  const packets = blocks.find(({ id, bytes }) => id === 'pakt' && bytes.byteLength >= 16)?.bytes
  return packets ? Number(new DataView(packets.buffer, packets.byteOffset).getBigInt64(8)) : 0
}

function fourLetters(view: DataView, at: number): string {
  const letters = [0, 1, 2, 3].map(offset => String.fromCharCode(view.getUint8(at + offset)))
  return letters.join('').trim().toLowerCase()
}
