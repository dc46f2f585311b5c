// Keeping folders: which one a project is taken from, and when, is this site's own promise; name, phase and category rules
// belong to the mesh.
import { stat } from 'node:fs/promises'
import { HoldfastError } from '../../protocol/errors.ts'
import type { ProjectId, SiteId } from '../../protocol/ids.ts'
import type { CaptureChange } from '../../protocol/local-api-capture.ts'
import type {
  AddedProject,
  AddProjectRequest,
  KeptProject,
  ProjectList,
  SetProjectRequest,
} from '../../protocol/local-api-projects.ts'
import { type Caller, seesProject } from '../../protocol/local-api-scope.ts'
import { compilePattern } from '../../protocol/patterns.ts'
import { STANDARD } from '../../protocol/policy.ts'
import { parsePolicyText } from '../../protocol/policy-text.ts'
import { type ProjectFields, projectIdOf } from '../../protocol/project-entry.ts'
import { mayDirect } from '../../protocol/role.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import type { Project } from '../work/mesh/projects.ts'
import { setFact, settingsOf } from '../work/schedule/facts.ts'
import type { Site } from '../work/site.ts'
import { captureView } from './automatic.ts'
import { folderOf, projectView, revise } from './projects.ts'
import { findProject, findSite } from './references.ts'
import { requireDirector, requireFounder, requireWriter } from './roles.ts'

export function keptProjects(context: NodeContext, caller: Caller): ProjectList {
  return {
    projects: joinedOf(context)
      .site.projects.all()
      .filter(({ id }) => seesProject(caller, id))
      .map(({ id }) => keptProject(context, id)),
  }
}

function keptProject(context: NodeContext, id: ProjectId): KeptProject {
  const { site } = joinedOf(context)
  const project = site.projects.get(id)!
  return {
    ...projectView(site, project),
    rules: project.rules?.map(rule => ({ ...rule })) ?? null,
    capture: captureView(context, project),
  }
}

export async function addProject(
  context: NodeContext,
  request: AddProjectRequest,
  caller: Caller,
): Promise<AddedProject> {
  const { site, captures } = joinedOf(context)
  const known = site.projects.all().find(project => project.name === request.name)
  if (known) requireWriter(site, known)
  else requireFounder(site)
  await checkFolder(request.folder)
  const warnings = await deviceWarnings(context, request.folder)
  if (known && folderOf(site, known.id) !== undefined) {
    throw new HoldfastError('PROJECT_EXISTS', `${request.name} is already kept from ${folderOf(site, known.id)}`, {
      hint: `holdfast project set ${request.name} --folder DIR takes it from another folder`,
    })
  }
  if (known && request.ring !== undefined && known.entry.ring !== request.ring)
    throw new HoldfastError('PROJECT_EXISTS', `the ring of ${request.name} was chosen when it was made`)
  if (known) {
    // The mesh knows it already: this site takes snapshots of it too.
    warnings.push(
      `${request.name} is already a project of this mesh; its snapshots from here stand beside those of other sites`,
    )
    await site.promises.setState(`folder/${known.id}`, Buffer.from(request.folder))
    await setCapture(context, known.id, request.capture)
    const text = `${request.name} from ${request.folder}, beside other sites`
    await site.audit.record({ act: 'project-add', project: known.id, text, who: caller.name })
    captures.scheduler.changed()
    return { project: keptProject(context, known.id), warnings }
  }
  const ring = request.ring === undefined ? site.rings.standard : site.rings.get(request.ring)
  if (ring === undefined || !site.rings.isTrusted(ring.id)) {
    throw new HoldfastError('KEY_MISSING', 'this site is trusted for no ring that could seal the project', {
      hint: 'holdfast key list shows who is; holdfast key grant RING SITE where an owner key is',
    })
  }
  const nonce = context.ports.random.bytes(16)
  const id = projectIdOf(site.me, nonce)
  const policy = parsePolicyText(request.policy, STANDARD)
  await site.promises.setState(`folder/${id}`, Buffer.from(request.folder))
  await setCapture(context, id, request.capture)
  await site.projects.write(
    {
      founder: site.me,
      nonce,
      rev: 1,
      prev: undefined,
      policy,
      ring: ring.id,
      phase: 'active',
      time: context.ports.clock.wall(),
    },
    { name: request.name, rules: [] },
  )
  const text = `${request.name} from ${request.folder}, ${request.policy.join(' ')}`
  await site.audit.record({ act: 'project-add', project: id, text, who: caller.name })
  captures.scheduler.changed()
  return { project: keptProject(context, id), warnings }
}

export async function setProject(
  context: NodeContext,
  request: SetProjectRequest,
  caller: Caller,
): Promise<KeptProject> {
  const { site, captures } = joinedOf(context)
  const project = findProject(site.projects, request.project)
  const { name, rules } = request
  const revision = revisionOf(site, project, request)
  const isRevised = name !== undefined || rules !== undefined || Object.keys(revision).length > 0
  if (request.folder !== undefined || request.capture !== undefined) requireWriter(site, project)
  if (isRevised) requireDirector(site, project)
  // One that can't be read would end every capture.
  for (const { pattern } of rules ?? []) compilePattern(pattern)
  if (
    request.name !== undefined &&
    request.name !== project.name &&
    site.projects.all().some(other => other.name === request.name)
  ) {
    throw new HoldfastError('PROJECT_EXISTS', `another project is called ${request.name}`, {
      hint: 'choose another name',
    })
  }
  if (request.folder !== undefined) {
    await checkFolder(request.folder)
    await site.promises.setState(`folder/${project.id}`, Buffer.from(request.folder))
    await site.promises.setState(`device/${project.id}`, undefined)
  }
  if (isRevised) {
    const info = { ...(name === undefined ? {} : { name }), ...(rules === undefined ? {} : { rules }) }
    await revise(context, project, revision, info)
  }
  await setCapture(context, project.id, request.capture)
  if (request.acknowledge) await setFact(site.promises, 'changed', project.id, undefined)
  const { project: _, ...changes } = request
  await site.audit.record({
    act: actOf(project, request),
    project: project.id,
    text: JSON.stringify(changes),
    who: caller.name,
  })
  captures.scheduler.changed()
  return keptProject(context, project.id)
}

/** What of the project's own entry a request changes. Throws SITE_UNKNOWN, AMBIGUOUS, NOT_ALLOWED, POLICY_INVALID. */
function revisionOf(
  site: Site,
  project: Project,
  { phase, authority, retention }: SetProjectRequest,
): Partial<Pick<ProjectFields, 'phase' | 'policy' | 'authority'>> {
  const foreign = retention?.find(word => !/^(all|daily|weekly|monthly)=/.test(word))
  if (foreign !== undefined) {
    throw new HoldfastError('POLICY_INVALID', `${JSON.stringify(foreign)} is not part of retention`, {
      hint: 'the words are all=7d daily=35d weekly=26w monthly=yes',
    })
  }
  return {
    ...(phase === undefined ? {} : { phase }),
    ...(retention === undefined ? {} : { policy: parsePolicyText(retention, project.entry.policy) }),
    ...(authority === undefined ? {} : { authority: authorityNamed(site, project, authority) }),
  }
}

// One that may not direct the project would be believed by nobody, and one that can't read it sees no labels.
function authorityNamed(site: Site, { id, entry }: Project, reference: string): SiteId {
  if (reference === 'founder') return entry.founder
  const member = findSite(site.members, reference)
  const isFounder = member.site === entry.founder
  if (member.revoked || !mayDirect(member, id, isFounder) || !member.rings.has(entry.ring)) {
    const why = member.revoked
      ? 'was revoked'
      : member.rings.has(entry.ring)
        ? 'may not direct it'
        : 'holds none of its keys'
    throw new HoldfastError('NOT_ALLOWED', `${site.members.nameOf(member.site)} ${why}, so it can't be its authority`, {
      hint: 'holdfast sites shows roles and keys',
    })
  }
  return member.site
}

function actOf({ entry }: Project, { phase }: SetProjectRequest): string {
  if (phase === 'closed' && entry.phase !== 'closed') return 'project-close'
  return phase === 'active' && entry.phase === 'closed' ? 'project-reopen' : 'project-set'
}

async function setCapture(context: NodeContext, project: ProjectId, change: CaptureChange | undefined): Promise<void> {
  if (change === undefined) return
  const { site } = joinedOf(context)
  // A key that was not given is not a key that is cleared.
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const since = context.ports.clock.wall()
  await setFact(site.promises, 'capture', project, { ...settingsOf(site.promises, project), ...given, since })
}

async function checkFolder(folder: string): Promise<void> {
  try {
    if ((await stat(folder)).isDirectory()) return
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      throw new HoldfastError('FOLDER_UNREADABLE', `${folder} can't be read (${code})`, { cause })
    throw new HoldfastError('FOLDER_MISSING', `${folder} is not there`, {
      cause,
      hint: 'give the folder that holds the project',
    })
  }
  throw new HoldfastError('FOLDER_MISSING', `${folder} is not a folder`, {
    hint: 'give the folder that holds the project',
  })
}

// Store and source on one device die together.
async function deviceWarnings(context: NodeContext, folder: string): Promise<string[]> {
  const [source, store] = await Promise.all([stat(folder), stat(context.config.store.path)])
  if (source.dev !== store.dev) return []
  return ['the store and the project are on one disk: this copy dies with the original; put the store on another disk']
}
