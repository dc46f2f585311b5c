// What must hold at every moment, whatever has failed (architecture, invariants I1 to I12): no copy counts that was not
// whole when it was last proved, none past its grace; no honest site is accused; nothing held is ever let go.

import type { Project } from '../../node/work/mesh/projects.ts'
import type { Site } from '../../node/work/site.ts'
import { copyOf } from '../../protocol/copies.ts'
import type { CopiesInput } from '../../protocol/copy.ts'
import type { SiteId, SnapshotId } from '../../protocol/ids.ts'
import { DropWatch } from './drop-watch.ts'
import type { Machine } from './machine.ts'
import type { World } from './world.ts'

/** Beyond the grace: news that was under way, and beats that others still passed on. */
const NEWS_MS = 45_000
/** From the moment a holder took a bad chunk out of service until every reachable observer has heard of it. */
const LOSS_HEARD_MS = 120_000

/** How long a copy was counted by somebody while it was not there, ms: site gone, rot nobody has read yet, rot found. */
export interface Overcounts {
  gone: number
  unread: number
  found: number
}

export class Watch {
  readonly #world: World
  readonly longest: Overcounts = { gone: 0, unread: 0, found: 0 }
  /** Counted copies looked at. */
  assessed = 0
  readonly drops: DropWatch

  constructor(world: World) {
    this.#world = world
    this.drops = new DropWatch(world)
  }

  /** Looks at everything every live site believes now. */
  sample(): void {
    this.drops.sample()
    for (const machine of this.#world.machines) {
      const { site } = machine
      if (site === undefined) continue
      this.#checkHoldings(machine, site)
      this.#checkAccusations(machine, site)
      for (const project of site.projects.all()) this.#checkCounted(machine, site, project)
    }
  }

  // I3
  #checkCounted(observer: Machine, site: Site, project: Project): void {
    const input = site.assessor.input(project)
    for (const { id } of input.sites) {
      for (const snapshot of input.snapshots) {
        if (!copyOf(input, id, snapshot.id).counted) continue
        this.assessed++
        this.#checkProof(observer, input, id, snapshot.id)
        this.#checkPresence(observer, input, id, snapshot.id)
      }
    }
  }

  #checkProof(observer: Machine, input: CopiesInput, holder: SiteId, snapshot: SnapshotId): void {
    const generation = input.holdings.find(holding => holding.site === holder)?.generation
    const isBacked = input.proofs.some(
      proof =>
        proof.holder === holder &&
        proof.prover !== holder &&
        proof.result === 'passed' &&
        proof.generation === generation &&
        proof.snapshots.has(snapshot) &&
        this.#world.truth.wasProved(proof.challengeHash, snapshot),
    )
    if (isBacked) return
    this.#violated(`I3: ${observer.name} counts ${this.#copy(holder, snapshot)}, which no proof showed to be whole`)
  }

  #checkPresence(observer: Machine, input: CopiesInput, holder: SiteId, snapshot: SnapshotId): void {
    const { truth, network, timeline } = this.#world
    const grace = input.policy.grace * 1000
    const gone = holder === observer.id ? 0 : timeline.now - network.lastNews(observer.id, holder)
    this.longest.gone = Math.max(this.longest.gone, gone)
    if (gone > grace + NEWS_MS)
      this.#violated(`I3: ${observer.name} counts ${this.#copy(holder, snapshot)}, silent for ${seconds(gone)}`)
    if (gone > 0) return
    const rotten = truth.damagedSince(holder, snapshot, 'rotten')
    if (rotten !== undefined) this.longest.unread = Math.max(this.longest.unread, timeline.now - rotten)
    const lost = truth.damagedSince(holder, snapshot, 'lost')
    if (lost === undefined) return
    this.longest.found = Math.max(this.longest.found, timeline.now - lost)
    if (timeline.now - lost > grace + LOSS_HEARD_MS)
      this.#violated(
        `I3: ${observer.name} counts ${this.#copy(holder, snapshot)}, damaged and found ${seconds(timeline.now - lost)} ago`,
      )
  }

  // A holding is stated only when every chunk is here, and nothing held is let go.
  #checkHoldings(machine: Machine, site: Site): void {
    for (const [project, holding] of site.view.holdings(machine.id)) {
      for (const id of holding.snapshots) {
        const absent = this.#world.truth.neverThere(machine.id, id)
        if (absent.length === 0) continue
        this.#violated(
          `${machine.name} states ${id.slice(0, 8)} of ${project.slice(0, 4)} without ${absent.length} chunks`,
        )
      }
    }
  }

  // I12, and no fork among sites whose disks never went back.
  #checkAccusations(machine: Machine, site: Site): void {
    for (const author of site.promises.forks.keys())
      if (!this.#world.truth.disks.get(author)!.wasSetBack)
        this.#violated(`${machine.name} sees a fork of ${this.#nameOf(author)}`)
    for (const { site: suspected, offence, what } of site.suspects.all()) {
      const disk = this.#world.truth.disks.get(suspected)!
      const isTrue = (offence === 'fork' && disk.wasSetBack) || (offence === 'holding' && disk.everRotten.size > 0)
      if (!isTrue) this.#violated(`I12: ${machine.name} says that ${this.#nameOf(suspected)} ${offence}: ${what}`)
    }
    for (const accuser of site.view.authors()) {
      for (const holder of site.members.sites()) {
        if (this.#world.truth.disks.get(holder)!.everRotten.size > 0) continue
        for (const project of site.projects.all()) {
          if (site.view.proofBy(accuser, holder, project.id)?.result === 'failed')
            this.#violated(`I12: ${this.#nameOf(accuser)} accuses ${this.#nameOf(holder)}, which lost nothing`)
        }
      }
    }
  }

  #copy(holder: SiteId, snapshot: SnapshotId): string {
    return `${snapshot.slice(0, 8)} at ${this.#nameOf(holder)}`
  }

  #nameOf(id: SiteId): string {
    return this.#world.machines.find(machine => machine.id === id)?.name ?? id.slice(0, 8)
  }

  #violated(what: string): void {
    if (!this.#world.violations.includes(what)) this.#world.violated(what)
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
