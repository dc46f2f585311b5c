// What a search asks for, made ready for comparing bytes: each term is a needle to look for in the text of records and,
// where more is asked than that it stands there, a check of the place (§ Find).
import type { Days } from './days.ts'
import { foldText } from './fold.ts'
import { type FieldName, MARKERS_END, markerOf } from './records.ts'

export interface Query {
  /** Each stands in the path or in a tag. */
  readonly words: readonly string[]
  /** All of the tag, `*` for anything. */
  readonly scene: string | undefined
  readonly take: string | undefined
  /** In originator or artist, or who took the snapshot. */
  readonly by: string | undefined
  readonly days: Days | undefined
}

export interface Term {
  readonly needle: Buffer
  /** Whether what stands at `at` is what was asked for. */
  readonly holds: ((bytes: Buffer, at: number) => boolean) | undefined
}
export interface Word extends Term {
  readonly text: string
  /** Of a word with slashes: what stands between them. */
  readonly folders: readonly string[] | undefined
  /** How a file's name must begin when the folders hold all before the last slash. */
  readonly rest: Term | undefined
}
export interface Terms {
  readonly words: readonly Word[]
  readonly fields: readonly Term[]
  readonly by: (Term & { readonly text: string }) | undefined
  readonly days: Days | undefined
}

export function termsOf(query: Query): Terms {
  const fields: Term[] = []
  if (query.scene !== undefined) fields.push(fieldTerm('scene', query.scene))
  if (query.take !== undefined) fields.push(fieldTerm('take', query.take))
  const by = query.by === undefined ? undefined : foldText(query.by)
  return {
    words: query.words.map(wordOf),
    fields,
    by: by === undefined ? undefined : { text: by, needle: Buffer.from(by), holds: isIn('originator', 'artist') },
    days: query.days,
  }
}

function wordOf(word: string): Word {
  const text = foldText(word)
  const parts = text.split('/')
  const plain = { text, needle: Buffer.from(text), holds: undefined }
  if (parts.length === 1) return { ...plain, folders: undefined, rest: undefined }
  const name = String.fromCharCode(markerOf('name'))
  return { ...plain, folders: parts, rest: { needle: Buffer.from(name + parts.at(-1)), holds: undefined } }
}

function fieldTerm(field: FieldName, wanted: string): Term {
  const marker = String.fromCharCode(markerOf(field))
  const pieces = foldText(wanted).split('*')
  const first = pieces[0]!
  if (pieces.length === 1) return { needle: Buffer.from(marker + first), holds: endsAt(1 + Buffer.byteLength(first)) }
  const expression = new RegExp(
    `^${pieces.map(piece => piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*')}$`,
    'su',
  )
  return {
    needle: Buffer.from(marker + first),
    holds: (bytes, at) => expression.test(bytes.toString('utf8', at + 1, fieldEnd(bytes, at + 1))),
  }
}

function endsAt(length: number): Term['holds'] {
  return (bytes, at) => bytes[at + length]! < MARKERS_END
}

function isIn(...fields: readonly FieldName[]): Term['holds'] {
  const markers = fields.map(markerOf)
  return (bytes, at) => {
    // Every text stands after a marker.
    let before = at
    while (bytes[before]! >= MARKERS_END) before--
    return markers.includes(bytes[before]!)
  }
}

function fieldEnd(bytes: Buffer, from: number): number {
  let end = from
  while (bytes[end]! >= MARKERS_END) end++
  return end
}
