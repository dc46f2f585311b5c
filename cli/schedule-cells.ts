// How `project list` and `status` show when a project is captured by itself.
import type { CaptureView } from '../protocol/local-api-capture.ts'
import type { ProjectStatus, StatusView } from '../protocol/local-api-status.ts'
import { scheduleWords } from '../protocol/schedule-words.ts'
import { clockTime } from './moments.ts'
import { projectName } from './status-cells.ts'

const NAMED = 3

/** "on change, every 4 h between 09:00 and 19:00"; "when asked"; "-" where it is not captured here. */
export function scheduleCell(capture: CaptureView | null): string {
  if (capture === null) return '-'
  const words = scheduleWords(capture)
  return words === '' ? 'when asked' : `${words}${capture.watching === 'failed' ? ' (scans only)' : ''}`
}

/** "18:00", "now", "reading all again", "paused until 18:00", "-". */
export function nextCell(capture: CaptureView | null, now: number): string {
  if (capture === null) return '-'
  if (capture.running !== null) return capture.running === 'rehash' ? 'reading all again' : 'now'
  if (capture.pausedUntil !== null) return `paused until ${clockTime(capture.pausedUntil, now)}`
  if (capture.nextAt === null) return '-'
  return capture.nextAt <= now ? 'now' : clockTime(capture.nextAt, now)
}

/** One line under the mesh's, or none: what comes next by itself, what is held, and what gives way. */
export function captureLines(view: StatusView, now: number, say: (command: string) => string): string[] {
  const lines: string[] = []
  const { pausedUntil, yielding } = view.capture
  const timed = view.projects.filter(project => project.capture !== null && scheduleWords(project.capture) !== '')
  if (timed.length > 0 && pausedUntil === null) lines.push(`snapshots by themselves: ${listed(timed, now)}`)
  if (pausedUntil !== null)
    lines.push(`snapshots by themselves: paused until ${clockTime(pausedUntil, now)}    next: ${say('pause --end')}`)
  if (yielding) lines.push('a take is growing: large reads are slow, scrub rests')
  return lines
}

function listed(projects: readonly ProjectStatus[], now: number): string {
  const soonest = [...projects].sort((a, b) => (a.capture?.nextAt ?? 0) - (b.capture?.nextAt ?? 0))
  const named = soonest.slice(0, NAMED).map(project => `${projectName(project)} ${nextCell(project.capture, now)}`)
  const more = projects.length > NAMED ? [`${projects.length - NAMED} more`] : []
  return [...named, ...more].join(', ')
}
