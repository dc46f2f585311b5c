// holdfast site set: what an owner changes about a member, as the next version of its record.
import { HoldfastError } from '../protocol/errors.ts'
import { foldLabel, type Labels } from '../protocol/labels.ts'
import type { MemberChanges } from '../protocol/member.ts'
import { MEMBER_ROLES } from '../protocol/role.ts'
import { defineCommand } from './command.ts'
import { usageError } from './context.ts'
import { EXIT } from './exit.ts'
import { projectOf } from './invite-rings.ts'
import type { Invocation } from './invocation.ts'
import { flag, labelFlags, nameOption, positional, repeated, sizeFlag, text } from './options.ts'
import { ownerOptions } from './owner-flags.ts'
import { canAsk, confirm } from './prompt.ts'
import { departureLines, isBlocked } from './site-departure.ts'
import { printable } from './table.ts'

export const setCommand = defineCommand({
  usage: 'set <site>',
  summary: "Change a site's role, projects, quota, name or labels",
  options: yargs =>
    ownerOptions(
      yargs
        .positional('site', positional('name or id'))
        .option('role', { type: 'string', choices: MEMBER_ROLES, describe: 'what it may do' } as const)
        .option('project', repeated('the only projects it may touch, in place of those before'))
        .option('all-projects', flag('lets it touch every project'))
        .option('quota', text('how much its own snapshots may take at each holder, such as 500GB; none = no bound'))
        .option('name', text('a new name'))
        .option('location', text('where it stands'))
        .option('medium', text('what it stores on'))
        .option('manager', text('who administers it'))
        .option('label', repeated('any other label, NAME=VALUE; NAME= takes it away'))
        .option('stay', flag('it retires no longer'))
        .option('dry-run', flag('only shows what would be missing, where copies would count no more'))
        .option('yes', flag("don't ask, where copies would count no more")),
    ).example('site set nas --role holder --quota none', 'it only keeps copies from now on'),
  async run(invocation, options) {
    const changes = await changesOf(invocation, options)
    if (options.dryRun) return showLoss(invocation, options.site)
    if (losesCopies(changes) && !options.yes && !(await isMeant(invocation, options.site))) return EXIT.failed
    const { openRecord } = await import('./site-record.ts')
    const { trust, member, sign } = await openRecord(invocation, options.site, options)
    if (member.revoked) throw new HoldfastError('NOT_ALLOWED', `${member.name} is revoked, for ever`)
    const { name } = changes
    if (name !== undefined && foldLabel(name) !== foldLabel(member.name) && trust.membership.isNameTaken(name))
      throw new HoldfastError('NAME_TAKEN', `a site called ${name} is already a member`)
    const labels = changedLabels(member.labels, options)
    const all = labels === undefined ? changes : { ...changes, labels }
    const fields = await sign(all, `${member.name}: ${Object.keys(all).join(', ')}`)
    const { site, role, projects, quota, version, retiring } = fields
    const words = { role, projects, quotaBytes: quota, labels: fields.labels, retiring, version }
    invocation.printJson({ site, name: fields.name, ...words })
    invocation.print(`${printable(fields.name)}: version ${version} of its record is signed and on its way`)
    return EXIT.done
  },
})

// A reader's copies count nothing, nor do those of projects that the site is kept from.
function losesCopies({ role, projects }: MemberChanges): boolean {
  return role === 'reader' || (projects !== undefined && projects.length > 0)
}

async function showLoss(invocation: Invocation, site: string): Promise<number> {
  const { value, wire } = await invocation.client.call('departure', { site })
  invocation.printJson({ dryRun: true, ...wire })
  invocation.print(departureLines(value).join('\n'))
  return isBlocked(value) ? EXIT.policyUnmet : EXIT.done
}

async function isMeant(invocation: Invocation, site: string): Promise<boolean> {
  const { cli, client } = invocation
  const { value } = await client.call('departure', { site })
  if (value.projects.every(({ met }) => met)) return true
  if (!canAsk(cli)) throw usageError('what it holds would count no more', 'to see what: --dry-run; to do it: --yes')
  for (const line of departureLines(value)) invocation.note(line)
  return await confirm(cli, `change ${value.name}? what it holds would count no more`)
}

interface Options {
  readonly role: MemberChanges['role']
  readonly project: readonly string[]
  readonly allProjects: boolean
  readonly quota: string | undefined
  readonly name: string | undefined
  readonly location: string | undefined
  readonly medium: string | undefined
  readonly manager: string | undefined
  readonly label: readonly string[]
  readonly stay: boolean
}

async function changesOf(invocation: Invocation, options: Options): Promise<MemberChanges> {
  const { role, project, allProjects, quota, name, stay } = options
  if (allProjects && project.length > 0) throw usageError('--project and --all-projects exclude each other')
  const hasLabels = [options.location, options.medium, options.manager].some(Boolean) || options.label.length > 0
  const given = [role, quota, name].some(value => value !== undefined) || project.length > 0
  if (!given && !hasLabels && !allProjects && !stay)
    throw usageError('nothing to change', 'give --role, --project, --all-projects, --quota, --name, --label …, --stay')
  const known = project.length === 0 ? [] : (await invocation.client.call('projects', {})).value.projects
  return {
    ...(role === undefined ? {} : { role }),
    ...(project.length === 0 ? {} : { projects: project.map(reference => projectOf(known, reference).id) }),
    ...(allProjects ? { projects: [] } : {}),
    ...(quota === undefined ? {} : { quota: quota === 'none' ? 0 : sizeFlag('quota', quota) }),
    ...(name === undefined ? {} : { name: nameOption('site', name) }),
    ...(stay ? { retiring: false } : {}),
  }
}

/** Undefined when no label was given. */
function changedLabels(labels: Labels, options: Options): Labels | undefined {
  const removed = options.label.filter(word => /^[^=]+=$/.test(word)).map(word => word.slice(0, -1))
  const { location, medium, manager } = options
  const added = labelFlags({ location, medium, manager, label: options.label.filter(word => !word.endsWith('=')) })
  if (removed.length === 0 && Object.keys(added).length === 0) return undefined
  const kept = Object.entries(labels).filter(([label]) => !removed.includes(label))
  return { ...Object.fromEntries(kept), ...added }
}
