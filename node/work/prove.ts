// Makes other sites prove what they say they hold: a fresh random challenge over bytes this site holds itself, soon
// after a holding appears and again before the proof ages out. The nearest in a fixed order asks, the others wait their
// turn (§ Proof).
import { encodeProof, keys } from '../../protocol/catalog.ts'
import { copyOf } from '../../protocol/copies.ts'
import { isError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { bytesOf, type Cid, type MeshId, type ProjectId, type SiteId, type SnapshotId } from '../../protocol/ids.ts'
import type { SigningKey } from '../../protocol/keys.ts'
import type { Offence } from '../../protocol/offence.ts'
import { type Challenge, checkAnswer, makeChallenge, parseAnswer, type ReadRanges } from '../../protocol/proof.ts'
import { mayHold } from '../../protocol/role.ts'
import { encodeSigned } from '../../protocol/signed.ts'
import type { Ports } from '../ports.ts'
import type { Worker } from '../worker.ts'
import { Accusations } from './accusations.ts'
import type { Assessor } from './assess.ts'
import type { ChunkStore, Custody } from './custody/custody.ts'
import type { Members } from './mesh/members.ts'
import type { OwnCatalog } from './mesh/own-catalog.ts'
import type { Project, Projects, Snapshot } from './mesh/projects.ts'
import type { View } from './mesh/view.ts'
import type { Peers } from './peers.ts'
import { rangeReader } from './read-range.ts'
import { sampleRanges } from './sample.ts'

/** How long the next in order waits for the one before. */
const TURN_MS = 6_000
const RETRY_MS = 5_000
/** A project in which nothing was due is looked at again once something about it changed, or after this. */
const QUIET_MS = 60_000

interface Options {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly peers: Peers
  readonly members: Members
  readonly projects: Projects
  readonly view: View
  readonly own: OwnCatalog
  readonly assessor: Assessor
  readonly custody: Custody
  readonly store: ChunkStore
  readonly isUp: (site: SiteId) => boolean
  /** A chunk here is rotten. */
  readonly damaged: (cid: Cid, why: string) => Promise<void>
  /** Tells sites the newest head of another. */
  readonly tell: (author: SiteId, sites: readonly SiteId[], signal: AbortSignal) => Promise<void>
  readonly suspect: (site: SiteId, offence: Offence, what: string) => void
}

interface Task {
  readonly project: Project
  readonly holder: SiteId
  readonly snapshots: readonly Snapshot[]
  readonly fresh: ReadonlySet<SnapshotId>
  readonly generation: number
}

export class Prover {
  readonly #options: Options
  readonly #ports: Ports
  readonly #since = new Map<string, { key: string; at: number; triedAt: number }>()
  readonly #accusations: Accusations
  /** Where nothing is due: as of which revision, and until when that may be believed. */
  readonly #quiet = new Map<ProjectId, { readonly revision: number; readonly until: number }>()
  /** What was stated and is on its way into a head; with the failure, if it comes not there. */
  readonly #stated: Promise<unknown>[] = []
  challenges = 0
  failures = 0

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
    this.#accusations = new Accusations(
      {
        mesh: options.mesh,
        me: options.key.id,
        view: options.view,
        projects: options.projects,
        load: cid => this.#load(cid),
        read: this.#reader(),
        confirm: (challenge, { challenge: asked, answer }) =>
          this.#state(challenge, { challenge: asked!, answer: answer! }),
        suspect: options.suspect,
      },
      ports,
    )
  }

  worker(): Worker {
    return {
      name: 'prove',
      idleMs: 2_000,
      status: () => ({ challenges: this.challenges, failures: this.failures }),
      step: async signal => {
        let worked = false
        for (const project of this.#options.projects.all()) {
          if (this.#options.custody.holding(project.id) !== undefined) await this.#accusations.judge(project.id, signal)
          for (const task of this.#tasks(project)) {
            if (!this.#isMyTurn(task)) continue
            try {
              await this.#challenge(task, signal)
              worked = true
            } catch (error) {
              if (signal.aborted || !isError(error)) throw error
              this.#ports.log.debug({ site: task.holder, err: error }, 'a challenge was not answered; the proof ages')
            }
          }
        }
        for (const failure of await Promise.all(this.#stated.splice(0))) if (failure !== undefined) throw failure
        return worked ? 'worked' : 'idle'
      },
    }
  }

  /** Challenges a holder over exactly these snapshots now, whatever was proved before. True when it proved them. */
  async prove(holder: SiteId, id: ProjectId, snapshots: readonly SnapshotId[], signal: AbortSignal): Promise<boolean> {
    const { projects, view } = this.#options
    const project = projects.get(id)
    const holding = view.holding(holder, id)
    const known = snapshots.map(snapshot => projects.snapshot(id, snapshot)).filter(found => found !== undefined)
    if (project === undefined || holding === undefined || holding.voided || known.length < snapshots.length)
      return false
    const { generation } = holding
    return this.#challenge({ project, holder, snapshots: known, fresh: new Set(snapshots), generation }, signal)
  }

  #tasks(project: Project): Task[] {
    const { projects, custody, view, members, key, peers, assessor } = this.#options
    const own = custody.holding(project.id)
    if (own === undefined || own.voided || !this.#mayProve(key.id, project)) return []
    const now = this.#ports.clock.monotonic()
    const revision = assessor.revision(project)
    const quiet = this.#quiet.get(project.id)
    if (quiet?.revision === revision && now < quiet.until) return []
    const here = new Set(own.snapshots)
    const mine = projects.retained(project.id).filter(({ id }) => here.has(id))
    if (mine.length === 0) return []
    const input = assessor.proverInput(project)
    const renewBefore = input.now - (project.entry.policy.proofAge * 1000) / 2
    const tasks = view.holders(project.id).flatMap(({ site, holding }) => {
      if (site === key.id || holding.voided || !members.has(site)) return []
      const there = new Set(holding.snapshots)
      const held = mine.filter(({ id }) => there.has(id))
      const due = held.filter(snapshot => {
        const copy = copyOf(input, site, snapshot.id)
        if (copy.state === 'claimed' || copy.state === 'reproving' || copy.state === 'proof-stale') return true
        return copy.counted && (copy.provedAt ?? 0) < renewBefore
      })
      if (due.length === 0) return []
      return [
        {
          project,
          holder: site,
          snapshots: held,
          fresh: new Set(due.map(snapshot => snapshot.id)),
          generation: holding.generation,
        },
      ]
    })
    const due = new Set(tasks.map(({ holder }) => holder))
    for (const { site } of view.holders(project.id)) if (!due.has(site)) this.#since.delete(`${project.id}/${site}`)
    if (tasks.length === 0) this.#quiet.set(project.id, { revision, until: now + QUIET_MS })
    const connected = new Set(peers.connected())
    return tasks.filter(({ holder }) => connected.has(holder))
  }

  // The order in which holders may ask is the same for all of them; each later one gives the ones before it time.
  #isMyTurn(task: Task): boolean {
    const { key, view, members, isUp } = this.#options
    const id = `${task.project.id}/${task.holder}`
    const state = `${task.generation}/${[...task.fresh].join()}`
    const now = this.#ports.clock.monotonic()
    const known = this.#since.get(id)
    const since = known?.key === state ? known : { key: state, at: now, triedAt: Number.NEGATIVE_INFINITY }
    this.#since.set(id, since)
    if (now - since.triedAt < RETRY_MS) return false
    const others = view
      .holders(task.project.id)
      .map(({ site }) => site)
      .filter(site => site !== task.holder && this.#mayProve(site, task.project) && (site === key.id || isUp(site)))
    // Those beside the holder come last, and still come: what one observer misses, all others may have long since seen. Only
    // after them come those that are about to leave.
    const order = others
      .map(site => ({
        site,
        beside: members.get(site)?.retiring ? 2 : this.#isElsewhere(site, task.holder) ? 0 : 1,
        weight: hash(bytesOf(task.holder), bytesOf(task.project.id), bytesOf(site)),
      }))
      .sort((a, b) => a.beside - b.beside || Buffer.compare(a.weight, b.weight))
    const rank = order.findIndex(({ site }) => site === key.id)
    if (rank < 0 || now - since.at < rank * TURN_MS) return false
    since.triedAt = now
    return true
  }

  #mayProve(site: SiteId, project: Project): boolean {
    const member = this.#options.members.get(site)
    return member !== undefined && !member.revoked && mayHold(member, project.id)
  }

  #isElsewhere(a: SiteId, b: SiteId): boolean {
    const labels = [this.#options.members.get(a)?.labels, this.#options.members.get(b)?.labels]
    return ['location', 'manager'].some(label => labels[0]?.[label] !== labels[1]?.[label])
  }

  #otherHolders({ project, holder }: Task): SiteId[] {
    const holders = new Set(this.#options.view.holders(project.id).map(({ site }) => site))
    return this.#options.peers.connected().filter(site => site !== holder && holders.has(site))
  }

  async #challenge(task: Task, signal: AbortSignal): Promise<boolean> {
    const { mesh, key, peers } = this.#options
    const { challenge, signed } = makeChallenge(
      mesh,
      {
        nonce: this.#ports.random.bytes(32),
        holder: task.holder,
        project: task.project.id,
        snapshots: task.snapshots.map(snapshot => snapshot.id),
        ranges: await sampleRanges(
          task,
          cid => this.#load(cid),
          bound => this.#ports.random.below(bound),
        ),
        generation: task.generation,
        time: this.#ports.clock.wall(),
      },
      key,
    )
    this.challenges++
    // Whoever hears only later what it claims would serve it what it is challenged on.
    await this.#options.tell(task.holder, this.#otherHolders(task), signal)
    const answer = await peers.prove(task.holder, signed, signal)
    const verdict = await checkAnswer(challenge, parseAnswer(mesh, answer), this.#reader())
    if (verdict.result === 'passed') {
      this.#state(challenge, undefined)
      this.#ports.log.info(
        { site: task.holder, project: task.project.id, ranges: challenge.ranges.length },
        'a site has proved its copy',
      )
    } else if (verdict.result === 'failed') {
      this.failures++
      this.#ports.log.error(
        { site: task.holder, project: task.project.id, wrong: verdict.wrong.length },
        'a site could not prove what it says it holds',
      )
      this.#options.suspect(
        task.holder,
        'holding',
        `could not prove ${verdict.wrong.length} of ${challenge.ranges.length} ranges`,
      )
      this.#state(challenge, { challenge: encodeSigned(signed), answer: encodeSigned(answer) })
    } else
      this.#ports.log.warn(
        { site: task.holder, project: task.project.id, verdict: verdict.result },
        'a challenge proved nothing',
      )
    return verdict.result === 'passed'
  }

  #state(challenge: Challenge, evidence: { challenge: Uint8Array; answer: Uint8Array } | undefined): void {
    const value = encodeProof({
      snapshots: [...challenge.snapshots].sort(),
      time: this.#ports.clock.wall(),
      challengeHash: challenge.hash,
      ranges: challenge.ranges.length,
      result: evidence ? 'failed' : 'passed',
      generation: challenge.generation,
      challenge: evidence?.challenge,
      answer: evidence?.answer,
    })
    // The next challenge need not wait for the head that will carry this.
    const written = this.#options.own.edit([{ key: keys.proof(challenge.holder, challenge.project), value }])
    this.#stated.push(
      written.then(
        () => undefined,
        (error: unknown) => error,
      ),
    )
  }

  // A rotten chunk of our own says nothing about anybody else, and is to be mended.
  #reader(): ReadRanges {
    return rangeReader(this.#options.store, async (cid, error) => {
      if (isError(error, 'CHUNK_CORRUPT')) await this.#options.damaged(cid, error.message)
    })
  }

  async #load(cid: Cid): Promise<Uint8Array> {
    try {
      return await this.#options.store.loadChunk(cid)
    } catch (error) {
      if (isError(error, 'CHUNK_CORRUPT')) await this.#options.damaged(cid, error.message)
      throw error
    }
  }
}
