// holdfast audit: who did what, by the logs of all sites, newest last. Exit 5 when a log is not what it was, 3 when one
// could not be read whole: what is missing from the answer may still have happened.
import type { AuditEntryView, AuditLogView, AuditView } from '../../protocol/local-api-audit.ts'
import { formatCount, parseDuration } from '../../protocol/units.ts'
import { defineCommand } from '../command.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import type { Invocation } from '../invocation.ts'
import { localTime } from '../moments.ts'
import { flag, text } from '../options.ts'
import { printable, renderTable } from '../table.ts'
import { limitFlag } from './find.ts'

export const auditCommand = defineCommand({
  usage: 'audit',
  summary: 'Show who changed or restored what, at every site',
  options: yargs =>
    yargs
      .option('since', text('only what was done since then: 2d, 2026-11-01, "2026-11-01 14:30"'))
      .option('site', text('only the log of this site'))
      .option('project', text('only what concerns this project'))
      .option('act', text('only this: restore, policy-set, site-revoke'))
      .option('verify', flag('check every log from its first entry, signatures and all'))
      .option('limit', { type: 'string', requiresArg: true, default: '200', describe: 'how many to show' }),
  async run(invocation, { since, site, project, act, verify, limit }) {
    const request = {
      limit: limitFlag(limit),
      verify,
      ...(since === undefined ? {} : { since: sinceFlag(since, invocation.cli.now()) }),
      ...(site === undefined ? {} : { site }),
      ...(project === undefined ? {} : { project }),
      ...(act === undefined ? {} : { act }),
    }
    const { value, wire } = await invocation.withProgress(report => invocation.client.call('audit', request, report))
    invocation.printJson({ type: 'done', ...wire })
    if (value.entries.length > 0) invocation.print(entriesText(value.entries))
    else invocation.print(value.logs.some(isUnread) ? 'nothing in what could be read' : 'nothing')
    if (value.more) invocation.note(`the newest ${value.entries.length}; --limit shows more`)
    for (const line of value.logs.flatMap(logLines)) invocation.note(line)
    if (verify) invocation.print(verdict(value))
    noteNext(invocation, value, verify)
    if (value.logs.some(isBroken)) return EXIT.damage
    return value.logs.some(isUnread) ? EXIT.skipped : EXIT.done
  },
})

/** How long ago, or a day or moment of local time, as ms since 1970. */
function sinceFlag(value: string, now: number): number {
  const moment = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(value)
  if (moment !== null) {
    const at = new Date(`${moment[1]}T${moment[2] ?? '00:00'}:00`).getTime()
    if (Number.isFinite(at)) return at
  }
  try {
    return Math.max(0, now - parseDuration(value) * 1000)
  } catch {
    throw usageError(`--since: "${value}" is neither a span nor a moment`, 'such as 12h, 7d, 2026-11-01')
  }
}

function entriesText(entries: readonly AuditEntryView[]): string {
  return renderTable<AuditEntryView>(
    [
      { title: 'TIME', cell: entry => localTime(entry.at).slice(0, 16) },
      { title: 'SITE', cell: entry => printable(entry.site.name) },
      { title: 'ACT', cell: entry => printable(entry.act) },
      { title: 'ABOUT', cell: aboutCell },
      { title: 'WHO', cell: entry => (entry.sealed ? '?' : printable(entry.who ?? '-')) },
      { title: '', cell: wordsCell },
    ],
    entries,
  ).join('\n')
}

function aboutCell({ project, about, snapshot }: AuditEntryView): string {
  const name = project === null ? '' : `${project.name ?? project.id.slice(0, 8)}`
  const at = snapshot === null ? '' : `@${snapshot.slice(0, 8)}`
  const parts = [`${name}${at}`, about?.name ?? ''].filter(part => part !== '')
  return parts.length === 0 ? '-' : printable(parts.join(' '))
}

function wordsCell({ lost, sealed, text: words }: AuditEntryView): string {
  const parts = [lost ? 'GONE from its log' : '', sealed ? "sealed to a ring this site doesn't hold" : (words ?? '')]
  return printable(parts.filter(part => part !== '').join(': '))
}

function isUnread({ state, verified }: AuditLogView): boolean {
  return state !== 'whole' && verified !== false
}

function isBroken({ verified, problems, breaks }: AuditLogView): boolean {
  return verified === false || problems.length > 0 || breaks.length > 0
}

function logLines(log: AuditLogView): string[] {
  const name = printable(log.site.name)
  const lines = log.breaks.map(({ at, kind, what }) =>
    kind === 'fork'
      ? `! the log of ${name} forked, as that of a machine restored from an image does (found ${localTime(at)}): ${printable(what)}`
      : `! the log of ${name} was changed (found ${localTime(at)}): ${printable(what)}`,
  )
  for (const { what } of log.problems) lines.push(`! the log of ${name} does not hold together: ${printable(what)}`)
  if (log.state === 'unread') lines.push(`not read: the log of ${name}: ${printable(log.why ?? 'unknown why')}`)
  if (log.state === 'behind')
    lines.push(`not read to its end: the log of ${name}: ${printable(log.why ?? 'unknown why')}`)
  return lines
}

function verdict({ logs }: AuditView): string {
  const broken = logs.filter(isBroken)
  const unread = logs.filter(log => !isBroken(log) && log.verified === null)
  const good = logs.length - broken.length - unread.length
  const entries = logs.reduce((sum, log) => sum + (log.verified === null ? 0 : (log.entries ?? 0)), 0)
  const parts = [`${formatCount(good, 'log')} in order, ${formatCount(entries, 'entry', 'entries')} checked`]
  if (broken.length > 0) parts.push(`broken: ${broken.map(({ site }) => printable(site.name)).join(', ')}`)
  if (unread.length > 0) parts.push(`not checked: ${unread.map(({ site }) => printable(site.name)).join(', ')}`)
  return parts.join('; ')
}

function noteNext(invocation: Invocation, { logs }: AuditView, verify: boolean): void {
  const broken = logs.find(isBroken)
  if (broken === undefined) return
  const site = printable(broken.site.name)
  if (verify) invocation.note(`  next: ask who runs ${site}; to be rid of it: ${invocation.say(`site revoke ${site}`)}`)
  else invocation.note(`  next: ${invocation.say(`audit --site ${site} --verify`)}`)
}
