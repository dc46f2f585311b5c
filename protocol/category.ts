// What a file is to its studio (§ Categories): decides the order of reading and sending, and what is left out.
import { HoldfastError } from './errors.ts'
import { holdfast as pb } from './messages.js'

export const CATEGORIES = ['session', 'master', 'stem', 'raw', 'intermediate', 'document', 'rebuildable'] as const
export type Category = (typeof CATEGORIES)[number]

/** A project's own rule: the first whose pattern matches a path decides. Patterns are those of restore's --include. */
export interface CategoryRule {
  readonly pattern: string
  readonly category: Category
}

/** Where nothing is known; 0 is sent first, 7 last. */
export const DEFAULT_SEND_CLASS = 3

const MESSAGE: Record<Category, pb.Category> = {
  session: pb.Category.SESSION,
  master: pb.Category.MASTER,
  stem: pb.Category.STEM,
  raw: pb.Category.RAW,
  intermediate: pb.Category.INTERMEDIATE,
  document: pb.Category.DOCUMENT,
  rebuildable: pb.Category.REBUILDABLE,
}
const SEND_CLASS: Record<Category, number> = {
  session: 0,
  master: 1,
  stem: 1,
  raw: 2,
  intermediate: 4,
  document: 5,
  rebuildable: 7,
}

/** 0 (first) to 7. */
export function sendClassOf(category: Category | undefined): number {
  return category === undefined ? DEFAULT_SEND_CLASS : SEND_CLASS[category]
}

export function categoryToMessage(category: Category | undefined): pb.Category {
  return category === undefined ? pb.Category.CATEGORY_UNSPECIFIED : MESSAGE[category]
}

/** Undefined when none was given. Throws MESSAGE_INVALID. */
export function categoryFromMessage(value: pb.Category): Category | undefined {
  if (value === pb.Category.CATEGORY_UNSPECIFIED) return undefined
  const found = CATEGORIES.find(category => MESSAGE[category] === value)
  if (found) return found
  throw new HoldfastError('MESSAGE_INVALID', `a file of category ${value}, which this version does not know`)
}
