// Real recordings for the bench: samples of Debian packages decoded to WAV, as they are (16 or 24 bit, mono or stereo), and
// a 32-bit float rendition of the 24-bit ones after a gain, as a stem would be. The same packages give the same files in
// the same order; any prefix of them mixes all kinds. `node scripts/bench/real-audio.ts --to FOLDER [--mb 600]`
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { floatRendition } from './float-rendition.ts'
import { isInstalled, run } from './program.ts'
import { listRecordings, PACKAGES, type Recording } from './recordings.ts'
import { writeSf2Sample } from './sf2.ts'
import { parseWave, type WaveFacts } from './wave-facts.ts'

export interface RealAudio {
  /** Paths below the folder, in their order. */
  readonly files: readonly string[]
  readonly bytes: number
}

interface Decoded {
  readonly path: string
  readonly bytes: number
}

const INDEX = 'index.json'
const INDEX_VERSION = 1
const MB = 1_000_000
const ENOUGH_BYTES = 500 * MB

/** Fills `folder` with recordings until there are `bytes` of them; what an earlier run decoded is taken as it is. */
export async function prepareRealAudio(
  folder: string,
  bytes: number,
  remark: (text: string) => void,
): Promise<RealAudio> {
  const recordings = await listRecordings(remark)
  const decoded = await readIndex(folder)
  const files: string[] = []
  let total = 0
  let failed = 0
  for (const recording of recordings) {
    if (total >= bytes) break
    let made = decoded.get(recording.key)
    if (made === undefined) {
      made = await decode(recording, folder).catch(() => undefined)
      if (made === undefined) failed++
      else decoded.set(recording.key, made)
    }
    for (const { path, bytes } of made ?? []) {
      files.push(path)
      total += bytes
    }
  }
  if (recordings.length > 0) await writeIndex(folder, decoded)
  if (failed > 0)
    remark(`${failed} recordings could not be decoded${isInstalled('sox') ? '' : ' (apt-get install flac sox)'}`)
  if (total < Math.min(bytes, ENOUGH_BYTES))
    remark(`real recordings: ${(total / MB).toFixed(0)} MB, all there is (apt-get install ${PACKAGES.join(' ')})`)
  return { files, bytes: total }
}

// Nothing, when it is of a kind the bench has no name for.
async function decode(recording: Recording, folder: string): Promise<Decoded[]> {
  const fresh = join(folder, 'fresh.wav')
  await mkdir(folder, { recursive: true })
  try {
    if (recording.from === 'sf2') await writeSf2Sample(recording.bank, recording.samples, fresh)
    else if (extname(recording.file) === '.wav') await copyFile(recording.file, fresh)
    else if (extname(recording.file) === '.flac' && isInstalled('flac'))
      await run('flac', ['-d', '-s', '-f', '-o', fresh, recording.file])
    else await run('sox', ['-D', recording.file, fresh])
    const facts = await parseWave(fresh)
    if (facts === undefined) return []
    const made: Decoded[] = []
    if (facts.kind === 'wav24') {
      const path = pathOf(recording, facts, 'float32')
      await mkdir(dirname(join(folder, path)), { recursive: true })
      made.push({ path, bytes: await floatRendition(fresh, facts, join(folder, path)) })
    }
    const path = pathOf(recording, facts, facts.kind)
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await rename(fresh, join(folder, path))
    return [{ path, bytes: facts.size }, ...made]
  } finally {
    await rm(fresh, { force: true })
  }
}

function pathOf(recording: Recording, { channels }: WaveFacts, kind: string): string {
  const name = recording.key.replace(/\.[a-z0-9]+$/i, '').replaceAll('/', ' - ')
  return join(kind, channels === 1 ? 'mono' : 'stereo', `${name}.wav`)
}

async function readIndex(folder: string): Promise<Map<string, Decoded[]>> {
  try {
    const { version, decoded } = JSON.parse(await readFile(join(folder, INDEX), 'utf8'))
    return version === INDEX_VERSION ? new Map(Object.entries(decoded as Record<string, Decoded[]>)) : new Map()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    throw error
  }
}

async function writeIndex(folder: string, decoded: ReadonlyMap<string, Decoded[]>): Promise<void> {
  const fresh = join(folder, `${INDEX}.tmp`)
  await mkdir(folder, { recursive: true })
  await writeFile(fresh, JSON.stringify({ version: INDEX_VERSION, decoded: Object.fromEntries(decoded) }))
  await rename(fresh, join(folder, INDEX))
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { to: { type: 'string' }, mb: { type: 'string', default: '600' } } })
  if (values.to === undefined) throw new Error('usage: node scripts/bench/real-audio.ts --to FOLDER [--mb 600]')
  const remark = (text: string): void => void process.stderr.write(`${text}\n`)
  const { files, bytes } = await prepareRealAudio(values.to, Number(values.mb) * MB, remark)
  process.stdout.write(`${files.length} files, ${(bytes / MB).toFixed(0)} MB in ${values.to}\n`)
}
