// What befalls the mesh, drawn from the seed: work and faults first, in any order; then the faults stop.
import type { Cid } from '../../protocol/ids.ts'
import { capture, type Production } from './capture.ts'
import type { Machine } from './machine.ts'
import type { SeededRandom } from './seeded-random.ts'
import { CALM, type Weather } from './virtual-network.ts'
import type { World } from './world.ts'

const NO_SIGNAL = new AbortController().signal
const WORST: Weather = { delay: 250, late: 0.05, lost: 0.5, doubled: 0.15, failed: 0.15 }

export class Story {
  readonly #world: World
  readonly #random: SeededRandom
  readonly #productions: readonly Production[]
  readonly #images = new Map<Machine, () => void>()
  #isOver = false

  constructor(world: World, productions: readonly Production[]) {
    this.#world = world
    this.#random = world.random.fork('story')
    this.#productions = productions
  }

  /** Works and fails for about `ms`, an event every `everyMs` on average. */
  async faults(ms: number, everyMs: number): Promise<void> {
    const { timeline } = this.#world
    const end = timeline.now + ms
    const events: readonly [weight: number, event: () => void][] = [
      [6, () => this.#snapshot()],
      [3, () => this.#kill()],
      [4, () => this.#start()],
      [1, () => this.#stop()],
      [1, () => this.#powerCut()],
      [2, () => this.#split()],
      [3, () => this.#join()],
      [2, () => this.#weather()],
      [2, () => this.#rot()],
      [1, () => this.#scrub()],
      [1, () => this.#setClock()],
      [1, () => this.#loseCache()],
      [2, () => this.#image()],
      [2, () => this.#setBack()],
    ]
    const bag = events.flatMap(([weight, event]) => Array.from({ length: weight }, () => event))
    while (timeline.now < end) {
      await timeline.pause(this.#random.between(0, 2 * everyMs))
      this.#random.pick(bag)()
    }
  }

  /** Ends every fault, but for one machine that may be gone for good. Returns that one. */
  calm(): Machine | undefined {
    const { network, machines, trace } = this.#world
    this.#isOver = true
    network.split(new Map())
    network.setWeather(() => CALM)
    const gone = this.#random.chance(0.3) ? this.#dispensable() : undefined
    if (gone && !gone.isDown) gone.kill('machine')
    for (const machine of machines) {
      machine.wallOffset = 0
      if (machine !== gone) machine.start()
    }
    trace.tell(gone ? `the faults stop; ${gone.name} is gone for good` : 'the faults stop')
    return gone
  }

  // A machine that holds the last of something can't be lost without losing it.
  #dispensable(): Machine | undefined {
    const { truth, machines } = this.#world
    const candidates = machines.filter(machine => {
      const others = machines.filter(other => other !== machine).map(other => other.id)
      return [...truth.snapshots.keys()].every(id => truth.isRestorable(id, others))
    })
    return candidates.length > 0 ? this.#random.pick(candidates) : undefined
  }

  #snapshot(): void {
    const production = this.#random.pick(this.#productions)
    const machines = [...production.folders.keys()].filter(({ site }) => site?.projects.get(production.id))
    // Now and then two sites take one of the same project at once.
    const takers = this.#random.chance(0.3) ? machines : machines.slice(0, 1)
    for (const machine of takers) this.#inBackground(capture(this.#world, machine, production))
  }

  #kill(): void {
    const up = this.#world.machines.filter(machine => !machine.isDown)
    if (up.length < 4) return
    const machine = this.#random.pick(up)
    const how = this.#random.pick(['process', 'machine'] as const)
    this.#tell(`${machine.name} is killed (${how})`)
    machine.kill(how)
  }

  #start(): void {
    const down = this.#world.machines.filter(machine => machine.isDown)
    if (down.length === 0) return
    const machine = this.#random.pick(down)
    this.#tell(`${machine.name} starts`)
    machine.start()
  }

  #stop(): void {
    const up = this.#world.machines.filter(({ site }) => site !== undefined)
    if (up.length < 4) return
    const machine = this.#random.pick(up)
    this.#tell(`${machine.name} is stopped`)
    this.#inBackground(machine.stop().then(() => this.#tell(`${machine.name} has stopped`)))
  }

  #powerCut(): void {
    this.#tell('the power fails everywhere')
    for (const machine of this.#world.machines) {
      machine.kill('machine')
      this.#world.timeline.after(this.#random.between(1_000, 30_000), () => {
        if (!this.#isOver) machine.start()
      })
    }
  }

  #split(): void {
    const sides = new Map(this.#world.machines.map(machine => [machine.id, this.#random.below(2)]))
    const named = [0, 1].map(side => this.#world.machines.filter(({ id }) => sides.get(id) === side).map(m => m.name))
    this.#tell(`the network splits: ${named.map(names => names.join(' ') || 'nobody').join(' | ')}`)
    this.#world.network.split(sides)
  }

  #join(): void {
    this.#tell('the network is whole')
    this.#world.network.split(new Map())
  }

  #weather(): void {
    const badness = this.#random.fraction()
    const draw = (): Weather => {
      const share = badness * this.#random.fraction()
      const { delay, late, lost, doubled, failed } = WORST
      return {
        delay: 10 + share * delay,
        late: share * late,
        lost: share * lost,
        doubled: share * doubled,
        failed: share * failed,
      }
    }
    this.#tell(`the weather changes, badness ${badness.toFixed(2)}`)
    this.#world.network.setWeather(draw)
  }

  // One good copy of every chunk stays somewhere.
  #rot(): void {
    const { machines, truth } = this.#world
    const machine = this.#random.pick(machines)
    const disk = truth.disks.get(machine.id)!
    const isElsewhere = (cid: Cid) =>
      machines.some(other => other !== machine && truth.disks.get(other.id)!.good.has(cid))
    const cids = [...disk.good].filter(isElsewhere)
    if (cids.length === 0) return
    const cid = this.#random.pick(cids)
    this.#tell(`chunk ${cid.slice(0, 8)} rots at ${machine.name}`)
    disk.rot(cid)
  }

  #scrub(): void {
    const machine = this.#random.pick(this.#world.machines)
    const { site } = machine
    if (site === undefined) return
    this.#tell(`${machine.name} verifies everything`)
    this.#inBackground(site.scrubber.pass('now', () => undefined, NO_SIGNAL).then(() => undefined))
  }

  #setClock(): void {
    const machine = this.#random.pick(this.#world.machines)
    machine.wallOffset = Math.round(this.#random.between(-120_000, 120_000))
    this.#tell(`the clock of ${machine.name} is set ${(machine.wallOffset / 1000).toFixed(0)} s wrong`)
  }

  // The index is lost and rebuilt without what it only remembered.
  #loseCache(): void {
    const down = this.#world.machines.filter(machine => machine.isDown)
    if (down.length === 0) return
    const machine = this.#random.pick(down)
    this.#tell(`${machine.name} loses its caches`)
    machine.options.disk.medium.caches.clear()
  }

  #image(): void {
    const machine = this.#random.pick(this.#world.machines)
    this.#tell(`an image is taken of ${machine.name}`)
    this.#images.set(machine, machine.options.disk.image())
  }

  // Its machine is restored from an image: what it did since is forgotten, by it alone.
  #setBack(): void {
    const [entry] = [...this.#images].filter(([machine]) => machine.isDown)
    if (entry === undefined) return
    const [machine, restore] = entry
    const { truth, machines } = this.#world
    const others = machines.filter(other => other !== machine).map(other => other.id)
    for (const snapshot of truth.snapshots.values())
      if (snapshot.author === machine.id && !truth.isRestorable(snapshot.id, others)) snapshot.acknowledged = false
    this.#tell(`${machine.name} is set back to its image`)
    restore()
  }

  #inBackground(work: Promise<unknown>): void {
    work.catch(error => this.#world.violated(`${error instanceof Error ? error.stack : error}`))
  }

  #tell(words: string): void {
    this.#world.trace.tell(words)
  }
}
