// Looking a snapshot over for what would go wrong on the day it is needed (§ Lint).
import type { ReportProgress } from '../../protocol/local-api.ts'
import type { Linted, LintRequest } from '../../protocol/local-api-history.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { lintTree } from '../work/lint/lint.ts'
import { pathView } from './diff.ts'
import { namedProject, namedSnapshot } from './line-view.ts'
import { findProject, findSnapshot } from './references.ts'
import { openTreeSource, paceOf, ringOf } from './tree-source.ts'

export async function lint(
  context: NodeContext,
  request: LintRequest,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<Linted> {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, request.project)
  const snapshot = findSnapshot(site.projects, project.id, request.snapshot)
  const ring = ringOf(site, snapshot)
  const info = site.projects.info(snapshot)
  const { source } = await openTreeSource(context, project, [snapshot], progress, signal)
  const { findings, files, read, unread } = await lintTree({
    ring,
    source,
    root: snapshot.root,
    folder: Buffer.from(info?.path ?? []).toString(),
    pace: paceOf(context, signal),
    progress: at =>
      progress({ stage: 'read', bytes: 0, totalBytes: null, files: at, totalFiles: info?.files ?? null, note: null }),
  })
  return {
    project: namedProject(project),
    snapshot: namedSnapshot(site, snapshot),
    files,
    sessionsRead: read,
    sessionsUnread: unread,
    counts: { ...findings.counts },
    findings: findings
      .sorted()
      .map(({ severity, code, path, message }) => ({ severity, code, ...pathView(path), message })),
  }
}
