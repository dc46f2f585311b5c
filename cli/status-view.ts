// What `status` prints for people: two lines on the mesh, one row a project, an explanation for each that falls short.
import type { ProjectStatus, StatusView } from '../protocol/local-api-status.ts'
import { formatBytes, formatRate } from '../protocol/units.ts'
import { age } from './moments.ts'
import type { Colour, Paint } from './paint.ts'
import { captureLines } from './schedule-cells.ts'
import { haveNeedCell, leftCell, meetsPolicy, projectName, provedCell, snapshotCell } from './status-cells.ts'
import { explainShortfall } from './status-why.ts'
import { type Column, printable, renderTable } from './table.ts'

/** Labels with a column of their own, and its title. */
const TITLES: Readonly<Record<string, string>> = { location: 'LOCATIONS', medium: 'MEDIA', manager: 'MANAGERS' }

/** The whole text. `now` is this machine's clock, `say` completes commands. */
export function renderStatus(view: StatusView, now: number, paint: Paint, say: (command: string) => string): string {
  const lines = [headLine(view, now, paint), sitesLine(view, now), ...captureLines(view, now, say)]
  if (view.projects.length === 0) {
    lines.push('', 'no projects yet', `  next: ${say('project add NAME --folder DIR')}`)
  } else {
    const paintRow = (project: ProjectStatus, line: string) => paintState(project, line, paint)
    lines.push('', ...renderTable(columns(view, now), view.projects, paintRow))
  }
  const notes = [
    ...alarmsOf(view).map(alarm => [
      paint(alarm.severity === 'critical' ? 'red' : 'yellow', `! ${printable(alarm.sentence)}`),
      ...(alarm.next === null ? [] : [`  next: ${printable(alarm.next)}`]),
    ]),
    ...view.projects.flatMap(project => explainShortfall(project, view, say)),
  ]
  if (notes.length > 0) lines.push('', ...notes.flat())
  return lines.join('\n')
}

export type Health = 'OK' | 'ATTENTION' | 'CRITICAL' | 'UNKNOWN'

/** One word for the mesh. */
export function healthOf(view: StatusView): Health {
  const short = view.projects.filter(project => !meetsPolicy(project))
  const alarms = alarmsOf(view)
  if (alarms.some(alarm => alarm.severity === 'critical')) return 'CRITICAL'
  if (short.some(project => project.state !== 'unknown')) return 'ATTENTION'
  if (short.length > 0) return 'UNKNOWN'
  return alarms.length > 0 ? 'ATTENTION' : 'OK'
}

/** Alarms beside what the rows say: an unmet policy stands in its project's row and explanation. */
function alarmsOf(view: StatusView): StatusView['alarms'] {
  return view.alarms.filter(alarm => alarm.code !== 'POLICY_UNMET')
}

/** "4 projects: 2 ok, 1 healing, 1 below policy". */
export function countProjects(projects: readonly ProjectStatus[]): string {
  const total = `${projects.length} ${projects.length === 1 ? 'project' : 'projects'}`
  const words = {
    ok: 'ok',
    arriving: 'arriving',
    healing: 'healing',
    below: 'below policy',
    empty: 'empty',
    unknown: 'unknown',
  }
  const parts = Object.entries(words)
    .map(([state, word]) => [projects.filter(project => project.state === state).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
  return parts.length === 0 ? total : `${total}: ${parts.join(', ')}`
}

function headLine(view: StatusView, now: number, paint: Paint): string {
  const health = healthOf(view)
  const colours: Record<Health, Colour> = { OK: 'green', ATTENTION: 'yellow', CRITICAL: 'red', UNKNOWN: 'yellow' }
  const others = view.sites.filter(site => site.state !== 'here' && site.state !== 'revoked').length
  const seen =
    others === 0 ? 'no other site yet' : view.heardAt === null ? 'seen never' : `seen ${age(view.heardAt, now)} ago`
  const name = paint('bold', printable(view.mesh.name))
  return `${name}   ${paint(colours[health], health)}   ${countProjects(view.projects)}        ${seen}`
}

function sitesLine(view: StatusView, now: number): string {
  const members = view.sites.filter(site => site.state !== 'revoked')
  const silent = members.filter(site => site.state === 'down' || site.state === 'never-seen')
  const named = silent.map(site =>
    site.seenAt === null
      ? `${printable(site.name)} never seen`
      : `${printable(site.name)} down ${age(site.seenAt, now)}`,
  )
  for (const { name } of members.filter(site => site.retiring)) named.push(`${printable(name)} retiring`)
  const listed = named.length > 3 ? [...named.slice(0, 3), `${named.length - 3} more`] : named
  const parts = [
    `sites ${members.length - silent.length} of ${members.length} up${named.length > 0 ? ` (${listed.join(', ')})` : ''}`,
    storedText(view),
  ]
  if (view.repair !== null) parts.push(`repairing ${formatRate(view.repair.bytesPerSecond)}`)
  return parts.join('    ')
}

/** "stored 6.1 of 18 TB": the unit once where both share it. */
function storedText({ stored }: StatusView): string {
  const used = stored.usedBytes === null ? '?' : formatBytes(stored.usedBytes)
  if (stored.capacityBytes === null) return `stored ${used}${freedText(stored)}`
  const capacity = formatBytes(stored.capacityBytes)
  const [number, unit] = used.split(' ')
  return `stored ${unit !== undefined && capacity.endsWith(` ${unit}`) ? number : used} of ${capacity}${freedText(stored)}`
}

function freedText({ freedBytes }: StatusView['stored']): string {
  return freedBytes ? ` (freed ${formatBytes(freedBytes)})` : ''
}

function columns(view: StatusView, now: number): Column<ProjectStatus>[] {
  const others = new Set(view.projects.flatMap(project => Object.keys(project.distinct)))
  const labels = [...Object.keys(TITLES), ...[...others].filter(label => !Object.hasOwn(TITLES, label)).sort()]
  return [
    { title: 'PROJECT', cell: projectName },
    { title: 'STATE', cell: stateCell },
    { title: 'COPIES', gap: 1, cell: project => centre('COPIES', copiesCell(project)) },
    ...labels.map(label => {
      const title = TITLES[label] ?? label.toUpperCase()
      const cell = (project: ProjectStatus) => centre(title, haveNeedCell(project.distinct[label], isMarked(project)))
      return { title, gap: 1, cell }
    }),
    { title: 'PROVED', gap: 1, cell: project => provedCell(project, now) },
    { title: 'SNAPSHOT', gap: 1, cell: project => snapshotCell(project, now) },
    { title: 'LEFT TO HEAL', gap: 0, cell: project => leftCell(project.left, now) },
  ]
}

/** While copies are on their way the figures speak for themselves; marks are for what nobody is mending. */
function isMarked(project: ProjectStatus): boolean {
  return project.state !== 'healing' && project.state !== 'arriving'
}

function copiesCell(project: ProjectStatus): string {
  const cell = haveNeedCell(project.copies, project.copies.have === null)
  return project.inGrace > 0 ? `${cell}, ${project.inGrace} in grace` : cell
}

function stateCell(project: ProjectStatus): string {
  const word = project.state === 'below' ? 'BELOW' : project.state
  const phase = project.phase === 'active' ? '' : ` ${project.phase}`
  return `${word}${project.live ? ' live' : ''}${phase}`
}

/** Centres the figures under a title; marks and additions hang over to the right. */
function centre(title: string, cell: string): string {
  const figures = /^[^!,]*/.exec(cell)?.[0].length ?? 0
  return ' '.repeat(Math.max(0, Math.floor((title.length - figures) / 2))) + cell
}

function paintState(project: ProjectStatus, line: string, paint: Paint): string {
  if (meetsPolicy(project)) return line
  return paint(project.state === 'healing' || project.state === 'arriving' ? 'yellow' : 'red', line)
}
