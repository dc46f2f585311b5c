// One machine of the simulated mesh: its disk and keys stay, its process comes and goes, its clock may be wrong. The
// process is the site as the daemon runs it.
import type { LogFields, Ports } from '../../node/ports.ts'
import { type Site, startSite } from '../../node/work/site.ts'
import { isError } from '../../protocol/errors.ts'
import type { MeshId, SiteId } from '../../protocol/ids.ts'
import type { SealingKey, SigningKey } from '../../protocol/keys.ts'
import type { Labels } from '../../protocol/labels.ts'
import type { Ring } from '../../protocol/ring.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { Timeline } from './timeline.ts'
import type { VirtualDisk } from './virtual-disk.ts'
import type { VirtualNetwork } from './virtual-network.ts'
import { Life, processClock } from './virtual-process.ts'

export interface MachineOptions {
  readonly name: string
  readonly labels: Labels
  readonly trusted: boolean
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly sealing: SealingKey
  /** Rings in its key file; others come as grants. */
  readonly rings: readonly Ring[]
  readonly disk: VirtualDisk
  readonly network: VirtualNetwork
  readonly timeline: Timeline
  readonly random: SeededRandom
  /** Something that must not happen among honest sites on sound software. */
  readonly bug: (error: unknown, where: string) => void
}

/** What only a hostile or broken peer brings about. */
const NEVER_AMONG_FRIENDS = ['MESSAGE_INVALID', 'SIGNATURE_INVALID', 'PEER_MISBEHAVED', 'NOT_ALLOWED'] as const

/** How long a copy too many stands, and its bytes after it was dropped. */
const SURPLUS_MS = 12_000

export class Machine {
  readonly options: MachineOptions
  wallOffset = 0
  /** Snapshots under way, by project. */
  readonly taking = new Set<string>()
  #life: Life | undefined
  #site: Site | undefined
  #starts = 0

  constructor(options: MachineOptions) {
    this.options = options
  }

  get name(): string {
    return this.options.name
  }

  get id(): SiteId {
    return this.options.key.id
  }

  get isDown(): boolean {
    return this.#life === undefined
  }

  /** The site at work, once it is up. */
  get site(): Site | undefined {
    return this.#site
  }

  start(): void {
    if (this.#life !== undefined) return
    const life = new Life()
    this.#life = life
    this.taking.clear()
    this.#boot(life).catch(error => {
      if (!life.ended) this.options.bug(error, `starting ${this.name}`)
    })
  }

  /** Ends the process in the middle of whatever it does. */
  kill(how: 'process' | 'machine'): void {
    this.#life?.end()
    this.#life = undefined
    this.#site = undefined
    this.options.network.killed(this.id, how)
  }

  /** Ends the process in order. Resolves when it has. */
  async stop(): Promise<void> {
    const [life, site] = [this.#life, this.#site]
    if (life === undefined || site === undefined) return
    this.#site = undefined
    await site[Symbol.asyncDispose]()
    if (life.ended) return
    life.end()
    this.#life = undefined
  }

  async #boot(life: Life): Promise<void> {
    const { mesh, key, sealing, rings, disk, network, timeline, random } = this.options
    const ports: Ports = {
      clock: processClock(timeline, life, () => this.wallOffset),
      random: random.fork(`process ${++this.#starts}`),
      log: this.#log(life),
    }
    const store = await disk.open(life, ports)
    const site = await startSite(
      {
        mesh,
        key,
        sealing,
        rings,
        store,
        surplus: { settleMs: SURPLUS_MS, trashMs: SURPLUS_MS },
        software: 'simulated',
        self: () => ({
          addresses: [],
          capacity: 2 ** 30,
          used: Math.floor(store.stats().chunkBytes / 65_536) * 65_536,
          full: false,
          health: 'ok',
          software: 'simulated',
          features: [],
        }),
        connect: async (serves, working) => network.join(key.id, serves, life, other => working.members.has(other)),
      },
      ports,
    )
    if (!life.ended) this.#site = site
  }

  #log(life: Life): Ports['log'] {
    const note = (fields: LogFields, message: string): void => {
      if (life.ended || fields.err === undefined) return
      const expected = isError(fields.err) && !NEVER_AMONG_FRIENDS.some(code => isError(fields.err, code))
      if (!expected) this.options.bug(fields.err, `${this.name}: ${message}`)
    }
    return { debug: note, info: note, warn: note, error: note }
  }
}
