// Bytes made wrong in the ways that decoders trip over: flipped, cut, spliced, with lengths that lie, fields repeated and
// nested, integers beyond all bounds. A number decides everything, so that a failing input can be made again.

export interface Dice {
  below(bound: number): number
  pick<T>(items: readonly T[]): T
}

/** A fast generator; the same numbers give the same course. */
export function diceOf(...numbers: readonly number[]): Dice {
  let state = 0x9e3779b9
  for (const number of numbers) state = Math.imul(state ^ number, 0x85ebca6b) + 0x6d2b79f5
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
  const below = (bound: number): number => Math.floor(next() * bound)
  return { below, pick: items => items[below(items.length)]! }
}

const LARGEST = 64 * 1024
const NUMBERS = [
  0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
]
const WORDS = [
  ...[
    '..',
    '/',
    '\0',
    '%00',
    '\\',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '**/',
    '*',
    '?',
    '<',
    '</',
    '<![CDATA[',
    '&#0;',
  ],
  ...['-1', '0', '1e999', 'NaN', '9007199254740993', '99999999999999999999', '0x', 'null', 'true', '__proto__'],
  ...[
    '\ud800',
    '\ufeff',
    '\u202e',
    '\u00e4',
    '\u{1f941}',
    '\r\n',
    '\t',
    '=',
    ':',
    ',',
    '#',
    'RIFF',
    'data',
    'ID3',
    'fLaC',
  ],
].map(word => Buffer.from(word))

type Mutator = (bytes: Buffer, dice: Dice, others: readonly Uint8Array[]) => Buffer

const flip: Mutator = (bytes, dice) => {
  const changed = Buffer.from(bytes)
  for (let n = 1 + dice.below(6); n > 0 && changed.length > 0; n--)
    changed[dice.below(changed.length)]! ^= 1 << dice.below(8)
  return changed
}
const cut: Mutator = (bytes, dice) => bytes.subarray(0, dice.below(bytes.length + 1))
const behead: Mutator = (bytes, dice) => bytes.subarray(dice.below(bytes.length + 1))
const append: Mutator = (bytes, dice) => Buffer.concat([bytes, noise(dice, 1 + dice.below(40))])
const edit: Mutator = (bytes, dice) => {
  const at = dice.below(bytes.length + 1)
  return Buffer.concat([bytes.subarray(0, at), noise(dice, dice.below(8)), bytes.subarray(at + dice.below(8))])
}
const splice: Mutator = (bytes, dice, others) => {
  const other = dice.pick(others)
  const from = dice.below(other.length + 1)
  return Buffer.concat([bytes.subarray(0, dice.below(bytes.length + 1)), other.subarray(from)])
}
const lie: Mutator = (bytes, dice) => {
  if (bytes.length < 8) return flip(bytes, dice, [])
  const changed = Buffer.from(bytes)
  const at = dice.below(changed.length - 7)
  const number = dice.below(3) === 0 ? changed.length + dice.below(5) - 2 : dice.pick(NUMBERS)
  const kind = dice.below(5)
  if (kind === 0) changed.writeUInt32LE(number >>> 0, at)
  else if (kind === 1) changed.writeUInt32BE(number >>> 0, at)
  else if (kind === 2) changed.writeUInt16LE(number & 0xffff, at)
  else if (kind === 3) changed.writeBigUInt64LE(BigInt(number) * (dice.below(2) === 0 ? 1n : 0x1_0000_0001n), at)
  else changed[at] = number & 0xff
  return changed
}
const repeat: Mutator = (bytes, dice) => {
  const from = dice.below(bytes.length + 1)
  const part = bytes.subarray(from, from + 1 + dice.below(40))
  const times = Math.min(2 ** dice.below(12), Math.floor(LARGEST / (part.length + 1)))
  return Buffer.concat([bytes.subarray(0, from), ...Array.from({ length: times }, () => part), bytes.subarray(from)])
}
const word: Mutator = (bytes, dice) => {
  const at = dice.below(bytes.length + 1)
  return Buffer.concat([bytes.subarray(0, at), dice.pick(WORDS), bytes.subarray(at + dice.below(3))])
}
const nest: Mutator = (bytes, dice) => {
  const tag = Buffer.of((1 + dice.below(15)) * 8 + 2)
  let inner: Buffer = bytes
  for (let n = 1 + dice.below(40); n > 0 && inner.length < LARGEST; n--)
    inner = Buffer.concat([tag, varint(inner.length), inner])
  return inner
}
/** Takes the top fields of a message apart: drops one, doubles one, moves one, or spoils what is inside. */
const fields: Mutator = (bytes, dice, others) => {
  const parts = fieldsOf(bytes)
  if (parts === undefined || parts.length === 0) return edit(bytes, dice, others)
  const at = dice.below(parts.length)
  const field = parts[at]!
  const kind = dice.below(7)
  if (kind === 0) parts.splice(at, 1)
  else if (kind === 1) parts.push(...Array.from({ length: 1 + dice.below(200) }, () => field))
  else if (kind === 2) parts.splice(dice.below(parts.length), 0, ...parts.splice(at, 1))
  else if (kind === 3)
    parts[at] = Buffer.concat([Buffer.of(field[0]! & 0xf8), varint(dice.pick(NUMBERS)), Buffer.of(0)])
  else if (kind === 4) parts[at] = Buffer.concat([Buffer.of(field[0]! & 0xf8), Buffer.alloc(9, 0xff), Buffer.of(1)])
  else if ((field[0]! & 7) === 2) {
    const { start } = lengthAt(field, 1)!
    const inside = mutateOnce(field.subarray(start), dice, others)
    parts[at] = Buffer.concat([field.subarray(0, 1), varint(inside.length), inside])
  } else parts[at] = flip(field, dice, others)
  return Buffer.concat(parts)
}

const MUTATORS: readonly Mutator[] = [
  flip,
  flip,
  cut,
  behead,
  append,
  edit,
  splice,
  lie,
  lie,
  repeat,
  word,
  nest,
  fields,
  fields,
  fields,
]

/** `others`: what else is spliced in. */
export function mutate(seed: Uint8Array, dice: Dice, others: readonly Uint8Array[]): Buffer {
  let bytes: Buffer = Buffer.from(seed)
  if (dice.below(50) === 0) return noise(dice, dice.below(300))
  for (let n = 1 + dice.below(3); n > 0; n--) bytes = mutateOnce(bytes, dice, others)
  return bytes.length > LARGEST && seed.length < LARGEST ? bytes.subarray(0, LARGEST) : bytes
}

function mutateOnce(bytes: Buffer, dice: Dice, others: readonly Uint8Array[]): Buffer {
  return dice.pick(MUTATORS)(bytes, dice, others) as Buffer
}

function noise(dice: Dice, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  for (let i = 0; i < length; i++) bytes[i] = dice.below(256)
  return bytes
}

export function varint(value: number): Buffer {
  const bytes: number[] = []
  let left = value
  for (; left > 0x7f; left = Math.floor(left / 128)) bytes.push((left % 128) | 0x80)
  return Buffer.of(...bytes, left)
}

/** Each top field with its tag, of messages whose tags have one byte; undefined where the bytes are none. */
function fieldsOf(bytes: Buffer): Buffer[] | undefined {
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const wire = bytes[at]! & 7
    let end: number | undefined
    if (wire === 0) end = lengthAt(bytes, at + 1)?.start
    else if (wire === 2) {
      const length = lengthAt(bytes, at + 1)
      end = length && length.start + length.value
    } else if (wire === 1) end = at + 9
    else if (wire === 5) end = at + 5
    if (bytes[at]! > 0x7f || end === undefined || end > bytes.length) return undefined
    parts.push(bytes.subarray(at, end))
    at = end
  }
  return parts
}

function lengthAt(bytes: Buffer, from: number): { value: number; start: number } | undefined {
  let value = 0
  for (let at = from, scale = 1; at < bytes.length && at < from + 7; at++, scale *= 128) {
    value += (bytes[at]! & 0x7f) * scale
    if (bytes[at]! < 0x80) return { value, start: at + 1 }
  }
  return undefined
}
