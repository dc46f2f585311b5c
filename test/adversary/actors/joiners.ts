// Joiners that hold one ticket between them: each under a key of its own, or all under one, with the request made anew or
// sent again byte by byte.
import { randomBytes } from 'node:crypto'
import { requestJoin } from '../../../node/network/request-join.ts'
import { isError } from '../../../protocol/errors.ts'
import { makeJoinRequest } from '../../../protocol/invite.ts'
import { sealingKeyFromSeed, signingKeyFromSeed } from '../../../protocol/keys.ts'
import { parseTicket } from '../../../protocol/ticket.ts'
import { runActor } from './actor.ts'

export interface JoinersTask {
  readonly ticket: string
  readonly joiners: number
  /** Each asks so often, with the same request. */
  readonly times: number
  readonly atOnce: boolean
}

/** How often each answer came: 'admitted', or a refusal's code. */
export type JoinersResult = Record<string, number>

runActor<JoinersTask, JoinersResult>(async ({ ticket: text, joiners, times, atOnce }, { signal }) => {
  const ticket = parseTicket(text)
  const answers: JoinersResult = {}
  const admitted = new Set<string>()

  async function ask(at: number): Promise<void> {
    const seed = randomBytes(32)
    const site = signingKeyFromSeed(seed).id
    const request = makeJoinRequest(
      {
        site,
        sealing: sealingKeyFromSeed(randomBytes(32)).publicKey,
        name: `thief-${at}`,
        labels: { medium: 'hdd', manager: 'Thieves' },
        addresses: [`/ip4/127.0.0.1/tcp/${2_000 + at}`],
        time: Date.now(),
      },
      signingKeyFromSeed(ticket.oneTimeSeed),
    )
    for (let time = 0; time < times; time++) {
      let answer = 'admitted'
      try {
        await requestJoin(ticket, seed, request, signal)
        admitted.add(site)
      } catch (error) {
        answer = isError(error) ? error.code : String(error)
      }
      answers[answer] = (answers[answer] ?? 0) + 1
    }
  }

  const asks = Array.from({ length: joiners }, (_, at) => at)
  if (atOnce) await Promise.all(asks.map(ask))
  else for (const at of asks) await ask(at)
  return { ...answers, sites: admitted.size }
})
