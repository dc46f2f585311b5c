// holdfast find: files in the newest snapshots of every line, by name, folder, tags and date. Exit 3 when not everything
// could be searched: what is missing from the answer may still exist.
import type { FindGap, FoundFile, FoundFiles } from '../../protocol/local-api-history.ts'
import { formatBytes, formatCount } from '../../protocol/units.ts'
import { defineCommand } from '../command.ts'
import { usageError } from '../context.ts'
import { dateRange } from '../dates.ts'
import { EXIT } from '../exit.ts'
import type { Invocation } from '../invocation.ts'
import { mediaCell } from '../media-cell.ts'
import { localTime } from '../moments.ts'
import { repeated, text } from '../options.ts'
import { projectName } from '../status-cells.ts'
import { printable, renderTable } from '../table.ts'
import { uniqueLength } from './snapshots.ts'

export const findCommand = defineCommand({
  usage: 'find [words..]',
  summary: 'Find files by name, folder, tags, date',
  options: yargs =>
    yargs
      .positional('words', { type: 'string', array: true, default: [], describe: 'each in the path or in a tag' })
      .option('text', repeated('as a word: in the path or in a tag'))
      .option('project', text('only in this project'))
      .option('scene', text('the scene; * stands for anything'))
      .option('take', text('the take; * stands for anything'))
      .option('date', text('recorded on 2026-03-14, in 2026-03, from 2026-03-01..2026-03-14'))
      .option('by', text('the recorder or artist, or who took the snapshot'))
      .option('limit', { type: 'string', requiresArg: true, default: '100', describe: 'how many to show' }),
  async run(invocation, { words, text, project, scene, take, date, by, limit }) {
    const request = {
      words: [...words, ...text].filter(word => word.trim() !== ''),
      limit: limitFlag(limit),
      ...(project === undefined ? {} : { project }),
      ...(scene === undefined ? {} : { scene }),
      ...(take === undefined ? {} : { take }),
      ...(by === undefined ? {} : { by }),
      ...(date === undefined ? {} : definedOnly(dateRange('date', date))),
    }
    const { value, wire } = await invocation.client.call('find', request)
    invocation.printJson({ complete: isComplete(value), ...wire })
    if (value.files.length > 0) invocation.print(foundText(value.files))
    else invocation.print(isComplete(value) ? 'nothing found' : 'nothing found in what could be searched')
    noteRest(invocation, value)
    return isComplete(value) ? EXIT.done : EXIT.skipped
  },
})

/** A number of lines to show. */
export function limitFlag(value: string): number {
  const limit = Number(value)
  if (/^\d+$/.test(value) && limit >= 1 && limit <= 10_000) return limit
  throw usageError(`--limit: "${value}" is no number from 1 to 10000`)
}

function definedOnly({ from, to }: ReturnType<typeof dateRange>): { from?: string; to?: string } {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

function isComplete({ gaps, unread }: FoundFiles): boolean {
  return gaps.length === 0 && unread === 0
}

function foundText(files: readonly FoundFile[]): string {
  const length = uniqueLength(files.map(file => file.snapshot.id))
  const lines = renderTable<FoundFile>(
    [
      { title: 'DATE', cell: dateCell },
      { title: 'PROJECT', cell: file => projectName(file.project) },
      { title: 'SCENE', cell: file => printable(file.tags.scene ?? '') },
      { title: 'TAKE', cell: file => printable(file.tags.take ?? '') },
      { title: 'SIZE', align: 'right', cell: file => formatBytes(file.size) },
      { title: 'FORMAT', cell: file => printable(mediaCell(file.format)) },
      { title: 'SNAPSHOT', cell: file => file.snapshot.id.slice(0, length) },
      { title: 'SITE', cell: file => printable(file.snapshot.by.name) },
      { title: 'PATH', cell: file => `${printable(file.path)}${file.live ? '  (live)' : ''}` },
    ],
    files,
  )
  return lines.join('\n')
}

/** When it was recorded, else when it was last changed, without the offset that a table of dates can do without. */
function dateCell({ tags, modifiedAt }: FoundFile): string {
  if (tags.date !== undefined) return printable(`${tags.date} ${tags.time?.slice(0, 5) ?? ''}`.trim())
  return localTime(modifiedAt).slice(0, 16)
}

function noteRest(invocation: Invocation, found: FoundFiles): void {
  const { files, total, unread, searched, of, gaps } = found
  const shown = files.length + unread
  if (total > shown)
    invocation.note(
      `${formatCount(files.length, 'file')} of ${total.toLocaleString('en-US')}, newest first; --limit shows more`,
    )
  if (unread > 0) invocation.note(`${formatCount(unread, 'more match', 'more matches')} could not be read just now`)
  if (gaps.length === 0) return
  const all = of === null ? 'an unknown number of' : of.toLocaleString('en-US')
  invocation.note(`searched ${searched.toLocaleString('en-US')} of ${all} files:`)
  for (const gap of gaps) invocation.note(`  ${gapText(gap)}`)
}

const WHY: Record<FindGap['why'], string> = {
  keys: 'this site holds no keys to read it',
  absent: 'its files are not whole at this site',
  reading: 'it is being read, try again in a moment',
  failed: 'it could not be read; the daemon log says why',
}

function gapText({ project, snapshot, files, why, instead }: FindGap): string {
  const name = `${projectName(project)}@${snapshot.id.slice(0, 8)} by ${printable(snapshot.by.name)}`
  const amount = files === null ? '' : ` (${formatCount(files, 'file')})`
  const older = instead === null ? '' : `; searched as of ${localTime(instead.takenAt)} instead`
  return `${name}${amount}: ${WHY[why]}${older}`
}
