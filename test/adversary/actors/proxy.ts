// Says that it holds everything, holds nothing, and answers challenges with what it fetches from the honest sites.

import type { Cid } from '../../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../../protocol/keys.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { answerChallenge, parseChallenge, type ReadRanges } from '../../../protocol/proof.ts'
import { runActor } from './actor.ts'
import { actorPorts, bytesOfHex } from './member.ts'
import { claim, known, type Liar, type LiarTask, pause, siteAs } from './site.ts'

export interface ProxyAnswer {
  readonly ranges: number
  readonly chunks: number
  /** Of these, those that an honest site gave it. */
  readonly fetched: number
}

const never = new AbortController().signal

runActor<LiarTask, void>(async (task, stage) => {
  const key = signingKeyFromSeed(bytesOfHex(task.turned.seed))
  const liar = await siteAs(task, (_, at) => ({
    async prove(_from, signed) {
      const challenge = parseChallenge(at().site.mesh, signed)
      const cids = [...new Set(challenge.ranges.map(({ cid }) => cid))]
      const got = await fetchAll(at(), cids)
      stage.say('answered', { ranges: challenge.ranges.length, chunks: cids.length, fetched: got.size })
      const read: ReadRanges = async ranges =>
        ranges.map(({ cid, offset, length }) => got.get(cid)?.subarray(offset, offset + length))
      return answerChallenge(at().site.mesh, challenge, read, actorPorts.clock.wall(), key)
    },
  }))
  const roots = known(liar)!.snapshots.map(({ root }) => root.cid)
  stage.say('before', (await fetchAll(liar, roots)).size)
  await claim(liar)
  // The others have to hear of the claim first.
  let served = roots.length
  for (let tries = 0; served > 0 && tries < 40; tries++) {
    await pause(500)
    served = (await fetchAll(liar, roots)).size
  }
  stage.say('claimed', served)
  await stage.told()
})

async function fetchAll(liar: Liar, cids: readonly Cid[]): Promise<Map<Cid, Uint8Array>> {
  const got = new Map<Cid, Uint8Array>()
  for (const site of liar.honest) {
    const wanted = { project: known(liar)!.project.id, cids, window: LIMITS.chunkWindow }
    const keep = async (cid: Cid, bytes: Uint8Array | undefined) => void (bytes && got.set(cid, Buffer.from(bytes)))
    // One that can't be asked gives nothing.
    await liar.network.chunks(site, wanted, keep, never).catch(() => 0)
  }
  return got
}
