// Finds the line of a key in TOML text, so that an error can point at it. A scanner, not a parser: the text has been
// parsed before; it knows tables, dotted and quoted keys, and skips what stands inside brackets and long strings.

const TABLE = /^\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(#.*)?$/
const KEY = /^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=/

/** The 1-based line where `path` is set; of its nearest table when it isn't; 1 when that isn't there either. */
export function findLine(text: string, path: readonly string[]): number {
  let table: string[] = []
  let best = { depth: 0, line: 1 }
  let inside = ''
  for (const [index, line] of text.split('\n').entries()) {
    if (inside !== '') {
      if (line.includes(inside)) inside = ''
      continue
    }
    const header = TABLE.exec(line)
    const key = header ? undefined : KEY.exec(line)
    if (header) table = splitKey(header[1] ?? '')
    const here = header ? table : key ? [...table, ...splitKey(key[1] ?? '')] : undefined
    if (here) {
      // An inline table holds deeper keys on its own line, so a prefix is as near as one gets there.
      const depth = here.every((part, at) => part === path[at]) ? here.length : 0
      if (depth > best.depth) best = { depth, line: index + 1 }
    }
    if (key) inside = opens(line.slice(key[0].length))
  }
  return best.line
}

function splitKey(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|([\w-]+)/g)].map(match => match[1] ?? match[2] ?? match[3] ?? '')
}

/** What closes a value that goes on after its line, '' when none does. */
function opens(value: string): string {
  for (const quote of ['"""', "'''"]) if (value.split(quote).length === 2) return quote
  const bare = value.replace(/"[^"]*"|'[^']*'/g, '').replace(/#.*$/, '')
  return bare.split('[').length > bare.split(']').length ? ']' : ''
}
