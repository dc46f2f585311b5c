// holdfast project: which folders are kept, under which policy.
import { resolve } from 'node:path'
import type { ProjectView } from '../../protocol/local-api-projects.ts'
import { defineCommand, defineGroup } from '../command.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import { flag, positional, repeated, required, text } from '../options.ts'
import { policySummary } from '../policy-words.ts'
import { canAsk, confirm } from '../prompt.ts'
import { projectName } from '../status-cells.ts'
import { printable, renderTable } from '../table.ts'

const add = defineCommand({
  usage: 'add <name>',
  summary: 'Keep a folder',
  options: yargs =>
    yargs
      .positional('name', positional('what to call it'))
      .option('folder', required('the folder to keep'))
      .option('policy', { ...repeated('a preset (standard, 3-2-1) or key=value'), default: ['standard'] }),
  async run(invocation, { name, folder, policy }) {
    const path = resolve(invocation.cli.cwd, folder)
    const words = policy.flatMap(splitWords)
    const { value, wire } = await invocation.client.call('addProject', { name, folder: path, policy: words })
    for (const warning of value.warnings) invocation.note(`note: ${printable(warning)}`)
    invocation.printJson(wire)
    invocation.print(`keeping ${projectName(value.project)} from ${path}: ${policySummary(value.project.policy)}`)
    invocation.note(`next: ${invocation.say(`snapshot ${quoted(name)} --wait`)}`)
    return EXIT.done
  },
})

const list = defineCommand({
  usage: 'list',
  summary: 'Show the projects and their folders',
  options: yargs => yargs,
  async run(invocation) {
    const { value, wire } = await invocation.client.call('projects', {})
    invocation.printJson(wire)
    if (value.projects.length === 0) {
      invocation.print(`no projects yet\n  next: ${invocation.say('project add NAME --folder DIR')}`)
      return EXIT.done
    }
    const lines = renderTable<ProjectView>(
      [
        { title: 'PROJECT', cell: projectName },
        { title: 'ID', cell: project => project.id.slice(0, 8) },
        { title: 'PHASE', cell: project => project.phase },
        { title: 'SNAPSHOTS', align: 'right', cell: project => String(project.snapshots) },
        { title: 'POLICY', cell: project => policySummary(project.policy) },
        { title: 'FOLDER', cell: project => printable(project.folder ?? '-') },
      ],
      value.projects,
    )
    invocation.print(lines.join('\n'))
    return EXIT.done
  },
})

const set = defineCommand({
  usage: 'set <project>',
  summary: "Change a project's name, folder or phase",
  options: yargs =>
    yargs
      .positional('project', positional('name or id'))
      .option('name', text('a new name'))
      .option('folder', text('capture it from this folder, at this site'))
      .option('phase', { type: 'string', choices: ['active', 'closed', 'archived'], describe: 'its phase' } as const),
  async run(invocation, { project, name, folder, phase }) {
    if (name === undefined && folder === undefined && phase === undefined)
      throw usageError('nothing to change', 'give --name, --folder or --phase; for its policy: holdfast policy set')
    const { value, wire } = await invocation.client.call('setProject', {
      project,
      ...(name === undefined ? {} : { name }),
      ...(folder === undefined ? {} : { folder: resolve(invocation.cli.cwd, folder) }),
      ...(phase === undefined ? {} : { phase }),
    })
    invocation.printJson(wire)
    invocation.print(`${projectName(value)}: ${value.phase}, from ${printable(value.folder ?? 'no folder here')}`)
    return EXIT.done
  },
})

const rm = defineCommand({
  usage: 'rm <project>',
  summary: 'Stop keeping new versions; frees nothing',
  options: yargs => yargs.positional('project', positional('name or id')).option('yes', flag("don't ask")),
  async run(invocation, { project, yes }) {
    const { cli } = invocation
    if (!yes && !canAsk(cli)) throw usageError('project rm asks before it acts', 'without a terminal, give --yes')
    if (!yes && !(await confirm(cli, `stop capturing ${project}? its snapshots stay`))) return EXIT.failed
    const { value, wire } = await invocation.client.call('stopProject', { project })
    invocation.printJson(wire)
    invocation.print(`stopped capturing ${projectName(value)}; its ${value.snapshots} snapshots stay as they are`)
    return EXIT.done
  },
})

export const projectCommand = defineGroup('project', 'Add, list, change, stop projects', [add, list, set, rm])

/** "copies=4 grace=10s" is two words, whether the shell kept it together or not. */
function splitWords(words: string): string[] {
  return words.split(/\s+/).filter(word => word !== '')
}

export function quoted(name: string): string {
  return /^[\w.@/-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`
}
