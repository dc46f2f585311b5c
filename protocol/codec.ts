// The only door between bytes and protobuf messages: size, field count, depth and integer range are checked before
// anything is allocated, so that arbitrary bytes become a value or MESSAGE_INVALID, never a bomb (§ Messages).
import protobuf from 'protobufjs/minimal.js'
import { HoldfastError } from './errors.ts'
import { LIMITS } from './limits.ts'

interface MessageClass<Message, Properties> {
  encode(message: Properties, writer?: protobuf.Writer): protobuf.Writer
  decode(reader: protobuf.Reader | Uint8Array, length?: number): Message
}

/** Encodes a message. The result is a view the caller owns. */
export function encode<Message, Properties>(type: MessageClass<Message, Properties>, message: Properties): Uint8Array {
  return type.encode(message).finish()
}

/**
 * Decodes at most `maxBytes` bytes of at most `maxFields` fields, those of nested messages and packed numbers counted. Byte fields are views
 * into `bytes`; fields of a newer version are left out. Throws MESSAGE_INVALID.
 */
export function decode<Message, Properties>(
  type: MessageClass<Message, Properties>,
  bytes: Uint8Array,
  maxBytes: number,
  maxFields: number = LIMITS.protobufFields,
): Message {
  if (bytes.byteLength > maxBytes) throw invalid(`message of ${bytes.byteLength} bytes, at most ${maxBytes} allowed`)
  try {
    return type.decode(boundedReader(bytes, maxFields))
  } catch (cause) {
    if (cause instanceof HoldfastError) throw cause
    throw new HoldfastError('MESSAGE_INVALID', 'bytes are not the message they should be', { cause })
  }
}

// What protobufjs reads without a package for larger integers (protobuf-minimal.js).
interface Numbers {
  uint64(): number
  sint64(): number
}

// The generated decoders know which bytes are messages, so the counting is done as they read: every field, at any depth,
// begins with its tag, and is refused before anything is made of it.
protobuf.Reader.recursionLimit = LIMITS.protobufDepth

function boundedReader(bytes: Uint8Array, maxFields: number): protobuf.Reader {
  const reader = protobuf.Reader.create(bytes)
  const numbers = reader as unknown as Numbers
  const { tag } = reader
  const { uint64, sint64 } = numbers
  let left = maxFields
  const count = (): void => {
    if (--left < 0) throw invalid(`more than ${maxFields} fields`)
  }
  reader.discardUnknown = true
  reader.tag = () => {
    count()
    const read = tag.call(reader)
    const wire = read & 7
    if (wire === START_GROUP || wire === END_GROUP || wire > FIXED_32) throw invalid(`wire type ${wire}`)
    return read
  }
  // Counted as well: many stand packed in one field.
  numbers.uint64 = () => {
    count()
    return checkInteger(uint64.call(reader))
  }
  numbers.sint64 = () => {
    count()
    return checkInteger(sint64.call(reader))
  }
  return reader
}

const START_GROUP = 3
const END_GROUP = 4
const FIXED_32 = 5

// What is larger is no longer exact by the time it can be looked at.
function checkInteger(value: number): number {
  if (!Number.isSafeInteger(value)) throw invalid('an integer beyond 2^53 - 1')
  return value
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', what)
}
