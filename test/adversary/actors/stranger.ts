// Strangers that dial by the thousand: each shows a key that nobody knows, asks for a protocol all the same, and counts what
// comes back after the handshake.
import { randomBytes } from 'node:crypto'
import type { Target } from '../harness.ts'
import { runActor } from './actor.ts'
import { dialWire, line, type Speaker, speakerOf, type Wire } from './raw-noise.ts'

export interface StrangersTask {
  readonly target: Target
  readonly dials: number
  readonly atOnce: number
  /** Addresses to come from, in turn. */
  readonly from: readonly string[]
}

export interface StrangersResult {
  /** Dials that showed their key, and those turned away before they could. */
  readonly shown: number
  readonly turnedAway: number
  /** Bytes that came after handshakes, and connections on which any came. */
  readonly bytes: number
  readonly answered: number
  /** Connections that were not closed from the other side within ten seconds. */
  readonly leftOpen: number
}

// A yamux frame of data that opens stream 1, and on it the words that ask for a protocol.
const WORDS = Buffer.concat([line('/multistream/1.0.0'), line('/holdfast/hello/1')])
const ASKING = Buffer.concat([Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, WORDS.length]), WORDS])

runActor<StrangersTask, StrangersResult>(async ({ target, dials, atOnce, from }, stage) => {
  const speakers = Array.from({ length: 64 }, () => speakerOf(randomBytes(32)))
  const result = { shown: 0, turnedAway: 0, bytes: 0, answered: 0, leftOpen: 0 }
  let next = 0
  const one = async (speaker: Speaker, address: string): Promise<void> => {
    let wire: Wire
    try {
      wire = await dialWire(target, speaker, { from: address })
    } catch {
      result.turnedAway++
      return
    }
    result.shown++
    if (!wire.socket.destroyed) wire.send(ASKING)
    const late = setTimeout(() => {
      result.leftOpen++
      wire.socket.destroy()
    }, 10_000)
    await wire.closed
    clearTimeout(late)
    result.bytes += wire.after
    if (wire.after > 0) result.answered++
  }
  const worker = async (): Promise<void> => {
    while (next < dials && !stage.signal.aborted) {
      const turn = next++
      await one(speakers[turn % speakers.length]!, from[turn % from.length]!)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return result
})
