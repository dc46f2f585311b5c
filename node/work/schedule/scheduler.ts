// Takes the snapshots that are due, and now and then reads everything again (§ Schedule): decides when and for how long,
// never how. What it counts from are promises of this site, so that a restart changes nothing.
import { type HoldfastError, isError } from '../../../protocol/errors.ts'
import type { ProjectId } from '../../../protocol/ids.ts'
import { intoHours, nextDue } from '../../../protocol/schedule.ts'
import type { Ports } from '../../ports.ts'
import { type RunningWorker, startWorker, type Worker } from '../../worker.ts'
import type { Seen, WatchTimes } from './changes.ts'
import type { CaptureKind, Desk } from './desk.ts'
import { factOf, pausedUntil, type Settings, type State, setFact, settingsOf } from './facts.ts'
import { Failures } from './failures.ts'
import type { Pace, Pacer } from './pace.ts'
import { rehashDue, rehashPatience, rehashRate } from './rehash.ts'
import type { OpenWatch } from './watch.ts'
import { Watchers } from './watchers.ts'

/** A project that this site captures. */
export interface Captured {
  readonly id: ProjectId
  readonly name: string
  readonly folder: string
  /** Seconds, the policy's. */
  readonly rpo: number
}

export interface CaptureOrder {
  readonly kind: CaptureKind
  readonly quietMs: number
  readonly rehash: boolean
  readonly pace: Pacer
}

/** What a capture tells the schedule, whoever began it. */
export interface Outcome extends Seen {
  readonly kind: CaptureKind
  /** Wall ms. */
  readonly begunAt: number
}

interface Options {
  readonly times: WatchTimes
  /** The machine's time zone. */
  readonly zone: string
  readonly facts: State
  readonly pace: Pace
  readonly desk: Desk
  readonly projects: () => readonly Captured[]
  /** Captures it alone, and tells captured() when it is done. Throws what capture throws. */
  readonly take: (project: ProjectId, order: CaptureOrder, signal: AbortSignal) => Promise<void>
  readonly openWatch: OpenWatch
}

interface Begun {
  readonly kind: CaptureKind
  readonly abort: AbortController
  readonly done: Promise<void>
  /** Monotonic ms since when something else of the project is due. */
  heldUpSince: number | undefined
}

export interface Plan {
  /** Wall ms; undefined when nothing is to come. */
  readonly at: number | undefined
  readonly kind: CaptureKind
}

const AT_ONCE = 2
const LOOK_EVERY_MS = 60_000
/** A capture saw files grow: believed this long where no watcher tells. */
const GROWING_CAPTURED_MS = 10 * 60_000

export class Scheduler implements AsyncDisposable {
  readonly #options: Options
  readonly #ports: Ports
  readonly #watchers: Watchers
  readonly #begun = new Map<ProjectId, Begun>()
  readonly #rehashNotBefore = new Map<ProjectId, number>()
  readonly #stop = new AbortController()
  readonly failures: Failures
  #worker: RunningWorker | undefined
  #idleMs = 0

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
    this.failures = new Failures(ports.clock)
    this.#watchers = new Watchers({ ...options, onNews: () => this.#worker?.nudge() }, ports)
  }

  start(): this {
    const idleMs = () => this.#idleMs
    const worker: Worker = {
      name: 'schedule',
      get idleMs() {
        return idleMs()
      },
      status: () => ({ running: [...this.#begun].map(([project, { kind }]) => ({ project, kind })) }),
      step: () => this.#step(),
    }
    this.#worker = startWorker(worker, this.#ports)
    return this
  }

  /** Projects, settings or pauses have changed: what runs by itself against them ends. */
  changed(): void {
    const now = this.#ports.clock.wall()
    const kept = new Set(this.#options.projects().map(({ id }) => id))
    for (const [project, begun] of this.#begun) {
      if (!kept.has(project) || pausedUntil(this.#options.facts, project, now) !== undefined)
        begun.abort.abort(new Error('capture is paused'))
    }
    this.#worker?.nudge()
  }

  /** A capture of the project begins, whoever asked for it. */
  begins(project: ProjectId): void {
    this.#watchers.changes(project)?.begun(this.#ports.clock.monotonic())
  }

  /** It came to nothing: what changed is still to be captured. */
  notCaptured(project: ProjectId): void {
    const changes = this.#watchers.changes(project)
    const now = this.#ports.clock.monotonic()
    changes?.ended(now, { live: 0, growing: 0 })
    changes?.note('', now)
    this.#worker?.nudge()
  }

  /** It is done. */
  async captured(project: ProjectId, { kind, begunAt, live, growing }: Outcome): Promise<void> {
    const { facts, pace } = this.#options
    this.failures.clear(project)
    pace.grows(`capture ${project}`, growing > 0 && settingsOf(facts, project).watch ? GROWING_CAPTURED_MS : 0)
    this.#watchers.changes(project)?.ended(this.#ports.clock.monotonic(), { live, growing })
    await setFact(facts, 'captured', project, { at: begunAt })
    // The first of all has read everything.
    if (kind === 'rehash' || factOf(facts, 'rehashed', project) === undefined)
      await setFact(facts, 'rehashed', project, { at: begunAt, tries: 0 })
    this.#watchers.refresh(project)
    this.#worker?.nudge()
  }

  watching(project: ProjectId): 'off' | 'on' | 'failed' {
    return this.#watchers.state(project)
  }

  /** The next snapshot of the project by itself. Pauses and failures put it off. */
  next(project: ProjectId): number | undefined {
    return this.#nextSnapshot(project, settingsOf(this.#options.facts, project), this.#ports.clock.wall())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('the schedule stops'))
    await this.#worker?.[Symbol.asyncDispose]()
    for (const { abort } of this.#begun.values()) abort.abort(this.#stop.signal.reason)
    await Promise.all([...this.#begun.values()].map(({ done }) => done))
    await this.#watchers[Symbol.asyncDispose]()
  }

  async #step(): Promise<'idle'> {
    const now = this.#ports.clock.wall()
    const projects = this.#options.projects()
    await this.#watchers.keep(projects.filter(({ id }) => settingsOf(this.#options.facts, id).watch))
    let next = now + LOOK_EVERY_MS
    const due: { project: Captured; kind: CaptureKind; at: number }[] = []
    for (const project of projects) {
      const plans = this.#plansOf(project, now)
      for (const { at, kind } of plans) {
        if (at === undefined) continue
        if (at <= now) due.push({ project, kind, at })
        else next = Math.min(next, at)
      }
    }
    // Snapshots before reading again, what waits longest before the rest.
    due.sort((a, b) => Number(a.kind === 'rehash') - Number(b.kind === 'rehash') || a.at - b.at)
    for (const { project, kind } of due) next = Math.min(next, this.#tryBegin(project, kind, now))
    this.#idleMs = Math.max(1, next - now)
    return 'idle'
  }

  #plansOf(project: Captured, now: number): Plan[] {
    const settings = settingsOf(this.#options.facts, project.id)
    return [
      { kind: 'snapshot', at: this.#nextSnapshot(project.id, settings, now) },
      { kind: 'rehash', at: this.#nextRehash(project.id, settings, now) },
    ]
  }

  #nextSnapshot(project: ProjectId, settings: Settings, now: number): number | undefined {
    const { facts, times, zone } = this.#options
    const marks = { since: settings.since, last: factOf(facts, 'captured', project)?.at }
    const planned = nextDue(settings, marks, now, zone, times.scanMs)?.at
    const hint = settings.watch ? this.#watchers.changes(project)?.dueAt() : undefined
    const changed = hint === undefined ? undefined : this.#inHours(settings, this.#wall(hint, now), now)
    return this.#putOff(project, earliest(planned, changed), now)
  }

  #nextRehash(project: ProjectId, settings: Settings, now: number): number | undefined {
    const due = rehashDue(settings, factOf(this.#options.facts, 'rehashed', project))
    if (due === undefined) return undefined
    const notBefore = this.#rehashNotBefore.get(project)
    const at = Math.max(due, notBefore === undefined ? 0 : this.#wall(notBefore, now))
    return this.#putOff(project, this.#inHours(settings, at, now), now)
  }

  #putOff(project: ProjectId, at: number | undefined, now: number): number | undefined {
    if (at === undefined) return undefined
    const retryAt = this.failures.of(project)?.retryAt
    const paused = pausedUntil(this.#options.facts, project, now) ?? 0
    return Math.max(at, paused, retryAt === undefined ? 0 : this.#wall(retryAt, now))
  }

  #inHours(settings: Settings, at: number, now: number): number {
    return intoHours(settings.hours, settings.timezone ?? this.#options.zone, Math.max(at, now))
  }

  /** Wall time of a monotonic one. */
  #wall(monotonic: number, now: number): number {
    return Math.round(now + monotonic - this.#ports.clock.monotonic())
  }

  /** Begins it if it can; gives the wall time to look again. */
  #tryBegin(project: Captured, kind: CaptureKind, now: number): number {
    const { desk } = this.#options
    const later = now + LOOK_EVERY_MS
    const begun = this.#begun.get(project.id)
    if (begun) return kind === 'snapshot' && begun.kind === 'rehash' ? this.#holdUp(project, begun, now) : later
    if (desk.running(project.id) !== undefined) return later
    const alike = [...this.#begun.values()].filter(other => (other.kind === 'rehash') === (kind === 'rehash')).length
    if (alike >= (kind === 'rehash' ? 1 : AT_ONCE)) return later
    const abort = new AbortController()
    const entry: Begun = { kind, abort, done: this.#run(project, kind, abort.signal), heldUpSince: undefined }
    this.#begun.set(project.id, entry)
    return later
  }

  // A snapshot waits for a rehash, but not for ever.
  #holdUp({ id, rpo }: Captured, begun: Begun, now: number): number {
    const patience = rehashPatience(rpo, factOf(this.#options.facts, 'rehashed', id)?.tries ?? 0)
    begun.heldUpSince ??= this.#ports.clock.monotonic()
    const until = begun.heldUpSince + patience
    if (this.#ports.clock.monotonic() >= until) begun.abort.abort(new Error('a snapshot is due'))
    return Math.max(now, this.#wall(until, now))
  }

  async #run(project: Captured, kind: CaptureKind, signal: AbortSignal): Promise<void> {
    const { facts, pace, times, take } = this.#options
    const tries = factOf(facts, 'rehashed', project.id)?.tries ?? 0
    const rate = kind === 'rehash' ? rehashRate(tries) : undefined
    const order: CaptureOrder = {
      kind,
      quietMs: times.quietMs,
      rehash: kind === 'rehash',
      pace: rate === undefined ? pace.read : pace.slow(rate),
    }
    try {
      await take(project.id, order, AbortSignal.any([signal, this.#stop.signal]))
    } catch (error) {
      if (kind === 'rehash') await this.#gaveWay(project.id)
      // Whoever takes its place, pauses or stops it is no failure of it.
      if (!signal.aborted && !this.#stop.signal.aborted && !isError(error, 'BUSY')) this.#failed(project, error)
    } finally {
      this.#begun.delete(project.id)
      this.#worker?.nudge()
    }
  }

  #failed(project: Captured, error: unknown): void {
    const failure = this.failures.add(project.id, error as HoldfastError)
    this.#ports.log.warn(
      { project: project.id, err: error, times: failure.times, againInMs: failure.waitMs },
      'a snapshot by schedule failed',
    )
  }

  async #gaveWay(project: ProjectId): Promise<void> {
    const known = factOf(this.#options.facts, 'rehashed', project)
    this.#rehashNotBefore.set(project, this.#ports.clock.monotonic() + REHASH_REST_MS)
    if (known && !this.#stop.signal.aborted)
      await setFact(this.#options.facts, 'rehashed', project, { ...known, tries: known.tries + 1 })
  }
}

/** A rehash that had to give way is not tried again before. */
const REHASH_REST_MS = 6 * 3_600_000

function earliest(...times: (number | undefined)[]): number | undefined {
  const known = times.filter(at => at !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}
