// What a site's leaving means, in words: how much moves where, and what can't be met without it.
import type { Departure, DepartureProject } from '../protocol/local-api-sites.ts'
import { formatBytes } from '../protocol/units.ts'
import { projectName } from './status-cells.ts'
import { type Column, printable, renderTable } from './table.ts'

/** The lines of `site retire --dry-run` and `site revoke --dry-run`. */
export function departureLines(departure: Departure): string[] {
  const { projects } = departure
  const name = printable(departure.name)
  if (projects.length === 0) return [`${name} holds nothing that the mesh would miss`]
  return [...renderTable(COLUMNS, projects), '', `in all ${totals(projects)}`]
}

const COLUMNS: Column<DepartureProject>[] = [
  { title: 'PROJECT', cell: projectName },
  { title: 'HOLDS', align: 'right', cell: ({ heldBytes }) => formatBytes(heldBytes) },
  { title: 'WITHOUT IT', cell: ({ copies }) => `${copies.have ?? '?'}/${copies.need}` },
  { title: 'MOVES', cell: movesCell },
  { title: '', cell: ({ unmet, waiting }) => printable(unmet[0]?.why ?? waiting ?? '') },
]

function movesCell({ moves, met, unmet }: DepartureProject): string {
  if (moves.length > 0) return moves.map(({ name, bytes }) => `${formatBytes(bytes)} to ${printable(name)}`).join(', ')
  if (unmet.length > 0) return "can't be met"
  return met ? 'nothing' : 'nothing, to be proved'
}

function totals(projects: readonly DepartureProject[]): string {
  const parts = [`${formatBytes(bytesToMove(projects))} to move`]
  const short = projects.filter(({ met }) => !met).length
  const blocked = projects.filter(({ unmet }) => unmet.length > 0).length
  if (short > 0) parts.push(`${short} of ${projects.length} projects not yet safe without it`)
  if (blocked > 0) parts.push(`${blocked} that the other sites can't keep to its policy`)
  return parts.join(', ')
}

export function bytesToMove(projects: readonly DepartureProject[]): number {
  return projects.reduce((sum, { moves }) => sum + moves.reduce((bytes, move) => bytes + move.bytes, 0), 0)
}

/** True when no waiting would help: the sites that stay can't meet a policy. */
export function isBlocked({ projects }: Departure): boolean {
  return projects.some(({ unmet }) => unmet.length > 0)
}
