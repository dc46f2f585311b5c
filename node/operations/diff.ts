// What changed between two snapshots of a project (§ Diff and history).
import { HoldfastError } from '../../protocol/errors.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import type { ChangeView, Compared, DiffRequest } from '../../protocol/local-api-history.ts'
import { changeKind } from '../../protocol/local-api-history.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { type Change, diffTrees } from '../work/history/diff.ts'
import { showPath } from '../work/ingest/path.ts'
import { previousOf } from '../work/mesh/lines.ts'
import type { Project, Snapshot } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'
import { namedProject, namedSnapshot } from './line-view.ts'
import { findProject, findSnapshot } from './references.ts'
import { openTreeSource, paceOf, ringOf } from './tree-source.ts'

export async function diff(
  context: NodeContext,
  request: DiffRequest,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<Compared> {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, request.project)
  const b = request.b === undefined ? newest(site, project) : findSnapshot(site.projects, project.id, request.b)
  const a = request.a === undefined ? before(site, project, b) : findSnapshot(site.projects, project.id, request.a)
  const ring = ringOf(site, b)
  const { source } = await openTreeSource(context, project, [a, b], progress, signal)
  const rest = paceOf(context, signal)
  let folders = 0
  const pace = async () => {
    progress({ stage: 'compare', bytes: 0, totalBytes: null, files: ++folders, totalFiles: null, note: null })
    await rest()
  }
  const changes = await diffTrees({ ring, source }, a.root, b.root, pace)
  return {
    project: namedProject(project),
    a: namedSnapshot(site, a),
    b: namedSnapshot(site, b),
    changes: changes.slice(0, request.limit).map(changeView),
    total: changes.length,
    totals: Object.fromEntries(changeKind.options.map(kind => [kind, totalOf(changes, kind)])) as Compared['totals'],
  }
}

function newest(site: Site, project: Project): Snapshot {
  const newest = site.projects.retained(project.id).at(-1)
  if (newest) return newest
  throw new HoldfastError('SNAPSHOT_UNKNOWN', `${project.name} has no snapshot yet`, {
    hint: `holdfast snapshot ${project.name}`,
  })
}

function before(site: Site, project: Project, b: Snapshot): Snapshot {
  const previous = previousOf(b, site.projects.snapshots(project.id))
  if (previous) return previous
  throw new HoldfastError('SNAPSHOT_UNKNOWN', `nothing known here comes before ${b.id.slice(0, 8)} in its line`, {
    hint: `holdfast diff ${project.name ?? project.id.slice(0, 8)} A B compares any two`,
  })
}

function totalOf(changes: readonly Change[], kind: Change['kind']): Compared['totals']['added'] {
  const total = { changes: 0, files: 0, newBytes: 0 }
  for (const change of changes) {
    if (change.kind !== kind) continue
    total.changes++
    total.files += change.files ?? (change.type === 'directory' ? 0 : 1)
    total.newBytes += change.newBytes
  }
  return total
}

function changeView({ kind, type, path, from, size, sizeBefore, files, newBytes }: Change): ChangeView {
  return {
    kind,
    type,
    ...pathView(path),
    from: from ? pathView(from) : null,
    size: size ?? null,
    sizeBefore: sizeBefore ?? null,
    files: files ?? null,
    newBytes,
  }
}

export function pathView(path: Uint8Array): { path: string; pathBase64: string } {
  return { path: showPath(path), pathBase64: Buffer.from(path).toString('base64') }
}
