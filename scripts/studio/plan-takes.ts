// Which audio files the project has, and what lies in their headers: 24 tracks of one song, stems and mixes of it.
import type { InstrumentName } from './instruments.ts'
import { RATE } from './performance.ts'
import { randomFor } from './random.ts'
import { framesIn, type Take } from './take.ts'
import { bext, ixml, listInfo, type TakeNotes, type WaveShape } from './wave-header.ts'

export const PROJECT_TITLE = 'Nova LP'
/** When the project began; everything in it is dated from here on, in seconds. */
export const EPOCH_S = 1_750_000_000

const SHARE = { takes: 0.7, stems: 0.2, renders: 0.1 }
/** A longer song becomes more takes of each track: five and a half minutes. */
const LONGEST_MONO = 48_000_000
const SCENES = ['Intro', 'Verse', 'Chorus', 'Bridge', 'Outro']
const NOTES = ['keeper', 'good until bar 40', 'headphone bleed', 'second half best', 'late entry', 'comp source']

const TRACKS: readonly (readonly [name: string, instrument: InstrumentName, channels: 1 | 2])[] = [
  ['Kick In', 'kick', 1],
  ['Kick Out', 'kick', 1],
  ['Snare Top', 'snare', 1],
  ['Snare Bottom', 'snare', 1],
  ['Tom 1', 'kick', 1],
  ['Tom 2', 'snare', 1],
  ['Hat', 'drums', 1],
  ['OH', 'drums', 2],
  ['Room', 'drums', 2],
  ['Bass DI', 'bass', 1],
  ['Bass Amp', 'bass', 1],
  ['Gtr L', 'guitar', 1],
  ['Gtr R', 'guitar', 1],
  ['Gtr Solo', 'guitar', 1],
  ['Acoustic', 'guitar', 1],
  ['Keys', 'keys', 2],
  ['Piano', 'keys', 2],
  ['Vox 01', 'voice', 1],
  ['Vox 02', 'voice', 1],
  ['Vox 03', 'voice', 1],
  ['Vox Dbl', 'voice', 1],
  ['BV 1', 'voice', 1],
  ['BV 2', 'voice', 1],
  ['BV 3', 'voice', 1],
]
type Stem = readonly [name: string, instrument: InstrumentName, precision: 'float' | '24 bit', gated: boolean]
const STEMS: readonly Stem[] = [
  ['Drums', 'drums', 'float', false],
  ['Music', 'guitar', '24 bit', false],
  ['Vocals', 'voice', 'float', true],
]
const RENDERS = ['Mix 1', 'Mix 2']

/** About `bytes` bytes of audio, in the order it was made. */
export function planTakes(bytes: number, seed: number): Take[] {
  return [...takes(bytes * SHARE.takes, seed), ...stems(bytes * SHARE.stems), ...renders(bytes * SHARE.renders)]
}

function takes(bytes: number, seed: number): Take[] {
  const parts = TRACKS.reduce((total, [, , channels]) => total + channels, 0)
  const rounds = Math.ceil(bytes / parts / LONGEST_MONO)
  const mono = bytes / parts / rounds
  const planned: Take[] = []
  for (let round = 1; round <= rounds; round++)
    for (const [track, instrument, channels] of TRACKS)
      planned.push(
        recordedTake({ track, instrument, channels, round, bytes: mono * channels, order: planned.length, seed }),
      )
  return planned
}

export interface Recording {
  readonly track: string
  readonly instrument: InstrumentName
  readonly channels: 1 | 2
  readonly round: number
  readonly bytes: number
  /** Its place in the day, which dates it. */
  readonly order: number
  readonly seed: number
}

/** A take as a recorder leaves it; every other with iXML, every fifth with a chunk behind the samples. */
export function recordedTake({ track, instrument, channels, round, bytes, order, seed }: Recording): Take {
  const shape: WaveShape = { sample: 'int24', channels, rate: RATE }
  const path = `Audio Files/${track}_${String(round).padStart(2, '0')}.wav`
  const notes = notesOf(track, round, order, seed)
  return {
    path,
    instrument,
    shape,
    frames: framesIn(bytes, shape),
    before: [bext(notes, RATE, history(shape)), ...(order % 2 === 0 ? [ixml(notes)] : [])],
    behind: order % 5 === 4 ? listInfo(track, PROJECT_TITLE) : Buffer.alloc(0),
  }
}

export function notesOf(track: string, take: number, order: number, seed: number): TakeNotes {
  const random = randomFor(seed, `notes ${track} ${take}`)
  return {
    project: PROJECT_TITLE,
    scene: random.pick(SCENES),
    take,
    track,
    recordedAt: new Date((EPOCH_S + order * 61) * 1000),
    note: random.pick(NOTES),
  }
}

function history({ channels }: WaveShape): string {
  return `A=PCM,F=${RATE},W=24,M=${channels === 2 ? 'stereo' : 'mono'},T=Sound Devices 833\r\n`
}

function stems(bytes: number): Take[] {
  const shape: WaveShape = { sample: 'float32', channels: 2, rate: RATE }
  return STEMS.map(([name, instrument, precision, gated]) => ({
    path: `Stems/${name}.wav`,
    instrument,
    shape,
    frames: framesIn(bytes / STEMS.length, shape),
    precision,
    gated,
    before: [],
    behind: listInfo(`${PROJECT_TITLE} ${name}`, PROJECT_TITLE),
  }))
}

function renders(bytes: number): Take[] {
  const shape: WaveShape = { sample: 'int16', channels: 2, rate: RATE }
  return RENDERS.map(name => ({
    path: `Renders/${name}.wav`,
    instrument: 'mix',
    shape,
    frames: framesIn(bytes / RENDERS.length, shape),
    before: [],
    behind: listInfo(`${PROJECT_TITLE} ${name}`, PROJECT_TITLE),
  }))
}
