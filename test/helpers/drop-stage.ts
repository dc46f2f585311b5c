// Some sites' droppers and granters as they run in production, with their journals, on clocks and a network that a test moves
// by hand: every message waits until it is named.

import type { Ports } from '../../node/ports.ts'
import { Dropper } from '../../node/work/drop/dropper.ts'
import { Granter } from '../../node/work/drop/granter.ts'
import { Standing } from '../../node/work/drop/standing.ts'
import { Locks } from '../../node/work/keeping/locks.ts'
import { Trash } from '../../node/work/keeping/trash.ts'
import { type PromiseJournal, Promises } from '../../node/work/mesh/promises.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { idOf, type MeshId, type SiteId, type SnapshotId } from '../../protocol/ids.ts'
import { type SigningKey, signingKeyFromSeed } from '../../protocol/keys.ts'
import type { Times } from '../../protocol/lease.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import type { SnapshotRecord } from '../../protocol/snapshot.ts'
import { SeededRandom } from '../simulation/seeded-random.ts'

const MESH = 'ab'.repeat(32) as MeshId
const PROJECT = idOf('ProjectId', new Uint8Array(16).fill(7))
const SNAPSHOT = idOf('SnapshotId', new Uint8Array(32).fill(9))

type Kind = 'ask' | 'answer' | 'release' | 'challenge' | 'proof'
interface Message {
  readonly kind: Kind
  readonly from: number
  readonly to: number
  readonly deliver: () => Promise<void>
}
interface Call {
  readonly from: number
  readonly to: number
  readonly kind: 'ask' | 'challenge'
  readonly fail: () => void
}

interface StageTimes {
  readonly leaseMs: number
  readonly trashMs: number
}

export class DropStage {
  readonly sites: StageSite[] = []
  readonly messages: Message[] = []
  /** Requests whose answer is awaited. */
  readonly calls: Call[] = []
  readonly keys: readonly SigningKey[]
  readonly times: StageTimes
  clocks: Times[]

  private constructor(count: number, times: StageTimes) {
    this.times = times
    this.clocks = Array.from({ length: count }, () => ({ monotonic: 0, wall: 0, custody: 0 }))
    const keys = Array.from({ length: count }, (_, i) => signingKeyFromSeed(new Uint8Array(32).fill(i + 1)))
    this.keys = keys.sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  static async open(count: number, times: StageTimes): Promise<DropStage> {
    const stage = new DropStage(count, times)
    for (let i = 0; i < count; i++) stage.sites.push(await StageSite.start(stage, i))
    return stage
  }

  setClocks(clocks: Times[]): void {
    this.clocks = clocks
  }

  send(message: Message): void {
    this.messages.push(message)
  }

  /** One step by the model's name for it. */
  async play(name: string): Promise<void> {
    const [what, rest = '', more = ''] = name.split(' ')
    const [from, to] = rest.split('>').map(Number)
    if (what === 'tick' || what === 'jump') for (const site of this.sites) await site.happen({ type: 'clock' })
    else if (what === 'want')
      await this.sites[from!]!.happen({ type: 'want', snapshots: [SNAPSHOT], stay: this.#others(from!) })
    else if (what === 'due') this.sites[from!]!.due()
    else if (what === 'wanted') await this.sites[from!]!.happen({ type: 'wanted' })
    else if (what === 'crash') await this.sites[from!]!.restart()
    else if (what === 'timeout') this.#time(from!, to!, more as Call['kind'])
    else await this.#deliver(what as Kind, from!, to!, Number(more.slice(1)), name.endsWith('doubled'))
    await settled()
  }

  async look(): Promise<unknown[]> {
    return this.sites.map(site => site.look())
  }

  #others(i: number): SiteId[] {
    return this.keys.filter((_, at) => at !== i).map(key => key.id)
  }

  #time(from: number, to: number, kind: Call['kind']): void {
    const call = this.calls.findLast(one => one.from === from && one.to === to && one.kind === kind)
    if (call === undefined) throw new TypeError(`nothing to give up from ${from} to ${to}`)
    call.fail()
  }

  async #deliver(kind: Kind, from: number, to: number, place: number, stays: boolean): Promise<void> {
    const of = this.messages.filter(one => one.kind === kind && one.from === from && one.to === to)
    const message = of[place]
    if (message === undefined) throw new TypeError(`no ${kind} from ${from} to ${to}`)
    if (!stays) this.messages.splice(this.messages.indexOf(message), 1)
    await message.deliver()
  }

  /** A request of two messages; rejects when it is given up, and never once the site that asks has ended. */
  call<T>(
    from: number,
    to: number,
    kinds: [Kind, Kind],
    serve: () => Promise<T>,
    life: { ended: boolean },
  ): Promise<T> {
    const answered = Promise.withResolvers<T>()
    const [kind, back] = kinds
    const over = (): void => {
      if (this.calls.includes(call)) this.calls.splice(this.calls.indexOf(call), 1)
    }
    const fail = (): void => {
      over()
      answered.reject(new HoldfastError('PEER_UNREACHABLE', 'given up'))
    }
    const call: Call = { from, to, kind: kind === 'challenge' ? 'challenge' : 'ask', fail }
    if (kind !== 'release') this.calls.push(call)
    this.send({
      kind,
      from,
      to,
      deliver: async () => {
        const response = await serve()
        if (kind === 'release') return answered.resolve(response)
        const deliver = async (): Promise<void> => {
          over()
          if (!life.ended) answered.resolve(response)
        }
        this.send({ kind: back, from: to, to: from, deliver })
      },
    })
    return answered.promise
  }
}

class StageSite {
  readonly #stage: DropStage
  readonly #i: number
  readonly #journal = memoryJournal()
  /** Outlives the process, as the bytes do. */
  whole = true
  #held: SnapshotId[] = [SNAPSHOT]
  #life = { ended: false }
  #runs = 0
  promises!: Promises
  trash!: Trash
  granter!: Granter
  #standing!: Standing
  #dropper!: Dropper

  private constructor(stage: DropStage, i: number) {
    this.#stage = stage
    this.#i = i
  }

  static async start(stage: DropStage, i: number): Promise<StageSite> {
    const site = new StageSite(stage, i)
    await site.#boot()
    return site
  }

  async restart(): Promise<void> {
    this.#life.ended = true
    this.#life = { ended: false }
    for (const call of [...this.#stage.calls])
      if (call.from === this.#i) this.#stage.calls.splice(this.#stage.calls.indexOf(call), 1)
    await this.#boot()
    await this.#dropper.restore()
  }

  happen(event: Parameters<Dropper['happen']>[1]): Promise<void> {
    return this.#dropper.happen(PROJECT, event)
  }

  /** As the collector asks and frees. */
  due(): void {
    const life = this.#life
    const [mark] = this.trash.marks()
    if (mark === undefined) throw new TypeError('nothing is due')
    void this.#dropper.mayFree(mark).then(async isFree => {
      if (!isFree || life.ended) return
      this.whole = false
      await this.trash.freed([SNAPSHOT])
      await this.happen({ type: 'gone' })
    })
  }

  look(): unknown {
    const { given, removal, trashed } = this.#standing.of(PROJECT)
    const { custody } = this.#stage.clocks[this.#i]!
    return {
      removal: removal !== undefined,
      trashed: trashed?.freeAt,
      whole: this.whole,
      given: given.filter(lease => lease.until > custody).length,
      phase: this.#dropper.phase(PROJECT),
    }
  }

  async #boot(): Promise<void> {
    const stage = this.#stage
    const i = this.#i
    const life = this.#life
    const key = stage.keys[i]!
    const now = (): Times => stage.clocks[i]!
    const clock = { now: () => now().custody }
    const log = { info: () => undefined, warn: () => undefined, debug: () => undefined, error: bug }
    const ports: Ports = {
      clock: { wall: () => now().wall, monotonic: () => now().monotonic, wait: () => new Promise(() => undefined) },
      random: new SeededRandom(`site ${i} run ${this.#runs++}`),
      log,
    }
    this.promises = await Promises.load(this.#journal)
    const { promises } = this
    const locks = new Locks({ promises, clock })
    if (locks.of(SNAPSHOT) === undefined) await locks.accept(PROJECT, [SNAPSHOT])
    const record = { id: SNAPSHOT, project: PROJECT, root: {} } as SnapshotRecord
    const custody = {
      holds: () => this.#held.length > 0,
      release: async () => {
        this.#held = []
      },
      hold: async () => {
        this.#held = [SNAPSHOT]
      },
      guard: () => ({ [Symbol.dispose]: () => undefined }),
      missing: async () => [],
    }
    const times = { surplus: stage.times.trashMs }
    this.trash = new Trash({ promises, custody, locks, clock, snapshot: () => record, times })
    const { trash } = this
    const standing = new Standing({ promises, trash, clock }, ports)
    this.#standing = standing
    const members = { get: () => MEMBER, has: () => true, nameOf: (site: SiteId) => site }
    const holding = () => (this.#held.length === 0 ? undefined : { ...HOLDING, snapshots: this.#held })
    const granter = new Granter({ mesh: MESH, key, members, custody: { holding }, locks, promises, standing }, ports)
    this.granter = granter
    const indexOf = (site: SiteId): number => stage.keys.findIndex(other => other.id === site)
    this.#dropper = new Dropper(
      {
        me: key.id,
        mesh: MESH,
        peers: {
          lease: (site, request) => {
            const to = indexOf(site)
            const asked = new pb.LeaseRequest(request)
            const serve = async () => new pb.LeaseResponse(await stage.sites[to]!.granter.answer(key.id, asked))
            return stage.call(i, to, request.release ? ['release', 'answer'] : ['ask', 'answer'], serve, life)
          },
        },
        promises,
        trash,
        locks,
        standing,
        isEnough: (_, sites) => sites.length >= 2,
        stayers: () => stage.keys.filter(other => other !== key).map(other => other.id),
        challenge: site => {
          const to = indexOf(site)
          const other = stage.sites[to]!
          return stage.call(i, to, ['challenge', 'proof'], async () => other.whole && other.#held.length > 0, life)
        },
        done: () => undefined,
        leaseMs: stage.times.leaseMs,
        lastTries: 1,
        signal: new AbortController().signal,
      },
      ports,
    )
  }
}

const HOLDING = { storedBytes: 1, scrubbedAt: 0, since: 0, voided: false, generation: 1 }
const MEMBER = { role: 'operator', projects: new Set(), revoked: false } as unknown as ReturnType<
  ConstructorParameters<typeof Granter>[0]['members']['get']
>

function bug(fields: object, message: string): void {
  throw new Error(`${message}: ${JSON.stringify(fields)}`)
}

function memoryJournal(): PromiseJournal {
  let entries: Uint8Array[] = []
  return {
    append: async more => void entries.push(...more.map(entry => Uint8Array.from(entry))),
    replay: async function* () {
      yield* entries
    },
    compact: async all => {
      entries = [...all]
    },
    bytes: 0,
  }
}

// Everything that waits for nothing but other promises has happened by then.
async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise<void>(resolve => setImmediate(resolve))
}
