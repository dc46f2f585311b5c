// Finds the records of one block that all terms hold for. Each term leaps to its next place from where the others are, so
// the rarest decides how much is read (§ Find).
import type { Days } from './days.ts'
import { endOf, type Records, recordAt, recordDay, startOf, textEndOf } from './records.ts'
import type { Term } from './terms.ts'

// A native search costs more to call than to read this far. Where there was a hit the next is likely nearer.
const NEAR = 64

export function scanRecords(
  records: Records,
  terms: readonly Term[],
  days: Days | undefined,
  hit: (index: number) => void,
): void {
  const { count } = records
  const [first, ...others] = terms
  const inDays = (index: number): boolean => {
    if (days === undefined) return true
    const day = recordDay(records, index)
    return day >= days.from && day <= days.to
  }
  if (first === undefined) {
    for (let index = 0; index < count; index++) if (inDays(index)) hit(index)
    return
  }
  const textEnd = textEndOf(records)
  let index = 0
  next: while (index < count) {
    const position = nextPlace(records.bytes, first, startOf(records, index), textEnd)
    if (position === -1) return
    index = recordAt(records, position, index)
    for (const term of others) {
      const place = nextPlace(records.bytes, term, startOf(records, index), textEnd)
      if (place === -1) return
      if (place >= endOf(records, index)) {
        index = recordAt(records, place, index)
        continue next
      }
    }
    if (inDays(index)) hit(index)
    index++
  }
}

/** Where the term holds next, at `from` or after; -1: nowhere. */
function nextPlace(bytes: Buffer, { needle, holds }: Term, from: number, textEnd: number): number {
  for (let at = from; ; at++) {
    at = find(bytes, needle, at, textEnd)
    if (at === -1 || holds === undefined || holds(bytes, at)) return at
  }
}

function find(bytes: Buffer, needle: Buffer, from: number, end: number): number {
  const length = needle.byteLength
  const first = needle[0]!
  const near = Math.min(from === 0 ? 0 : from + NEAR, end - length + 1)
  search: for (let at = from; at < near; at++) {
    if (bytes[at] !== first) continue
    for (let i = 1; i < length; i++) if (bytes[at + i] !== needle[i]) continue search
    return at
  }
  if (near > end - length) return -1
  const found = bytes.indexOf(needle, near)
  return found === -1 || found + length > end ? -1 : found
}
