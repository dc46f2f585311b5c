// Restoring a snapshot, or part of it, into a folder: from the store here, from peers, or from both.

import { hostname } from 'node:os'
import { isError } from '../../protocol/errors.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import type { Restored, RestoreRequest } from '../../protocol/local-api-projects.ts'
import type { Caller } from '../../protocol/local-api-scope.ts'
import { formatBytes, formatCount } from '../../protocol/units.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import type { Act } from '../work/audit/audit.ts'
import { restoreTree } from '../work/restore/restore.ts'
import { openWriterThreads } from '../work/restore/writer-threads.ts'
import { otherLines } from './line-view.ts'
import { projectView } from './projects.ts'
import { findProject, findSnapshot } from './references.ts'
import { requirePlace } from './restore-place.ts'
import { snapshotView } from './snapshot-view.ts'
import { openTreeSource, ringOf } from './tree-source.ts'

const LISTED = 1000

export async function restore(
  context: NodeContext,
  request: RestoreRequest,
  progress: ReportProgress,
  signal: AbortSignal,
  caller: Caller,
): Promise<Restored> {
  const { site } = joinedOf(context)
  await requirePlace(context, caller, request.to)
  const project = findProject(site.projects, request.project)
  const snapshot = findSnapshot(site.projects, project.id, request.snapshot)
  const ring = ringOf(site, snapshot)
  // What is let go of meanwhile stays until it is restored.
  using _kept = site.custodySet.use({ root: snapshot.root, project: project.id, snapshot: snapshot.id })
  const { source, locate, fetched: from } = await openTreeSource(context, project, [snapshot], progress, signal)
  const enter = (act: string, text: string) =>
    enterRestore(context, { act, project: project.id, snapshot: snapshot.id, text, who: caller.name })
  // Before the first byte is written: a restore that is cut short has read what it has read.
  const unlisted = await enter('restore', `${whatOf(request)} to ${hostname()}:${request.to}`)
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
  await enter(
    'restored',
    `${formatCount(result.files, 'file')}, ${formatBytes(result.bytes)}, ${result.failed.length} failed`,
  )
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
    renamed: result.mapped.length,
    renamedFiles: list(result.mapped.map(({ path, to }) => ({ path, why: `stands as ${to}` }))),
    otherLines: request.snapshot === undefined ? otherLines(site, project, snapshot) : [],
    warnings: [...unlisted, ...result.warnings],
  }
}

function whatOf({ include }: RestoreRequest): string {
  return include.length === 0 ? 'all of it' : `${formatCount(include.length, 'pattern')}`
}

/** A full or sick disk must not keep anybody from what is theirs: then the restore goes on and says that it is not entered. */
async function enterRestore(context: NodeContext, act: Act): Promise<string[]> {
  try {
    await joinedOf(context).site.audit.record(act)
    return []
  } catch (error) {
    if (!isError(error)) throw error
    context.ports.log.error(
      { err: error, act: act.act, who: act.who },
      'a restore could not be entered in the audit log',
    )
    return [`this restore could not be entered in the audit log: ${error.message}`]
  }
}
