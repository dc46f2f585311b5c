// The cells of `status` and `whereis`: have/need with `!` where it falls short, `?` where nothing is known, ages,
// what is left to heal. A time is told only from a rate measured for 30 s or more.
import type { HaveNeed } from '../protocol/local-api-fields.ts'
import type { SnapshotView } from '../protocol/local-api-projects.ts'
import type { Left, ProjectStatus } from '../protocol/local-api-status.ts'
import { formatBytes, formatSpan } from '../protocol/units.ts'
import { age, clockTime } from './moments.ts'
import { printable } from './table.ts'

const RATE_AFTER_SECONDS = 30

/** The name, or the start of the id where this site can't read it. */
export function projectName(project: { name: string | null; id: string }): string {
  return project.name === null ? `(${project.id.slice(0, 8)})` : printable(project.name)
}

/** "settled", or "live(2)": two files were still growing. */
export function stateCell({ state, liveFiles }: SnapshotView): string {
  return state === 'live' ? `live(${liveFiles ?? '?'})` : state
}

export function isShort({ have, need }: HaveNeed): boolean {
  return have === null || have < need
}

/** True when everything the policy asks for is there and known to be there. */
export function meetsPolicy(project: ProjectStatus): boolean {
  if (project.state === 'unknown' || project.state === 'empty' || project.state === 'below') return false
  return ![project.copies, project.trusted, ...Object.values(project.distinct)].some(isShort)
}

/** "4/3", "1/3!", "?/3!"; "-" where the policy asks for nothing. */
export function haveNeedCell(value: HaveNeed | undefined, mark: boolean): string {
  if (value === undefined || value.need === 0) return '-'
  return `${value.have ?? '?'}/${value.need}${mark && isShort(value) ? '!' : ''}`
}

/** An age with its number in two places: " 6 d", "12 min". */
export function ageCell(ms: number | null, now: number): string {
  if (ms === null) return ' -'
  const text = age(ms, now)
  return text.indexOf(' ') === 1 ? ` ${text}` : text
}

export function provedCell(project: ProjectStatus, now: number): string {
  if (project.provedAt === null) return project.state === 'unknown' ? ' ?' : ' -'
  const isStale = now - project.provedAt > project.proofAge * 1000
  return `${ageCell(project.provedAt, now)}${isStale ? '!' : ''}`
}

export function snapshotCell(project: ProjectStatus, now: number): string {
  return project.live ? ' live' : ageCell(project.snapshotAt, now)
}

/** "38 GB ~11 min", "412 GB at 22:00", "38 GB no site qualifies", "-". */
export function leftCell(left: Left | null, now: number): string {
  if (left === null) return '-'
  const bytes = left.bytes === null ? '?' : formatBytes(left.bytes)
  return `${bytes} ${leftTime(left, now)}`.trim()
}

function leftTime({ bytes, rate, waiting, startsAt }: Left, now: number): string {
  if (startsAt !== null && startsAt > now) return `at ${clockTime(startsAt, now)}`
  if (waiting !== null) return waiting
  if (rate === null || rate.measuredSeconds < RATE_AFTER_SECONDS) return 'measuring'
  if (rate.bytesPerSecond === 0) return 'stalled'
  return bytes === null ? '' : `~${formatSpan(bytes / rate.bytesPerSecond)}`
}
