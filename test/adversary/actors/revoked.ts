// A site that is revoked while it is connected: it stays on the line until it is cut, then dials each of the others again and
// again, and asks them for what members get.
import type { Target, Turned } from '../harness.ts'
import { runActor } from './actor.ts'
import { actorPorts, bytesOfHex, joinAs, mute } from './member.ts'
import { dialWire, line, speakerOf } from './raw-noise.ts'

export interface RevokedTask {
  readonly targets: readonly Target[]
  readonly turned: Turned
  readonly dials: number
}

export interface RevokedResult {
  /** Sites that ended the connections that stood. */
  readonly cut: number
  readonly dials: number
  /** Dials that were not closed at once, and bytes that came after the handshake. */
  readonly letIn: number
  readonly bytes: number
}

const WORDS = Buffer.concat([line('/multistream/1.0.0'), line('/holdfast/heads/1')])
const ASKING = Buffer.concat([Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, WORDS.length]), WORDS])
const CUT_WITHIN_MS = 120_000

runActor<RevokedTask, RevokedResult>(async ({ targets, turned, dials }, { say, signal }) => {
  const network = await joinAs(turned, targets, mute)
  say('connected')
  // The one that is connected by any of its connections is not cut.
  const until = performance.now() + CUT_WITHIN_MS
  while (network.connected().length > 0 && performance.now() < until) await actorPorts.clock.wait(100, signal)
  const cut = targets.length - network.connected().length
  await network[Symbol.asyncDispose]()

  const speaker = speakerOf(bytesOfHex(turned.seed))
  const result = { cut, dials, letIn: 0, bytes: 0 }
  for (let at = 0; at < dials; at++) {
    const wire = await dialWire(targets[at % targets.length]!, speaker)
    if (!wire.socket.destroyed) wire.send(ASKING)
    const late = setTimeout(() => {
      result.letIn++
      wire.socket.destroy()
    }, 10_000)
    await wire.closed
    clearTimeout(late)
    result.bytes += wire.after
  }
  return result
})
