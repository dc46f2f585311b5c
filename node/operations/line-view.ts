// Lines of a project, and snapshots by what people know them by, as the local API shows them (§ Lines).
import type { NamedSnapshot } from '../../protocol/local-api-history.ts'
import type { Line } from '../../protocol/local-api-projects.ts'
import type { Project, Snapshot } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'

/** The newest snapshot of every line, newest first. */
export function linesOf(site: Site, project: Project): Line[] {
  return site.projects
    .tips(project.id)
    .reverse()
    .map(tip => ({ snapshot: tip.id, takenAt: tip.time, by: siteView(site, tip) }))
}

/** The lines whose newest changes a snapshot neither has nor is followed by: those it says nothing of. */
export function otherLines(site: Site, project: Project, snapshot: Snapshot): Line[] {
  const byId = new Map(site.projects.snapshots(project.id).map(one => [one.id, one]))
  const tips = linesOf(site, project)
  return tips.filter(({ snapshot: tip }) => !isBehind(byId, snapshot, tip))
}

export function namedSnapshot(site: Site, snapshot: Snapshot): NamedSnapshot {
  const { id, time, state } = snapshot
  const label = site.projects.info(snapshot)?.label || null
  return { id, takenAt: time, by: siteView(site, snapshot), state, label }
}

export function namedProject(project: Project): { id: Project['id']; name: string | null } {
  return { id: project.id, name: project.name ?? null }
}

function siteView(site: Site, { author }: Snapshot) {
  return { id: author, name: site.members.nameOf(author) }
}

/** Whether `snapshot` is `tip` or comes before it. */
function isBehind(byId: ReadonlyMap<string, Snapshot>, snapshot: Snapshot, tip: string): boolean {
  const open = [tip]
  const seen = new Set(open)
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === snapshot.id) return true
    for (const parent of byId.get(id)?.parents ?? []) {
      if (seen.has(parent)) continue
      seen.add(parent)
      open.push(parent)
    }
  }
  return false
}
