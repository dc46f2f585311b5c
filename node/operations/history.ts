// What happened to one file of a project, through all its snapshots and names (§ Diff and history).
import { HoldfastError, isError } from '../../protocol/errors.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import type { FileEventView, FileHistory, HistoryRequest } from '../../protocol/local-api-history.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { type FileEvent, fileHistory } from '../work/history/history.ts'
import { showPath } from '../work/ingest/path.ts'
import type { Snapshot } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'
import { pathView } from './diff.ts'
import { modifiedAt } from './entry-time.ts'
import { namedProject, namedSnapshot } from './line-view.ts'
import { findProject } from './references.ts'
import { openTreeSource, paceOf, ringOf } from './tree-source.ts'

export async function history(
  context: NodeContext,
  request: HistoryRequest,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<FileHistory> {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, request.project)
  const snapshots = site.projects.snapshots(project.id)
  const { source } = await openTreeSource(context, project, snapshots.slice(-1), progress, signal)
  const rest = paceOf(context, signal)
  const unread = new Set<Snapshot>()
  let looks = 0
  const options = {
    snapshots,
    source,
    ringOf: (snapshot: Snapshot) => ringOf(site, snapshot),
    pace: async () => {
      progress({ stage: 'look', bytes: 0, totalBytes: null, files: ++looks, totalFiles: null, note: null })
      await rest()
    },
    unread: (snapshot: Snapshot, error: unknown) => {
      if (signal.aborted || !isError(error)) throw error
      unread.add(snapshot)
    },
  }
  const events = await firstKnown(request.file, path => fileHistory(options, path))
  if (events.length === 0) {
    const some = unread.size === 0 ? 'no snapshot' : `no snapshot that can be read here (${unread.size} can't)`
    throw new HoldfastError('PATH_UNKNOWN', `${some} of ${project.name} has a file ${request.file}`, {
      hint: 'holdfast find shows where files are',
    })
  }
  return {
    project: namedProject(project),
    events: events.slice(0, request.limit).map(event => eventView(site, event)),
    total: events.length,
    snapshots: snapshots.length,
    unread: [...unread].map(snapshot => namedSnapshot(site, snapshot)),
  }
}

/** A path typed on another system may encode accents otherwise. */
async function firstKnown(
  file: string,
  look: (path: Buffer) => Promise<FileEvent<Snapshot>[]>,
): Promise<FileEvent<Snapshot>[]> {
  const path = file.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '')
  for (const form of new Set([path, path.normalize('NFC'), path.normalize('NFD')])) {
    const events = form === '' ? [] : await look(Buffer.from(form))
    if (events.length > 0) return events
  }
  return []
}

function eventView(site: Site, event: FileEvent<Snapshot>): FileEventView {
  const { kind, path, from, snapshot, entry, newBytes, isCutOff } = event
  const info = site.projects.info(snapshot)
  return {
    kind,
    ...pathView(path),
    from: from ? pathView(from) : null,
    snapshot: namedSnapshot(site, snapshot),
    user: info?.user || null,
    folder: info ? showPath(info.path) : null,
    size: entry?.type === 'file' ? entry.size : null,
    modifiedAt: entry ? modifiedAt(entry) : null,
    newBytes,
    earlierUnknown: isCutOff,
  }
}
