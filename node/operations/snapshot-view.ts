// One snapshot as the local API shows it.
import { assessCopies, type CopiesReport } from '../../protocol/copies.ts'
import type { SnapshotView } from '../../protocol/local-api-projects.ts'
import type { Project, Snapshot } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'
import { keepingOf, labelOf } from './retention.ts'

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
    liveFiles: info?.liveFiles ?? null,
    rebuildable: info ? { files: info.rebuildableFiles, bytes: info.rebuildableBytes } : null,
    label: labelOf(site, snapshot),
    suspicion: info?.suspicion || null,
    copies: copiesOf(site, project, snapshot),
    keeping: keepingOf(site, snapshot),
  }
}

function copiesOf(site: Site, project: Project, snapshot: Snapshot): { have: number; need: number } {
  return assessOne(site, project, snapshot).copies
}

/** The project as if it had this one snapshot: whether it has by itself what the policy asks for. */
export function assessOne(site: Site, project: Project, snapshot: Snapshot): CopiesReport {
  const input = site.assessor.input(project)
  return assessCopies({ ...input, snapshots: input.snapshots.filter(({ id }) => id === snapshot.id) })
}
