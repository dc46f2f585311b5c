// A mesh of two real daemons of which one is killed in every round, in the middle of one kind of work, and has to come back
// by itself with everything it had acknowledged. A new kind of work is a line in `works`.
import assert from 'node:assert/strict'
import { appendFile, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { KIND, RECORD_HEAD, RECORD_MAGIC } from '../../node/store/pack-record.ts'
import { compareFolders } from '../../scripts/compare-folders.ts'
import type { Ran } from '../../scripts/local-mesh.ts'
import { flipByte } from '../helpers/disk-place.ts'
import { eventually } from '../helpers/eventually.ts'
import { writeFiles } from '../helpers/local-site.ts'
import { BERLIN, PATIENCE, POTSDAM, type ProcessMesh, startMesh } from '../helpers/process-mesh.ts'
import type { Chance } from './choices.ts'
import { arm, armedStart } from './system-calls.ts'

export type Work = 'ingest' | 'replicate' | 'heal' | 'restore'

export interface Reopened {
  /** It ended at a system call, not at some moment. */
  readonly atCall: boolean
  /** Processor time of the new process until it was ready: what a machine with nothing else to do would wait. */
  readonly cpuMs: number
}

const AUTHOR = BERLIN.name
const HOLDER = POTSDAM.name
const PROJECT = 'nova'
const FILES = 6
// So often a piece of work is done while the process that is to be killed doesn't come to its call.
const MOST_TIMES = 3
// Of so many kills the next start is cut off as well.
const STARTS = 0.15

export class Rounds implements AsyncDisposable {
  readonly mesh: ProcessMesh
  readonly #trace: boolean
  readonly #chance: Chance
  readonly #folder: string
  readonly #target: string
  /** Snapshots that were told to whoever asked for them. */
  readonly #told = new Set<string>()
  #round = 0

  private constructor(mesh: ProcessMesh, trace: boolean, chance: Chance) {
    this.mesh = mesh
    this.#trace = trace
    this.#chance = chance
    this.#folder = join(mesh.folder, 'Nova')
    this.#target = join(mesh.folder, 'restored')
  }

  static async start(trace: boolean, chance: Chance): Promise<Rounds> {
    const mesh = await startMesh([BERLIN, POTSDAM])
    const rounds = new Rounds(mesh, trace, chance)
    await rounds.#change()
    const policy = ['copies=2', 'location=2', 'medium=2', 'manager=2', 'trusted=1']
    rounds.#told.add(await mesh.keep(AUTHOR, PROJECT, rounds.#folder, policy))
    await mesh.untilCopies(AUTHOR, PROJECT, 2)
    return rounds
  }

  /** Kills a daemon while it does this, starts it again and looks whether anything is missing. */
  async kill(work: Work): Promise<Reopened> {
    const { mesh } = this
    this.#round++
    const victim = work === 'ingest' || work === 'restore' ? AUTHOR : HOLDER
    const before = (await mesh.snapshots(victim, PROJECT)).map(({ id }) => id)
    const armed = await arm((await mesh.pid(victim))!, this.#chance, this.#trace)
    let atCall = false
    try {
      for (let times = 0; times < MOST_TIMES && (await mesh.pid(victim)) !== undefined; times++) {
        await this.#prepare(work)
        await this.#works[work]()
      }
    } finally {
      atCall = await armed.end()
    }
    if (this.#trace && this.#chance() < STARTS) await this.#killStarting(victim)
    await eventually(async () => (await mesh.pid(victim)) === undefined, PATIENCE)
    await mesh.start(victim)
    const cpuMs = await cpuOf((await mesh.pid(victim))!)
    try {
      await this.#check(work, victim, before)
    } catch (cause) {
      throw new Error(`round ${this.#round}: ${work} at ${victim}, killed ${armed.how}`, { cause })
    }
    return { atCall, cpuMs }
  }

  /** Mends what the kill left, and is killed at that too. */
  async #killStarting(victim: string): Promise<void> {
    const { mesh } = this
    await eventually(async () => (await mesh.pid(victim)) === undefined, PATIENCE)
    try {
      await mesh.start(victim, {}, armedStart(this.#chance))
    } catch (error) {
      if ((await mesh.pid(victim)) !== undefined) throw error
    }
    await mesh.kill(victim)
  }

  /** At last both have everything, whole. */
  async finish(): Promise<void> {
    const { mesh } = this
    await mesh.untilCopies(AUTHOR, PROJECT, 2)
    for (const site of [AUTHOR, HOLDER]) {
      assert.equal((await mesh.run(site, ['verify'])).code, 0, `${site} has damage`)
      const known = new Set((await mesh.snapshots(site, PROJECT)).map(({ id }) => id))
      for (const id of this.#told) assert.ok(known.has(id), `snapshot ${id} is lost at ${site}`)
    }
  }

  async #prepare(work: Work): Promise<void> {
    if (work === 'ingest' || work === 'replicate') await this.#change()
    if (work === 'heal') await this.#damage()
    if (work === 'restore' && this.#chance() < 0.5) await rm(this.#target, { recursive: true, force: true })
  }

  readonly #works: Readonly<Record<Work, () => Promise<unknown>>> = {
    ingest: () => this.#snapshot(),
    replicate: async () => {
      await this.#snapshot()
      // It fetches what it has just heard of; a proof that comes meanwhile is more of the same.
      await this.#until(async () => (await this.mesh.project(AUTHOR, PROJECT)).copies.have === 2)
    },
    heal: () => this.mesh.run(HOLDER, ['verify', PROJECT]),
    restore: () => this.#restore(),
  }

  /** Waits for something, but not for ever: its end may never come, with the other one dead. */
  async #until(done: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 15; tries++) {
      if (await done()) return
      if ((await this.mesh.pid(HOLDER)) === undefined) return
      await new Promise(next => setTimeout(next, 100))
    }
  }

  async #snapshot(): Promise<void> {
    const ran = await this.mesh.run(AUTHOR, ['snapshot', PROJECT, '--json'])
    if (ran.code !== 0) return
    // Progress comes before it, a line each.
    this.#told.add((JSON.parse(ran.stdout.trim().split('\n').at(-1)!) as { snapshot: { id: string } }).snapshot.id)
  }

  #restore(): Promise<Ran> {
    return this.mesh.run(AUTHOR, ['restore', PROJECT, '--to', this.#target, '--overwrite', 'always'])
  }

  /** A few files are new, one grows. */
  async #change(): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    const sizes = Object.fromEntries(
      Array.from({ length: FILES }, (_, n) => [`take-${n}.raw`, Math.floor(this.#chance() * 30_000)]),
    )
    await writeFiles(this.#folder, sizes, 1 + this.#round)
    await appendFile(join(this.#folder, 'song.txt'), `day ${this.#round}\n`.repeat(100))
  }

  /** A byte of a chunk of the holder turns. (Of its own catalog nobody else has a copy.) */
  async #damage(): Promise<void> {
    const packs = join(this.mesh.store(HOLDER), 'packs')
    const names = await readdir(packs)
    const path = join(packs, names[Math.floor(this.#chance() * names.length)]!)
    const bytes = await readFile(path)
    const chunks: number[] = []
    for (let at = bytes.indexOf(RECORD_MAGIC); at >= 0; at = bytes.indexOf(RECORD_MAGIC, at + 1))
      if (bytes[at + 4] === KIND.chunk) chunks.push(at)
    const at = chunks[Math.floor(this.#chance() * chunks.length)]
    if (at !== undefined) await flipByte(path, at + RECORD_HEAD)
  }

  async #check(work: Work, victim: string, before: readonly string[]): Promise<void> {
    const { mesh } = this
    const known = new Set((await mesh.snapshots(victim, PROJECT)).map(({ id }) => id))
    const promised = victim === AUTHOR ? [...this.#told, ...before] : before
    for (const id of promised) assert.ok(known.has(id), `snapshot ${id} is lost`)
    const verified = await mesh.run(victim, ['verify', PROJECT])
    // A byte that was turned on purpose may be found only now; what else is wrong was lost by the kill.
    const isWell = verified.code === 0 || (work === 'heal' && verified.code === 5)
    assert.ok(isWell, `verify exits with ${verified.code}: ${verified.stdout}${verified.stderr}`)
    if (work === 'heal') await mesh.until(HOLDER, ['verify', PROJECT], 0)
    if (work === 'restore') {
      const again = await this.#restore()
      assert.equal(again.code, 0, again.stderr)
      const names = await readdir(this.#target)
      assert.deepEqual(
        names.filter(name => name.startsWith('.holdfast')),
        [],
        'the restore left files of its own',
      )
    }
    for (const folder of [mesh.home(victim), mesh.store(victim)]) {
      const left = (await readdir(folder)).filter(name => name.endsWith('.new'))
      assert.deepEqual(left, [], `temporary files are left in ${folder}`)
    }
  }

  /** The newest snapshot, restored, is the folder as it was when it was taken. */
  async compareNewest(): Promise<void> {
    await this.#snapshot()
    await rm(this.#target, { recursive: true, force: true })
    assert.equal((await this.#restore()).code, 0)
    assert.deepEqual((await compareFolders(this.#folder, this.#target)).differences, [])
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.mesh[Symbol.asyncDispose]()
  }
}

/** Processor time a process has used, user and system, ms. */
export async function cpuOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  return ticks * 10
}
