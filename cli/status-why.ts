// The `!` lines under `status`: what a project lacks, in words, and the next command.
import type { ProjectStatus, StatusView } from '../protocol/local-api-status.ts'
import { isShort, meetsPolicy, projectName } from './status-cells.ts'
import { printable } from './table.ts'

/** How a shared label reads: "both copies at berlin-studio, on hdd, under Kreuzberg Sound". */
const WORDS: Readonly<Record<string, string>> = { location: 'at', medium: 'on', manager: 'under' }
const INVITES = {
  location: 'invite --location <another place>',
  manager: 'invite --location <place> --manager <another manager>',
  medium: 'invite --location <place> --medium <another medium>',
  copies: 'invite --location <place>',
} as const

/** Nothing for a project that meets its policy or is being healed. */
export function explainShortfall(
  project: ProjectStatus,
  view: StatusView,
  say: (command: string) => string,
): string[][] {
  const isMending = (project.state === 'healing' || project.state === 'arriving') && project.unmet.length === 0
  if (meetsPolicy(project) || isMending) return []
  const name = projectName(project)
  const word = /[^\w.-]/.test(name) ? JSON.stringify(name) : name
  const next = nextCommand(project, word)
  const why = project.state === 'empty' ? '' : `    why: ${say(`policy explain ${word}`)}`
  return [[`! ${name}: ${sentence(project, view)}`, `  next: ${say(next)}${why}`]]
}

function sentence(project: ProjectStatus, view: StatusView): string {
  if (project.state === 'empty') return 'no snapshot yet, nothing of it is safe'
  if (project.state === 'unknown') return 'its copies are not known from here'
  const where = sharedLabels(project, view)
  const copies = copiesPhrase(project)
  // Before anything else: without keys, copies are none.
  if (isUnreadable(project)) return `${copies} on sites that hold no keys of it: nobody there can read it`
  if (where !== '') return `${copies} ${where}`
  const reasons = [...new Set(project.unmet.map(unmet => printable(unmet.why)))]
  return [copies, ...reasons].join('; ')
}

/** Copies there are, and none of them where the project's keys are. */
function isUnreadable({ counted, trusted }: ProjectStatus): boolean {
  return counted.length > 0 && trusted.have === 0
}

function copiesPhrase(project: ProjectStatus): string {
  const { counted, claimed } = project
  if (counted.length === 0) return claimed > 0 ? `no proved copy, ${claimed} claimed` : 'no proved copy'
  if (counted.length === 1) return 'the only copy'
  return counted.length === 2 ? 'both copies' : `all ${counted.length} copies`
}

/** The values of the labels that fall short, where the counted copies tell them. */
function sharedLabels(project: ProjectStatus, view: StatusView): string {
  const sites = view.sites.filter(site => project.counted.includes(site.id))
  if (sites.length === 0) return ''
  const order = ['location', 'medium', 'manager']
  const short = Object.keys(project.distinct).filter(label => isShort(project.distinct[label] ?? { have: 0, need: 0 }))
  short.sort((a, b) => place(order, a) - place(order, b))
  return short
    .map(label => {
      const values = [...new Set(sites.map(site => site.labels[label] ?? `no ${label} named`))].map(printable).sort()
      return `${WORDS[label] ?? `with ${label}`} ${values.join(' and ')}`
    })
    .join(', ')
}

function nextCommand(project: ProjectStatus, name: string): string {
  if (project.state === 'empty') return `snapshot ${name}`
  if (isUnreadable(project)) return `key grant ${name} SITE`
  for (const what of ['location', 'manager', 'medium', 'copies'] as const) {
    if (project.unmet.some(unmet => unmet.what === what)) return INVITES[what]
  }
  return project.state === 'unknown' ? 'sites' : `whereis ${name}`
}

function place(order: readonly string[], label: string): number {
  const at = order.indexOf(label)
  return at < 0 ? order.length : at
}
