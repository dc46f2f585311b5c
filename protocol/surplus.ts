// Which of the sites that hold a project are more than its policy asks for (§ Drop): the rest of what placement would choose
// if it chose among those whose copies count now. Every site works it out by itself and looks only whether it is one of them;
// two that see different things may both try, and the leases keep one of them from it.
import { type CopiesInput, type CopiesReport, meetsPolicy } from './copies.ts'
import type { SiteId } from './ids.ts'
import { type PlacementHolder, type PlacementSite, place } from './placement.ts'

/**
 * Sites whose copy may go, by their labels the least useful. None unless every copy there is counts or is out of the question,
 * and nothing is under way. `authors`: sites that take the project's snapshots, and so come to hold them again.
 */
export function surplusSites(
  input: CopiesInput,
  report: CopiesReport,
  authors: ReadonlySet<SiteId>,
): readonly SiteId[] {
  if (report.state !== 'ok' || report.inGrace > 0 || report.arriving.length > 0) return []
  if (report.sites.some(({ state }) => !SETTLED.has(state))) return []
  const counted = input.sites.filter(({ id, retiring }) => report.counted.includes(id) && !retiring)
  const sites = counted.map((site): PlacementSite => ({ ...site, available: true }))
  const holders = counted.map(({ id }): PlacementHolder => ({ id, valid: authors.has(id), whole: true }))
  const { policy, project } = input
  const stay = new Set(place({ policy, project, sites, holders, bytes: 0 }).chosen)
  const rest = counted.filter(({ id }) => stay.has(id))
  if (!meetsPolicy(policy, rest)) return []
  return counted.flatMap(({ id }) => (stay.has(id) ? [] : [id]))
}

/** Those that may stay out of the count for long; a site in any other state is waited for. */
const SETTLED: ReadonlySet<CopiesReport['sites'][number]['state']> = new Set(['copy', 'missing', 'unreachable'])
