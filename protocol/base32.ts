// RFC 4648 base32 without padding, in lower case: for what people copy by hand (tickets, owner keys, TOTP secrets).
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

export function toBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    for (; bits >= 5; bits -= 5) text += ALPHABET[(value >> (bits - 5)) & 31]
    value &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text
}

/**
 * Strict: no other character, no padding, and the bits left over are 0, so that no two texts are one value. Returns why
 * not, in words, for anything else.
 */
export function fromBase32(text: string): { readonly bytes: Buffer } | { readonly wrong: string } {
  const bytes: number[] = []
  let bits = 0
  let value = 0
  for (const character of text) {
    const digit = ALPHABET.indexOf(character)
    if (digit < 0) return { wrong: `${JSON.stringify(character)} never stands there` }
    value = (value << 5) | digit
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push(value >> bits)
      value &= (1 << bits) - 1
    }
  }
  if (bits >= 5 || value !== 0) return { wrong: 'a character is missing or too many' }
  return { bytes: Buffer.from(bytes) }
}
