// What the bench needs to know of a WAV file it has decoded: which kind it counts under, and where its samples lie.
import { open } from 'node:fs/promises'
import { HEADER_LENGTH, parseAudioForm } from '../../protocol/audio/form.ts'

export interface WaveFacts {
  readonly kind: 'wav16' | 'wav24'
  readonly channels: 1 | 2
  readonly rate: number
  readonly size: number
  readonly at: number
  readonly length: number
}

/** Undefined for anything but mono or stereo of 16 or 24 bit. */
export async function parseWave(file: string): Promise<WaveFacts | undefined> {
  await using opened = await open(file)
  const { size } = await opened.stat()
  const head = Buffer.alloc(Math.min(size, HEADER_LENGTH))
  await opened.read(head, 0, head.length, 0)
  const form = parseAudioForm(head, size)
  if (form === undefined || form === 'more' || form.container !== 'wav' || form.encoding !== 'int') return undefined
  const { channels, rate, payloadAt: at, payloadLength: length } = form
  if (channels !== 1 && channels !== 2) return undefined
  const kind = form.bits === 16 ? 'wav16' : form.bits === 24 && form.bytesPerSample === 3 ? 'wav24' : undefined
  return kind && { kind, channels, rate, size, at, length }
}
