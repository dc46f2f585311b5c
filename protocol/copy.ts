// Whether one site's copy of one snapshot counts now, as one observer sees it (§ Copies). A copy counts only with a
// fresh proof by another member, a fresh scrub, and a site that is up or silent within its grace. Unknown never counts.
import type { ProjectId, SiteId, SnapshotId } from './ids.ts'
import type { Labels } from './labels.ts'
import { TIMES_MS } from './limits.ts'
import { excludedBy, type Policy } from './policy.ts'
import type { SnapshotState } from './snapshot.ts'

/** All times: ms of the observer's wall clock. `name`, `labels`: from membership; capacity: from the site's self entry. */
export interface ObservedSite {
  readonly id: SiteId
  readonly name: string
  readonly labels: Labels
  readonly trusted: boolean // for the project's ring
  readonly barred?: string | undefined // why it may not hold the project by its role, as a phrase after its name
  readonly retiring?: boolean // counts and proves as before, and is not to be relied on
  readonly up: boolean // reachable now; true for the observer itself
  readonly lastSeen: number | undefined // when last heard of; undefined = not since `observingSince`
  readonly recalled?: boolean // `lastSeen` was before this observer started: its distance rests on a clock that may have been set
  readonly absences: readonly Absence[] // silences that ended, as far back as the observer knows
  readonly capacityLeft: number
  readonly full: boolean
  readonly sick?: string | undefined // the disk that failed under its store, for people
}
export interface Absence {
  readonly from: number // last sign before
  readonly to: number // first sign after
}
export interface ObservedHolding {
  readonly site: SiteId
  readonly snapshots: ReadonlySet<SnapshotId>
  readonly scrubbedAt: number
  readonly voided: boolean
  readonly generation: number
}
export interface ObservedProof {
  readonly holder: SiteId
  readonly prover: SiteId // whose catalog it stands in
  readonly snapshots: ReadonlySet<SnapshotId>
  readonly result: 'passed' | 'failed'
  readonly generation: number
  readonly challengeHash: string // hex; sites that confirm one failure name the same challenge
  readonly time: number // signed
  readonly firstSeen: number // by the observer
}
export interface ObservedSnapshot {
  readonly id: SnapshotId
  readonly state: SnapshotState
  readonly time: number // signed
  readonly firstSeen: number
  readonly storedBytes: number
}
export interface ObservedProgress {
  readonly site: SiteId
  readonly haveBytes: number
  readonly needBytes: number
}
/** One project as one observer knows it; `sites` = members not revoked; `snapshots` = the retained ones. */
export interface CopiesInput {
  readonly now: number
  readonly observingSince?: number // start of the observer: a site never heard of is silent since then; else for ever
  readonly project: ProjectId
  readonly policy: Policy
  readonly sites: readonly ObservedSite[]
  readonly snapshots: readonly ObservedSnapshot[]
  readonly holdings: readonly ObservedHolding[]
  readonly proofs: readonly ObservedProof[]
  readonly progress: readonly ObservedProgress[]
  readonly gone?: ReadonlySet<SiteId> // sites that were to be filled and never were: placement passes them over
  readonly revoked?: ReadonlyMap<SiteId, number> // since when the observer knows that a site was revoked
}

export type CopyState =
  | 'copy' // proved, scrubbed, up; counts unless the policy excludes the site
  | 'in-grace' // the same, silent
  | 'reproving' // its only good proof came from a site that was revoked within the grace: another is to prove it
  | 'claimed' // has it, but unproved or proved wrong: `why` says which
  | 'receiving'
  | 'unreachable' // silent past its grace, or not heard of yet
  | 'proof-stale'
  | 'scrub-stale'
  | 'sick' // the disk it stands on has failed a write: `why` names it
  | 'voided'
  | 'missing'

/** `unknown`: it doesn't count, and would if what the observer can't tell turned out well. */
export interface Judgement {
  readonly state: CopyState
  readonly counted: boolean
  readonly why: string | undefined // a phrase for an operator, where the state doesn't say it
  readonly unknown: boolean
  readonly failed: boolean // two sites confirm that it failed its proof
  readonly provedAt: number | undefined // by the proof that counts, else by the newest
}

export type Judge = (site: SiteId, snapshot: SnapshotId) => Judgement

/** Prepares one project's observations; the judge may be asked many times. */
export function judgeCopies(input: CopiesInput): Judge {
  const sites = new Map(input.sites.map(site => [site.id, site]))
  const holdings = new Map(input.holdings.map(holding => [holding.site, holding]))
  const receiving = new Set(input.progress.map(progress => progress.site))
  // Who may not hold a project can't compare an answer with bytes of its own.
  const isProver = (id: SiteId): boolean => sites.get(id)?.barred === undefined && sites.has(id)
  const proofs = Map.groupBy(
    input.proofs.filter(proof => proof.prover !== proof.holder && isProver(proof.prover)),
    proof => proof.holder,
  )
  const ofRevoked = Map.groupBy(
    input.proofs.filter(proof => proof.prover !== proof.holder && isNewlyRevoked(input, proof.prover)),
    proof => proof.holder,
  )
  const judges = new Map<SiteId, (snapshot: SnapshotId) => Judgement>()
  return (id, snapshot) => {
    const site = sites.get(id)
    const holding = holdings.get(id)
    if (site === undefined) return not('missing', 'is not a member')
    if (!holding?.snapshots.has(snapshot)) return not(receiving.has(id) ? 'receiving' : 'missing')
    let judge = judges.get(id)
    if (judge === undefined) {
      judge = judgeHolder(input, site, holding, proofs.get(id) ?? [], ofRevoked.get(id) ?? [])
      judges.set(id, judge)
    }
    return judge(snapshot)
  }
}

/** When a silent site was last heard of; undefined while it is up. */
export function silentSince(input: CopiesInput, site: ObservedSite): number | undefined {
  return site.up ? undefined : (site.lastSeen ?? input.observingSince ?? Number.NEGATIVE_INFINITY)
}

/** Silent past the policy's grace: placement leaves it out. */
export function isGone(input: CopiesInput, site: ObservedSite): boolean {
  const since = silentSince(input, site)
  return since !== undefined && input.now - since > input.policy.grace * 1000
}

// What doesn't depend on the snapshot.
function judgeSite(input: CopiesInput, site: ObservedSite, holding: ObservedHolding): Judgement {
  const { now, policy } = input
  const excluded = site.barred ?? excludedBy(policy, site.labels)
  const unknown = excluded === undefined
  const unheard = !site.up && (site.lastSeen === undefined || site.recalled === true)
  if (site.sick) return not('sick', `a disk that fails: ${site.sick}`)
  if (holding.voided) return not('voided', 'fetches what it claims to hold')
  if (isGone(input, site))
    return { ...not('unreachable'), unknown: unknown && unheard && input.observingSince === undefined }
  if (isFuture(now, holding.scrubbedAt)) return { ...not('scrub-stale', 'its scrub is dated in the future'), unknown }
  if (now - holding.scrubbedAt > policy.scrubAge * 1000) return not('scrub-stale')
  if (unheard) return { ...not('unreachable', 'not heard of yet'), unknown }
  return { ...not(site.up ? 'copy' : 'in-grace', excluded), counted: excluded === undefined }
}

function judgeHolder(
  input: CopiesInput,
  site: ObservedSite,
  holding: ObservedHolding,
  proofs: readonly ObservedProof[],
  ofRevoked: readonly ObservedProof[],
): (snapshot: SnapshotId) => Judgement {
  const ofSite = judgeSite(input, site, holding)
  const mayCount = ofSite.state === 'copy' || ofSite.state === 'in-grace' || ofSite.unknown
  const oldest = input.now - input.policy.proofAge * 1000
  const passed = proofs.filter(proof => proof.result === 'passed').map(proof => weigh(input, site, holding, proof))
  const former = ofRevoked.filter(proof => proof.result === 'passed').map(proof => weigh(input, site, holding, proof))
  const failed = proofs.filter(proof => proof.result === 'failed' && proof.generation === holding.generation)
  const judged = new Map<SnapshotId, Judgement>()
  return snapshot => {
    const before = judged.get(snapshot)
    if (before !== undefined) return before
    const judgement = judge(snapshot)
    judged.set(snapshot, judgement)
    return judgement
  }

  function judge(snapshot: SnapshotId): Judgement {
    const own = passed.filter(({ proof }) => proof.snapshots.has(snapshot))
    const known = { provedAt: latest(own.filter(({ isAhead }) => !isAhead)) }
    if (!mayCount) return { ...ofSite, ...known }
    const failedAt = confirmedFailure(failed.filter(proof => proof.snapshots.has(snapshot)))
    const current = own.filter(({ proof, isCurrent }) => isCurrent && proof.time > failedAt)
    const returned = current.filter(({ isSinceReturn }) => isSinceReturn)
    const best = latest(returned.filter(({ isAhead }) => !isAhead))
    if (best !== undefined && best >= oldest) return { ...ofSite, provedAt: best }
    // Of what the revoked site proved nothing is known, good or bad: it doesn't count, and isn't given up yet either.
    const isAsked = former.some(
      ({ proof, at, isAhead, isCurrent, isSinceReturn }) =>
        proof.snapshots.has(snapshot) &&
        isCurrent &&
        isSinceReturn &&
        !isAhead &&
        at >= oldest &&
        proof.time > failedAt,
    )
    if (isAsked) {
      const unknown = ofSite.counted || ofSite.unknown
      return { ...not('reproving', 'proved only by a site that was revoked'), unknown, ...known }
    }
    if (best !== undefined) return { ...not('proof-stale'), ...known }
    if (returned.length > 0) {
      const unknown = ofSite.counted || ofSite.unknown
      return { ...not('claimed', 'its proof is dated in the future'), unknown, ...known }
    }
    const hasFailed = current.length === 0 && failedAt > Number.NEGATIVE_INFINITY
    return { ...not('claimed', whyUnproved(hasFailed, own.length, current.length)), failed: hasFailed, ...known }
  }
}

// For one grace the copies it proved are waited for; then they are claims like any other.
function isNewlyRevoked({ revoked, now, policy }: CopiesInput, site: SiteId): boolean {
  const since = revoked?.get(site)
  return since !== undefined && now - since <= policy.grace * 1000
}

interface Weighed {
  readonly proof: ObservedProof
  readonly at: number // its age is the larger of its signed age and the time since the observer first saw it
  readonly isAhead: boolean // dated in the future: unknown
  readonly isCurrent: boolean // of the holding as it is now
  readonly isSinceReturn: boolean
}
function weigh(input: CopiesInput, site: ObservedSite, holding: ObservedHolding, proof: ObservedProof): Weighed {
  return {
    proof,
    at: Math.min(proof.time, proof.firstSeen),
    isAhead: isFuture(input.now, proof.time) || isFuture(input.now, proof.firstSeen),
    isCurrent: proof.generation === holding.generation,
    isSinceReturn: isSinceReturn(input, site, proof),
  }
}

// After a silence longer than the grace a copy counts only by a proof made since. A proof made meanwhile by a site that
// could still reach it is as good.
function isSinceReturn(input: CopiesInput, site: ObservedSite, proof: ObservedProof): boolean {
  const grace = input.policy.grace * 1000
  const long = site.absences.filter(absence => absence.to - absence.from > grace)
  return long.every(
    ({ from, to }) => (proof.time > from && proof.firstSeen > from) || !isNoticed(input, site, from, to),
  )
}

// A new proof comes from another holder, and only from one that noticed the silence. Where the observer heard none of them
// meanwhile, it was itself cut off: for the others nothing has happened that would be proved anew.
function isNoticed(input: CopiesInput, site: ObservedSite, from: number, to: number): boolean {
  const holders = new Set(input.holdings.map(holding => holding.site))
  return input.sites.some(other => {
    if (other.id === site.id || !holders.has(other.id)) return false
    const silences = [...other.absences, { from: silentSince(input, other) ?? input.now, to: input.now }]
    const silent = silences.map(silence => Math.max(0, Math.min(to, silence.to) - Math.max(from, silence.from)))
    return to - from - silent.reduce((sum, ms) => sum + ms, 0) > input.policy.grace * 1000
  })
}

// One accuser proves nothing: a failure counts once two sites stand by the same challenge.
function confirmedFailure(failed: readonly ObservedProof[]): number {
  let confirmed = Number.NEGATIVE_INFINITY
  for (const accusers of Map.groupBy(failed, proof => proof.challengeHash).values()) {
    if (new Set(accusers.map(proof => proof.prover)).size < 2) continue
    // Nobody keeps a copy condemned by dating its word ahead.
    confirmed = Math.max(confirmed, ...accusers.map(proof => Math.min(proof.time, proof.firstSeen)))
  }
  return confirmed
}

function whyUnproved(hasFailed: boolean, passed: number, current: number): string {
  if (current > 0) return 'was away; to be proved again'
  if (hasFailed) return 'failed its proof, confirmed by a second site'
  return passed > 0 ? 'to be proved again since it lost something' : 'not proved yet'
}

function latest(proofs: readonly Weighed[]): number | undefined {
  return proofs.length === 0 ? undefined : Math.max(...proofs.map(({ at }) => at))
}
function isFuture(now: number, time: number): boolean {
  return time > now + TIMES_MS.futureTolerance
}
function not(state: CopyState, why?: string): Judgement {
  return { state, why, counted: false, unknown: false, failed: false, provedAt: undefined }
}
