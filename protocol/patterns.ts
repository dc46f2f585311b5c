// Patterns for paths: of a snapshot that a restore wants (§ Restore), of a project that its rules sort (§ Categories).
// They are matched on bytes, so that names in any encoding can be had.
//   *  within a name    **  across names    ?  one character    [abc] [a-z] [!a]  one of these    {a,b}  either
// A pattern without '/' matches a name anywhere, one with '/' the path from the top; what lies in a folder that matches
// is wanted with it.
import { HoldfastError } from './errors.ts'

/** True for a path (components joined by '/') that is wanted or lies below one that is. */
export type Include = (path: Uint8Array) => boolean

// One character: a UTF-8 sequence, or a single byte that belongs to none.
const ANY = '(?:[\\x00-\\x2e\\x30-\\x7f]|[\\xc0-\\xff][\\x80-\\xbf]*|[\\x80-\\xbf])'

/** No patterns: everything. Throws USAGE for a pattern that can't be read. */
export function compileInclude(patterns: readonly string[]): Include {
  if (patterns.length === 0) return () => true
  const expressions = patterns.map(compilePattern)
  return path => {
    const text = pathText(path)
    return expressions.some(expression => expression.test(text))
  }
}

/** One character a byte: what patterns are matched on. */
export function pathText(path: Uint8Array): string {
  return Buffer.from(path.buffer, path.byteOffset, path.byteLength).toString('latin1')
}

/** Matches the pathText of a path that the pattern names, or that lies below such a one. Throws USAGE. */
export function compilePattern(pattern: string): RegExp {
  const trimmed = pattern.replace(/^\.?\/+/, '').replace(/\/+$/, '')
  if (trimmed === '') throw new HoldfastError('USAGE', `not a pattern for paths: "${pattern}"`)
  const anywhere = !trimmed.includes('/') && !pattern.startsWith('/')
  const body = translate(Buffer.from(trimmed).toString('latin1'), pattern)
  try {
    return new RegExp(`^${anywhere ? '(?:.*/)?' : ''}${body}(?:/.*)?$`, 's')
  } catch (cause) {
    throw new HoldfastError('USAGE', `not a pattern for paths: "${pattern}"`, { cause }) // such as [z-a]
  }
}

function translate(text: string, pattern: string): string {
  let out = ''
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (text.startsWith('**/', at) && (at === 0 || text[at - 1] === '/')) {
      out += '(?:.*/)?'
      at += 2
    } else if (text.startsWith('**', at)) {
      out += '.*'
      at++
    } else if (character === '*') out += '[^/]*'
    else if (character === '?') out += ANY
    else if (character === '[') {
      const end = text.indexOf(']', at + 2)
      if (end === -1) throw new HoldfastError('USAGE', `"[" without "]" in the pattern "${pattern}"`)
      out += oneOf(text.slice(at + 1, end))
      at = end
    } else if (character === '{') {
      out += '(?:'
      depth++
    } else if (character === '}' && depth > 0) {
      out += ')'
      depth--
    } else if (character === ',' && depth > 0) out += '|'
    else if (character === '\\' && at + 1 < text.length) out += quote(text[++at]!)
    else out += quote(character)
  }
  if (depth > 0) throw new HoldfastError('USAGE', `"{" without "}" in the pattern "${pattern}"`)
  return out
}

function oneOf(set: string): string {
  const negated = set.startsWith('!') || set.startsWith('^')
  const members = (negated ? set.slice(1) : set).replace(/[\\\]^[]/g, '\\$&')
  return negated ? `[^/${members}]` : `[${members}]`
}

function quote(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character
}
