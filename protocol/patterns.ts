// Patterns for paths: of a snapshot that a restore wants (§ Restore), of a project that its rules sort (§ Categories).
// They are matched on bytes, so that names in any encoding can be had (§ Patterns).
//   *  within a name    **  across names    ?  one character    [abc] [a-z] [!a]  one of these    {a,b}  either
// A pattern without '/' matches a name anywhere, one with '/' the path from the top; what lies in a folder that matches
// is wanted with it.
import { HoldfastError } from './errors.ts'
import { automatonOf, type Matcher, type Part } from './pattern-automaton.ts'

/** True for a path (components joined by '/') that is wanted or lies below one that is. */
export type Include = (path: Uint8Array) => boolean

const MAX_BYTES = 1024
const MAX_STARS = 64
const MAX_BRANCHES = 256

const SLASH = 0x2f
const ALL = setOf(() => true)
const IN_NAME = setOf(byte => byte !== SLASH)
const SLASH_ALONE = setOf(byte => byte === SLASH)
const ASCII_IN_NAME = setOf(byte => byte < 0x80 && byte !== SLASH)
const LEAD = setOf(byte => byte >= 0xc0)
const TRAIL = setOf(byte => byte >= 0x80 && byte < 0xc0)

const ACROSS: Part = { kind: 'many', set: ALL }
const SEPARATOR: Part = { kind: 'one', set: SLASH_ALONE }
/** Nothing, or some folders. */
const FOLDERS: Part = { kind: 'either', branches: [[], [ACROSS, SEPARATOR]] }
/** Nothing, or whatever lies below. */
const BELOW: Part = { kind: 'either', branches: [[], [SEPARATOR, ACROSS]] }
/** One character: a UTF-8 sequence, or a single byte that belongs to none. */
const CHARACTER: Part = {
  kind: 'either',
  branches: [
    [{ kind: 'one', set: ASCII_IN_NAME }],
    [
      { kind: 'one', set: LEAD },
      { kind: 'many', set: TRAIL },
    ],
    [{ kind: 'one', set: TRAIL }],
  ],
}

/** No patterns: everything. Throws USAGE for a pattern that can't be read. */
export function compileInclude(patterns: readonly string[]): Include {
  if (patterns.length === 0) return () => true
  const matchers = patterns.map(compilePattern)
  return path => {
    const text = pathText(path)
    return matchers.some(matcher => matcher.test(text))
  }
}

/** One character a byte: what patterns are matched on. */
export function pathText(path: Uint8Array): string {
  return Buffer.from(path.buffer, path.byteOffset, path.byteLength).toString('latin1')
}

/** Matches the pathText of a path that the pattern names, or that lies below such a one. Throws USAGE. */
export function compilePattern(pattern: string): Matcher {
  const trimmed = pattern.replace(/^\.?\/+/, '').replace(/\/+$/, '')
  if (trimmed === '') throw new HoldfastError('USAGE', `not a pattern for paths: "${pattern}"`)
  const isAnywhere = !trimmed.includes('/') && !pattern.startsWith('/')
  const parts = new PatternReader(Buffer.from(trimmed).toString('latin1'), pattern).read()
  return automatonOf([...(isAnywhere ? [FOLDERS] : []), ...parts, BELOW])
}

class PatternReader {
  readonly #text: string
  readonly #pattern: string
  #at = 0
  #stars = 0
  #branches = 0

  constructor(text: string, pattern: string) {
    this.#text = text
    this.#pattern = pattern
  }

  read(): Part[] {
    if (this.#text.length > MAX_BYTES) throw this.#wrong(`over ${MAX_BYTES} bytes`)
    return this.#sequence(0)
  }

  /** Up to the end, or to the ',' or '}' that ends a branch of the group it stands in. */
  #sequence(depth: number): Part[] {
    const parts: Part[] = []
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at]!
      if (depth > 0 && (character === ',' || character === '}')) return parts
      if (character === '*') parts.push(this.#star())
      else if (character === '?') parts.push(CHARACTER)
      else if (character === '[') parts.push(this.#oneOf())
      else if (character === '{') parts.push(this.#either(depth))
      else parts.push(this.#itself(character))
    }
    if (depth > 0) throw this.#wrong('"{" without "}"')
    return parts
  }

  #star(): Part {
    if (++this.#stars > MAX_STARS) throw this.#wrong(`over ${MAX_STARS} stars`)
    const from = this.#at
    while (this.#text[this.#at + 1] === '*') this.#at++
    if (this.#at === from) return { kind: 'many', set: IN_NAME }
    const beginsName = from === 0 || this.#text[from - 1] === '/'
    if (!beginsName || this.#at - from !== 1 || this.#text[this.#at + 1] !== '/') return ACROSS
    this.#at++
    // Several in a row say no more than one.
    while (this.#text.startsWith('**/', this.#at + 1)) this.#at += 3
    return FOLDERS
  }

  #either(depth: number): Part {
    const branches: Part[][] = []
    do {
      if (++this.#branches > MAX_BRANCHES) throw this.#wrong(`over ${MAX_BRANCHES} alternatives`)
      this.#at++
      branches.push(this.#sequence(depth + 1))
    } while (this.#text[this.#at] === ',')
    return { kind: 'either', branches }
  }

  #oneOf(): Part {
    const end = this.#text.indexOf(']', this.#at + 2)
    if (end === -1) throw this.#wrong('"[" without "]"')
    const isNegated = '!^'.includes(this.#text[this.#at + 1]!)
    const members = this.#text.slice(this.#at + (isNegated ? 2 : 1), end)
    this.#at = end
    const named = new Set<number>()
    for (let at = 0; at < members.length; at++) {
      const [low, high] = [members.charCodeAt(at), members.charCodeAt(at + 2)]
      const isRange = members[at + 1] === '-' && at + 2 < members.length
      if (isRange && high < low) throw this.#wrong(`"${members.slice(at, at + 3)}"`)
      for (let byte = low; byte <= (isRange ? high : low); byte++) named.add(byte)
      if (isRange) at += 2
    }
    return { kind: 'one', set: setOf(byte => byte !== SLASH && named.has(byte) !== isNegated) }
  }

  #itself(character: string): Part {
    const isQuoted = character === '\\' && this.#at + 1 < this.#text.length
    const code = isQuoted ? this.#text.charCodeAt(++this.#at) : character.charCodeAt(0)
    return { kind: 'one', set: setOf(byte => byte === code) }
  }

  #wrong(what: string): HoldfastError {
    return new HoldfastError('USAGE', `not a pattern for paths: "${this.#pattern.slice(0, 200)}" (${what})`)
  }
}

function setOf(has: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (has(byte) ? 1 : 0))
}
