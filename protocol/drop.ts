// Letting go of a copy too many without ever falling below the policy (§ Drop): a pure machine for both sides of it. A site
// that drops locks itself against granting, gathers leases from those that stay, challenges each, counts with those alone,
// marks its copy as trash, and does all of that once more before the bytes go. Events in, effects out; the effects are
// carried out in order, and each is durable before the next begins.
import type { SiteId, SnapshotId } from './ids.ts'
import { type DropPromises, isLeased, isUsable, type Nonce, type Refusal, type Times } from './lease.ts'

type AskState = 'asked' | 'waiting' | 'granted' | 'refused' | 'challenged' | 'passed' | 'failed'
export interface Ask {
  readonly site: SiteId
  readonly nonce: Nonce
  readonly state: AskState
  /** When it was sent: what a lease is counted from here. */
  readonly monotonic: number
  readonly wall: number
}
/** A drop under way. It lives in memory alone: who restarts begins anew. */
export interface Drop {
  readonly snapshots: readonly SnapshotId[]
  readonly asks: readonly Ask[]
  /** The second count, before the bytes go. */
  readonly isLast: boolean
  readonly phase: 'asking' | 'challenging' | 'marking' | 'cleared'
  readonly since: number // monotonic
}
export interface DropState {
  readonly drop: Drop | undefined
  /** Second counts that failed, one after the other. */
  readonly failures: number
}
export const NO_DROP: DropState = { drop: undefined, failures: 0 }

export type DropEvent =
  | { readonly type: 'want'; readonly snapshots: readonly SnapshotId[]; readonly stay: readonly SiteId[] }
  | { readonly type: 'answered'; readonly site: SiteId; readonly nonce: Nonce; readonly refusal: Refusal | undefined }
  | { readonly type: 'proved'; readonly site: SiteId; readonly nonce: Nonce; readonly passed: boolean }
  | { readonly type: 'marked' }
  | { readonly type: 'due'; readonly stay: readonly SiteId[] } // the time in the trash is over
  | { readonly type: 'wanted' } // the project needs this site's copy again
  | { readonly type: 'gone' } // nothing of it is in the trash any more: freed, or taken back
  | { readonly type: 'clock' }

export type DropEffect =
  | { readonly type: 'remove'; readonly snapshots: readonly SnapshotId[]; readonly ended: boolean } // journal
  | { readonly type: 'ask'; readonly site: SiteId; readonly nonce: Nonce; readonly snapshots: readonly SnapshotId[] }
  | {
      readonly type: 'challenge'
      readonly site: SiteId
      readonly nonce: Nonce
      readonly snapshots: readonly SnapshotId[]
    }
  | { readonly type: 'mark'; readonly snapshots: readonly SnapshotId[] } // answered by 'marked' once it is durable
  | { readonly type: 'free'; readonly snapshots: readonly SnapshotId[] } // the bytes may go; answered by 'gone'
  | { readonly type: 'take-back'; readonly snapshots: readonly SnapshotId[] } // answered by 'gone'
  | {
      readonly type: 'release'
      readonly site: SiteId
      readonly nonce: Nonce
      readonly snapshots: readonly SnapshotId[]
    }
  | { readonly type: 'ended'; readonly why: Ending }
export type Ending = 'leased' | 'backed-off' | 'too-few-leases' | 'too-few-proved' | 'late' | 'wanted'

/** What the machine is told of the world around it. */
export interface DropRules {
  readonly me: SiteId
  readonly leaseMs: number
  /** Second counts that may fail before the copy is taken back. */
  readonly lastTries: number
  /** Whether these sites alone are what the policy asks for: copies, distinct labels, trusted. */
  isEnough(sites: readonly SiteId[]): boolean
  nonce(): Nonce
}

/** The dropper: what follows from one event. `promises` are what the journal says as it happens. */
export function stepDrop(
  state: DropState,
  event: DropEvent,
  promises: DropPromises,
  now: Times,
  rules: DropRules,
): { readonly state: DropState; readonly effects: readonly DropEffect[] } {
  const { drop } = state
  switch (event.type) {
    case 'want': {
      if (drop !== undefined || promises.removal !== undefined || promises.trashed !== undefined) return same(state)
      if (isLeased(promises, event.snapshots, now)) return { state, effects: [{ type: 'ended', why: 'leased' }] }
      if (!rules.isEnough(event.stay)) return { state, effects: [{ type: 'ended', why: 'too-few-leases' }] }
      const { snapshots } = event
      const begun = ask(snapshots, event.stay, false, now, rules)
      return {
        state: { ...state, drop: begun.drop },
        effects: [{ type: 'remove', snapshots, ended: false }, ...begun.effects],
      }
    }
    case 'due': {
      const { trashed } = promises
      if (drop !== undefined || trashed === undefined || now.custody < trashed.freeAt) return same(state)
      const begun = ask(trashed.snapshots, event.stay, true, now, rules)
      if (begun.drop.asks.length > 0) return { state: { ...state, drop: begun.drop }, effects: begun.effects }
      return end(state, begun.drop, 'too-few-leases', rules)
    }
    case 'answered': {
      const found = find(drop, event, 'asked')
      if (drop === undefined || found === undefined) return same(state)
      // Both are about to drop: of the two the one with the lower id goes on, and asks again once the other has ended. A
      // second count waits for it whatever its id.
      const isMutual = event.refusal === 'removing'
      if (isMutual && !drop.isLast && rules.me > found.site) return end(state, drop, 'backed-off', rules)
      const answer = event.refusal === undefined ? 'granted' : isMutual ? 'waiting' : 'refused'
      return settle(state, withAsk(drop, found, { ...found, state: answer }), now, rules)
    }
    case 'proved': {
      const found = find(drop, event, 'challenged')
      if (drop === undefined || found === undefined) return same(state)
      return settle(state, withAsk(drop, found, { ...found, state: event.passed ? 'passed' : 'failed' }), now, rules)
    }
    case 'marked': {
      if (drop?.phase !== 'marking') return same(state)
      // The disk was so slow that a lease counted on may have ended before the mark was there.
      const isLate = !rules.isEnough(counted(drop, now, rules))
      const effects: DropEffect[] = releases(drop)
      if (isLate) effects.push({ type: 'take-back', snapshots: drop.snapshots }, { type: 'ended', why: 'late' })
      return { state: NO_DROP, effects }
    }
    case 'wanted': {
      const { trashed } = promises
      if (trashed === undefined) {
        if (drop === undefined || drop.phase === 'marking') return same(state)
        return end(state, drop, 'wanted', rules)
      }
      const effects = drop === undefined ? [] : releases(drop)
      return { state: NO_DROP, effects: [...effects, { type: 'take-back', snapshots: trashed.snapshots }] }
    }
    case 'gone': {
      const effects: DropEffect[] = drop === undefined ? [] : releases(drop)
      const { removal } = promises
      if (removal !== undefined) effects.push({ type: 'remove', snapshots: removal, ended: true })
      return { state: NO_DROP, effects }
    }
    case 'clock':
      return drop === undefined ? same(state) : tick(state, drop, now, rules)
  }
}

/** What is left to do after a restart: what was only meant to be dropped is not dropped any more. */
export function restartedDrop(promises: DropPromises): readonly DropEffect[] {
  const { removal, trashed } = promises
  if (removal === undefined || trashed !== undefined) return []
  return [{ type: 'remove', snapshots: removal, ended: true }]
}

function ask(
  snapshots: readonly SnapshotId[],
  stay: readonly SiteId[],
  isLast: boolean,
  now: Times,
  rules: DropRules,
): { drop: Drop; effects: DropEffect[] } {
  const asks = stay.map(site => newAsk(site, now, rules))
  const drop: Drop = { snapshots, asks, isLast, phase: 'asking', since: now.monotonic }
  return { drop, effects: asks.map(({ site, nonce }) => ({ type: 'ask', site, nonce, snapshots })) }
}

function newAsk(site: SiteId, { monotonic, wall }: Times, rules: DropRules): Ask {
  return { site, nonce: rules.nonce(), state: 'asked', monotonic, wall }
}

// Goes on once nobody is waited for: to the challenges with those that granted, to the mark with those that proved.
function settle(state: DropState, drop: Drop, now: Times, rules: DropRules) {
  const is = (...states: AskState[]) => drop.asks.some(one => states.includes(one.state))
  if (is('asked', 'challenged')) return { state: { ...state, drop }, effects: [] }
  const sites = counted(drop, now, rules)
  if (!rules.isEnough(sites)) {
    if (is('waiting')) return { state: { ...state, drop }, effects: [] }
    return end(state, drop, drop.phase === 'asking' ? 'too-few-leases' : 'too-few-proved', rules)
  }
  const { snapshots } = drop
  if (drop.phase === 'asking') {
    const asks = drop.asks.map(one => (sites.includes(one.site) ? { ...one, state: 'challenged' as const } : one))
    const challenged = asks.filter(one => one.state === 'challenged')
    const effects = challenged.map(({ site, nonce }): DropEffect => ({ type: 'challenge', site, nonce, snapshots }))
    return { state: { ...state, drop: { ...drop, asks, phase: 'challenging' as const } }, effects }
  }
  const phase = drop.isLast ? ('cleared' as const) : ('marking' as const)
  const effect: DropEffect = drop.isLast ? { type: 'free', snapshots } : { type: 'mark', snapshots }
  return { state: { drop: { ...drop, phase }, failures: 0 }, effects: [effect] }
}

// Those that stay: they have granted a lease that is still good and, once they were challenged, have proved their copy.
function counted({ asks, phase }: Drop, now: Times, { leaseMs }: DropRules): SiteId[] {
  const good: AskState = phase === 'asking' ? 'granted' : 'passed'
  return asks.flatMap(one => (one.state === good && isUsable(one, now, leaseMs) ? [one.site] : []))
}

function tick(state: DropState, drop: Drop, now: Times, rules: DropRules) {
  if (drop.phase === 'marking') return same(state)
  const isOver = !isUsable({ monotonic: drop.since, wall: now.wall }, now, rules.leaseMs)
  if (drop.phase === 'cleared') {
    if (rules.isEnough(counted(drop, now, rules))) return same(state)
    return { state: { ...state, drop: undefined }, effects: releases(drop) }
  }
  if (isOver) return end(state, drop, drop.phase === 'asking' ? 'too-few-leases' : 'too-few-proved', rules)
  if (drop.phase !== 'asking' || !drop.asks.some(one => one.state === 'waiting')) return same(state)
  const asks = drop.asks.map(one => (one.state === 'waiting' ? newAsk(one.site, now, rules) : one))
  const again = asks.filter(one => !drop.asks.includes(one))
  const { snapshots } = drop
  const effects = again.map(({ site, nonce }): DropEffect => ({ type: 'ask', site, nonce, snapshots }))
  return { state: { ...state, drop: { ...drop, asks } }, effects }
}

// Nothing was marked: the copy is held as before, and may be granted again. In the second count it stays in the trash, where
// it can be counted again, but not for ever.
function end(state: DropState, drop: Drop, why: Ending, rules: DropRules) {
  const effects = releases(drop)
  const { snapshots } = drop
  if (!drop.isLast)
    return {
      state: { ...state, drop: undefined },
      effects: [...effects, { type: 'remove' as const, snapshots, ended: true }, { type: 'ended' as const, why }],
    }
  const failures = state.failures + 1
  const isGivenUp = failures >= rules.lastTries
  if (isGivenUp) effects.push({ type: 'take-back', snapshots })
  return {
    state: { drop: undefined, failures: isGivenUp ? 0 : failures },
    effects: [...effects, { type: 'ended' as const, why }],
  }
}

// Also where no answer came: the request may have.
function releases({ asks, snapshots }: Drop): DropEffect[] {
  const given = asks.filter(one => one.state !== 'refused' && one.state !== 'waiting')
  return given.map(({ site, nonce }) => ({ type: 'release', site, nonce, snapshots }))
}

function find(
  drop: Drop | undefined,
  { site, nonce }: { site: SiteId; nonce: Nonce },
  state: AskState,
): Ask | undefined {
  return drop?.asks.find(one => one.site === site && one.nonce === nonce && one.state === state)
}
function withAsk(drop: Drop, old: Ask, next: Ask): Drop {
  return { ...drop, asks: drop.asks.map(one => (one === old ? next : one)) }
}
function same(state: DropState): { state: DropState; effects: readonly DropEffect[] } {
  return { state, effects: [] }
}
