// The recordings there are on this machine: sample libraries as Debian packages them, in an order that is the same
// wherever the same versions are installed.
import { readdir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { listSf2Samples, type Sf2Sample } from './sf2.ts'

/** One sound: a file, or a sample of a sound font (a pair of them for stereo). `key` names it, always the same. */
export type Recording =
  | { readonly from: 'file'; readonly key: string; readonly file: string }
  | { readonly from: 'sf2'; readonly key: string; readonly bank: string; readonly samples: readonly Sf2Sample[] }

const LIBRARIES = [
  { name: 'hydrogen-drumkits', folder: '/usr/share/hydrogen/data/drumkits', endings: ['.flac', '.wav', '.aiff'] },
  { name: 'sonic-pi-samples', folder: '/usr/share/sonic-pi/samples', endings: ['.flac', '.wav'] },
  { name: 'fluid-soundfont-gm', folder: '/usr/share/sounds/sf2', endings: ['FluidR3_GM.sf2'] },
] as const

export const PACKAGES: readonly string[] = LIBRARIES.map(({ name }) => name)

/** All recordings, mixed; says which packages are missing. */
export async function listRecordings(remark: (text: string) => void): Promise<Recording[]> {
  const recordings: Recording[] = []
  for (const { name, folder, endings } of LIBRARIES) {
    const files = (await namesBelow(folder)).filter(file => endings.some(ending => file.endsWith(ending)))
    if (files.length === 0) remark(`real recordings: ${name} is not installed (apt-get install ${name})`)
    for (const path of files) {
      const file = join(folder, path)
      if (extname(path) !== '.sf2') recordings.push({ from: 'file', key: `${name}/${path}`, file })
      else
        for (const samples of await listSf2Samples(file))
          recordings.push({ from: 'sf2', key: `${name}/${samples[0]!.id} ${samples[0]!.name}`, bank: file, samples })
    }
  }
  const order = new Map(recordings.map(one => [one, fnv(one.key)]))
  return recordings.sort((a, b) => order.get(a)! - order.get(b)! || (a.key < b.key ? -1 : 1))
}

async function namesBelow(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder, { recursive: true })).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function fnv(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
