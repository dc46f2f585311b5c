// How safe a project is, as one observer sees it: what status, whereis, prove and heal all go by (§ Copies). COPIES is
// the minimum over the snapshots that decide: the retained settled ones older than the RPO, so that a snapshot taken a
// minute ago doesn't make a safe project look unsafe, nor an old one that lost its copies hide behind a new one.
import {
  type CopiesInput,
  type CopyState,
  isGone,
  type Judge,
  type Judgement,
  judgeCopies,
  type ObservedHolding,
  type ObservedSite,
  type ObservedSnapshot,
  silentSince,
} from './copy.ts'
import type { SiteId, SnapshotId } from './ids.ts'
import { foldLabel, labelOf } from './labels.ts'
import { TIMES_MS } from './limits.ts'
import { type Placement, type PlacementHolder, type PlacementSite, place } from './placement.ts'
import { distinctLabels, excludedBy, type Policy } from './policy.ts'

export type { Absence, CopiesInput, CopyState } from './copy.ts'

export interface SiteCopy {
  readonly site: SiteId
  readonly state: CopyState
  readonly counted: boolean
  readonly why: string | undefined // a phrase for an operator, where the state doesn't say it
  readonly provedAt: number | undefined // the oldest of its newest proofs over the deciding snapshots
  readonly scrubbedAt: number | undefined
  readonly countsUntil: number | undefined // end of grace of a silent site that counts
}
export interface HaveNeed {
  readonly have: number
  readonly need: number
}
/**
 * `arriving`: short of the policy, but every snapshot is younger than the RPO and nothing was lost. `healing`: short, and
 * today's sites can bring it back. `below`: they can't. `unknown`: met only if what can't be told turns out well.
 */
export type CopiesState = 'ok' | 'healing' | 'below' | 'arriving' | 'unknown' | 'empty'

export interface CopiesReport {
  readonly state: CopiesState
  readonly copies: HaveNeed
  readonly distinct: Readonly<Record<string, HaveNeed>> // by label
  readonly trusted: HaveNeed
  readonly inGrace: number // of the counted sites
  readonly claimed: number // sites that have all of it and don't count: unproved, stale, voided
  readonly provedAt: number | undefined // oldest among the counted copies, or among all when none counts
  readonly deciding: readonly SnapshotId[] // the snapshots the figures are the minimum over
  readonly arriving: readonly SnapshotId[] // younger than the RPO and short of the policy
  readonly counted: readonly SiteId[] // count for every deciding snapshot
  readonly sites: readonly SiteCopy[] // in the order of input.sites
  readonly placement: Placement // whom to fill next, and what can't be met
}

interface Figures {
  readonly copies: number
  readonly distinct: ReadonlyMap<string, number>
  readonly trusted: number
}
interface SiteView {
  readonly site: ObservedSite
  readonly copy: SiteCopy
  readonly whole: boolean // holds every deciding snapshot
  readonly hopeful: boolean // counts for each, or might
  readonly failed: boolean
}

/** Assesses one project. Pure; about sites × snapshots × proofs a holder has. */
export function assessCopies(input: CopiesInput): CopiesReport {
  const { policy, snapshots, now } = input
  const judge = judgeCopies(input)
  const holdings = new Map(input.holdings.map(holding => [holding.site, holding]))
  const young = snapshots.filter(snapshot => age(now, snapshot) < policy.rpo * 1000)
  const deciding = decidingOf(snapshots, young)
  const views = input.sites.map(site => viewSite(input, judge, site, holdings.get(site.id), deciding))
  const figures = worst(input, deciding, judge, judgement => judgement.counted)
  const placement = place(placementInput(input, views))
  const counted = views.filter(({ copy }) => copy.counted)
  const proved = (counted.length > 0 ? counted : views).flatMap(({ copy }) => copy.provedAt ?? [])
  const short = (snapshot: ObservedSnapshot) =>
    !isMet(
      policy,
      worst(input, [snapshot], judge, judgement => judgement.counted),
    )
  return {
    state: stateOf(),
    copies: { have: figures.copies, need: policy.copies },
    distinct: Object.fromEntries(
      distinctLabels(policy).map(([label, need]) => [label, { have: figures.distinct.get(label) ?? 0, need }]),
    ),
    trusted: { have: figures.trusted, need: policy.trusted },
    inGrace: counted.filter(({ copy }) => copy.state === 'in-grace').length,
    claimed: views.filter(({ copy, whole }) => whole && CLAIMS.has(copy.state)).length,
    provedAt: proved.length > 0 ? Math.min(...proved) : undefined,
    deciding: deciding.map(snapshot => snapshot.id),
    arriving: young.filter(short).map(snapshot => snapshot.id),
    counted: counted.map(({ site }) => site.id),
    sites: views.map(({ copy }) => copy),
    placement,
  }

  function stateOf(): CopiesState {
    if (deciding.length === 0) return 'empty'
    if (isMet(policy, figures)) return 'ok'
    if (
      isMet(
        policy,
        worst(input, deciding, judge, judgement => judgement.counted || judgement.unknown),
      )
    )
      return 'unknown'
    if (placement.unmet.length > 0) return 'below'
    const lost = views.some(({ copy }) => LOSSES.has(copy.state))
    return deciding.every(snapshot => young.includes(snapshot)) && !lost ? 'arriving' : 'healing'
  }
}

/** Whether a copy on each of these sites, and on no other, is what the policy asks for. */
export function meetsPolicy(policy: Policy, sites: readonly ObservedSite[]): boolean {
  const labels = distinctLabels(policy).map(([label]) => label)
  const fit = sites.filter(site => site.barred === undefined && excludedBy(policy, site.labels) === undefined)
  return isMet(policy, {
    copies: fit.length,
    trusted: fit.filter(site => site.trusted).length,
    distinct: new Map(labels.map(label => [label, distinctValues(fit, label)])),
  })
}

/** One site's copy of one snapshot: what `prove` decides on. */
export function copyOf(input: CopiesInput, site: SiteId, snapshot: SnapshotId): Judgement {
  return judgeCopies(input)(site, snapshot)
}

const CLAIMS: ReadonlySet<CopyState> = new Set(['claimed', 'reproving', 'proof-stale', 'scrub-stale', 'sick', 'voided'])
const LOSSES: ReadonlySet<CopyState> = new Set([
  'unreachable',
  'reproving',
  'proof-stale',
  'scrub-stale',
  'sick',
  'voided',
])

// Settled ones older than the RPO; while there is none all settled ones; while there is none of those the live ones. Suspect
// ones decide nothing as long as there is any other.
function decidingOf(snapshots: readonly ObservedSnapshot[], young: readonly ObservedSnapshot[]): ObservedSnapshot[] {
  const settled = snapshots.filter(snapshot => snapshot.state === 'settled')
  const isYoung = new Set(young)
  const old = settled.filter(snapshot => !isYoung.has(snapshot))
  if (old.length > 0) return old
  if (settled.length > 0) return settled
  const live = snapshots.filter(snapshot => snapshot.state === 'live')
  return live.length > 0 ? live : [...snapshots]
}

// By the larger of the signed age and the time since it was first seen; a date in the future says nothing.
function age(now: number, { time, firstSeen }: ObservedSnapshot): number {
  return Math.max(now - firstSeen, time > now + TIMES_MS.futureTolerance ? 0 : now - time)
}

function viewSite(
  input: CopiesInput,
  judge: Judge,
  site: ObservedSite,
  holding: ObservedHolding | undefined,
  deciding: readonly ObservedSnapshot[],
): SiteView {
  const judged = (holding === undefined ? deciding.slice(0, 1) : deciding).map(snapshot => judge(site.id, snapshot.id))
  const have = deciding.filter(snapshot => holding?.snapshots.has(snapshot.id)).length
  const verdict = overall(judged, have)
  const counted = verdict.counted
  const silent = silentSince(input, site)
  const proofs = judged.map(judgement => judgement.provedAt)
  const allProved = proofs.length > 0 && proofs.every(time => time !== undefined)
  return {
    site,
    whole: deciding.length > 0 && have === deciding.length,
    hopeful: judged.length > 0 && judged.every(judgement => judgement.counted || judgement.unknown),
    failed: judged.some(judgement => judgement.failed),
    copy: {
      site: site.id,
      state: verdict.state,
      counted,
      why: verdict.why,
      provedAt: allProved ? Math.min(...proofs) : undefined,
      scrubbedAt: holding?.scrubbedAt,
      countsUntil: counted && silent !== undefined ? silent + input.policy.grace * 1000 : undefined,
    },
  }
}

// A site counts when it counts for every deciding snapshot; else it is what keeps the first of them from counting.
function overall(judged: readonly Judgement[], have: number): Pick<Judgement, 'state' | 'why' | 'counted'> {
  if (have === 0) return judged[0] ?? { state: 'missing', why: undefined, counted: false }
  const sick = judged.find(({ state }) => state === 'sick')
  if (sick !== undefined) return sick
  if (have < judged.length)
    return { state: 'receiving', counted: false, why: `has ${have} of ${judged.length} snapshots` }
  return judged.find(judgement => !judgement.counted) ?? judged[0]!
}

// The minimum of every figure over the snapshots. Snapshots with the same copies are worked out once.
function worst(
  input: CopiesInput,
  snapshots: readonly ObservedSnapshot[],
  judge: Judge,
  isCounted: (judgement: Judgement) => boolean,
): Figures {
  const labels = distinctLabels(input.policy).map(([label]) => label)
  const has = new Set(input.holdings.map(holding => holding.site))
  const holders = input.sites.filter(site => has.has(site.id))
  const seen = new Set<string>()
  let least: Figures | undefined
  for (const snapshot of snapshots) {
    const copies = holders.filter(site => isCounted(judge(site.id, snapshot.id)))
    const key = copies.map(site => holders.indexOf(site)).join()
    if (seen.has(key)) continue
    seen.add(key)
    const figures = {
      copies: copies.length,
      trusted: copies.filter(site => site.trusted).length,
      distinct: new Map(labels.map(label => [label, distinctValues(copies, label)])),
    }
    least = least === undefined ? figures : lesser(least, figures)
  }
  return least ?? { copies: 0, trusted: 0, distinct: new Map() }
}

function distinctValues(sites: readonly ObservedSite[], label: string): number {
  const values = sites.map(site => labelOf(site.labels, label)).filter(value => value !== undefined)
  return new Set(values.map(foldLabel)).size
}
function lesser(a: Figures, b: Figures): Figures {
  return {
    copies: Math.min(a.copies, b.copies),
    trusted: Math.min(a.trusted, b.trusted),
    distinct: new Map([...a.distinct].map(([label, have]) => [label, Math.min(have, b.distinct.get(label) ?? 0)])),
  }
}
function isMet(policy: Policy, figures: Figures): boolean {
  const distinct = distinctLabels(policy).every(([label, need]) => (figures.distinct.get(label) ?? 0) >= need)
  return figures.copies >= policy.copies && figures.trusted >= policy.trusted && distinct
}

// A site not heard of since the observer started, whose copy would count otherwise, is taken as valid until its grace
// ends: else every restart would begin with a heal. One without a copy isn't filled until it is heard of; one that failed
// its proof is replaced, and may come back by passing one.
function placementInput(input: CopiesInput, views: readonly SiteView[]): Parameters<typeof place>[0] {
  const sites = views.map(({ site, hopeful, failed }): PlacementSite => {
    const isHeard = site.up || site.lastSeen !== undefined
    const isFit = isHeard && !failed && !input.gone?.has(site.id)
    const { id, name, labels, trusted, barred, retiring = false, capacityLeft, full, sick } = site
    return {
      id,
      name,
      labels,
      trusted,
      barred,
      retiring,
      capacityLeft,
      full,
      sick,
      available: !isGone(input, site) && (isFit || hopeful),
    }
  })
  const has = new Set(input.holdings.map(holding => holding.site))
  const held = views.filter(({ site }) => has.has(site.id))
  const holders = held.map(({ site, hopeful, whole }): PlacementHolder => ({ id: site.id, valid: hopeful, whole }))
  const bytes = Math.max(0, ...input.snapshots.map(snapshot => snapshot.storedBytes))
  return { policy: input.policy, project: input.project, sites, holders, bytes }
}
