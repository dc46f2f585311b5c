// The few functions the generator needs, from + − × ÷ alone: those are exact IEEE operations in every engine, while
// Math.cos and its like may differ in their last bit from machine to machine.

const SEMITONE = 1.0594630943592953
const TURN = 6.283185307179586

/** cos(x) for 0 ≤ x ≤ π, to about 1e-9. */
export function cosine(x: number): number {
  let term = 1
  let sum = 1
  for (let power = 2; power <= 26; power += 2) {
    term *= -(x * x) / (power * (power - 1))
    sum += term
  }
  return sum
}

/** sin(x) for 0 ≤ x ≤ π. */
export function sine(x: number): number {
  return cosine(x < TURN / 4 ? TURN / 4 - x : x - TURN / 4)
}

/** `hertz`, so many semitones higher; a whole number, may be negative. */
export function transpose(hertz: number, semitones: number): number {
  let result = hertz
  for (let step = Math.abs(semitones); step > 0; step--) result = semitones > 0 ? result * SEMITONE : result / SEMITONE
  return result
}

/** The angle a partial of `hertz` advances in a sample; kept below the highest frequency there is. */
export function anglePerSample(hertz: number, rate: number): number {
  return (TURN * Math.min(hertz, rate * 0.45)) / rate
}

/** The factor a sample that makes something fade by 60 dB in so many seconds. */
export function fadePerSample(seconds: number, rate: number): number {
  return 1 - 6.9 / (seconds * rate)
}
