// Generates a project folder in the shape a workstation leaves: multitrack 24-bit takes with bext and iXML, float stems,
// 16-bit renders, a text session with 30 backups, peak files, 300 presets, an empty folder, a link. The same seed gives
// the same bytes and times on every machine; about as hard to compress as real recordings (test/scripts/studio).
import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { EPOCH_S, PROJECT_TITLE, planTakes } from './plan-takes.ts'
import { randomFor } from './random.ts'
import { savedAgain, sessionText } from './session-text.ts'
import { writeTake } from './write-take.ts'

export interface StudioProject {
  readonly files: number
  readonly bytes: number
}

export const SESSION = `${PROJECT_TITLE}.rpp`
export const BACKUPS = 30
const PRESETS = 300
const FOLDERS = [
  'Audio Files',
  'Stems',
  'Renders',
  'Session File Backups',
  'Presets/EQ',
  'Presets/Comp',
  'Bounced Files',
  'Peaks',
]
/** A project of 1.5 GB has a session of 1.9 MB; a smaller one less. */
const SESSION_SHARE = 1.9 / 1500
const LARGEST_SESSION = 1_900_000
const SMALLEST_SESSION = 20_000

/** Writes about `bytes` bytes below `folder`. */
export async function generateStudioProject(folder: string, bytes: number, seed = 1): Promise<StudioProject> {
  let files = 0
  let written = 0
  const wrote = async (path: string, length: number): Promise<void> => {
    await setTime(join(folder, path), files * 61)
    files++
    written += length
  }
  const put = async (path: string, content: Uint8Array | string): Promise<void> => {
    await writeFile(join(folder, path), content)
    await wrote(path, Buffer.byteLength(content))
  }
  for (const path of FOLDERS) await mkdir(join(folder, path), { recursive: true })

  const sessionBytes = Math.round(Math.max(SMALLEST_SESSION, Math.min(LARGEST_SESSION, bytes * SESSION_SHARE)))
  const takes = planTakes(Math.max(1_000_000, bytes - (BACKUPS + 1) * sessionBytes), seed)
  for (const take of takes) {
    const { bytes: length, peaks } = await writeTake(join(folder, take.path), take, seed)
    await wrote(take.path, length)
    await put(peaksPath(take.path), peaksFile(peaks))
  }

  const random = randomFor(seed, SESSION)
  const media = takes.map(take => take.path).filter(path => path.startsWith('Audio Files/'))
  let session = sessionText(random, sessionBytes, media)
  for (let save = 1; save <= BACKUPS; save++) {
    await put(backupPath(save), session)
    session = savedAgain(session, random, EPOCH_S + save * 600)
  }
  await put(SESSION, session)
  for (let preset = 0; preset < PRESETS; preset++)
    await put(`Presets/${preset % 2 === 0 ? 'EQ' : 'Comp'}/Preset ${preset}.fxp`, presetFile(seed, preset))
  await put('Notes – Übersicht.txt', 'Vocal comp from takes 3 and 7. Bass DI is the keeper.\n')
  await symlink(SESSION, join(folder, 'latest.rpp'))
  return { files, bytes: written }
}

export function backupPath(save: number): string {
  return `Session File Backups/${PROJECT_TITLE}.bak.${String(save).padStart(3, '0')}.rpp`
}

export function peaksPath(take: string): string {
  return `Peaks/${basename(take)}.reapeaks`
}

export function peaksFile(peaks: Int8Array): Buffer {
  return Buffer.concat([Buffer.from('RPKN'), Buffer.from(peaks.buffer, peaks.byteOffset, peaks.byteLength)])
}

/** Files are dated by when they were made in the story of the project, not by the clock. */
export async function setTime(file: string, afterStart: number): Promise<void> {
  await utimes(file, EPOCH_S + afterStart, EPOCH_S + afterStart + 0.125)
}

// Mostly small numbers, as the parameters of a plug-in are.
function presetFile(seed: number, preset: number): Buffer {
  const random = randomFor(seed, `preset ${preset}`)
  const content = Buffer.alloc(300 + random.below(3000))
  content.write('CcnK', 0, 'latin1')
  for (let at = 28; at < content.length; at++) content[at] = random.below(64)
  return content
}
