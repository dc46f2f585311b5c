// Restoring a snapshot, or part of it, into a folder: from the store here, from peers, or from both.

import { HoldfastError } from '../../protocol/errors.ts'
import type { SiteId } from '../../protocol/ids.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import type { Restored, RestoreRequest } from '../../protocol/local-api-projects.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { chunkSource } from '../work/chunk-source.ts'
import { restoreTree } from '../work/restore/restore.ts'
import { projectView } from './projects.ts'
import { findProject, findSnapshot } from './references.ts'
import { snapshotView } from './snapshot-view.ts'

const LISTED = 1000
/** A daemon that has just started finds its peers within this time. */
const CONNECT_MS = 10_000
const LOOK_EVERY_MS = 100

export async function restore(
  context: NodeContext,
  request: RestoreRequest,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<Restored> {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, request.project)
  const snapshot = findSnapshot(site.projects, project.id, request.snapshot)
  const ring = site.rings.get(snapshot.ring)
  if (ring === undefined)
    throw new HoldfastError('KEY_MISSING', 'this site holds no keys to read the snapshot', {
      hint: 'restore at a trusted site: holdfast sites shows them',
    })
  const holders = (): SiteId[] =>
    site.view.holders(project.id).flatMap(holder => (holder.site === site.me ? [] : [holder.site]))
  if (!site.custody.holds(project.id, snapshot.id)) await untilReachable(context, holders, progress, signal)
  const from = new Map<SiteId, number>()
  const source = chunkSource(
    {
      project: project.id,
      store: context.store,
      peers: site.peers,
      sources: holders,
      damaged: (cid, why) => site.mender.report(cid, why),
      fetched: (bytes, peer) => from.set(peer, (from.get(peer) ?? 0) + bytes),
    },
    signal,
  )
  let told = 0
  const result = await restoreTree(
    {
      ring,
      root: snapshot.root,
      source,
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
    warnings: [...result.warnings],
  }
}

/** Waits a little for a connection to any holder; without one the restore says what it lacks. */
async function untilReachable(
  context: NodeContext,
  holders: () => SiteId[],
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = context.ports
  const { peers } = joinedOf(context).site
  const until = clock.monotonic() + CONNECT_MS
  let note: string | null = 'waiting for a site that holds it'
  while (!holders().some(holder => peers.connected().includes(holder)) && clock.monotonic() < until) {
    progress({ stage: 'connect', bytes: 0, totalBytes: null, files: 0, totalFiles: null, note })
    note = null
    await clock.wait(LOOK_EVERY_MS, signal)
  }
}
