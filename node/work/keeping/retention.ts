// Keeps what a project's retention asks for, and no more (§ Retention). At the project's authority it says what has expired,
// at most once an hour; at every holder it lengthens locks by tier, and lets go of what was forgotten once no lock of its
// own is on it. All of it runs on the custody clock.
import { isError } from '../../../protocol/errors.ts'
import { readHead } from '../../../protocol/head.ts'
import type { ProjectId, SiteId, SnapshotId } from '../../../protocol/ids.ts'
import type { Retention as Policy } from '../../../protocol/policy.ts'
import { judgeRetention, lockTiers, type Remembered, retentionIn, type Verdict } from '../../../protocol/retention.ts'
import type { Ports } from '../../ports.ts'
import type { Worker } from '../../worker.ts'
import type { Custody } from '../custody/custody.ts'
import type { Project, Projects, Snapshot } from '../mesh/projects.ts'
import type { Promises } from '../mesh/promises.ts'
import type { Forgets } from './forgets.ts'
import { LONG_LOCK_MS, type Locks, SHORTEST_LOCK_MS } from './locks.ts'
import type { Notices } from './notices.ts'
import type { Pins } from './pins.ts'
import type { Receipts } from './receipts.ts'
import type { Trash } from './trash.ts'

interface Options {
  readonly me: SiteId
  readonly promises: Pick<Promises, 'forks'>
  readonly clock: { now(): number }
  readonly projects: Pick<Projects, 'all' | 'get' | 'snapshots' | 'snapshot' | 'info' | 'kept'>
  readonly custody: Pick<Custody, 'holding' | 'projects'>
  readonly locks: Pick<Locks, 'of' | 'left' | 'isLocked' | 'extend'>
  readonly trash: Pick<Trash, 'marks' | 'mark' | 'takeBack' | 'mayFree'>
  readonly receipts: Receipts
  readonly notices: Notices
  readonly forgets: Forgets
  readonly pins: Pins
  /** Owners quarrel about who owns the mesh: nothing goes meanwhile. */
  readonly isFrozen: () => boolean
  /** Records that waited for an authority to count are looked at again. */
  readonly relearn: () => Promise<void>
}

const LOOK_EVERY_MS = 60_000
const HOUR_MS = 3_600_000
const TIERS = { short: SHORTEST_LOCK_MS, long: LONG_LOCK_MS }
/** With a thousand projects others get their turn in between. */
const BREATHE_MS = 10

export class RetentionKeeper {
  readonly #options: Options
  readonly #ports: Ports
  /** Custody ms of the last full look at a project, of what stands here and there alike. */
  readonly #looked = new Map<ProjectId, number>()
  /** A label never changes: opened once. */
  readonly #labelled = new Map<SnapshotId, boolean>()
  #started = false
  #forgotten = 0

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
    options.trash.mayFree.forgotten = async ({ project, snapshot }) => {
      const record = options.projects.snapshot(project, snapshot)
      if (record === undefined || options.isFrozen() || options.locks.isLocked(snapshot)) return false
      return options.projects.kept.letGo(record) !== undefined
    }
  }

  worker(): Worker {
    return {
      name: 'retention',
      idleMs: LOOK_EVERY_MS,
      status: () => ({ forgotten: this.#forgotten }),
      step: async signal => {
        const { receipts, notices, projects } = this.#options
        await receipts.write()
        let since = this.#ports.clock.monotonic()
        let looked = false
        for (const project of projects.all()) {
          await notices.note(project)
          looked = (await this.#consider(project)) || looked
          if (this.#ports.clock.monotonic() - since < BREATHE_MS) continue
          await this.#ports.clock.wait(0, signal)
          since = this.#ports.clock.monotonic()
        }
        this.#started = true
        if (looked) await this.#options.relearn()
        await this.#letGo()
        await this.#takeBack(signal)
        return 'idle'
      },
    }
  }

  // True when it was looked at in full.
  async #consider(project: Project): Promise<boolean> {
    const now = this.#options.clock.now()
    // Of what came to be known while this site ran nothing can have expired yet.
    const last = this.#looked.get(project.id) ?? (this.#started ? now : Number.NEGATIVE_INFINITY)
    const isDue = now - last >= HOUR_MS
    this.#looked.set(project.id, isDue ? now : last)
    if (!isDue) return false
    await this.#lengthenLocks(project)
    await this.expire(project)
    return true
  }

  /** What the retention in force says of each snapshot that is not gone, by this site's own receipts. */
  verdicts(project: Project): Map<SnapshotId, Verdict> {
    return judgeRetention(this.#remembered(project), this.retention(project), this.#options.clock.now())
  }

  /** The same by what the project asks for now, as if no change of it had to wait. */
  asked(project: Project): Map<SnapshotId, Verdict> {
    const { phase, policy } = project.entry
    return judgeRetention(this.#remembered(project), retentionIn(phase, policy.retention), this.#options.clock.now())
  }

  retention(project: Project): Policy {
    return this.#options.notices.retention(project)
  }

  /**
   * Says what of the project has expired, where this site is the one to say it: what it lets go, and what an earlier
   * authority did, so that a site that joins later needs to believe nobody else. Returns how many of the first there are.
   */
  async expire(project: Project): Promise<number> {
    const { forgets, me } = this.#options
    if (forgets.refusal(project) !== undefined) return 0
    const expired = [...this.verdicts(project)].flatMap(([id, { retained }]) => (retained ? [] : [id]))
    await forgets.sign(project, expired, 'retention')
    await forgets.sign(project, forgets.coveredByOthers(project.id, me), 'forgotten by the authority before')
    if (expired.length === 0) return 0
    this.#forgotten += expired.length
    this.#ports.log.info({ project: project.id, snapshots: expired.length }, 'snapshots have expired')
    await this.#letGo()
    return expired.length
  }

  /** Says that these go though retention keeps them; whether they may is the caller's to have checked. */
  async forget(project: Project, snapshots: readonly SnapshotId[], why: string): Promise<void> {
    await this.#options.forgets.sign(project, snapshots, why)
    this.#forgotten += snapshots.length
    await this.#letGo()
  }

  /** Custody ms for which snapshots of a project are bound to be kept: by this site's locks, or by what a holder's would be. */
  lockLeft(project: Project): (snapshot: SnapshotId) => number {
    const { receipts, locks, clock } = this.#options
    const tiers = this.#tiers(project)
    return id => {
      const received = receipts.of(id)
      const tier = tiers.get(id) ?? SHORTEST_LOCK_MS
      const promised = received === undefined ? tier : received.at + tier - clock.now()
      return Math.max(0, promised, locks.left(id))
    }
  }

  #tiers(project: Project): Map<SnapshotId, number> {
    return lockTiers(this.#remembered(project), this.retention(project), this.#options.clock.now(), TIERS)
  }

  // What stands for a week that is over stays longer than others, whatever anybody signs.
  async #lengthenLocks(project: Project): Promise<void> {
    const { custody, locks } = this.#options
    const held = new Set(custody.holding(project.id)?.snapshots ?? [])
    if (held.size === 0) return
    for (const [id, tier] of this.#tiers(project)) {
      const lock = held.has(id) ? locks.of(id) : undefined
      if (lock !== undefined && lock.acceptedAt + tier > lock.until) await locks.extend([id], lock.acceptedAt + tier)
    }
  }

  // Out of the holding goes what is forgotten and not locked here; what is locked stays until then, and says so.
  async #letGo(): Promise<void> {
    const { custody, projects, locks, forgets, trash, isFrozen } = this.#options
    if (isFrozen()) return
    for (const project of custody.projects()) {
      const going = (custody.holding(project)?.snapshots ?? []).flatMap(snapshot => {
        const certificate = forgets.of({ id: snapshot, project })
        if (certificate === undefined || locks.isLocked(snapshot)) return []
        const record = projects.snapshot(project, snapshot)
        if (record === undefined || projects.kept.letGo(record) !== 'forgotten') return []
        return [{ project, snapshot, reason: 'forgotten' as const, certificate }]
      })
      if (going.length > 0) await trash.mark(going)
    }
  }

  // Somebody pinned it, or what was newer was none: while its bytes are here it need not be fetched.
  async #takeBack(signal: AbortSignal): Promise<void> {
    const { trash, projects } = this.#options
    for (const { project, snapshot, reason } of trash.marks()) {
      if (reason !== 'forgotten') continue
      const record = projects.snapshot(project, snapshot)
      if (record !== undefined && projects.kept.letGo(record) === undefined) await trash.takeBack(snapshot, signal)
    }
  }

  #remembered({ id: project }: Project): Remembered[] {
    const { projects, receipts, pins } = this.#options
    const snapshots = projects.snapshots(project)
    const twice = placesTaken(snapshots)
    return snapshots.map(snapshot => {
      const { id, author, incarnation, seq, parents, state } = snapshot
      return {
        ...{ id, author, incarnation, seq, parents, state },
        received: receipts.of(id),
        labelled: this.#isLabelled(snapshot),
        pinned: pins.isPinned(id),
        forked: incarnation === this.#forkedIn(author) || (twice.get(placeOf(snapshot)) ?? 0) > 1,
        gone: projects.kept.letGo(snapshot) !== undefined,
      }
    })
  }

  /** The incarnation of an author's catalog that is known to have two branches. */
  #forkedIn(author: SiteId): number | undefined {
    const fork = this.#options.promises.forks.get(author)
    return fork && readHead(fork.a).incarnation
  }

  // undefined where it can't be read: what nobody here can tell is not let go.
  #isLabelled(snapshot: Snapshot): boolean | undefined {
    const known = this.#labelled.get(snapshot.id)
    if (known !== undefined) return known
    try {
      const info = this.#options.projects.info(snapshot)
      if (info === undefined) return undefined
      this.#labelled.set(snapshot.id, info.label !== '')
      return info.label !== ''
    } catch (error) {
      if (!isError(error)) throw error
      return undefined
    }
  }
}

/** How many snapshots of an author claim one place: more than one, and its catalog forked there. */
function placesTaken(snapshots: readonly Snapshot[]): Map<string, number> {
  const taken = new Map<string, number>()
  for (const snapshot of snapshots) taken.set(placeOf(snapshot), (taken.get(placeOf(snapshot)) ?? 0) + 1)
  return taken
}

function placeOf({ author, incarnation, seq }: Snapshot): string {
  return `${author}/${incarnation}/${seq}`
}
