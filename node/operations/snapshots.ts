// Operations on snapshots: listing them, taking one, waiting until it has its copies.
import { HoldfastError } from '../../protocol/errors.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import type { SnapshotList, SnapshotRequest, TakenSnapshot } from '../../protocol/local-api-projects.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import type { Project, Snapshot } from '../work/mesh/projects.ts'
import { capture } from './capture.ts'
import { projectView } from './projects.ts'
import { findProject } from './references.ts'
import { assessOne, snapshotView } from './snapshot-view.ts'

const WAIT_EVERY_MS = 500
const taking = new Set<string>()

export function listSnapshots(context: NodeContext, reference: string): SnapshotList {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, reference)
  const snapshots = site.projects.snapshots(project.id).reverse()
  return {
    project: projectView(site, project),
    snapshots: snapshots.map(snapshot => snapshotView(site, project, snapshot)),
  }
}

export async function takeSnapshot(
  context: NodeContext,
  request: SnapshotRequest,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<TakenSnapshot> {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, request.project)
  if (project.entry.phase === 'stopped') {
    throw new HoldfastError('NOT_ALLOWED', `capture of ${project.name} is stopped`, {
      hint: `holdfast project set ${project.name} --phase active`,
    })
  }
  if (taking.has(project.id))
    throw new HoldfastError('BUSY', `a snapshot of ${project.name} is being taken`, { hint: 'wait until it is done' })
  taking.add(project.id)
  let taken: Omit<TakenSnapshot, 'wait'>
  try {
    taken = await capture(context, project, request, progress, signal)
  } finally {
    taking.delete(project.id)
  }
  if (request.waitSeconds === null) return { ...taken, wait: null }
  return {
    ...taken,
    ...(await waitForCopies(context, project, taken.snapshot.id, request.waitSeconds, progress, signal)),
  }
}

async function waitForCopies(
  context: NodeContext,
  project: Project,
  id: Snapshot['id'],
  seconds: number,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<Pick<TakenSnapshot, 'wait' | 'snapshot'>> {
  const { site } = joinedOf(context)
  const { clock } = context.ports
  const startedAt = clock.monotonic()
  const snapshot = site.projects.snapshot(project.id, id)!
  let told = ''
  while (true) {
    const { copies, state } = assessOne(site, project, snapshot)
    const note = `${copies.have}/${copies.need} copies`
    progress({
      stage: 'copies',
      bytes: 0,
      totalBytes: null,
      files: copies.have,
      totalFiles: copies.need,
      note: note === told ? null : note,
    })
    told = note
    const waited = (clock.monotonic() - startedAt) / 1000
    const met = state === 'ok'
    if (met || waited >= seconds)
      return { snapshot: snapshotView(site, project, snapshot), wait: { met, seconds: waited, copies } }
    await clock.wait(WAIT_EVERY_MS, signal)
  }
}
