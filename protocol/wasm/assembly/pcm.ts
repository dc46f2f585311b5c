// AssemblyScript, compiled by scripts/wasm.sh. The pcm transform (§ Chunk) of the frames of one chunk and its inverse, block
// by block and channel by channel, between the places of memory.ts. Planes stand there whole; frames come and go in
// stretches of whole blocks (the last one apart), in order, so that they stay in the cache.

import { filter, fitFilter, unfilter } from './filter'
import {
  BLOCK,
  CHANNEL_A,
  CHANNEL_B,
  CHANNEL_C,
  CHANNEL_D,
  FRAMES,
  HISTORY,
  INPUT,
  OUTPUT,
  PLANES,
  PREDICTOR,
  PREDICTORS,
} from './memory'
import { join, split } from './planes'
import { bestOrder, costOfBest, differentiate, fromMidSide, integrate, toMidSide } from './predict'
import { pack, putChannel, putPair, takeChannel, takePair, toFloats, toIntegers, unpack } from './samples'

export { INPUT, MAX_PLAIN, OUTPUT, PLANES, PREDICTOR, PREDICTORS } from './memory'

const MID_SIDE: i32 = 4

/**
 * INPUT, `length` frames from the frame `from` on → PREDICTORS, PLANES. `scale` < 0: none. False where a float is no
 * integer × 2^-scale.
 */
export function forward(
  frames: i32,
  channels: i32,
  bytes: i32,
  bigEndian: bool,
  scale: i32,
  from: i32,
  length: i32,
): bool {
  const unused = 32 - 8 * bytes
  const apart = frames * channels
  const input = channels === 1 ? CHANNEL_A : FRAMES
  let predictors = PREDICTORS + (from / BLOCK) * PREDICTOR * channels
  if (from === 0) memory.fill(HISTORY, 0, 16 * channels)
  memory.fill(INPUT + length * channels * bytes, 0, 64)
  for (let at = from, end = from + length; at < end; at += BLOCK) {
    const count = min(BLOCK, end - at)
    unpack(INPUT + (at - from) * channels * bytes, input, count * channels, bytes, bigEndian)
    if (scale >= 0 && !toIntegers(input, count * channels, scale)) return false
    if (channels === 2) {
      forwardPair(PLANES + at, frames, count, bytes, unused, predictors)
    } else {
      for (let channel = 0; channel < channels; channel++) {
        if (channels > 1) takeChannel(FRAMES, CHANNEL_A, count, channel, channels)
        exchangeHistory(CHANNEL_A, channel, count)
        predict(CHANNEL_A, count, bestOrder(CHANNEL_A, count), predictors + PREDICTOR * channel, unused)
        split(CHANNEL_A, PLANES + channel * frames + at, apart, count, bytes)
      }
    }
    predictors += PREDICTOR * channels
  }
  return true
}

function forwardPair(planes: i32, frames: i32, count: i32, bytes: i32, unused: i32, predictors: i32): void {
  takePair(FRAMES, CHANNEL_A, CHANNEL_B, count)
  exchangeHistory(CHANNEL_A, 0, count)
  exchangeHistory(CHANNEL_B, 1, count)
  toMidSide(CHANNEL_A, CHANNEL_B, CHANNEL_C, CHANNEL_D, count, unused)
  let first = bestOrder(CHANNEL_A, count)
  let cost = costOfBest()
  let second = bestOrder(CHANNEL_B, count)
  cost += costOfBest()
  const mid = bestOrder(CHANNEL_C, count)
  let otherCost = costOfBest()
  const side = bestOrder(CHANNEL_D, count)
  otherCost += costOfBest()
  const better = otherCost < cost
  if (better) first = mid
  if (better) second = side
  const a = better ? CHANNEL_C : CHANNEL_A
  const b = better ? CHANNEL_D : CHANNEL_B
  predict(a, count, first, predictors, unused)
  predict(b, count, second, predictors + PREDICTOR, unused)
  if (better) store<u8>(predictors, first | MID_SIDE)
  split(a, planes, 2 * frames, count, bytes)
  split(b, planes + frames, 2 * frames, count, bytes)
}

/** PREDICTORS, PLANES → OUTPUT, `length` frames from the frame `from` on. False where a predictor is none. */
export function inverse(
  frames: i32,
  channels: i32,
  bytes: i32,
  bigEndian: bool,
  scale: i32,
  from: i32,
  length: i32,
): bool {
  const unused = 32 - 8 * bytes
  const apart = frames * channels
  const output = channels === 1 ? CHANNEL_A : FRAMES
  let predictors = PREDICTORS + (from / BLOCK) * PREDICTOR * channels
  if (from === 0) memory.fill(HISTORY, 0, 16 * channels)
  for (let at = from, end = from + length; at < end; at += BLOCK) {
    const count = min(BLOCK, end - at)
    if (channels === 2) {
      if (!inversePair(PLANES + at, frames, count, bytes, unused, predictors)) return false
    } else {
      for (let channel = 0; channel < channels; channel++) {
        const predictor = predictors + PREDICTOR * channel
        if (!isKnown(load<u8>(predictor), predictor, count)) return false
        v128.store(CHANNEL_A - 16, v128.load(HISTORY + 16 * channel))
        join(PLANES + channel * frames + at, apart, CHANNEL_A, count, bytes)
        restore(CHANNEL_A, count, load<u8>(predictor), predictor, unused)
        exchangeHistory(CHANNEL_A, channel, count)
        if (channels > 1) putChannel(CHANNEL_A, FRAMES, count, channel, channels)
      }
    }
    if (scale >= 0) toFloats(output, count * channels, scale)
    pack(output, OUTPUT + (at - from) * channels * bytes, count * channels, bytes, bigEndian)
    predictors += PREDICTOR * channels
  }
  return true
}

function inversePair(planes: i32, frames: i32, count: i32, bytes: i32, unused: i32, predictors: i32): bool {
  const midSide = load<u8>(predictors) & MID_SIDE
  const first = load<u8>(predictors) ^ midSide
  const second = load<u8>(predictors, PREDICTOR)
  if (!isKnown(first, predictors, count) || !isKnown(second, predictors + PREDICTOR, count)) return false
  const a = midSide ? CHANNEL_C : CHANNEL_A
  const b = midSide ? CHANNEL_D : CHANNEL_B
  v128.store(CHANNEL_A - 16, v128.load(HISTORY))
  v128.store(CHANNEL_B - 16, v128.load(HISTORY, 16))
  if (midSide) toMidSide(CHANNEL_A, CHANNEL_B, CHANNEL_C, CHANNEL_D, 0, unused)
  join(planes, 2 * frames, a, count, bytes)
  join(planes + frames, 2 * frames, b, count, bytes)
  restore(a, count, first, predictors, unused)
  restore(b, count, second, predictors + PREDICTOR, unused)
  if (midSide) fromMidSide(CHANNEL_C, CHANNEL_D, CHANNEL_A, CHANNEL_B, count, unused)
  exchangeHistory(CHANNEL_A, 0, count)
  exchangeHistory(CHANNEL_B, 1, count)
  putPair(CHANNEL_A, CHANNEL_B, FRAMES, count)
  return true
}

// Samples become what is left of them, and `predictor` says how. Only whole blocks are filtered.
function predict(block: i32, count: i32, order: i32, predictor: i32, unused: i32): void {
  store<u8>(predictor, order)
  store<i32>(predictor + 1, 0)
  differentiate(block, count, order, v128.load(block - 16))
  if (count < BLOCK) return
  fitFilter(block, predictor + 1)
  if (load<i32>(predictor + 1) !== 0) filter(block, predictor + 1, unused)
}

function restore(block: i32, count: i32, order: i32, predictor: i32, unused: i32): void {
  if (load<i32>(predictor + 1) !== 0) unfilter(block, predictor + 1, unused)
  integrate(block, count, order, v128.load(block - 16))
}

function isKnown(order: i32, predictor: i32, count: i32): bool {
  return order <= 2 && (count === BLOCK || load<i32>(predictor + 1) === 0)
}

// Puts the samples before the block before it, and keeps its own last four for the next.
function exchangeHistory(block: i32, channel: i32, count: i32): void {
  const history = HISTORY + 16 * channel
  v128.store(block - 16, v128.load(history))
  v128.store(history, v128.load(block + 4 * count - 16))
}
