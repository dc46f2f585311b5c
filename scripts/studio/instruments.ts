// What is played in the generated project: how an instrument rings, how often it is struck, how noisy it is. Levels are
// shares of full scale; the noise floors (hiss and rumble together) lie between -80 and -70 dBFS, as microphones, rooms
// and preamplifiers leave them.

/** A partial of a struck sound. */
export interface Mode {
  /** In multiples of the note's frequency. */
  readonly ratio: number
  /** Until it has faded by 60 dB. */
  readonly seconds: number
  readonly level: number
}

export interface Instrument {
  /** The lowest note, and how many semitones above it the others reach. */
  readonly hertz: number
  readonly semitones: number
  readonly modes: readonly Mode[]
  /** Strikes a second while a phrase lasts. */
  readonly rhythm: number
  readonly phrase: { readonly seconds: number; readonly rest: number }
  /** The noise of the strike itself (stick, plectrum, breath): level, fading time, and how dull: 1 white, 0.1 dull. */
  readonly noise: { readonly level: number; readonly seconds: number; readonly bright: number }
  /** White noise of the whole chain, and the rumble of the room under it. */
  readonly floor: number
  readonly rumble: number
  /** Between phrases, nothing but zeros: what a gate or an empty stretch of a bounced stem leaves. */
  readonly gated?: boolean
}

const STRING: readonly Mode[] = [
  { ratio: 1, seconds: 2.4, level: 0.12 },
  { ratio: 2.001, seconds: 1.8, level: 0.07 },
  { ratio: 3.003, seconds: 1.3, level: 0.04 },
  { ratio: 4.008, seconds: 0.9, level: 0.03 },
  { ratio: 5.013, seconds: 0.6, level: 0.015 },
  { ratio: 7.02, seconds: 0.3, level: 0.006 },
]
const DRUM: readonly Mode[] = [
  { ratio: 1, seconds: 0.5, level: 0.5 },
  { ratio: 1.59, seconds: 0.3, level: 0.22 },
  { ratio: 2.14, seconds: 0.25, level: 0.12 },
  { ratio: 2.92, seconds: 0.16, level: 0.06 },
  { ratio: 6.1, seconds: 0.09, level: 0.04 },
  { ratio: 13.7, seconds: 0.05, level: 0.03 },
]
const CYMBALS: readonly Mode[] = [
  { ratio: 1, seconds: 0.9, level: 0.2 },
  { ratio: 4.17, seconds: 1.3, level: 0.05 },
  { ratio: 9.43, seconds: 1.6, level: 0.03 },
  { ratio: 14.8, seconds: 1.4, level: 0.02 },
  { ratio: 23.9, seconds: 1.1, level: 0.012 },
  { ratio: 37.3, seconds: 0.8, level: 0.008 },
]
const VOICE: readonly Mode[] = [
  { ratio: 1, seconds: 0.9, level: 0.22 },
  { ratio: 2, seconds: 0.9, level: 0.2 },
  { ratio: 3, seconds: 0.8, level: 0.13 },
  { ratio: 4, seconds: 0.7, level: 0.08 },
  { ratio: 6, seconds: 0.6, level: 0.05 },
  { ratio: 11, seconds: 0.4, level: 0.02 },
]

const MASTER: readonly Mode[] = [
  { ratio: 1, seconds: 1.2, level: 0.2 },
  { ratio: 2.73, seconds: 0.9, level: 0.12 },
  { ratio: 4.4, seconds: 0.8, level: 0.06 },
  { ratio: 8.1, seconds: 0.5, level: 0.03 },
  { ratio: 17.3, seconds: 0.3, level: 0.012 },
  { ratio: 41.9, seconds: 0.2, level: 0.006 },
]

export const INSTRUMENTS = {
  kick: {
    hertz: 52,
    semitones: 1,
    modes: DRUM,
    rhythm: 2.1,
    phrase: { seconds: 28, rest: 2 },
    noise: { level: 0.012, seconds: 0.12, bright: 0.3 },
    floor: 0.00009,
    rumble: 0.012,
  },
  snare: {
    hertz: 186,
    semitones: 2,
    modes: DRUM,
    rhythm: 1.1,
    phrase: { seconds: 28, rest: 2 },
    noise: { level: 0.03, seconds: 0.35, bright: 0.4 },
    floor: 0.00008,
    rumble: 0.012,
  },
  drums: {
    hertz: 95,
    semitones: 18,
    modes: CYMBALS,
    rhythm: 4.2,
    phrase: { seconds: 28, rest: 2 },
    noise: { level: 0.0035, seconds: 0.6, bright: 0.15 },
    floor: 0.00007,
    rumble: 0.012,
  },
  bass: {
    hertz: 41.2,
    semitones: 19,
    modes: STRING,
    rhythm: 3,
    phrase: { seconds: 24, rest: 3 },
    noise: { level: 0.006, seconds: 0.2, bright: 0.2 },
    floor: 0.00006,
    rumble: 0.006,
  },
  guitar: {
    hertz: 82.4,
    semitones: 30,
    modes: STRING,
    rhythm: 4,
    phrase: { seconds: 18, rest: 4 },
    noise: { level: 0.004, seconds: 0.5, bright: 0.12 },
    floor: 0.00007,
    rumble: 0.01,
  },
  keys: {
    hertz: 65.4,
    semitones: 36,
    modes: STRING,
    rhythm: 5,
    phrase: { seconds: 22, rest: 5 },
    noise: { level: 0.003, seconds: 0.3, bright: 0.25 },
    floor: 0.00006,
    rumble: 0.006,
  },
  voice: {
    hertz: 147,
    semitones: 17,
    modes: VOICE,
    rhythm: 3.4,
    phrase: { seconds: 9, rest: 3 },
    noise: { level: 0.004, seconds: 0.6, bright: 0.12 },
    floor: 0.00007,
    rumble: 0.014,
  },
  mix: {
    hertz: 49,
    semitones: 40,
    modes: MASTER,
    rhythm: 7,
    phrase: { seconds: 40, rest: 1 },
    noise: { level: 0.03, seconds: 1.2, bright: 0.25 },
    floor: 0.0014,
    rumble: 0.02,
  },
} as const satisfies Record<string, Instrument>

export type InstrumentName = keyof typeof INSTRUMENTS
