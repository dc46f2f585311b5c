// Operations on delete certificates: what one would mean, accepting one that enough owners signed, telling how far each is
// here, and calling one back (§ Deletion). What happens then is the same at every holder, this one included.
import { DELETE_SNAPSHOTS_MAX, parseDelete, parseUndelete, signUndelete } from '../../protocol/delete-certificate.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { SnapshotId } from '../../protocol/ids.ts'
import type {
  DeleteRequest,
  DeletionList,
  DeletionPlan,
  DeletionView,
  PlanDeletionRequest,
  UndeleteRequest,
} from '../../protocol/local-api-deletions.ts'
import type { Caller } from '../../protocol/local-api-scope.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import type { Deletion } from '../work/keeping/deletions.ts'
import { TRASH_MS } from '../work/keeping/trash.ts'
import type { Site } from '../work/site.ts'
import { findProject, findSnapshot } from './references.ts'
import { checkTotp } from './totp.ts'

export function planDeletion(context: NodeContext, request: PlanDeletionRequest): DeletionPlan {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, request.project)
  const known = site.projects.retained(project.id)
  const named = request.snapshots.map(reference => findSnapshot(site.projects, project.id, reference))
  const meant = request.snapshots.length === 0 ? known : [...new Map(named.map(one => [one.id, one])).values()]
  if (meant.length === 0)
    throw new HoldfastError('SNAPSHOT_UNKNOWN', `${project.name ?? project.id} has no snapshot to delete`)
  if (meant.length > DELETE_SNAPSHOTS_MAX) {
    throw new HoldfastError('USAGE', `one certificate names ${DELETE_SNAPSHOTS_MAX} snapshots, not ${meant.length}`, {
      hint: 'name the oldest of them first: PROJECT@SNAPSHOT …',
    })
  }
  const ids = new Set(meant.map(({ id }) => id))
  return {
    mesh: site.mesh,
    project: project.id,
    name: project.name ?? null,
    snapshots: meant.map(snapshot => ({
      id: snapshot.id,
      takenAt: snapshot.time,
      label: site.projects.info(snapshot)?.label ?? null,
      storedBytes: snapshot.root.storedBytes,
      lockSeconds: Math.round(site.locks.left(snapshot.id) / 1000),
    })),
    left: known.filter(({ id }) => !ids.has(id)).length,
  }
}

/** Throws NOT_ALLOWED, MEMBERSHIP_FROZEN, PROJECT_UNKNOWN, SNAPSHOT_UNKNOWN, TOTP_NEEDED, TOTP_WRONG. */
export async function submitDeletion(
  context: NodeContext,
  { signed, totp }: DeleteRequest,
  caller: Caller,
): Promise<DeletionView> {
  const { site } = joinedOf(context)
  const parsed = parseDelete(site.mesh, signed)
  const { certificate } = parsed
  const project = findProject(site.projects, certificate.project)
  for (const id of certificate.snapshots) {
    if (site.projects.snapshot(project.id, id) === undefined)
      throw new HoldfastError('SNAPSHOT_UNKNOWN', `this site knows no snapshot ${id.slice(0, 12)} of the project`)
  }
  const { current } = site.members
  if (current.frozen)
    throw new HoldfastError('MEMBERSHIP_FROZEN', `the constitution of ${current.name} has forked: nothing is deleted`, {
      hint: 'holdfast owner mend',
    })
  if (!site.deletions.stands(parsed)) {
    const { owners, threshold } = current.constitution
    const have = owners.filter(owner => parsed.signers.has(owner)).length
    throw new HoldfastError('NOT_ALLOWED', `${have} of ${threshold} owners have signed it`, {
      hint: 'the others run: holdfast owner sign FILE',
    })
  }
  if (site.deletions.get(certificate.id) === undefined) {
    await checkTotp(context, totp)
    await site.kept.add('delete', signed)
    const count = certificate.snapshots.length
    const what = `${count} ${count === 1 ? 'snapshot' : 'snapshots'} of ${project.name ?? project.id.slice(0, 8)}`
    const why = certificate.why === '' ? '' : `: ${certificate.why}`
    const text = `${what}, by certificate ${certificate.id.slice(0, 12)} of ${parsed.signers.size} owners${why}`
    await site.audit.record({ act: 'delete', project: project.id, text, who: caller.name })
  }
  return viewOf(site, site.deletions.get(certificate.id)!)
}

export function deletions(context: NodeContext): DeletionList {
  return { deletions: deletionViews(joinedOf(context).site) }
}

export function deletionViews(site: Site): DeletionView[] {
  return site.deletions.all().map(deletion => viewOf(site, deletion))
}

/** Throws RECORD_UNKNOWN, NOT_ALLOWED where neither this site nor who signed may. */
export async function undelete(
  context: NodeContext,
  { certificate, snapshots, signed }: UndeleteRequest,
  caller: Caller,
): Promise<DeletionView> {
  const { site } = joinedOf(context)
  const deletion = site.deletions.get(certificate)
  if (deletion === undefined) {
    throw new HoldfastError('RECORD_UNKNOWN', `no deletion ${certificate.slice(0, 12)} is known here`, {
      hint: 'holdfast undelete --list shows them',
    })
  }
  const time = context.ports.clock.wall()
  const record = signed ?? signUndelete(site.mesh, { certificate, snapshots, time }, context.signingKey)
  const parsed = parseUndelete(site.mesh, record)
  if (parsed.certificate !== certificate || parsed.snapshots.join() !== [...snapshots].sort().join())
    throw new HoldfastError('USAGE', 'what was signed is not what was asked for')
  if (!site.deletions.mayUndelete(parsed.author, deletion.project)) {
    throw new HoldfastError('NOT_ALLOWED', 'only an owner, or a site that is an operator, calls a deletion back', {
      hint: 'run it at an operator, or give --owner-key FILE',
    })
  }
  await site.kept.add('undelete', record)
  const count = snapshots.length === 0 ? deletion.snapshots.length : snapshots.length
  await site.audit.record({
    act: 'undelete',
    project: deletion.project,
    text: `${count} of ${deletion.snapshots.length} snapshots of certificate ${certificate.slice(0, 12)}`,
    who: caller.name,
  })
  return viewOf(site, site.deletions.get(certificate)!)
}

function viewOf(site: Site, deletion: Deletion): DeletionView {
  const { id, project, why, state, snapshots, undeleted, waitsUntil } = deletion
  const wait = Math.max(0, waitsUntil - site.custodyClock.now())
  const held = snapshots.filter(snapshot => site.custody.holds(project, snapshot) && !undeleted.has(snapshot))
  const marks = snapshots.flatMap(snapshot => {
    const mark = site.trash.of(snapshot)
    return mark?.certificate === id ? mark : []
  })
  const quarantine = (snapshot: SnapshotId) => Math.max(wait, site.locks.left(snapshot)) + TRASH_MS.deleted
  const frees = [...held.map(quarantine), ...marks.map(mark => Math.max(0, mark.freeAt - site.custodyClock.now()))]
  return {
    certificate: id,
    project,
    name: site.projects.get(project)?.name ?? null,
    why,
    state,
    snapshots: [...snapshots],
    undeleted: [...undeleted].filter(snapshot => snapshots.includes(snapshot)).sort(),
    waitSeconds: Math.ceil(wait / 1000),
    held: held.length,
    quarantined: marks.length,
    freesSeconds: frees.length === 0 ? null : Math.ceil(Math.min(...frees) / 1000),
  }
}
