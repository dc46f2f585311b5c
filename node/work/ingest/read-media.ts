// What an audio file says of itself (§ Media): read when it is captured, from its first and last bytes.
import { excerptOf } from '../../../protocol/audio/excerpt.ts'
import { parseFlac } from '../../../protocol/audio/flac.ts'
import { parseAudioForm } from '../../../protocol/audio/form.ts'
import { describeForm } from '../../../protocol/audio/metadata.ts'
import { oggSeconds } from '../../../protocol/audio/ogg.ts'
import { id3Length, type TaggedKind, taggedKindOf } from '../../../protocol/audio/tagged-kind.ts'
import { boundedMedia, type Media, tagsOf } from '../../../protocol/media.ts'
import { type FoundTags, readTags } from './read-tags.ts'

const NOTHING = new Uint8Array(0)
const MAX_HEAD = 1024 * 1024
const ID3V1 = 128

/**
 * Of a file of `size` bytes. `head`: its first bytes (of which at most 1 MiB is looked at), or all. `tail`: its last ones,
 * as many as the caller has; tags behind the payload are found if it reaches back to where that ends. Undefined where it
 * is no audio file that is understood. Never throws for content.
 */
export async function readMedia(
  name: Uint8Array,
  head: Uint8Array,
  tail: Uint8Array | undefined,
  size: number,
): Promise<Media | undefined> {
  const end = tail ?? (head.byteLength >= size ? head : NOTHING)
  const start = head.subarray(0, Math.min(MAX_HEAD, size))
  const form = parseAudioForm(start, size)
  if (form === undefined || form === 'more') {
    const kind = taggedKindOf(name, start)
    return parseFlac(start) ?? (kind && readTagged(kind, start, end, size))
  }
  const behind = form.payloadAt + form.payloadLength - (size - end.byteLength)
  const { media, id3 } = describeForm(form, start, behind >= 0 ? end.subarray(behind, behind + MAX_HEAD) : NOTHING)
  const found = id3 && (await readTags(id3, 'audio/mpeg'))
  return found ? boundedMedia({ ...media, tags: tagsOf(media.tags, found.tags) }) : media
}

async function readTagged(
  kind: TaggedKind,
  head: Uint8Array,
  tail: Uint8Array,
  size: number,
): Promise<Media | undefined> {
  const found = await readTags(excerptOf(kind, head, tail, size), kind.mime)
  if (!found) return undefined
  const { codec, numberOfChannels, sampleRate, bitsPerSample, lossless } = found.format
  const isKnown = codec !== undefined || sampleRate !== undefined || Object.keys(found.tags).length > 0
  if (!isKnown) return undefined
  return boundedMedia({
    container: kind.container,
    codec: codec?.toLowerCase() ?? '',
    channels: numberOfChannels ?? 0,
    rate: sampleRate ?? 0,
    bits: (lossless && bitsPerSample) || 0,
    durationMs: 1000 * secondsOf(kind, found, head, tail, size),
    tags: found.tags,
  })
}

// 0 where unknown: what the library reckons from the length of its bytes is true of a whole file only.
function secondsOf(kind: TaggedKind, { format }: FoundTags, head: Uint8Array, tail: Uint8Array, size: number): number {
  const { duration = 0, bitrate = 0, codecProfile, sampleRate = 0 } = format
  if (kind.container === 'ogg') return oggSeconds(head, tail, sampleRate) ?? 0
  if (kind.container === 'aac') return 0
  if (kind.container !== 'mp3' || codecProfile !== 'CBR') return duration
  const hasId3v1 = Buffer.from(tail.subarray(-ID3V1)).toString('latin1', 0, 3) === 'TAG'
  return bitrate > 0 ? ((size - id3Length(head) - (hasId3v1 ? ID3V1 : 0)) * 8) / bitrate : 0
}
