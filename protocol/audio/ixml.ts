// The iXML block that field recorders and workstations write (iXML 1.x to 3.x): project, scene, take, reel, note. Not an
// XML parser: it looks for the children of BWFXML, tolerates what is broken, and reads every byte at most once.
import type { TagName, Tags } from '../media.ts'
import { decodeText } from './text.ts'

const MAX_BYTES = 256 * 1024
const MAX_DEPTH = 16
const ROOT = 'BWFXML'
const NAMES: ReadonlyMap<string, TagName> = new Map([
  ['PROJECT', 'project'],
  ['SCENE', 'scene'],
  ['TAKE', 'take'],
  ['TAPE', 'reel'],
  ['NOTE', 'note'],
  ['CIRCLED', 'circled'],
])
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export function parseIxml(block: Uint8Array): Tags {
  const tags: Partial<Record<TagName, string>> = {}
  for (const { name, text } of childrenOfRoot(decode(block.subarray(0, MAX_BYTES)))) {
    const tag = NAMES.get(name)
    const value = text.trim()
    if (!tag || value === '' || tags[tag] !== undefined) continue
    if (tag !== 'circled') tags[tag] = value
    else if (value.toUpperCase() === 'TRUE') tags.circled = 'true'
  }
  return tags
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0))
    return new TextDecoder('utf-16le').decode(bytes)
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c))
    return new TextDecoder('utf-16be').decode(bytes)
  return decodeText(bytes)
}

/** The elements right below the root and the text in them, of which their own children are left out. */
function* childrenOfRoot(xml: string): Generator<{ name: string; text: string }> {
  let open: string[] | undefined // below the root
  let text = ''
  for (let at = 0; ; ) {
    const start = xml.indexOf('<', at)
    if (open?.length === 1) text += decodeEntities(xml.slice(at, start === -1 ? at : start))
    if (start === -1) return
    const markup = markupAt(xml, start)
    if (!markup) return
    at = markup.end
    if (markup.kind === 'text' && open?.length === 1) text += markup.body
    if (markup.kind !== 'tag') continue
    const { name, isClosing, isEmpty } = markup
    if (!open) {
      if (name === ROOT && !isClosing) open = []
    } else if (!isClosing) {
      if (open.length === 0) text = ''
      if (!isEmpty) open.push(name)
      if (open.length > MAX_DEPTH) return
    } else if (open.includes(name)) {
      open.length = open.lastIndexOf(name) // what was left open within ends with it
      if (open.length === 0) yield { name, text }
    } else if (name === ROOT) return
  }
}

type Markup =
  | { kind: 'tag'; end: number; name: string; isClosing: boolean; isEmpty: boolean }
  | { kind: 'text'; end: number; body: string }
  | { kind: 'other'; end: number }

/** Undefined where it has no end. */
function markupAt(xml: string, start: number): Markup | undefined {
  const until = (from: number, mark: string): number => xml.indexOf(mark, start + from)
  if (xml.startsWith('<!--', start)) return other(until(4, '-->'), 3)
  if (xml.startsWith('<![CDATA[', start)) {
    const end = until(9, ']]>')
    return end === -1 ? undefined : { kind: 'text', end: end + 3, body: xml.slice(start + 9, end) }
  }
  if (xml.startsWith('<?', start)) return other(until(2, '?>'), 2)
  if (xml.startsWith('<!', start)) return other(until(2, '>'), 1)
  const end = until(1, '>')
  if (end === -1) return undefined
  const body = xml.slice(start + 1, end)
  const isClosing = body.startsWith('/')
  const isEmpty = body.endsWith('/')
  const name = body.slice(isClosing ? 1 : 0, isEmpty ? -1 : undefined).split(/\s/, 1)[0]!
  return { kind: 'tag', end: end + 1, name, isClosing, isEmpty }
}

function other(at: number, length: number): Markup | undefined {
  return at === -1 ? undefined : { kind: 'other', end: at + length }
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name) return ENTITIES[name] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
