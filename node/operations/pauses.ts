// Holding captures by themselves for a while (§ Schedule). Snapshots that somebody asks for are taken all the same.
import { HoldfastError } from '../../protocol/errors.ts'
import type { ProjectId } from '../../protocol/ids.ts'
import type { EndPauseRequest, PauseRequest, Pauses } from '../../protocol/local-api-capture.ts'
import type { Caller } from '../../protocol/local-api-scope.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { factOf, setFact } from '../work/schedule/facts.ts'
import { findProject } from './references.ts'

/** A pause takes the place of the one before, of everything or of that project. */
export async function pause(context: NodeContext, { project, seconds }: PauseRequest, caller: Caller): Promise<Pauses> {
  const { site, captures } = joinedOf(context)
  const until = Math.round(context.ports.clock.wall() + seconds * 1000)
  const place = placeOf(context, project)
  await setFact(site.promises, 'pause', place, { until })
  const text = `${place === '' ? 'everything' : 'the project'} until ${new Date(until).toISOString()}`
  await site.audit.record({ act: 'pause', project: place || undefined, text, who: caller.name })
  captures.scheduler.changed()
  return pausesNow(context, 0)
}

/** Without a project: all pauses. */
export async function endPause(context: NodeContext, { project }: EndPauseRequest, caller: Caller): Promise<Pauses> {
  const { site, captures } = joinedOf(context)
  const { allUntil, projects } = pausesNow(context, 0)
  const place = placeOf(context, project)
  if (place !== '' && allUntil !== null) {
    throw new HoldfastError('NOT_ALLOWED', 'everything is paused, not this project alone', {
      hint: 'holdfast pause --end goes on with everything',
    })
  }
  const held: (ProjectId | '')[] = [...(allUntil === null ? [] : ['' as const]), ...projects.map(({ id }) => id)]
  const ended = held.filter(one => place === '' || one === place)
  for (const one of ended) {
    await setFact(site.promises, 'pause', one, undefined)
    await site.audit.record({ act: 'pause-end', project: one || undefined, who: caller.name })
  }
  captures.scheduler.changed()
  return pausesNow(context, ended.length)
}

function placeOf(context: NodeContext, reference: string | null): ProjectId | '' {
  return reference === null ? '' : findProject(joinedOf(context).site.projects, reference).id
}

function pausesNow(context: NodeContext, ended: number): Pauses {
  const { site } = joinedOf(context)
  const now = context.ports.clock.wall()
  const until = (place: ProjectId | '') => {
    const at = factOf(site.promises, 'pause', place)?.until ?? 0
    return at > now ? at : null
  }
  return {
    allUntil: until(''),
    projects: site.projects.all().flatMap(({ id, name }) => {
      const at = until(id)
      return at === null ? [] : [{ id, name: name ?? null, until: at }]
    }),
    ended,
  }
}
