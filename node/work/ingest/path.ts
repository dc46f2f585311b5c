// Paths as bytes: names need not be UTF-8, so they are joined, compared and shown without being decoded for good.

const SLASH = Buffer.from('/')

export function joinPath(directory: Uint8Array, name: Uint8Array): Buffer {
  return directory.byteLength === 0 ? Buffer.from(name) : Buffer.concat([directory, SLASH, name])
}

/** The name as a key of maps: equal for equal bytes. */
export function nameKey(name: Uint8Array): string {
  return Buffer.from(name.buffer, name.byteOffset, name.byteLength).toString('latin1')
}

/** The path for people: bytes that are no UTF-8, and control characters, as \xNN. */
export function showPath(path: Uint8Array): string {
  const bytes = Buffer.from(path.buffer, path.byteOffset, path.byteLength)
  const text = bytes.toString('utf8')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal
  const unsafe = /[\u0000-\u001f\u007f-\u009f]/
  if (!text.includes('\ufffd') && !unsafe.test(text)) return text
  let shown = ''
  for (let at = 0; at < bytes.byteLength; ) {
    const length = utf8Length(bytes, at)
    const character = bytes.toString('utf8', at, at + length)
    if (character.includes('\ufffd') || unsafe.test(character)) {
      shown += `\\x${bytes[at]!.toString(16).padStart(2, '0')}`
      at++
    } else {
      shown += character
      at += length
    }
  }
  return shown
}

function utf8Length(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!
  return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
}
