// Operations on what is kept and what is let go: what retention says of a project, forgetting, pinning (§ Retention).
import { HoldfastError } from '../../protocol/errors.ts'
import type { SiteId, SnapshotId } from '../../protocol/ids.ts'
import type {
  ForgetPlan,
  ForgetRequest,
  Keeping,
  Pinned,
  PinRequest,
  RetentionView,
} from '../../protocol/local-api-retention.ts'
import type { Caller } from '../../protocol/local-api-scope.ts'
import { retentionSentences } from '../../protocol/policy-text.ts'
import { KEEP_REASONS, type KeepReason, newestOf, type Verdict } from '../../protocol/retention.ts'
import { mayDirect } from '../../protocol/role.ts'
import { formatSpan } from '../../protocol/units.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { freedBytes } from '../work/keeping/freed-bytes.ts'
import type { Project, Snapshot } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'
import { namedProject } from './line-view.ts'
import { findProject, findSnapshot } from './references.ts'
import { requireDirector } from './roles.ts'

type Planned = Pinned['snapshot']
type Authority = ForgetPlan['authority']

/** What becomes of one snapshot, and what this site does about it. */
export function keepingOf(site: Site, snapshot: Snapshot): Keeping {
  const { id, project } = snapshot
  const mark = site.trash.of(id)
  const isHeld = site.custody.holds(project, id)
  const left = isHeld ? site.locks.left(id) : mark && Math.max(0, mark.freeAt - site.custodyClock.now())
  return {
    state: site.projects.kept.letGo(snapshot) ?? 'retained',
    pinned: site.pins.isPinned(id),
    here: isHeld ? 'held' : mark === undefined ? 'none' : 'trashed',
    forMs: left ?? null,
    deletion: site.deletions.of(id)?.id ?? null,
  }
}

/** The label it was taken with, else what whoever pinned it calls it. */
export function labelOf(site: Site, snapshot: Snapshot): string | null {
  return site.projects.info(snapshot)?.label || site.pins.label(snapshot.id) || null
}

export function retentionView(site: Site, project: Project): RetentionView {
  const verdicts = site.retention.verdicts(project)
  const asked = site.retention.asked(project)
  const counts = new Map<KeepReason, number>()
  for (const verdict of verdicts.values())
    if (verdict.retained) for (const reason of verdict.reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const letGo = site.projects.snapshots(project.id).map(snapshot => site.projects.kept.letGo(snapshot))
  const until = site.notices.until(project)
  const retained = [...verdicts].filter(([, verdict]) => verdict.retained)
  return {
    authority: authorityView(site, project),
    sentences: retentionSentences(project.entry.phase, project.entry.policy.retention),
    kept: KEEP_REASONS.flatMap(reason => {
      const snapshots = counts.get(reason)
      return snapshots === undefined ? [] : [{ reason, snapshots }]
    }),
    retained: retained.length,
    expired: verdicts.size - retained.length,
    noticed: retained.filter(([id]) => !asked.get(id)?.retained).length,
    noticeMs: until === undefined ? null : until - site.custodyClock.now(),
    forgotten: letGo.filter(how => how === 'forgotten').length,
    deleted: letGo.filter(how => how === 'deleted').length,
  }
}

/** Lets go of what has expired, or of the snapshots that are named, where this site is the one to say so. */
export async function forget(
  context: NodeContext,
  request: ForgetRequest,
  signal: AbortSignal,
  caller: Caller,
): Promise<ForgetPlan> {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, request.project)
  const plan = await planOf(site, project, request, signal)
  if (request.dryRun) return plan
  requireAuthority(project, plan.authority)
  requireDirector(site, project)
  const blocked = plan.going.find(one => one.blocked !== null)
  if (blocked !== undefined) throw refusalOf(project, blocked)
  const ids = plan.going.map(({ id }) => id)
  if (ids.length === 0) return plan
  const isNamed = request.snapshots.length > 0
  const text = `${ids.length} ${isNamed ? 'by name' : 'that expired'}: ${ids.map(id => id.slice(0, 12)).join(' ')}`
  await site.audit.record({ act: 'forget', project: project.id, text: text.slice(0, 1024), who: caller.name })
  if (isNamed) await site.retention.forget(project, ids, 'asked for by name')
  else await site.retention.expire(project)
  return plan
}

/** Keeps a snapshot whatever its age, or no longer for that. */
export async function pin(context: NodeContext, request: PinRequest, caller: Caller): Promise<Pinned> {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, request.project)
  const snapshot = findSnapshot(site.projects, project.id, request.snapshot)
  requireDirector(site, project)
  const before = site.projects.kept.letGo(snapshot)
  if (before === 'deleted')
    throw new HoldfastError(
      'NOT_ALLOWED',
      `${snapshot.id.slice(0, 12)} was deleted by the owners: a pin does not bring it back`,
      {
        hint: 'holdfast undelete, while its bytes are in quarantine',
      },
    )
  const { label = '', pinned } = request
  await site.audit.record({
    act: pinned ? 'pin' : 'unpin',
    project: project.id,
    snapshot: snapshot.id,
    text: label,
    who: caller.name,
  })
  await site.pins.set(project, snapshot.id, pinned, label)
  return {
    project: namedProject(project),
    snapshot: planned(site, snapshot, site.retention.verdicts(project).get(snapshot.id)),
    pinned,
    wasForgotten: before === 'forgotten',
  }
}

async function planOf(
  site: Site,
  project: Project,
  { snapshots: references, dryRun }: ForgetRequest,
  signal: AbortSignal,
): Promise<ForgetPlan> {
  const verdicts = site.retention.verdicts(project)
  const named = new Set(references.map(reference => findSnapshot(site.projects, project.id, reference).id))
  const all = site.projects.snapshots(project.id).toReversed()
  const known = all.filter(({ id }) => verdicts.has(id))
  const isGoing = ({ id }: Snapshot) => (named.size > 0 ? named.has(id) : !verdicts.get(id)?.retained)
  const going = known.filter(isGoing)
  const newest = newestOf(all)
  const lockLeft = site.retention.lockLeft(project)
  return {
    project: namedProject(project),
    authority: authorityView(site, project),
    dryRun,
    going: going.map(snapshot => {
      const lockedMs = lockLeft(snapshot.id)
      const blocked = named.size > 0 ? blockOf(site, snapshot, newest, lockedMs) : null
      return { ...planned(site, snapshot, verdicts.get(snapshot.id)), blocked, lockedMs }
    }),
    staying: known
      .filter(snapshot => !isGoing(snapshot))
      .map(snapshot => planned(site, snapshot, verdicts.get(snapshot.id))),
    forgotten: all.length - known.length,
    sites: await bytesAtSites(site, project, going, signal),
  }
}

// What retention keeps may be given up by name, but neither the last good state nor what somebody said to keep.
function blockOf(site: Site, { id }: Snapshot, newest: ReadonlySet<SnapshotId>, lockedMs: number): string | null {
  if (site.pins.isPinned(id)) return 'it is pinned'
  if (newest.has(id)) return 'it is the newest of its line, or the newest settled one'
  if (lockedMs > 0) return `it is locked for another ${formatSpan(lockedMs / 1000)}`
  return null
}

function refusalOf(project: Project, { id, blocked, lockedMs }: ForgetPlan['going'][number]): HoldfastError {
  const reference = `${project.name ?? project.id.slice(0, 8)}@${id.slice(0, 12)}`
  const hint = blocked === 'it is pinned' ? `holdfast pin ${reference} --remove` : `holdfast delete ${reference}`
  const owners = blocked === 'it is pinned' ? '' : ', which takes the owners, and their waiting time'
  const locks = lockedMs > 0 ? '; no lock is ever shortened' : ''
  return new HoldfastError('NOT_ALLOWED', `${id.slice(0, 12)} can't be forgotten: ${blocked}${locks}`, {
    hint: `${hint}${owners}`,
  })
}

function requireAuthority(project: Project, authority: Authority): void {
  const name = project.name ?? project.id.slice(0, 8)
  if (!authority.here) {
    const hint = authority.may
      ? `run it at ${authority.name}; or look at what would go: holdfast forget ${name} --dry-run`
      : `holdfast project set ${name} --authority SITE names another`
    throw new HoldfastError('NOT_ALLOWED', `what of ${name} need not be kept is for ${authority.name} to say`, { hint })
  }
  if (authority.countsInMs === null) return
  const left = formatSpan(authority.countsInMs / 1000)
  throw new HoldfastError(
    'NOT_ALLOWED',
    `this site was named ${name}'s authority only lately: that counts in ${left}`,
    {
      hint: 'until then nothing of it expires; holdfast project set --authority takes it back',
    },
  )
}

// Of each site that holds any of them: exact by the trees that are here, else unknown.
async function bytesAtSites(
  site: Site,
  project: Project,
  going: readonly Snapshot[],
  signal: AbortSignal,
): Promise<ForgetPlan['sites']> {
  const ids = new Set(going.map(({ id }) => id))
  const known = new Map<string, number | undefined>()
  const sites: ForgetPlan['sites'] = []
  for (const { site: holder } of site.view.holders(project.id)) {
    if (!site.members.has(holder)) continue
    const held = heldBy(site, holder, project)
    const leaving = held.filter(({ id }) => ids.has(id))
    if (leaving.length === 0) continue
    const key = held.map(({ id }) => id).join()
    if (!known.has(key)) {
      const staying = held.filter(({ id }) => !ids.has(id))
      known.set(
        key,
        held.includes(UNKNOWN) ? undefined : await freedBytes(site.custody, roots(leaving), roots(staying), signal),
      )
    }
    const name = site.members.nameOf(holder)
    sites.push({ id: holder, name, snapshots: leaving.length, freeBytes: known.get(key) ?? null })
  }
  return sites
}

type Held = Pick<Snapshot, 'id' | 'root'>
const UNKNOWN = { id: 'unknown' as SnapshotId, root: { cid: '' as Snapshot['root']['cid'], storedBytes: 0 } }
const roots = (snapshots: readonly Held[]) => snapshots.map(({ root }) => root)

// All it holds under the same keys: chunks are shared among projects of one ring, and among no others.
function heldBy(site: Site, holder: SiteId, { entry }: Project): Held[] {
  const held: Held[] = []
  for (const [project, holding] of site.view.holdings(holder)) {
    const ring = site.projects.get(project)?.entry.ring
    if (ring !== undefined && ring !== entry.ring) continue
    for (const id of holding.snapshots) held.push(site.projects.snapshot(project, id) ?? UNKNOWN)
  }
  return held
}

function planned(site: Site, snapshot: Snapshot, verdict: Verdict | undefined): Planned {
  const { id, time, author } = snapshot
  const until = verdict?.retained ? verdict.until : undefined
  return {
    id,
    takenAt: time,
    by: { id: author, name: site.members.nameOf(author) },
    label: labelOf(site, snapshot),
    reasons: verdict?.retained ? [...verdict.reasons] : [],
    forMs: until === undefined ? null : Math.max(0, until - site.custodyClock.now()),
  }
}

function authorityView(site: Site, project: Project): Authority {
  const { id, entry } = project
  const { site: authority, countsFrom } = site.notices.authority(project)
  const member = site.members.get(authority)
  return {
    id: authority,
    name: site.members.nameOf(authority),
    here: authority === site.me,
    countsInMs: countsFrom === undefined ? null : countsFrom - site.custodyClock.now(),
    may: member !== undefined && !member.revoked && mayDirect(member, id, authority === entry.founder),
  }
}
