// Restoring a snapshot, or part of it, into a folder: from the store here, from peers, or from both.

import type { ReportProgress } from '../../protocol/local-api.ts'
import type { Restored, RestoreRequest } from '../../protocol/local-api-projects.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { restoreTree } from '../work/restore/restore.ts'
import { openWriterThreads } from '../work/restore/writer-threads.ts'
import { otherLines } from './line-view.ts'
import { projectView } from './projects.ts'
import { findProject, findSnapshot } from './references.ts'
import { snapshotView } from './snapshot-view.ts'
import { openTreeSource, ringOf } from './tree-source.ts'

const LISTED = 1000

export async function restore(
  context: NodeContext,
  request: RestoreRequest,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<Restored> {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, request.project)
  const snapshot = findSnapshot(site.projects, project.id, request.snapshot)
  const ring = ringOf(site, snapshot)
  const { source, locate, fetched: from } = await openTreeSource(context, project, [snapshot], progress, signal)
  let told = 0
  const result = await restoreTree(
    {
      ring,
      root: snapshot.root,
      source,
      locate,
      sealer: context.sealer,
      openWriters: openWriterThreads,
      target: request.to,
      include: request.include,
      overwrite: request.overwrite,
      onProgress: at => {
        const names = [...from.keys()].map(peer => site.members.nameOf(peer))
        const note = from.size > told ? `from ${names.join(', ')}` : null
        told = from.size
        progress({
          stage: 'write',
          bytes: at.bytes,
          totalBytes: at.bytesTotal,
          files: at.files,
          totalFiles: at.filesTotal,
          note,
        })
      },
    },
    signal,
  )
  const list = (refused: readonly { path: string; why: string }[]) =>
    refused.slice(0, LISTED).map(({ path, why }) => ({ path, pathBase64: Buffer.from(path).toString('base64'), why }))
  const fetched = [...from.values()].reduce((sum, bytes) => sum + bytes, 0)
  if (fetched > 0) context.ports.log.info({ project: project.id, fetched }, 'restored from peers')
  return {
    project: projectView(site, project),
    snapshot: snapshotView(site, project, snapshot),
    files: result.files,
    plainBytes: result.bytes,
    kept: result.kept,
    refused: result.refused.length,
    refusedLinks: list(result.refused),
    failed: result.failed.length,
    failedFiles: list(result.failed),
    otherLines: request.snapshot === undefined ? otherLines(site, project, snapshot) : [],
    warnings: [...result.warnings],
  }
}
