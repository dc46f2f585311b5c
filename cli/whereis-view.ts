// What `whereis` prints for people: one row a site, what it has of the project, whether that counts, until when.
import type { CopyState, WhereisView } from '../protocol/local-api-status.ts'
import { formatBytes } from '../protocol/units.ts'
import { age, clockTime, localTime } from './moments.ts'
import type { Paint } from './paint.ts'
import { leftCell } from './status-cells.ts'
import { type Column, printable, renderTable } from './table.ts'

type SiteRow = WhereisView['sites'][number]
const NOW_WITHIN_MS = 30_000

export function renderWhereis(view: WhereisView, now: number, paint: Paint): string {
  if (view.sites.length === 0) return 'no site has any of it yet'
  const columns: Column<SiteRow>[] = [
    { title: 'SITE', cell: row => printable(row.name) },
    { title: 'LOCATION', cell: row => printable(row.labels.location ?? '-') },
    { title: 'MEDIUM', gap: 1, cell: row => printable(row.labels.medium ?? '-') },
    { title: 'MANAGER', cell: row => printable(row.labels.manager ?? '-') },
    { title: 'HAS', align: 'right', cell: share },
    { title: 'STATE', cell: row => stateWord(row.state) },
    { title: 'SEEN', cell: row => seen(row, now) },
    // The note has no title and stands close to the age before it.
    { title: 'PROVED', gap: 0, cell: row => `${proved(row, now).padEnd(4)}  ${notes(row, now)}` },
  ]
  const paintRow = (row: SiteRow, line: string) => (row.counted ? line : paint('yellow', line))
  return [...renderTable(columns, view.sites, paintRow), '', summary(view)].join('\n')
}

/** "in-grace" is a silent site that still counts: people read "unreachable", and until when it counts. */
function stateWord(state: CopyState): string {
  return state === 'in-grace' ? 'unreachable' : state.replace('-', ' ')
}

/** Rounded down, so that 100% means all of it. */
function share(row: SiteRow): string {
  if (row.haveBytes === null || row.needBytes === null) return '?'
  if (row.needBytes === 0) return '100%'
  return `${Math.min(100, Math.floor((100 * row.haveBytes) / row.needBytes))}%`
}

function seen(row: SiteRow, now: number): string {
  if (row.here) return 'now'
  if (row.seenAt === null) return 'never'
  return row.reachable && now - row.seenAt < NOW_WITHIN_MS ? 'now' : age(row.seenAt, now)
}

function proved(row: SiteRow, now: number): string {
  return row.provedAt === null ? '-' : age(row.provedAt, now)
}

function notes(row: SiteRow, now: number): string {
  const parts: string[] = []
  if (row.countsUntil !== null) parts.push(`counts until ${clockTime(row.countsUntil, now)}`)
  if (row.left !== null) parts.push(leftCell(row.left, now))
  if (row.note !== null) parts.push(printable(row.note))
  return parts.join('  ')
}

function summary({ copies, inGrace, snapshot }: WhereisView): string {
  const grace = inGrace > 0 ? `, ${inGrace} in grace` : ''
  const parts = [`${copies.have ?? '?'}/${copies.need} copies${grace}`]
  if (snapshot === null) parts.push('no snapshot yet')
  else {
    const files = snapshot.files === null ? '' : `, ${snapshot.files.toLocaleString('en-US')} files`
    const size = formatBytes(snapshot.storedBytes)
    parts.push(`snapshot ${snapshot.id.slice(0, 8)}  ${localTime(snapshot.takenAt)}  ${size}${files}`)
  }
  return parts.join('   ')
}
