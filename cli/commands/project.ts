// holdfast project: which folders are kept, under which policy.
import { resolve } from 'node:path'
import type { RingId } from '../../protocol/ids.ts'
import { NOT_BY_ITSELF } from '../../protocol/local-api-capture.ts'
import type { KeptProject } from '../../protocol/local-api-projects.ts'
import { scheduleWords } from '../../protocol/schedule-words.ts'
import { defineCommand, defineGroup } from '../command.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import type { Invocation } from '../invocation.ts'
import { retentionLines } from '../keep-words.ts'
import type { RingOptions } from '../new-ring.ts'
import { flag, positional, repeated, required, text } from '../options.ts'
import { policySummary } from '../policy-words.ts'
import { canAsk, confirm } from '../prompt.ts'
import { nextCell, scheduleCell } from '../schedule-cells.ts'
import { categoryFlags, scheduleChange, scheduleOptions } from '../schedule-flags.ts'
import { projectName } from '../status-cells.ts'
import { printable, renderTable } from '../table.ts'

const add = defineCommand({
  usage: 'add <name>',
  summary: 'Keep a folder',
  options: yargs =>
    scheduleOptions(
      yargs
        .positional('name', positional('what to call it'))
        .option('folder', required('the folder to keep'))
        .option('policy', { ...repeated('a preset (standard, 3-2-1) or key=value'), default: ['standard'] })
        .option('ring', text("whose keys seal it: 'new', a ring, or a project it shares them with"))
        .option('trust', repeated("a site that may read the new ring; default: this manager's trusted sites"))
        .option('passphrase-file', text("--ring new: the file with the owner key's passphrase"))
        .option('owner-key', text('--ring new: the file of the owner key; default: owner.key in the home'))
        .option('totp', text('--ring new: the one-time code, where the mesh asks for one')),
    ).example(
      'project add vocals --folder DIR --ring new --trust freelancer',
      'only this site and one more can read it',
    ),
  async run(invocation, { name, folder, policy, ring: ringWord, trust, passphraseFile, ownerKey, totp, ...flags }) {
    const path = resolve(invocation.cli.cwd, folder)
    const policyWords = policy.flatMap(splitWords)
    const capture = scheduleChange(flags)
    const ring = await ringFor(invocation, name, ringWord, { trust, passphraseFile, ownerKey, totp })
    const { value, wire } = await invocation.client.call('addProject', {
      name,
      folder: path,
      policy: policyWords,
      ...(ring === undefined ? {} : { ring }),
      ...(capture === undefined ? {} : { capture }),
    })
    for (const warning of value.warnings) invocation.note(`note: ${printable(warning)}`)
    invocation.printJson(wire)
    invocation.print(`keeping ${projectName(value.project)} from ${path}: ${policySummary(value.project.policy)}`)
    const words = scheduleWords(value.project.capture ?? NOT_BY_ITSELF)
    if (words !== '') invocation.print(`snapshots by themselves: ${words}`)
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
    const now = invocation.cli.now()
    const lines = renderTable<KeptProject>(
      [
        { title: 'PROJECT', cell: projectName },
        { title: 'ID', cell: project => project.id.slice(0, 8) },
        { title: 'PHASE', cell: project => project.phase },
        { title: 'SNAPSHOTS', align: 'right', cell: project => String(project.snapshots) },
        { title: 'TAKEN', cell: project => scheduleCell(project.capture) },
        { title: 'NEXT', cell: project => nextCell(project.capture, now) },
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
  summary: "Change a project's name, folder, phase, authority, retention, schedule or categories",
  options: yargs =>
    scheduleOptions(
      yargs
        .positional('project', positional('name or id'))
        .option('name', text('a new name'))
        .option('folder', text('capture it from this folder, at this site'))
        .option('phase', { type: 'string', choices: ['active', 'closed', 'archived'], describe: 'its phase' } as const)
        .option('authority', text("the site that says what need not be kept; 'founder': whoever made the project"))
        .option('retention', text("how long what is kept, such as 'all=7d daily=35d weekly=26w monthly=yes'"))
        .option('category', repeated("sort files, such as 'Bounces/**=master'; takes the place of all rules before"))
        .option('categories', { type: 'boolean', describe: '--no-categories: only the built-in rules' })
        .option('acknowledge', flag('content that changed in silence has been looked at')),
    ).example("project set nova-lp --every 4h --hours 09-19 --cron '0 3 * * *'", 'by day and once a night'),
  async run(invocation, options) {
    const { project, name, folder, phase, authority, retention, category, categories, acknowledge, ...flags } = options
    const capture = scheduleChange(flags)
    const rules = categories === false ? [] : category.length === 0 ? undefined : categoryFlags(category)
    if (categories === false && category.length > 0)
      throw usageError('--category and --no-categories exclude each other')
    if ([name, folder, phase, authority, retention, capture, rules].every(value => value === undefined) && !acknowledge)
      throw usageError(
        'nothing to change',
        'give --name, --folder, --phase, --watch, --every, --cron, --category …; for its policy: holdfast policy set',
      )
    const { value, wire } = await invocation.client.call('setProject', {
      project,
      ...(name === undefined ? {} : { name }),
      ...(folder === undefined ? {} : { folder: resolve(invocation.cli.cwd, folder) }),
      ...(phase === undefined ? {} : { phase }),
      ...(authority === undefined ? {} : { authority }),
      ...(retention === undefined ? {} : { retention: splitWords(retention) }),
      ...(capture === undefined ? {} : { capture }),
      ...(rules === undefined ? {} : { rules }),
      ...(acknowledge ? { acknowledge } : {}),
    })
    invocation.printJson(wire)
    invocation.print(`${projectName(value)}: ${value.phase}, from ${printable(value.folder ?? 'no folder here')}`)
    if (authority !== undefined || retention !== undefined) await printRetention(invocation, project)
    if (capture !== undefined) invocation.print(takenText(value, invocation.cli.now()))
    if (rules !== undefined) invocation.print(rulesText(value))
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

const close = defineCommand({
  usage: 'close <project>',
  summary: 'End a project: nothing is captured any more, and its months expire in time',
  options: yargs => yargs.positional('project', positional('name or id')).option('yes', flag("don't ask")),
  async run(invocation, { project, yes }) {
    const { cli } = invocation
    if (!yes && !canAsk(cli)) throw usageError('project close asks before it acts', 'without a terminal, give --yes')
    const question = `close ${project}? capture stops, and what is kept a month each goes after the notice`
    if (!yes && !(await confirm(cli, question))) return EXIT.failed
    const { value, wire } = await invocation.client.call('setProject', { project, phase: 'closed' })
    invocation.printJson(wire)
    invocation.print(`${projectName(value)} is closed: nothing is captured any more`)
    await printRetention(invocation, project)
    invocation.note(`next: ${invocation.say(`project reopen ${quoted(project)}`)} takes it back`)
    return EXIT.done
  },
})

const reopen = defineCommand({
  usage: 'reopen <project>',
  summary: 'Go on with a project that was closed',
  options: yargs => yargs.positional('project', positional('name or id')),
  async run(invocation, { project }) {
    const { value, wire } = await invocation.client.call('setProject', { project, phase: 'active' })
    invocation.printJson(wire)
    invocation.print(`${projectName(value)} is active: it is captured again where it has a folder`)
    await printRetention(invocation, project)
    return EXIT.done
  },
})

export const projectCommand = defineGroup('project', 'Add, list, change, close, stop projects', [
  ...[add, list, set, close, reopen, rm],
])

async function printRetention(invocation: Invocation, project: string): Promise<void> {
  const { value } = await invocation.client.call('explainPolicy', { project })
  invocation.print(retentionLines(value.retention).join('\n'))
}

// Loaded when needed: keys and signatures would slow every other command's start.
async function ringFor(
  invocation: Invocation,
  name: string,
  word: string | undefined,
  options: RingOptions,
): Promise<RingId | undefined> {
  if (word === 'new') return (await import('../new-ring.ts')).makeRing(invocation, name, options)
  if (options.trust.length > 0)
    throw usageError('--trust goes with --ring new', 'for a ring there is: key grant RING SITE')
  return word === undefined ? undefined : (await import('../key-trust.ts')).ringNamed(invocation, word)
}

function takenText({ capture }: KeptProject, now: number): string {
  if (capture === null) return 'not captured at this site'
  const next = nextCell(capture, now)
  return `snapshots by themselves: ${scheduleCell(capture)}${next === '-' ? '' : `, next ${next}`}`
}

function rulesText({ rules }: KeptProject): string {
  if (rules === null || rules.length === 0) return 'categories: the built-in rules'
  return [
    'categories, before the built-in rules:',
    ...rules.map(({ pattern, category }) => `  ${printable(pattern)} = ${category}`),
  ].join('\n')
}

/** "copies=4 grace=10s" is two words, whether the shell kept it together or not. */
function splitWords(words: string): string[] {
  return words.split(/\s+/).filter(word => word !== '')
}

export function quoted(name: string): string {
  return /^[\w.@/-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`
}
