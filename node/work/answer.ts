// Answers other sites' challenges (§ Proof). What this site signs that it lacks speaks against it, so it says so only of
// what it claims to hold: a challenge over anything else gets no answer.
import { HoldfastError } from '../../protocol/errors.ts'
import type { Cid, MeshId, SiteId } from '../../protocol/ids.ts'
import type { SigningKey } from '../../protocol/keys.ts'
import type { holdfast as pb } from '../../protocol/messages.js'
import type { Offence } from '../../protocol/offence.ts'
import { answerChallenge, type Challenge, type ChunkRange, type ReadRanges } from '../../protocol/proof.ts'
import type { Ports } from '../ports.ts'
import { areBelow } from './below.ts'
import type { Projects } from './mesh/projects.ts'
import type { View } from './mesh/view.ts'

interface Options {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly view: Pick<View, 'holding'>
  readonly projects: Pick<Projects, 'snapshot'>
  readonly load: (cid: Cid) => Promise<Uint8Array>
  readonly read: ReadRanges
  readonly suspect: (site: SiteId, offence: Offence, what: string) => void
  /** The disk that failed under the store: what stands on it is no copy, whatever can be read of it today. */
  readonly sick?: (() => string | undefined) | undefined
}

/** To find that a challenge is about what was never held costs a walk over what is: one site may cause one in this time. */
const WALK_EVERY_MS = 60_000

export class Answerer {
  readonly #options: Options
  readonly #ports: Ports
  /** Monotonic ms when a site last challenged this one over what it does not claim. */
  readonly #foreign = new Map<SiteId, number>()

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
  }

  /** Throws NOT_ALLOWED, SNAPSHOT_UNKNOWN, CHUNK_MISSING, PEER_BUSY. */
  async answer(from: SiteId, challenge: Challenge): Promise<pb.Signed> {
    const { mesh, key, read, sick } = this.#options
    if (challenge.holder === key.id) {
      const disk = sick?.()
      if (disk !== undefined) throw new HoldfastError('NOT_ALLOWED', `no copy is proved on a disk that fails: ${disk}`)
      this.#checkClaimed(challenge)
    }
    const readClaimed: ReadRanges = async ranges => {
      const found = await read(ranges)
      const lacking = ranges.filter((_, i) => found[i] === undefined)
      if (lacking.length > 0) await this.#refuseForeign(from, challenge, lacking)
      return found
    }
    return answerChallenge(mesh, challenge, readClaimed, this.#ports.clock.wall(), key)
  }

  // The challenger may have read an earlier statement; its challenge then proves nothing either way.
  #checkClaimed(challenge: Challenge): void {
    const holding = this.#options.view.holding(this.#options.key.id, challenge.project)
    const held = new Set(holding?.snapshots)
    if (holding?.generation !== challenge.generation || !challenge.snapshots.every(id => held.has(id)))
      throw new HoldfastError('SNAPSHOT_UNKNOWN', 'this site does not say that it holds what the challenge is about')
  }

  async #refuseForeign(from: SiteId, challenge: Challenge, lacking: readonly ChunkRange[]): Promise<void> {
    const { clock } = this.#ports
    if (clock.monotonic() - (this.#foreign.get(from) ?? Number.NEGATIVE_INFINITY) < WALK_EVERY_MS)
      throw new HoldfastError('PEER_BUSY', 'this site has just looked in vain for what a challenge was about')
    const snapshots = challenge.snapshots.map(id => this.#options.projects.snapshot(challenge.project, id))
    if ((await areBelow(lacking, snapshots, this.#options.load)) !== false) return
    this.#foreign.set(from, clock.monotonic())
    this.#options.suspect(from, 'accusation', 'challenged this site about bytes that are in nothing it says it holds')
    throw new HoldfastError('CHUNK_MISSING', 'a challenge about bytes that are not in the snapshots it names')
  }
}
