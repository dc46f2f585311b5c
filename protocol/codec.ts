// The only door between bytes and protobuf messages: size, field count, depth and integer range are checked before
// anything is allocated, so that arbitrary bytes become a value or MESSAGE_INVALID, never a bomb (§ Limits).
import type protobuf from 'protobufjs/minimal.js'
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

/** Decodes at most `maxBytes` bytes. Byte fields are views into `bytes`. Throws MESSAGE_INVALID. */
export function decode<Message, Properties>(
  type: MessageClass<Message, Properties>,
  bytes: Uint8Array,
  maxBytes: number,
): Message {
  if (bytes.byteLength > maxBytes)
    throw new HoldfastError('MESSAGE_INVALID', `message of ${bytes.byteLength} bytes, at most ${maxBytes} allowed`)
  try {
    countFields(bytes)
    return type.decode(bytes)
  } catch (cause) {
    if (cause instanceof HoldfastError) throw cause
    throw new HoldfastError('MESSAGE_INVALID', 'bytes are not the message they should be', { cause })
  }
}

// Counts top-level and (as far as they look like messages) nested fields. Byte fields can't be told from messages
// without the schema, so nesting is bounded by the decoder's own recursion limit; here we bound what is allocated.
function countFields(bytes: Uint8Array): void {
  let at = 0
  let fields = 0
  const end = bytes.byteLength
  while (at < end) {
    if (++fields > LIMITS.protobufFields)
      throw new HoldfastError('MESSAGE_INVALID', `more than ${LIMITS.protobufFields} fields`)
    const [tag, afterTag] = varint(bytes, at)
    at = afterTag
    const wire = tag % 8
    if (wire === 0) [, at] = varint(bytes, at)
    else if (wire === 1) at += 8
    else if (wire === 5) at += 4
    else if (wire === 2) {
      const [length, start] = varint(bytes, at)
      at = start + length
    } else throw new HoldfastError('MESSAGE_INVALID', `wire type ${wire}`)
  }
  if (at !== end) throw new HoldfastError('MESSAGE_INVALID', 'a field runs past the end')
}

function varint(bytes: Uint8Array, from: number): [value: number, next: number] {
  let value = 0
  let scale = 1
  for (let at = from; at < from + 8; at++) {
    const byte = bytes[at]
    if (byte === undefined) break
    value += (byte & 0x7f) * scale
    if (byte < 0x80) {
      if (value > Number.MAX_SAFE_INTEGER) break
      return [value, at + 1]
    }
    scale *= 128
  }
  throw new HoldfastError('MESSAGE_INVALID', 'a varint is cut or larger than 2^53 - 1')
}
