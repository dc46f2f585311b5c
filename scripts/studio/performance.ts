// Plays an instrument: decaying partials struck in phrases, the noise of the strikes, the room's floor under it all.
// Doubles with + − × ÷ only, so every machine computes the same samples.
import { anglePerSample, cosine, fadePerSample, sine, transpose } from './exact-math.ts'
import type { Instrument } from './instruments.ts'
import type { Random } from './random.ts'

export const RATE = 48_000
const MODES = 6
/** The second microphone stands this much further away: a few samples, a little softer. */
const DELAY = 29
const SOFTER = 0.82
const DAMPED = 0.3
const DEEP = 0.004
const FADE_OUT_S = 0.8
// What two 16-bit halves of a random word sum to at most.
const UNIT = 1 / 65_536

/** Fills the buffers with the next frames, in shares of full scale; `right` for a pair. */
export type Performance = (left: Float64Array, right?: Float64Array) => void

/** A take begins in the middle of a phrase, or in the silence before it, as `random` has it. */
export function startPerformance(instrument: Instrument, random: Random): Performance {
  // Each partial is a resonator: its two factors, how it is tuned, and its last two outputs.
  const a = new Float64Array(MODES)
  const b = new Float64Array(MODES)
  const sharpness = new Float64Array(MODES).fill(1)
  const y = new Float64Array(MODES)
  const z = new Float64Array(MODES)
  const late = new Float64Array(DELAY)
  const noiseFade = fadePerSample(instrument.noise.seconds, RATE)
  const { floor, rumble } = instrument
  const { bright } = instrument.noise
  let state = { hissWord: random.word(), airWord: random.word(), noise: 0, dull: 0, deep: 0, lateAt: 0 }
  let untilStrike = 0
  let phraseLeft = random.between(0.2, 1) * instrument.phrase.seconds * RATE
  let rested = 0

  function strike(): void {
    const hertz = transpose(instrument.hertz, random.below(instrument.semitones))
    const force = random.between(0.25, 1)
    for (let mode = 0; mode < MODES; mode++) {
      const { ratio, seconds, level } = instrument.modes[mode]!
      const fade = fadePerSample(seconds * random.between(0.7, 1.2), RATE)
      const angle = anglePerSample(hertz * ratio, RATE)
      a[mode] = 2 * fade * cosine(angle)
      b[mode] = fade * fade
      // What rings is damped, and never gets louder by being tuned down; an impulse rings with 1 / sin(angle).
      const tuned = sine(angle)
      const damped = DAMPED * Math.min(1, tuned / sharpness[mode]!)
      sharpness[mode] = tuned
      y[mode] = y[mode]! * damped + level * force * tuned
      z[mode] = z[mode]! * damped
    }
    const { level } = instrument.noise
    state.noise = Math.min(level * 1.5, state.noise + level * force)
  }

  function beginNext(): void {
    if (phraseLeft <= 0) {
      phraseLeft = instrument.phrase.seconds * random.between(0.5, 1.5) * RATE
      untilStrike = Math.floor(instrument.phrase.rest * random.between(0.5, 1.5) * RATE)
      rested = 1
      return
    }
    strike()
    rested = 0
    untilStrike = Math.max(64, Math.floor((RATE / instrument.rhythm) * random.between(0.5, 1.5)))
    phraseLeft -= untilStrike
  }

  // Everything in locals: this loop is the generator's speed.
  function ring(left: Float64Array, right: Float64Array | undefined, from: number, to: number): void {
    const [a0, a1, a2, a3, a4, a5] = six(a)
    const [b0, b1, b2, b3, b4, b5] = six(b)
    let [y0, y1, y2, y3, y4, y5] = six(y)
    let [z0, z1, z2, z3, z4, z5] = six(z)
    let { hissWord, airWord, noise, dull, deep, lateAt } = state
    for (let at = from; at < to; at++) {
      hissWord ^= hissWord << 13
      hissWord ^= hissWord >>> 17
      hissWord ^= hissWord << 5
      airWord = (Math.imul(airWord, 1664525) + 1013904223) | 0
      const hiss = ((hissWord >> 16) + ((hissWord << 16) >> 16)) * UNIT
      const air = ((airWord >> 16) + (((airWord ^ hissWord) << 16) >> 16)) * UNIT
      const n0 = a0 * y0 - b0 * z0
      const n1 = a1 * y1 - b1 * z1
      const n2 = a2 * y2 - b2 * z2
      const n3 = a3 * y3 - b3 * z3
      const n4 = a4 * y4 - b4 * z4
      const n5 = a5 * y5 - b5 * z5
      z0 = y0
      z1 = y1
      z2 = y2
      z3 = y3
      z4 = y4
      z5 = y5
      y0 = n0
      y1 = n1
      y2 = n2
      y3 = n3
      y4 = n4
      y5 = n5
      dull += bright * (hiss - dull)
      deep += DEEP * (air - deep)
      noise *= noiseFade
      const direct = n0 + n1 + (n2 + n3) + (n4 + n5) + dull * noise
      left[at] = direct + deep * rumble + air * floor
      if (right) {
        right[at] = late[lateAt]! * SOFTER + air * noise * 0.25 + deep * rumble + hiss * floor
        late[lateAt] = direct
        lateAt = lateAt + 1 === DELAY ? 0 : lateAt + 1
      }
    }
    y.set([y0, y1, y2, y3, y4, y5])
    z.set([z0, z1, z2, z3, z4, z5])
    state = { hissWord, airWord, noise, dull, deep, lateAt }
  }

  return (left, right) => {
    for (let at = 0; at < left.length; ) {
      if (untilStrike <= 0) beginNext()
      const to = Math.min(left.length, at + untilStrike)
      ring(left, right, at, to)
      if (rested > 0) {
        if (instrument.gated && rested > FADE_OUT_S * RATE) {
          left.fill(0, at, to)
          right?.fill(0, at, to)
        }
        rested += to - at
      }
      untilStrike -= to - at
      at = to
    }
  }
}

type Six = [number, number, number, number, number, number]

function six(list: Float64Array): Six {
  return [list[0]!, list[1]!, list[2]!, list[3]!, list[4]!, list[5]!]
}
