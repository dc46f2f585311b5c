// What a project entry seals to its ring: its name and how its files are sorted into categories (§ Catalog).
import { type CategoryRule, categoryFromMessage, categoryToMessage } from './category.ts'
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { LIMITS } from './limits.ts'
import { holdfast as pb } from './messages.js'

export interface ProjectInfo {
  readonly name: string
  /** Laid before the built-in ones; the first that matches decides. */
  readonly rules: readonly CategoryRule[]
}

export function encodeProjectInfo({ name, rules }: ProjectInfo): Uint8Array {
  return encode(pb.ProjectInfo, {
    name,
    rules: rules.map(({ pattern, category }) => ({ pattern, category: categoryToMessage(category) })),
  })
}

/** Throws MESSAGE_INVALID. */
export function decodeProjectInfo(bytes: Uint8Array): ProjectInfo {
  const message = decode(pb.ProjectInfo, bytes, LIMITS.projectInfo)
  if (message.rules.length > LIMITS.categoryRules) throw invalid(`${message.rules.length} rules`)
  const rules = message.rules.map(rule => {
    const category = categoryFromMessage(rule.category ?? pb.Category.CATEGORY_UNSPECIFIED)
    if (!category || !rule.pattern) throw invalid('a rule without pattern or category')
    return { pattern: rule.pattern, category }
  })
  return { name: message.name, rules }
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a project has ${what}`)
}
