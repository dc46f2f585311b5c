// holdfast lint: what would go wrong with a project on the day it is needed. Exit 3 when a session names media that is not
// kept: a restore would finish, and files would be missing from it.
import type { FindingView, Linted } from '../../protocol/local-api-history.ts'
import { formatCount } from '../../protocol/units.ts'
import { defineCommand } from '../command.ts'
import { EXIT } from '../exit.ts'
import type { Invocation } from '../invocation.ts'
import { positional } from '../options.ts'
import type { Colour } from '../paint.ts'
import { projectName } from '../status-cells.ts'
import { printable } from '../table.ts'
import { limitFlag } from './find.ts'
import { splitSource } from './restore.ts'

const COLOURS: Record<FindingView['severity'], Colour> = { error: 'red', warning: 'yellow', info: 'dim' }

export const lintCommand = defineCommand({
  usage: 'lint <source>',
  summary: 'Look PROJECT or PROJECT@SNAPSHOT over for missing media and bad names',
  options: yargs =>
    yargs
      .positional('source', positional('PROJECT, or PROJECT@SNAPSHOT'))
      .option('limit', { type: 'string', requiresArg: true, default: '100', describe: 'how many findings to show' }),
  async run(invocation, { source, limit }) {
    const shown = limitFlag(limit)
    const request = splitSource(source)
    const { value, wire } = await invocation.withProgress(report => invocation.client.call('lint', request, report))
    invocation.printJson({ type: 'done', clean: value.counts.error + value.counts.warning === 0, ...wire })
    invocation.print(lintText(invocation, value, shown))
    const total = value.counts.error + value.counts.warning + value.counts.info
    const more = total - Math.min(shown, value.findings.length)
    if (more > 0) invocation.note(`${formatCount(more, 'more finding')}; --limit shows more`)
    return value.counts.error > 0 ? EXIT.skipped : EXIT.done
  },
})

function lintText(invocation: Invocation, linted: Linted, shown: number): string {
  const { findings, counts, snapshot, files, sessionsRead, sessionsUnread } = linted
  const lines = findings.slice(0, shown).map(finding => {
    const where = finding.path === '' ? '' : `${printable(finding.path)}: `
    const severity = invocation.paint(COLOURS[finding.severity], finding.severity.padEnd(7))
    return `${severity}  ${where}${printable(finding.message)}`
  })
  const unread = sessionsUnread === 0 ? '' : `, ${sessionsUnread} not`
  const sessions = `${formatCount(sessionsRead, 'session')} read${unread}`
  const found =
    counts.error + counts.warning + counts.info === 0
      ? 'nothing to say'
      : `${formatCount(counts.error, 'error')}, ${formatCount(counts.warning, 'warning')}, ${counts.info} for information`
  const name = `${projectName(linted.project)}@${snapshot.id.slice(0, 8)}`
  return [...lines, `${name}: ${formatCount(files, 'file')}, ${sessions}: ${found}`].join('\n')
}
