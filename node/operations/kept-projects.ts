// Keeping folders: which one a project is taken from, and when, is this site's own promise; name, phase and category rules
// belong to the mesh.
import { stat } from 'node:fs/promises'
import { HoldfastError } from '../../protocol/errors.ts'
import { idOf, type ProjectId } from '../../protocol/ids.ts'
import type { CaptureChange } from '../../protocol/local-api-capture.ts'
import type {
  AddedProject,
  AddProjectRequest,
  KeptProject,
  ProjectList,
  SetProjectRequest,
} from '../../protocol/local-api-projects.ts'
import { compilePattern } from '../../protocol/patterns.ts'
import { STANDARD } from '../../protocol/policy.ts'
import { parsePolicyText } from '../../protocol/policy-text.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { setFact, settingsOf } from '../work/schedule/facts.ts'
import { captureView } from './automatic.ts'
import { folderOf, projectView, revise } from './projects.ts'
import { findProject } from './references.ts'

export function keptProjects(context: NodeContext): ProjectList {
  return {
    projects: joinedOf(context)
      .site.projects.all()
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

export async function addProject(context: NodeContext, request: AddProjectRequest): Promise<AddedProject> {
  const { site, captures } = joinedOf(context)
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
    await setCapture(context, known.id, request.capture)
    captures.scheduler.changed()
    return { project: keptProject(context, known.id), warnings }
  }
  const ring = [...site.rings.values()][0]
  if (ring === undefined) throw new HoldfastError('KEY_MISSING', 'this site holds no ring to seal a project with')
  const id = idOf('ProjectId', context.ports.random.bytes(16))
  const policy = parsePolicyText(request.policy, STANDARD)
  await site.promises.setState(`folder/${id}`, Buffer.from(request.folder))
  await setCapture(context, id, request.capture)
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
  captures.scheduler.changed()
  return { project: keptProject(context, id), warnings }
}

export async function setProject(context: NodeContext, request: SetProjectRequest): Promise<KeptProject> {
  const { site, captures } = joinedOf(context)
  const project = findProject(site.projects, request.project)
  const { name, phase, rules } = request
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
  if (name !== undefined || phase !== undefined || rules !== undefined) {
    const info = { ...(name === undefined ? {} : { name }), ...(rules === undefined ? {} : { rules }) }
    await revise(context, project, { phase: phase ?? project.entry.phase }, info)
  }
  await setCapture(context, project.id, request.capture)
  if (request.acknowledge) await setFact(site.promises, 'changed', project.id, undefined)
  captures.scheduler.changed()
  return keptProject(context, project.id)
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
