// Which sites should hold a project: a pure decision that every site makes by itself (§ Placement). Valid copies always
// stay; the fewest further sites are added that bring copies, locations, managers, media, trusted copies and other
// labels as far as today's sites allow. Two views that differ can add a copy too many, never drop one.
import { hash } from './hash.ts'
import { bytesOf, type ProjectId, type SiteId } from './ids.ts'
import { foldLabel, type Labels, labelOf } from './labels.ts'
import { type Contribution, type Goal, isNew, searchSmallest, take } from './placement-search.ts'
import { explainUnmet } from './placement-words.ts'
import { distinctLabels, excludedBy, type Policy } from './policy.ts'
import { formatBytes } from './units.ts'

/** A member site as the observer sees it. Bytes. */
export interface PlacementSite {
  readonly id: SiteId
  readonly name?: string // for the words of `unmet`
  readonly labels: Labels
  readonly trusted: boolean // holds the keys of the project's ring
  readonly barred?: string | undefined // why its role keeps it from holding the project, as a phrase after its name
  readonly retiring?: boolean // what it holds stays where it is, and others are to hold it too
  readonly capacityLeft: number
  readonly full: boolean
  readonly sick?: string | undefined // the disk that failed under its store
  readonly available: boolean // a member, and not silent past the policy's grace
}
/** A site that has the project. `valid`: its copy counts now. `whole`: nothing is missing there, so it needs no room. */
export interface PlacementHolder {
  readonly id: SiteId
  readonly valid: boolean
  readonly whole?: boolean
}
export interface PlacementInput {
  readonly policy: Policy
  readonly project: ProjectId
  readonly sites: readonly PlacementSite[]
  readonly holders: readonly PlacementHolder[]
  readonly bytes: number // what a site without it would have to store
}
/** What a policy asks for and these sites can't give. */
export interface Unmet {
  readonly what: string // 'copies' | 'trusted' | the label
  readonly have: number // with all of `chosen`
  readonly need: number
  readonly why: string // for an operator
  readonly next: string // a command, or what to change
}
export interface Placement {
  readonly chosen: readonly SiteId[] // valid holders, then `added`; never a site twice
  readonly added: readonly SiteId[] // sites to fill or to prove, the most useful first
  readonly unmet: readonly Unmet[]
}
/** One thing a policy counts: the value a site brings to it, and how many different ones are needed. */
export interface Dimension {
  readonly what: string
  readonly need: number
  readonly brings: (site: PlacementSite) => string | undefined
}

/** Decides which sites should hold the project. The same input, in any order, gives the same answer everywhere. */
export function place(input: PlacementInput): Placement {
  const { policy } = input
  const holders = new Map(input.holders.map(holder => [holder.id, holder]))
  const sites = [...new Map(input.sites.map(site => [site.id, site])).values()]
  const ready = sites.filter(site => obstacle(input, site, holders.get(site.id)) === undefined)
  const isValid = (site: PlacementSite) => holders.get(site.id)?.valid === true
  const base = inOrder(input, holders, ready.filter(isValid))
  const others = ready.filter(site => !isValid(site))
  const dimensions = dimensionsOf(policy)
  const goals = dimensions.map(dimension => goalOf(dimension, base, others))
  const isMet = base.length >= policy.copies && goals.every(goal => goal.missing === 0)
  const candidates = isMet ? [] : inOrder(input, holders, others)
  const contributions = candidates.map(site => dimensions.map(dimension => dimension.brings(site)))
  const atLeast = Math.min(Math.max(0, policy.copies - base.length), candidates.length)
  const picks = searchSmallest(contributions, goals, atLeast)
  const added = mostUsefulFirst(picks, contributions, goals).map(index => candidates[index]!)
  const chosen = [...base, ...added]
  return {
    chosen: chosen.map(site => site.id),
    added: added.map(site => site.id),
    unmet: explainUnmet(dimensions, policy.copies, chosen, sites, site => obstacle(input, site, holders.get(site.id))),
  }
}

/** Why a site can't take the project now, as a phrase after its name; undefined when it can. */
export function obstacle(
  { policy, bytes }: Pick<PlacementInput, 'policy' | 'bytes'>,
  site: PlacementSite,
  holder?: PlacementHolder,
): string | undefined {
  if (site.barred !== undefined) return site.barred
  if (site.retiring) return 'is retiring'
  if (!site.available) return 'is silent past its grace'
  if (site.sick) return 'has a disk that fails'
  const excluded = excludedBy(policy, site.labels)
  if (excluded !== undefined) return `doesn't qualify: ${excluded}`
  if (holder?.valid || holder?.whole) return undefined
  if (site.full) return 'is full'
  if (site.capacityLeft < bytes)
    return `has ${formatBytes(Math.max(0, site.capacityLeft))} left of the ${formatBytes(bytes)} it takes`
  return undefined
}

/** What the policy counts beside the copies themselves, in the order it is served. */
function dimensionsOf(policy: Policy): Dimension[] {
  const labels = distinctLabels(policy).map(([label, need]) => ({ what: label, need, brings: labelValue(label) }))
  const known = labels.filter(({ what }) => ['location', 'manager', 'medium'].includes(what))
  const trusted = {
    what: 'trusted',
    need: policy.trusted,
    brings: (site: PlacementSite) => (site.trusted ? site.id : undefined),
  }
  return [...known, trusted, ...labels.filter(label => !known.includes(label))]
}

function labelValue(label: string): (site: PlacementSite) => string | undefined {
  return site => {
    const value = labelOf(site.labels, label)
    return value === undefined ? undefined : foldLabel(value)
  }
}

// What all sites together can't give is no goal: the search never fails, and explainUnmet says what is missing.
function goalOf(
  { need, brings }: Dimension,
  base: readonly PlacementSite[],
  candidates: readonly PlacementSite[],
): Goal {
  const covered = new Set(base.map(brings).filter(value => value !== undefined))
  const possible = new Set([...covered, ...candidates.map(brings).filter(value => value !== undefined)])
  return { covered, missing: Math.max(0, Math.min(need, possible.size) - covered.size) }
}

// Sites that have it already come first (least movement), then by weighted rendezvous: each site draws a number from
// the project and its own id alone, so that a site that leaves or joins changes no other's place.
function inOrder(
  { project }: PlacementInput,
  holders: ReadonlyMap<SiteId, PlacementHolder>,
  sites: readonly PlacementSite[],
): PlacementSite[] {
  const keyed = sites.map(site => {
    const holder = holders.get(site.id)
    return { site, group: holder?.valid ? 0 : holder?.whole ? 1 : holder ? 2 : 3, draw: draw(project, site) }
  })
  keyed.sort((a, b) => a.group - b.group || a.draw - b.draw || (a.site.id < b.site.id ? -1 : 1))
  return keyed.map(({ site }) => site)
}

// −ln(u) / w with u uniform in (0, 1): the smallest draw wins with a chance in proportion to w. The weight is the free
// space rounded down to a power of two, so that it seldom changes.
function draw(project: ProjectId, site: PlacementSite): number {
  const digest = hash(Buffer.from('holdfast/v1/placement\0'), bytesOf(project), bytesOf(site.id))
  const uniform = (Buffer.from(digest).readUIntLE(0, 6) + 0.5) / 2 ** 48
  return -Math.log(uniform) / 2 ** Math.floor(Math.log2(Math.max(1, site.capacityLeft)))
}

// Of what is to be added, first what brings the most in the policy's order: should only one arrive, it is the best one.
function mostUsefulFirst(
  picks: readonly number[],
  contributions: readonly Contribution[],
  start: readonly Goal[],
): number[] {
  const left = [...picks]
  const ordered: number[] = []
  let goals = start
  while (left.length > 0) {
    const gains = left.map(index =>
      goals.map((goal, at) => (isNew(contributions[index]![at], goal) ? '1' : '0')).join(''),
    )
    const best = gains.indexOf(gains.reduce((a, b) => (b > a ? b : a)))
    const [index] = left.splice(best, 1)
    ordered.push(index!)
    goals = take(contributions[index!]!, goals)
  }
  return ordered
}
