// Reads what surrounds the samples of a generated WAV file, for work that edits it. Not a parser for foreign files.
import { open } from 'node:fs/promises'
import { SAMPLE_BYTES, type SampleKind, type WaveShape } from './wave-header.ts'

export interface Wave {
  readonly shape: WaveShape
  readonly frameBytes: number
  /** The chunks ahead of the samples. */
  readonly chunks: readonly { readonly id: string; readonly content: Buffer }[]
  /** Of the first sample, and how many bytes of samples there are. */
  readonly at: number
  readonly length: number
  /** What follows the samples, without the pad byte of an odd length. */
  readonly behind: Buffer
}

const HEAD = 64 * 1024

export async function readWave(file: string): Promise<Wave> {
  await using opened = await open(file)
  const { size } = await opened.stat()
  const head = Buffer.alloc(Math.min(HEAD, size))
  await opened.read(head, 0, head.length, 0)
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE')
    throw new TypeError(`${file} is no WAV file`)
  const chunks: { id: string; content: Buffer }[] = []
  for (let at = 12; at + 8 <= head.length; ) {
    const id = head.toString('latin1', at, at + 4)
    const length = head.readUInt32LE(at + 4)
    at += 8
    if (id === 'data') {
      const end = at + length + (length % 2)
      const behind = Buffer.alloc(size - end)
      await opened.read(behind, 0, behind.length, end)
      const shape = shapeOf(chunks.find(chunk => chunk.id === 'fmt ')!.content)
      return { shape, frameBytes: SAMPLE_BYTES[shape.sample] * shape.channels, chunks, at, length, behind }
    }
    chunks.push({ id, content: head.subarray(at, at + length) })
    at += length + (length % 2)
  }
  throw new TypeError(`${file} has no data chunk in its first ${HEAD} bytes`)
}

function shapeOf(format: Buffer): WaveShape {
  const bits = format.readUInt16LE(14)
  const sample: SampleKind = bits === 24 ? 'int24' : bits === 32 ? 'float32' : 'int16'
  return { sample, channels: format.readUInt16LE(2) === 2 ? 2 : 1, rate: format.readUInt32LE(4) }
}
