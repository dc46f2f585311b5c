// A crowd before the door, until it is told to stop: sockets that say nothing, sockets that say their handshake a byte at a
// time, nonsense, and strangers that shake hands as fast as they can.
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import type { Target } from '../harness.ts'
import { runActor, type Stage } from './actor.ts'
import { dialWire, line, speakerOf } from './raw-noise.ts'

export interface FloodTask {
  readonly target: Target
  /** Sockets that are kept open, each opened anew when the other side closes it. */
  readonly silent: number
  readonly slow: number
  readonly nonsense: number
  /** Strangers that are shaking hands at any time. */
  readonly strangers: number
  readonly from: readonly string[]
}

export interface FloodResult {
  /** Sockets opened in all, of any kind. */
  readonly opened: number
  /** Most that were open at once, seen from here. */
  readonly atOnce: number
  /** Most bytes that any socket got that never shook hands: the other side's half of it is allowed. */
  readonly mostBytes: number
}

const AGAIN_MS = 100
const HELLO = Buffer.concat([line('/multistream/1.0.0'), line('/noise'), Buffer.from([0, 32]), randomBytes(32)])

runActor<FloodTask, FloodResult>(async ({ target, silent, slow, nonsense, strangers, from }, stage) => {
  const result = { opened: 0, atOnce: 0, mostBytes: 0 }
  const over = new AbortController()
  let open = 0
  let turn = 0

  // One place in the crowd: a socket, and the next when it is closed.
  function stand(behave: (socket: Socket) => void): void {
    if (over.signal.aborted) return
    result.opened++
    let bytes = 0
    const localAddress = from[turn++ % from.length]!
    const socket = connect({ host: target.host, port: target.port, localAddress })
    socket.on('connect', () => {
      open++
      result.atOnce = Math.max(result.atOnce, open)
      socket.once('close', () => open--)
      behave(socket)
    })
    socket.on('data', data => {
      bytes += data.length
      result.mostBytes = Math.max(result.mostBytes, bytes)
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => setTimeout(() => stand(behave), AGAIN_MS))
  }

  for (let at = 0; at < silent; at++) stand(() => undefined)
  for (let at = 0; at < slow; at++) stand(dribble)
  for (let at = 0; at < nonsense; at++) stand(socket => socket.write(randomBytes(4096)))
  const shaking = Array.from({ length: strangers }, () => shakeHands(stage, over.signal))

  async function shakeHands({ signal }: Stage, end: AbortSignal): Promise<void> {
    const speaker = speakerOf(randomBytes(32))
    while (!signal.aborted && !end.aborted) {
      result.opened++
      try {
        const wire = await dialWire(target, speaker, { from: from[turn++ % from.length]! })
        wire.socket.destroy()
      } catch {
        // turned away before it could show its key
        await new Promise(next => setTimeout(next, AGAIN_MS))
      }
    }
  }

  stage.say('begun')
  await stage.told()
  over.abort()
  await Promise.all(shaking)
  return result
})

function dribble(socket: Socket): void {
  let at = 0
  const timer = setInterval(() => {
    if (at < HELLO.length) socket.write(HELLO.subarray(at, ++at))
  }, 200)
  socket.once('close', () => clearInterval(timer))
}
