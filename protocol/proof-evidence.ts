// What a stated failure stands on: a challenge and the answer its holder signed (§ Proof). Anyone can check that the two
// are about what is stated; only who holds the bytes can check that the answer is wrong.
import type { Proof } from './catalog.ts'
import { HoldfastError } from './errors.ts'
import type { MeshId, ProjectId, SiteId } from './ids.ts'
import { type Answer, type Challenge, parseAnswer, parseChallenge } from './proof.ts'
import { decodeSigned } from './signed.ts'

export interface Evidence {
  readonly challenge: Challenge
  readonly answer: Answer
}

/**
 * The evidence of a failed proof of `holder`'s copy. Throws MESSAGE_INVALID, SIGNATURE_INVALID unless the challenge and
 * the holder's own signed answer to it are about this holder, project and generation, and about all snapshots named.
 */
export function parseEvidence(mesh: MeshId, holder: SiteId, project: ProjectId, proof: Proof): Evidence {
  if (!proof.challenge || !proof.answer) throw unfounded('names no evidence')
  const challenge = parseChallenge(mesh, decodeSigned(proof.challenge))
  const answer = parseAnswer(mesh, decodeSigned(proof.answer))
  if (challenge.holder !== holder || answer.holder !== holder) throw unfounded('is about another site')
  if (challenge.project !== project) throw unfounded('is about another project')
  if (challenge.generation !== proof.generation) throw unfounded('is about another state of the copy')
  if (Buffer.compare(challenge.hash, proof.challengeHash) !== 0) throw unfounded('names another challenge')
  if (Buffer.compare(challenge.hash, answer.challengeHash) !== 0) throw unfounded('has the answer to another challenge')
  if (answer.digests.length !== challenge.ranges.length) throw unfounded('has an answer that is not whole')
  const asked = new Set(challenge.snapshots)
  if (!proof.snapshots.every(snapshot => asked.has(snapshot))) throw unfounded('was about other snapshots')
  return { challenge, answer }
}

function unfounded(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `an accusation ${what}`)
}
