// Whether one site's copy of one snapshot counts now, as one observer sees it (§ Copies). A copy counts only with a
// fresh proof by another member, a fresh scrub, and a site that is up or silent within its grace. Unknown never counts.
import type { ProjectId, SiteId, SnapshotId } from './ids.ts'
import type { Labels } from './labels.ts'
import { TIMES_MS } from './limits.ts'
import { excludedBy, type Policy } from './policy.ts'

/** All times: ms of the observer's wall clock. `name`, `labels`: from membership; capacity: from the site's self entry. */
export interface ObservedSite {
  readonly id: SiteId
  readonly name: string
  readonly labels: Labels
  readonly trusted: boolean // for the project's ring
  readonly up: boolean // reachable now; true for the observer itself
  readonly lastSeen: number | undefined // when last heard of; undefined = not since `observingSince`
  readonly absences: readonly Absence[] // silences that ended, as far back as the observer knows
  readonly capacityLeft: number
  readonly full: boolean
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
  readonly state: 'settled' | 'live'
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
}

export type CopyState =
  | 'copy' // proved, scrubbed, up; counts unless the policy excludes the site
  | 'in-grace' // the same, silent
  | 'claimed' // has it, but unproved or proved wrong: `why` says which
  | 'receiving'
  | 'unreachable' // silent past its grace, or not heard of yet
  | 'proof-stale'
  | 'scrub-stale'
  | 'voided'
  | 'missing'

/** `unknown`: it doesn't count, and would if what the observer can't tell turned out well. */
export interface Judgement {
  readonly state: CopyState
  readonly counted: boolean
  readonly why: string | undefined // a phrase for an operator, where the state doesn't say it
  readonly unknown: boolean
  readonly provedAt: number | undefined // by the proof that counts, else by the newest
}

export type Judge = (site: SiteId, snapshot: SnapshotId) => Judgement

/** Prepares one project's observations; the judge may be asked many times. */
export function judgeCopies(input: CopiesInput): Judge {
  const sites = new Map(input.sites.map(site => [site.id, site]))
  const holdings = new Map(input.holdings.map(holding => [holding.site, holding]))
  const receiving = new Set(input.progress.map(progress => progress.site))
  const proofs = Map.groupBy(
    input.proofs.filter(proof => proof.prover !== proof.holder && sites.has(proof.prover)),
    proof => proof.holder,
  )
  const shared = new Map<SiteId, Judgement>() // what doesn't depend on the snapshot
  return (id, snapshot) => {
    const site = sites.get(id)
    const holding = holdings.get(id)
    if (site === undefined) return not('missing', 'is not a member')
    if (!holding?.snapshots.has(snapshot)) return not(receiving.has(id) ? 'receiving' : 'missing')
    const ofSite = shared.get(id) ?? judgeSite(input, site, holding)
    shared.set(id, ofSite)
    return judgeProofs(input, site, holding, proofs.get(id) ?? [], snapshot, ofSite)
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

function judgeSite(input: CopiesInput, site: ObservedSite, holding: ObservedHolding): Judgement {
  const { now, policy } = input
  if (holding.voided) return not('voided', 'fetches what it claims to hold')
  if (isGone(input, site))
    return { ...not('unreachable'), unknown: site.lastSeen === undefined && input.observingSince === undefined }
  if (isFuture(now, holding.scrubbedAt))
    return { ...not('scrub-stale', 'its scrub is dated in the future'), unknown: true }
  if (now - holding.scrubbedAt > policy.scrubAge * 1000) return not('scrub-stale')
  if (site.lastSeen === undefined) return { ...not('unreachable', 'not heard of yet'), unknown: true }
  const excluded = excludedBy(policy, site.labels)
  const state = site.up ? 'copy' : 'in-grace'
  return { ...not(state, excluded), counted: excluded === undefined }
}

function judgeProofs(
  input: CopiesInput,
  site: ObservedSite,
  holding: ObservedHolding,
  proofs: readonly ObservedProof[],
  snapshot: SnapshotId,
  ofSite: Judgement,
): Judgement {
  const ofSnapshot = proofs.filter(proof => proof.snapshots.has(snapshot))
  const passed = ofSnapshot.filter(proof => proof.result === 'passed')
  const newest = Math.max(...passed.filter(proof => !isDatedAhead(input.now, proof)).map(provedAt))
  const known = { provedAt: newest === Number.NEGATIVE_INFINITY ? undefined : newest }
  if (ofSite.state !== 'copy' && ofSite.state !== 'in-grace' && !ofSite.unknown) return { ...ofSite, ...known }

  const failedAt = confirmedFailure(ofSnapshot, holding.generation)
  const current = passed.filter(proof => proof.generation === holding.generation && proof.time > failedAt)
  const returned = current.filter(proof => isAfterAbsences(input, site, proof))
  const dated = returned.filter(proof => !isDatedAhead(input.now, proof))
  const best = Math.max(...dated.map(provedAt))
  if (best >= input.now - input.policy.proofAge * 1000) return { ...ofSite, provedAt: best }
  if (dated.length > 0) return { ...not('proof-stale'), ...known }
  if (returned.length > 0 && !ofSite.unknown)
    return { ...not('claimed', 'its proof is dated in the future'), unknown: true, ...known }
  return { ...not('claimed', whyUnproved(failedAt, passed.length, current.length)), ...known }
}

function whyUnproved(failedAt: number, passed: number, current: number): string {
  if (current > 0) return 'was away; to be proved again'
  if (failedAt > Number.NEGATIVE_INFINITY) return 'failed its proof, confirmed by a second site'
  return passed > 0 ? 'to be proved again since it lost something' : 'not proved yet'
}

/** The age of a proof is the larger of its signed age and the time since the observer first saw it. */
function provedAt(proof: ObservedProof): number {
  return Math.min(proof.time, proof.firstSeen)
}
function isDatedAhead(now: number, proof: ObservedProof): boolean {
  return isFuture(now, proof.time) || isFuture(now, proof.firstSeen)
}
function isFuture(now: number, time: number): boolean {
  return time > now + TIMES_MS.futureTolerance
}

// After a silence longer than the grace a copy counts only by a proof made since. A proof made meanwhile by a site that
// could still reach it is as good.
function isAfterAbsences({ policy }: CopiesInput, site: ObservedSite, proof: ObservedProof): boolean {
  const long = site.absences.filter(({ from, to }) => to - from > policy.grace * 1000)
  return long.every(({ from }) => proof.time > from && proof.firstSeen > from)
}

// One accuser proves nothing: a failure counts once two sites stand by the same challenge.
function confirmedFailure(proofs: readonly ObservedProof[], generation: number): number {
  const failed = proofs.filter(proof => proof.result === 'failed' && proof.generation === generation)
  let latest = Number.NEGATIVE_INFINITY
  for (const accusers of Map.groupBy(failed, proof => proof.challengeHash).values()) {
    if (new Set(accusers.map(proof => proof.prover)).size < 2) continue
    latest = Math.max(latest, ...accusers.map(proof => proof.time))
  }
  return latest
}

function not(state: CopyState, why?: string): Judgement {
  return { state, why, counted: false, unknown: false, provedAt: undefined }
}
