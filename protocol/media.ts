// What an audio file says of itself, as a snapshot keeps it beside the file (§ Media): format and tags, bounded so that
// directories stay small. Only for people and for finding; nothing is restored from it.
import { HoldfastError } from './errors.ts'
import type { holdfast as pb } from './messages.js'

export const TAG_NAMES = [
  'album',
  'artist',
  'circled', // 'true': the take that was chosen on location
  'comment',
  'copyright',
  'date', // of the recording: YYYY-MM-DD, or YYYY-MM or YYYY where no more was said
  'description',
  'genre',
  'isrc',
  'note',
  'originator',
  'project',
  'reel',
  'reference',
  'scene',
  'take',
  'time', // of the recording: HH:MM:SS
  'timecode', // samples since midnight
  'title',
  'track',
] as const
export type TagName = (typeof TAG_NAMES)[number]
export type Tags = Readonly<Partial<Record<TagName, string>>>

export interface Media {
  /** wav, rf64, w64, aiff, aifc, caf, flac, mp3, ogg, … */
  readonly container: string
  /** pcm, float, or what the container names. */
  readonly codec: string
  readonly channels: number
  /** Hz; 0 where unknown, as bits and durationMs. */
  readonly rate: number
  readonly bits: number
  readonly durationMs: number
  readonly tags: Tags
}

const MAX_TAG = 512 // UTF-16 units
const MAX_WORD = 32
const MAX_TAGS = 64 // of any version's names
// What would move a terminal's cursor, or end a line of a list; tabs and line feeds are text.
const CONTROLS = /[\p{Cc}\u2028\u2029]/gu

/** Cut to the bounds of the format: what a hostile or chatty file says must not swell a directory. */
export function boundedMedia(media: Media): Media {
  const tags: Partial<Record<TagName, string>> = {}
  for (const name of TAG_NAMES) {
    const value = cut(plainText(media.tags[name] ?? ''), MAX_TAG)
    if (value) tags[name] = value
  }
  return {
    container: cut(plainText(media.container), MAX_WORD),
    codec: cut(plainText(media.codec), MAX_WORD),
    channels: count(media.channels, 0xffff),
    rate: count(media.rate, 0xffffffff),
    bits: count(media.bits, 0xffff),
    durationMs: count(media.durationMs, Number.MAX_SAFE_INTEGER),
    tags,
  }
}

/** Of what was found, what says something: of each name the first. */
export function tagsOf(...found: readonly Partial<Record<TagName, string | undefined>>[]): Tags {
  const tags: Partial<Record<TagName, string>> = {}
  for (const name of TAG_NAMES) {
    const value = found.find(said => said[name])?.[name]
    if (value) tags[name] = value
  }
  return tags
}

function plainText(text: string): string {
  return text.replace(CONTROLS, control => (control === '\n' || control === '\t' ? control : '')).trim()
}

export function mediaToMessage(media: Media): pb.Media.$Properties {
  const { tags, ...rest } = boundedMedia(media)
  return { ...rest, tags: Object.entries(tags).map(([name, value]) => ({ name, value })) }
}

/** Tags of names this version does not know are left out. Throws MESSAGE_INVALID. */
export function mediaFromMessage(message: pb.Media): Media {
  const { container, codec, channels, rate, bits, durationMs, tags } = message
  if (container.length > MAX_WORD || codec.length > MAX_WORD || tags.length > MAX_TAGS) throw invalid()
  const known: Partial<Record<TagName, string>> = {}
  for (const { name, value } of tags) {
    if ((value ?? '').length > MAX_TAG) throw invalid()
    if (isTagName(name)) known[name] = value ?? ''
  }
  return { container, codec, channels, rate, bits, durationMs, tags: known }
}

/** An upper bound of what it adds to an entry, bytes. */
export function weightOfMedia(media: Media | undefined): number {
  if (!media) return 0
  let weight = 64 + 3 * (media.container.length + media.codec.length)
  for (const [name, value] of Object.entries(media.tags)) weight += 8 + name.length + 3 * value.length
  return weight
}

function isTagName(name: string | null | undefined): name is TagName {
  return TAG_NAMES.some(known => known === name)
}

function count(value: number, max: number): number {
  return Number.isFinite(value) && value > 0 ? Math.min(Math.round(value), max) : 0
}

function invalid(): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', 'a file entry says more of its media than the format allows')
}

// Where it is cut there may be blanks, or half a character.
function cut(text: string, length: number): string {
  return text.slice(0, length).toWellFormed().trimEnd()
}
