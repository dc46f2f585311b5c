// A take that is to be written: what is played, how it is stored, what surrounds the samples.
import type { InstrumentName } from './instruments.ts'
import { SAMPLE_BYTES, type WaveShape } from './wave-header.ts'

export interface Take {
  /** Where it lies in the project; also names its random numbers. */
  readonly path: string
  readonly instrument: InstrumentName
  readonly shape: WaveShape
  readonly frames: number
  /** Of float samples: as a mixer computes them, or whole 24-bit steps, as from a bounce at unity gain. */
  readonly precision?: 'float' | '24 bit'
  /** Zeros between phrases. */
  readonly gated?: boolean
  /** Chunks ahead of fmt. */
  readonly before: readonly Buffer[]
  /** Bytes behind the samples. */
  readonly behind: Buffer
}

/** How many frames make about `bytes` bytes of samples. */
export function framesIn(bytes: number, { sample, channels }: WaveShape): number {
  return Math.max(1, Math.floor(bytes / (SAMPLE_BYTES[sample] * channels)))
}
