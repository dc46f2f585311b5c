// A 32-bit float rendition of a 24-bit WAV after a gain of -3 dB, as a mixer bounces a stem.
import { readFile, writeFile } from 'node:fs/promises'
import { waveHeader } from '../studio/wave-header.ts'
import type { WaveFacts } from './wave-facts.ts'

const GAIN = 0.7079457843841379 / 8_388_608

/** Gives the bytes written. */
export async function floatRendition(file: string, facts: WaveFacts, to: string): Promise<number> {
  const bytes = await readFile(file)
  const samples = Math.floor(facts.length / 3)
  const floats = Buffer.alloc(samples * 4)
  const view = new DataView(floats.buffer, floats.byteOffset, floats.byteLength)
  for (let sample = 0; sample < samples; sample++) {
    view.setFloat32(sample * 4, bytes.readIntLE(facts.at + sample * 3, 3) * GAIN, true)
  }
  const shape = { sample: 'float32', channels: facts.channels, rate: facts.rate } as const
  const header = waveHeader(shape, [], floats.length)
  await writeFile(to, [header, floats])
  return header.length + floats.length
}
