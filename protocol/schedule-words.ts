// A schedule as people read it: "on change, every 4 h between 09:00 and 19:00, cron 0 3 * * 1-5 Europe/Berlin".
import type { Schedule } from './schedule.ts'
import { formatDuration } from './units.ts'

/** Nothing is taken by itself: ''. */
export function scheduleWords({ watch, every, hours, cron, timezone }: Schedule): string {
  const free: string[] = []
  if (watch) free.push('on change')
  if (every !== null) free.push(`every ${formatDuration(every)}`)
  const within = hours && free.length > 0 ? ` between ${hours.from} and ${hours.to}` : ''
  const parts = free.length === 0 ? [] : [`${free.join(', ')}${within}`]
  if (cron !== null) parts.push(`cron ${cron}`)
  const hasTimes = cron !== null || within !== ''
  return `${parts.join(', ')}${hasTimes && timezone !== null ? ` (${timezone})` : ''}`
}
