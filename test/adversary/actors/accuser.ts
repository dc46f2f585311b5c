// Challenges an honest holder, and states failures that were none: with evidence that is made up, with the holder's right
// answer, with an answer to another challenge, and over bytes that the holder never had.
import { randomBytes } from 'node:crypto'
import { encodeProof, keys, type Proof } from '../../../protocol/catalog.ts'
import { isError } from '../../../protocol/errors.ts'
import { idOf, parseId } from '../../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../../protocol/keys.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'
import { type ChunkRange, makeChallenge } from '../../../protocol/proof.ts'
import { encodeSigned } from '../../../protocol/signed.ts'
import { runActor } from './actor.ts'
import { actorPorts, bytesOfHex } from './member.ts'
import { known, type LiarTask, siteAs } from './site.ts'

export interface AccuserTask extends LiarTask {
  /** SiteId. */
  readonly victim: string
}
export interface AccuserResult {
  /** Signed answers that the victim gave to challenges over what it never said it holds. */
  readonly foreignAnswers: number
}

const never = new AbortController().signal

runActor<AccuserTask, AccuserResult>(async (task, stage) => {
  const key = signingKeyFromSeed(bytesOfHex(task.turned.seed))
  const victim = parseId('SiteId', task.victim)
  const { site, network } = await siteAs(task)
  const { project, snapshots } = known({ site, network, honest: [] })!
  while (site.view.holding(victim, project.id) === undefined) await actorPorts.clock.wait(200, never)
  const holding = site.view.holding(victim, project.id)!
  const ids = snapshots.map(({ id }) => id).filter(id => holding.snapshots.includes(id))

  const challengeOver = (ranges: readonly ChunkRange[], snapshotIds = ids) => {
    const nonce = randomBytes(32)
    const { generation } = site.view.holding(victim, project.id)!
    const fields = {
      nonce,
      holder: victim,
      project: project.id,
      snapshots: snapshotIds,
      ranges,
      generation,
      time: Date.now(),
    }
    return makeChallenge(site.mesh, fields, key)
  }
  const state = (
    challengeHash: Uint8Array,
    challenge: Uint8Array,
    answer: Uint8Array,
    generation = holding.generation,
  ) => {
    const proof: Proof = {
      snapshots: [...ids].sort(),
      time: Date.now(),
      challengeHash,
      ranges: 1,
      result: 'failed',
      generation,
      challenge,
      answer,
    }
    return site.own.edit([{ key: keys.proof(victim, project.id), value: encodeProof(proof) }])
  }
  const ask = async (signed: pb.Signed): Promise<pb.Signed | undefined> => {
    try {
      return await network.prove(victim, signed, never)
    } catch (error) {
      if (!isError(error)) throw error
      return undefined
    }
  }

  await state(randomBytes(32), randomBytes(200), randomBytes(200))
  stage.say('stated', 'made-up evidence')

  const root: ChunkRange = { cid: snapshots.find(({ id }) => id === ids[0])!.root.cid, offset: 0, length: 76 }
  const first = challengeOver([root])
  const right = await ask(first.signed)
  if (right === undefined) throw new Error('the victim did not answer an honest challenge')
  await state(first.challenge.hash, encodeSigned(first.signed), encodeSigned(right))
  stage.say('stated', 'a right answer')

  const other = challengeOver([root])
  await state(other.challenge.hash, encodeSigned(other.signed), encodeSigned(right))
  stage.say('stated', 'an answer to another challenge')
  await state(first.challenge.hash, encodeSigned(first.signed), encodeSigned(right), holding.generation + 1)
  stage.say('stated', 'another state of the copy')

  let foreignAnswers = 0
  const foreign = { cid: idOf('Cid', randomBytes(32)), offset: 0, length: 4096 }
  for (const ranges of [[foreign], [{ ...root, offset: 4_000_000 }], [root, foreign]]) {
    const { challenge, signed } = challengeOver(ranges)
    const answer = await ask(signed)
    if (answer === undefined) continue
    foreignAnswers++
    await state(challenge.hash, encodeSigned(signed), encodeSigned(answer))
  }
  stage.say('stated', 'bytes that were never there')
  await stage.told()
  return { foreignAnswers }
})
