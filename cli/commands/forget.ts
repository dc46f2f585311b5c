// holdfast forget: lets go of what retention keeps no more, or of snapshots by name, and says what goes, what stays and why.
import type { ForgetPlan } from '../../protocol/local-api-retention.ts'
import { formatBytes, formatCount, formatSpan } from '../../protocol/units.ts'
import { defineCommand } from '../command.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import type { Invocation } from '../invocation.ts'
import { authorityWords, reasonWords, spanWords } from '../keep-words.ts'
import { localTime } from '../moments.ts'
import { flag, positional } from '../options.ts'
import { canAsk, confirm } from '../prompt.ts'
import { projectName } from '../status-cells.ts'
import { printable, renderTable } from '../table.ts'
import { splitSource } from './restore.ts'
import { uniqueLength } from './snapshots.ts'

type Staying = ForgetPlan['staying'][number]

export const forgetCommand = defineCommand({
  usage: 'forget <sources..>',
  summary: 'Let go of what retention keeps no more',
  options: yargs =>
    yargs
      .positional('sources', { ...positional('PROJECT, or PROJECT@SNAPSHOT …'), array: true } as const)
      .option('dry-run', flag('only say what goes, what stays, and why'))
      .option('yes', flag("don't ask"))
      .example('forget nova-lp --dry-run', 'what would go, and how many bytes come free where'),
  async run(invocation, { sources, dryRun, yes }) {
    const { client, cli } = invocation
    const request = requestOf(sources)
    if (!dryRun && !yes && !canAsk(cli))
      throw usageError('forget asks before it acts', 'without a terminal, give --yes')
    if (!dryRun && !yes) {
      const { value } = await client.call('forget', { ...request, dryRun: true })
      invocation.note(planLines(value).join('\n'))
      if (value.going.length > 0 && !(await confirm(cli, `forget ${formatCount(value.going.length, 'snapshot')}?`)))
        return EXIT.failed
    }
    const { value, wire } = await client.call('forget', { ...request, dryRun })
    invocation.printJson(wire)
    const isNothing = value.going.length === 0
    if (dryRun) invocation.print(planLines(value).join('\n'))
    else if (isNothing)
      invocation.print(
        `${projectName(value.project)}: ${request.snapshots.length === 0 ? 'nothing has expired' : 'let go of before'}`,
      )
    else invocation.print(doneLines(invocation, value).join('\n'))
    return EXIT.done
  },
})

function requestOf(sources: readonly string[]): { project: string; snapshots: string[] } {
  const parts = sources.map(splitSource)
  const [first] = parts
  if (first === undefined) throw usageError('say which project')
  if (parts.some(({ project }) => project !== first.project)) throw usageError('one project at a time')
  if (parts.length > 1 && parts.some(({ snapshot }) => snapshot === undefined))
    throw usageError('name the snapshots, or the project alone for all that has expired')
  return { project: first.project, snapshots: parts.flatMap(({ snapshot }) => snapshot ?? []) }
}

function planLines(plan: ForgetPlan): string[] {
  const { project, going, staying, sites, forgotten } = plan
  const length = uniqueLength([...going, ...staying].map(({ id }) => id))
  const lines = [`${projectName(project)}: authority ${authorityWords(plan.authority)}`]
  lines.push('', going.length === 0 ? 'goes: nothing' : `goes: ${formatCount(going.length, 'snapshot')}`)
  if (going.length > 0) lines.push(...renderTable(columns(length, goingWhy), going))
  if (sites.length > 0) lines.push('', 'comes free, as far as each site holds nothing else that needs it:')
  if (sites.length > 0)
    lines.push(
      ...renderTable<ForgetPlan['sites'][number]>(
        [
          { title: 'SITE', cell: site => printable(site.name) },
          { title: 'SNAPSHOTS', align: 'right', cell: site => String(site.snapshots) },
          {
            title: 'BYTES',
            align: 'right',
            cell: site => (site.freeBytes === null ? 'unknown' : formatBytes(site.freeBytes)),
          },
        ],
        sites,
      ),
    )
  lines.push('', staying.length === 0 ? 'stays: nothing' : `stays: ${formatCount(staying.length, 'snapshot')}`)
  if (staying.length > 0) lines.push(...renderTable(columns(length, stayingWhy), staying))
  if (forgotten > 0) lines.push('', `${formatCount(forgotten, 'snapshot')} forgotten or deleted before`)
  return lines
}

function columns<Row extends Staying>(length: number, why: (row: Row) => string) {
  return [
    { title: 'ID', cell: (row: Row) => row.id.slice(0, length) },
    { title: 'TAKEN', cell: (row: Row) => localTime(row.takenAt) },
    { title: 'BY', cell: (row: Row) => printable(row.by.name) },
    { title: 'LABEL', cell: (row: Row) => printable(row.label ?? '') },
    { title: 'WHY', cell: why },
  ]
}

function goingWhy({ reasons, blocked, lockedMs }: ForgetPlan['going'][number]): string {
  if (blocked !== null) return `can't: ${blocked}`
  const why = reasons.length === 0 ? 'expired' : `by name; else kept: ${reasonWords(reasons)}`
  return lockedMs > 0 ? `${why}; its bytes stay locked ${spanWords(lockedMs)}` : why
}

function stayingWhy({ reasons, forMs }: Staying): string {
  if (reasons.length === 0) return 'expired, and not named'
  return forMs === null ? reasonWords(reasons) : `${reasonWords(reasons)}; ${formatSpan(forMs / 1000)} more`
}

function doneLines(invocation: Invocation, { project, going, sites }: ForgetPlan): string[] {
  const locked = going.filter(({ lockedMs }) => lockedMs > 0).length
  const lines = [`${projectName(project)}: forgot ${formatCount(going.length, 'snapshot')}`]
  if (locked > 0)
    lines.push(`${formatCount(locked, 'snapshot')} locked: each site keeps the bytes until its own lock ends`)
  for (const { name, freeBytes } of sites)
    lines.push(
      `  ${printable(name)}: ${freeBytes === null ? 'an unknown amount' : formatBytes(freeBytes)} to come free`,
    )
  invocation.note(`next: ${invocation.say(`snapshots ${projectName(project)} --all`)}`)
  return lines
}
