// Which snapshots of a project its retention keeps, why, and since when one need not be kept (§ Retention). Ages and days
// go by receipt on one site's custody clock: no author's clock is asked, so that none can make anything expire. A day, a
// week of seven and a month of four weeks nest: what stands for its month stands for its week and its day too.
import type { SiteId, SnapshotId } from './ids.ts'
import type { Retention } from './policy.ts'
import type { Phase } from './project-entry.ts'
import type { SnapshotState } from './snapshot.ts'

/** How a record came to the site that counts. */
export interface Receipt {
  /** Custody ms. */
  readonly at: number
  /**
   * `batch`: together with a later one of its line, so when it was made is not known to the day. `before`: it was here
   * before anything was counted, so nothing is known of when it was made.
   */
  readonly how: 'alone' | 'batch' | 'before'
}

/** What is newest is told by. */
export interface InLine {
  readonly id: SnapshotId
  /** Days, weeks and months are counted for each author by itself: nobody's work pushes another's out. */
  readonly author: SiteId
  readonly incarnation: number
  readonly seq: number
  readonly parents: readonly SnapshotId[]
  readonly state: SnapshotState
}

export interface Remembered extends InLine {
  /** undefined: not received yet by the site that counts. */
  readonly received: Receipt | undefined
  /** undefined: its label can't be read. */
  readonly labelled: boolean | undefined
  readonly pinned: boolean
  /** It lies on a branch of an author whose catalog forked. */
  readonly forked: boolean
  /** Not kept any more; known, so that what grew from it still shows what is newest. */
  readonly gone: boolean
}

/** In the order in which they are told. */
export const KEEP_REASONS = [
  'pin',
  'label',
  'newest',
  'fork',
  'suspect',
  'unread',
  'undated',
  'all',
  'daily',
  'weekly',
  'monthly',
] as const
export type KeepReason = (typeof KEEP_REASONS)[number]

export type Verdict =
  /** `until`: custody ms from which it is kept for none of these, if nothing else changes; undefined: no time alone ends it. */
  | { readonly retained: true; readonly reasons: readonly KeepReason[]; readonly until: number | undefined }
  /** `since`: custody ms from which its age keeps it no more. */
  | { readonly retained: false; readonly since: number }

export const DAY_MS = 24 * 3_600_000
export const WEEK_MS = 7 * DAY_MS
/** Four weeks: a month of the calendar would cut weeks in two. */
export const MONTH_MS = 4 * WEEK_MS
/** So long a suspect snapshot is kept for whoever is to look at it. */
export const SUSPECT_MS = 90 * DAY_MS
/** So long what a changed policy, or a closed project, keeps no more is kept all the same. */
export const NOTICE_MS = 30 * DAY_MS

/** What a project's policy keeps in a phase; `all` is Infinity where nothing expires. */
export function retentionIn(phase: Phase, retention: Retention): Retention {
  if (phase === 'active') return retention
  if (phase === 'closed') return { ...retention, monthly: false }
  return { ...retention, all: Number.POSITIVE_INFINITY }
}

/** What keeps all that any of them keeps. */
export function widest(first: Retention, others: readonly Retention[]): Retention {
  return others.reduce(
    (a, b) => ({
      all: Math.max(a.all, b.all),
      daily: Math.max(a.daily, b.daily),
      weekly: Math.max(a.weekly, b.weekly),
      monthly: a.monthly || b.monthly,
    }),
    first,
  )
}

/** A verdict on every snapshot that is not gone. `now`: custody ms of the site whose receipts these are. */
export function judgeRetention(
  snapshots: readonly Remembered[],
  retention: Retention,
  now: number,
): Map<SnapshotId, Verdict> {
  const gone = new Set(snapshots.flatMap(snapshot => (snapshot.gone ? [snapshot.id] : [])))
  const newest = newestOf(snapshots, gone)
  const ranks = new Map(TIERS.map(tier => [tier.reason, standingFor(tier, snapshots)]))
  const verdicts = new Map<SnapshotId, Verdict>()
  for (const snapshot of snapshots) {
    if (snapshot.gone) continue
    const reasons: KeepReason[] = []
    if (snapshot.pinned) reasons.push('pin')
    if (snapshot.labelled) reasons.push('label')
    if (newest.has(snapshot.id)) reasons.push('newest')
    if (snapshot.forked) reasons.push('fork')
    if (snapshot.labelled === undefined) reasons.push('unread')
    if (snapshot.received === undefined) reasons.push('undated')
    const spans = spansOf(snapshot, retention, reason => ranks.get(reason)?.has(snapshot.id) ?? false)
    const endless = reasons.length > 0
    const standing = spans.filter(({ end }) => now < end)
    const all = [...reasons, ...standing.map(({ reason }) => reason)]
    const last = Math.max(snapshot.received?.at ?? 0, ...spans.map(({ end }) => end))
    const until = endless || last === Number.POSITIVE_INFINITY ? undefined : last
    verdicts.set(
      snapshot.id,
      all.length === 0
        ? { retained: false, since: last }
        : { retained: true, reasons: KEEP_REASONS.filter(reason => all.includes(reason)), until },
    )
  }
  return verdicts
}

/**
 * How long after its acceptance each snapshot stays locked (custody ms), by this holder's own receipts: what stands for a
 * week that is over, or for longer, for as long as retention keeps it, `long` at the most; all others `short`.
 */
export function lockTiers(
  snapshots: readonly Remembered[],
  retention: Retention,
  now: number,
  { short, long }: { readonly short: number; readonly long: number },
): Map<SnapshotId, number> {
  const weekly = standingFor(WEEKLY, snapshots)
  const promised = retention.monthly ? long : Math.min(long, retention.weekly * 1000)
  const locks = new Map<SnapshotId, number>()
  for (const { id, received, gone } of snapshots) {
    if (gone || received === undefined) continue
    const isOver = endOf(received.at, WEEK_MS) <= now
    locks.set(id, isOver && weekly.has(id) ? Math.max(short, promised) : short)
  }
  return locks
}

interface Tier {
  readonly reason: 'daily' | 'weekly' | 'monthly'
  readonly length: number
  /** Which of those that came out of time stand for themselves in it. */
  readonly alone: readonly Receipt['how'][]
}
const DAILY: Tier = { reason: 'daily', length: DAY_MS, alone: ['batch', 'before'] }
const WEEKLY: Tier = { reason: 'weekly', length: WEEK_MS, alone: ['batch', 'before'] }
const MONTHLY: Tier = { reason: 'monthly', length: MONTH_MS, alone: ['before'] }
const TIERS = [DAILY, WEEKLY, MONTHLY]

// Every snapshot for `all` from its receipt; one that stands for a day, a week, a month for so long from their end on.
function spansOf(
  { received, state }: Remembered,
  { all, daily, weekly, monthly }: Retention,
  stands: (reason: Tier['reason']) => boolean,
): { readonly reason: KeepReason; readonly end: number }[] {
  if (received === undefined) return []
  const { at } = received
  const spans: { reason: KeepReason; end: number }[] = [{ reason: 'all', end: at + all * 1000 }]
  if (state === 'suspect') spans.push({ reason: 'suspect', end: at + SUSPECT_MS })
  if (daily > 0 && stands('daily')) spans.push({ reason: 'daily', end: endOf(at, DAY_MS) + daily * 1000 })
  if (weekly > 0 && stands('weekly')) spans.push({ reason: 'weekly', end: endOf(at, WEEK_MS) + weekly * 1000 })
  if (monthly && stands('monthly')) spans.push({ reason: 'monthly', end: Number.POSITIVE_INFINITY })
  return spans
}

// The newest of each author in each day, week or month, a settled one before a live one, a suspect one never.
function standingFor({ length, alone }: Tier, snapshots: readonly Remembered[]): Set<SnapshotId> {
  const best = new Map<string, Remembered>()
  const standing = new Set<SnapshotId>()
  for (const snapshot of snapshots) {
    const { received } = snapshot
    if (received === undefined || snapshot.gone || snapshot.state === 'suspect') continue
    if (alone.includes(received.how)) standing.add(snapshot.id)
    const bucket = `${snapshot.author}/${Math.floor(received.at / length)}`
    const known = best.get(bucket)
    if (known === undefined || standsBefore(snapshot, known)) best.set(bucket, snapshot)
  }
  for (const { id } of best.values()) standing.add(id)
  return standing
}

function standsBefore(a: Remembered, b: Remembered): boolean {
  if (a.state !== b.state) return a.state === 'settled'
  return isLater(a, b)
}

/**
 * What is kept however old it is: the newest of every line, the newest settled one of every line, and the same of every
 * author, so that nobody can push another's last work out by naming it as a parent. Suspect ones are newest of nothing.
 */
export function newestOf(snapshots: readonly InLine[], gone: ReadonlySet<SnapshotId> = new Set()): Set<SnapshotId> {
  const byId = new Map(snapshots.map(snapshot => [snapshot.id, snapshot]))
  const sound = snapshots.filter(({ id, state }) => !gone.has(id) && state !== 'suspect')
  const settled = sound.filter(({ state }) => state === 'settled')
  return new Set([sound, settled].flatMap(some => [...tipsAmong(some, byId), ...lastOfEach(some)]))
}

// Those from which no other of them grew, over whatever lies between.
function tipsAmong(some: readonly InLine[], byId: ReadonlyMap<SnapshotId, InLine>): SnapshotId[] {
  const behind = new Set<SnapshotId>()
  const open = some.flatMap(({ parents }) => parents)
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (behind.has(id)) continue
    behind.add(id)
    open.push(...(byId.get(id)?.parents ?? []))
  }
  return some.filter(({ id }) => !behind.has(id)).map(({ id }) => id)
}

function lastOfEach(some: readonly InLine[]): SnapshotId[] {
  const last = new Map<SiteId, InLine>()
  for (const snapshot of some) {
    const known = last.get(snapshot.author)
    if (known === undefined || isLater(snapshot, known)) last.set(snapshot.author, snapshot)
  }
  return [...last.values()].map(({ id }) => id)
}

// By the author's own counters; two of one place (a fork) by id.
export function isLater(a: InLine, b: InLine): boolean {
  return (a.incarnation - b.incarnation || a.seq - b.seq || (a.id > b.id ? 1 : -1)) > 0
}

function endOf(at: number, length: number): number {
  return (Math.floor(at / length) + 1) * length
}
