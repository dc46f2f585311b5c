// What an operator reads when a policy can't be met: how much is missing, which sites would help and what keeps them
// from it, and the next command (§ Placement).
import { labelOf } from './labels.ts'
import type { Dimension, PlacementSite, Unmet } from './placement.ts'

type Obstacle = (site: PlacementSite) => string | undefined

/** Everything the policy asks for that `chosen` doesn't give, copies first, then in the order of `dimensions`. */
export function explainUnmet(
  dimensions: readonly Dimension[],
  copies: number,
  chosen: readonly PlacementSite[],
  sites: readonly PlacementSite[],
  obstacle: Obstacle,
): Unmet[] {
  const unmet: Unmet[] = []
  if (chosen.length < copies) unmet.push(copiesUnmet(copies, chosen, sites, obstacle))
  for (const dimension of dimensions) {
    const have = new Set(chosen.map(dimension.brings).filter(value => value !== undefined)).size
    if (have < dimension.need) unmet.push(dimensionUnmet(dimension, have, chosen, sites, obstacle))
  }
  return unmet
}

function copiesUnmet(
  need: number,
  chosen: readonly PlacementSite[],
  sites: readonly PlacementSite[],
  obstacle: Obstacle,
): Unmet {
  const blocked = sites.filter(site => obstacle(site) !== undefined)
  const able = chosen.length === 0 ? 'no site can' : `only ${count(chosen.length, 'site')} can`
  const why = `${able} hold it${because(blocked, obstacle)}`
  return { what: 'copies', have: chosen.length, need, why, next: `holdfast invite --site <name> --location <place>` }
}

function dimensionUnmet(
  { what, need, brings }: Dimension,
  have: number,
  chosen: readonly PlacementSite[],
  sites: readonly PlacementSite[],
  obstacle: Obstacle,
): Unmet {
  const there = new Set(chosen.map(brings))
  const blocked = sites.filter(site => {
    const value = brings(site)
    return obstacle(site) !== undefined && value !== undefined && !there.has(value)
  })
  if (what === 'trusted') {
    const why = `${have === 0 ? 'no site' : `only ${count(have, 'site')}`} that can hold it has the project's keys${because(blocked, obstacle)}`
    return { what, have, need, why, next: 'holdfast invite --site <name> --location <place>, without --blind' }
  }
  const unlabelled = chosen.filter(site => brings(site) === undefined)
  const nameless =
    unlabelled.length === 0
      ? ''
      : `; ${listed(unlabelled.map(nameOf))} ${unlabelled.length === 1 ? 'names' : 'name'} no ${what}`
  return {
    what,
    have,
    need,
    why: `${whereAll(what, chosen)}${nameless}${because(blocked, obstacle)}`,
    next: inviteFor(what),
  }
}

// The search reaches every value there is, up to the need: what `chosen` lacks, no site that can hold it has.
function whereAll(label: string, chosen: readonly PlacementSite[]): string {
  const values = [...new Set(chosen.map(site => labelOf(site.labels, label)).filter(value => value !== undefined))]
  if (values.length === 0) return `no site that can hold it names a ${label}`
  if (values.length === 1) return `every site that can hold it has the ${label} ${values[0]}`
  return `the sites that can hold it have only the ${label}s ${listed(values)}`
}

function because(blocked: readonly PlacementSite[], obstacle: Obstacle): string {
  const shown = blocked.slice(0, 5).map(site => `${nameOf(site)} ${obstacle(site)}`)
  if (blocked.length > shown.length) shown.push(`${blocked.length - shown.length} more can't either`)
  return shown.length === 0 ? '' : `; ${shown.join('; ')}`
}

function inviteFor(label: string): string {
  if (label === 'location') return 'holdfast invite --location <another place>'
  if (label === 'medium' || label === 'manager')
    return `holdfast invite --location <place> --${label} <another ${label}>`
  return `holdfast invite --location <place> --label ${label}=<another>`
}

function nameOf(site: PlacementSite): string {
  return site.name ?? site.id.slice(0, 8)
}
function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`
}
function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
