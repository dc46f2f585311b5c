// Reads the samples of a SoundFont 2 bank: 16-bit PCM in its smpl chunk, told apart by the headers in shdr. Only for banks
// of packages we name; what doesn't add up is left out.
import { open } from 'node:fs/promises'
import { waveHeader } from '../studio/wave-header.ts'

export interface Sf2Sample {
  readonly id: number
  readonly name: string
  /** In the bank's file, in bytes. */
  readonly at: number
  readonly length: number
  readonly rate: number
}

const HEADER = 46
const TYPE = { right: 2, left: 4 }

/** The sounds of a bank: one sample, or a left and a right one of the same length. */
export async function listSf2Samples(bank: string): Promise<Sf2Sample[][]> {
  const { samplesAt, samplesLength, headers } = await findChunks(bank)
  const listed = new Map<number, Sf2Sample & { type: number; partner: number }>()
  for (let at = 0; at + 2 * HEADER <= headers.length; at += HEADER) {
    const id = at / HEADER
    const [start, end] = [headers.readUInt32LE(at + 20), headers.readUInt32LE(at + 24)]
    if (end <= start || end * 2 > samplesLength) continue
    listed.set(id, {
      id,
      name: headers
        .toString('latin1', at, at + 20)
        .replace(/\0.*$/s, '')
        .trim()
        .replace(/[^\w .#+-]/g, '_'),
      at: samplesAt + start * 2,
      length: (end - start) * 2,
      rate: headers.readUInt32LE(at + 36),
      partner: headers.readUInt16LE(at + 42),
      type: headers.readUInt16LE(at + 44),
    })
  }
  const sounds: Sf2Sample[][] = []
  const paired = new Set<number>()
  for (const sample of listed.values()) {
    if (paired.has(sample.id)) continue
    // Banks that don't link their pairs list the right side after the left one.
    const right = sample.type === TYPE.left ? listed.get(sample.partner || sample.id + 1) : undefined
    const isPair = right?.type === TYPE.right && right.length === sample.length && right.rate === sample.rate
    if (isPair) paired.add(right.id)
    sounds.push(isPair ? [sample, right] : [sample])
  }
  return sounds
}

/** Writes a sound as a 16-bit WAV. */
export async function writeSf2Sample(bank: string, samples: readonly Sf2Sample[], to: string): Promise<void> {
  const { length, rate } = samples[0]!
  const channels = samples.length === 2 ? 2 : 1
  await using from = await open(bank)
  const sides = await Promise.all(
    samples.map(async ({ at }) => {
      const side = Buffer.alloc(length)
      await from.read(side, 0, length, at)
      return side
    }),
  )
  const frames = channels === 1 ? sides[0]! : Buffer.alloc(length * 2)
  if (channels === 2) {
    for (let at = 0; at < length; at += 2) {
      frames.writeInt16LE(sides[0]!.readInt16LE(at), at * 2)
      frames.writeInt16LE(sides[1]!.readInt16LE(at), at * 2 + 2)
    }
  }
  await using out = await open(to, 'w')
  await out.writev([waveHeader({ sample: 'int16', channels, rate }, [], frames.length), frames])
}

// A bank is RIFF: lists of chunks, smpl within LIST sdta, shdr within LIST pdta.
async function findChunks(bank: string): Promise<{ samplesAt: number; samplesLength: number; headers: Buffer }> {
  await using file = await open(bank)
  const { size } = await file.stat()
  const head = Buffer.alloc(12)
  let samplesAt = 0
  let samplesLength = 0
  let headers = Buffer.alloc(0)
  for (let at = 12; at + 8 <= size; ) {
    await file.read(head, 0, 12, at)
    const id = head.toString('latin1', 0, 4)
    const length = head.readUInt32LE(4)
    if (id === 'LIST') {
      at += 12
      continue
    }
    if (id === 'smpl') {
      samplesAt = at + 8
      samplesLength = length
    } else if (id === 'shdr') {
      headers = Buffer.alloc(length)
      await file.read(headers, 0, length, at + 8)
    }
    at += 8 + length + (length % 2)
  }
  return { samplesAt, samplesLength, headers }
}
