// Operations on snapshots: listing them, taking one, waiting until it has its copies.
import { HoldfastError } from '../../protocol/errors.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import type { SnapshotList, SnapshotRequest, TakenSnapshot } from '../../protocol/local-api-projects.ts'
import type { Caller } from '../../protocol/local-api-scope.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import type { Project, Snapshot } from '../work/mesh/projects.ts'
import { pausedUntil } from '../work/schedule/facts.ts'
import { requireAcceptor } from './brake.ts'
import { linesOf } from './line-view.ts'
import { projectView } from './projects.ts'
import { findProject } from './references.ts'
import { assessOne, snapshotView } from './snapshot-view.ts'
import { takeAlone } from './take.ts'

const WAIT_EVERY_MS = 500

export function listSnapshots(context: NodeContext, reference: string): SnapshotList {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, reference)
  const snapshots = site.projects.snapshots(project.id).toReversed()
  return {
    project: projectView(site, project),
    snapshots: snapshots.map(snapshot => snapshotView(site, project, snapshot)),
    lines: linesOf(site, project),
  }
}

export async function takeSnapshot(
  context: NodeContext,
  request: SnapshotRequest,
  progress: ReportProgress,
  signal: AbortSignal,
  caller: Caller,
): Promise<TakenSnapshot> {
  const { site, captures } = joinedOf(context)
  const project = findProject(site.projects, request.project)
  const { phase } = project.entry
  if (phase !== 'active') {
    const back = phase === 'closed' ? `reopen ${project.name}` : `set ${project.name} --phase active`
    const why =
      phase === 'stopped' ? `capture of ${project.name} is stopped` : `${project.name} is ${phase}: nothing is captured`
    throw new HoldfastError('NOT_ALLOWED', why, { hint: `holdfast project ${back}` })
  }
  const order = { kind: 'asked', quietMs: 0, rehash: false, pace: captures.pace.read } as const
  const { label = '', acceptEmpty } = request
  if (request.acceptChange) requireAcceptor(caller)
  const acceptChange = request.acceptChange ? caller.name : undefined
  const taken = await takeAlone(context, project, { ...order, label, acceptEmpty, acceptChange }, progress, signal)
  if (pausedUntil(site.promises, project.id, context.ports.clock.wall()) !== undefined)
    taken.warnings.push('captures by schedule are paused; this one was taken because it was asked for')
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
