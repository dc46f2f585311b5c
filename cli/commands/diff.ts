// holdfast diff: what was added, removed, changed and moved between two snapshots; without A, since the one before B.
import type { ChangeView, Compared, NamedSnapshot } from '../../protocol/local-api-history.ts'
import { formatBytes, formatCount } from '../../protocol/units.ts'
import { defineCommand } from '../command.ts'
import { EXIT } from '../exit.ts'
import { localTime } from '../moments.ts'
import { positional } from '../options.ts'
import { projectName } from '../status-cells.ts'
import { printable, renderTable } from '../table.ts'
import { limitFlag } from './find.ts'

export const diffCommand = defineCommand({
  usage: 'diff <project> [a] [b]',
  summary: 'Show what changed between two snapshots',
  options: yargs =>
    yargs
      .positional('project', positional('name or id'))
      .positional('a', { type: 'string', describe: 'the earlier snapshot; the one before B when left out' })
      .positional('b', { type: 'string', describe: 'the later one; the newest when left out' })
      .option('limit', { type: 'string', requiresArg: true, default: '1000', describe: 'how many changes to show' }),
  async run(invocation, { project, a, b, limit }) {
    const ends = { ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }) }
    const request = { project, limit: limitFlag(limit), ...ends }
    const { value, wire } = await invocation.withProgress(report => invocation.client.call('diff', request, report))
    invocation.printJson({ type: 'done', ...wire })
    invocation.print(diffText(value))
    const more = value.total - value.changes.length
    if (more > 0) invocation.note(`${formatCount(more, 'more change')}; --limit shows more`)
    return EXIT.done
  },
})

function diffText(compared: Compared): string {
  const head = `${projectName(compared.project)}  ${snapshotText(compared.a)} → ${snapshotText(compared.b)}`
  if (compared.total === 0) return `${head}\nnothing changed`
  const lines = renderTable<ChangeView>(
    [
      { title: 'WHAT', cell: change => change.kind },
      { title: 'SIZE', align: 'right', cell: change => (change.size === null ? '' : formatBytes(change.size)) },
      { title: 'NEW', align: 'right', cell: change => (change.newBytes === 0 ? '-' : formatBytes(change.newBytes)) },
      { title: 'PATH', cell: pathCell },
    ],
    compared.changes,
  )
  return [head, ...lines, totalsText(compared)].join('\n')
}

function snapshotText({ id, takenAt, by, state }: NamedSnapshot): string {
  return `${id.slice(0, 8)} (${localTime(takenAt)}, ${printable(by.name)}${state === 'live' ? ', live' : ''})`
}

function pathCell({ type, path, from, files }: ChangeView): string {
  const slash = type === 'directory' ? '/' : ''
  const amount = files === null ? '' : `  (${formatCount(files, 'file')})`
  const now = `${printable(path)}${slash}${amount}`
  return from === null ? now : `${printable(from.path)}${slash} → ${now}`
}

function totalsText({ totals }: Compared): string {
  const said: string[] = []
  let newBytes = 0
  for (const [kind, total] of Object.entries(totals)) {
    newBytes += total.newBytes
    const files = total.files <= total.changes ? '' : ` (${formatCount(total.files, 'file')})`
    if (total.changes > 0) said.push(`${total.changes.toLocaleString('en-US')} ${kind}${files}`)
  }
  return `${said.join(', ')}; ${formatBytes(newBytes)} new`
}
