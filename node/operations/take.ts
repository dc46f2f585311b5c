// One capture of a project from begin to end, whoever began it: alone, told to the schedule, its findings kept.
import type { HoldfastError } from '../../protocol/errors.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import type { TakenSnapshot } from '../../protocol/local-api-projects.ts'
import { type Joined, joinedOf, type NodeContext } from '../context.ts'
import type { Project } from '../work/mesh/projects.ts'
import { factOf, setFact } from '../work/schedule/facts.ts'
import { type Capture, type CaptureRequest, capture } from './capture.ts'

const PATHS_KEPT = 10
/** How long an alarm about silently changed content stands unless somebody acknowledges it. */
export const CHANGED_STANDS_MS = 30 * 86_400_000

/** Throws BUSY, and what capture throws. */
export async function takeAlone(
  context: NodeContext,
  project: Project,
  request: CaptureRequest,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<Omit<TakenSnapshot, 'wait'>> {
  const joined = joinedOf(context)
  const { desk, scheduler } = joined.captures
  return desk.run(
    project.id,
    request.kind,
    async whileFirst => {
      const begunAt = context.ports.clock.wall()
      scheduler.begins(project.id)
      let captured: Capture
      try {
        captured = await capture(context, project, request, progress, whileFirst)
        noteHook(joined, project, begunAt, captured.afterFailed)
        await noteChanged(joined, project, begunAt, captured)
      } catch (error) {
        scheduler.notCaptured(project.id)
        throw error
      }
      await scheduler.captured(project.id, {
        kind: request.kind,
        begunAt,
        live: captured.live,
        growing: captured.growing,
      })
      return captured.taken
    },
    signal,
  )
}

function noteHook({ captures }: Joined, project: Project, at: number, error: HoldfastError | undefined): void {
  const known = captures.hookFailures.get(project.id)
  if (error) captures.hookFailures.set(project.id, { since: known?.since ?? at, error })
  else captures.hookFailures.delete(project.id)
}

async function noteChanged({ site }: Joined, project: Project, at: number, captured: Capture): Promise<void> {
  const { changedSilently, before } = captured
  if (changedSilently.length === 0) return
  const stands = factOf(site.promises, 'changed', project.id)
  const known = stands && at - stands.at < CHANGED_STANDS_MS ? stands : undefined
  const paths = [...new Set([...(known?.paths ?? []), ...changedSilently])].slice(0, PATHS_KEPT)
  await setFact(site.promises, 'changed', project.id, {
    since: known?.since ?? at,
    at,
    count: (known?.count ?? 0) + changedSilently.length,
    paths,
    // The first one kept: later snapshots have what the disk says now.
    before: known ? known.before : (before ?? null),
  })
}
