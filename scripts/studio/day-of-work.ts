// A day's work on a generated project: two takes go on where they ended, three headers grow and push their samples back,
// a folder is renamed, two takes are new, the session is saved five times. The same seed gives the same day.
import { copyFile, open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { InstrumentName } from './instruments.ts'
import { RATE } from './performance.ts'
import { EPOCH_S, notesOf, recordedTake } from './plan-takes.ts'
import { BACKUPS, backupPath, peaksFile, peaksPath, SESSION, setTime } from './project.ts'
import { randomFor } from './random.ts'
import { savedAgain } from './session-text.ts'
import { framesIn } from './take.ts'
import { readWave, type Wave } from './wave-file.ts'
import { bext, block, ixml } from './wave-header.ts'
import { writeSamples, writeTake } from './write-take.ts'

export interface DayOfWork {
  /** Bytes that were never there before: takes, what was appended, saves, the grown headers. */
  readonly newBytes: number
  /** Samples that lie further back in their file than before. */
  readonly shiftedBytes: number
  /** Bytes in the renamed folder. */
  readonly renamedBytes: number
}

const AUDIO = 'Audio Files'
const SAVES = 5
const DAY_S = 86_400
const APPENDED_SHARE = 1 / 16

export async function dayOfWork(folder: string, seed = 1): Promise<DayOfWork> {
  let step = 0
  const done = (path: string): Promise<void> => setTime(join(folder, path), DAY_S + step++ * 600)
  const takes = (await readdir(join(folder, AUDIO))).sort().map(name => `${AUDIO}/${name}`)
  const named = (start: string): string => takes.find(path => path.startsWith(`${AUDIO}/${start}`))!
  let newBytes = 0
  let shiftedBytes = 0

  for (const [start, instrument] of [
    ['Bass DI', 'bass'],
    ['Vox 01', 'voice'],
  ] as const) {
    const path = named(start)
    newBytes += await append(join(folder, path), path, instrument, seed)
    await done(path)
  }
  for (const start of ['OH', 'Gtr L', 'Snare Top']) {
    const path = named(start)
    const { grown, shifted } = await growHeader(join(folder, path), start, seed)
    newBytes += grown
    shiftedBytes += shifted
    await done(path)
  }
  const renamedBytes = await bytesIn(join(folder, 'Renders'))
  await rename(join(folder, 'Renders'), join(folder, 'Mixes'))

  const added: string[] = []
  const length = (await readWave(join(folder, named('Vox 02')))).length
  for (const [track, instrument] of [
    ['Vox Harmony', 'voice'],
    ['Gtr Slide', 'guitar'],
  ] as const) {
    const order = takes.length + added.length
    const take = recordedTake({ track, instrument, channels: 1, round: 1, bytes: length / 2, order, seed })
    const { bytes, peaks } = await writeTake(join(folder, take.path), take, seed)
    await done(take.path)
    await writeFile(join(folder, peaksPath(take.path)), peaksFile(peaks))
    await done(peaksPath(take.path))
    newBytes += bytes
    added.push(take.path)
  }
  newBytes += await saveSession(folder, added, seed, done)
  return { newBytes, shiftedBytes, renamedBytes }
}

// The recorder goes on at the end of the samples and patches the sizes, in place.
async function append(file: string, path: string, instrument: InstrumentName, seed: number): Promise<number> {
  const wave = await readWave(file)
  const frames = framesIn(wave.length * APPENDED_SHARE, wave.shape)
  const take = { path: `${path} goes on`, instrument, shape: wave.shape, frames, before: [], behind: Buffer.alloc(0) }
  await using out = await open(file, 'r+')
  await writeSamples(out, take, wave.at + wave.length, seed)
  const length = wave.length + frames * wave.frameBytes
  const tail = Buffer.concat([Buffer.alloc(length % 2), wave.behind])
  await out.write(tail, 0, tail.length, wave.at + length)
  await patch(out, 4, wave.at + length + tail.length - 8)
  await patch(out, wave.at - 4, length)
  return length - wave.length
}

async function patch(out: Awaited<ReturnType<typeof open>>, at: number, value: number): Promise<void> {
  const size = Buffer.alloc(4)
  size.writeUInt32LE(value)
  await out.write(size, 0, 4, at)
}

// As an editor of metadata does it: all into a new file beside it, then in its place.
async function growHeader(file: string, track: string, seed: number): Promise<{ grown: number; shifted: number }> {
  const wave = await readWave(file)
  const notes = notesOf(track, 1, 0, seed)
  const history = `A=PCM,F=${RATE},W=24,M=mono,T=Sound Devices 833\r\nA=PCM,F=${RATE},W=24,T=retagged; ${track} is the keeper\r\n`
  const cues = Array.from({ length: 24 }, (_, cue) => `  <SYNC_POINT><LOW>${cue * 96_000}</LOW></SYNC_POINT>\n`)
  const kept = wave.chunks
    .filter(({ id }) => id !== 'bext' && id !== 'iXML')
    .map(({ id, content }) => block(id, content))
  const head = Buffer.concat([bext(notes, RATE, history), ixml(notes, cues.join('')), ...kept])
  const start = Buffer.alloc(12)
  const data = Buffer.alloc(8)
  const tail = Buffer.concat([Buffer.alloc(wave.length % 2), wave.behind])
  start.write('RIFF', 0, 'latin1')
  start.writeUInt32LE(4 + head.length + 8 + wave.length + tail.length, 4)
  start.write('WAVE', 8, 'latin1')
  data.write('data', 0, 'latin1')
  data.writeUInt32LE(wave.length, 4)
  await writeAround(file, Buffer.concat([start, head, data]), wave, tail)
  return { grown: 12 + head.length + 8, shifted: wave.length }
}

async function writeAround(file: string, head: Buffer, wave: Wave, tail: Buffer): Promise<void> {
  const fresh = `${file}.tmp`
  {
    await using from = await open(file)
    await using to = await open(fresh, 'w')
    await to.write(head)
    const piece = Buffer.allocUnsafe(1 << 20)
    for (let done = 0; done < wave.length; ) {
      const want = Math.min(piece.length, wave.length - done)
      const { bytesRead } = await from.read(piece, 0, want, wave.at + done)
      if (bytesRead === 0) throw new Error(`${file} ends before its samples do`)
      await to.write(piece, 0, bytesRead, head.length + done)
      done += bytesRead
    }
    await to.write(tail, 0, tail.length, head.length + wave.length)
  }
  await rename(fresh, file)
}

// Each save keeps the last state as a backup, as the workstation does.
async function saveSession(
  folder: string,
  added: readonly string[],
  seed: number,
  done: (path: string) => Promise<void>,
): Promise<number> {
  const random = randomFor(seed, 'a day of saves')
  const file = join(folder, SESSION)
  let bytes = 0
  for (let save = 1; save <= SAVES; save++) {
    const backup = backupPath(BACKUPS + save)
    await copyFile(file, join(folder, backup))
    await done(backup)
    const time = EPOCH_S + DAY_S + save * 1800
    const text = savedAgain(await readFile(file, 'utf8'), random, time, save === 1 ? added : [])
    await writeFile(file, text)
    bytes += text.length
  }
  await done(SESSION)
  return bytes
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0
  for (const name of await readdir(folder)) bytes += (await stat(join(folder, name))).size
  return bytes
}
