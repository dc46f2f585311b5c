// A member that asks for all the chunks it may, on all the streams it may, and reads not one byte of the answers.
import { encodeHeader, Flag, FrameType } from '../../../node/network/muxer-frame.ts'
import { encode } from '../../../protocol/codec.ts'
import { holdfast as pb } from '../../../protocol/messages.js'
import type { Target } from '../harness.ts'
import { runActor } from './actor.ts'
import { bytesOfHex, frame } from './member.ts'
import { dialWire, line, speakerOf } from './raw-noise.ts'

export interface MuteTask {
  readonly target: Target
  /** Seed of the member's key, hex. */
  readonly seed: string
  readonly project: string
  readonly cids: readonly string[]
  readonly streams: number
  readonly window: number
}

runActor<MuteTask, void>(async ({ target, seed, project, cids, streams, window }, stage) => {
  const wire = await dialWire(target, speakerOf(bytesOfHex(seed)))
  wire.socket.pause()
  const request = encode(pb.ChunksRequest, {
    cids: cids.map(bytesOfHex),
    window,
    project: bytesOfHex(project),
  })
  const words = Buffer.concat([line('/multistream/1.0.0'), line('/holdfast/chunks/1'), frame(request)])
  for (let at = 0; at < streams; at++) {
    const stream = 1 + 2 * at
    // Room for every byte of the answer, so that it is this side's socket alone that stands in its way.
    wire.send(encodeHeader({ type: FrameType.windowUpdate, flags: Flag.syn, stream, length: window }))
    wire.send(
      Buffer.concat([encodeHeader({ type: FrameType.data, flags: Flag.fin, stream, length: words.length }), words]),
    )
  }
  stage.say('asked')
  await stage.told()
})
