// The rounds of the soak: what a studio's mesh lives through, again and again, with real daemons. A take is changed and
// kept while a site is down; the site returns and catches up; rot is found and mended; a new project loses a holder and is
// healed; a site loses all it had and is replaced; a copy is restored and compared.
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Client, connectTo } from '../../cli/client.ts'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { flipByte } from '../../scripts/flip-byte.ts'
import { LocalMesh, type SiteSpec } from '../../scripts/local-mesh.ts'
import { AMSTERDAM, BERLIN, FRANKFURT, POTSDAM } from '../helpers/process-mesh.ts'
import { INSPECT, inspectorIn } from './heap.ts'

/** They run from beginning to end, and so are what is measured. */
export const STEADY = [BERLIN.name, POTSDAM.name] as const

const PROJECT = 'nova-lp'
const TAKES = 6
const TAKE_BYTES = 8_000_000
const CHANGED_A_ROUND = 2
const SIDE_BYTES = 3_000_000
const POLICY = ['standard', 'grace=10s']
const PATIENCE_MS = 600_000
const LOOK_EVERY_MS = 500
/** Every so many rounds. */
const HEAL_EVERY = 5
const ROT_EVERY = 4
/** An odd round in so many: in those the site that is lost is the one away. */
const LOSE_EVERY = 12

export class StudioWeek implements AsyncDisposable {
  readonly mesh: LocalMesh
  readonly #signal: AbortSignal
  readonly #tell: (line: string) => void
  readonly #folder: string
  #coming: string = FRANKFURT.name
  #lossy: SiteSpec = AMSTERDAM
  #losses = 0
  #next = 0

  private constructor(mesh: LocalMesh, tell: (line: string) => void, signal: AbortSignal) {
    this.mesh = mesh
    this.#tell = tell
    this.#signal = signal
    this.#folder = join(mesh.folder, 'Nova LP')
  }

  /** Four sites that see each other, and a project with its copies. */
  static async begin(tell: (line: string) => void, signal: AbortSignal): Promise<StudioWeek> {
    const week = new StudioWeek(await LocalMesh.create(), tell, signal)
    try {
      await week.#begin()
      return week
    } catch (error) {
      await week[Symbol.asyncDispose]()
      throw error
    }
  }

  async #begin(): Promise<void> {
    await this.mesh.init('soak', BERLIN)
    for (const spec of [POTSDAM, FRANKFURT, AMSTERDAM]) await this.mesh.add(spec)
    for (const site of STEADY) {
      await this.mesh.kill(site, 'SIGTERM')
      await this.mesh.start(site, INSPECT)
    }
    await mkdir(this.#folder)
    for (let take = 0; take < TAKES; take++) await this.#record(take)
    await this.#client(BERLIN.name).call('addProject', { name: PROJECT, folder: this.#folder, policy: POLICY })
    await this.#keep(PROJECT)
  }

  /** Where to ask for the memory of one of the steady sites. */
  async inspector(site: string): Promise<string> {
    return inspectorIn(await readFile(join(this.mesh.home(site), 'daemon.log'), 'utf8'))
  }

  async pids(): Promise<number[]> {
    const pids = await Promise.all(this.mesh.sites().map(site => this.mesh.pid(site)))
    return pids.filter(pid => pid !== undefined)
  }

  /** One round; `before` a process is ended. */
  async round(number: number, before: () => Promise<unknown>): Promise<void> {
    for (let change = 0; change < CHANGED_A_ROUND; change++) await this.#record(this.#next++ % TAKES)
    const away = number % 2 === 0 ? this.#coming : this.#lossy.name
    await before()
    await this.mesh.kill(away)
    await this.#keep(PROJECT)
    if (number % HEAL_EVERY === 0) await this.#healWithout(away, number)
    if (number % LOSE_EVERY === 1) await this.#replace(before)
    else await this.mesh.start(away)
    await this.#untilWhole(number % 2 === 0 ? this.#coming : this.#lossy.name)
    if (number % ROT_EVERY === 0) await this.#rot()
    await this.#restore()
  }

  /** A take is recorded over. */
  async #record(take: number): Promise<void> {
    await writeFile(join(this.#folder, `Take ${take}.wav`), randomBytes(TAKE_BYTES))
  }

  /** Takes a snapshot and waits for its copies. */
  async #keep(project: string): Promise<void> {
    const client = this.#client(BERLIN.name)
    const { snapshot } = (await client.call('takeSnapshot', { project, acceptEmpty: false, waitSeconds: null })).value
    await this.#until(`${project} has its copies`, async () => {
      const { snapshots } = (await client.call('snapshots', { project })).value
      const copies = snapshots.find(one => one.id === snapshot.id)?.copies
      return copies !== undefined && (copies.have ?? 0) >= copies.need
    })
  }

  /** A project that was kept by the three sites there are loses one of them for longer than its grace. */
  async #healWithout(away: string, number: number): Promise<void> {
    const project = `side-${number}`
    const folder = join(this.mesh.folder, project)
    const client = this.#client(BERLIN.name)
    await mkdir(folder)
    await writeFile(join(folder, 'Take.wav'), randomBytes(SIDE_BYTES))
    await client.call('addProject', { name: project, folder, policy: POLICY })
    await this.#keep(project)
    const third = away === this.#coming ? this.#lossy.name : this.#coming
    await this.mesh.kill(third)
    await this.mesh.start(away)
    await this.#until(`${project} is healed at ${away}`, async () => {
      const { sites } = (await client.call('whereis', { project })).value
      return sites.some(site => site.name === away && site.counted)
    })
    await this.mesh.start(third)
    await this.mesh.kill(away)
    await client.call('stopProject', { project })
    await rm(folder, { recursive: true })
    this.#tell(`${project} healed at ${away} while ${third} was down`)
  }

  /** All that a site had is gone, its keys included; a new one takes its place, and heals while another is away. */
  async #replace(before: () => Promise<unknown>): Promise<void> {
    await rm(this.mesh.home(this.#lossy.name), { recursive: true })
    this.#losses++
    const name = `${AMSTERDAM.name}-${this.#losses + 1}`
    this.#tell(`${this.#lossy.name} has lost everything and is replaced by ${name}`)
    this.#lossy = { ...AMSTERDAM, name }
    await this.mesh.add(this.#lossy)
    await before()
    await this.mesh.kill(this.#coming)
    await this.#untilWhole(name)
    await this.mesh.start(this.#coming)
    await this.#untilWhole(this.#coming)
    this.#tell(`${name} is healed`)
  }

  /** Waits until a site holds all of the project, proved. */
  async #untilWhole(name: string): Promise<void> {
    const client = this.#client(BERLIN.name)
    await this.#until(`${name} is whole again`, async () => {
      const { sites } = (await client.call('whereis', { project: PROJECT })).value
      return sites.some(site => site.name === name && site.counted)
    })
  }

  async #rot(): Promise<void> {
    await flipByte(join(this.mesh.store(this.#coming), 'packs'), Math.random())
    const { value } = await this.#client(this.#coming).call('verify', {})
    this.#tell(`${this.#coming} verified ${value.chunks} chunks, ${value.bad} bad`)
    await this.#untilWhole(this.#coming)
  }

  async #restore(): Promise<void> {
    const to = join(this.mesh.folder, 'restored')
    const request = { project: PROJECT, to, include: [], overwrite: 'never' as const }
    const { value } = await this.#client(POTSDAM.name).call('restore', request)
    const { differences } = await compareFolders(this.#folder, to)
    if (value.failed > 0 || differences.length > 0) throw new Error(`restored otherwise: ${differences.join(', ')}`)
    await rm(to, { recursive: true })
  }

  #client(site: string): Client {
    return connectTo(join(this.mesh.home(site), 'control.sock'), 'soak', this.#signal)
  }

  async #until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    for (const give = performance.now() + PATIENCE_MS; performance.now() < give; ) {
      if (await isSo()) return
      await wait(LOOK_EVERY_MS, undefined, { signal: this.#signal })
    }
    throw new Error(`not within ${PATIENCE_MS / 1000} s: ${what}`)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.mesh[Symbol.asyncDispose]()
  }
}
