// Alarms about what owners have deleted, as long as it can be called back: how much, when its bytes go here, and how
// (§ Deletion). Times are of the custody clock, so they are at the earliest.
import type { Alarm } from '../../protocol/local-api-status.ts'
import { formatCount, formatSpan } from '../../protocol/units.ts'
import type { Site } from '../work/site.ts'
import { deletionViews } from './deletions.ts'

export function deletionAlarms(site: Site, now: number): Alarm[] {
  return deletionViews(site).flatMap(({ certificate, project, name, state, why, snapshots, undeleted, ...here }) => {
    const { waitSeconds, held, quarantined, freesSeconds } = here
    // Over, and nothing of it is here any more: nothing is left to be called back.
    if (state === 'undeleted' || (state === 'over' && freesSeconds === null)) return []
    const left = snapshots.length - undeleted.length
    const what = `${formatCount(left, 'snapshot')} of ${name ?? project.slice(0, 8)}`
    const reason = why === '' ? '' : ` (${why})`
    const bytes = freesSeconds === null ? 'nothing of it is here' : `bytes go here in ${formatSpan(freesSeconds)}`
    const parts = {
      held: held > 0 ? `${held} locked` : '',
      quarantined: quarantined > 0 ? `${quarantined} in quarantine` : '',
    }
    const where = [parts.held, parts.quarantined].filter(part => part !== '').join(', ')
    const sentence =
      state === 'waiting'
        ? `${what} will be deleted${reason}: the mesh stops keeping them in ${formatSpan(waitSeconds)} at the earliest, ${bytes}`
        : state === 'suspended'
          ? `${what} were to be deleted${reason}, and today's owners are not behind it: they stay`
          : `${what} are deleted${reason}: here ${where}, ${bytes} at the earliest`
    const next = `holdfast undelete ${certificate.slice(0, 12)}`
    return { code: 'DELETION', severity: 'warning' as const, sentence, next, since: now }
  })
}
