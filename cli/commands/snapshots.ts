// holdfast snapshots: the snapshots of a project, newest first.
import type { Line, SnapshotView } from '../../protocol/local-api-projects.ts'
import { formatBytes } from '../../protocol/units.ts'
import { defineCommand } from '../command.ts'
import { EXIT } from '../exit.ts'
import type { Invocation } from '../invocation.ts'
import { keepingWords } from '../keep-words.ts'
import { localTime } from '../moments.ts'
import { flag, positional } from '../options.ts'
import { haveNeedCell, stateCell } from '../status-cells.ts'
import { printable, renderTable } from '../table.ts'

const MIN_SHOWN = 8

export const snapshotsCommand = defineCommand({
  usage: 'snapshots <project>',
  summary: "Show a project's snapshots",
  options: yargs =>
    yargs
      .positional('project', positional('name or id'))
      .option('all', flag('also those that were forgotten or deleted')),
  async run(invocation, { project, all }) {
    const { value: known, wire } = await invocation.client.call('snapshots', { project })
    const isShown = ({ keeping }: Pick<SnapshotView, 'keeping'>) => all || keeping.state === 'retained'
    const value = { ...known, snapshots: known.snapshots.filter(isShown) }
    const shown = new Set<string>(value.snapshots.map(({ id }) => id))
    invocation.printJson({ ...wire, snapshots: (wire.snapshots as { id: string }[]).filter(({ id }) => shown.has(id)) })
    const hidden = known.snapshots.length - value.snapshots.length
    if (hidden > 0) invocation.note(`${hidden} forgotten or deleted: ${invocation.say(`snapshots ${project} --all`)}`)
    if (value.snapshots.length === 0) {
      invocation.print(`no snapshots yet\n  next: ${invocation.say(`snapshot ${project}`)}`)
      return EXIT.done
    }
    const length = uniqueLength(value.snapshots.map(snapshot => snapshot.id))
    const lines = renderTable<SnapshotView>(
      [
        { title: 'ID', cell: snapshot => snapshot.id.slice(0, length) },
        { title: 'TAKEN', cell: snapshot => localTime(snapshot.takenAt) },
        { title: 'BY', cell: snapshot => printable(snapshot.by.name) },
        { title: 'FILES', align: 'right', cell: snapshot => snapshot.files?.toLocaleString('en-US') ?? '?' },
        { title: 'SIZE', align: 'right', cell: snapshot => bytes(snapshot.plainBytes) },
        { title: 'NEW', align: 'right', cell: snapshot => bytes(snapshot.newBytes) },
        { title: 'STATE', cell: stateCell },
        { title: 'COPIES', cell: snapshot => haveNeedCell(snapshot.copies, true) },
        { title: '', cell: snapshot => remark(snapshot, value.lines) },
      ],
      value.snapshots,
    )
    invocation.print(lines.join('\n'))
    noteLines(invocation, project, value.lines, length)
    return EXIT.done
  },
})

/** The fewest characters that tell all of them apart, at least eight. */
export function uniqueLength(ids: readonly string[]): number {
  const sorted = [...ids].sort()
  let length = MIN_SHOWN
  for (const [index, id] of sorted.entries()) {
    const before = sorted[index - 1]
    while (before !== undefined && before !== id && before.startsWith(id.slice(0, length))) length++
  }
  return length
}

function bytes(count: number | null): string {
  return count === null ? '?' : formatBytes(count)
}

/** Sites that changed it apart: nothing is lost, but no one snapshot has all of it. */
function noteLines(invocation: Invocation, project: string, lines: readonly Line[], length: number): void {
  const [newest, other] = lines
  if (newest === undefined || other === undefined) return
  const names = [...new Set(lines.map(line => printable(line.by.name)))].join(', ')
  invocation.note(`${lines.length} lines (${names}): each has changes the others lack`)
  const ends = `${other.snapshot.slice(0, length)} ${newest.snapshot.slice(0, length)}`
  invocation.note(`  next: ${invocation.say(`diff ${project} ${ends}`)}`)
}

function remark(snapshot: SnapshotView, lines: readonly Line[]): string {
  const parts = [snapshot.label === null ? '' : `"${snapshot.label}"`]
  if (snapshot.skipped !== null && snapshot.skipped > 0) parts.push(`${snapshot.skipped} skipped`)
  parts.push(keepingWords(snapshot.keeping))
  if (lines.length > 1 && lines.some(line => line.snapshot === snapshot.id)) parts.push('newest of its line')
  return printable(parts.filter(part => part !== '').join(' '))
}
