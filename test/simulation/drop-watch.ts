// What dropping must keep to, seen from outside (§ Drop; architecture, I3 and I5): whenever a site lets go of a snapshot as one
// copy too many, and again when its bytes may go, as many others as the policy asks for hold it and have not let go of it.
import type { ProjectId, SiteId, SnapshotId } from '../../protocol/ids.ts'
import type { Machine } from './machine.ts'
import type { World } from './world.ts'

interface Seen {
  /** What it stated to hold when it was last looked at, and the look before. */
  held: ReadonlySet<SnapshotId>
  heldBefore: ReadonlySet<SnapshotId>
  readonly dropped: Map<SnapshotId, ProjectId>
}

export class DropWatch {
  readonly #world: World
  readonly #seen = new Map<SiteId, Seen>()
  dropped = 0
  freed = 0
  takenBack = 0

  constructor(world: World) {
    this.#world = world
  }

  sample(): void {
    const changes: { machine: Machine; snapshot: SnapshotId; project: ProjectId; what: string }[] = []
    for (const machine of this.#world.machines) {
      const { site } = machine
      if (site === undefined) continue
      const seen = this.#of(machine.id)
      seen.heldBefore = seen.held
      seen.held = new Set([...site.view.holdings(machine.id).values()].flatMap(({ snapshots }) => snapshots))
      const marks = new Map(
        site.trash.marks().flatMap(one => (one.reason === 'surplus' ? [[one.snapshot, one.project]] : [])),
      )
      for (const [snapshot, project] of marks) {
        if (seen.dropped.has(snapshot)) continue
        seen.dropped.set(snapshot, project)
        this.dropped++
        changes.push({ machine, snapshot, project, what: 'drops' })
      }
      for (const [snapshot, project] of seen.dropped) {
        if (marks.has(snapshot)) continue
        seen.dropped.delete(snapshot)
        if (seen.held.has(snapshot)) this.takenBack++
        else {
          this.freed++
          changes.push({ machine, snapshot, project, what: 'frees' })
        }
      }
    }
    for (const change of changes) this.#check(change)
  }

  #check({
    machine,
    snapshot,
    project,
    what,
  }: {
    machine: Machine
    snapshot: SnapshotId
    project: ProjectId
    what: string
  }): void {
    const { machines, truth, violated, trace } = this.#world
    const policy = machine.site?.projects.get(project)?.entry.policy
    // A disk that was set back has forgotten what it promised.
    if (policy === undefined || [...truth.disks.values()].some(disk => disk.wasSetBack)) return
    const others = machines.filter(other => {
      const { held, heldBefore, dropped } = this.#of(other.id)
      return other !== machine && (held.has(snapshot) || heldBefore.has(snapshot)) && !dropped.has(snapshot)
    })
    trace.tell(`${machine.name} ${what} ${snapshot.slice(0, 8)} beside ${others.map(({ name }) => name).join(' ')}`)
    if (others.length >= policy.copies) return
    violated(`I5: ${machine.name} ${what} ${snapshot.slice(0, 8)} beside ${others.length} copies of ${policy.copies}`)
  }

  #of(site: SiteId): Seen {
    const seen = this.#seen.get(site) ?? { held: new Set(), heldBefore: new Set(), dropped: new Map() }
    this.#seen.set(site, seen)
    return seen
  }
}
