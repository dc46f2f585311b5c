// Captures by themselves, put together: which projects this site captures, how one is taken, when, and what `status` shows
// of it.

import { HoldfastError } from '../../protocol/errors.ts'
import type { ProjectId } from '../../protocol/ids.ts'
import type { CaptureState, CaptureView } from '../../protocol/local-api-capture.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import type { Project } from '../work/mesh/projects.ts'
import { Desk } from '../work/schedule/desk.ts'
import { factOf, pausedUntil, settingsOf } from '../work/schedule/facts.ts'
import type { Pace } from '../work/schedule/pace.ts'
import { type Captured, Scheduler } from '../work/schedule/scheduler.ts'
import { diskWatch } from '../work/schedule/watch-disk.ts'
import type { Site } from '../work/site.ts'
import { folderOf } from './projects.ts'
import { takeAlone } from './take.ts'

/** Everything around the captures of this site. */
export interface Captures extends AsyncDisposable {
  readonly desk: Desk
  readonly pace: Pace
  readonly scheduler: Scheduler
  /** Commands after a capture that failed the last time they ran. */
  readonly hookFailures: Map<ProjectId, { readonly since: number; readonly error: HoldfastError }>
}

const quiet = () => undefined
const BY_ITSELF = { label: '', acceptEmpty: false, acceptChange: undefined }

/** Starts nothing: scheduler.start() does. */
export function openCaptures(context: NodeContext, site: Site, pace: Pace): Captures {
  const { capture: config } = context.config
  const desk = new Desk()
  const scheduler = new Scheduler(
    {
      times: { quietMs: config.quiet * 1000, liveMs: config.live * 1000, scanMs: config.scan * 1000 },
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      facts: site.promises,
      pace,
      desk,
      projects: () => capturedProjects(site),
      openWatch: diskWatch(),
      take: async (id, order, signal) => {
        const project = site.projects.get(id)
        if (project === undefined) throw new HoldfastError('PROJECT_UNKNOWN', `${id} is no project any more`)
        const taken = await takeAlone(context, project, { ...order, ...BY_ITSELF }, quiet, signal)
        context.ports.log.info(
          { project: id, snapshot: taken.snapshot.id, state: taken.snapshot.state, unchanged: taken.unchanged },
          order.rehash ? 'everything was read again' : 'snapshot by schedule',
        )
      },
    },
    context.ports,
  )
  return {
    desk,
    pace,
    scheduler,
    hookFailures: new Map(),
    [Symbol.asyncDispose]: () => scheduler[Symbol.asyncDispose](),
  }
}

export function capturedProjects(site: Site): Captured[] {
  return site.projects.all().flatMap(project => {
    const { id, name, entry } = project
    const folder = isCaptured(site, project) ? folderOf(site, id) : undefined
    return folder === undefined || name === undefined ? [] : [{ id, name, folder, rpo: entry.policy.rpo }]
  })
}

function isCaptured(site: Site, { id, name, entry }: Project): boolean {
  return name !== undefined && entry.phase === 'active' && folderOf(site, id) !== undefined
}

export function captureState(context: NodeContext): CaptureState {
  const { site, captures } = joinedOf(context)
  const until = factOf(site.promises, 'pause', '')?.until ?? 0
  const since = captures.pace.yieldingSince
  return {
    pausedUntil: until > context.ports.clock.wall() ? until : null,
    yielding: since !== undefined,
    since: since ?? null,
  }
}

/** Null where this site doesn't capture it. */
export function captureView(context: NodeContext, project: Project): CaptureView | null {
  const { site, captures } = joinedOf(context)
  if (!isCaptured(site, project)) return null
  const { since: _, ...settings } = settingsOf(site.promises, project.id)
  const paused = pausedUntil(site.promises, project.id, context.ports.clock.wall())
  const running = captures.desk.running(project.id)
  return {
    ...settings,
    nextAt: captures.scheduler.next(project.id) ?? null,
    lastAt: factOf(site.promises, 'captured', project.id)?.at ?? null,
    rehashedAt: factOf(site.promises, 'rehashed', project.id)?.at ?? null,
    pausedUntil: paused ?? null,
    running: running === undefined ? null : running === 'rehash' ? 'rehash' : 'snapshot',
    watching: captures.scheduler.watching(project.id),
  }
}
