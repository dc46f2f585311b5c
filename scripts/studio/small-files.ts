// Many small files, as sample libraries and patch collections have them: 1 to 8 KiB, a hundred a folder.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTime } from './project.ts'
import { randomFor } from './random.ts'

const FILES_A_FOLDER = 100
const SMALLEST = 1024
const LARGEST = 8192

/** Writes `files` files below `folder`; the same seed gives the same bytes. */
export async function writeSmallFiles(folder: string, files: number, seed = 1): Promise<void> {
  const random = randomFor(seed, 'small files')
  for (let file = 0; file < files; file++) {
    const bank = join(folder, `Bank ${String(Math.floor(file / FILES_A_FOLDER)).padStart(3, '0')}`)
    if (file % FILES_A_FOLDER === 0) await mkdir(bank, { recursive: true })
    const content = Buffer.alloc(SMALLEST + random.below(LARGEST - SMALLEST))
    for (let at = 0; at < content.length; at += 4)
      content.writeInt32LE(random.word() & 0x3f3f3f3f, Math.min(at, content.length - 4))
    const path = join(bank, `Patch ${String(file).padStart(5, '0')}.fxp`)
    await writeFile(path, content)
    await setTime(path, file)
  }
}
