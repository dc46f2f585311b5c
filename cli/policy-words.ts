// A policy in one line for tables, and in rows for `policy show`.
import type { PolicyJson } from '../protocol/local-api-projects.ts'
import { formatDuration } from '../protocol/units.ts'

const PLURALS: Readonly<Record<string, string>> = { location: 'locations', medium: 'media', manager: 'managers' }
const ORDER = ['location', 'medium', 'manager']

/** "standard: 3 copies, 3 locations, 2 media, 2 managers, grace 15 min". */
export function policySummary(policy: PolicyJson): string {
  const labels = Object.entries(policy.distinct).sort(([a], [b]) => place(a) - place(b))
  const parts = [
    `${policy.copies} ${policy.copies === 1 ? 'copy' : 'copies'}`,
    ...labels.map(([label, need]) => `${need} ${need === 1 ? label : (PLURALS[label] ?? `different ${label}`)}`),
    `grace ${formatDuration(policy.grace)}`,
  ]
  return `${policy.preset === '' ? '' : `${policy.preset}: `}${parts.join(', ')}`
}

/** Key and value, as `policy set` takes them and as people read them. */
export function policyRows(policy: PolicyJson): [key: string, value: string][] {
  const { retention } = policy
  return [
    ['preset', policy.preset === '' ? '-' : policy.preset],
    ['copies', String(policy.copies)],
    ...Object.entries(policy.distinct).map(([label, need]): [string, string] => [
      ORDER.includes(label) ? label : `distinct.${label}`,
      String(need),
    ]),
    ['trusted', String(policy.trusted)],
    ...Object.entries(policy.only).map(([label, value]): [string, string] => [`only.${label}`, value]),
    ...Object.entries(policy.avoid).map(([label, value]): [string, string] => [`avoid.${label}`, value]),
    ['grace', formatDuration(policy.grace)],
    ['proof', formatDuration(policy.proofAge)],
    ['scrub', formatDuration(policy.scrubAge)],
    ['rpo', formatDuration(policy.rpo)],
    ['rto', formatDuration(policy.rto)],
    ['all', formatDuration(retention.all)],
    ['daily', formatDuration(retention.daily)],
    ['weekly', formatDuration(retention.weekly)],
    ['monthly', retention.monthly ? 'yes' : 'no'],
  ]
}

function place(label: string): number {
  const at = ORDER.indexOf(label)
  return at < 0 ? ORDER.length : at
}
