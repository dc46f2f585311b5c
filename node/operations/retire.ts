// What a site's leaving means, as this site sees it: which projects fall short without it, what is to be sent where, what
// can't be met (§ Membership, Leaving). Nothing is changed here: the command line signs, by what this tells.
import { assessCopies, type CopiesInput, type CopiesReport } from '../../protocol/copies.ts'
import type { SiteId } from '../../protocol/ids.ts'
import type { Departure, DepartureProject } from '../../protocol/local-api-sites.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import type { Project } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'
import { findSite } from './references.ts'

export function departure(context: NodeContext, reference: string): Departure {
  const { site } = joinedOf(context)
  const member = findSite(site.members, reference)
  const head = site.members.has(member.site) ? site.promises.heads.get(member.site)?.record : undefined
  return {
    site: member.site,
    name: member.displayName,
    here: member.site === site.me,
    retiring: member.retiring,
    revoked: member.revoked,
    rings: [...member.rings],
    lastHead: head === undefined ? null : { id: head.id, seq: head.seq },
    projects: member.revoked ? [] : site.projects.all().flatMap(project => without(site, project, member.site)),
  }
}

/** The project once the site is gone; nothing when that changes nothing about it. */
function without(site: Site, project: Project, leaving: SiteId): DepartureProject[] {
  const input = site.assessor.input(project)
  const rest = leaveOut(input, leaving)
  const report = assessCopies(rest)
  const holding = input.holdings.find(one => one.site === leaving)
  const isShortWithout = report.state !== 'ok' && report.state !== 'empty'
  if (holding === undefined && !(isShortWithout && assessCopies(input).state === 'ok')) return []
  const held = input.snapshots.filter(({ id }) => holding?.snapshots.has(id))
  const { copies } = assessCopies({ ...input, holdings: rest.holdings })
  const waiting = whyUnmet(rest, report, copies, held)
  return [
    {
      id: project.id,
      name: project.name ?? null,
      heldBytes: sum(held),
      copies,
      met: waiting === undefined,
      waiting: waiting ?? null,
      moves: report.placement.added.flatMap(id => {
        const has = rest.holdings.find(one => one.site === id)?.snapshots
        const bytes = sum(input.snapshots.filter(snapshot => !has?.has(snapshot.id)))
        return bytes === 0 ? [] : [{ site: id, name: site.members.get(id)?.displayName ?? id.slice(0, 8), bytes }]
      }),
      unmet: report.placement.unmet.map(({ what, have, need, why }) => ({ what, have, need, why })),
    },
  ]
}

/** As if the site had never been: neither its copies nor what it says of others'. */
function leaveOut(input: CopiesInput, leaving: SiteId): CopiesInput {
  return {
    ...input,
    sites: input.sites.filter(({ id }) => id !== leaving),
    holdings: input.holdings.filter(holding => holding.site !== leaving),
    proofs: input.proofs.filter(({ holder, prover }) => holder !== leaving && prover !== leaving),
    progress: input.progress.filter(progress => progress.site !== leaving),
  }
}

// The policy's figures rest on the snapshots that decide; what is younger or live must not go with the site either.
function whyUnmet(
  rest: CopiesInput,
  report: CopiesReport,
  copies: CopiesReport['copies'],
  held: CopiesInput['snapshots'],
): string | undefined {
  if (report.state === 'below') return report.placement.unmet[0]?.why ?? 'the other sites can not meet its policy'
  if (copies.have < copies.need) return `${copies.have} of ${copies.need} copies without it`
  if (report.copies.have < copies.need) return 'copies that it proved are to be proved by others too'
  if (report.state !== 'ok' && report.state !== 'empty') return `its policy is not met without it: ${report.state}`
  if (report.arriving.length > 0) return `${counted(report.arriving.length)} on the way to the other sites`
  const elsewhere = (id: (typeof held)[number]['id']) =>
    report.counted.some(site => rest.holdings.some(holding => holding.site === site && holding.snapshots.has(id)))
  const alone = held.filter(({ id }) => !elsewhere(id)).length
  return alone === 0 ? undefined : `${counted(alone)} that no other site has whole yet`
}

function counted(snapshots: number): string {
  return snapshots === 1 ? '1 snapshot' : `${snapshots} snapshots`
}
function sum(snapshots: CopiesInput['snapshots']): number {
  return snapshots.reduce((bytes, { storedBytes }) => bytes + storedBytes, 0)
}
