// An explicit model of the drop protocol (§ Drop): three sites, a policy of two copies, drops at once; every order of messages,
// crashes, losses, late and doubled messages, ticks of clocks that run unevenly and jumps of wall clocks. It drives the
// production machine (protocol/drop.ts) and looks at every state that can be reached, each once.
import {
  type DropEffect,
  type DropEvent,
  type DropRules,
  type DropState,
  NO_DROP,
  restartedDrop,
  stepDrop,
} from '../../protocol/drop.ts'
import type { SiteId, SnapshotId } from '../../protocol/ids.ts'
import {
  type DropPromises,
  type GivenLease,
  giveLease,
  isUsable,
  type Refusal,
  type Times,
} from '../../protocol/lease.ts'

export interface Faults {
  readonly crashes: number
  readonly jumps: number // of wall clocks, either way
  readonly timeouts: number // requests given up though their messages may still come
  readonly doubled: number // messages delivered twice
  readonly losses: number // copies lost for good, such as with a disk
  readonly wanted: number // times a site finds that its copy is needed again
}
export const NO_FAULTS: Faults = { crashes: 0, jumps: 0, timeouts: 0, doubled: 0, losses: 0, wanted: 0 }

/** What a planted bug changes, around the machine and never in it. */
export interface Bug {
  readonly leaseUnchecked?: true // the granter begins a drop of what it has leased
  readonly leaseForgotten?: true // the lease is not journaled
  readonly grantedOnWallTime?: true // the granter counts on its wall clock
  readonly usedOnWallTime?: true // the dropper counts on its wall clock alone
  readonly usedToTheEnd?: true // the dropper uses the whole time, not half
  readonly removalForgotten?: true // the removal lock is not journaled
  readonly removalLost?: true // only a crash loses it, and with it the drop: harmless
  readonly countsOthers?: true // the recount includes sites that granted nothing
  readonly unchallenged?: true // a lease is taken for a proof
  readonly noSecondCount?: true // bytes go when their time is over
}

export interface Bounds {
  readonly sites: number
  readonly copies: number // the policy
  readonly droppers: readonly number[]
  readonly attempts: number // of each dropper
  readonly rates: readonly number[] // how fast each site's clock runs
  readonly faults: Faults
  readonly prompt?: true // every message arrives before any clock ticks
}

interface Message {
  readonly kind: 'ask' | 'answer' | 'release' | 'challenge' | 'proof'
  readonly from: number
  readonly to: number
  readonly nonce: string
  readonly refusal?: Refusal | undefined
  readonly passed?: boolean
}
export interface ModelSite {
  readonly given: readonly GivenLease[]
  readonly removal: boolean
  readonly freeAt: number | undefined // in the trash
  readonly whole: boolean // its bytes are there
  readonly drop: DropState
  readonly clock: Times
  readonly attempts: number
}
export interface ModelState {
  readonly sites: readonly ModelSite[]
  readonly messages: readonly Message[]
  readonly faults: Faults
}
/** One thing that may happen, and the word for it in a trace. */
export interface Step {
  readonly name: string
  readonly next: ModelState
}

export const LEASE_MS = 4
export const TRASH_MS = 1
const FORTH = 10_000
const BACK = -100
const SET = ['s' as SnapshotId]

export class DropModel {
  readonly bounds: Bounds
  readonly bug: Bug
  readonly #all: readonly SiteId[]
  /** Never used twice: each is a new one. */
  #nonces = 0

  constructor(bounds: Bounds, bug: Bug = {}) {
    this.bounds = bounds
    this.bug = bug
    this.#all = Array.from({ length: bounds.sites }, (_, i) => idOfIndex(i))
  }

  /** Beyond this a lease is not built on, however much more has passed. */
  get horizon(): number {
    return this.#leaseMs() / 2
  }

  /** The clocks as a site's dropper reads them. */
  readonly shown = (clock: Times): Times => (this.bug.usedOnWallTime ? { ...clock, monotonic: clock.wall } : clock)

  first(): ModelState {
    const clock = { monotonic: 0, wall: 0, custody: 0 }
    const sites = Array.from({ length: this.bounds.sites }, (_, i): ModelSite => {
      const attempts = this.bounds.droppers.includes(i) ? this.bounds.attempts : 0
      return { given: [], removal: false, freeAt: undefined, whole: true, drop: NO_DROP, clock, attempts }
    })
    return { sites, messages: [], faults: this.bounds.faults }
  }

  /** Everything that may happen next. */
  steps(state: ModelState): Step[] {
    const { faults } = state
    const mayTick = !this.bounds.prompt || state.messages.length === 0
    const steps: Step[] = mayTick ? [{ name: 'tick', next: this.#tick(state, undefined, 0) }] : []
    for (const [i, message] of state.messages.entries()) {
      const left = state.messages.filter((_, at) => at !== i)
      const name = `${message.kind} ${message.from}>${message.to} #${placeOf(state.messages, i)}`
      steps.push({ name, next: this.#deliver({ ...state, messages: left }, message) })
      if (faults.doubled > 0)
        steps.push({ name: `${name} doubled`, next: this.#deliver(spend(state, 'doubled'), message) })
    }
    for (const [i, site] of state.sites.entries()) {
      const { drop } = site.drop
      if (site.attempts > 0 && site.whole && drop === undefined && !site.removal && site.freeAt === undefined) {
        const ready = withSite(state, i, { ...site, attempts: site.attempts - 1 })
        steps.push({
          name: `want ${i}`,
          next: this.#step(ready, i, { type: 'want', snapshots: SET, stay: this.#others(i) }),
        })
      }
      if (site.freeAt !== undefined && site.clock.custody >= site.freeAt && drop === undefined)
        steps.push({ name: `due ${i}`, next: this.#due(state, i) })
      if (faults.crashes > 0) steps.push({ name: `crash ${i}`, next: this.#crash(spend(state, 'crashes'), i) })
      if (faults.wanted > 0 && (site.freeAt !== undefined || drop !== undefined))
        steps.push({ name: `wanted ${i}`, next: this.#step(spend(state, 'wanted'), i, { type: 'wanted' }) })
      if (faults.losses > 0 && site.whole && !this.#isCountedOn(state, i))
        steps.push({ name: `loss ${i}`, next: withSite(spend(state, 'losses'), i, { ...site, whole: false }) })
      for (const jump of faults.jumps > 0 ? [FORTH, BACK] : [])
        steps.push({ name: `jump ${i} ${jump}`, next: this.#tick(spend(state, 'jumps'), i, jump) })
      for (const one of faults.timeouts > 0 ? (drop?.asks ?? []) : []) {
        const about = { site: one.site, nonce: one.nonce }
        if (one.state === 'asked')
          steps.push({
            name: `timeout ${i}>${one.site} ask`,
            next: this.#step(spend(state, 'timeouts'), i, { type: 'answered', ...about, refusal: 'unreachable' }),
          })
        if (one.state === 'challenged')
          steps.push({
            name: `timeout ${i}>${one.site} challenge`,
            next: this.#step(spend(state, 'timeouts'), i, { type: 'proved', ...about, passed: false }),
          })
      }
    }
    return steps
  }

  /** What no state may show; undefined when all is well. */
  violation(state: ModelState): string | undefined {
    const { copies, faults } = this.bounds
    const { sites } = state
    if (faults.losses === 0) {
      if (sites.filter(site => site.whole).length < copies) return `fewer whole copies than ${copies}`
      if (sites.filter(isHeld).length < copies) return `fewer held copies than ${copies}`
    }
    for (const [i, site] of sites.entries()) {
      const { drop } = site.drop
      for (const one of drop?.asks ?? []) {
        const granter = sites[indexOf(one.site)]!
        const isBuiltOn = ['granted', 'challenged', 'passed'].includes(one.state)
        // By the machine's own measure, of the clocks it is shown.
        if (!isBuiltOn || !isUsable(one, this.shown(site.clock), this.#leaseMs())) continue
        if (!isHeldOrLost(granter) || granter.removal || (granter.drop.drop !== undefined && !granter.drop.drop.isLast))
          return `${i} builds on a lease of ${one.site}, which is about to drop its copy or has dropped it`
      }
    }
    return undefined
  }

  #deliver(state: ModelState, message: Message): ModelState {
    const { kind, from, to, nonce } = message
    const site = state.sites[to]!
    switch (kind) {
      case 'ask': {
        const asked = { dropper: idOfIndex(from), nonce, snapshots: SET, durationMs: LEASE_MS }
        const answer = giveLease(promisesOf(site), asked, site.freeAt === undefined, true, site.clock)
        const reply: Message = {
          kind: 'answer',
          from: to,
          to: from,
          nonce,
          refusal: 'refusal' in answer ? answer.refusal : undefined,
        }
        const given =
          'lease' in answer ? [...site.given.filter(lease => lease.nonce !== nonce), answer.lease] : site.given
        return send(withSite(state, to, { ...site, given }), reply)
      }
      case 'release':
        return withSite(state, to, { ...site, given: site.given.filter(lease => lease.nonce !== nonce) })
      case 'challenge':
        return send(state, {
          kind: 'proof',
          from: to,
          to: from,
          nonce,
          passed: isHeld(site) || this.bug.unchallenged === true,
        })
      case 'answer':
        return this.#step(state, to, { type: 'answered', site: idOfIndex(from), nonce, refusal: message.refusal })
      case 'proof':
        return this.#step(state, to, { type: 'proved', site: idOfIndex(from), nonce, passed: message.passed === true })
    }
  }

  #due(state: ModelState, i: number): ModelState {
    if (this.bug.noSecondCount) return this.#freed(state, i)
    return this.#step(state, i, { type: 'due', stay: this.#others(i) })
  }

  // A tick of all clocks, one of which may be set meanwhile.
  #tick(state: ModelState, jumps: number | undefined, by: number): ModelState {
    let next: ModelState = {
      ...state,
      sites: state.sites.map((site, i) => {
        const passed = this.bounds.rates[i]!
        const wall = passed + (i === jumps ? by : 0)
        const { clock } = site
        return {
          ...site,
          clock: {
            monotonic: clock.monotonic + passed,
            wall: clock.wall + wall,
            custody: clock.custody + (this.bug.grantedOnWallTime ? wall : Math.max(0, Math.min(passed, wall))),
          },
        }
      }),
    }
    for (const [i, site] of next.sites.entries())
      if (site.drop.drop !== undefined) next = this.#step(next, i, { type: 'clock' })
    return next
  }

  #crash(state: ModelState, i: number): ModelState {
    const before = state.sites[i]!
    const site = { ...before, drop: NO_DROP, given: this.bug.leaseForgotten ? [] : before.given }
    if (this.bug.removalLost) return withSite(state, i, { ...site, removal: false })
    return this.#apply(withSite(state, i, site), i, restartedDrop(promisesOf(site)))
  }

  #step(state: ModelState, i: number, event: DropEvent): ModelState {
    const site = state.sites[i]!
    const promises = promisesOf(site)
    const seen = this.bug.leaseUnchecked ? { ...promises, given: [] } : promises
    const now = this.shown(site.clock)
    const { state: drop, effects } = stepDrop(site.drop, event, seen, now, this.#rules(i))
    return this.#apply(withSite(state, i, { ...site, drop }), i, effects)
  }

  #apply(from: ModelState, i: number, effects: readonly DropEffect[]): ModelState {
    let state = from
    for (const effect of effects) {
      const site = state.sites[i]!
      switch (effect.type) {
        case 'remove':
          if (!this.bug.removalForgotten) state = withSite(state, i, { ...site, removal: !effect.ended })
          break
        case 'ask':
        case 'challenge':
        case 'release':
          state = send(state, { kind: effect.type, from: i, to: indexOf(effect.site), nonce: effect.nonce })
          break
        case 'mark':
          state = withSite(state, i, { ...site, freeAt: site.clock.custody + TRASH_MS })
          state = this.#step(state, i, { type: 'marked' })
          break
        case 'free':
          state = this.#freed(state, i)
          break
        case 'take-back':
          state = withSite(state, i, { ...site, freeAt: undefined })
          state = this.#step(state, i, { type: 'gone' })
          break
        case 'ended':
          break
      }
    }
    return state
  }

  #freed(from: ModelState, i: number): ModelState {
    const others = from.sites.filter((site, at) => at !== i && site.whole).length
    if (others < this.bounds.copies) throw new Violation(`${i} frees its bytes beside ${others} whole copies`)
    const freed = { ...from.sites[i]!, whole: false, freeAt: undefined }
    return this.#step(withSite(from, i, freed), i, { type: 'gone' })
  }

  #rules(i: number): DropRules {
    const { copies } = this.bounds
    const { countsOthers } = this.bug
    return {
      me: idOfIndex(i),
      leaseMs: this.#leaseMs(),
      lastTries: 1,
      isEnough: sites => (countsOthers ? this.bounds.sites - 1 : sites.length) >= copies,
      nonce: () => `${i}.${++this.#nonces}`,
    }
  }

  #leaseMs(): number {
    return this.bug.usedToTheEnd ? 2 * LEASE_MS : LEASE_MS
  }

  #others(i: number): SiteId[] {
    return this.#all.filter((_, at) => at !== i)
  }

  // What is lost after it was challenged is as if it were lost after the bytes are gone: no protocol helps there.
  #isCountedOn(state: ModelState, i: number): boolean {
    return (
      state.sites.some(site => site.drop.drop?.asks.some(one => one.site === idOfIndex(i) && one.state === 'passed')) ||
      state.messages.some(message => message.kind === 'proof' && message.from === i)
    )
  }
}

/** Which of the messages of its kind between the same two sites it is. */
function placeOf(messages: readonly Message[], at: number): number {
  const { kind, from, to } = messages[at]!
  return messages.slice(0, at).filter(other => other.kind === kind && other.from === from && other.to === to).length
}

export class Violation extends Error {}

function promisesOf({ given, removal, freeAt }: ModelSite): DropPromises {
  const trashed = freeAt === undefined ? undefined : { snapshots: SET, freeAt }
  return { given, removal: removal ? SET : undefined, trashed }
}
function isHeld(site: ModelSite): boolean {
  return site.whole && site.freeAt === undefined
}
function isHeldOrLost(site: ModelSite): boolean {
  return site.freeAt === undefined
}
function spend(state: ModelState, fault: keyof Faults): ModelState {
  return { ...state, faults: { ...state.faults, [fault]: state.faults[fault] - 1 } }
}
function send(state: ModelState, message: Message): ModelState {
  return { ...state, messages: [...state.messages, message] }
}
function withSite(state: ModelState, i: number, site: ModelSite): ModelState {
  return { ...state, sites: state.sites.map((one, at) => (at === i ? site : one)) }
}
function idOfIndex(i: number): SiteId {
  return String(i) as SiteId
}
function indexOf(site: SiteId): number {
  return Number(site)
}
