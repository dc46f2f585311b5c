// The bext block of broadcast WAV (EBU Tech 3285): who recorded what, when, from which sample of the day on. Its fields
// stand where they stood in version 0; later versions only add behind them.
import { type TagName, type Tags, tagsOf } from '../media.ts'
import { textOf } from './text.ts'
import { dateOf, timeOf } from './when.ts'

const DESCRIPTION = [0, 256] as const
const ORIGINATOR = [256, 288] as const
const REFERENCE = [288, 320] as const
const DATE = [320, 330] as const
const TIME = [330, 338] as const
const TIME_REFERENCE = 338
const FIXED_BYTES = 346

// Field recorders that know more of a take write it here a line each: "sSCENE=12A", with a letter of the maker's.
const NOTED = /^[a-z]?(PROJECT|SCENE|TAKE|TAPE|NOTE|CIRCLED)=(.*)$/gm
const NOTED_TAGS: Readonly<Record<string, TagName>> = {
  PROJECT: 'project',
  SCENE: 'scene',
  TAKE: 'take',
  TAPE: 'reel',
  NOTE: 'note',
  CIRCLED: 'circled',
}

/** Nothing where the block is too short to be one. */
export function parseBext(block: Uint8Array): Tags {
  if (block.byteLength < FIXED_BYTES) return {}
  const field = ([from, to]: readonly [number, number]): string => textOf(block.subarray(from, to))
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength)
  const samples = view.getBigUint64(TIME_REFERENCE, true)
  const description = field(DESCRIPTION)
  return tagsOf({
    ...notedIn(description),
    description,
    originator: field(ORIGINATOR),
    reference: field(REFERENCE),
    date: dateOf(field(DATE)),
    time: timeOf(field(TIME)),
    timecode: samples > 0n ? samples.toString() : undefined,
  })
}

function notedIn(description: string): Tags {
  const tags: Partial<Record<TagName, string>> = {}
  for (const [, key, value] of description.replaceAll('\r', '\n').matchAll(NOTED)) {
    const name = NOTED_TAGS[key!]!
    if (name !== 'circled') tags[name] ??= value!.trim()
    else if (value!.trim().toUpperCase() === 'TRUE') tags.circled = 'true'
  }
  return tags
}
