// Labels and names of sites: what form they have, and when two values are the same place. Two spellings of one
// location must never count as two locations, so values are compared folded (§ Labels).
import { HoldfastError } from './errors.ts'

export type Labels = Readonly<Record<string, string>>

const LABEL_NAME = /^[a-z][a-z0-9-]{0,31}$/
const SITE_NAME = /^[\p{L}\p{N}](?:[\p{L}\p{N}._-]{0,61}[\p{L}\p{N}])?$/u
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const MAX_VALUE = 64 // UTF-16 code units
const MAX_LABELS = 32
const MAX_FOLDED = 4096
const folded = new Map<string, string>() // every assessment folds the same few values again and again

/** A label's value as stated, or undefined where the site has none. */
export function labelOf(labels: Labels, name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined
}

/** The form in which values are compared: NFKC, case and runs of spaces folded. */
export function foldLabel(value: string): string {
  const before = folded.get(value)
  if (before !== undefined) return before
  const fold = value.normalize('NFKC').toLowerCase().trim().replace(/\s+/gu, ' ')
  if (folded.size >= MAX_FOLDED) folded.clear()
  folded.set(value, fold)
  return fold
}

export function isLabelName(name: string): boolean {
  return LABEL_NAME.test(name)
}

export function isLabelValue(value: string): boolean {
  return value.length > 0 && value.length <= MAX_VALUE && value === value.trim() && !CONTROL.test(value)
}

/** A site's or mesh's name: letters, digits, `.`, `_`, `-`; 1–63 characters; begins and ends with a letter or digit. */
export function isSiteName(name: string): boolean {
  return SITE_NAME.test(name)
}

/** Checks labels read from bytes. Throws MESSAGE_INVALID. */
export function parseLabels(labels: Labels): Labels {
  const entries = Object.entries(labels)
  if (entries.length > MAX_LABELS) throw new HoldfastError('MESSAGE_INVALID', `more than ${MAX_LABELS} labels`)
  for (const [name, value] of entries) {
    if (!isLabelName(name) || !isLabelValue(value)) {
      throw new HoldfastError('MESSAGE_INVALID', `not a label: ${JSON.stringify(`${name}=${value}`.slice(0, 120))}`)
    }
  }
  return sortedRecord(labels)
}

/** A copy with its keys in order, so that equal content is written as equal bytes. */
export function sortedRecord<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}

/** Checks labels a person stated. Throws LABELS_REFUSED. */
export function checkLabels(labels: Labels): Labels {
  for (const [name, value] of Object.entries(labels)) {
    const fault = !isLabelName(name)
      ? 'names are lower-case letters, digits and -, begin with a letter and have at most 32 characters'
      : `values have 1 to ${MAX_VALUE} characters, none of them a control character, and no space at either end`
    if (!isLabelName(name) || !isLabelValue(value))
      throw new HoldfastError('LABELS_REFUSED', `${JSON.stringify(`${name}=${value}`)} can't be a label: ${fault}`)
  }
  if (Object.keys(labels).length > MAX_LABELS)
    throw new HoldfastError('LABELS_REFUSED', `more than ${MAX_LABELS} labels`)
  return sortedRecord(labels)
}

/** Checks a name a person stated. Throws USAGE. */
export function checkSiteName(name: string): string {
  if (isSiteName(name)) return name
  throw new HoldfastError('USAGE', `${JSON.stringify(name)} can't be a name`, {
    hint: 'use 1 to 63 letters, digits, ., _ or -, beginning and ending with a letter or digit',
  })
}
