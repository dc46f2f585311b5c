// holdfast history: every version of one file, newest first, through its renames and at every site that changed it.
import type { FileEventView, FileHistory } from '../../protocol/local-api-history.ts'
import { formatBytes, formatCount } from '../../protocol/units.ts'
import { defineCommand } from '../command.ts'
import { EXIT } from '../exit.ts'
import { localTime } from '../moments.ts'
import { positional } from '../options.ts'
import { printable, renderTable } from '../table.ts'
import { limitFlag } from './find.ts'
import { uniqueLength } from './snapshots.ts'

export const historyCommand = defineCommand({
  usage: 'history <project> <file>',
  summary: 'Show what happened to one file',
  options: yargs =>
    yargs
      .positional('project', positional('name or id'))
      .positional('file', positional("the file's path in the project"))
      .option('limit', { type: 'string', requiresArg: true, default: '100', describe: 'how many versions to show' }),
  async run(invocation, { project, file, limit }) {
    const request = { project, file, limit: limitFlag(limit) }
    const { value, wire } = await invocation.withProgress(report => invocation.client.call('history', request, report))
    invocation.printJson({ type: 'done', ...wire })
    invocation.print(historyText(value))
    const more = value.total - value.events.length
    if (more > 0) invocation.note(`${formatCount(more, 'older version')}; --limit shows more`)
    const { length } = value.unread
    if (length > 0)
      invocation.note(`${formatCount(length, 'snapshot')} could not be read: more may have happened there`)
    return length > 0 ? EXIT.skipped : EXIT.done
  },
})

function historyText({ events }: FileHistory): string {
  const length = uniqueLength(events.map(event => event.snapshot.id))
  const lines = renderTable<FileEventView>(
    [
      { title: 'TAKEN', cell: event => localTime(event.snapshot.takenAt) },
      { title: 'SITE', cell: event => printable(event.snapshot.by.name) },
      { title: 'USER', cell: event => printable(event.user ?? '?') },
      { title: 'SNAPSHOT', cell: event => event.snapshot.id.slice(0, length) },
      { title: 'SIZE', align: 'right', cell: event => (event.size === null ? '-' : formatBytes(event.size)) },
      { title: 'NEW', align: 'right', cell: event => (event.newBytes === 0 ? '-' : formatBytes(event.newBytes)) },
      { title: 'WHAT', cell: whatCell },
      { title: 'FROM', cell: event => printable(event.folder ?? '?') },
    ],
    events,
  )
  return lines.join('\n')
}

function whatCell({ kind, path, from, earlierUnknown }: FileEventView): string {
  const renamed = from === null ? '' : ` from ${printable(from.path)}`
  const unknown = earlierUnknown ? ' (or earlier)' : ''
  return `${kind}${renamed}${unknown}: ${printable(path)}`
}
