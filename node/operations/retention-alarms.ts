// What is told of retention: projects of which nothing can expire any more, and changes that will take something away, while
// setting them back still loses nothing (§ Notice).
import type { Alarm } from '../../protocol/local-api-status.ts'
import { mayDirect } from '../../protocol/role.ts'
import { formatSpan } from '../../protocol/units.ts'
import type { Project } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'

type Told = Pick<Alarm, 'sentence' | 'next'> & { readonly code: string }

export function retentionAlarms(site: Site, now: number): Alarm[] {
  return site.projects
    .all()
    .flatMap(project => [...authorityTold(site, project), ...noticeTold(site, project)])
    .map(told => ({ ...told, severity: 'warning' as const, since: now }))
}

function authorityTold(site: Site, project: Project): Told[] {
  const { id, entry } = project
  const { site: authority, countsFrom } = site.notices.authority(project)
  const member = site.members.get(authority)
  const name = nameOf(project)
  const who = site.members.nameOf(authority)
  const next = `holdfast project set ${name} --authority SITE`
  const isActing = member !== undefined && !member.revoked && mayDirect(member, id, authority === entry.founder)
  if (!isActing || !member.rings.has(entry.ring)) {
    const why = isActing ? 'holds none of its keys' : 'may direct it no more'
    return [{ code: 'RETENTION_STOPPED', sentence: `nothing of ${name} expires: its authority ${who} ${why}`, next }]
  }
  if (countsFrom === undefined) return []
  const left = formatSpan((countsFrom - site.custodyClock.now()) / 1000)
  const sentence = `${who} was named the authority of ${name}: what it lets go counts in ${left}`
  return [
    {
      code: 'RETENTION_NOTICE',
      sentence,
      next: `if that is not meant: holdfast project set ${name} --authority founder`,
    },
  ]
}

function noticeTold(site: Site, project: Project): Told[] {
  const until = site.notices.until(project)
  if (until === undefined) return []
  const asked = site.retention.asked(project)
  const going = [...site.retention.verdicts(project)].filter(
    ([id, { retained }]) => retained && !asked.get(id)?.retained,
  )
  if (going.length === 0) return []
  const what = `${going.length} ${going.length === 1 ? 'snapshot' : 'snapshots'} of ${nameOf(project)}`
  const left = formatSpan((until - site.custodyClock.now()) / 1000)
  const why = project.entry.phase === 'closed' ? 'the project was closed' : 'less is to be kept'
  return [
    {
      code: 'RETENTION_NOTICE',
      sentence: `${what} will expire within ${left}, since ${why}`,
      next: `holdfast policy explain ${nameOf(project)}; setting it back until then loses nothing`,
    },
  ]
}

function nameOf({ name, id }: Project): string {
  return name ?? id.slice(0, 8)
}
