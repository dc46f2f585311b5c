// Text as audio files have it: ASCII by their specifications, in UTF-8 or Windows' Latin-1 in practice.
const UTF_8 = new TextDecoder('utf-8', { fatal: true })
const LATIN = new TextDecoder('windows-1252')

/** Up to the first NUL, which ends or pads a field. */
export function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return decodeText(end === -1 ? bytes : bytes.subarray(0, end)).trim()
}

/** UTF-8 that was cut off in the middle of a character is still UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return UTF_8.decode(bytes.subarray(0, bytes.byteLength - cutOff(bytes)))
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return LATIN.decode(bytes)
  }
}

// How many bytes at the end begin a character that is not there whole.
function cutOff(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.byteLength); back++) {
    const byte = bytes[bytes.byteLength - back]!
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? back : 0
  }
  return 0
}
