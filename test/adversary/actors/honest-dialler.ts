// An honest member that dials again and again from addresses nobody knows it by, as one on a new line would, and counts how
// often it is connected in time: let in, and answered by what lies behind the gate.
import { encodeHeader, Flag, FrameType, HEADER_LENGTH, parseHeader } from '../../../node/network/muxer-frame.ts'
import type { Target, Turned } from '../harness.ts'
import { runActor } from './actor.ts'
import { bytesOfHex } from './member.ts'
import { dialWire, speakerOf, type Wire } from './raw-noise.ts'

export interface DialsTask {
  readonly target: Target
  readonly turned: Turned
  readonly dials: number
  readonly atOnce: number
  readonly from: readonly string[]
  /** A dial that is not connected by then, retries included, has failed. */
  readonly withinMs: number
}

export interface DialsResult {
  readonly connected: number
  readonly late: number
  /** Dials that needed another try. */
  readonly retried: number
  readonly medianMs: number
  readonly worstMs: number
}

const PING_ID = 77
const RETRY_MS = 100

runActor<DialsTask, DialsResult>(async ({ target, turned, dials, atOnce, from, withinMs }) => {
  const speaker = speakerOf(bytesOfHex(turned.seed))
  const took: number[] = []
  let late = 0
  let retried = 0
  let next = 0

  async function once(address: string, until: number): Promise<boolean> {
    const left = until - performance.now()
    if (left <= 0) return false
    try {
      const wire = await dialWire(target, speaker, { from: address, withinMs: left })
      const isIn = await answersPing(wire, until)
      wire.socket.destroy()
      return isIn
    } catch {
      return false // refused, or cut off: tried again
    }
  }

  async function worker(): Promise<void> {
    while (next < dials) {
      const address = from[next++ % from.length]!
      const start = performance.now()
      let tries = 0
      let isIn = false
      while (!isIn && performance.now() - start < withinMs) {
        if (tries++ > 0) await new Promise(again => setTimeout(again, RETRY_MS))
        isIn = await once(address, start + withinMs)
      }
      if (isIn) took.push(performance.now() - start)
      else late++
      if (tries > 1) retried++
    }
  }

  await Promise.all(Array.from({ length: atOnce }, worker))
  took.sort((a, b) => a - b)
  return {
    connected: took.length,
    late,
    retried,
    medianMs: took[Math.floor(took.length / 2)] ?? Number.NaN,
    worstMs: took.at(-1) ?? Number.NaN,
  }
})

// The muxer answers pings, and there is none before the gate has let a connection in.
async function answersPing(wire: Wire, until: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), Math.max(0, until - performance.now()))
  wire.onPlain = plain => {
    for (let at = 0; at + HEADER_LENGTH <= plain.byteLength; ) {
      const { type, flags, length } = parseHeader(plain.subarray(at))
      if (type === FrameType.ping && flags === Flag.ack && length === PING_ID) resolve(true)
      at += HEADER_LENGTH + (type === FrameType.data ? length : 0)
    }
  }
  void wire.closed.then(() => resolve(false))
  wire.send(encodeHeader({ type: FrameType.ping, flags: Flag.syn, stream: 0, length: PING_ID }))
  const isIn = await promise
  clearTimeout(timer)
  return isIn
}
