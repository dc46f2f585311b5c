// Policies as people write and read them: `standard copies=4 grace=10s only.region=eu`, and the sentences that say what
// a policy asks for (§ Policy).
import { HoldfastError } from './errors.ts'
import { foldLabel } from './labels.ts'
import { distinctLabels, type Policy, PRESETS, policyFault, STANDARD } from './policy.ts'
import type { Phase } from './project-entry.ts'
import { formatDuration, parseDuration } from './units.ts'

const DURATIONS = { proof: 'proofAge', scrub: 'scrubAge', grace: 'grace', rpo: 'rpo', rto: 'rto' } as const
const RETENTIONS = ['all', 'daily', 'weekly'] as const
const DISTINCT = ['location', 'manager', 'medium'] as const
const KEYS = [
  ...['preset', 'copies', 'trusted', 'monthly', 'distinct.LABEL', 'only.LABEL', 'avoid.LABEL'],
  ...[...DISTINCT, ...Object.keys(DURATIONS), ...RETENTIONS],
]

type Draft = { -readonly [Key in keyof Policy]: Policy[Key] }

/**
 * Reads words such as `copies=4`, `location=2`, `distinct.region=2`, `only.region=eu,ch`, `avoid.power=`, `grace=10s`,
 * `monthly=no` or the name of a preset, changing `base`. What `base` asks for beyond a smaller `copies` is lowered to
 * it. Throws POLICY_INVALID.
 */
export function parsePolicyText(text: string | readonly string[], base: Policy = STANDARD): Policy {
  const words = typeof text === 'string' ? split(text) : text
  const draft: Draft = { ...base }
  const stated = new Set<string>()
  for (const word of words) {
    const at = word.indexOf('=')
    const key = (at < 0 ? 'preset' : word.slice(0, at)).trim()
    if (stated.has(key)) throw invalid(`${key} is given twice`)
    stated.add(key)
    if (key === 'preset' && stated.size > 1) throw invalid('name the preset first, then what differs from it')
    applyWord(draft, key, word.slice(at + 1).trim())
  }
  lowerInherited(draft, stated)
  const fault = policyFault(draft)
  if (fault !== undefined) throw invalid(fault)
  const preset = PRESETS[draft.preset as keyof typeof PRESETS] as Policy | undefined
  return preset !== undefined && policyText(preset) !== policyText(draft) ? { ...draft, preset: '' } : draft
}

/** Every word of a policy, such that parsePolicyText gives it back whatever the base. */
export function policyText(policy: Policy): string {
  const words = ['standard', `copies=${policy.copies}`]
  for (const label of DISTINCT) if (!Object.hasOwn(policy.distinct, label)) words.push(`${label}=0`)
  for (const [label, need] of distinctLabels(policy)) words.push(`${distinctKey(label)}=${need}`)
  words.push(`trusted=${policy.trusted}`)
  for (const [label, values] of Object.entries(policy.only)) words.push(`only.${label}=${quote(values)}`)
  for (const [label, values] of Object.entries(policy.avoid)) words.push(`avoid.${label}=${quote(values)}`)
  for (const [word, field] of Object.entries(DURATIONS)) words.push(`${word}=${shortDuration(policy[field])}`)
  for (const word of RETENTIONS) words.push(`${word}=${shortDuration(policy.retention[word])}`)
  words.push(`monthly=${policy.retention.monthly ? 'yes' : 'no'}`)
  return words.join(' ')
}

/** What the policy asks for, a sentence each. */
export function explainPolicy(policy: Policy): string[] {
  const { copies, trusted, retention } = policy
  const lines = [`${count(copies, 'proved copy', 'proved copies')}, each on a site of its own.`]
  for (const [label, need] of distinctLabels(policy)) {
    lines.push(
      need === 1
        ? `Every copy's ${label} is named.`
        : `The copies stand on at least ${need} different values of ${label}.`,
    )
  }
  lines.push(`${count(trusted, 'copy is', 'copies are')} on a site that holds the project's keys.`)
  for (const [label, values] of Object.entries(policy.only)) lines.push(`Only sites with ${label} ${values} count.`)
  for (const [label, values] of Object.entries(policy.avoid)) lines.push(`Sites with ${label} ${values} don't count.`)
  lines.push(
    `A copy counts while another site has proved it within ${formatDuration(policy.proofAge)} and it was scrubbed within ${formatDuration(policy.scrubAge)}.`,
    `A silent site counts for ${formatDuration(policy.grace)}; after that another site takes its place.`,
    `A new snapshot has its copies within ${formatDuration(policy.rpo)}; a restore is done within ${formatDuration(policy.rto)}.`,
    ...retentionSentences('active', retention),
  )
  return lines
}

/** What retention keeps in a phase, a sentence each. */
export function retentionSentences(phase: Phase, retention: Policy['retention']): string[] {
  if (phase === 'stopped' || phase === 'archived') return [`Kept: everything there is, while the project is ${phase}.`]
  const always = 'Whatever its age: the newest of every line and author, what is labelled, what is pinned.'
  return phase === 'active' ? [keeps(retention)] : [keeps({ ...retention, monthly: false }), always]
}

function keeps({ all, daily, weekly, monthly }: Policy['retention']): string {
  const parts = [`every snapshot for ${formatDuration(all)}`]
  if (daily > 0) parts.push(`one a day for ${formatDuration(daily)}`)
  if (weekly > 0) parts.push(`one a week for ${formatDuration(weekly)}`)
  if (monthly) parts.push('one a month until the project is closed')
  return `Kept: ${parts.join(', ')}.`
}

function applyWord(draft: Draft, key: string, value: string): void {
  const duration = Object.hasOwn(DURATIONS, key) ? DURATIONS[key as keyof typeof DURATIONS] : undefined
  const retention = RETENTIONS.find(word => word === key)
  const rule = /^(distinct|only|avoid)\.(.+)$/.exec(key)
  if (key === 'preset') Object.assign(draft, presetOf(value))
  else if (key === 'copies' || key === 'trusted') draft[key] = wholeNumber(key, value)
  else if (DISTINCT.some(label => label === key)) draft.distinct = withNeed(draft.distinct, key, value)
  else if (duration !== undefined) draft[duration] = seconds(key, value)
  else if (retention !== undefined) draft.retention = { ...draft.retention, [retention]: seconds(key, value) }
  else if (key === 'monthly') draft.retention = { ...draft.retention, monthly: yesOrNo(value) }
  else if (rule?.[1] === 'distinct') draft.distinct = withNeed(draft.distinct, rule[2]!, value)
  else if (rule?.[1] === 'only') draft.only = withValues(draft.only, rule[2]!, value)
  else if (rule?.[1] === 'avoid') draft.avoid = withValues(draft.avoid, rule[2]!, value)
  else throw invalid(`${JSON.stringify(key)} is not part of a policy`, `the words are ${KEYS.join(', ')}`)
}

function lowerInherited(draft: Draft, stated: ReadonlySet<string>): void {
  if (!stated.has('copies') || draft.copies < 1) return
  const lowered = Object.entries(draft.distinct).map(([label, need]): [string, number] => {
    const own = stated.has(label) || stated.has(`distinct.${label}`)
    return [label, own ? need : Math.min(need, draft.copies)]
  })
  draft.distinct = Object.fromEntries(lowered)
  if (!stated.has('trusted')) draft.trusted = Math.min(draft.trusted, draft.copies)
}

function presetOf(name: string): Policy {
  if (!Object.hasOwn(PRESETS, name)) {
    throw invalid(`no preset is called ${JSON.stringify(name)}`, `the presets are ${Object.keys(PRESETS).join(', ')}`)
  }
  return PRESETS[name as keyof typeof PRESETS]
}
function withNeed(distinct: Policy['distinct'], label: string, value: string): Policy['distinct'] {
  const need = wholeNumber(label, value)
  const rest = Object.entries(distinct).filter(([other]) => other !== label)
  return Object.fromEntries(need === 0 ? rest : [...rest, [label, need]])
}
function withValues(rules: Policy['only'], label: string, values: string): Policy['only'] {
  const rest = Object.entries(rules).filter(([other]) => other !== label)
  return Object.fromEntries(values === '' ? rest : [...rest, [label, values]])
}
function wholeNumber(key: string, value: string): number {
  if (!/^\d{1,6}$/.test(value)) throw invalid(`${key}=${value} is not a whole number`)
  return Number(value)
}
function seconds(key: string, value: string): number {
  try {
    return Math.round(parseDuration(value))
  } catch (cause) {
    throw new HoldfastError('POLICY_INVALID', `${key}=${value} is not a duration`, {
      cause,
      hint: 'write a number and a unit, such as 10s, 15m, 24h or 7d',
    })
  }
}
function yesOrNo(value: string): boolean {
  const word = foldLabel(value)
  if (['yes', 'true', 'on'].includes(word)) return true
  if (['no', 'false', 'off'].includes(word)) return false
  throw invalid(`monthly=${value} is neither yes nor no`)
}
function distinctKey(label: string): string {
  return DISTINCT.some(known => known === label) ? label : `distinct.${label}`
}
function shortDuration(seconds: number): string {
  return formatDuration(seconds).replace(' ', '').replace('min', 'm')
}
function quote(values: string): string {
  return /\s/.test(values) ? `"${values}"` : values
}
// Words are separated by spaces; double quotes keep spaces inside a value.
function split(text: string): string[] {
  return (text.match(/(?:"[^"]*"|[^\s"])+/g) ?? []).map(word => word.replaceAll('"', ''))
}
function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
function invalid(sentence: string, hint?: string): HoldfastError {
  return new HoldfastError('POLICY_INVALID', sentence, hint === undefined ? {} : { hint })
}
