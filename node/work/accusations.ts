// What becomes of a failure that another site states: one site's word condemns no copy. A second holder computes the
// holder's signed answer again from its own bytes, and either states the same, or notes who accused without ground
// (§ Proof).
import { isError } from '../../protocol/errors.ts'
import type { Cid, MeshId, ProjectId, SiteId } from '../../protocol/ids.ts'
import type { Offence } from '../../protocol/offence.ts'
import { type Challenge, checkAnswer, type ReadRanges } from '../../protocol/proof.ts'
import { type Evidence, parseEvidence } from '../../protocol/proof-evidence.ts'
import type { Log, Ports } from '../ports.ts'
import { areBelow } from './below.ts'
import type { Projects } from './mesh/projects.ts'
import type { SeenProof, View } from './mesh/view.ts'

interface Options {
  readonly mesh: MeshId
  readonly me: SiteId
  readonly view: View
  readonly projects: Projects
  readonly load: (cid: Cid) => Promise<Uint8Array>
  readonly read: ReadRanges
  /** States the same failure as this site's own. */
  readonly confirm: (challenge: Challenge, proof: SeenProof) => void
  readonly suspect: (site: SiteId, offence: Offence, what: string) => void
}

/** Whether a stated failure has a challenge and an answer that are about it; one without is passed over by everybody. */
export function foundedBy(
  { mesh, me, suspect }: Pick<Options, 'mesh' | 'me' | 'suspect'>,
  log: Log,
): View['isFounded'] {
  return (accuser, holder, project, proof) => {
    try {
      parseEvidence(mesh, holder, project, proof)
      return true
    } catch (error) {
      if (!isError(error)) throw error
      log.warn({ site: accuser, holder, err: error }, 'an accusation has no ground')
      if (accuser !== me) suspect(accuser, 'accusation', error.message)
      return false
    }
  }
}

export class Accusations {
  readonly #options: Options
  readonly #ports: Ports
  /** Those that still stand, by project. */
  readonly #judged = new Map<ProjectId, Set<string>>()

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
  }

  /** Judges what others have stated of a project's holders since the last time. */
  async judge(project: ProjectId, signal: AbortSignal): Promise<void> {
    const { me, view } = this.#options
    const failed = view
      .proofs(project)
      .filter(({ result, challenger, holder }) => result === 'failed' && challenger !== me && holder !== me)
    const before = this.#judged.get(project)
    // Who states another failure every second leaves no more here than what stands.
    const judged = new Set(failed.map(idOf).filter(id => before?.has(id)))
    if (failed.length > 0) this.#judged.set(project, judged)
    else this.#judged.delete(project)
    for (const proof of failed) {
      const id = idOf(proof)
      if (judged.has(id)) continue
      signal.throwIfAborted()
      judged.add(id)
      await this.#judge(project, proof, parseEvidence(this.#options.mesh, proof.holder, project, proof), signal)
    }
  }

  async #judge(
    project: ProjectId,
    proof: SeenProof,
    { challenge, answer }: Evidence,
    signal: AbortSignal,
  ): Promise<void> {
    const { view, projects, confirm, suspect } = this.#options
    const { challenger: accuser, holder } = proof
    const verdict = await checkAnswer(challenge, answer, this.#options.read)
    if (verdict.result === 'passed') {
      view.refute(project, proof.challengeHash)
      suspect(accuser, 'accusation', 'states that an answer is wrong which is right')
    } else if (verdict.result === 'failed') {
      // A challenger could ask for what the holding never had, and let an honest site sign that it lacks it.
      const wrong = verdict.wrong.map(index => challenge.ranges[index]!)
      const snapshots = challenge.snapshots.map(id => projects.snapshot(project, id))
      const isBelow = await areBelow(wrong, snapshots, this.#options.load, signal)
      if (isBelow === true) {
        suspect(
          holder,
          'holding',
          `could not prove ${wrong.length} of ${challenge.ranges.length} ranges to another site`,
        )
        if (!this.#hasStatedSince(challenge)) confirm(challenge, proof)
      }
      if (isBelow === false) {
        view.refute(project, proof.challengeHash)
        suspect(accuser, 'accusation', 'challenged a site about bytes that are not in the snapshots it holds')
      }
    }
    this.#ports.log.warn({ site: accuser, holder, project, verdict: verdict.result }, 'an accusation was looked at')
  }

  // A catalog has one statement about a holder's copy: an old failure must not take the place of what this site found
  // since, nor of its own word on the same challenge.
  #hasStatedSince({ holder, project, generation, time, hash }: Challenge): boolean {
    const { view, me } = this.#options
    return view
      .proofsOf(holder, project)
      .some(
        mine =>
          mine.challenger === me &&
          (Buffer.compare(mine.challengeHash, hash) === 0 ||
            (mine.result === 'passed' && (mine.generation > generation || mine.time > time))),
      )
  }
}

function idOf({ challenger, challengeHash }: SeenProof): string {
  return `${challenger}/${Buffer.from(challengeHash).toString('hex')}`
}
