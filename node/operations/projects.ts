// Operations on projects and their policies. Which folder a project is taken from is this site's own promise; name and
// policy belong to the mesh.
import { stat } from 'node:fs/promises'
import { encodeProject, type ProjectEntry } from '../../protocol/catalog.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { idOf, type ProjectId } from '../../protocol/ids.ts'
import type {
  AddedProject,
  AddProjectRequest,
  Explanation,
  PolicyView,
  ProjectView,
  SetPolicyRequest,
  SetProjectRequest,
} from '../../protocol/local-api-projects.ts'
import { type Policy, STANDARD } from '../../protocol/policy.ts'
import { explainPolicy as explainWords, parsePolicyText } from '../../protocol/policy-text.ts'
import type { ProjectInfo } from '../../protocol/project-info.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import type { Project } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'
import { findProject } from './references.ts'

export function folderOf(site: Site, project: ProjectId): string | undefined {
  const bytes = site.promises.state.get(`folder/${project}`)
  return bytes && Buffer.from(bytes).toString('utf8')
}

export function projectView(site: Site, project: Project): ProjectView {
  return {
    id: project.id,
    name: project.name ?? null,
    phase: project.entry.phase,
    folder: folderOf(site, project.id) ?? null,
    policy: policyJson(project.entry.policy),
    ring: project.entry.ring,
    rev: project.entry.rev,
    snapshots: site.projects.snapshots(project.id).length,
  }
}

function policyJson(policy: Policy): ProjectView['policy'] {
  return {
    ...policy,
    distinct: { ...policy.distinct },
    only: { ...policy.only },
    avoid: { ...policy.avoid },
    retention: { ...policy.retention },
  }
}

export async function addProject(context: NodeContext, request: AddProjectRequest): Promise<AddedProject> {
  const { site } = joinedOf(context)
  await checkFolder(request.folder)
  const warnings = await deviceWarnings(context, request.folder)
  const known = site.projects.all().find(project => project.name === request.name)
  if (known && folderOf(site, known.id) !== undefined) {
    throw new HoldfastError('PROJECT_EXISTS', `${request.name} is already kept from ${folderOf(site, known.id)}`, {
      hint: `holdfast project set ${request.name} --folder DIR takes it from another folder`,
    })
  }
  if (known) {
    // The mesh knows it already: this site takes snapshots of it too.
    warnings.push(
      `${request.name} is already a project of this mesh; its snapshots from here stand beside those of other sites`,
    )
    await site.promises.setState(`folder/${known.id}`, Buffer.from(request.folder))
    return { project: projectView(site, known), warnings }
  }
  const ring = [...site.rings.values()][0]
  if (ring === undefined) throw new HoldfastError('KEY_MISSING', 'this site holds no ring to seal a project with')
  const id = idOf('ProjectId', context.ports.random.bytes(16))
  const policy = parsePolicyText(request.policy, STANDARD)
  await site.promises.setState(`folder/${id}`, Buffer.from(request.folder))
  await site.projects.write(
    {
      project: id,
      rev: 1,
      prev: undefined,
      policy,
      ring: ring.id,
      phase: 'active',
      author: site.me,
      time: context.ports.clock.wall(),
    },
    { name: request.name, rules: [] },
  )
  return { project: projectView(site, site.projects.get(id)!), warnings }
}

export async function setProject(context: NodeContext, request: SetProjectRequest): Promise<ProjectView> {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, request.project)
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
  if (request.name !== undefined || request.phase !== undefined)
    await revise(context, project, { phase: request.phase ?? project.entry.phase }, request.name === undefined ? {} : { name: request.name })
  return projectView(site, site.projects.get(project.id)!)
}

/** Stops capture; frees nothing. */
export async function stopProject(context: NodeContext, reference: string): Promise<ProjectView> {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, reference)
  await revise(context, project, { phase: 'stopped' })
  return projectView(site, site.projects.get(project.id)!)
}

export async function setPolicy(context: NodeContext, request: SetPolicyRequest): Promise<PolicyView> {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, request.project)
  await revise(context, project, { policy: parsePolicyText(request.words, project.entry.policy) })
  return policyView(context, project.id)
}

export function policyView(context: NodeContext, reference: string): PolicyView {
  const { site } = joinedOf(context)
  const project = projectView(site, findProject(site.projects, reference))
  return { project, policy: project.policy }
}

export function explainPolicy(context: NodeContext, reference: string): Explanation {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, reference)
  const input = site.assessor.input(project)
  const report = site.assessor.report(project)
  return {
    project: projectView(site, project),
    sentences: [...explainWords(project.entry.policy)],
    unmet: report.placement.unmet.map(({ what, have, need, why }) => ({ what, have, need, why })),
    sites: input.sites.map(observed => {
      const copy = report.sites.find(entry => entry.site === observed.id)
      const wanted = report.placement.chosen.includes(observed.id)
      const state = copy?.counted
        ? 'counts as a copy'
        : report.placement.added.includes(observed.id)
          ? 'wanted, is to fetch it'
          : wanted
            ? 'has it, is to be proved'
            : 'not needed'
      return {
        id: observed.id,
        name: observed.name,
        labels: { ...observed.labels },
        wanted,
        why: copy?.why ? `${state}: ${copy.why}` : state,
      }
    }),
  }
}

async function revise(
  context: NodeContext,
  project: Project,
  change: Partial<Pick<ProjectEntry, 'policy' | 'phase'>>,
  info: Partial<ProjectInfo> = {},
): Promise<void> {
  const { site } = joinedOf(context)
  const { name, rules } = { ...project, ...info }
  if (name === undefined || rules === undefined)
    throw new HoldfastError('KEY_MISSING', "this site can't read the project, so it can't change it")
  const { sealed: _, ...entry } = project.entry
  await site.projects.write(
    {
      ...entry,
      ...change,
      rev: entry.rev + 1,
      prev: hash(encodeProject(project.entry)),
      author: site.me,
      time: context.ports.clock.wall(),
    },
    { name, rules },
  )
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
