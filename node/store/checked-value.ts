// LevelDB does not notice a flipped byte, so every value that could mislead carries a checksum over key and value; one
// that fails it reads as absent (§ Store, Index).
import { hashHex } from '../../protocol/hash.ts'

const CHECK = 8

export function sealValue(key: Uint8Array, value: Uint8Array): Buffer {
  return Buffer.concat([check(key, value), value])
}

export function openValue(key: Uint8Array, stored: Uint8Array | undefined): Uint8Array | undefined {
  if (!stored || stored.byteLength < CHECK) return undefined
  const value = stored.subarray(CHECK)
  return check(key, value).equals(stored.subarray(0, CHECK)) ? value : undefined
}

function check(key: Uint8Array, value: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(4 + key.byteLength + value.byteLength)
  bytes.writeUInt32LE(key.byteLength)
  bytes.set(key, 4)
  bytes.set(value, 4 + key.byteLength)
  return Buffer.from(hashHex(bytes).slice(0, 2 * CHECK), 'hex')
}
