// Taking a snapshot: the folder into the store, the record signed, the holding stated, all durable before it is told.
import { userInfo } from 'node:os'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import type { Cid } from '../../protocol/ids.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import type { SnapshotRequest, TakenSnapshot } from '../../protocol/local-api-projects.ts'
import { signSnapshot } from '../../protocol/snapshot.ts'
import { rootOf } from '../../protocol/tree-load.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { type Ingested, ingestFolder } from '../work/ingest/ingest.ts'
import { openDiskSource } from '../work/ingest/source-disk.ts'
import type { Project, Snapshot } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'
import { folderOf, projectView } from './projects.ts'
import { outOfRoom } from './room.ts'
import { snapshotView } from './snapshot-view.ts'

const LISTED = 1000

/** Takes the folder into the store and publishes the snapshot, unless nothing has changed since the last one here. */
export async function capture(
  context: NodeContext,
  project: Project,
  request: SnapshotRequest,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<Omit<TakenSnapshot, 'wait'>> {
  const { site } = joinedOf(context)
  const folder = folderOf(site, project.id)
  if (folder === undefined) {
    throw new HoldfastError('FOLDER_MISSING', `${project.name} is not taken from any folder at this site`, {
      hint: `holdfast project set ${project.name} --folder DIR`,
    })
  }
  const ring = site.rings.get(project.entry.ring)
  if (ring === undefined) throw new HoldfastError('KEY_MISSING', `this site does not hold the keys of ${project.id}`)
  const mine = site.projects.snapshots(project.id).filter(snapshot => snapshot.author === site.me)
  const last = mine.reduce<Snapshot | undefined>((a, b) => (a && a.seq > b.seq ? a : b), undefined)
  const lastInfo = last && site.projects.info(last)
  const device = site.promises.state.get(`device/${project.id}`)
  let fresh: number | undefined
  const ingested = await ingestFolder(
    {
      folder,
      project: project.id,
      ring,
      store: { ...ingestStore(context, site) },
      cache: context.store.cache('stat'),
      previous: lastInfo && { files: lastInfo.files, device: device && Buffer.from(device).toString() },
      acceptEmpty: request.acceptEmpty,
      onProgress: at => {
        fresh = at.bytesTotal
        progress({
          stage: 'read',
          bytes: at.bytes,
          totalBytes: at.bytesTotal,
          files: at.files,
          totalFiles: at.filesTotal,
          note: null,
        })
      },
    },
    { clock: context.ports.clock, openSource: openDiskSource },
    signal,
  ).catch((error: unknown) => {
    throw isError(error, 'DISK_FULL') ? outOfRoom(context, error, fresh) : error
  })
  await site.promises.setState(`device/${project.id}`, Buffer.from(ingested.device))
  const common = {
    skipped: ingested.skippedCount,
    skippedFiles: ingested.skipped
      .slice(0, LISTED)
      .map(({ path, why }) => ({ path, pathBase64: Buffer.from(path).toString('base64'), why })),
    warnings: [...ingested.warnings],
  }
  const tips = site.projects.tips(project.id)
  if (
    last &&
    last.root.cid === ingested.root.cid &&
    tips.some(tip => tip.id === last.id) &&
    site.custody.holds(project.id, last.id) &&
    !request.label
  ) {
    return {
      project: projectView(site, project),
      snapshot: snapshotView(site, project, last),
      unchanged: true,
      ...common,
    }
  }
  const snapshot = await publish(
    context,
    project,
    ingested,
    { seq: (last?.seq ?? 0) + 1, label: request.label ?? '', folder },
    signal,
  )
  return {
    project: projectView(site, project),
    snapshot: snapshotView(site, project, snapshot),
    unchanged: false,
    ...common,
  }
}

// What ingest stores is read back before the snapshot is stated, as everything that arrives here is.
function ingestStore(context: NodeContext, site: Site) {
  const { store } = context
  return {
    putChunks: (chunks: readonly { cid: Cid; bytes: Uint8Array }[]) => site.custody.store(chunks),
    hasChunks: store.hasChunks.bind(store),
    loadChunk: store.loadChunk.bind(store),
    sizesOf: store.sizesOf.bind(store),
    putPids: store.putPids.bind(store),
    loadCidsOf: store.loadCidsOf.bind(store),
  }
}

async function publish(
  context: NodeContext,
  project: Project,
  ingested: Ingested,
  { seq, label, folder }: { seq: number; label: string; folder: string },
  signal: AbortSignal,
): Promise<Snapshot> {
  const { site } = joinedOf(context)
  const ring = site.rings.get(project.entry.ring)!
  const root = rootOf(ingested.root)
  const missing = await site.custody.missing(root, signal)
  if (missing.length > 0)
    throw new HoldfastError('CHUNK_MISSING', `${missing.length} chunks of the new snapshot are not in the store`, {
      hint: 'run the snapshot again',
    })
  const { signed } = signSnapshot(
    {
      project: project.id,
      root,
      incarnation: site.own.incarnation,
      seq,
      parents: site.projects.tips(project.id).map(tip => tip.id),
      state: ingested.liveFiles > 0 ? 'live' : 'settled',
      time: context.ports.clock.wall(),
    },
    {
      projectName: project.name ?? '',
      label,
      path: Buffer.from(folder),
      user: userInfo().username,
      files: ingested.files,
      directories: ingested.directories,
      plainBytes: ingested.plainBytes,
      skipped: ingested.skippedCount,
      newBytes: ingested.newBytes,
      liveFiles: ingested.liveFiles,
      rebuildableFiles: 0,
      rebuildableBytes: 0,
    },
    ring,
    site.mesh,
    context.signingKey,
  )
  const { snapshot, listed } = await site.projects.publish(signed)
  // One head says both: that there is a snapshot, and that it is whole here.
  await Promise.all([listed, site.custody.hold(snapshot)])
  return snapshot
}
