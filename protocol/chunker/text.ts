// Whether the start of a file is text: UTF-8, another ASCII-based encoding, or UTF-16, without control characters.

// Of a hundred bytes in an 8-bit encoding, about this many may be letters with accents.
const MAX_STRAY = 1 / 10
const UTF16_PLAIN = 3 / 4
const HIGH_SURROGATE = 0xd800 >> 10
const LOW_SURROGATE = 0xdc00 >> 10

const CONTROL = Uint8Array.from({ length: 256 }, (_, byte) => (isControl(byte) ? 1 : 0))

/** `sample` may end within a character. */
export function isText(sample: Uint8Array): boolean {
  if (sample.byteLength === 0) return false
  const order = utf16Order(sample)
  return order === undefined ? isEightBit(sample) : isUtf16(sample, order)
}

function isEightBit(sample: Uint8Array): boolean {
  const end = sample.byteLength
  let stray = 0
  for (let at = 0; at < end; ) {
    const byte = sample[at]!
    if (CONTROL[byte] === 1) return false
    if (byte < 0x80) at++
    else {
      const length = utf8Length(byte)
      let next = at + 1
      while (next < end && next < at + length && sample[next]! >> 6 === 2) next++
      const isWhole = next === at + length || next === end
      if (length === 0 || !isWhole) stray++
      at = length > 0 && isWhole ? next : at + 1
    }
  }
  return stray <= end * MAX_STRAY
}

/** Of the character that begins with this byte; 0 if none does. */
function utf8Length(byte: number): number {
  if (byte >= 0xc2 && byte < 0xe0) return 2
  if (byte >= 0xe0 && byte < 0xf0) return 3
  return byte >= 0xf0 && byte < 0xf5 ? 4 : 0
}

/** A byte order mark, or mostly characters below 256. Undefined: no UTF-16. */
function utf16Order(sample: Uint8Array): 'little' | 'big' | undefined {
  if (sample.byteLength < 2) return undefined
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'little'
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'big'
  const isZero = [sample[0] === 0, sample[1] === 0]
  if (isZero[0] === isZero[1]) return undefined
  const zeroAt = isZero[0] ? 0 : 1
  let zeros = 0
  const units = sample.byteLength >> 1
  for (let unit = 0; unit < units; unit++) if (sample[2 * unit + zeroAt] === 0) zeros++
  return zeros < units * UTF16_PLAIN ? undefined : zeroAt === 1 ? 'little' : 'big'
}

function isUtf16(sample: Uint8Array, order: 'little' | 'big'): boolean {
  const view = new DataView(sample.buffer, sample.byteOffset, sample.byteLength)
  let isAfterHigh = false
  for (let at = 0; at + 2 <= sample.byteLength; at += 2) {
    const unit = view.getUint16(at, order === 'little')
    if (unit >= 0xfffe || (unit < 0x80 && isControl(unit))) return false
    if ((unit >> 10 === LOW_SURROGATE) !== isAfterHigh) return false
    isAfterHigh = unit >> 10 === HIGH_SURROGATE
  }
  return true
}

// Not those that stand in texts: tab, line and page breaks, and what begins a terminal's colours.
function isControl(code: number): boolean {
  return (code < 0x20 && (code < 0x09 || code > 0x0d) && code !== 0x1b) || code === 0x7f
}
