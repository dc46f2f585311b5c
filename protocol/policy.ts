// What a project must have to be safe: how many copies, how far apart, how fresh their proofs (§ Policy). Presets,
// reading from bytes, writing, and the words an operator gets. Text like `copies=4 grace=10s` is policy-text.ts.
import { HoldfastError } from './errors.ts'
import { foldLabel, isLabelName, isLabelValue, type Labels, labelOf, sortedRecord } from './labels.ts'
import { holdfast as pb } from './messages.js'

/** All durations in seconds. `distinct` maps a label to how many different values its copies need. */
export interface Policy {
  readonly preset: string // where it came from; '' = none
  readonly copies: number
  readonly distinct: Readonly<Record<string, number>>
  readonly trusted: number // copies on sites that hold the ring's keys
  readonly only: Labels // a copy counts only where every label has one of these values, separated by commas
  readonly avoid: Labels // and none of these
  readonly proofAge: number
  readonly scrubAge: number
  readonly grace: number
  readonly rpo: number
  readonly rto: number
  readonly retention: Retention
}
/** Keep every snapshot for `all`, one a day for `daily`, one a week for `weekly`, one a month until the project closes. */
export interface Retention {
  readonly all: number
  readonly daily: number
  readonly weekly: number
  readonly monthly: boolean
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WEEK = 7 * DAY
const MAX_COPIES = 64
const MAX_SECONDS = 100 * 365 * DAY
const MAX_LABEL_RULES = 16

const standard: Policy = {
  preset: 'standard',
  copies: 3,
  distinct: { location: 3, manager: 2, medium: 2 },
  trusted: 1,
  only: {},
  avoid: {},
  proofAge: 7 * DAY,
  scrubAge: 30 * DAY,
  grace: 15 * MINUTE,
  rpo: HOUR,
  rto: 24 * HOUR,
  retention: { all: 7 * DAY, daily: 35 * DAY, weekly: 26 * WEEK, monthly: true },
}

export const PRESETS = {
  standard,
  '3-2-1': { ...standard, preset: '3-2-1', distinct: { location: 2, medium: 2 } },
} as const satisfies Record<string, Policy>
export const STANDARD: Policy = PRESETS.standard

/** The sentence that says why a policy can't be used, or undefined when it can. */
export function policyFault(policy: Policy): string | undefined {
  const { copies, trusted } = policy
  if (!isCount(copies, 1, MAX_COPIES)) return `copies must be 1 to ${MAX_COPIES}`
  // Copies that nobody has the keys of can be healed for ever, and never be read.
  if (!isCount(trusted, 1, copies)) return `trusted=${trusted} must be between 1 and copies=${copies}`
  const rules = [...Object.keys(policy.distinct), ...Object.keys(policy.only), ...Object.keys(policy.avoid)]
  if (rules.length > MAX_LABEL_RULES) return `more than ${MAX_LABEL_RULES} rules on labels`
  const wrongName = rules.find(name => !isLabelName(name))
  if (wrongName !== undefined) return `${JSON.stringify(wrongName)} is not the name of a label`
  for (const [name, need] of Object.entries(policy.distinct)) {
    if (!isCount(need, 1, copies)) return `${name}=${need} must be between 1 and copies=${copies}`
  }
  for (const [name, values] of [...Object.entries(policy.only), ...Object.entries(policy.avoid)]) {
    if (alternatives(values).length === 0 || values.length > 512) return `the rule on ${name} names no value`
    if (values.includes('"') || alternatives(values).some(value => !isLabelValue(value)))
      return `${values} can't be values of ${name}`
  }
  const { retention } = policy
  const times = {
    proof: policy.proofAge,
    scrub: policy.scrubAge,
    grace: policy.grace,
    rpo: policy.rpo,
    rto: policy.rto,
  }
  for (const [name, seconds] of Object.entries(times)) {
    if (!isCount(seconds, 1, MAX_SECONDS)) return `${name} must be between 1 s and 100 years`
  }
  for (const name of ['all', 'daily', 'weekly'] as const) {
    if (!isCount(retention[name], 0, MAX_SECONDS)) return `${name} must be at most 100 years`
  }
  return undefined
}

/** Reads a policy from a decoded message. Throws MESSAGE_INVALID. */
export function parsePolicy(message: pb.Policy.$Properties | null | undefined): Policy {
  const kept = message?.retention
  const policy: Policy = {
    preset: message?.preset ?? '',
    copies: message?.copies ?? 0,
    distinct: sortedRecord(message?.distinct ?? {}),
    trusted: Math.max(1, message?.trusted ?? 0), // none was allowed once
    only: sortedRecord(message?.only ?? {}),
    avoid: sortedRecord(message?.avoid ?? {}),
    proofAge: message?.proofAgeS ?? 0,
    scrubAge: message?.scrubAgeS ?? 0,
    grace: message?.graceS ?? 0,
    rpo: message?.rpoS ?? 0,
    rto: message?.rtoS ?? 0,
    retention: {
      all: kept?.allS ?? 0,
      daily: kept?.dailyS ?? 0,
      weekly: kept?.weeklyS ?? 0,
      monthly: kept?.monthly ?? false,
    },
  }
  const fault = policy.preset.length > 32 ? 'the name of its preset is too long' : policyFault(policy)
  if (fault !== undefined) throw new HoldfastError('MESSAGE_INVALID', `a policy that can't be used: ${fault}`)
  return policy
}

/** The message of a policy; equal policies give equal bytes. Throws POLICY_INVALID. */
export function policyMessage(policy: Policy): pb.Policy {
  const fault = policyFault(policy)
  if (fault !== undefined) throw new HoldfastError('POLICY_INVALID', fault)
  const { retention } = policy
  return new pb.Policy({
    copies: policy.copies,
    distinct: sortedRecord(policy.distinct),
    trusted: policy.trusted,
    only: sortedRecord(policy.only),
    avoid: sortedRecord(policy.avoid),
    proofAgeS: policy.proofAge,
    scrubAgeS: policy.scrubAge,
    graceS: policy.grace,
    rpoS: policy.rpo,
    rtoS: policy.rto,
    retention: {
      allS: retention.all,
      dailyS: retention.daily,
      weeklyS: retention.weekly,
      monthly: retention.monthly,
    },
    preset: policy.preset,
  })
}

/** Why the policy's `only` and `avoid` keep copies away from a site with these labels, or undefined when they don't. */
export function excludedBy(policy: Policy, labels: Labels): string | undefined {
  for (const [name, values] of Object.entries(policy.only)) {
    const value = labelOf(labels, name)
    if (value === undefined || !matches(values, value)) return `the policy allows only ${name}=${values}`
  }
  for (const [name, values] of Object.entries(policy.avoid)) {
    const value = labelOf(labels, name)
    if (value !== undefined && matches(values, value)) return `the policy avoids ${name}=${values}`
  }
  return undefined
}

/** The labels whose values must differ, in the order they are served: location, manager, medium, then by name. */
export function distinctLabels(policy: Policy): readonly (readonly [label: string, need: number])[] {
  const first = ['location', 'manager', 'medium']
  const place = (label: string) => (first.includes(label) ? first.indexOf(label) : first.length)
  return Object.entries(policy.distinct).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
}

function matches(values: string, value: string): boolean {
  const folded = foldLabel(value)
  return foldLabel(values) === folded || alternatives(values).some(one => foldLabel(one) === folded)
}
function alternatives(values: string): string[] {
  const parts = values.split(',').map(part => part.trim())
  return parts.filter(part => part !== '')
}
function isCount(value: number, from: number, to: number): boolean {
  return Number.isSafeInteger(value) && value >= from && value <= to
}
