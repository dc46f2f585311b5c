// What people call things: names, or the shortest unique prefix of an id.
import { HoldfastError } from '../../protocol/errors.ts'
import type { ProjectId } from '../../protocol/ids.ts'
import type { MemberRecord } from '../../protocol/membership.ts'
import type { Members } from '../work/mesh/members.ts'
import type { Project, Projects, Snapshot } from '../work/mesh/projects.ts'

/** Throws PROJECT_UNKNOWN, AMBIGUOUS. */
export function findProject(projects: Projects, reference: string): Project {
  const all = projects.all()
  const named = all.filter(project => project.name === reference)
  const found = named.length > 0 ? named : all.filter(project => isPrefix(reference, project.id))
  if (found.length === 1) return found[0]!
  if (found.length > 1) {
    throw new HoldfastError('AMBIGUOUS', `${found.length} projects are called ${reference}`, {
      hint: `use an id: ${found.map(project => project.id.slice(0, 8)).join(', ')}`,
    })
  }
  const names = all.flatMap(project => project.name ?? [])
  throw new HoldfastError('PROJECT_UNKNOWN', `no project is called ${reference}`, {
    hint: names.length === 0 ? 'holdfast project add NAME --folder DIR' : `there are: ${names.slice(0, 8).join(', ')}`,
  })
}

/** A member, revoked or not; of the same name rather one that is not. Throws SITE_UNKNOWN, AMBIGUOUS. */
export function findSite(members: Members, reference: string): MemberRecord {
  const all = [...members.current.members.values()]
  const named = all.filter(({ name, displayName }) => name === reference || displayName === reference)
  const inForce = named.filter(({ revoked }) => !revoked)
  const meant = inForce.length > 0 ? inForce : named
  const found = meant.length > 0 ? meant : all.filter(({ site }) => isPrefix(reference, site))
  if (found.length === 1) return found[0]!
  if (found.length > 1)
    throw new HoldfastError('AMBIGUOUS', `${found.length} sites are called ${reference}`, {
      hint: `use an id: ${found.map(({ site }) => site.slice(0, 8)).join(', ')}`,
    })
  throw new HoldfastError('SITE_UNKNOWN', `no site is called ${reference}`, { hint: 'holdfast sites lists them' })
}

/** The newest settled snapshot, else the newest live one. Throws SNAPSHOT_UNKNOWN, AMBIGUOUS. */
export function findSnapshot(projects: Projects, project: ProjectId, reference: string | undefined): Snapshot {
  const all = projects.snapshots(project)
  if (reference === undefined) {
    const kept = projects.retained(project)
    const last = (state: Snapshot['state']) => kept.findLast(snapshot => snapshot.state === state)
    const newest = last('settled') ?? last('live') ?? last('suspect')
    if (newest) return newest
    throw new HoldfastError('SNAPSHOT_UNKNOWN', 'the project has no snapshot yet', {
      hint: 'holdfast snapshot PROJECT',
    })
  }
  const found = all.filter(snapshot => isPrefix(reference, snapshot.id))
  if (found.length === 1) return found[0]!
  const labelled = all.filter(snapshot => projects.info(snapshot)?.label === reference)
  if (found.length === 0 && labelled.length === 1) return labelled[0]!
  if (found.length + labelled.length > 1)
    throw new HoldfastError('AMBIGUOUS', `${found.length || labelled.length} snapshots begin with ${reference}`, {
      hint: 'give more of the id',
    })
  throw new HoldfastError('SNAPSHOT_UNKNOWN', `no snapshot is called ${reference}`, {
    hint: 'holdfast snapshots PROJECT lists them',
  })
}

function isPrefix(reference: string, id: string): boolean {
  return reference.length >= 3 && id.startsWith(reference.toLowerCase())
}
