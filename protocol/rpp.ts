// Which media a Reaper project names (§ Lint): its FILE lines, read line by line from bytes of any size. Pure; whatever the
// bytes are, it ends, keeps at most so many names, and never holds more than one line.

export interface RppMedia {
  /** As written, in the order of first mention, each once. */
  readonly names: readonly string[]
  /** There were more than are kept, or a line too long to be a name. */
  readonly isCut: boolean
}
export interface RppReader {
  push(bytes: Uint8Array): void
  /** False when it does not begin as a Reaper project does. */
  end(): RppMedia & { readonly isProject: boolean }
}

const MAX_NAMES = 100_000
const MAX_LINE = 16 * 1024 // bytes; plug-ins write longer ones, names don't get there
const NEWLINE = 0x0a
const BOM = 0xef // its first byte of three
const utf8 = new TextDecoder('utf-8', { fatal: true })
const windows = new TextDecoder('windows-1252')

export function openRpp(): RppReader {
  const names = new Set<string>()
  let rest: Uint8Array = new Uint8Array(0)
  let isProject: boolean | undefined
  let isSkipping = false
  let isCut = false

  function line(bytes: Uint8Array): void {
    const start = firstSolid(bytes, isProject === undefined && bytes[0] === BOM ? 3 : 0)
    if (start === -1) return
    isProject ??= beginsWith(bytes, start, '<REAPER_PROJECT')
    if (!beginsWith(bytes, start, 'FILE ') && !beginsWith(bytes, start, 'FILE\t')) return
    if (bytes.byteLength > MAX_LINE) {
      isCut = true
      return
    }
    const name = firstWord(textOf(bytes.subarray(start + 5)))
    if (name === '') return
    if (names.size < MAX_NAMES) names.add(name)
    else isCut ||= !names.has(name)
  }

  return {
    push(bytes) {
      let from = 0
      for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
        const piece = bytes.subarray(from, at)
        if (!isSkipping) line(rest.byteLength === 0 ? piece : joined(rest, piece))
        isSkipping = false
        rest = rest.subarray(0, 0)
        from = at + 1
      }
      if (isSkipping) return
      rest = joined(rest, bytes.subarray(from))
      if (rest.byteLength <= MAX_LINE) return
      line(rest)
      rest = rest.subarray(0, 0)
      isSkipping = true
    },
    end() {
      if (!isSkipping) line(rest)
      return { names: [...names], isCut, isProject: isProject ?? false }
    },
  }
}

/** Reaper quotes with the first of " ' ` that the text does not hold, and not at all what has no space. */
function firstWord(text: string): string {
  const quote = text.trimStart().charAt(0)
  const from = text.length - text.trimStart().length
  if (quote !== '"' && quote !== "'" && quote !== '`') return text.slice(from).split(/[ \t\r]/)[0] ?? ''
  const end = text.indexOf(quote, from + 1)
  return end === -1 ? '' : text.slice(from + 1, end)
}

/** Reaper writes UTF-8; versions from before it did wrote the code page of their Windows. */
function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return windows.decode(bytes)
  }
}

/** The first byte at `from` or after that is no blank; -1: none. */
function firstSolid(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.byteLength; at++) if (bytes[at]! > 0x20) return at
  return -1
}

function beginsWith(bytes: Uint8Array, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) return false
  return true
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.byteLength + b.byteLength)
  both.set(a)
  both.set(b, a.byteLength)
  return both
}
