// Alarms about members that did what they must not: who, what, how often, and what to do about it (§ Audit).
import type { Alarm } from '../../protocol/local-api-status.ts'
import { type Offence, offenceWords } from '../../protocol/offence.ts'
import { formatCount, formatSpan } from '../../protocol/units.ts'
import type { Site } from '../work/site.ts'
import type { Suspicion } from '../work/suspects.ts'

/** So long after the last time it is still an alarm; `holdfast sites` goes on naming it. */
const STANDS_MS = 7 * 24 * 3_600_000

const CODES: Partial<Record<Offence, string>> = { fork: 'HEAD_FORK', audit: 'AUDIT_BROKEN', quota: 'QUOTA_EXCEEDED' }
/** No accident does these: each is proved by what the site itself signed. */
const CRITICAL: ReadonlySet<Offence> = new Set<Offence>(['audit'])

export function suspectAlarms(site: Site, now: number): Alarm[] {
  return site.suspects.all().flatMap(entry => (isRecent(entry, now) ? [alarmOf(site, entry, now)] : []))
}

/** A last time in the future is one of a clock that was set back since. */
function isRecent({ last }: Suspicion, now: number): boolean {
  return now - last < STANDS_MS
}

function alarmOf({ members }: Site, { site, offence, times, first, last, what }: Suspicion, now: number): Alarm {
  const name = members.nameOf(site)
  const often = times === 1 ? 'once' : formatCount(times, 'time')
  return {
    code: CODES[offence] ?? 'PEER_MISBEHAVED',
    severity: CRITICAL.has(offence) ? 'critical' : 'warning',
    sentence: `${name} ${offenceWords(offence)}, ${often}, last ${formatSpan(Math.max(0, now - last) / 1000)} ago: ${what.replaceAll(site, name)}`,
    next: nextFor(offence, name),
    since: first,
  }
}

function nextFor(offence: Offence, name: string): string {
  if (offence === 'audit' || offence === 'fork') return `holdfast audit --site ${name} --verify`
  if (offence === 'quota') return `holdfast sites; more room for it: holdfast site set ${name} --quota SIZE`
  if (offence === 'chunk' || offence === 'holding') return `holdfast verify at ${name}`
  return `holdfast sites; to be rid of it: holdfast site revoke ${name}`
}
