// Operations on snapshots: taking one, listing, waiting until it has its copies, restoring, verifying.
import { userInfo } from 'node:os'
import { assessCopies, type CopiesReport } from '../../protocol/copies.ts'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import type { Cid } from '../../protocol/ids.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import type {
  SnapshotList,
  SnapshotRequest,
  SnapshotView,
  TakenSnapshot,
  Verified,
  VerifyRequest,
} from '../../protocol/local-api-projects.ts'
import { signSnapshot } from '../../protocol/snapshot.ts'
import { rootOf } from '../../protocol/tree-load.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { type Ingested, ingestFolder } from '../work/ingest/ingest.ts'
import { openDiskSource } from '../work/ingest/source-disk.ts'
import type { Project, Snapshot } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'
import { folderOf, projectView } from './projects.ts'
import { findProject } from './references.ts'
import { outOfRoom } from './room.ts'

const LISTED = 1000
const WAIT_EVERY_MS = 500
const taking = new Set<string>()

export function snapshotView(site: Site, project: Project, snapshot: Snapshot): SnapshotView {
  const info = site.projects.info(snapshot)
  return {
    id: snapshot.id,
    takenAt: snapshot.time,
    by: { id: snapshot.author, name: site.members.nameOf(snapshot.author) },
    seq: snapshot.seq,
    state: snapshot.state,
    files: info?.files ?? null,
    plainBytes: info?.plainBytes ?? null,
    newBytes: info?.newBytes ?? null,
    storedBytes: snapshot.root.storedBytes,
    skipped: info?.skipped ?? null,
    label: info?.label || null,
    copies: copiesOf(site, project, snapshot),
  }
}

function copiesOf(site: Site, project: Project, snapshot: Snapshot): { have: number; need: number } {
  return assessOne(site, project, snapshot).copies
}

// The project as if it had this one snapshot: whether it has by itself what the policy asks for.
function assessOne(site: Site, project: Project, snapshot: Snapshot): CopiesReport {
  const input = site.assessor.input(project)
  return assessCopies({ ...input, snapshots: input.snapshots.filter(({ id }) => id === snapshot.id) })
}

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

async function capture(
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

export async function verify(
  context: NodeContext,
  request: VerifyRequest,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<Verified> {
  const { site } = joinedOf(context)
  const before = site.mender.repairs.length
  const tell = (bytes: number, of: number): void =>
    progress({ stage: 'check', bytes, totalBytes: Math.max(of, bytes), files: 0, totalFiles: null, note: null })
  const result =
    request.project === undefined
      ? await site.scrubber.pass('now', tell, signal)
      : await site.scrubber.passOver(heldRoots(site, findProject(site.projects, request.project)), tell, signal)
  // Chunks named by a holding and not in the store at all are missing rather than bad.
  const mended = await site.mender.mend(signal)
  const repairs = [...site.mender.repairs.slice(before), ...mended]
  const repairOf = (cid: Cid) => repairs.find(repair => repair.cid === cid && repair.from !== undefined)
  const missing = new Set(repairs.map(repair => repair.cid).filter(cid => !result.bad.includes(cid)))
  return {
    chunks: result.chunks,
    bytes: result.bytes,
    bad: result.bad.length,
    missing: missing.size,
    badChunks: [...result.bad, ...missing].slice(0, LISTED).map(cid => {
      const from = repairOf(cid)?.from
      return { cid, repaired: from !== undefined, from: from ? site.members.nameOf(from) : null }
    }),
  }
}

function heldRoots(site: Site, project: Project) {
  return site.projects
    .snapshots(project.id)
    .filter(snapshot => site.custody.holds(project.id, snapshot.id))
    .map(snapshot => snapshot.root)
}
