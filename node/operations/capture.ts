// Taking a snapshot: the folder into the store, the record signed, the holding stated, all durable before it is told.
import { userInfo } from 'node:os'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import type { Cid, RingId, SnapshotId } from '../../protocol/ids.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import type { TakenSnapshot } from '../../protocol/local-api-projects.ts'
import { signSnapshot } from '../../protocol/snapshot.ts'
import { rootOf } from '../../protocol/tree-load.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import type { Reading } from '../work/ahead/readings.ts'
import { type Ingested, ingestFolder } from '../work/ingest/ingest.ts'
import { openDiskSource } from '../work/ingest/source-disk.ts'
import { parentsFor } from '../work/mesh/lines.ts'
import type { Project, Snapshot } from '../work/mesh/projects.ts'
import type { CaptureOrder } from '../work/schedule/scheduler.ts'
import { withoutPcm } from '../work/sealer.ts'
import type { Site } from '../work/site.ts'
import { lastGood, suspicionOf } from './brake.ts'
import { type HookedFolder, withHooks } from './hooked-folder.ts'
import { folderOf, projectView } from './projects.ts'
import { requireWriter } from './roles.ts'
import { outOfRoom } from './room.ts'
import { snapshotView } from './snapshot-view.ts'

const LISTED = 1000

export interface CaptureRequest extends CaptureOrder {
  readonly label: string
  readonly acceptEmpty: boolean
  /** Who says that most of the project is meant to be gone or rewritten; undefined: nobody does. */
  readonly acceptChange: string | undefined
}

export interface Capture {
  readonly taken: Omit<TakenSnapshot, 'wait'>
  readonly live: number
  /** Files seen growing. */
  readonly growing: number
  /** Paths whose content changed while size and times did not. */
  readonly changedSilently: readonly string[]
  /** The last snapshot before, which has them as they were. */
  readonly before: SnapshotId | undefined
  /** Why the command after the capture failed. */
  readonly afterFailed: HoldfastError | undefined
}

/** Takes the folder into the store and publishes the snapshot, unless nothing has changed since the last one here. */
export async function capture(
  context: NodeContext,
  project: Project,
  request: CaptureRequest,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<Capture> {
  const { site } = joinedOf(context)
  requireWriter(site, project)
  const folder = folderOf(site, project.id)
  if (folder === undefined) {
    throw new HoldfastError('FOLDER_MISSING', `${project.name} is not taken from any folder at this site`, {
      hint: `holdfast project set ${project.name} --folder DIR`,
    })
  }
  const mine = site.projects.snapshots(project.id).filter(snapshot => snapshot.author === site.me)
  const last = mine.reduce<Snapshot | undefined>((a, b) => (a && a.seq > b.seq ? a : b), undefined)
  const good = lastGood(site, project)
  let afterFailed: HoldfastError | undefined
  // What it finds here already, no snapshot may need any more until this one does.
  using _guard = context.store.guard()
  const captured = await withHooks(
    context,
    project,
    folder,
    async hooked => {
      const ingested = await ingest(context, project, hooked, good, request, progress, signal)
      const isAccepted = request.acceptChange !== undefined && last?.state === 'suspect'
      const isUnchanged = last && !request.label && !isAccepted && isStillWhole(site, project, last, ingested)
      const suspicion =
        isUnchanged || request.acceptChange !== undefined
          ? undefined
          : await suspicionOf(context, project, good, ingested, progress, signal)
      const place = { seq: (last?.seq ?? 0) + 1, label: request.label, folder, suspicion }
      const snapshot = isUnchanged ? last : await publish(context, project, ingested, place, signal)
      if (suspicion !== undefined || (isAccepted && !isUnchanged))
        await site.audit.record({
          act: suspicion === undefined ? 'change-accept' : 'snapshot-aside',
          project: project.id,
          snapshot: snapshot.id,
          text: suspicion ?? '',
          ...(suspicion === undefined ? { who: request.acceptChange } : {}),
        })
      return {
        result: isUnchanged ? 'unchanged' : 'taken',
        value: { ingested, snapshot, unchanged: isUnchanged === true },
      }
    },
    error => {
      afterFailed = error
    },
    signal,
  )
  const { ingested, snapshot, unchanged } = captured
  return {
    taken: {
      project: projectView(site, project),
      snapshot: snapshotView(site, project, snapshot),
      unchanged,
      skipped: ingested.skippedCount,
      skippedFiles: ingested.skipped
        .slice(0, LISTED)
        .map(({ path, why }) => ({ path, pathBase64: Buffer.from(path).toString('base64'), why })),
      warnings: [...ingested.warnings, ...(afterFailed ? [`the snapshot stands, but ${afterFailed.message}`] : [])],
    },
    live: ingested.liveFiles,
    growing: ingested.growing,
    changedSilently: ingested.changedSilently,
    before: good?.id,
    afterFailed,
  }
}

async function ingest(
  context: NodeContext,
  project: Project,
  { path, isNamed }: HookedFolder,
  last: Snapshot | undefined,
  request: CaptureRequest,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<Ingested> {
  const { site } = joinedOf(context)
  const ring = site.rings.get(project.entry.ring)
  if (ring === undefined) throw new HoldfastError('KEY_MISSING', `this site does not hold the keys of ${project.id}`)
  const lastInfo = last && site.projects.info(last)
  // A folder that a command names lies on another file system each time.
  const device = isNamed ? undefined : site.promises.state.get(`device/${project.id}`)
  let fresh: number | undefined
  const before = context.store.stats().bytes
  using reading = site.readings.begin(project.id)
  const ingested = await ingestFolder(
    {
      folder: path,
      project: project.id,
      ring,
      store: ingestStore(context, site, reading),
      cache: context.store.cache('stat'),
      sealer: allRead(site, ring.id, 'pcm') ? context.sealer : withoutPcm(context.sealer),
      previous: lastInfo && { files: lastInfo.files, device: device && Buffer.from(device).toString() },
      acceptEmpty: request.acceptEmpty,
      quietMs: request.quietMs,
      rehash: request.rehash,
      rules: project.rules ?? [],
      pace: request.pace,
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
    { clock: context.ports.clock, openSource: from => openDiskSource(from, context.readers) },
    signal,
  ).catch(async (error: unknown) => {
    const stored = context.store.stats().bytes - before
    throw isError(error, 'DISK_FULL') ? await outOfRoom(context, error, fresh, stored) : error
  })
  if (!isNamed) await site.promises.setState(`device/${project.id}`, Buffer.from(ingested.device))
  return ingested
}

/** True when the last snapshot says what was found and is whole here, whatever other lines have since (§ Lines). */
function isStillWhole(site: Site, project: Project, last: Snapshot, ingested: Ingested): boolean {
  const isKept = site.projects.kept.isRetained(last) && site.custody.holds(project.id, last.id)
  return isKept && last.root.cid === ingested.root.cid
}

// Only what all trusted readers of the ring list is written (§ Catalog); who has not said anything yet has no veto.
function allRead({ members, view, me }: Site, ring: RingId, feature: string): boolean {
  return members.sites().every(id => {
    const features = id !== me && members.get(id)?.rings.has(ring) ? view.self(id)?.features : undefined
    return features?.includes(feature) ?? true
  })
}

// What ingest stores is read back before the snapshot is stated, as everything that arrives here is, and can be fetched
// by other sites from then on.
function ingestStore(context: NodeContext, site: Site, reading: Reading) {
  const { store } = context
  return {
    async putChunks(chunks: readonly { cid: Cid; bytes: Uint8Array }[]): Promise<void> {
      await site.custody.store(chunks)
      reading.stored(chunks.map(({ cid, bytes }) => ({ cid, stored: bytes.byteLength })))
    },
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
  place: { seq: number; label: string; folder: string; suspicion: string | undefined },
  signal: AbortSignal,
): Promise<Snapshot> {
  const { site } = joinedOf(context)
  const { seq, label, folder, suspicion } = place
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
      parents: parentsFor(site.me, root.cid, site.projects.snapshots(project.id)),
      state: suspicion !== undefined ? 'suspect' : ingested.liveFiles > 0 ? 'live' : 'settled',
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
      rebuildableFiles: ingested.rebuildable.files,
      rebuildableBytes: ingested.rebuildable.bytes,
      ...(suspicion === undefined ? {} : { suspicion }),
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
