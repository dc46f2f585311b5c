// What the schedule must tell beside the figures: captures that fail, commands around them, content that changed in silence.
import type { Alarm } from '../../protocol/local-api-status.ts'
import { formatCount } from '../../protocol/units.ts'
import type { Joined } from '../context.ts'
import { factOf } from '../work/schedule/facts.ts'
import { capturedProjects } from './automatic.ts'
import { CHANGED_STANDS_MS } from './take.ts'

const PATHS_TOLD = 3

export function captureAlarms({ site, captures }: Joined, now: number): Alarm[] {
  const alarms: Alarm[] = []
  for (const { id, name } of capturedProjects(site)) {
    const failure = captures.scheduler.failures.of(id)
    if (failure) {
      const { error, since, times } = failure
      const tries = times === 1 ? 'the last snapshot' : `the last ${times} snapshots`
      alarms.push({
        code: 'code' in error ? String(error.code) : 'INTERNAL',
        severity: 'warning',
        sentence: `${name}: ${tries} by schedule failed: ${error.message}`,
        next: ('hint' in error && error.hint) || `holdfast snapshot ${name}`,
        since,
      })
    }
    const hook = captures.hookFailures.get(id)
    if (hook) {
      alarms.push({
        code: 'HOOK_FAILED',
        severity: 'warning',
        sentence: `${name}: its snapshots stand, but the command after them failed: ${hook.error.message}`,
        next: hook.error.hint ?? null,
        since: hook.since,
      })
    }
    const changed = factOf(site.promises, 'changed', id)
    if (changed && now - changed.at < CHANGED_STANDS_MS) {
      const { count, paths, before, since } = changed
      const more = count > PATHS_TOLD ? `, and ${count - PATHS_TOLD} more` : ''
      const files = `${paths.slice(0, PATHS_TOLD).join(', ')}${more}`
      const as = before === null ? name : `${name}@${before.slice(0, 8)}`
      alarms.push({
        code: 'CONTENT_CHANGED',
        severity: 'critical',
        sentence:
          `${name}: content of ${formatCount(count, 'file')} changed while size and time did not: ` +
          `a failing disk, or a tool that hides its writes: ${files}`,
        next:
          `compare: holdfast restore ${as} --include ${quoted(paths[0] ?? '')} --to DIR; check the disk; ` +
          `then: holdfast project set ${name} --acknowledge`,
        since,
      })
    }
  }
  return alarms
}

/** As one word of a shell, and as a pattern that matches this path alone. */
function quoted(path: string): string {
  return `'${path.replace(/[*?[{]/g, '?').replaceAll("'", `'\\''`)}'`
}
