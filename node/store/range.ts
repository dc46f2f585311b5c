// The one check of a range that somebody asks for.
import { HoldfastError } from '../../protocol/errors.ts'

/** Throws MESSAGE_INVALID unless the range lies within `size` bytes. */
export function checkRange(offset: number, length: number, size: number): void {
  const whole = Number.isInteger(offset) && Number.isInteger(length)
  if (whole && offset >= 0 && length >= 0 && offset + length <= size) return
  throw new HoldfastError('MESSAGE_INVALID', `${length} bytes from ${offset} of a chunk of ${size}`)
}
