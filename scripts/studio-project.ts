// Generates a project folder in the shape a DAW leaves: multitrack 24-bit takes with bext headers, float stems, 16-bit
// renders, a text session with backups, peak files, presets, an empty folder, links. The same seed gives the same bytes.
import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface StudioProject {
  readonly files: number
  readonly bytes: number
}

interface Take {
  readonly path: string
  readonly kind: 'pcm24' | 'float32' | 'pcm16'
  readonly bytes: number
}

const SESSION_BYTES = 400_000
const EPOCH_S = 1_750_000_000

/** Writes about `bytes` bytes below `folder`. Deterministic in `seed`. */
export async function generateStudioProject(folder: string, bytes: number, seed = 1): Promise<StudioProject> {
  const random = xorshift(seed)
  let files = 0
  let written = 0
  const put = async (path: string, content: Uint8Array | string): Promise<void> => {
    await writeFile(join(folder, path), content)
    const at = EPOCH_S + files * 61
    await utimes(join(folder, path), at, at + 0.125)
    files++
    written += Buffer.byteLength(content)
  }
  for (const directory of [
    'Audio Files',
    'Stems',
    'Renders',
    'Session File Backups',
    'Presets/EQ',
    'Presets/Comp',
    'Bounced Files',
    'Video Files',
    'Peaks',
  ]) {
    await mkdir(join(folder, directory), { recursive: true })
  }
  for (const take of planTakes(bytes)) {
    const data = synthesize(take, random)
    await put(take.path, data)
    await put(join('Peaks', `${take.path.split('/').pop()}.reapeaks`), peaksOf(data, random))
  }
  let session = sessionText(random, SESSION_BYTES)
  for (let save = 1; save <= 12; save++) {
    session = edited(session, random, save)
    await put(`Session File Backups/Nova LP.bak.${String(save).padStart(3, '0')}.rpp`, session)
  }
  await put('Nova LP.rpp', session)
  for (let preset = 0; preset < 120; preset++) {
    const kind = preset % 2 === 0 ? 'EQ' : 'Comp'
    await put(
      `Presets/${kind}/Preset ${preset}.fxp`,
      Buffer.from(Array.from({ length: 300 + (random() % 3000) }, () => random() & 0x3f)),
    )
  }
  await put('Notes – Übersicht.txt', 'Vocal comp from takes 3 and 7. Bass DI is the keeper.\n')
  await symlink('Nova LP.rpp', join(folder, 'latest.rpp'))
  return { files, bytes: written }
}

function planTakes(bytes: number): Take[] {
  const names = [
    'Kick',
    'Snare',
    'OH L',
    'OH R',
    'Bass DI',
    'Gtr L',
    'Gtr R',
    'Keys',
    'Vox 01',
    'Vox 02',
    'Vox 03',
    'BV L',
    'BV R',
    'Room',
  ]
  const left = Math.max(1_000_000, bytes - 13 * SESSION_BYTES)
  const takes = names.map(name => ({
    path: `Audio Files/${name}_01.wav`,
    kind: 'pcm24' as const,
    bytes: Math.floor((left * 0.7) / names.length),
  }))
  const stems = ['Drums', 'Music', 'Vocals'].map(name => ({
    path: `Stems/${name}.wav`,
    kind: 'float32' as const,
    bytes: Math.floor((left * 0.2) / 3),
  }))
  const renders = ['Mix 1', 'Mix 2'].map(name => ({
    path: `Renders/${name}.wav`,
    kind: 'pcm16' as const,
    bytes: Math.floor((left * 0.1) / 2),
  }))
  return [...takes, ...stems, ...renders]
}

// A slow swell of three wandering tones under noise, in integer arithmetic alone, so that every machine makes the same
// bytes; about as hard to compress as a real take.
function synthesize(take: Take, random: () => number): Buffer {
  const width = take.kind === 'pcm24' ? 3 : take.kind === 'float32' ? 4 : 2
  const header = waveHeader(take, width)
  const out = Buffer.allocUnsafe(Math.max(header.length + width, take.bytes))
  header.copy(out)
  const steps = [random() & 0xffff, random() & 0x3ffff, random() & 0xfffff]
  const phases = [0, 0, 0]
  let noise = random() | 1
  const end = out.length - ((out.length - header.length) % width)
  for (let at = header.length, n = 0; at < end; at += width, n++) {
    noise = (Math.imul(noise, 1664525) + 1013904223) | 0
    let sample = noise >> 16
    for (let tone = 0; tone < 3; tone++) {
      const phase = (phases[tone]! + (steps[tone]! << 8)) | 0
      phases[tone] = phase
      sample += triangle(phase) >> (10 + tone)
    }
    // Notes begin and fade over some seconds.
    if ((n & 0xffff) === 0) steps[(n >>> 16) % 3] = (noise >>> 8) & 0xfffff
    sample = Math.max(-8388608, Math.min(8388607, (sample * (0x10000 - (n & 0xffff))) >> 15))
    if (width === 3) {
      out[at] = sample & 0xff
      out[at + 1] = (sample >> 8) & 0xff
      out[at + 2] = (sample >> 16) & 0xff
    } else if (width === 4) out.writeFloatLE(sample / 8388608, at)
    else out.writeInt16LE((sample >> 8) & 0x7fff, at)
  }
  out.fill(0, end)
  out.writeUInt32LE(out.length - 8, 4)
  out.writeUInt32LE(out.length - header.length, header.length - 4)
  return out
}

function triangle(phase: number): number {
  return phase < 0 ? ~(phase << 1) : phase << 1
}

function waveHeader(take: Take, width: number): Buffer {
  const bext = Buffer.alloc(602)
  bext.write(take.path.slice(0, 200), 0, 'latin1')
  bext.write('2026-03-14', 320, 'latin1')
  const format = Buffer.alloc(16)
  format.writeUInt16LE(take.kind === 'float32' ? 3 : 1, 0)
  format.writeUInt16LE(1, 2)
  format.writeUInt32LE(48_000, 4)
  format.writeUInt32LE(48_000 * width, 8)
  format.writeUInt16LE(width, 12)
  format.writeUInt16LE(width * 8, 14)
  return Buffer.concat([
    Buffer.from('RIFF\0\0\0\0WAVE'),
    block('bext', bext),
    block('fmt ', format),
    Buffer.from('data\0\0\0\0'),
  ])
}

function block(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 0, 'latin1')
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content])
}

function peaksOf(data: Buffer, random: () => number): Buffer {
  const peaks = Buffer.alloc(Math.min(200_000, Math.ceil(data.length / 2048)))
  for (let at = 0; at < peaks.length; at++) peaks[at] = (data[at * 2048] ?? 0) ^ (random() & 3)
  return peaks
}

function sessionText(random: () => number, bytes: number): string {
  const lines = ['<REAPER_PROJECT 0.1 "7.0" 1750000000']
  let length = 0
  for (let item = 0; length < bytes; item++) {
    const line = `  <ITEM POSITION ${random() % 600000} LENGTH ${random() % 90000} NAME "Take ${item % 40}" GUID {${(random() >>> 0).toString(16)}-${(random() >>> 0).toString(16)}} >`
    lines.push(line)
    length += line.length + 1
  }
  return `${lines.join('\n')}\n>\n`
}

function edited(session: string, random: () => number, save: number): string {
  const lines = session.split('\n')
  for (let change = 0; change < 5; change++)
    lines[1 + (Math.abs(random()) % (lines.length - 3))] =
      `  <ITEM POSITION ${random() % 600000} NAME "Edit ${save}.${change}" >`
  return lines.join('\n')
}

function xorshift(seed: number): () => number {
  let state = seed | 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return Math.abs(state)
  }
}
