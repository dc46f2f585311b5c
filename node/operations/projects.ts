// Operations on projects as the mesh knows them, and on their policies.
import { HoldfastError } from '../../protocol/errors.ts'
import type { ProjectId } from '../../protocol/ids.ts'
import type { Explanation, PolicyView, ProjectView, SetPolicyRequest } from '../../protocol/local-api-projects.ts'
import type { Caller } from '../../protocol/local-api-scope.ts'
import type { Policy } from '../../protocol/policy.ts'
import { explainPolicy as explainWords, parsePolicyText } from '../../protocol/policy-text.ts'
import type { ProjectFields } from '../../protocol/project-entry.ts'
import type { ProjectInfo } from '../../protocol/project-info.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import type { Project } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'
import { findProject } from './references.ts'
import { retentionView } from './retention.ts'
import { requireDirector } from './roles.ts'

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
    snapshots: site.projects.retained(project.id).length,
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

/** Stops capture; frees nothing. */
export async function stopProject(context: NodeContext, reference: string, caller: Caller): Promise<ProjectView> {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, reference)
  await revise(context, project, { phase: 'stopped' })
  await site.audit.record({ act: 'project-stop', project: project.id, who: caller.name })
  joinedOf(context).captures.scheduler.changed()
  return projectView(site, site.projects.get(project.id)!)
}

export async function setPolicy(context: NodeContext, request: SetPolicyRequest, caller: Caller): Promise<PolicyView> {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, request.project)
  await revise(context, project, { policy: parsePolicyText(request.words, project.entry.policy) })
  const text = request.words.join(' ')
  await site.audit.record({ act: 'policy-set', project: project.id, text, who: caller.name })
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
    retention: retentionView(site, project),
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

export async function revise(
  context: NodeContext,
  project: Project,
  change: Partial<Pick<ProjectFields, 'policy' | 'phase' | 'authority'>>,
  info: Partial<ProjectInfo> = {},
): Promise<void> {
  const { site } = joinedOf(context)
  requireDirector(site, project)
  const { name, rules } = { ...project, ...info }
  if (name === undefined || rules === undefined)
    throw new HoldfastError('KEY_MISSING', "this site can't read the project, so it can't change it")
  const { sealed: _sealed, project: _project, author: _author, hash, ...entry } = project.entry
  await site.projects.write(
    { ...entry, ...change, rev: entry.rev + 1, prev: hash, time: context.ports.clock.wall() },
    { name, rules },
  )
}
